"""Where things stand on the day itself: one line per piece of work in progress or just ended."""

from typing import NamedTuple

from pilotage.demo.donnees.faites import FAITES

# Days between the request and the day planned, of work that is done.
_PREAVIS = 6


class Situation(NamedTuple):
    """`panne` is a rank in the list of the machine's sort, or "entretien".

    Moments are (days before today, local hour); a negative day is to come. `ouverte` and `debut`
    lie before today's midnight: today's date alone decides what is written, not the hour.
    """

    entreprise: str
    machine: str
    panne: int | str
    etat: str
    technicien: str
    ouverte: tuple[int, float]
    debut: tuple[int, float] | None = None
    planifiee: tuple[int, float] | None = None
    limite: tuple[int, float] | None = None
    priorite: str = ""
    cause: str = "pieces"
    sans_rapport: bool = False


_AGRO = "Agro Chaouia"
_CLINIQUE = "Clinique Anfa Al Amal"
_ZENATA = "Laboratoires Zenata Pharma"
_JORF = "Doukkala Engrais Services"
_FRET = "Nouaceur Fret Logistique"
_TEXTILE = "Confection Bab El Bahr"
_CABLAGE = "Gharb Câblage Automobile"
_SAISS = "Plastiques du Saïss"
_HOTEL = "Riad Souss Palace"
_MER = "Conserveries Souss Mer"
_GALERIE = "Galerie Bouregreg"
_TINGIS = "Injection Plastique Tingis"

