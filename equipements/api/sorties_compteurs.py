"""How meters and readings are shown."""

from typing import TypedDict

from rest_framework import serializers

from comptes.models import nom_affiche
from core.api.lecture import forme_instant
from core.api.serialiseurs import Calcule, SerialiseurSortie
from equipements.models import Compteur, Releve
from equipements.selectors import derniers_releves


class CompteurSortie(SerialiseurSortie[Compteur]):
    """A meter and where it stands: `valeur` as displayed, `cumul` what was counted in all."""

    equipement_nom = serializers.CharField(source="equipement.nom", read_only=True)
    client_id = serializers.IntegerField(source="equipement.client_id", read_only=True)
    valeur = Calcule("id")
    cumul = Calcule("id")
    date_releve = Calcule("id")

    class Meta:
        model = Compteur
        fields = (
            "id",
            "equipement_id",
            "equipement_nom",
            "client_id",
            "nom",
            "unite",
            "sens",
            "remise_a_zero",
            "maximum",
            "max_par_jour",
            "actif",
            "valeur",
            "cumul",
            "date_releve",
            "created_at",
            "updated_at",
            "version",
        )
        read_only_fields = fields

    def _dernier(self, pk: int) -> Releve | None:
        """Read once for a page (`derniers`), or alone."""
        known: dict[int, Releve] | None = self.context.get("derniers")
        return (derniers_releves([pk]) if known is None else known).get(pk)

    def calculer_valeur(self, pk: int) -> float | None:
        last = self._dernier(pk)
        return None if last is None else float(last.valeur)

    def calculer_cumul(self, pk: int) -> float | None:
        last = self._dernier(pk)
        return None if last is None else float(last.cumul)

    def calculer_date_releve(self, pk: int) -> str | None:
        last = self._dernier(pk)
        return None if last is None else forme_instant()(last.date)


class ReleveSortie(SerialiseurSortie[Releve]):
    """A reading; one with `corrige_par_id` is no longer in force."""

    colonnes_de = {"saisi_par_nom": ("saisi_par_id",)}

    saisi_par_nom = Calcule("saisi_par__full_name", "saisi_par__username")
    corrige_par_id = Calcule("correction__id")

    class Meta:
        model = Releve
        fields = (
            "id",
            "compteur_id",
            "date",
            "valeur",
            "cumul",
            "nature",
            "motif",
            "source",
            "corrige_id",
            "corrige_par_id",
            "saisi_par_id",
            "saisi_par_nom",
            "date_creation",
        )
        read_only_fields = fields

    def calculer_saisi_par_nom(self, *noms: str | None) -> str | None:
        return nom_affiche(*noms)

    def calculer_corrige_par_id(self, pk: int | None) -> int | None:
        return pk


class LigneDite(TypedDict):
    """What came of one line: the reading's id, or why there is none."""

    releve_id: int | None
    cumul: float | None
    detail: str
    errors: dict[str, list[str]]


class LotDit(TypedDict):
    enregistres: int
    refuses: int
    lignes: list[LigneDite]
