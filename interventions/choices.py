"""Enums of an intervention; the failure codes are short lists in our own words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TypeIntervention(TextChoices):
    CORRECTIVE = "corrective", _("Corrective")
    PREVENTIVE = "preventive", _("Préventive")
    AMELIORATIVE = "ameliorative", _("Améliorative")
    DIAGNOSTIC = "diagnostic", _("Diagnostic")


class Statut(TextChoices):
    OUVERTE = "ouverte", _("Ouverte")
    AFFECTEE = "affectee", _("Affectée")
    EN_COURS = "en_cours", _("En cours")
    EN_ATTENTE = "en_attente", _("En attente")
    CLOTUREE = "cloturee", _("Clôturée")
    ANNULEE = "annulee", _("Annulée")
    ARCHIVEE = "archivee", _("Archivée")


EN_ATTENTE_DE_TRAVAIL = frozenset(
    {Statut.OUVERTE, Statut.AFFECTEE, Statut.EN_COURS, Statut.EN_ATTENTE}
)


class Priorite(TextChoices):
    URGENTE = "urgente", _("Urgente")
    HAUTE = "haute", _("Haute")
    NORMALE = "normale", _("Normale")
    BASSE = "basse", _("Basse")
    PROGRAMMEE = "programmee", _("Programmée")


class ActionHistorique(TextChoices):
    CREATION = "creation", _("Création")
    MODIFICATION = "modification", _("Modification")
    AFFECTATION = "affectation", _("Affectation")
    CHANGEMENT_STATUT = "changement_statut", _("Changement de statut")
    DEBUT_INTERVENTION = "debut_intervention", _("Début d’intervention")
    FIN_INTERVENTION = "fin_intervention", _("Fin d’intervention")
    AJOUT_COMMENTAIRE = "ajout_commentaire", _("Commentaire")
    UPLOAD_DOCUMENT = "upload_document", _("Document")
    PLANIFICATION = "planification", _("Planification")
    ANNULATION = "annulation", _("Annulation")


class CauseAttente(TextChoices):
    PIECES = "pieces", _("Pièces manquantes")
    ACCES = "acces", _("Accès impossible")
    CLIENT = "client", _("Attente du client")
    SECURITE = "securite", _("Sécurité")
    AUTRE = "autre", _("Autre")


class NatureSegment(TextChoices):
    TRAVAIL = "travail", _("Travail")
    DEPLACEMENT = "deplacement", _("Déplacement")
    PAUSE = "pause", _("Pause")


class CauseIndisponibilite(TextChoices):
    PANNE = "panne", _("Panne")
    MAINTENANCE = "maintenance", _("Maintenance")
    AUTRE = "autre", _("Autre")


class ModeDefaillance(TextChoices):
    """What is seen."""

    ARRET = "arret", _("S’arrête seul")
    DEMARRAGE = "demarrage", _("Ne démarre pas")
    ARRET_IMPOSSIBLE = "arret_impossible", _("Ne s’arrête pas")
    FUITE = "fuite", _("Fuit")
    VIBRATION = "vibration", _("Vibre")
    BRUIT = "bruit", _("Bruit anormal")
    SURCHAUFFE = "surchauffe", _("Chauffe trop")
    DEBIT = "debit", _("Rendement insuffisant")
    MESURE = "mesure", _("Mesure hors limites")
    CASSE = "casse", _("Casse visible")
    AUTRE = "autre", _("Autre symptôme")


class CauseDefaillance(TextChoices):
    """Why it happened."""

    CONCEPTION = "conception", _("Conception")
    MONTAGE = "montage", _("Fabrication ou montage")
    EXPLOITATION = "exploitation", _("Conduite de la machine")
    ENTRETIEN = "entretien", _("Entretien insuffisant")
    USURE = "usure", _("Usure normale")
    ORGANISATION = "organisation", _("Organisation")
    EXTERIEUR = "exterieur", _("Cause extérieure")
    INCONNUE = "inconnue", _("Inconnue")


class Remede(TextChoices):
    """What was done."""

    REMPLACE = "remplace", _("Remplacé")
    REPARE = "repare", _("Réparé")
    DEPANNE = "depanne", _("Dépanné (provisoire)")
    REGLE = "regle", _("Réglé")
    NETTOYE = "nettoye", _("Nettoyé ou graissé")
    MODIFIE = "modifie", _("Modifié")
    CONTROLE = "controle", _("Contrôlé, essayé")
    REVISE = "revise", _("Révisé entièrement")
    AUCUN = "aucun", _("Aucune action")
