"""How meters and readings are sent."""

from typing import Any, ClassVar

from core.api.champs import Booleen, Entier, EntierId, Lignes
from core.api.entrees import EntreeModele
from core.api.serialiseurs import SerialiseurStrict
from equipements.models import Compteur, Releve
from equipements.services.releves import LIGNES_MAX

_VERSION_MAX = 2**31 - 1
_REGLAGES = ("nom", "unite", "sens", "remise_a_zero", "maximum", "max_par_jour")
_LECTURE = ("valeur", "date", "nature", "motif", "source", "confirmer")


class CompteurEntree(EntreeModele[Compteur]):
    """What makes a meter."""

    equipement_id = EntierId()

    class Meta:
        model = Compteur
        fields = ("equipement_id", *_REGLAGES)


class CompteurModification(EntreeModele[Compteur]):
    """The same but the machine, each of them optional, with the version seen."""

    actif = Booleen(required=False)
    version = Entier(min_value=1, max_value=_VERSION_MAX, required=False, allow_null=True)

    class Meta:
        model = Compteur
        fields = (*_REGLAGES, "actif", "version")


class _LectureEntree(EntreeModele[Releve]):
    confirmer = Booleen(required=False)

    class Meta:
        model = Releve
        fields: tuple[str, ...] = _LECTURE
        extra_kwargs: ClassVar[dict[str, Any]] = {"date": {"required": False, "allow_null": True}}


class ReleveEntree(_LectureEntree):
    """A reading, of now if `date` is not said; with `corrige_id` in the place of that one."""

    corrige_id = EntierId(required=False, allow_null=True)

    class Meta(_LectureEntree.Meta):
        fields = (*_LECTURE, "corrige_id")


class LigneLot(_LectureEntree):
    """One reading of many."""

    compteur_id = EntierId()

    class Meta(_LectureEntree.Meta):
        fields = ("compteur_id", *_LECTURE)


class LotEntree(SerialiseurStrict):
    """Many readings, of one meter or of several."""

    releves = Lignes(child=LigneLot(), max_length=LIGNES_MAX, allow_empty=False)
