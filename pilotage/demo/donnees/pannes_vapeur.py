"""Boilers and steam: what breaks, what it was, what was done."""

from pilotage.demo.formes import Panne

CHAUDIERE = (
    Panne(
        "Brûleur en sécurité, plus de vapeur",
        "Le brûleur ne s’allume plus, voyant de sécurité fixe. La cuisson est arrêtée.",
        "Cellule de flamme encrassée et électrodes d’allumage écartées de 6 mm. Pression de gaz "
        "correcte à 22 mbar.",
        "Cellule nettoyée, électrodes remplacées et réglées à 3 mm, trois allumages de suite "
        "réussis. Combustion : 4,1 % d’O₂, 38 ppm de CO.",
        "demarrage entretien nettoye",
        2.0,
        arret=True,
        priorite="urgente",
    ),
    Panne(
        "Niveau d’eau bas, chaudière coupée",
        "Alarme manque d’eau à répétition, l’opérateur doit réarmer toutes les heures.",
        "Pompe alimentaire désamorcée : clapet de pied fuyant, bâche à 96 °C.",
        "Clapet remplacé, pompe réamorcée, régulation de niveau vérifiée. Sécurités de niveau "
        "bas testées devant l’exploitant.",
        "arret usure remplace",
        3.0,
        arret=True,
        priorite="urgente",
        piece="clapet de pied DN40",
    ),
    Panne(
        "Soupape de sécurité qui fuit",
        "La soupape laisse passer de la vapeur en permanence, bruit et perte d’eau.",
        "Siège marqué, tarage dérivé à 9,4 bars pour 10 bars. Plombage d’origine intact.",
        "Soupape remplacée par une neuve tarée et certifiée, certificat remis. Ancienne envoyée "
        "au banc.",
        "fuite usure remplace",
        2.5,
        priorite="haute",
        piece="soupape DN32 tarée 10 bars avec certificat",
    ),
    Panne(
        "Fumées noires à la cheminée",
        "Fumée noire au démarrage et consommation de fioul en hausse depuis dix jours.",
        "Gicleur usé et volet d’air bloqué, indice de noircissement 4.",
        "Gicleur remplacé, volet graissé, réglage de combustion refait : indice 1, rendement 91 %.",
        "mesure entretien regle",
        2.5,
        piece="gicleur 2,5 gph 60°",
    ),
    Panne(
        "Fuite d’eau au trou de poing",
        "De l’eau coule à l’avant de la chaudière dès qu’elle monte en pression.",
        "Joint de trou de poing écrasé, remonté de travers à la dernière visite.",
        "Chaudière refroidie et consignée, portées nettoyées, joint neuf, serrage à chaud. "
        "Étanche à 8 bars.",
        "fuite montage remplace",
        4.0,
        arret=True,
        priorite="haute",
        piece="joint de trou de poing",
    ),
    Panne(
        "Conductivité de l’eau trop élevée",
        "L’analyse d’eau de la semaine est à 7 800 µS/cm, hors limite.",
        "Électrovanne de purge de déconcentration bloquée fermée, adoucisseur en panne de sel.",
        "Électrovanne remplacée, bac à sel rempli, régénération lancée. 3 400 µS/cm après six "
        "heures.",
        "mesure exploitation remplace",
        2.0,
        piece="électrovanne de purge",
    ),
    Panne(
        "Purgeurs de vapeur bloqués, condensats perdus",
        "Le retour de condensats ne revient presque plus et la bâche se vide.",
        "Quatre purgeurs à flotteur bloqués ouverts sur vingt-deux contrôlés à la caméra "
        "thermique.",
        "Quatre purgeurs remplacés, filtres nettoyés. Liste des purgeurs à surveiller remise au "
        "client.",
        "debit usure remplace",
        4.5,
        priorite="basse",
        piece="purgeurs à flotteur DN20",
    ),
    Panne(
        "Odeur de gaz en chaufferie",
        "Odeur de gaz ressentie ce matin près de la rampe. Le gaz a été coupé au poste.",
        "Micro-fuite au raccord du filtre gaz, joint fibre sec. Détecteur du local en service.",
        "Joint remplacé, essai d’étanchéité à 100 mbar pendant trente minutes sans chute. "
        "Remise en gaz avec l’exploitant.",
        "fuite usure repare",
        2.0,
        arret=True,
        priorite="urgente",
    ),
)
