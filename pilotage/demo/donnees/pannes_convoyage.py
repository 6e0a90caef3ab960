"""Conveyors: what breaks, what it was, what was done."""

from pilotage.demo.formes import Panne

CONVOYEUR = (
    Panne(
        "Bande qui se déporte et frotte",
        "La bande part sur la gauche et s’effiloche contre le bâti.",
        "Tambour de renvoi encrassé et roulement côté gauche bloqué.",
        "Roulement remplacé, tambour nettoyé, bande recentrée et tendue. Suivi d’une heure sans "
        "déport.",
        "casse usure repare",
        2.5,
        priorite="haute",
        piece="palier à semelle UCP 207",
    ),
    Panne(
        "Convoyeur arrêté, variateur en défaut",
        "Le convoyeur ne démarre plus, le variateur affiche « surintensité ».",
        "Motoréducteur bloqué mécaniquement : roulement de sortie cassé. Isolement moteur correct.",
        "Motoréducteur remplacé par celui de secours du client, variateur réglé, sens vérifié.",
        "arret usure remplace",
        3.0,
        arret=True,
        priorite="urgente",
        piece="motoréducteur 0,75 kW",
    ),
    Panne(
        "Bande déchirée sur deux mètres",
        "Une palette cassée a déchiré la bande, la ligne est à l’arrêt.",
        "Déchirure longitudinale, toile apparente, jonction intacte.",
        "Tronçon de 2,4 m remplacé et vulcanisé à chaud sur place, bavettes réglées. Détecteur "
        "de bourrage conseillé au client.",
        "casse exploitation repare",
        5.5,
        arret=True,
        priorite="urgente",
        piece="bande PVC alimentaire 600 mm",
    ),
    Panne(
        "Cellule de comptage qui perd des cartons",
        "Le compteur donne moins de cartons que la palettisation, écart de 3 %.",
        "Réflecteur déréglé et cellule salie par la colle.",
        "Cellule nettoyée, réflecteur refixé sur équerre, essai sur 500 cartons : écart nul.",
        "mesure exploitation regle",
        1.0,
        priorite="basse",
    ),
    Panne(
        "Chaîne du transfert qui saute des dents",
        "Claquements au transfert d’angle, les bouteilles tombent.",
        "Chaîne allongée de 2,8 % et pignon menant usé en crochet.",
        "Chaîne et deux pignons remplacés, tendeur réglé, graissage fait.",
        "bruit usure remplace",
        4.0,
        piece="chaîne à palettes et pignons",
    ),
    Panne(
        "Arrêt d’urgence qui déclenche sans raison",
        "La ligne s’arrête plusieurs fois par poste en arrêt d’urgence sans que personne n’appuie.",
        "Câble d’arrêt à tirette détendu et contact oxydé au poste 4.",
        "Câble retendu, boîtier du poste 4 remplacé. Chaîne de sécurité testée poste par poste.",
        "arret usure remplace",
        2.0,
        arret=True,
        priorite="haute",
        piece="interrupteur à câble",
    ),
    Panne(
        "Rouleaux bloqués à l’accumulation",
        "Les cartons n’avancent plus dans la zone d’accumulation, il faut pousser à la main.",
        "Six rouleaux motorisés en défaut : une carte de zone hors service et cinq courroies "
        "cassées.",
        "Carte de zone remplacée, cinq courroies remontées, vitesses réglées.",
        "arret usure remplace",
        3.0,
        priorite="haute",
        piece="carte de zone 24 V",
    ),
)
