"""Words that make thousands of firms, people and places out of few."""

from collections.abc import Mapping
from typing import NamedTuple

PRENOMS: tuple[str, ...] = (
    *("Mohamed", "Fatima", "Ahmed", "Khadija", "Youssef", "Aïcha", "Omar", "Zineb", "Hassan"),
    *("Naïma", "Rachid", "Samira", "Karim", "Latifa", "Said", "Hanane", "Mustapha", "Souad"),
    *("Abdellah", "Malika", "Hicham", "Nawal", "Driss", "Loubna", "Khalid", "Imane", "Jamal"),
    *("Salma", "Tarik", "Ghizlane", "Brahim", "Meryem", "Amine", "Houda", "Anas", "Kenza"),
    *("Othmane", "Sanae", "Nabil", "Wafae", "Yassine", "Asmae", "Adil", "Btissam", "Redouane"),
)
NOMS: tuple[str, ...] = (
    *("Alami", "Bennani", "Tazi", "Fassi", "Idrissi", "Chraïbi", "Berrada", "Lahlou", "Sebti"),
    *("Benjelloun", "Kettani", "Filali", "Naciri", "Ouazzani", "Sqalli", "Amrani", "Belkadi"),
    *("Cherkaoui", "Daoudi", "El Mansouri", "Fikri", "Guessous", "Hajji", "Jabri", "Kabbaj"),
    *("Laraki", "Mernissi", "Nejjar", "Ouali", "Rami", "Saïdi", "Temsamani", "Wahbi", "Yaacoubi"),
    *("Zaki", "Aït Taleb", "Bouzidi", "Chafik", "El Idrissi", "Hamdaoui", "Lamrani", "Mouline"),
)
FONCTIONS: tuple[str, ...] = (
    *("Responsable maintenance", "Directeur d’usine", "Chef d’atelier", "Responsable technique"),
    *("Chef d’équipe de nuit", "Acheteuse", "Responsable qualité", "Gardien de jour"),
)


class Ville(NamedTuple):
    nom: str
    code_postal: str
    indicatif: str


# The towns of each zone that technicians cover; a zone named twice has twice the clients.
VILLES: Mapping[str, tuple[Ville, ...]] = {
    "casablanca": (
        Ville("Casablanca", "20250", "5 22"),
        Ville("Mohammedia", "28800", "5 23"),
        Ville("Bouskoura", "27182", "5 22"),
    ),
    "berrechid": (
        Ville("Berrechid", "26100", "5 22"),
        Ville("Settat", "26000", "5 23"),
        Ville("Had Soualem", "26402", "5 22"),
    ),
    "jorf": (Ville("El Jadida", "24000", "5 23"), Ville("Safi", "46000", "5 24")),
    "rabat": (
        Ville("Rabat", "10000", "5 37"),
        Ville("Salé", "11000", "5 37"),
        Ville("Kénitra", "14000", "5 37"),
    ),
    "tanger": (Ville("Tanger", "90000", "5 39"), Ville("Tétouan", "93000", "5 39")),
    "fes": (Ville("Fès", "30000", "5 35"), Ville("Meknès", "50000", "5 35")),
    "agadir": (
        Ville("Agadir", "80000", "5 28"),
        Ville("Aït Melloul", "86150", "5 28"),
        Ville("Marrakech", "40000", "5 24"),
    ),
}
ZONES: tuple[str, ...] = (
    *("casablanca", "casablanca", "berrechid", "jorf", "rabat", "rabat"),
    *("tanger", "tanger", "fes", "agadir"),
)


class Metier(NamedTuple):
    """What firms of a sector are called, and the sorts of machines they run."""

    secteur: str
    enseignes: tuple[str, ...]
    genres: tuple[str, ...]


