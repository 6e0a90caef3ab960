"""The acts on a machine in which a higher app may take part, inside the transaction."""

from core.abonnements import Registre

registre = Registre("equipements", ("changer_statut", "archiver"))
enregistrer = registre.enregistrer
