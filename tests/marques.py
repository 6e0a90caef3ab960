"""A marker in every hidden column and in every stranger's row: found where it is hidden, it leaks.

A marker is a word, a number or a year that stands nowhere else, so that finding it in an answer
means that this column of this row was shown.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Model

from clients.models import Client, Contact, Site
from comptes.models import Utilisateur
from comptes.tests.factories import UtilisateurFactory
from core.contexte import Contexte, ouvrir
from core.visibility import colonnes_cachees
from equipements import services as machines
from equipements.models import Compteur, Equipement, Releve
from interventions import services
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from planning.models import Absence, Creneau, Plan, Reservation
from techniciens.models import Technicien
from tests.decor import LU_LE, Cote, Decor

_HORS_CHIFFRES = re.compile(r"[^0-9a-z]")


@lru_cache(maxsize=1)
def _chiffres(page: str) -> str:
    """Every marker is looked for in the same page in turn."""
    return _HORS_CHIFFRES.sub("", page)


@dataclass(frozen=True)
class Marque:
    """`texte` must not be read by those for whom `cachee(user)` is true."""

    texte: str
    quoi: str
    cachee: Callable[[Any], bool]

    def dans(self, page: str) -> bool:
        """A number is found however it is grouped: 73 184,17 or 73184.17."""
        if self.texte.isdigit() and len(self.texte) > 4:
            return self.texte in _chiffres(page)
        if self.texte.isdigit():
            # The whole day: factories count too, and come to the same four digits.
            day = rf"{self.texte}-03-14|14/03/{self.texte}|14\s+mars\s+{self.texte}"
            return re.search(day, page) is not None
        return self.texte in page


class Marques:
    """Makes markers, and remembers from whom each is hidden."""

    def __init__(self, decor: Decor) -> None:
        self.decor, self.toutes = decor, list[Marque]()
        self.connexions: dict[int, datetime] = {}
        self._suivant = 100

    def _numero(self) -> int:
        self._suivant += 1
        return self._suivant

    def _noter(self, texte: str, quoi: str, cachee: Callable[[Any], bool]) -> None:
        self.toutes.append(Marque(texte, quoi, cachee))

    def mot(self, quoi: str, cachee: Callable[[Any], bool]) -> str:
        word = f"zqx{self._numero()}w"
        self._noter(word, quoi, cachee)
        return word

    def nombre(self, quoi: str, cachee: Callable[[Any], bool]) -> Decimal:
        number = Decimal(f"73{self._numero()}.17")
        self._noter(str(number).replace(".", ""), quoi, cachee)
        return number

    def annee(self, quoi: str, cachee: Callable[[Any], bool]) -> int:
        year = 1800 + self._numero() % 100
        while any(m.texte == str(year) for m in self.toutes):
            year += 1
        self._noter(str(year), quoi, cachee)
        return year

    def colonne(self, ligne: Model, nom: str) -> Any:
        """A marker for that column of that row, hidden as the row's policy says."""
        modele = type(ligne)
        quoi = f"{modele.__name__}.{nom} of {ligne.pk}"
        field = modele._meta.get_field(nom)

        def cachee(user: Any) -> bool:
            return nom in colonnes_cachees(modele, user, ligne)

        kind = field.get_internal_type()
        if kind == "DecimalField":
            return self.nombre(quoi, cachee)
        if kind == "DateField":
            return date(self.annee(quoi, cachee), 3, 14)
        if kind == "DateTimeField":
            return datetime(self.annee(quoi, cachee), 3, 14, 12, tzinfo=UTC)
        word = self.mot(quoi, cachee)
        return f"{word}@caches.ma" if kind == "EmailField" or "email" in nom else word

    def poser(self, ligne: Model, *noms: str) -> None:
        """Write a marker into each of these columns, past the services."""
        values = {nom: self.colonne(ligne, nom) for nom in noms}
        type(ligne)._base_manager.filter(pk=ligne.pk).update(**values)
        if "last_login" in values:
            self.connexions[ligne.pk] = values["last_login"]

    def reposer_connexions(self) -> None:
        """Signing in has written over them."""
        for pk, moment in self.connexions.items():
            Utilisateur.objects.filter(pk=pk).update(last_login=moment)

    def poser_ligne(self, ligne: Model, *noms: str, visible: Callable[[Any], bool]) -> None:
        """Write a marker into columns of a row that only `visible` persons may see at all."""
        values = {
            nom: self.mot(f"{type(ligne).__name__} {ligne.pk}, {nom}", lambda u: not visible(u))
            for nom in noms
        }
        type(ligne)._base_manager.filter(pk=ligne.pk).update(**values)

    def cherchees(self, user: Any) -> list[Marque]:
        """The markers that this person must find nowhere."""
        return [marque for marque in self.toutes if marque.cachee(user)]


