"""Cooling and air handling: what breaks, what it was, what was done."""

from pilotage.demo.formes import Panne

GROUPE_FROID = (
    Panne(
        "Groupe froid arrêté sur défaut basse pression",
        "L’eau glacée est montée à 16 °C, le groupe est en alarme « LP circuit A ».",
        "Fuite de fluide au dudgeon du détendeur du circuit A, confirmée au détecteur et à "
        "l’azote traceur. Il manquait environ 9 kg de R134a.",
        "Raccord refait, tirage au vide, charge complétée à 41 kg. Surchauffe réglée à 6 K. "
        "Fiche de suivi des fluides remplie et remise au client.",
        "fuite usure repare",
        5.0,
        arret=True,
        priorite="urgente",
        piece="9 kg de R134a",
    ),
    Panne(
        "Haute pression l’après-midi, production réduite",
        "Dès 14 h le groupe tombe en défaut HP et la température monte dans l’atelier.",
        "Batteries de condenseur encrassées (fibres et poussières), ventilateur 3 hors service, "
        "condensation à 58 °C.",
        "Batteries lavées à basse pression avec produit dégraissant, moteur du ventilateur 3 "
        "remplacé. Condensation ramenée à 44 °C.",
        "surchauffe entretien nettoye",
        4.0,
        priorite="haute",
        piece="moteur de ventilateur de condenseur",
    ),
    Panne(
        "Eau glacée instable, pompe qui claque",
        "La température de départ oscille entre 5 et 12 °C et la pompe fait un bruit de cailloux.",
        "Cavitation : filtre à tamis bouché et vase d’expansion dégonflé, débit d’évaporateur à "
        "55 %.",
        "Filtre nettoyé, vase regonflé à 1,5 bar, circuit purgé et remis à pression. Débit "
        "nominal retrouvé, bruit disparu.",
        "bruit entretien nettoye",
        3.0,
        priorite="haute",
    ),
    Panne(
        "Compresseur 2 déclenche au thermique",
        "Le disjoncteur du compresseur 2 saute au démarrage, le groupe tourne sur un seul circuit.",
        "Bobinage du compresseur à 0,4 mégohm, huile acide au test. Contacteur charbonné.",
        "Compresseur remplacé, circuit rincé et déshydrateur antiacide monté, contacteur neuf. "
        "Contrôle d’acidité à refaire dans deux semaines.",
        "casse usure remplace",
        9.0,
        priorite="haute",
        piece="compresseur semi-hermétique",
    ),
    Panne(
        "Givrage de l’évaporateur",
        "Il y a de la glace sur les tuyaux et presque plus de froid dans la salle.",
        "Sonde de température de sortie d’eau dérivée de 4 K : la régulation descendait trop bas.",
        "Sonde remplacée et étalonnée au thermomètre de référence, consigne et antigel contrôlés.",
        "mesure usure remplace",
        2.5,
        arret=True,
        piece="sonde de température NTC",
    ),
    Panne(
        "Alarme débit d’eau au démarrage",
        "Impossible de redémarrer ce matin : le groupe affiche un défaut de débit d’eau.",
        "Palette du contrôleur de débit cassée ; débit réel correct.",
        "Contrôleur de débit remplacé, sécurité testée vanne fermée puis ouverte. Groupe remis "
        "en service.",
        "demarrage usure remplace",
        1.5,
        arret=True,
        priorite="urgente",
        piece="contrôleur de débit à palette",
    ),
)

CTA = (
    Panne(
        "Plus de soufflage dans la salle blanche",
        "La surpression est tombée et les alarmes de la salle sonnent. La production est arrêtée.",
        "Courroie du ventilateur de soufflage rompue, tension excessive relevée sur l’autre.",
        "Deux courroies remplacées, alignement et tension réglés. Surpression revenue à 15 Pa, "
        "relevé remis au service qualité.",
        "arret usure remplace",
        2.0,
        arret=True,
        priorite="urgente",
        piece="courroies trapézoïdales",
    ),
    Panne(
        "Filtres saturés, débit d’air insuffisant",
        "Les pièces sont étouffantes, le manomètre des filtres est dans le rouge.",
        "Perte de charge des filtres F7 : 480 Pa pour 250 Pa admis. Préfiltres en place depuis "
        "sept mois.",
        "Préfiltres G4 et filtres F7 remplacés, caisson aspiré. Débit mesuré : 8 200 m³/h.",
        "debit entretien remplace",
        2.5,
        piece="jeu de filtres F7",
    ),
    Panne(
        "Eau qui coule du faux plafond sous la centrale",
        "De l’eau goutte dans le couloir sous la centrale d’air.",
        "Bac à condensats percé au siphon et évacuation bouchée par des algues.",
        "Siphon refait, évacuation débouchée, bac réparé à la résine. Pastilles de traitement "
        "posées.",
        "fuite entretien repare",
        2.0,
        priorite="haute",
    ),
)

CHAMBRE_FROIDE = (
    Panne(
        "Chambre froide négative remontée à −9 °C",
        "L’enregistreur affiche −9 °C au lieu de −20 °C, nous avons déplacé une partie du stock.",
        "Évaporateur pris en glace : résistance de dégivrage coupée et porte restée entrouverte.",
        "Dégivrage manuel, résistance et joint de porte remplacés, fin de dégivrage réglée. −20 "
        "°C atteints à 23 h, enregistrement joint.",
        "mesure usure remplace",
        4.0,
        arret=True,
        priorite="urgente",
        piece="résistance de dégivrage",
    ),
    Panne(
        "Porte de chambre froide qui ne ferme plus",
        "La porte coulissante frotte et reste ouverte de cinq centimètres.",
        "Galet avant écrasé et rail tordu par un choc de transpalette.",
        "Rail redressé, deux galets remplacés, joint bas recollé. Butée de protection posée au "
        "sol.",
        "casse exploitation repare",
        2.5,
        piece="galets de porte",
    ),
    Panne(
        "Unité de condensation bruyante sur le toit",
        "Les voisins se plaignent d’un ronflement fort la nuit.",
        "Silentblocs écrasés et hélice du ventilateur fendue, en balourd.",
        "Hélice et quatre silentblocs remplacés. Niveau mesuré : 54 dB(A) à dix mètres.",
        "bruit usure remplace",
        2.5,
        priorite="basse",
        piece="hélice de ventilateur",
    ),
)
