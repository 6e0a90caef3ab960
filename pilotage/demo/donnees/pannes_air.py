"""Compressed air: what breaks, what it was, what was done."""

from pilotage.demo.formes import Panne

COMPRESSEUR = (
    Panne(
        "Compresseur en défaut haute température",
        "Le compresseur s’est arrêté seul, voyant rouge et message « temp. élément ». Après une "
        "heure d’attente il repart puis s’arrête de nouveau au bout de vingt minutes.",
        "Température de refoulement à 112 °C. Radiateur air-huile colmaté par les poussières de "
        "l’atelier, niveau d’huile correct, vanne thermostatique ouvre bien à 71 °C.",
        "Radiateur soufflé et dégraissé, préfiltre de gaine remplacé. Essai en charge une heure "
        ": 88 °C stabilisés. Nettoyage mensuel à prévoir avec le client.",
        "surchauffe entretien nettoye",
        2.5,
        arret=True,
        priorite="haute",
    ),
    Panne(
        "Chute de pression sur le réseau, compresseur à fond",
        "La pression descend à 5,2 bars en production alors qu’on tenait 7 bars. Le compresseur "
        "ne décharge plus jamais et les vérins de la ligne sont lents.",
        "Clapet d’aspiration bloqué à mi-course, membrane percée. Débit mesuré à 60 % du "
        "nominal. Fuites du réseau écoutées aux ultrasons : trois raccords à reprendre.",
        "Kit clapet d’aspiration monté, trois raccords resserrés, pression de consigne rétablie "
        "à 7,2 bars. Cycle charge/décharge redevenu normal.",
        "debit usure remplace",
        3.5,
        priorite="haute",
        piece="kit clapet d’aspiration",
    ),
    Panne(
        "Huile dans le réseau d’air comprimé",
        "De l’huile sort des purges et on en retrouve sur les produits. La qualité a bloqué un "
        "lot.",
        "Séparateur air-huile saturé (différence de pression 1,1 bar à 7 800 h) et gicleur de "
        "retour d’huile bouché.",
        "Séparateur remplacé, gicleur débouché, huile et filtre à huile changés, cuve et "
        "filtres coalescents purgés. Contrôle au papier : plus de trace après deux heures.",
        "fuite entretien remplace",
        4.0,
        arret=True,
        priorite="urgente",
        piece="cartouche de séparateur",
    ),
    Panne(
        "Compresseur qui ne démarre plus après une coupure",
        "Depuis la coupure de courant de cette nuit, appui sur marche sans effet. L’écran "
        "affiche un défaut de phase.",
        "Inversion de phases côté arrivée après les travaux du distributeur ; contrôleur de "
        "phases en sécurité. Fusible de commande F3 fondu.",
        "Ordre des phases rétabli au sectionneur avec l’électricien du site, fusible remplacé, "
        "sens de rotation vérifié. Démarrage et essai en charge corrects.",
        "demarrage exterieur regle",
        1.5,
        arret=True,
        priorite="urgente",
    ),
    Panne(
        "Bruit métallique côté bloc vis",
        "Un bruit de frottement apparu lundi, de plus en plus fort au démarrage. On préfère ne "
        "plus le faire tourner à pleine charge.",
        "Analyse vibratoire : 11,8 mm/s sur le palier refoulement, pics à la fréquence du "
        "roulement. Roulement du bloc vis en fin de vie (24 000 h).",
        "Bloc vis échangé en standard, accouplement contrôlé, huile neuve. Vibrations ramenées "
        "à 2,1 mm/s. Ancien bloc retourné au constructeur.",
        "vibration usure remplace",
        7.5,
        priorite="haute",
        piece="bloc vis en échange standard",
    ),
    Panne(
        "Fuite d’huile sous le compresseur",
        "Une flaque d’huile d’environ un mètre sous la machine ce matin, et le niveau a baissé.",
        "Flexible de retour d’huile fendu au sertissage, durci par la chaleur.",
        "Flexible refait à l’identique, colliers remplacés, appoint de trois litres. Sol "
        "dégraissé, aucune fuite après essai.",
        "fuite usure remplace",
        2.0,
        piece="flexible hydraulique serti",
    ),
    Panne(
        "Courroies qui sifflent au démarrage",
        "Sifflement aigu à chaque démarrage et odeur de caoutchouc dans le local.",
        "Courroies glacées et détendues, poulie moteur marquée. Alignement décalé de 3 mm.",
        "Jeu de courroies remplacé, poulies alignées au laser, tension réglée selon la fiche. "
        "Nouvelle tension à contrôler après 50 h.",
        "bruit usure remplace",
        2.0,
        priorite="basse",
        piece="jeu de courroies",
    ),
)

SECHEUR = (
    Panne(
        "Eau dans les conduites d’air malgré le sécheur",
        "Les soufflettes crachent de l’eau et les distributeurs pneumatiques se bloquent.",
        "Purgeur électronique bouché par des boues, point de rosée affiché 14 °C au lieu de 3 °C.",
        "Purgeur démonté et nettoyé, filtre amont remplacé, condenseur soufflé. Point de rosée "
        "revenu à 4 °C en quarante minutes.",
        "mesure entretien nettoye",
        2.0,
        priorite="haute",
    ),
    Panne(
        "Sécheur en défaut haute pression",
        "Le sécheur coupe l’après-midi quand il fait chaud, alarme HP sur l’afficheur.",
        "Ventilateur de condenseur grippé, pressostat de ventilation en bon état. Local à 43 °C.",
        "Moteur de ventilateur remplacé et grille d’aération du local dégagée. Essai par forte "
        "chaleur : pression stable.",
        "surchauffe usure remplace",
        2.5,
        piece="moteur de ventilateur",
    ),
)
