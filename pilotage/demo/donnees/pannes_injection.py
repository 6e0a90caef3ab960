"""Injection presses: what breaks, what it was, what was done."""

from pilotage.demo.formes import Panne

PRESSE = (
    Panne(
        "Pièces incomplètes, pression d’injection instable",
        "Depuis ce matin une pièce sur cinq est incomplète, le coussin varie de 4 à 12 mm.",
        "Clapet de vis usé, reflux mesuré. Matière et moule hors de cause.",
        "Clapet et bague remplacés, vis nettoyée, coussin stable à 6 mm. Cent pièces bonnes de "
        "suite.",
        "mesure usure remplace",
        6.0,
        arret=True,
        priorite="haute",
        piece="clapet anti-retour de vis",
    ),
    Panne(
        "Zone 3 du fourreau qui ne chauffe plus",
        "La température de la zone 3 reste à 140 °C, la presse refuse d’injecter.",
        "Collier chauffant coupé, relais statique correct.",
        "Collier remplacé, serrage à chaud, thermocouple contrôlé. Montée à 230 °C en dix-huit "
        "minutes.",
        "mesure usure remplace",
        1.5,
        arret=True,
        priorite="haute",
        piece="collier chauffant 120 × 60",
    ),
    Panne(
        "Fuite d’huile au vérin d’éjection",
        "De l’huile goutte sous le plateau mobile et tache les pièces.",
        "Joint de tige usé, tige légèrement rayée.",
        "Joints remplacés, tige polie, guidage réglé. Étanche après deux heures de cycle.",
        "fuite usure repare",
        3.5,
        piece="joints de tige 45 mm",
    ),
    Panne(
        "Fermeture de moule lente et saccadée",
        "La fermeture prend huit secondes au lieu de trois, à-coups visibles.",
        "Huile hydraulique polluée (classe 21/19/16), valve proportionnelle collée.",
        "Valve nettoyée au banc, huile filtrée par groupe de dépollution, filtres remplacés.",
        "debit entretien nettoye",
        5.0,
        priorite="haute",
    ),
    Panne(
        "Porte de sécurité non reconnue",
        "La presse ne part plus en cycle, message de protecteur ouvert.",
        "Interrupteur à clé déréglé par un choc, câblage sain.",
        "Interrupteur remplacé et réglé, sécurité électrique, hydraulique et mécanique essayées.",
        "demarrage exploitation remplace",
        1.5,
        arret=True,
        priorite="urgente",
        piece="interrupteur de sécurité codé",
    ),
    Panne(
        "Surchauffe de l’huile hydraulique",
        "Alarme 58 °C sur l’huile toutes les après-midi.",
        "Échangeur entartré côté eau, débit réduit de moitié.",
        "Échangeur détartré à l’acide inhibé, débit rétabli, huile à 44 °C. Traitement d’eau à "
        "revoir.",
        "surchauffe entretien nettoye",
        4.0,
        priorite="haute",
    ),
    Panne(
        "Robot de prise qui perd les pièces",
        "Le robot laisse tomber une pièce sur dix.",
        "Ventouses durcies et fuite au générateur de vide.",
        "Huit ventouses et le générateur remplacés, seuil de vide réglé.",
        "debit usure remplace",
        1.5,
        priorite="basse",
        piece="ventouses à soufflet",
    ),
    Panne(
        "Écran de commande figé",
        "L’écran se fige après une heure et il faut couper l’armoire.",
        "Ventilation d’armoire arrêtée, carte d’interface à 71 °C.",
        "Ventilateur et filtre d’armoire remplacés, connecteurs resserrés. Huit heures sans "
        "blocage.",
        "arret entretien remplace",
        2.0,
        arret=True,
    ),
)
