"""Work of the days before the demo's day: planned, and done since."""

from typing import NamedTuple


class Faite(NamedTuple):
    """`panne` as in a situation; `prevue`: days before today, and the local hour."""

    entreprise: str
    machine: str
    panne: int | str
    technicien: str
    prevue: tuple[int, float]


FAITES: tuple[Faite, ...] = (
    Faite(
        "Doukkala Engrais Services", "Compresseur instrument 1", "entretien", "h.ouazzani", (1, 9.0)
    ),
    Faite("Nouaceur Fret Logistique", "Chariot 3", 3, "r.belkadi", (1, 8.5)),
    Faite("Clinique Anfa Al Amal", "Monte-malades A", "entretien", "k.benjelloun", (1, 10.0)),
    Faite("Agro Chaouia", "Groupe d’eau glacée", 4, "technicien", (2, 9.0)),
    Faite("Injection Plastique Tingis", "Compresseur hall 1", "entretien", "m.chraibi", (2, 8.5)),
    Faite("Riad Souss Palace", "Groupe électrogène", 3, "o.idrissi", (2, 10.0)),
    Faite(
        "Laboratoires Zenata Pharma",
        "Convoyeur de mise en étuis",
        "entretien",
        "h.ouazzani",
        (3, 9.0),
    ),
    Faite("Plastiques du Saïss", "Presse 2", 4, "a.tazi", (3, 10.0)),
    Faite("Conserveries Souss Mer", "Compresseur sertissage", "entretien", "o.idrissi", (3, 9.0)),
    Faite("Clinique Anfa Al Amal", "Groupe électrogène", "entretien", "s.lahlou", (4, 9.0)),
    Faite("Confection Bab El Bahr", "Convoyeur aérien de pièces", 5, "m.chraibi", (4, 14.0)),
    Faite(
        "Laboratoires Zenata Pharma",
        "Centrale conditionnement",
        "entretien",
        "technicien",
        (4, 9.0),
    ),
    Faite("Agro Chaouia", "Chariot diesel cour", "entretien", "r.belkadi", (5, 9.0)),
    Faite("Gharb Câblage Automobile", "Carrousel d’assemblage 2", "entretien", "a.tazi", (5, 9.0)),
    Faite("Galerie Bouregreg", "Ascenseur parking sud", "entretien", "k.benjelloun", (6, 9.0)),
    Faite(
        "Clinique Anfa Al Amal",
        "Centrale d’air bloc opératoire",
        "entretien",
        "technicien",
        (6, 9.5),
    ),
    Faite("Doukkala Engrais Services", "Chariot 3 t ensachage", 1, "r.belkadi", (7, 9.0)),
    Faite("Confection Bab El Bahr", "Compresseur coupe", "entretien", "m.chraibi", (7, 9.0)),
    Faite("Gharb Câblage Automobile", "Compresseur de secours", "entretien", "a.tazi", (8, 9.0)),
    Faite("Conserveries Souss Mer", "Chambre froide réception", "entretien", "o.idrissi", (9, 9.0)),
)
