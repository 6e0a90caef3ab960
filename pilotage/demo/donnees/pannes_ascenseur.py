"""Lifts and goods lifts: what breaks, what it was, what was done."""

from pilotage.demo.formes import Panne

ASCENSEUR = (
    Panne(
        "Ascenseur bloqué portes ouvertes au rez-de-chaussée",
        "La cabine reste au rez-de-chaussée, les portes s’ouvrent et se referment sans arrêt.",
        "Rideau de cellules sali, un faisceau coupé en bas de porte.",
        "Rideau nettoyé puis remplacé côté gauche, temporisation réglée. Cinquante cycles sans "
        "défaut.",
        "arret exploitation remplace",
        1.5,
        arret=True,
        priorite="haute",
        piece="barrière de cellules",
    ),
    Panne(
        "Personne bloquée en cabine entre deux étages",
        "Une personne est bloquée entre le 2e et le 3e étage, elle va bien.",
        "Contact de porte palière du 3e étage mal fermé, serrure décalée de 4 mm.",
        "Personne dégagée en dix-huit minutes. Serrure réglée, contact nettoyé, toutes les "
        "portes contrôlées avant remise en service.",
        "arret usure regle",
        2.5,
        arret=True,
        priorite="urgente",
    ),
    Panne(
        "Cabine qui s’arrête trop bas",
        "Une marche de trois centimètres à chaque étage, un visiteur a trébuché.",
        "Garniture de frein usée, glissement à l’arrêt mesuré à 31 mm.",
        "Garnitures remplacées, frein réglé, mise à niveau refaite à chaque étage : écart sous "
        "5 mm.",
        "mesure usure remplace",
        4.0,
        arret=True,
        priorite="haute",
        piece="garnitures de frein de machine",
    ),
    Panne(
        "Bruit de frottement en montée",
        "Un grincement fort en montée entre le 4e et le 6e étage.",
        "Coulisseaux de cabine usés, guides secs au niveau 5.",
        "Quatre coulisseaux remplacés, guides nettoyés et graisseurs remplis.",
        "bruit usure remplace",
        3.0,
        priorite="basse",
        piece="coulisseaux de cabine",
    ),
    Panne(
        "Bouton du 3e étage sans effet",
        "L’appel du 3e étage ne s’allume plus et la cabine ne vient pas.",
        "Bouton-poussoir cassé, liaison de palier correcte.",
        "Boîte à bouton remplacée, éclairage et appel vérifiés à tous les étages.",
        "casse usure remplace",
        1.0,
        priorite="basse",
        piece="boîte à bouton palière",
    ),
    Panne(
        "Téléphone de secours de cabine muet",
        "Le test mensuel du téléphone d’alarme ne passe plus.",
        "Carte de la passerelle mobile expirée et batterie de secours vide.",
        "Carte et batterie remplacées, appel d’essai reçu par le centre, étiquette de date posée.",
        "mesure entretien remplace",
        1.0,
        priorite="haute",
    ),
)

MONTE_CHARGE = (
    Panne(
        "Monte-charge arrêté en surcharge",
        "Il refuse de monter même à vide, voyant de surcharge allumé.",
        "Pesage déréglé après le remplacement du plancher.",
        "Pesage étalonné avec des masses de 500 kg, seuil réglé à 1 600 kg, essai à vide et en "
        "charge.",
        "mesure montage regle",
        2.0,
        arret=True,
        priorite="haute",
    ),
    Panne(
        "Fuite au vérin du monte-charge",
        "Il descend de quelques centimètres la nuit, il y a de l’huile en fosse.",
        "Joint de tête de vérin usé, tige sans rayure.",
        "Joint racleur et joint de tige remplacés, fosse nettoyée, remise à niveau contrôlée 24 h.",
        "fuite usure remplace",
        5.0,
        arret=True,
        priorite="haute",
        piece="kit de joints de vérin",
    ),
)
