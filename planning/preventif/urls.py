"""Routes of preventive plans, under /gestion/planning/."""

from django.urls import path

from planning.preventif import gestes, vues

routes = [
    path("plans/", vues.Plans.as_view(), name="plans"),
    path("plans/previsions/", vues.Previsions.as_view(), name="previsions"),
    path("plans/familles/", vues.Modeles.as_view(), name="modeles"),
    path("plans/familles/nouveau/", gestes.CreerModele.as_view(), name="creer_modele"),
    path(
        "plans/familles/<int:pk>/modifier/",
        gestes.ModifierModele.as_view(),
        name="modifier_modele",
    ),
    path("plans/familles/<int:pk>/arreter/", gestes.ArreterModele.as_view(), name="arreter_modele"),
    path("plans/nouveau/<int:pk>/", gestes.CreerPlan.as_view(), name="creer_plan"),
    path("plans/<int:pk>/", vues.FichePlan.as_view(), name="plan"),
    path("plans/<int:pk>/modifier/", gestes.ModifierPlan.as_view(), name="modifier_plan"),
    path("plans/<int:pk>/generer/", gestes.Generer.as_view(), name="generer_plan"),
    path("plans/<int:pk>/sauter/", gestes.Sauter.as_view(), name="sauter"),
    path("plans/<int:pk>/arreter/", gestes.Arreter.as_view(), name="arreter_plan"),
]
