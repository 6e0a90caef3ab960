"""What people write to one another around the work."""

ATTENTES: dict[str, tuple[str, ...]] = {
    "pieces": (
        "Commandé chez le fournisseur à Casablanca : {piece}. Livraison annoncée sous trois jours.",
        "En rupture au magasin : {piece}. Devis envoyé au client ce matin.",
        "Pièce importée : {piece}. Le transitaire annonce un retard.",
    ),
    "acces": (
        "Local fermé à clé, le responsable de site est absent jusqu’à demain.",
        "La production ne libère pas la machine avant la fin du lot.",
        "Nacelle indisponible, accès en toiture impossible aujourd’hui.",
    ),
    "client": (
        "En attente de l’accord du client sur le devis.",
        "Le client doit libérer et nettoyer la zone avant notre passage.",
        "Bon de commande demandé au service achats du client.",
    ),
    "securite": (
        "Permis de feu non délivré, reprise après passage du service sécurité.",
        "Consignation impossible : sectionneur sans cadenassage, signalé au client.",
        "Zone évacuée pour un exercice de sécurité, accès refusé.",
    ),
    "autre": (
        "Fin de poste, reprise demain matin.",
        "Outillage spécial resté sur un autre chantier.",
    ),
}

MOTIFS_ANNULATION: tuple[str, ...] = (
    "Doublon : déjà signalé par le chef d’équipe.",
    "La machine est repartie après réarmement par l’opérateur.",
    "Le client a fait intervenir son équipe.",
    "Arrêt annuel avancé, travail regroupé avec la grande visite.",
    "Machine remplacée avant notre passage.",
    "Demande ouverte par erreur sur la mauvaise machine.",
)

MOTIFS_DESAFFECTATION: tuple[str, ...] = (
    "Urgence sur un autre site, je ne pourrai pas passer cette semaine.",
    "Il faut une habilitation que je n’ai pas.",
    "Absence imprévue du technicien.",
)

MOTIFS_RECTIFICATION: tuple[str, ...] = (
    "Référence de la pièce demandée par le client.",
    "Compte rendu complété après le retour du constructeur.",
)

NOTES_INTERNES: tuple[str, ...] = (
    "Prévoir deux personnes pour la dépose, la pièce fait plus de 40 kg.",
    "Machine très sollicitée, je conseille une visite de plus par an.",
    "Pièce reprise sur le stock du fourgon, à réapprovisionner.",
    "Le local est mal ventilé, à signaler au commercial pour le prochain contrat.",
    "Référence relevée sur la plaque, la documentation n’est pas à jour.",
    "Client pressé : prévenir Mme ou M. le responsable avant chaque passage.",
)

MESSAGES_AU_CLIENT: tuple[str, ...] = (
    "Bonjour, le technicien passera demain dans la matinée.",
    "La pièce est arrivée, nous reprenons rendez-vous avec vous.",
    "Merci de laisser la machine froide et accessible.",
    "Le compte rendu est disponible, n’hésitez pas à nous dire ce qu’il en est à l’usage.",
    "Nous avons remis la machine en service, à surveiller pendant quarante-huit heures.",
)

MESSAGES_DU_CLIENT: tuple[str, ...] = (
    "Bonjour, à quelle heure passez-vous ? L’accès se fait par le poste de garde.",
    "Nous pouvons arrêter la machine entre 12 h et 14 h seulement.",
    "Est-ce que la pièce est bien commandée ?",
    "Le défaut est revenu cette nuit, une fois.",
    "L’équipe de nuit peut ouvrir le local à partir de 22 h.",
    "Merci pour le passage rapide.",
)

# (note, what the client writes beside it)
AVIS: tuple[tuple[int, str], ...] = (
    (5, "Intervention rapide et propre, merci."),
    (5, "Technicien très compétent, explications claires."),
    (5, ""),
    (5, "La ligne a redémarré le jour même, parfait."),
    (4, "Bon travail, un peu d’attente pour la pièce."),
    (4, ""),
    (4, "Bien, mais prévenir avant d’arriver."),
    (4, "Réparation efficace."),
    (3, "Réparé, mais deux passages ont été nécessaires."),
    (3, ""),
    (2, "Délai trop long pour une machine critique."),
    (1, "Le défaut est revenu dès le lendemain."),
)

NOTES_TECHNIQUES: tuple[str, ...] = (
    "Couple de serrage : 45 N·m. Prévoir frein-filet à la prochaine dépose.",
    "Référence montée différente de l’origine (équivalence validée par le fournisseur).",
    "Photos prises avant et après, à joindre au dossier machine.",
    "Jeu mesuré 0,12 mm, limite 0,20 mm : à suivre.",
    "Réglages relevés avant travaux : voir carnet de la machine.",
)
