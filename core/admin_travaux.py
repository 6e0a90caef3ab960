"""Admin of scheduled work: the runs, read only, and the table of jobs, each with its button."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from core import travaux
from core.admin_base import AdminBase
from core.models import ExecutionTravail


class Dernieres(admin.SimpleListFilter):
    """The last run of each job, unless all are asked for."""

    title = _("exécutions")
    parameter_name = "executions"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("toutes", _("Toutes"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": _("La dernière de chaque travail")}, *others]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ExecutionTravail]
    ) -> QuerySet[ExecutionTravail]:
        if self.value() == "toutes":
            return queryset
        last = ExecutionTravail.objects.order_by().values("travail").annotate(m=Max("pk"))
        return queryset.filter(pk__in=last.values("m"))


class ExecutionTravailAdmin(AdminBase[ExecutionTravail]):
    """When each job ran, what it did, how long it took; and the page that runs one now."""

    change_list_template = "admin/executions.html"

    list_display = ("id", "travail", "libelle", "debut", "duree_s", "resultat", "erreur")
    list_filter = (Dernieres, "travail", "debut")
    search_fields = ("travail", "erreur")
    lectures = ("libelle", "duree_s")
    ordering = ("travail", "-id")

    @admin.display(description=_("ce qu’il fait"))
    def libelle(self, ligne: ExecutionTravail) -> str:
        """From the table of jobs; one that is no more has none."""
        job = travaux.trouver(ligne.travail)
        return str(job.libelle) if job else "—"

    @admin.display(description=_("durée (s)"))
    def duree_s(self, ligne: ExecutionTravail) -> str:
        """Or that it is under way."""
        return str(_("en cours")) if ligne.duree is None else f"{ligne.duree:.2f}"

    # --- The table of jobs -----------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.travaux_view)
        name = self.nom_url("travaux").removeprefix("admin:")
        return [path("travaux/", view, name=name), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    @method_decorator(csrf_protect)
    def travaux_view(self, request: HttpRequest) -> HttpResponse:
        """GET: every job with its last run; POST: run the one that is named, here and now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._executer_travail(request, travaux.trouver(request.POST.get("travail", "")))
            return HttpResponseRedirect(request.path)
        jobs = travaux.travaux()
        last = travaux.dernieres(job.nom for job in jobs)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Travaux planifiés"),
            "opts": self.opts,
            "travaux": [(job, last.get(job.nom)) for job in jobs],
        }
        return TemplateResponse(request, "admin/travaux.html", context)

    def _executer_travail(self, request: HttpRequest, job: travaux.Travail | None) -> None:
        """In no transaction, as the clock does: the run shows at once that it is under way."""
        if job is None:
            raise Http404
        row = travaux.executer(job)
        if row is None:
            text = _("« %(travail)s » est déjà en cours : son bilan sera ici à la fin.")
            self.message_user(request, text % {"travail": job.libelle}, messages.WARNING)
            return
        self.log_change(request, row, str(_("Exécuté à la main")))
        level = messages.ERROR if row.erreur else messages.SUCCESS
        self.message_user(request, f"{job.libelle} : {row.bilan}", level)
