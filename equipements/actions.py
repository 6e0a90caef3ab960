"""The acts on a machine in which a higher app may take part, inside the transaction.

`relever` is called with `compteur` and `releve`, its new row, under the meter's lock.
"""

from core.abonnements import Registre

registre = Registre("equipements", ("changer_statut", "archiver", "relever"))
enregistrer = registre.enregistrer