def _visible(ligne: Model) -> Callable[[Any], bool]:
    """May the person see this row? Asked anew each time, as a request would."""
    modele: Any = type(ligne)

    def demander(user: Any) -> bool:
        again = Utilisateur.objects.filter(pk=user.pk).first() if user.pk else user
        return bool(modele.objects.visible_to(again).filter(pk=ligne.pk).exists())

    return demander


def _de_la_firme(marques: Marques, cote: Cote) -> None:
    """The firm's rows: their own words, and the columns that some who see the row must not read."""
    for ligne, noms in (
        (cote.client, ("nom_entreprise", "ville", "telephone", "contact_principal")),
        (cote.site, ("nom", "acces", "horaires")),
        (cote.contact, ("nom", "fonction", "telephone")),
        (cote.equipement, ("nom", "localisation", "specifications_techniques", "modele")),
        (cote.machine_libre, ("nom", "fabricant")),
    ):
        marques.poser_ligne(ligne, *noms, visible=_visible(ligne))
    marques.poser(
        cote.client,
        "notes_commerciales",
        "ice",
        "identifiant_fiscal",
        "registre_commerce",
        "email_commercial",
    )
    marques.poser(cote.contact, "email")
    marques.poser(cote.machine_libre, "archive_le")
    firm_users = {cote.compte.pk}
    name = marques.mot("full_name of a client", lambda u: not _connait(u, cote.compte, firm_users))
    Utilisateur.objects.filter(pk=cote.compte.pk).update(full_name=name)


def _connait(user: Any, compte: Utilisateur, gens: set[int]) -> bool:
    """Staff know every client user by name; so do those of the firm."""
    return user.role in ("admin", "responsable", "technicien") or user.pk in gens


def _du_travail(marques: Marques, cote: Cote) -> None:
    """The intervention's words and hidden columns, through the services: the history has them."""
    row, par = cote.intervention, marques.decor.monde.responsable
    seen = _visible(row)
    written = {
        nom: marques.mot(f"Intervention {row.pk}, {nom}", lambda u: not seen(u))
        for nom in ("titre", "description", "diagnostic", "contact_nom", "contact_telephone")
    }
    hidden = {
        nom: marques.colonne(row, nom)
        for nom in ("cout_estime", "cout_reel", "notes_techniques", "duree_estimee")
    }
    agent = marques.mot("user_agent", lambda u: u.role != "admin")
    request_id = marques.mot("request_id", lambda u: u.role != "admin")
    address = f"203.0.113.{150 + row.pk % 100}"
    marques._noter(address, "adresse_ip", lambda u: u.role != "admin")
    context = Contexte(canal="page", adresse_ip=address, user_agent=agent, request_id=request_id)
    staff = _maison(cote)
    with ouvrir(context):
        services.modifier(intervention_id=row.pk, par=par, champs=written | hidden)
        services.modifier(intervention_id=row.pk, par=par, champs={"cout_reel": Decimal(1)})
        services.commenter(
            intervention_id=row.pk, par=par, texte=marques.mot("internal comment", staff)
        )
        services.commenter(
            intervention_id=row.pk,
            par=par,
            texte=marques.mot("comment for the client", lambda u: not seen(u)),
            visible_client=True,
        )
        services.suspendre(
            intervention_id=row.pk, par=par, cause="pieces", texte=marques.mot("texte", staff)
        )
        services.desaffecter(intervention_id=row.pk, par=par, motif=marques.mot("motif", staff))
        services.affecter(intervention_id=row.pk, par=par, technicien_id=cote.technicien.pk)


