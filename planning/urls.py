"""Pages of the planning, under /gestion/planning/."""

from django.urls import path

from planning.views import (
    absences,
    actes_plans,
    agenda,
    charge,
    creneaux,
    envoi,
    gestes,
    horaires,
    plans,
    tableau,
)

app_name = "planning"

urlpatterns = [
    path("", tableau.Planning.as_view(), name="tableau"),
    path("donnees/", tableau.Donnees.as_view(), name="donnees"),
    path("a-planifier/", tableau.APlanifier.as_view(), name="a_planifier"),
    path("interventions/<int:pk>/poser/", gestes.Poser.as_view(), name="poser"),
    path("creneaux/<int:pk>/deplacer/", gestes.Deplacer.as_view(), name="deplacer"),
    path("creneaux/<int:pk>/reprendre/", gestes.Reprendre.as_view(), name="reprendre"),
    path("charge/", charge.PageCharge.as_view(), name="charge"),
    path("interventions/<int:pk>/qui/", envoi.QuiEnvoyer.as_view(), name="qui_envoyer"),
    path("interventions/<int:pk>/", creneaux.Planifier.as_view(), name="planifier"),
    path("creneaux/<int:pk>/", creneaux.Modifier.as_view(), name="modifier"),
    path("creneaux/<int:pk>/confirmer/", creneaux.Confirmer.as_view(), name="confirmer"),
    path("creneaux/<int:pk>/retirer/", creneaux.Deplanifier.as_view(), name="deplanifier"),
    path("techniciens/<int:pk>/agenda/", agenda.Agenda.as_view(), name="agenda"),
    path(
        "techniciens/<int:pk>/agenda/revoquer/",
        agenda.Revoquer.as_view(),
        name="revoquer_agenda",
    ),
    path(
        "creneaux/<int:pk>/seances/nouvelle/",
        horaires.AjouterSeance.as_view(),
        name="ajouter_seance",
    ),
    path(
        "creneaux/<int:pk>/seances/<int:seance>/",
        horaires.ModifierSeance.as_view(),
        name="modifier_seance",
    ),
    path(
        "creneaux/<int:pk>/seances/<int:seance>/retirer/",
        horaires.RetirerSeance.as_view(),
        name="retirer_seance",
    ),
    path("techniciens/<int:pk>/absences/nouvelle/", absences.Creer.as_view(), name="creer_absence"),
    path("absences/<int:pk>/", absences.Modifier.as_view(), name="modifier_absence"),
    path("absences/<int:pk>/retirer/", absences.Retirer.as_view(), name="retirer_absence"),
    path("horaires/", horaires.Horaires.as_view(), name="horaires"),
    path(
        "horaires/entreprise/<slug:periode>/",
        horaires.Semaine.as_view(),
        name="semaine_entreprise",
    ),
    path(
        "horaires/techniciens/<int:pk>/<slug:periode>/",
        horaires.Semaine.as_view(),
        name="semaine",
    ),
    path("horaires/feries/", horaires.Feries.as_view(), name="feries"),
    path("horaires/feries/ajuster/", horaires.AjusterFerie.as_view(), name="ajuster_ferie"),
    path(
        "horaires/feries/<int:pk>/retablir/",
        horaires.RetablirFerie.as_view(),
        name="retablir_ferie",
    ),
    path("plans/", plans.Plans.as_view(), name="plans"),
    path("plans/previsions/", plans.Previsions.as_view(), name="previsions"),
    path("plans/familles/", plans.Modeles.as_view(), name="modeles"),
    path("plans/familles/nouveau/", actes_plans.CreerModele.as_view(), name="creer_modele"),
    path(
        "plans/familles/<int:pk>/modifier/",
        actes_plans.ModifierModele.as_view(),
        name="modifier_modele",
    ),
    path(
        "plans/familles/<int:pk>/arreter/",
        actes_plans.ArreterModele.as_view(),
        name="arreter_modele",
    ),
    path("plans/nouveau/<int:pk>/", actes_plans.CreerPlan.as_view(), name="creer_plan"),
    path("plans/<int:pk>/", plans.FichePlan.as_view(), name="plan"),
    path("plans/<int:pk>/modifier/", actes_plans.ModifierPlan.as_view(), name="modifier_plan"),
    path("plans/<int:pk>/generer/", actes_plans.Generer.as_view(), name="generer_plan"),
    path("plans/<int:pk>/sauter/", actes_plans.Sauter.as_view(), name="sauter"),
    path("plans/<int:pk>/arreter/", actes_plans.Arreter.as_view(), name="arreter_plan"),
]
