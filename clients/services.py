"""Every write to a client firm, its sites, contacts and logins."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.actions import registre
from clients.events import ClientArchive, ClientRetabli, SiteArchive, SiteRetabli
from clients.models import Client, Contact, Site
from clients.permissions import exiger_gestion
from comptes.models import Utilisateur
from comptes.services import creer_compte_client
from core.errors import Conflit, Introuvable
from core.outbox import publier
from core.validation import appliquer, refuser_autres, valider

CHAMPS_CLIENT = frozenset(
    {
        "nom_entreprise",
        "secteur_activite",
        "type_client",
        "niveau_service",
        "adresse",
        "ville",
        "code_postal",
        "telephone",
        "email_commercial",
        "contact_principal",
        "notes_commerciales",
        "instructions_particulieres",
        "ice",
        "identifiant_fiscal",
        "registre_commerce",
    }
)
CHAMPS_SITE = frozenset({"nom", "adresse", "ville", "acces", "horaires"})
CHAMPS_CONTACT = frozenset({"nom", "fonction", "telephone", "email", "principal"})

CLIENT_INTERNE = "MIF Maroc"

_L = TypeVar("_L", Client, Site, Contact)
_P = TypeVar("_P", Site, Contact)
_A = TypeVar("_A", Client, Site)


def _verrouiller(modele: type[_L], pk: int, par: Any) -> _L:
    """The row, visible to `par` and locked."""
    seen: Any = modele.objects
    row: _L | None = (
        seen.select_for_update(of=("self",))
        .filter(pk__in=seen.visible_to(par).filter(pk=pk).values("pk"))
        .first()
    )
    if row is None:
        what = str(modele._meta.verbose_name)
        raise Introuvable(_("%(quoi)s introuvable.") % {"quoi": what[:1].upper() + what[1:]})
    return row


def _verrouiller_avec_client(modele: type[_P], pk: int, par: Any) -> _P:
    """The firm, then the row: what holds for a firm as a whole is decided one act at a time."""
    seen: Any = modele.objects
    client_id = seen.visible_to(par).filter(pk=pk).values_list("client_id", flat=True).first()
    if client_id is not None:
        _verrouiller(Client, client_id, par)
    return _verrouiller(modele, pk, par)


def creer_client(*, par: Any, **champs: Any) -> Client:
    """A new firm, with its first site at the firm's own address."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS_CLIENT)
    row = Client(**champs)
    with transaction.atomic():
        valider(row)
        row.save()
        Site.objects.create(
            client=row, nom=_("Site principal"), adresse=row.adresse, ville=row.ville
        )
    return row


def client_interne(*, par: Any) -> Client:
    """The contractor's own firm, for machines of the house; made at its first use."""
    exiger_gestion(par)
    with transaction.atomic():
        known = Client.objects.select_for_update().filter(nom_entreprise=CLIENT_INTERNE)
        row = known.filter(archive_le__isnull=True).order_by("pk").first()
        return row or creer_client(par=par, nom_entreprise=CLIENT_INTERNE)


def modifier_client(*, par: Any, client_id: int, champs: Mapping[str, Any]) -> Client:
    """Change columns of a firm."""
    return _modifier(Client, client_id, par, champs=champs, permis=CHAMPS_CLIENT)


def modifier_site(*, par: Any, site_id: int, champs: Mapping[str, Any]) -> Site:
    """Change columns of a site."""
    return _modifier(Site, site_id, par, champs=champs, permis=CHAMPS_SITE)


def modifier_contact(*, par: Any, contact_id: int, champs: Mapping[str, Any]) -> Contact:
    """Change columns of a contact; a new main contact takes the place of the former."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller_avec_client(Contact, contact_id, par)
        if champs.get("principal"):
            _liberer_principal(row.client_id, row.pk)
        return _enregistrer(row, champs, CHAMPS_CONTACT)


def _modifier(
    modele: type[_L], pk: int, par: Any, *, champs: Mapping[str, Any], permis: frozenset[str]
) -> _L:
    exiger_gestion(par)
    with transaction.atomic():
        return _enregistrer(_verrouiller(modele, pk, par), champs, permis)


def _enregistrer(row: _L, champs: Mapping[str, Any], permis: frozenset[str]) -> _L:
    refuser_autres(champs, permis)
    valider(row, appliquer(row, champs))
    row.save()
    return row


def creer_site(*, par: Any, client_id: int, **champs: Any) -> Site:
    """Another place of the firm."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS_SITE)
    return _ajouter(Site(**champs), client_id, par)


