"""The shapes of the demo lists."""

from typing import NamedTuple


class Panne(NamedTuple):
    """A piece of work in the trade's words: what the client says, what is found, what is done.

    `codes` is "mode cause remede" (values of `interventions.choices`), empty for work that
    corrects no failure. `piece` is what the work may have to wait for.
    """

    titre: str
    description: str
    diagnostic: str
    solution: str
    codes: str
    heures: float
    arret: bool = False
    priorite: str = "normale"
    piece: str = ""


class Modele(NamedTuple):
    """A machine on the market; in `serie`, # is a digit and ? a letter."""

    fabricant: str
    modele: str
    serie: str
    specifications: str


class Genre(NamedTuple):
    """A sort of machine: its family, the models met, the parts followed on their own."""

    famille: str
    modeles: tuple[Modele, ...]
    organes: tuple[tuple[str, Modele], ...] = ()
    frequence: str = "trimestrielle"


class Famille(NamedTuple):
    """A family of machines and the competence that it asks for."""

    nom: str
    competence: str


class Competence(NamedTuple):
    nom: str
    description: str
    niveau: str
    certification: str = ""


class Machine(NamedTuple):
    """A machine of a client; `site` is the rank of its site, `etat` one that is not the rule."""

    genre: str
    nom: str
    localisation: str
    criticite: str = "normale"
    site: int = 0
    organes: bool = False
    etat: str = "operationnel"
    enfants: tuple["Machine", ...] = ()


class Site(NamedTuple):
    nom: str
    adresse: str
    ville: str
    acces: str = ""
    horaires: str = ""


class Contact(NamedTuple):
    """`compte` is the username of a person who signs in; empty for most."""

    nom: str
    fonction: str
    compte: str = ""


class Entreprise(NamedTuple):
    """A client firm; its first contact is the main one, and its account the firm's."""

    nom: str
    secteur: str
    ville: str
    code_postal: str
    adresse: str
    zone: str
    type_client: str
    niveau_service: str
    domaine: str
    ice: str
    identifiant_fiscal: str
    registre_commerce: str
    telephone: str
    contacts: tuple[Contact, ...]
    sites: tuple[Site, ...]
    machines: tuple[Machine, ...]
    instructions: str = ""
    notes: str = ""


class Employe(NamedTuple):
    """A technician: zones worked in, skills as "competence niveau", certificates by days left."""

    nom: str
    username: str
    specialite: str
    equipe: str
    zones: tuple[str, ...]
    competences: tuple[tuple[str, str, int | None], ...]
    embauche: str
    disponibilite: str = "disponible"
    notes: str = ""
    parti: int | None = None