def _du_planning(marques: Marques, cote: Cote) -> None:
    """A plan's words, what a slot tells the staff alone, and why somebody is away."""
    marques.poser_ligne(cote.plan, "titre", "description", visible=_visible(cote.plan))
    marques.poser(cote.plan, "duree_estimee")
    slot_seen, absence_seen = _visible(cote.creneau), _visible(cote.absence)
    notes = marques.mot("notes_planning", lambda u: u.role == "client" or not slot_seen(u))
    why = marques.mot("motif_derogation", lambda u: u.role == "client" or not slot_seen(u))
    Creneau.objects.filter(pk=cote.creneau.pk).update(notes_planning=notes, motif_derogation=why)
    # The work was taken back and given again: its holder has a new sitting, who helped has none.
    cote.seance = Reservation.objects.get(planning=cote.creneau, technicien=cote.technicien)
    cote.aide = Reservation.objects.create(
        planning=cote.creneau,
        technicien_id=cote.aide.technicien_id,
        debut=cote.seance.debut,
        fin=cote.seance.fin,
    )
    motif = marques.mot("motif of an absence", lambda u: not absence_seen(u))
    Absence.objects.filter(pk=cote.absence.pk).update(motif=motif)


def _des_compteurs(marques: Marques, cote: Cote) -> None:
    """A meter's name is its firm's; the words beside a reading are the house's."""
    meter = cote.compteur
    seen = _visible(meter)
    marques.poser_ligne(meter, "nom", visible=seen)
    motif = marques.mot("motif of a reading", lambda u: u.role == "client" or not seen(u))
    sooner = machines.Lecture(valeur=Decimal(50), date=LU_LE - timedelta(days=1), motif=motif)
    machines.relever(par=marques.decor.monde.responsable, compteur_id=meter.pk, lecture=sooner)


def _maison(cote: Cote) -> Callable[[Any], bool]:
    """Hidden from all but the staff and those who hold or held the work."""
    seen = _visible(cote.intervention)
    return lambda user: user.role == "client" or not seen(user)


def _des_gens(marques: Marques, decor: Decor) -> None:
    """Accounts and profiles: what colleagues, and others, must not read."""
    for user in Utilisateur.objects.all():
        # `resp` and `chef` sign in by name in the walk.
        columns = ["email", "last_login"] + (["username"] if user.role == "technicien" else [])
        marques.poser(user, *columns)
        secret = marques.mot(f"password of {user.pk}", lambda _user: True)
        # What follows the hash: a page that showed any of it would show this.
        Utilisateur.objects.filter(pk=user.pk).update(password=user.password + secret)
    for cote in (decor.sien, decor.autre):
        marques.poser(
            cote.technicien,
            "specialite",
            "equipe",
            "zone_geographique",
            "notes_competences",
            "date_embauche",
        )


def poser(decor: Decor) -> Marques:
    """Markers everywhere."""
    marques = Marques(decor)
    for cote in (decor.sien, decor.autre):
        _de_la_firme(marques, cote)
        _du_travail(marques, cote)
        _du_planning(marques, cote)
        _des_compteurs(marques, cote)
    UtilisateurFactory(role="client")  # a client of no firm
    _des_gens(marques, decor)
    return marques


MODELES: tuple[type[Model], ...] = (
    Client,
    Contact,
    Site,
    Utilisateur,
    Technicien,
    Equipement,
    Intervention,
    HistoriqueIntervention,
    Plan,
    Creneau,
    Absence,
    Compteur,
    Releve,
)

# A page may carry the form's own secret and the labels' random codes.
_JETONS = re.compile(r'name="(csrfmiddlewaretoken|jeton)" value="[^"]*"|nonce="[^"]*"')


def texte_de(reponse: Any) -> str:
    """All that an answer says: head, body, entities resolved."""
    streamed = getattr(reponse, "streaming", False)
    if streamed and "csv" not in reponse["Content-Type"]:
        return ""
    body = _JETONS.sub("", reponse.getvalue().decode(errors="replace"))
    head = " ".join(f"{name}: {value}" for name, value in reponse.headers.items())
    return html.unescape(f"{head}\n{body}").replace("\\u", " \\u")
