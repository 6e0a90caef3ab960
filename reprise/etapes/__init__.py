"""The tables that have a home, in the order in which they are taken over."""

from reprise.etapes.base import Etape
from reprise.etapes.clients import Clients
from reprise.etapes.competences import Competences, NiveauxDesTechniciens
from reprise.etapes.comptes import Comptes
from reprise.etapes.creneaux import Creneaux
from reprise.etapes.documents import Documents
from reprise.etapes.equipements import Equipements
from reprise.etapes.historiques import Historiques
from reprise.etapes.interventions import Interventions
from reprise.etapes.notifications import Notifications
from reprise.etapes.techniciens import Techniciens

ETAPES: tuple[type[Etape], ...] = (
    Comptes,
    Competences,
    Techniciens,
    NiveauxDesTechniciens,
    Clients,
    Equipements,
    Interventions,
    Historiques,
    Creneaux,
    Documents,
    Notifications,
)
