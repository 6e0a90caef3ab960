"""What the board sends when something is dropped: the service, then what to say and how to undo.

Answers are small JSON texts. A refusal says why, when the technician is next free, whether a reason
would do, and who was faster.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views import View

from comptes.models import Utilisateur
from core.champs_formulaire import EntierIdField, InstantField, TexteField
from core.errors import Conflit, DomainError, Invalide, VersionPerimee
from core.lignes import trouver
from interventions.models import Intervention
from interventions.visibility import HistoriqueIntervention
from planning import services
from planning.dates import plage
from planning.models import Creneau
from planning.permissions import exiger_planification
from planning.tableau import libre

Reponse = Mapping[str, Any]


class FormulaireGeste(forms.Form):
    """Where something was dropped; `tenu` is the technician that the board showed."""

    technicien = EntierIdField(required=False)
    debut = InstantField()
    fin = InstantField()
    motif = TexteField(required=False)


class FormulaireDeplacement(FormulaireGeste):
    tenu = EntierIdField(required=False)
    version = EntierIdField()
    confirme = forms.BooleanField(required=False)


class FormulaireReprise(forms.Form):
    technicien = EntierIdField(required=False)
    version = EntierIdField()


def json(valeurs: Reponse, statut: int = 200) -> HttpResponse:
    """A private answer that nobody keeps."""
    answer = HttpResponse(orjson.dumps(valeurs), content_type="application/json", status=statut)
    answer["Cache-Control"] = "no-store"
    return answer


class Geste(View):
    """A gesture on a row that the person sees; only who plans may make one."""

    http_method_names = ["post", "options"]
    formulaire: type[forms.Form] = FormulaireGeste
    modele: Any = Creneau

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """422 for what cannot be, 409 for what is in the way, as the services say it."""
        row = trouver(self.modele.objects.all(), pk, request.user)
        exiger_planification(request.user)
        try:
            values = _lire(self.formulaire, request.POST)
            return json(self.agir(row, values))
        except (Invalide, Conflit) as error:
            return json(self.refuser(row, error), error.statut_http)

    def agir(self, ligne: Any, valeurs: dict[str, Any]) -> Reponse:
        raise NotImplementedError

    def refuser(self, ligne: Any, error: DomainError) -> Reponse:
        """Why not, and every way out that there is."""
        said: dict[str, Any] = {"detail": error.detail, "errors": error.errors}
        if isinstance(error, VersionPerimee):
            work = ligne if isinstance(ligne, Intervention) else ligne.intervention
            who = _dernier(work)
            if who:
                said["detail"] = _("%(numero)s a été déplacée par %(nom)s entre-temps.") % {
                    "numero": work.numero,
                    "nom": who,
                }
            return said | {"perime": True}
        if isinstance(error, Conflit):
            said |= self._issues(error)
        return said

    def _issues(self, error: Conflit) -> Reponse:
        form = self.formulaire(self.request.POST)
        form.is_valid()
        wanted = form.cleaned_data
        found: dict[str, Any] = {"motif": libre.motif_possible(error)}
        free = libre.proposer(error, wanted.get("debut"), wanted.get("fin"))
        if free is not None:
            hours = {"debut": local(free.debut), "fin": local(free.fin)}
            found["libre"] = hours | {"texte": free.texte}
        return found


def apres_pose(avant: Intervention, slot: Creneau) -> Reponse:
    """What to say of work that has just been planned, and how to take it back."""
    back = {"version": slot.version, "technicien": avant.technicien_id or ""}
    return {
        "message": _("%(numero)s planifiée %(quand)s.") % _mots(avant, slot),
        "avertissements": slot.avertissements,
        "creneau": slot.pk,
        "defaire": {"url": reverse("planning:reprendre", args=[slot.pk]), "champs": back},
    }


def apres_deplacement(
    avant: Creneau, slot: Creneau, *, de: int | None, vers: int | None
) -> Reponse:
    """The same of a slot that went from one time, and technician, to another."""
    past = _("Retour à l’heure d’avant") if avant.date_debut < timezone.now() else ""
    back = {
        "debut": local(avant.date_debut),
        "fin": local(avant.date_fin),
        "technicien": de or "",
        "tenu": vers or "",
        "version": slot.version,
        "confirme": "1" if avant.confirme else "",
        "motif": avant.motif_derogation or past,
    }
    return {
        "message": _("%(numero)s déplacée %(quand)s.") % _mots(avant.intervention, slot),
        "avertissements": slot.avertissements,
        "creneau": slot.pk,
        "defaire": {"url": reverse("planning:deplacer", args=[slot.pk]), "champs": back},
    }


class Poser(Geste):
    """Work from « À planifier » onto a technician's row."""

    modele = Intervention

    def agir(self, ligne: Any, valeurs: dict[str, Any]) -> Reponse:
        slot = services.planifier(
            par=self.request.user,
            intervention_id=ligne.pk,
            date_debut=valeurs["debut"],
            date_fin=valeurs["fin"],
            technicien_id=valeurs["technicien"],
            motif_derogation=valeurs["motif"],
        )
        return apres_pose(ligne, slot)


class Deplacer(Geste):
    """A slot to other hours, or to somebody else."""

    formulaire = FormulaireDeplacement

    def agir(self, ligne: Any, valeurs: dict[str, Any]) -> Reponse:
        slot = services.placer(
            par=self.request.user,
            creneau_id=ligne.pk,
            place=services.Place(valeurs["debut"], valeurs["fin"], valeurs["technicien"]),
            vu=services.Vu(valeurs["version"], valeurs["tenu"]),
            motif_derogation=valeurs["motif"],
            confirme=valeurs["confirme"],
        )
        return apres_deplacement(ligne, slot, de=valeurs["tenu"], vers=valeurs["technicien"])


class Reprendre(Geste):
    """The undoing of `Poser`."""

    formulaire = FormulaireReprise

    def agir(self, ligne: Any, valeurs: dict[str, Any]) -> Reponse:
        work = services.reprendre(
            par=self.request.user,
            creneau_id=ligne.pk,
            technicien_id=valeurs["technicien"],
            version=valeurs["version"],
        )
        return {"message": _("%(numero)s est de nouveau à planifier.") % {"numero": work.numero}}


def _lire(formulaire: type[forms.Form], recu: QueryDict) -> dict[str, Any]:
    form = formulaire(recu)
    if not form.is_valid():
        errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        raise Invalide(_("Ce geste n’a pas été compris."), errors)
    return form.cleaned_data


def _dernier(work: Intervention) -> str:
    """Who did the last thing to it."""
    rows = HistoriqueIntervention.objects.filter(id=work.pk).order_by("-history_id")
    who = rows.values_list("history_user_id", flat=True).first()
    account = Utilisateur.objects.filter(pk=who).first()
    return str(account) if account else ""


def local(instant: datetime) -> str:
    """As `<input type="datetime-local">` takes it."""
    return f"{timezone.localtime(instant):%Y-%m-%dT%H:%M}"


def _mots(work: Intervention, slot: Creneau) -> dict[str, Any]:
    start = timezone.localtime(slot.date_debut)
    hours = plage(slot.date_debut, slot.date_fin)
    same = start.date() == timezone.localdate(slot.date_fin)
    return {
        "numero": work.numero,
        "quand": f"{date_format(start, 'l j')} {hours}" if same else hours,
    }
