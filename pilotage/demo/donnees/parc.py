"""Families, and the sorts of machines met on the market, with the parts followed on their own."""

from pilotage.demo.formes import Competence, Famille, Genre, Modele

COMPETENCES: dict[str, Competence] = {
    "air": Competence("Air comprimé", "Compresseurs à vis, sécheurs, réseaux", "intermediaire"),
    "froid": Competence(
        "Froid et climatisation",
        "Production d’eau glacée, froid commercial, traitement d’air",
        "avance",
        "Attestation d’aptitude aux fluides frigorigènes",
    ),
    "vapeur": Competence(
        "Chaufferie et vapeur",
        "Générateurs de vapeur, brûleurs, traitement d’eau",
        "avance",
        "Habilitation à la conduite de générateurs de vapeur",
    ),
    "mecanique": Competence(
        "Mécanique et transmission", "Convoyeurs, réducteurs, alignement", "intermediaire"
    ),
    "manutention": Competence(
        "Engins de manutention",
        "Chariots élévateurs électriques et thermiques",
        "intermediaire",
        "Autorisation de vérification périodique",
    ),
    "electricite": Competence(
        "Énergie et groupes électrogènes",
        "Groupes, inverseurs, onduleurs, basse tension",
        "avance",
        "Habilitation électrique BR/BC",
    ),
    "levage": Competence(
        "Ascenseurs et monte-charges",
        "Machinerie, portes, sécurités",
        "avance",
        "Habilitation ascensoriste",
    ),
    "hydraulique": Competence(
        "Hydraulique et plasturgie", "Presses à injecter, centrales hydrauliques", "avance"
    ),
}

FAMILLES: dict[str, Famille] = {
    "air": Famille("Compresseurs et air comprimé", "air"),
    "froid": Famille("Groupes froids et climatisation", "froid"),
    "vapeur": Famille("Chaudières et vapeur", "vapeur"),
    "convoyage": Famille("Convoyeurs et lignes", "mecanique"),
    "manutention": Famille("Chariots élévateurs", "manutention"),
    "energie": Famille("Groupes électrogènes et onduleurs", "electricite"),
    "levage": Famille("Ascenseurs et monte-charges", "levage"),
    "plasturgie": Famille("Presses à injecter", "hydraulique"),
}

