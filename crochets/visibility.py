"""Webhooks carry events out of the house: administrators alone see them, and nobody the seed."""

from comptes.choices import Role
from core.visibility import TOUT, declarer
from crochets.models import Crochet, EnvoiCrochet

declarer(Crochet, lignes={Role.ADMIN: TOUT}, cachees={Role.ADMIN: {"graine"}})
declarer(EnvoiCrochet, lignes={Role.ADMIN: TOUT})