SITUATIONS: tuple[Situation, ...] = (
    # The demo technician's day: one job begun on call last night, five planned, two waiting.
    Situation(
        _CLINIQUE,
        "Groupe froid imagerie",
        0,
        "en_cours",
        "technicien",
        (1, 21.6),
        debut=(1, 22.8),
        planifiee=(1, 22.5),
        limite=(0, 2.0),
    ),
    Situation(
        _AGRO,
        "Compresseur n° 1",
        1,
        "affectee",
        "technicien",
        (2, 10.2),
        planifiee=(0, 9.0),
        limite=(0, 18.0),
    ),
    Situation(
        _ZENATA,
        "Centrale salle blanche 1",
        1,
        "affectee",
        "technicien",
        (3, 9.4),
        planifiee=(0, 11.0),
        limite=(-1, 18.0),
    ),
    Situation(
        _AGRO,
        "Sécheur d’air",
        "entretien",
        "affectee",
        "technicien",
        (12, 9.0),
        planifiee=(0, 14.0),
    ),
    Situation(
        _AGRO,
        "Convoyeur d’alimentation",
        4,
        "affectee",
        "technicien",
        (4, 15.1),
        planifiee=(0, 16.0),
        limite=(1, 18.0),
    ),
    Situation(
        _ZENATA,
        "Compresseur sans huile",
        "entretien",
        "affectee",
        "technicien",
        (14, 9.6),
        planifiee=(-1, 8.5),
    ),
    Situation(
        _AGRO,
        "Chaudière vapeur",
        2,
        "en_attente",
        "technicien",
        (9, 8.9),
        limite=(2, 18.0),
        cause="pieces",
    ),
    Situation(
        _ZENATA, "Eau glacée procédé", 3, "en_attente", "technicien", (8, 11.3), cause="client"
    ),
    # The demo client beside that: just reported, waiting, and ended work to rate.
    Situation(_AGRO, "Convoyeur de palettisation", 1, "ouverte", "", (1, 22.4), limite=(0, 6.0)),
    Situation(_AGRO, "Chariot de préparation", 0, "ouverte", "", (2, 16.5)),
    Situation(
        _AGRO,
        "Groupe électrogène de secours",
        1,
        "affectee",
        "s.lahlou",
        (5, 10.0),
        planifiee=(-1, 9.0),
    ),
    Situation(_AGRO, "Compresseur n° 2 (secours)", 5, "cloturee", "technicien", (7, 8.6)),
    Situation(_AGRO, "Chambre froide des levures", 1, "cloturee", "technicien", (9, 13.2)),
    Situation(_AGRO, "Chariot EFG quai 3", 3, "cloturee", "r.belkadi", (16, 9.1)),
    # Last night's other emergencies, not yet given to anybody.
    Situation(_CABLAGE, "Compresseur principal", 3, "ouverte", "", (1, 23.2), limite=(0, 7.0)),
    Situation(_GALERIE, "Ascenseur panoramique", 0, "ouverte", "", (1, 21.3)),
    Situation(
        _MER,
        "Chambre froide négative",
        0,
        "affectee",
        "o.idrissi",
        (1, 22.1),
        planifiee=(0, 8.5),
        limite=(0, 4.0),
    ),
    # Open for some days.
    Situation(_TEXTILE, "Centrale d’air atelier couture", 1, "ouverte", "", (3, 11.0)),
    Situation(_FRET, "Convoyeur de tri", 3, "ouverte", "", (6, 14.4), limite=(1, 18.0)),
    Situation(_JORF, "Transporteur de chargement", 0, "ouverte", "", (2, 9.7)),
    Situation(_SAISS, "Presse 3", 6, "ouverte", "", (5, 10.6)),
    Situation(_HOTEL, "Ascenseur clients B", 3, "ouverte", "", (4, 12.1)),
    Situation(_CLINIQUE, "Ascenseur visiteurs", 4, "ouverte", "", (3, 17.0)),
    Situation(_TINGIS, "Presse 250 t", "entretien", "ouverte", "", (6, 9.0), planifiee=(-5, 9.0)),
    # Assigned.
    Situation(
        _JORF, "Compresseur instrument 2", 6, "affectee", "r.belkadi", (4, 8.8), planifiee=(0, 9.0)
    ),
    Situation(
        _FRET,
        "Chariot 2",
        1,
        "affectee",
        "r.belkadi",
        (6, 10.3),
        planifiee=(2, 9.0),
        limite=(1, 12.0),
    ),
    Situation(
        _CLINIQUE,
        "Onduleur imagerie",
        0,
        "affectee",
        "s.lahlou",
        (3, 9.9),
        planifiee=(0, 10.0),
        limite=(-2, 18.0),
    ),
    Situation(
        _ZENATA,
        "Chaudière vapeur propre",
        "entretien",
        "affectee",
        "h.ouazzani",
        (15, 9.2),
        planifiee=(0, 9.0),
    ),
    Situation(
        _TEXTILE,
        "Générateur de vapeur repassage",
        3,
        "affectee",
        "m.chraibi",
        (5, 9.3),
        planifiee=(-1, 8.5),
    ),
    Situation(_TINGIS, "Presse 160 t", 5, "affectee", "m.chraibi", (4, 14.0), planifiee=(0, 14.0)),
    Situation(
        _CABLAGE,
        "Onduleur des bancs de test",
        "entretien",
        "affectee",
        "a.tazi",
        (11, 9.5),
        planifiee=(-2, 9.0),
    ),
    Situation(
        _SAISS,
        "Refroidisseur de moules",
        1,
        "affectee",
        "a.tazi",
        (3, 8.7),
        planifiee=(0, 9.5),
        limite=(-1, 12.0),
    ),
    Situation(
        _HOTEL, "Groupe d’eau glacée", 2, "affectee", "o.idrissi", (2, 18.2), planifiee=(0, 15.0)
    ),
    Situation(
        _GALERIE, "Groupe de sécurité", 5, "affectee", "s.lahlou", (7, 11.8), planifiee=(-3, 9.0)
    ),
    # At work since yesterday.
    Situation(_FRET, "Chariot 1", 2, "en_cours", "r.belkadi", (2, 8.4), debut=(1, 16.2)),
    Situation(
        _JORF, "Groupe de secours utilités", 2, "en_cours", "s.lahlou", (3, 10.9), debut=(1, 15.6)
    ),
    Situation(_SAISS, "Presse 1", 0, "en_cours", "m.chraibi", (2, 9.2), debut=(1, 16.7)),
    Situation(
        _HOTEL, "Chambre froide cuisine", 0, "en_cours", "o.idrissi", (1, 15.4), debut=(1, 17.1)
    ),
    # Waiting.
    Situation(
        _TINGIS,
        "Eau glacée moules",
        1,
        "en_attente",
        "m.chraibi",
        (9, 9.0),
        cause="pieces",
        limite=(3, 18.0),
    ),
    Situation(
        _CABLAGE, "Carrousel d’assemblage 1", 4, "en_attente", "a.tazi", (8, 10.0), cause="acces"
    ),
    Situation(
        _JORF, "Transporteur d’ensachage", 2, "en_attente", "r.belkadi", (10, 9.0), cause="securite"
    ),
    Situation(
        _GALERIE,
        "Ascenseur parking nord",
        2,
        "en_attente",
        "k.benjelloun",
        (12, 9.4),
        cause="pieces",
        limite=(4, 18.0),
    ),
    Situation(_MER, "Chaudière cuisson", 6, "en_attente", "o.idrissi", (11, 8.8), cause="autre"),
    # Just ended; some without a report yet (the older front-end sends none).
    Situation(
        _CLINIQUE,
        "Centrale d’air hospitalisation",
        1,
        "cloturee",
        "technicien",
        (13, 9.0),
        sans_rapport=True,
    ),
    Situation(
        _FRET, "Monte-charge mezzanine", 0, "cloturee", "s.lahlou", (15, 9.4), sans_rapport=True
    ),
    Situation(
        _SAISS, "Chariot produits finis", 3, "cloturee", "m.chraibi", (17, 10.1), sans_rapport=True
    ),
    Situation(
        _MER, "Convoyeur d’étêtage", 3, "cloturee", "o.idrissi", (14, 9.9), sans_rapport=True
    ),
    Situation(_CABLAGE, "Sécheur réseau", 0, "cloturee", "a.tazi", (18, 8.2)),
    Situation(_TEXTILE, "Compresseur finition", 2, "cloturee", "m.chraibi", (19, 9.8)),
    Situation(_HOTEL, "Ascenseur clients A", 1, "cloturee", "o.idrissi", (10, 19.3)),
    *(
        Situation(
            x.entreprise,
            x.machine,
            x.panne,
            "cloturee",
            x.technicien,
            (x.prevue[0] + _PREAVIS, 9.2),
            planifiee=x.prevue,
        )
        for x in FAITES
    ),
)