def creer_contact(*, par: Any, client_id: int, **champs: Any) -> Contact:
    """Another person to talk to."""
    exiger_gestion(par)
    refuser_autres(champs, CHAMPS_CONTACT)
    with transaction.atomic():
        _verrouiller(Client, client_id, par)
        if champs.get("principal"):
            _liberer_principal(client_id, None)
        return _ajouter(Contact(**champs), client_id, par)


def _ajouter(row: _L, client_id: int, par: Any) -> _L:
    with transaction.atomic():
        firm = _verrouiller(Client, client_id, par)
        setattr(row, "client", firm)  # noqa: B010  Client itself has none; the callers never pass it
        valider(row)
        row.save()
    return row


def _liberer_principal(client_id: int, sauf: int | None) -> None:
    others = Contact.objects.filter(client_id=client_id, principal=True)
    if sauf is not None:
        others = others.exclude(pk=sauf)
    others.update(principal=False)


def ouvrir_compte(
    *, par: Any, client_id: int, username: str, email: str, password: str, full_name: str
) -> Utilisateur:
    """A login for the firm: its main account if it has none, otherwise one more contact's."""
    exiger_gestion(par)
    with transaction.atomic():
        firm = _verrouiller(Client, client_id, par)
        user = creer_compte_client(
            par=par, username=username, email=email, password=password, full_name=full_name
        )
        if firm.user_id is None:
            firm.user = user
            firm.save(update_fields=["user", "updated_at"])
        else:
            Contact.objects.create(
                client=firm, user=user, nom=full_name or username, email=user.email
            )
    return user


def archiver_client(*, par: Any, client_id: int) -> Client:
    """Put a firm away with its history; refused while something of it is alive."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller(Client, client_id, par)
        registre.appeler("archiver", client=row)
        row.archive_le = timezone.now()
        row.save(update_fields=["archive_le", "updated_at"])
        publier(ClientArchive(client_id=row.pk, par_id=par.pk))
    return row


def desarchiver_client(*, par: Any, client_id: int) -> Client:
    """Take a firm back; its sites, contacts and machines are as they were left."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _retablir(_verrouiller(Client, client_id, par))
        publier(ClientRetabli(client_id=row.pk, par_id=par.pk))
    return row


def desarchiver_site(*, par: Any, site_id: int) -> Site:
    """Take a site back, of a firm that is not put away itself."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller_avec_client(Site, site_id, par)
        if row.client.archive_le is not None:
            raise Conflit(_("Le client est archivé : rétablissez-le d’abord."))
        _retablir(row)
        publier(SiteRetabli(site_id=row.pk, par_id=par.pk))
    return row


def _retablir(row: _A) -> _A:
    if row.archive_le is None:
        raise Conflit(_("« %(nom)s » n’est pas archivé.") % {"nom": row})
    row.archive_le = None
    row.save(update_fields=["archive_le", "updated_at"])
    return row


def archiver_site(*, par: Any, site_id: int) -> Site:
    """Put a site away; a firm keeps at least one, and machines must have moved."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller_avec_client(Site, site_id, par)
        others = Site.objects.filter(client_id=row.client_id, archive_le__isnull=True)
        if not others.exclude(pk=row.pk).exists():
            raise Conflit(_("Un client garde au moins un site."))
        machines: Any = row.equipements
        if machines.filter(archive_le__isnull=True).exists():
            raise Conflit(_("Des machines sont encore sur ce site : déplacez-les d’abord."))
        row.archive_le = timezone.now()
        row.save(update_fields=["archive_le", "updated_at"])
        publier(SiteArchive(site_id=row.pk, par_id=par.pk))
    return row


def supprimer_contact(*, par: Any, contact_id: int) -> None:
    """Forget a contact; one with a login is deactivated through its account instead."""
    exiger_gestion(par)
    with transaction.atomic():
        row = _verrouiller(Contact, contact_id, par)
        if row.user_id is not None:
            raise Conflit(_("Ce contact a un compte : désactivez le compte."))
        row.delete()
