"""Generators and power supply: what breaks, what it was, what was done."""

from pilotage.demo.formes import Panne

GROUPE_ELECTROGENE = (
    Panne(
        "Groupe qui n’a pas démarré pendant la coupure",
        "Coupure de vingt minutes cette nuit : le groupe n’a pas pris le relais.",
        "Batteries de démarrage à 9,8 V sous charge, chargeur en défaut depuis plusieurs semaines.",
        "Deux batteries et le chargeur remplacés, démarrage automatique essayé trois fois, "
        "reprise en neuf secondes.",
        "demarrage entretien remplace",
        2.5,
        priorite="urgente",
        piece="batteries 12 V 180 Ah",
    ),
    Panne(
        "Arrêt sur défaut température d’eau",
        "Le groupe s’est coupé après trente minutes d’essai en charge.",
        "Vanne thermostatique bloquée fermée, liquide jamais remplacé depuis la mise en service.",
        "Thermostat, liquide et bouchon de radiateur remplacés. Essai d’une heure à 75 % : 84 °C.",
        "surchauffe entretien remplace",
        3.5,
        arret=True,
        priorite="haute",
        piece="thermostat moteur",
    ),
    Panne(
        "Tension instable en sortie d’alternateur",
        "Les onduleurs refusent le groupe : tension qui varie entre 380 et 425 V.",
        "Régulateur de tension défaillant, balais et redresseur tournant corrects.",
        "Régulateur remplacé et réglé à 400 V, statisme ajusté. Tension stable à vide et en "
        "charge.",
        "mesure usure remplace",
        3.0,
        arret=True,
        priorite="haute",
        piece="régulateur de tension R450",
    ),
    Panne(
        "Fuite de gasoil sous le groupe",
        "Odeur de gasoil et bac de rétention mouillé.",
        "Durite de retour d’injecteurs craquelée.",
        "Durites de retour remplacées, collier double posé, rétention vidée et nettoyée.",
        "fuite usure remplace",
        1.5,
        priorite="haute",
    ),
    Panne(
        "Inverseur de source qui ne rebascule pas",
        "Le courant est revenu mais le site reste sur le groupe.",
        "Bobine de l’inverseur coupée, temporisation de retour correcte.",
        "Bobine remplacée, bascule manuelle puis automatique essayée avec l’exploitant.",
        "arret_impossible usure remplace",
        2.5,
        priorite="haute",
        piece="bobine d’inverseur 230 V",
    ),
    Panne(
        "Fumée blanche et ratés au démarrage",
        "Le groupe fume blanc pendant cinq minutes et tourne irrégulièrement.",
        "Eau dans le gasoil, préfiltre plein ; réchauffage de bloc hors service.",
        "Cuve purgée, filtres remplacés, résistance de réchauffage changée. Démarrage franc.",
        "demarrage exploitation remplace",
        3.0,
        piece="résistance de réchauffage",
    ),
)

ONDULEUR = (
    Panne(
        "Onduleur sur by-pass, alarme batteries",
        "L’onduleur sonne et affiche « batteries à remplacer ».",
        "Branche de batteries à 61 % de capacité, deux blocs gonflés.",
        "Branche complète remplacée, essai de décharge de dix minutes réussi, by-pass levé.",
        "mesure usure remplace",
        4.0,
        priorite="haute",
        piece="32 blocs de 12 V 9 Ah",
    ),
    Panne(
        "Ventilateur d’onduleur bloqué",
        "Message de surchauffe sur l’onduleur de la salle serveurs.",
        "Ventilateur arrière bloqué par la poussière, filtre absent.",
        "Ventilateur remplacé, filtre posé, intérieur aspiré hors tension.",
        "surchauffe entretien remplace",
        2.0,
        priorite="urgente",
    ),
)