GENRES: dict[str, Genre] = {
    "compresseur": Genre(
        "air",
        (
            Modele("Atlas Copco", "GA 37 VSD+", "API######", "37 kW, 7,4 m³/min, 7,5 bars"),
            Modele("Atlas Copco", "GA 55", "AII######", "55 kW, 10,1 m³/min, 7,5 bars"),
            Modele("Kaeser", "BSD 75 T", "####-######", "37 kW, 6,9 m³/min, sécheur intégré"),
            Modele("Ingersoll Rand", "R45i", "CBV######", "45 kW, 8,1 m³/min, 8 bars"),
            Modele("Boge", "S 40-4", "5####-###", "30 kW, 5,3 m³/min, 8 bars"),
        ),
        (
            ("Moteur principal", Modele("WEG", "W22 200L", "10########", "37 kW, 400/690 V")),
            ("Cuve d’air", Modele("Baglioni", "CV 1000", "######/??", "1 000 l, PS 11 bars")),
        ),
    ),
    "secheur": Genre(
        "air",
        (
            Modele("Atlas Copco", "FD 200", "CAI######", "200 l/s, point de rosée 3 °C"),
            Modele("Kaeser", "TE 102", "####.####", "10,2 m³/min, R513A"),
        ),
    ),
    "groupe_froid": Genre(
        "froid",
        (
            Modele("Carrier", "30XA-0352", "R########", "350 kW, R134a, deux circuits à vis"),
            Modele("Trane", "RTAD 100", "EKK#####", "320 kW, R134a, air-eau"),
            Modele("Daikin", "EWAD320TZ", "G######??", "320 kW, R134a, onduleur"),
            Modele("Carrier", "30RB-160", "Y########", "160 kW, R410A, spirale"),
        ),
        (
            ("Compresseur circuit A", Modele("Bitzer", "CSH8553", "16########", "Vis, 110 m³/h")),
            ("Pompe eau glacée", Modele("Grundfos", "NB 65-160", "P#########", "11 kW, 60 m³/h")),
        ),
        "semestrielle",
    ),
    "cta": Genre(
        "froid",
        (
            Modele("CIAT", "Climaciat 100", "C#######", "10 000 m³/h, filtration G4 + F7"),
            Modele("Swegon", "Gold RX 25", "SW######", "9 000 m³/h, roue de récupération"),
        ),
    ),
    "chambre_froide": Genre(
        "froid",
        (
            Modele("Frascold", "LB-Q5", "FR######", "Froid négatif −20 °C, R449A"),
            Modele("Profroid", "Quietis QZ", "QZ#####", "Froid positif +4 °C, R448A"),
        ),
    ),
    "chaudiere": Genre(
        "vapeur",
        (
            Modele("Babcock Wanson", "BWD 30", "BW#####", "3 t/h, 10 bars, gaz/fioul"),
            Modele("Bosch", "Universal UL-S", "1#####", "2,5 t/h, 10 bars, gaz naturel"),
            Modele("Viessmann", "Vitomax 200-HS", "7######", "4 t/h, 13 bars, fioul"),
        ),
        (
            ("Brûleur", Modele("Weishaupt", "WM-G20", "4#######", "300–2 600 kW, gaz")),
            ("Pompe alimentaire", Modele("KSB", "Movitec V6", "99########", "6 m³/h, 14 bars")),
            ("Adoucisseur", Modele("Culligan", "HB 300", "CU######", "300 l de résine")),
        ),
        "mensuelle",
    ),
    "ligne": Genre(
        "convoyage",
        (
            Modele("Krones", "Ligne 12 000", "K###-####", "12 000 unités/h"),
            Modele("Intralox", "Ligne S900", "IX######", "Bande modulaire, 40 m"),
        ),
        (),
        "mensuelle",
    ),
    "convoyeur": Genre(
        "convoyage",
        (
            Modele("FlexLink", "X85", "FX#######", "Chaîne à plaques, 24 m/min"),
            Modele("Interroll", "MCP RM 8810", "IR######", "Rouleaux motorisés 24 V"),
            Modele("Habasit", "HabaFLOW F-5", "HB######", "Bande PVC 600 mm, 0,8 m/s"),
        ),
        (("Motoréducteur", Modele("SEW-Eurodrive", "R37 DRN80", "01.########", "0,75 kW, i=24")),),
        "mensuelle",
    ),
    "chariot_electrique": Genre(
        "manutention",
        (
            Modele("Jungheinrich", "EFG 216", "FN######", "1 600 kg, 48 V, levée 4 700 mm"),
            Modele("Toyota", "Traigo 48 20", "E#####", "2 000 kg, 48 V, levée 6 000 mm"),
            Modele("Still", "RX 20-18", "51####??####", "1 800 kg, 48 V"),
        ),
        (),
        "semestrielle",
    ),
    "chariot_thermique": Genre(
        "manutention",
        (
            Modele("Linde", "H25 D", "H2X39######", "2 500 kg, diesel"),
            Modele("Hyster", "H3.0FT", "L177######", "3 000 kg, diesel"),
        ),
        (),
        "semestrielle",
    ),
    "groupe_electrogene": Genre(
        "energie",
        (
            Modele("SDMO", "J250", "J25K######", "250 kVA, moteur John Deere"),
            Modele("Cummins", "C400 D5", "D0#####", "400 kVA, moteur NTA855"),
            Modele("Caterpillar", "DE330E0", "CAT00######", "330 kVA, moteur C9"),
        ),
        (
            ("Alternateur", Modele("Leroy-Somer", "LSA 46.3", "46#####/#", "250 kVA, 400 V")),
            ("Inverseur de source", Modele("Socomec", "ATyS p 630", "95######", "630 A, 4 pôles")),
        ),
        "mensuelle",
    ),
    "onduleur": Genre(
        "energie",
        (
            Modele("Schneider Electric", "Galaxy VS 40", "QD########", "40 kVA, 20 min"),
            Modele("Socomec", "Masterys GP4", "P########", "60 kVA, 15 min"),
        ),
        (),
        "annuelle",
    ),
    "ascenseur": Genre(
        "levage",
        (
            Modele("Otis", "Gen2 Comfort", "36??####", "630 kg, 8 personnes, 1 m/s"),
            Modele("Schindler", "3300", "10######", "675 kg, 9 personnes, 1 m/s"),
            Modele("KONE", "MonoSpace 500", "4#######", "1 000 kg, 13 personnes, 1,6 m/s"),
        ),
        (),
        "mensuelle",
    ),
    "monte_charge": Genre(
        "levage",
        (
            Modele("GMV", "GL 2000", "GM#####", "2 000 kg, hydraulique, 0,4 m/s"),
            Modele("Orona", "3G 8000", "OR######", "1 600 kg, accompagné"),
        ),
    ),
    "presse": Genre(
        "plasturgie",
        (
            Modele("Arburg", "Allrounder 570 S", "######", "2 200 kN, vis 50 mm"),
            Modele("Engel", "Victory 120", "#####/120", "1 200 kN, sans colonnes"),
            Modele("Haitian", "Mars MA 2500", "2#######", "2 500 kN, servohydraulique"),
            Modele("KraussMaffei", "CX 160", "6100####", "1 600 kN, vis 45 mm"),
        ),
        (
            ("Robot de prise", Modele("Sepro", "Success 22", "SR#####", "3 axes, 10 kg")),
            ("Thermorégulateur", Modele("Regloplas", "P140S", "14#####", "Eau 140 °C, 9 kW")),
        ),
    ),
}
