"""Pages of technicians and skills."""

from django.urls import path

from techniciens.views import certifications, competences, pages, profil

app_name = "techniciens"

urlpatterns = [
    path("", pages.Techniciens.as_view(), name="liste"),
    path("nouveau/", profil.Creer.as_view(), name="creer"),
    path("<int:pk>/", pages.Fiche.as_view(), name="fiche"),
    path("<int:pk>/modifier/", profil.Modifier.as_view(), name="modifier"),
    path("<int:pk>/archiver/", profil.Archiver.as_view(), name="archiver"),
    path("<int:pk>/retablir/", profil.Desarchiver.as_view(), name="desarchiver"),
    path(
        "<int:pk>/competences/nouvelle/",
        profil.AjouterCompetence.as_view(),
        name="ajouter_competence",
    ),
    path(
        "<int:pk>/competences/<int:competence>/",
        profil.ModifierCompetence.as_view(),
        name="modifier_niveau",
    ),
    path(
        "<int:pk>/competences/<int:competence>/retirer/",
        profil.RetirerCompetence.as_view(),
        name="retirer_competence",
    ),
    path("certifications/", certifications.Certifications.as_view(), name="certifications"),
    path("competences/", pages.Competences.as_view(), name="competences"),
    path("competences/nouvelle/", competences.Creer.as_view(), name="creer_competence"),
    path(
        "competences/<int:pk>/modifier/",
        competences.Modifier.as_view(),
        name="modifier_competence",
    ),
]
