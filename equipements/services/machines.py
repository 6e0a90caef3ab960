"""Every write to a machine."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Client, Site
from comptes.choices import Role
from core.errors import Conflit, Interdit, Introuvable, Invalide
from core.outbox import publier
from core.validation import appliquer, refuser_autres, valider
from equipements.actions import registre
from equipements.events import EquipementArchive, EquipementRetabli, StatutEquipementChange
from equipements.models import PROFONDEUR_MAX, Equipement
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
            annoncer_statut(row, de=before, par=par)
        row.save()
    return row


def annoncer_statut(equipement: Equipement, *, de: str, par: Any) -> None:
    """Publish that its status is another one, in the transaction that makes it so."""
    publier(
        StatutEquipementChange(
            equipement_id=equipement.pk, par_id=par.pk, de=str(de), vers=str(equipement.statut)
        )
    )


def _verrouiller(equipement_id: int, par: Any) -> Equipement:
    seen = Equipement.objects.visible_to(par).filter(pk=equipement_id)
    row = Equipement.objects.select_for_update(no_key=True).filter(pk__in=seen.values("pk")).first()
    if row is None:
        raise Introuvable(_("Équipement introuvable."))
    return row


def archiver_equipement(*, par: Any, equipement_id: int) -> Equipement | None:
    """Put a machine away; one without any history is deleted instead, and None is given back."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller(equipement_id, par)
        registre.appeler("archiver", equipement=row)
        if Equipement.objects.filter(parent=row, archive_le__isnull=True).exists():
            raise Conflit(_("Des machines en font partie : déplacez-les d’abord."))
        if not _a_un_passe(row):
            row.delete()
            return None
        row.archive_le = timezone.now()
        row.save(update_fields=["archive_le", "updated_at"])
        publier(EquipementArchive(equipement_id=row.pk, par_id=par.pk))
    return row


def desarchiver_equipement(*, par: Any, equipement_id: int) -> Equipement:
    """Take a machine back to where it was, if that place is still there."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller(equipement_id, par)
        if row.archive_le is None:
            raise Conflit(_("« %(nom)s » n’est pas archivé.") % {"nom": row})
        # The firm is locked: it cannot be put away meanwhile.
        firm = Client.objects.select_for_update(no_key=True).get(pk=row.client_id)
        if firm.archive_le is not None:
            raise Conflit(_("Le client est archivé : rétablissez-le d’abord."))
        if row.site.archive_le is not None:
            raise Conflit(_("Son site est archivé : rétablissez-le d’abord."))
        if row.parent is not None and row.parent.archive_le is not None:
            raise Conflit(_("La machine dont elle fait partie est archivée : rétablissez-la."))
        _controler_parent(row)
        row.archive_le = None
        row.save(update_fields=["archive_le", "updated_at"])
        publier(EquipementRetabli(equipement_id=row.pk, par_id=par.pk))
    return row


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
            ngettext(
                "%(nom)s a encore %(n)s machine : archivez-la d’abord.",
                "%(nom)s a encore %(n)s machines : archivez-les d’abord.",
                left,
            )
            % {"nom": client, "n": left}
        )
