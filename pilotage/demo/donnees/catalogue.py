"""The lists of all modules put together: what a loader asks for."""

from pilotage.demo.donnees.clients_centre import CENTRE
from pilotage.demo.donnees.clients_regions import REGIONS
from pilotage.demo.donnees.pannes_air import COMPRESSEUR, SECHEUR
from pilotage.demo.donnees.pannes_ascenseur import ASCENSEUR, MONTE_CHARGE
from pilotage.demo.donnees.pannes_convoyage import CONVOYEUR
from pilotage.demo.donnees.pannes_energie import GROUPE_ELECTROGENE, ONDULEUR
from pilotage.demo.donnees.pannes_froid import CHAMBRE_FROIDE, CTA, GROUPE_FROID
from pilotage.demo.donnees.pannes_injection import PRESSE
from pilotage.demo.donnees.pannes_manutention import CHARIOT_ELECTRIQUE, CHARIOT_THERMIQUE
from pilotage.demo.donnees.pannes_vapeur import CHAUDIERE
from pilotage.demo.formes import Entreprise, Panne

# The first is the firm of the demo account `client`.
ENTREPRISES: tuple[Entreprise, ...] = CENTRE + REGIONS

# What breaks, by sort of machine; a sort without a list (a whole line) gets no work of its own.
PANNES: dict[str, tuple[Panne, ...]] = {
    "compresseur": COMPRESSEUR,
    "secheur": SECHEUR,
    "groupe_froid": GROUPE_FROID,
    "cta": CTA,
    "chambre_froide": CHAMBRE_FROIDE,
    "chaudiere": CHAUDIERE,
    "convoyeur": CONVOYEUR,
    "chariot_electrique": CHARIOT_ELECTRIQUE,
    "chariot_thermique": CHARIOT_THERMIQUE,
    "groupe_electrogene": GROUPE_ELECTROGENE,
    "onduleur": ONDULEUR,
    "ascenseur": ASCENSEUR,
    "monte_charge": MONTE_CHARGE,
    "presse": PRESSE,
}
