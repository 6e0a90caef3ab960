"""The acts of an intervention in which a higher app may take part, inside the transaction."""

from core.abonnements import Registre
from interventions.workflow import ACTIONS

registre = Registre("interventions", ("creer", *ACTIONS))
enregistrer = registre.enregistrer
