"""The board, its rows and its gestures, the month and the list: what they show, and to whom."""

from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test import Client as Navigateur
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import VersionPerimee
from interventions import services as interventions
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from planning import services
from planning.models import Creneau, Reservation
from planning.tests.factories import DEBUT, HEURE, AbsenceFactory, CreneauFactory
from techniciens.models import Technicien
from tests.fixtures import Monde

pytestmark = pytest.mark.django_db
Navigateurs = dict[str, Navigateur]
TABLEAU = reverse("planning:tableau")
DONNEES = reverse("planning:donnees")
# DEBUT is Wednesday 2 June 2027, 9:00; minutes since Monday's midnight.
MERCREDI = 2 * 1440
SEMAINE = {"du": "2027-06-02"}


def _lire(navigateur: Navigateur, **requete: Any) -> dict[str, Any]:
    answer = navigateur.get(DONNEES, SEMAINE | requete)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = orjson.loads(answer.content)
    return found


def _creneau(monde: Monde, **options: Any) -> Creneau:
    options.setdefault("intervention", monde.intervention_a)
    row: Creneau = CreneauFactory(par=monde.responsable, **({"debut": DEBUT} | options))
    return row


def _geste(navigateur: Navigateur, nom: str, pk: int, **champs: Any) -> tuple[int, Any]:
    answer = navigateur.post(reverse(f"planning:{nom}", args=[pk]), champs)
    return answer.status_code, orjson.loads(answer.content)


def _heures(jour: str, de: str, a: str) -> dict[str, str]:
    return {"debut": f"{jour}T{de}", "fin": f"{jour}T{a}"}


MATIN = _heures("2027-06-02", "09:00", "11:00")


def test_les_lignes_du_tableau(monde: Monde, navigateur: Navigateurs) -> None:
    slot = _creneau(monde)
    away = AbsenceFactory(technicien=monde.technicien_b, debut=DEBUT + 24 * HEURE)
    data = _lire(navigateur["responsable"])
    assert (data["du"], data["n"]) == ("2027-05-31", 7)
    people = {row[0]: row for row in data["t"]}
    assert people.keys() >= {monde.technicien_a.pk, monde.technicien_b.pk}
    bar = data["s"][0]
    assert bar[:5] == [slot.pk, monde.technicien_a.pk, MERCREDI + 540, MERCREDI + 660, 1]
    assert bar[7] & 3 == 3  # open, may be dragged
    assert data["k"] == {
        str(monde.intervention_a.client_id): monde.intervention_a.client.nom_entreprise
    }
    # Two hours of Wednesday's eight.
    assert people[monde.technicien_a.pk][3][2] == [120, 480]
    shades = {(row[0], row[3]) for row in data["f"]}
    assert {(monde.technicien_b.pk, away.nature), (monde.technicien_a.pk, "ferie")} <= shades
    # That Sunday begins the year 1449; the next one is a day of rest.
    later = _lire(navigateur["responsable"], du="2027-06-09")
    assert "repos" in {row[3] for row in later["f"]}
    # Of a day, the hours around work are shaded too.
    day = _lire(navigateur["responsable"], vue="jour")
    assert {row[3] for row in day["f"]} == {"hors"}
    assert day["s"][0][2] == 540


def test_304_tant_que_rien_ne_change(monde: Monde, navigateur: Navigateurs) -> None:
    staff = navigateur["admin"]
    slot = _creneau(monde)
    tag = staff.get(DONNEES, SEMAINE)["ETag"]
    same = {"If-None-Match": tag}
    assert staff.get(DONNEES, SEMAINE, headers=same).status_code == 304
    services.confirmer(par=monde.responsable, creneau_id=slot.pk)
    assert staff.get(DONNEES, SEMAINE, headers=same).status_code == 200