_UTILITES = ("compresseur", "secheur", "groupe_electrogene", "chariot_electrique")
METIERS: tuple[Metier, ...] = (
    Metier(
        "Agroalimentaire",
        ("Conserveries", "Minoterie", "Laiterie", "Huileries", "Biscuiterie", "Eaux minérales"),
        (*_UTILITES, "groupe_froid", "chambre_froide", "chaudiere", "convoyeur", "convoyeur"),
    ),
    Metier(
        "Plasturgie",
        ("Plastiques", "Injection", "Emballages", "Bouchons et capsules"),
        (*_UTILITES, "presse", "presse", "presse", "groupe_froid"),
    ),
    Metier(
        "Textile",
        ("Confection", "Filature", "Teinturerie", "Tricotage"),
        (*_UTILITES, "chaudiere", "cta", "convoyeur"),
    ),
    Metier(
        "Automobile",
        ("Câblage", "Fonderie", "Équipements auto", "Sièges"),
        (*_UTILITES, "convoyeur", "onduleur", "monte_charge", "presse"),
    ),
    Metier(
        "Santé",
        ("Clinique", "Laboratoires", "Polyclinique"),
        ("groupe_froid", "cta", "cta", "ascenseur", "ascenseur", "onduleur", "groupe_electrogene"),
    ),
    Metier(
        "Logistique",
        ("Fret", "Entrepôts", "Messagerie", "Plateforme"),
        (
            *("chariot_electrique", "chariot_electrique", "chariot_thermique", "monte_charge"),
            *("convoyeur", "chambre_froide", "groupe_electrogene"),
        ),
    ),
    Metier(
        "Hôtellerie",
        ("Riad", "Hôtel", "Résidence"),
        (
            *("ascenseur", "ascenseur", "cta", "groupe_froid", "chaudiere", "chambre_froide"),
            "groupe_electrogene",
        ),
    ),
    Metier(
        "Chimie et engrais",
        ("Engrais", "Peintures", "Détergents", "Phosphates"),
        (*_UTILITES, "chaudiere", "convoyeur", "chariot_thermique", "onduleur"),
    ),
)
PAYS: tuple[str, ...] = (
    *("Chaouia", "Doukkala", "Gharb", "Saïss", "Souss", "Haouz", "Tadla", "Zemmour", "Rif"),
    *("Abda", "Rehamna", "Moulouya", "Bouregreg", "Sebou", "Tensift", "Zaër", "Loukkos"),
    *("Oulmès", "Ourika", "Zagora", "Ifrane", "Khénifra", "Tafilalet", "Bab Atlas", "El Bahr"),
    *("Anfa", "Atlantique", "Tingis", "Menara", "Chellah", "Volubilis", "Lixus", "Mogador"),
)
QUALITES: tuple[str, ...] = (
    *("", "du Nord", "Industrie", "Maroc", "et Fils", "Réunis", "Export", "Services", "du Sud"),
    *("Premium", "Groupe", "Nouvelle", "Est", "Ouest", "Centre"),
)
RUES: tuple[str, ...] = (
    *("Zone industrielle, lot {n}", "Quartier industriel, rue {n}", "Parc d’activités, îlot {n}"),
    *("{n}, boulevard Mohammed V", "{n}, avenue des FAR", "{n}, route nationale 1"),
)
ACCES: tuple[str, ...] = (
    "Badge au poste de garde, chaussures de sécurité obligatoires.",
    "Se présenter à la réception avec une pièce d’identité.",
    "Appeler le gardien avant d’entrer.",
    "",
)
HORAIRES: tuple[str, ...] = (
    *("3 × 8", "Lundi à samedi, 8 h – 18 h", "Lundi à vendredi, 7 h – 19 h", "24 h sur 24"),
)
LIEUX: tuple[str, ...] = (
    *("Local technique", "Toiture", "Hall A", "Hall B", "Atelier 1", "Atelier 2", "Quai 1"),
    *("Quai 3", "Sous-sol", "Cour", "Magasin", "Chaufferie", "Local air", "Rez-de-chaussée"),
)
# What a machine of each sort is called where several stand.
MACHINES: Mapping[str, str] = {
    "compresseur": "Compresseur",
    "secheur": "Sécheur d’air",
    "groupe_froid": "Groupe froid",
    "cta": "Centrale de traitement d’air",
    "chambre_froide": "Chambre froide",
    "chaudiere": "Chaudière",
    "convoyeur": "Convoyeur",
    "chariot_electrique": "Chariot électrique",
    "chariot_thermique": "Chariot thermique",
    "groupe_electrogene": "Groupe électrogène",
    "onduleur": "Onduleur",
    "ascenseur": "Ascenseur",
    "monte_charge": "Monte-charge",
    "presse": "Presse",
}
# Said at the end of a request, so that a million of them are not a hundred texts.
PRECISIONS: tuple[str, ...] = (
    "",
    "Constaté à la prise de poste.",
    "L’équipe de nuit l’a signalé au chef d’équipe.",
    "C’est la deuxième fois ce mois-ci.",
    "Merci de prévenir avant de venir, accès par le quai arrière.",
    "La production continue en mode dégradé.",
    "Un opérateur restera sur place pour expliquer.",
    "Photos disponibles auprès du magasin.",
    "Pas de pièce de rechange chez nous.",
    "La machine sort pourtant d’un nettoyage complet.",
    "À traiter avant la fin de la semaine si possible.",
    "Demander le responsable d’atelier à l’arrivée.",
    "Le phénomène s’aggrave depuis le changement d’équipe.",
    "Commande urgente en cours pour un client à l’export.",
)
# What is written around the one job with a long history, in order: by whom, and the words.
CLIENT, BUREAU, TERRAIN = "client", "bureau", "terrain"
ECHANGES: tuple[tuple[str, str], ...] = (
    (CLIENT, "Bonjour, à quelle heure passez-vous ? L’accès se fait par le poste de garde."),
    (BUREAU, "Bonjour, le technicien sera chez vous à l’heure du rendez-vous."),
    (CLIENT, "Nous pouvons arrêter la machine dès son arrivée."),
    (BUREAU, "Merci de la laisser froide et accessible."),
    (TERRAIN, "Accès à revoir avec le client avant de déposer le carter."),
    (CLIENT, "L’accès est dégagé, vous pouvez reprendre."),
    (TERRAIN, "Consignation à faire signer avant d’ouvrir l’armoire."),
    (CLIENT, "La consignation est signée par notre service sécurité."),
    (TERRAIN, "Palettes devant la machine, impossible de sortir le moteur."),
    (CLIENT, "Les palettes sont enlevées, le passage est libre."),
    (CLIENT, "Où en êtes-vous ? L’équipe du soir arrive à 18 h."),
    (TERRAIN, "Pièce prise sur le stock du fourgon, à réapprovisionner."),
    (BUREAU, "Essai en charge en cours, nous vous prévenons dès la fin."),
    (CLIENT, "Merci, la machine tourne normalement depuis la remise en service."),
)
