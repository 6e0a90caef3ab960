"""What a technician's availability is by the facts: away, at work, or neither.

`techniciens.services.constater` keeps it, beside what somebody may have said by hand.
"""

from django.db import transaction
from django.db.models import Case, CharField, Exists, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from interventions.choices import Statut
from interventions.models import Intervention
from planning.models import Absence
from techniciens.choices import Disponibilite
from techniciens.models import Technicien
from techniciens.services import constater


def actualiser(technicien_id: int, *, sauf: int | None = None, au_travail: bool = False) -> bool:
    """Keep what the facts say now, in the caller's transaction; True if it is something new.

    `au_travail` is what an act under way, not yet saved, says of the intervention `sauf`.
    """
    with transaction.atomic():
        # In a statement of its own: what others have just written is then seen by the next.
        person = Technicien.objects.select_for_update(no_key=True).filter(pk=technicien_id)
        list(person.order_by().values_list("pk"))
        facts = _selon_les_faits(technicien_id, sauf=sauf, au_travail=au_travail)
        return constater(technicien_id, facts)


def actualiser_disponibilites() -> int:
    """Absences begin and end by themselves: keep what that says; how many it changed.

    Two runs at once, or one after another, change nobody twice.
    """
    return sum(actualiser(pk) for pk in _a_revoir())


def _selon_les_faits(technicien_id: int, *, sauf: int | None, au_travail: bool) -> Combinable:
    """The nature of the first absence that is on, else whether there is work in progress."""
    away = _en_cours().filter(technicien_id=technicien_id).order_by("debut", "id")
    work = Intervention.objects.filter(technicien_id=technicien_id, statut=Statut.EN_COURS)
    busy, free = Value(str(Disponibilite.OCCUPE)), Value(str(Disponibilite.DISPONIBLE))
    works = Case(When(Exists(work.exclude(pk=sauf or 0).order_by()), then=busy), default=free)
    # An absence's nature and an availability are the same words.
    return Coalesce(
        Subquery(away.values("nature")[:1]),
        busy if au_travail else works,
        output_field=CharField(),
    )


def _en_cours() -> QuerySet[Absence]:
    now = timezone.now()
    return Absence.objects.filter(debut__lte=now, fin__gt=now)


def _a_revoir() -> list[int]:
    """Those of whom the facts do not say what is kept; three queries for all of them."""
    working = Intervention.objects.filter(statut=Statut.EN_COURS)
    away = _en_cours().order_by("-debut", "-id").values_list("technicien_id", "nature")
    busy = working.values_list("technicien_id", flat=True)
    facts = {**dict.fromkeys(busy, Disponibilite.OCCUPE), **dict(away)}
    kept = Technicien.objects.filter(archive_le__isnull=True).order_by("pk")
    return [
        pk
        for pk, said in kept.values_list("pk", "disponibilite_constatee")
        if said != facts.get(pk, Disponibilite.DISPONIBLE)
    ]
