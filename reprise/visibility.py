"""The takeover is the administrators' affair."""

from comptes.choices import Role
from core.visibility import TOUT, declarer
from reprise.models import Correspondance, Reprise

declarer(Reprise, lignes={Role.ADMIN: TOUT})
declarer(Correspondance, lignes={Role.ADMIN: TOUT})
