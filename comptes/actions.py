"""The acts on an account in which a higher app may take part, inside the transaction."""

from core.abonnements import Registre

registre = Registre("comptes", ("desactiver", "changer_role"))
enregistrer = registre.enregistrer
