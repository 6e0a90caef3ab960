"""The contractor itself, and its own people."""

from typing import Any

from pilotage.demo.formes import Employe

_journee = [["08:30", "12:30"], ["14:00", "18:00"]]

ORGANISATION: dict[str, Any] = {
    "nom": "MIF Maroc — Maintenance Industrielle",
    "ice": "002914736000071",
    "identifiant_fiscal": "45208713",
    "registre_commerce": "418562 Casablanca",
    "patente": "32750419",
    "cnss": "5127846",
    "adresse": "27, rue Ibnou Toufaïl, quartier industriel Aïn Sebaâ",
    "ville": "Casablanca",
    "telephone": "+212 5 22 35 41 80",
    "email": "contact@mif.example",
    # 44 hours a week, Saturday morning included.
    "calendrier": {
        "lundi": _journee,
        "mardi": _journee,
        "mercredi": _journee,
        "jeudi": _journee,
        "vendredi": [["08:30", "12:30"], ["14:30", "18:30"]],
        "samedi": [["08:30", "12:30"]],
    },
}

# Names of the four accounts that are printed, by username.
NOMS_DES_COMPTES: dict[str, str] = {
    "admin": "Hassan Alaoui",
    "responsable": "Leïla Bensouda",
    "technicien": "Youssef Amrani",
    "client": "Nadia El Fassi",
}

AUTRE_RESPONSABLE = ("k.berrada", "Karim Berrada")

# The first is the demo account `technicien`.
EMPLOYES: tuple[Employe, ...] = (
    Employe(
        "Youssef Amrani",
        "technicien",
        "Froid et air comprimé",
        "Casablanca A",
        ("casablanca", "berrechid"),
        (
            ("air", "expert", None),
            ("froid", "avance", 21),
            ("vapeur", "avance", 260),
            ("mecanique", "intermediaire", None),
        ),
        "2017-09-04",
        notes="Référent froid de l’agence de Casablanca. Permis B et C.",
    ),
    Employe(
        "Hicham Ouazzani",
        "h.ouazzani",
        "Chaufferie",
        "Casablanca A",
        ("casablanca", "berrechid", "jorf"),
        (
            ("vapeur", "expert", 410),
            ("mecanique", "avance", None),
            ("air", "intermediaire", None),
            ("froid", "intermediaire", 95),
        ),
        "2014-03-10",
    ),
    Employe(
        "Samira Lahlou",
        "s.lahlou",
        "Électricité et énergie",
        "Casablanca B",
        ("casablanca", "berrechid", "jorf", "rabat"),
        (("electricite", "expert", 12), ("levage", "avance", 190)),
        "2018-01-15",
        notes="Habilitation électrique à renouveler : stage demandé.",
    ),
    Employe(
        "Rachid Belkadi",
        "r.belkadi",
        "Mécanique et manutention",
        "Casablanca B",
        ("casablanca", "berrechid", "jorf"),
        (("mecanique", "expert", None), ("manutention", "expert", 330), ("air", "avance", None)),
        "2011-06-01",
    ),
    Employe(
        "Mehdi Chraïbi",
        "m.chraibi",
        "Hydraulique et presses",
        "Nord",
        ("tanger", "fes"),
        (
            ("hydraulique", "expert", None),
            ("air", "avance", None),
            ("mecanique", "avance", None),
            ("vapeur", "intermediaire", -18),
            ("manutention", "intermediaire", 150),
            ("froid", "intermediaire", 75),
        ),
        "2016-11-21",
    ),
    Employe(
        "Abdelilah Tazi",
        "a.tazi",
        "Électromécanique",
        "Nord",
        ("fes", "rabat", "tanger"),
        (
            ("electricite", "avance", 205),
            ("hydraulique", "avance", None),
            ("froid", "avance", 145),
            ("air", "intermediaire", None),
            ("mecanique", "intermediaire", None),
        ),
        "2019-04-08",
    ),
    Employe(
        "Omar Idrissi",
        "o.idrissi",
        "Froid et ascenseurs",
        "Sud",
        ("agadir",),
        (
            ("froid", "expert", 300),
            ("levage", "avance", 44),
            ("vapeur", "avance", 122),
            ("electricite", "intermediaire", 240),
            ("air", "avance", None),
            ("mecanique", "intermediaire", None),
        ),
        "2015-02-16",
        notes="Seul technicien au sud d’Essaouira : prévoir un renfort en été.",
    ),
    Employe(
        "Khalid Benjelloun",
        "k.benjelloun",
        "Ascenseurs",
        "Rabat",
        ("rabat", "casablanca"),
        (("levage", "expert", 365), ("electricite", "avance", 88), ("mecanique", "debutant", None)),
        "2020-10-12",
        disponibilite="conge",
    ),
    Employe(
        "Driss Sabri",
        "d.sabri",
        "Mécanique",
        "Casablanca B",
        ("casablanca", "berrechid", "rabat"),
        (
            ("mecanique", "avance", None),
            ("manutention", "avance", -60),
            ("air", "debutant", None),
        ),
        "2013-05-20",
        disponibilite="indisponible",
        notes="A quitté l’entreprise ; dossiers repris par Rachid Belkadi.",
        parti=110,
    ),
)