def test_le_cout_ne_depend_pas_du_nombre(monde: Monde, navigateur: Navigateurs) -> None:
    staff = navigateur["responsable"]

    def cost(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert staff.get(path, SEMAINE).status_code == 200
        return len(seen)

    _creneau(monde)
    cost(TABLEAU)
    before = cost(DONNEES), cost(TABLEAU)
    for n in range(1, 4):
        _creneau(monde, intervention=InterventionFactory(etat="affectee"), debut=DEBUT + n * HEURE)
        InterventionFactory(equipement=monde.machine_a)
    assert (cost(DONNEES), cost(TABLEAU)) == before
    assert 3 < before[0] < before[1] <= 12


def test_les_filtres_et_les_adresses_fausses(monde: Monde, navigateur: Navigateurs) -> None:
    staff = navigateur["responsable"]
    Technicien.objects.filter(pk=monde.technicien_a.pk).update(equipe="Nord", zone_geographique="R")
    _creneau(monde)
    for query in ({"equipe": "Nord"}, {"zone": "R"}, {"equipe": "Nord", "zone": "R"}):
        assert [row[0] for row in _lire(staff, **query)["t"]] == [monde.technicien_a.pk]
    assert _lire(staff, equipe="Sud")["t"] == []
    assert _lire(staff, competence="999")["t"] == []
    # A client's filter hides nobody's time.
    assert len(_lire(staff, client=str(monde.intervention_b.client_id))["s"]) == 1
    wrong: list[dict[str, str]] = [
        {"vue": "siecle"},
        {"du": "hier"},
        {"client": "x"},
        {"competence": "0"},
        {"page": "9999"},
        {"equipe": "x" * 200},
    ]
    for query in wrong:
        assert staff.get(TABLEAU, query).status_code == 422, query
    assert staff.get(DONNEES, {"vue": "mois"}).status_code == 422


def test_les_filtres_sont_lus_quand_on_les_demande(monde: Monde, navigateur: Navigateurs) -> None:
    _creneau(monde)
    asked = SEMAINE | {"filtres": "1"}
    firm, other = monde.intervention_a.client, monde.intervention_b.client
    option = '<option value="{}"{}>'.format
    pages = [navigateur["responsable"].get(TABLEAU, query) for query in (SEMAINE, asked)]
    shut, whole = (page.content.decode() for page in pages)
    assert 'href="?vue=semaine&amp;du=2027-05-31&amp;filtres=1"' in shut
    assert "filtre-client" not in shut
    for text in (whole, _fragment(navigateur["responsable"], asked)):
        assert option(firm.pk, "") in text
        assert option(other.pk, "") not in text  # nothing of theirs in that week
    assert "<title>" in whole
    chosen = _fragment(navigateur["admin"], asked | {"client": str(other.pk)})
    assert option(other.pk, " selected") in chosen
    for role in ("technicien", "client"):
        assert "panneau-filtres" not in navigateur[role].get(TABLEAU, asked).content.decode()


def test_la_table_est_lue_quand_on_la_demande(monde: Monde, navigateur: Navigateurs) -> None:
    """The board has its rows as data, and an address where they are a table."""
    Intervention.objects.filter(pk=monde.intervention_a.pk).update(titre="Vérin </script> & co")
    _creneau(monde)
    staff, asked = navigateur["responsable"], SEMAINE | {"forme": "table"}
    board = staff.get(TABLEAU, SEMAINE).content.decode()
    assert 'class="planning-semaine"' not in board
    assert "Vérin \\u003c/script\\u003e \\u0026 co" in board
    assert "url=?vue=semaine&amp;du=2027-05-31&amp;forme=table" in board  # who has no script
    whole = staff.get(TABLEAU, asked).content.decode()
    for text in (whole, _fragment(staff, asked)):
        assert 'class="planning-semaine"' in text
        assert "Vérin &lt;/script&gt; &amp; co" in text
    assert "planning-donnees" not in whole
    assert "du=2027-06-07&amp;forme=table" in whole  # one goes on as one came
    assert staff.get(TABLEAU, SEMAINE | {"forme": "nuage"}).status_code == 422
    # Who only looks has the table, and nothing to ask for.
    seen = navigateur["technicien"].get(TABLEAU, SEMAINE).content.decode()
    assert 'class="planning-semaine"' in seen
    assert "forme=table" not in seen


def _fragment(navigateur: Navigateur, requete: dict[str, str]) -> str:
    answer = navigateur.get(TABLEAU, requete, headers={"HX-Request": "true"})
    assert "HX-Request" in answer.headers["Vary"]
    text: str = answer.content.decode()
    assert "<title>" not in text
    return text


def test_chacun_voit_le_sien(monde: Monde, navigateur: Navigateurs) -> None:
    mine, other = monde.intervention_a, monde.intervention_b
    _creneau(monde)
    _creneau(monde, intervention=other)
    firms = {mine.client.nom_entreprise, other.client.nom_entreprise}
    for vue in ("semaine", "jour", "mois", "liste"):
        seen = {
            who: navigateur[who].get(TABLEAU, SEMAINE | {"vue": vue}).content.decode()
            for who in ("responsable", "technicien", "client")
            if who != "client" or vue in ("mois", "liste")
        }
        for who, page in seen.items():
            assert mine.titre in page, (vue, who)
            assert (other.titre in page) is (who == "responsable"), (vue, who)
            if who == "client":
                assert not [
                    firm for firm in firms if firm in page and firm != mine.client.nom_entreprise
                ]
    assert navigateur["client"].get(TABLEAU, {"vue": "semaine"}).status_code == 422


def test_a_planifier_les_urgentes_dabord(monde: Monde, navigateur: Navigateurs) -> None:
    staff, path = navigateur["responsable"], reverse("planning:a_planifier")
    wanted: dict[str, dict[str, Any]] = {
        "Tranquille": {"priorite": "basse"},
        "Bientôt due": {"date_limite": DEBUT},
        "Due plus tard": {"date_limite": DEBUT + 48 * HEURE},
        "Très urgente": {"priorite": "urgente"},
    }
    rows = {
        name: InterventionFactory(equipement=monde.machine_a, titre=name, **options)
        for name, options in wanted.items()
    }
    page = staff.get(path).content.decode()
    order = ["Très urgente", "Bientôt due", "Due plus tard", "Tranquille"]
    places = [page.index(name) for name in order]
    assert places == sorted(places)
    found = staff.get(path, {"search": "tranquille"}, headers={"HX-Request": "true"})
    text = found.content.decode()
    assert ("Tranquille" in text, "Très urgente" in text, "<html" in text) == (True, False, False)
    services.planifier(
        par=monde.responsable,
        intervention_id=rows["Très urgente"].pk,
        date_debut=DEBUT,
        date_fin=DEBUT + HEURE,
    )
    assert "Très urgente" not in staff.get(path).content.decode()
    assert _lire(staff)["t"][0][:2] == [0, "Sans technicien"]
    assert "Rien ne correspond" in staff.get(path, {"search": "zzzz"}).content.decode()


def test_poser_puis_defaire(monde: Monde, navigateur: Navigateurs) -> None:
    staff, row = navigateur["responsable"], InterventionFactory(equipement=monde.machine_a)
    who = monde.technicien_b.pk
    status, said = _geste(staff, "poser", row.pk, **MATIN, technicien=who)
    assert (status, Reservation.objects.get().technicien_id) == (200, who)
    assert row.numero in said["message"]
    assert _geste(staff, "poser", row.pk, **MATIN, technicien=who)[0] == 409
    undo = said["defaire"]
    assert staff.post(undo["url"], undo["champs"]).status_code == 200
    row.refresh_from_db()
    assert (row.statut, row.technicien_id, row.date_planifiee) == ("ouverte", None, None)
    # Work that somebody had goes back to him.
    held = monde.intervention_a
    undo = _geste(staff, "poser", held.pk, **MATIN, technicien=who)[1]["defaire"]
    assert staff.post(undo["url"], undo["champs"]).status_code == 200
    held.refresh_from_db()
    assert (held.technicien_id, Creneau.objects.count()) == (monde.technicien_a.pk, 0)


def test_deplacer_vers_un_autre_puis_defaire(monde: Monde, navigateur: Navigateurs) -> None:
    staff, slot = navigateur["responsable"], _creneau(monde)
    services.confirmer(par=monde.responsable, creneau_id=slot.pk)
    # Who gets it is taken where it was, not where it goes.
    _creneau(monde, intervention=InterventionFactory(etat="affectee"), debut=DEBUT)
    sent = _heures("2027-06-03", "14:00", "16:00") | {"version": 2}
    a, b = monde.technicien_a.pk, monde.technicien_b.pk
    status, said = _geste(staff, "deplacer", slot.pk, **sent, technicien=b, tenu=a)
    assert status == 200, said
    moved = Creneau.objects.get(pk=slot.pk)
    assert (moved.date_debut, moved.confirme) == (DEBUT + 29 * HEURE, False)
    assert Reservation.objects.get(planning=slot).technicien_id == b
    undo = said["defaire"]
    assert staff.post(undo["url"], undo["champs"]).status_code == 200
    back = Creneau.objects.get(pk=slot.pk)
    assert (back.date_debut, back.confirme) == (DEBUT, True)
    assert Reservation.objects.get(planning=slot).technicien_id == a
    # Onto nobody's row: the work is open again, its slot stays.
    sent = MATIN | {"version": back.version, "tenu": a}
    assert _geste(staff, "deplacer", slot.pk, **sent)[0] == 200
    assert Intervention.objects.get(pk=slot.intervention_id).statut == "ouverte"
    assert not Reservation.objects.filter(planning=slot).exists()


def test_le_second_voit_le_geste_du_premier(monde: Monde, navigateur: Navigateurs) -> None:
    slot, a = _creneau(monde), monde.technicien_a.pk
    services.deplacer(par=monde.responsable, creneau_id=slot.pk, nouvelle_date=DEBUT + 24 * HEURE)
    sent = MATIN | {"technicien": a, "tenu": a, "version": 1}
    status, said = _geste(navigateur["admin"], "deplacer", slot.pk, **sent)
    assert (status, said["perime"]) == (409, True)
    assert str(monde.responsable) in said["detail"]
    # Assigning to another does not raise the slot's version; it is noticed all the same.
    interventions.affecter(
        intervention_id=slot.intervention_id,
        par=monde.responsable,
        technicien_id=monde.technicien_b.pk,
    )
    version = Creneau.objects.get().version
    status, said = _geste(navigateur["admin"], "deplacer", slot.pk, **sent | {"version": version})
    assert (status, said["perime"]) == (409, True)
    with pytest.raises(VersionPerimee):
        services.reprendre(
            par=monde.admin, creneau_id=slot.pk, technicien_id=a, version=version - 1
        )


def test_un_refus_dit_quand_et_si_un_motif_suffit(monde: Monde, navigateur: Navigateurs) -> None:
    staff, a = navigateur["responsable"], monde.technicien_a.pk
    _creneau(monde)
    row = InterventionFactory(equipement=monde.machine_a)
    status, said = _geste(staff, "poser", row.pk, **MATIN, technicien=a)
    assert (status, said["motif"]) == (409, False)
    assert said["libre"] == _heures("2027-06-02", "11:00", "13:00") | {"texte": "Placer à 11:00"}
    AbsenceFactory(technicien=monde.technicien_b, debut=DEBUT)
    sent = MATIN | {"technicien": monde.technicien_b.pk}
    status, said = _geste(staff, "poser", row.pk, **sent)
    assert (status, said["motif"]) == (409, True)
    assert _geste(staff, "poser", row.pk, **sent, motif="Il accepte")[0] == 200


def test_un_geste_mal_dit(monde: Monde, navigateur: Navigateurs) -> None:
    staff, slot = navigateur["responsable"], _creneau(monde)
    wrong: list[dict[str, Any]] = [
        {},
        MATIN | {"technicien": "x"},
        MATIN | {"debut": "demain"},
        _heures("2027-06-02", "11:00", "09:00"),
        MATIN | {"technicien": 999_999},
    ]
    for sent in wrong:
        for nom, pk in (("poser", monde.intervention_b.pk), ("deplacer", slot.pk)):
            known = {"version": 1, "tenu": monde.technicien_a.pk}
            status, said = _geste(staff, nom, pk, **known | sent)
            assert status == 422, (nom, sent, said)
            assert said["detail"]
    assert _geste(staff, "reprendre", slot.pk)[0] == 422


def test_le_panneau_rend_son_formulaire_puis_le_dit(monde: Monde, navigateur: Navigateurs) -> None:
    staff, htmx = navigateur["responsable"], {"HX-Request": "true"}
    row = InterventionFactory(equipement=monde.machine_a)
    path = reverse("planning:planifier", args=[row.pk])
    asked = {"debut": "2027-06-02T14:00", "fin": "2027-06-02T15:00", "depuis": "tableau"}
    shown = staff.get(path, asked | {"technicien": monde.technicien_b.pk}, headers=htmx)
    text = shown.content.decode()
    assert "<html" not in text
    assert 'value="2027-06-02T14:00"' in text
    sent = {"date_debut": "2027-06-02T09:00", "date_fin": "2027-06-02T11:00"}
    _creneau(monde)
    taken = sent | {"technicien": monde.technicien_a.pk}
    refused = staff.post(f"{path}?depuis=tableau", taken, headers=htmx)
    assert refused.status_code == 409
    assert "Placer " in refused.content.decode()
    done = staff.post(f"{path}?depuis=tableau", sent, headers=htmx)
    assert done.status_code == 204
    said = orjson.loads(done["HX-Trigger"])["planning:fait"]
    assert said["defaire"]["url"] == reverse("planning:reprendre", args=[said["creneau"]])
    # The same form as a page goes back to the board.
    change = reverse("planning:modifier", args=[said["creneau"]])
    later = sent | {"date_debut": "2027-06-03T09:00", "date_fin": "2027-06-03T10:00", "version": 1}
    answer = staff.post(f"{change}?depuis=tableau", later)
    assert answer["Location"] == f"{TABLEAU}?du=2027-06-03"


def test_les_mois_et_leurs_jours(monde: Monde, navigateur: Navigateurs) -> None:
    staff = navigateur["responsable"]
    for n in range(5):
        row = InterventionFactory(etat="affectee", titre=f"Visite {n}")
        _creneau(monde, intervention=row, debut=DEBUT + n * HEURE / 2, heures=1)
    page = staff.get(TABLEAU, {"vue": "mois", "du": "2027-06-15"})
    weeks = page.context["semaines"]
    days = {day.date: day for week in weeks for day in week}
    assert all(len(week) == 7 for week in weeks)
    busy = days[date(2027, 6, 2)]
    assert (busy.total, len(busy.barres), busy.encore) == (5, 3, 2)
    assert "et 2 autres" in page.content.decode()
    assert not days[date(2027, 5, 31)].dedans
    # Filters count there too.
    none = staff.get(TABLEAU, {"vue": "mois", "du": "2027-06-15", "equipe": "Ailleurs"})
    assert not sum(day.total for week in none.context["semaines"] for day in week)
    around = page.context["fenetre"]
    assert (around.precedente, around.suivante) == (date(2027, 5, 1), date(2027, 7, 1))
    assert around.dernier == date(2027, 7, 1) - timedelta(days=1)
