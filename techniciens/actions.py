"""The acts on a technician in which a higher app may take part, inside the transaction."""

from core.abonnements import Registre

registre = Registre("techniciens", ("archiver",))
enregistrer = registre.enregistrer
