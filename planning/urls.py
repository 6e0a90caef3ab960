"""Pages of the planning, under /gestion/planning/."""

from django.urls import path

from planning import views, views_horaires, vues_agenda
from planning.tableau import gestes, vues
from planning.views_charge import PageCharge
from planning.views_envoi import QuiEnvoyer

app_name = "planning"

urlpatterns = [
    path("", vues.Planning.as_view(), name="tableau"),
    path("donnees/", vues.Donnees.as_view(), name="donnees"),
    path("a-planifier/", vues.APlanifier.as_view(), name="a_planifier"),
    path("interventions/<int:pk>/poser/", gestes.Poser.as_view(), name="poser"),
    path("creneaux/<int:pk>/deplacer/", gestes.Deplacer.as_view(), name="deplacer"),
    path("creneaux/<int:pk>/reprendre/", gestes.Reprendre.as_view(), name="reprendre"),
    path("charge/", PageCharge.as_view(), name="charge"),
    path("interventions/<int:pk>/qui/", QuiEnvoyer.as_view(), name="qui_envoyer"),
    path("interventions/<int:pk>/", views.Planifier.as_view(), name="planifier"),
    path("creneaux/<int:pk>/", views.Modifier.as_view(), name="modifier"),
    path("creneaux/<int:pk>/confirmer/", views.Confirmer.as_view(), name="confirmer"),
    path("creneaux/<int:pk>/retirer/", views.Deplanifier.as_view(), name="deplanifier"),
    path("techniciens/<int:pk>/agenda/", vues_agenda.Agenda.as_view(), name="agenda"),
    path(
        "techniciens/<int:pk>/agenda/revoquer/",
        vues_agenda.Revoquer.as_view(),
        name="revoquer_agenda",
    ),
    path(
        "creneaux/<int:pk>/seances/nouvelle/",
        views_horaires.AjouterSeance.as_view(),
        name="ajouter_seance",
    ),
    path(
        "creneaux/<int:pk>/seances/<int:seance>/",
        views_horaires.ModifierSeance.as_view(),
        name="modifier_seance",
    ),
    path(
        "creneaux/<int:pk>/seances/<int:seance>/retirer/",
        views_horaires.RetirerSeance.as_view(),
        name="retirer_seance",
    ),
    path("horaires/", views_horaires.Horaires.as_view(), name="horaires"),
    path(
        "horaires/entreprise/<slug:periode>/",
        views_horaires.Semaine.as_view(),
        name="semaine_entreprise",
    ),
    path(
        "horaires/techniciens/<int:pk>/<slug:periode>/",
        views_horaires.Semaine.as_view(),
        name="semaine",
    ),
    path("feries/", views_horaires.Feries.as_view(), name="feries"),
    path("feries/ajuster/", views_horaires.AjusterFerie.as_view(), name="ajuster_ferie"),
    path(
        "feries/<int:pk>/retablir/",
        views_horaires.RetablirFerie.as_view(),
        name="retablir_ferie",
    ),
]
