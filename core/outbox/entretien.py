"""What an administrator does with the outbox: see, replay, give up, forget what is old."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflit, Invalide
from core.outbox import abonnes, diffusion, reveil
from core.outbox.models import EtatLivraison, Evenement, Livraison

LOT = 1_000
RETARD = 300  # seconds after which what is due is late


@dataclass(frozen=True)
class Etat:
    """How the outbox stands: counts, and the age in seconds of the oldest that is due."""

    a_diffuser: int
    dues: int
    mortes: int
    age: float

    @property
    def degrade(self) -> bool:
        """Something waits for too long: no relay runs, or it does not keep up."""
        return self.age > RETARD


def etat() -> Etat:
    """Now; a delivery that waits for its next try or is being made is not due."""
    now = timezone.now()
    waiting = Evenement.objects.filter(diffuse=False).aggregate(
        n=Count("pk"), depuis=Min("cree_le")
    )
    states = Livraison.objects.filter(etat__in=[EtatLivraison.DUE, EtatLivraison.MORTE]).aggregate(
        dues=Count("pk", filter=Q(etat=EtatLivraison.DUE, prochain_le__lte=now)),
        mortes=Count("pk", filter=Q(etat=EtatLivraison.MORTE)),
        depuis=Min("prochain_le", filter=Q(etat=EtatLivraison.DUE, prochain_le__lte=now)),
    )
    since = min((d for d in (waiting["depuis"], states["depuis"]) if d), default=now)
    age = (now - since).total_seconds()
    return Etat(waiting["n"], states["dues"], states["mortes"], age)


class FileEnRetard(Exception):
    """Events wait for too long; the text says how many."""


def surveiller() -> str:
    """How the outbox stands, in a few words; a failure of the job if it is late."""
    state = etat()
    text = _("%(dues)s en attente, depuis %(age)s s ; %(mortes)s échouée(s)") % {
        "dues": state.a_diffuser + state.dues,
        "age": round(state.age),
        "mortes": state.mortes,
    }
    if state.degrade:
        raise FileEnRetard(text)
    return text


def en_retard() -> bool:
    """Tell cheaply whether `etat().degrade`: for whoever asks every few seconds."""
    limit = timezone.now() - timedelta(seconds=RETARD)
    late = Livraison.objects.filter(etat=EtatLivraison.DUE, prochain_le__lt=limit)
    return late.exists() or Evenement.objects.filter(diffuse=False, cree_le__lt=limit).exists()


def par_abonne() -> Iterator[tuple[str, dict[str, int]]]:
    """(subscriber, {state: how many}), those known and those that only rows name."""
    rows = Livraison.objects.values_list("abonne", "etat").annotate(n=Count("pk"))
    found: dict[str, dict[str, int]] = {abonne.nom: {} for abonne in abonnes.abonnes()}
    for name, state, number in rows.order_by():
        found.setdefault(name, {})[state] = number
    yield from sorted(found.items())


def empechement(nom: str) -> str:
    """Why the newest delivery to this subscriber that failed and will be tried again did so."""
    failed = Livraison.objects.filter(abonne=nom, etat=EtatLivraison.DUE).exclude(erreur="")
    return failed.order_by("-evenement_id").values_list("erreur", flat=True).first() or ""


def mortes() -> QuerySet[Livraison]:
    """The dead letters, oldest first."""
    return (
        Livraison.objects.filter(etat=EtatLivraison.MORTE)
        .select_related("evenement")
        .order_by("evenement_id", "abonne")
    )


def rejouer(livraison_id: int) -> None:
    """Deliver again: what is dead, given up, or done already. The subscriber folds doubles."""
    _decider(livraison_id, etat=EtatLivraison.DUE, essais=0)


def rejouer_mortes(nom: str = "") -> int:
    """Deliver every dead letter again, of one subscriber if one is named; how many."""
    rows = Livraison.objects.filter(etat=EtatLivraison.MORTE)
    if nom:
        rows = rows.filter(abonne=nom)
    with transaction.atomic():
        done = rows.update(etat=EtatLivraison.DUE, essais=0, prochain_le=timezone.now())
        transaction.on_commit(reveil.sonner, robust=True)
    return done


def abandonner(livraison_id: int) -> None:
    """Give a delivery up that is due or dead."""
    _decider(livraison_id, etat=EtatLivraison.ABANDONNEE)


def abandonner_tout(nom: str) -> int:
    """Give up whatever is due to or dead for the subscriber of that name, if anybody; how many."""
    given_up = _PERMIS[EtatLivraison.ABANDONNEE]
    return Livraison.objects.filter(abonne=nom, etat__in=given_up).update(
        etat=EtatLivraison.ABANDONNEE, prochain_le=timezone.now()
    )


_PERMIS = {
    EtatLivraison.DUE: {EtatLivraison.MORTE, EtatLivraison.ABANDONNEE, EtatLivraison.LIVREE},
    EtatLivraison.ABANDONNEE: {EtatLivraison.DUE, EtatLivraison.MORTE},
}


def permis(livraison: Livraison, vers: EtatLivraison) -> bool:
    """Tell whether that may be done with the delivery as it stands."""
    return livraison.etat in _PERMIS[vers]


def _decider(livraison_id: int, *, etat: EtatLivraison, **champs: int) -> None:
    rows = Livraison.objects.filter(pk=livraison_id, etat__in=_PERMIS[etat])
    with transaction.atomic():
        if not rows.update(etat=etat, prochain_le=timezone.now(), livree_le=None, **champs):
            raise Conflit(_("Cette livraison n’est plus dans cet état : rechargez la page."))
        transaction.on_commit(reveil.sonner, robust=True)


def rejouer_plage(nom: str, *, du: int, au: int) -> int:
    """Deliver events `du` to `au` (ids, both included) to one subscriber; how many.

    Those that it never got are its own now; what is due already stays as it is.
    """
    abonne = abonnes.trouver(nom)
    if abonne is None:
        raise Invalide(_("Abonné inconnu : %(nom)s.") % {"nom": nom})
    events = Evenement.objects.filter(pk__range=(du, au), diffuse=True)
    if abonne.types is not None:
        events = events.filter(type__in=abonne.types)
    total, after = 0, du - 1
    while ids := list(
        events.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:LOT]
    ):
        total += _rejouer_lot(nom, ids)
        after = ids[-1]
    return total


def _rejouer_lot(nom: str, ids: list[int]) -> int:
    with transaction.atomic():
        old = Livraison.objects.filter(abonne=nom, evenement_id__in=ids).exclude(
            etat=EtatLivraison.DUE
        )
        again = old.update(
            etat=EtatLivraison.DUE, essais=0, prochain_le=timezone.now(), livree_le=None
        )
        there = set(
            Livraison.objects.filter(abonne=nom, evenement_id__in=ids).values_list(
                "evenement_id", flat=True
            )
        )
        missing = [pk for pk in ids if pk not in there]
        diffusion.creer_pour(nom, missing)
        transaction.on_commit(reveil.sonner, robust=True)
    return again + len(missing)


def purger() -> int:
    """Forget events of more than `EVENEMENTS_JOURS` days ago that leave nobody waiting; how many.

    A dead letter keeps its event until somebody decides.
    """
    limit = timezone.now() - timedelta(days=settings.EVENEMENTS_JOURS)
    open_states = [EtatLivraison.DUE, EtatLivraison.MORTE]
    old = (
        Evenement.objects.filter(cree_le__lt=limit, diffuse=True)
        .exclude(livraisons__etat__in=open_states)
        .order_by("pk")
    )
    total = 0
    while ids := list(old.values_list("pk", flat=True)[:LOT]):
        with transaction.atomic():
            Livraison.objects.filter(evenement_id__in=ids).delete()
            total += Evenement.objects.filter(pk__in=ids).delete()[0]
    return total
