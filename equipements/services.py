"""Every write to a machine and to the list of families."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.models import Client, Site
from comptes.choices import Role
from core.errors import Conflit, Interdit, Introuvable, Invalide
from core.texte import plier
from core.validation import appliquer, refuser_autres, valider
from equipements.actions import registre
from equipements.models import PROFONDEUR_MAX, Equipement, Famille
from equipements.permissions import exiger_gestion

_gestion = frozenset(
    {
        "site_id",
        "parent_id",
        "famille_id",
        "nom",
        "modele",
        "fabricant",
        "numero_serie",
        "date_installation",
        "statut",
        "criticite",
        "localisation",
        "specifications_techniques",
        "manuel_utilisation",
        "frequence_entretien",
        "derniere_maintenance",
        "prochaine_maintenance",
    }
)
# Which columns each role may change on a machine that it sees.
MODIFIABLES: Mapping[str, frozenset[str]] = {
    Role.ADMIN: _gestion,
    Role.RESPONSABLE: _gestion,
    Role.TECHNICIEN: frozenset({"statut", "localisation", "specifications_techniques"}),
}


def _client(client_id: int, par: Any) -> Client:
    """The firm, locked: its machine tree changes one at a time, so no two moves make a circle."""
    seen = Client.objects.visible_to(par).filter(pk=client_id, archive_le__isnull=True)
    row = Client.objects.select_for_update(no_key=True).filter(pk__in=seen.values("pk")).first()
    if row is None:
        text = _("Choisissez un client.")
        raise Invalide(text, {"client_id": [text]})
    return row


def _controler_site(row: Equipement) -> None:
    site = Site.objects.filter(pk=row.site_id, client_id=row.client_id, archive_le__isnull=True)
    if not site.exists():
        text = _("Ce site n’est pas un site du client.")
        raise Invalide(text, {"site_id": [text]})


def _hauteur(pk: int | None) -> int:
    """Levels of the tree below and including this machine; 1 for a new one."""
    if pk is None:
        return 1
    levels, generation = 0, [pk]
    while generation and levels <= PROFONDEUR_MAX:
        levels += 1
        generation = list(
            Equipement.objects.filter(parent_id__in=generation).values_list("pk", flat=True)
        )
    return levels


def _refuser_parent(text: str) -> Invalide:
    return Invalide(text, {"parent_id": [text]})


def _controler_parent(row: Equipement) -> None:
    """Same client, no circle, at most six levels; call with the client locked."""
    above, parent_id = 0, row.parent_id
    while parent_id is not None:
        parent = Equipement.objects.filter(pk=parent_id).first()
        if parent is None or parent.client_id != row.client_id:
            raise _refuser_parent(_("La machine mère doit être du même client."))
        if parent.pk == row.pk:
            raise _refuser_parent(_("Une machine ne peut pas faire partie d’elle-même."))
        above += 1
        if above > PROFONDEUR_MAX:
            break
        parent_id = parent.parent_id
    if row.parent_id is not None and above + _hauteur(row.pk) > PROFONDEUR_MAX:
        raise _refuser_parent(_("L’arborescence a au plus %(n)s niveaux.") % {"n": PROFONDEUR_MAX})


def creer_equipement(*, par: Any, client_id: int, **champs: Any) -> Equipement:
    """A new machine; without `site_id` on the client's first site."""
    exiger_gestion(par)
    refuser_autres(champs, _gestion)
    with transaction.atomic():
        client = _client(client_id, par)
        if champs.get("site_id") is None:
            sites = client.sites.filter(archive_le__isnull=True).order_by("pk")
            champs["site_id"] = sites.values_list("pk", flat=True).first()
        row = Equipement(client=client)
        appliquer(row, champs)
        _controler_site(row)
        _controler_parent(row)
        valider(row)
        row.save()
    return row


def modifier_equipement(*, par: Any, equipement_id: int, champs: Mapping[str, Any]) -> Equipement:
    """Change columns, each role its own (`MODIFIABLES`); a status set by hand may be refused."""
    permis = MODIFIABLES.get(par.role)
    if permis is None:
        raise Interdit(_("Vous ne pouvez pas modifier une machine."))
    with transaction.atomic():
        row = _verrouiller(equipement_id, par)
        refuser_autres(champs, permis)
        before = row.statut
        changed = appliquer(row, champs)
        if {"site_id", "parent_id"} & set(changed):
            _client(row.client_id, par)
            _controler_site(row)
            _controler_parent(row)
        valider(row, changed)
        if row.statut != before:
            registre.appeler("changer_statut", equipement=row, statut=row.statut)
        row.save()
    return row


def _verrouiller(equipement_id: int, par: Any) -> Equipement:
    seen = Equipement.objects.visible_to(par).filter(pk=equipement_id)
    row = Equipement.objects.select_for_update(no_key=True).filter(pk__in=seen.values("pk")).first()
    if row is None:
        raise Introuvable(_("Équipement introuvable."))
    return row


def archiver_equipement(*, par: Any, equipement_id: int) -> None:
    """Put a machine away; one without any history is deleted instead."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller(equipement_id, par)
        registre.appeler("archiver", equipement=row)
        if Equipement.objects.filter(parent=row, archive_le__isnull=True).exists():
            raise _refuser_parent(_("Des machines en font partie : déplacez-les d’abord."))
        if _a_un_passe(row):
            row.archive_le = timezone.now()
            row.save(update_fields=["archive_le", "updated_at"])
        else:
            row.delete()


def _a_un_passe(row: Equipement) -> bool:
    """Tell whether any row of any table points at this machine."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in Equipement._meta.related_objects
    )


def refuser_machines_vivantes(*, client: Client) -> None:
    """Takes part in `clients.archiver`: a firm's machines are put away before the firm."""
    left = Equipement.objects.filter(client=client, archive_le__isnull=True).count()
    if left:
        raise Conflit(
            _("%(nom)s a encore %(n)s machine(s) : archivez-les d’abord.")
            % {"nom": client, "n": left}
        )


def famille_nommee(*, par: Any, nom: str) -> Famille | None:
    """The family of that name (whatever case and accents), made if new; the API's text `type`."""
    exiger_gestion(par)
    nom = " ".join(nom.split())
    if not nom:
        return None
    with transaction.atomic():
        # Compared here: SQLite ignores case for ASCII only.
        row = next((f for f in Famille.objects.all() if plier(f.nom) == plier(nom)), None)
        if row is None:
            row = Famille(nom=nom)
            valider(row, {"nom"})
            row, _cree = Famille.objects.get_or_create(nom=nom)
    return row
