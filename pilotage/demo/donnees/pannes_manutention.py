"""Lift trucks: what breaks, what it was, what was done."""

from pilotage.demo.formes import Panne

CHARIOT_ELECTRIQUE = (
    Panne(
        "Chariot qui ne tient plus la charge de batterie",
        "La batterie est vide après trois heures au lieu de sept.",
        "Deux éléments à 1,72 V, densité faible, niveau sous les plaques : manque d’eau prolongé.",
        "Deux éléments remplacés, charge d’égalisation faite, remplissage centralisé réparé. "
        "Autonomie mesurée : 6 h 20.",
        "debit exploitation remplace",
        3.0,
        piece="deux éléments de traction 2 V",
    ),
    Panne(
        "Mât qui redescend tout seul en charge",
        "La charge descend de dix centimètres par minute, les caristes ne veulent plus l’utiliser.",
        "Joints du vérin de levage usés, descente mesurée 9 cm/min. Distributeur étanche.",
        "Vérin déposé, kit de joints monté, essai à 1 200 kg : aucune descente en dix minutes.",
        "fuite usure repare",
        4.5,
        arret=True,
        priorite="haute",
        piece="kit de joints de vérin",
    ),
    Panne(
        "Freinage faible sur rampe",
        "Le chariot glisse dans la descente du quai.",
        "Frein électromagnétique usé, entrefer de 0,9 mm pour 0,3 mm.",
        "Disque remplacé, entrefer réglé, essai sur rampe à 10 % en charge.",
        "arret_impossible usure remplace",
        2.5,
        arret=True,
        priorite="urgente",
        piece="disque de frein",
    ),
    Panne(
        "Code d’erreur de variateur, plus de translation",
        "Le chariot lève mais n’avance plus, code 2.14 à l’écran.",
        "Potentiomètre de pédale hors plage, faisceau pincé sous le plancher.",
        "Faisceau réparé et protégé, pédale réétalonnée. Essai en marche avant et arrière.",
        "arret usure repare",
        2.0,
        arret=True,
        priorite="haute",
    ),
)

CHARIOT_THERMIQUE = (
    Panne(
        "Moteur qui chauffe en fin de poste",
        "L’aiguille monte dans le rouge après deux heures de travail au parc.",
        "Faisceau du radiateur bouché par les fibres, calorstat correct.",
        "Radiateur soufflé et lavé, liquide remplacé, courroie retendue. 86 °C après une heure "
        "en charge.",
        "surchauffe entretien nettoye",
        2.5,
        priorite="haute",
    ),
    Panne(
        "Fuite hydraulique au flexible de mât",
        "De l’huile coule sur le mât quand on lève, il y en a sur le quai.",
        "Flexible de levage frotté par la chaîne, percé.",
        "Flexible refait et gainé, chaîne retendue, appoint de quatre litres. Quai nettoyé.",
        "fuite montage remplace",
        2.0,
        arret=True,
        priorite="haute",
        piece="flexible haute pression 3/8",
    ),
    Panne(
        "Direction dure et bruyante",
        "Il faut forcer pour tourner et la pompe crie.",
        "Pompe de direction fatiguée, filtre hydraulique colmaté.",
        "Pompe et filtre remplacés, circuit purgé. Effort au volant redevenu normal.",
        "bruit usure remplace",
        3.5,
        piece="pompe de direction",
    ),
    Panne(
        "Fourche tordue après un choc",
        "Un cariste a heurté un rack, une fourche est plus basse que l’autre.",
        "Écart de 14 mm en bout de fourche, au-delà des 3 %. Talon sain au ressuage.",
        "Paire de fourches remplacée, verrous contrôlés. Ancienne paire mise au rebut avec le "
        "client.",
        "casse exploitation remplace",
        1.5,
        arret=True,
        priorite="haute",
        piece="paire de fourches 1 150 mm",
    ),
)
