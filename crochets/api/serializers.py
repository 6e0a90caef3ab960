"""How webhooks are sent and shown; the secret only in the one answer that makes it."""

from typing import Any, ClassVar

from rest_framework import serializers

from core.api.champs import Texte
from core.api.entrees import EntreeModele
from core.api.serialiseurs import SerialiseurSortie
from crochets.models import Crochet, EnvoiCrochet


class CrochetEntree(EntreeModele[Crochet]):
    types = serializers.ListField(child=Texte(max_length=60), max_length=200)

    class Meta:
        model = Crochet
        fields = ("nom", "url", "types", "actif")


class CrochetSortie(SerialiseurSortie[Crochet]):
    ajouts: ClassVar[dict[str, Any]] = {"secret": str}

    types = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Crochet
        fields = (
            "id",
            "nom",
            "url",
            "types",
            "actif",
            "echecs",
            "arrete_le",
            "pause_jusqua",
            "cree_par_id",
            "date_creation",
            "version",
        )
        read_only_fields = fields


class EnvoiSortie(SerialiseurSortie[EnvoiCrochet]):
    class Meta:
        model = EnvoiCrochet
        fields = (
            "id",
            "crochet_id",
            "evenement_id",
            "type",
            "version_schema",
            "survenu_le",
            "donnees",
            "etat",
            "essais",
            "statut_http",
            "duree_ms",
            "extrait",
            "erreur",
            "envoye_le",
            "date_creation",
        )
        read_only_fields = fields
