"""Names of the columns that a machine’s pages show; who sees which is `visibility`."""

from django.utils.translation import gettext_lazy as _

FAITS = (
    "famille",
    "fabricant",
    "modele",
    "numero_serie",
    "client",
    "site",
    "localisation",
    "date_installation",
    "frequence_entretien",
    "derniere_maintenance",
    "prochaine_maintenance",
    "specifications_techniques",
    "manuel_utilisation",
)

# `famille_nom` and `parent_code` are typed, with suggestions: thousands of choices fit no select.
GROUPES = (
    (_("Machine"), ("nom", "famille_nom", "fabricant", "modele", "numero_serie")),
    (_("Où elle est"), ("site", "localisation", "parent_code")),
    (_("État"), ("statut", "criticite", "date_installation")),
    (_("Entretien"), ("frequence_entretien", "derniere_maintenance", "prochaine_maintenance")),
    (_("Technique"), ("specifications_techniques", "manuel_utilisation")),
)
GROUPES_FAMILLE = ((_("Famille"), ("nom", "competence")),)
GROUPES_COMPTEUR = (
    (_("Compteur"), ("nom", "unite", "sens", "actif")),
    (_("Remise à zéro"), ("remise_a_zero", "maximum")),
    (_("Vraisemblance"), ("max_par_jour",)),
)
FAITS_COMPTEUR = ("equipement", "unite", "sens", "remise_a_zero", "maximum", "max_par_jour")
