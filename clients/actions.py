"""The acts on a client in which a higher app may take part, inside the transaction."""

from core.abonnements import Registre

registre = Registre("clients", ("archiver",))
enregistrer = registre.enregistrer
