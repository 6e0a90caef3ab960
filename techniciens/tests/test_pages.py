"""Pages of technicians and skills: who reads what, and every change."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Navigateur
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from comptes.tests.factories import UtilisateurFactory
from interventions.models import Intervention
from interventions.tests.factories import InterventionFactory
from techniciens.models import Competence, CompetenceTechnicien, Technicien
from techniciens.tests.factories import (
    CompetenceFactory,
    CompetenceTechnicienFactory,
    TechnicienFactory,
)
from tests.saisie import envoyer, texte

LISTE = "/gestion/techniciens/"
MARQUES = ("Notes privées", "Zone secrète", "En congé", "Soudure rare")


@pytest.fixture
def marque(monde: Any) -> Technicien:
    """Technician B with a value in each column that a colleague may not see."""
    row: Technicien = monde.technicien_b
    row.notes_competences, row.zone_geographique = MARQUES[:2]
    row.disponibilite = "conge"
    row.save()
    CompetenceTechnicienFactory(technicien=row, competence__nom=MARQUES[3])
    return row


# --- Reading -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_colleague_is_seen_by_name_oneself_whole(navigateur: Any, marque: Technicien) -> None:
    url = f"{LISTE}{marque.pk}/"
    expected = {"responsable": True, "technicien": False, "autre_technicien": True}
    for qui, seen in expected.items():
        page = texte(navigateur[qui].get(url))
        assert str(marque) in page
        found = [m in page for m in (*MARQUES, marque.user.email)]
        assert found == [seen] * 5, qui


@pytest.mark.django_db
def test_the_list_tells_colleagues_no_more_than_names(navigateur: Any, marque: Technicien) -> None:
    page = texte(navigateur["technicien"].get(LISTE))
    assert str(marque) in page
    assert not [m for m in MARQUES if m in page]
    assert all(f"filtre-{n}" not in page for n in ("disponibilite", "zone_geographique"))
    assert str(marque) not in texte(navigateur["technicien"].get(f"{LISTE}?search=secrète"))
    assert str(marque) in texte(navigateur["responsable"].get(f"{LISTE}?search=secrète"))


@pytest.mark.django_db
def test_clients_have_no_business_here(navigateur: Any, monde: Any) -> None:
    assert navigateur["client"].get(LISTE).status_code == 403
    assert navigateur["client"].get(f"{LISTE}{monde.technicien_a.pk}/").status_code == 404
    assert navigateur["client"].get(f"{LISTE}competences/").status_code == 403
    assert navigateur["anonyme"].get(LISTE).status_code == 302


@pytest.mark.django_db
def test_filters(navigateur: Any, marque: Technicien, monde: Any) -> None:
    skill = Competence.objects.get(nom=MARQUES[3])
    query = f"disponibilite=conge&zone_geographique=Zone+secrète&competence_id={skill.pk}"
    page = texte(navigateur["responsable"].get(f"{LISTE}?{query}&equipe=Équipe+A&ordering=equipe"))
    assert str(marque) in page
    assert str(monde.technicien_a) not in page
    for chip in ("Disponibilité : En congé", "Compétence : Soudure rare"):
        assert chip in page
    empty = navigateur["responsable"].get(f"{LISTE}?search=introuvable")
    assert "Aucun technicien ne correspond" in texte(empty)
    assert navigateur["responsable"].get(f"{LISTE}?disponibilite=rare").status_code == 422


@pytest.mark.django_db
def test_nobody_yet(client: Navigateur, responsable: Any) -> None:
    client.force_login(responsable)
    assert "puis son profil" in texte(client.get(LISTE))
    assert "Nommez ce que demande votre métier" in texte(client.get(f"{LISTE}competences/"))
    assert "Demandez à un administrateur" in texte(client.get(f"{LISTE}nouveau/"))


@pytest.mark.django_db
@pytest.mark.parametrize(("qui", "requetes"), [("responsable", 8), ("technicien", 7)])
@pytest.mark.parametrize("nombre", [3, 30])
def test_the_list_costs_the_same_for_few_and_many(
    *,
    navigateur: Any,
    monde: Any,
    qui: str,
    requetes: int,
    nombre: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    CompetenceTechnicienFactory.create_batch(nombre)
    with django_assert_num_queries(requetes):
        navigateur[qui].get(LISTE)


@pytest.mark.django_db
def test_certificates_that_end_are_said(navigateur: Any, monde: Any) -> None:
    today = timezone.localdate()
    for name, days in (("Passée", -1), ("Aujourd’hui", 0), ("Proche", 60), ("Loin", 61)):
        CompetenceTechnicienFactory(
            technicien=monde.technicien_a,
            competence__nom=name,
            certification_expire_le=today + timedelta(days),
        )
    CompetenceTechnicienFactory(technicien=monde.technicien_a, competence__nom="Sans")
    page = navigateur["technicien"].get(f"{LISTE}{monde.technicien_a.pk}/")
    said = {m.niveau.competence.nom: (m.perimee, m.bientot) for m in page.context["niveaux"]}
    assert said == {
        "Passée": (True, False),
        "Aujourd’hui": (False, True),
        "Proche": (False, True),
        "Loin": (False, False),
        "Sans": (False, False),
    }
    assert texte(page).count("Expire bientôt") == 2
    assert texte(page).count("Expirée") == 1


# --- Writing -----------------------------------------------------------------------------------


def _releve() -> list[Any]:
    models = (Technicien, CompetenceTechnicien, Competence)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.django_db
def test_nobody_else_writes_and_nothing_changed(navigateur: Any, marque: Technicien) -> None:
    skill = Competence.objects.get()
    paths = [
        "nouveau/",
        f"{marque.pk}/modifier/",
        f"{marque.pk}/archiver/",
        f"{marque.pk}/competences/nouvelle/",
        f"{marque.pk}/competences/{skill.pk}/",
        f"{marque.pk}/competences/{skill.pk}/retirer/",
        "competences/nouvelle/",
        f"competences/{skill.pk}/modifier/",
    ]
    before = _releve()
    for path in paths:
        for qui in ("technicien", "autre_technicien"):
            assert navigateur[qui].get(LISTE + path).status_code == 403
            assert navigateur[qui].post(LISTE + path, {"nom": "Pirate"}).status_code == 403
        client = navigateur["client"].post(LISTE + path, {"nom": "Pirate"})
        assert client.status_code == (404 if str(marque.pk) in path or "modifier" in path else 403)
        assert navigateur["anonyme"].post(LISTE + path).status_code == 302
    assert _releve() == before


@pytest.mark.django_db
def test_creating_a_profile(client: Navigateur, responsable: Any) -> None:
    client.force_login(responsable)
    user = UtilisateurFactory(technicien=True, full_name="Rachid Amrani")
    UtilisateurFactory(technicien=True, is_active=False)
    TechnicienFactory()
    page = client.get(f"{LISTE}nouveau/?user={user.pk}")
    assert [str(o) for o in page.context["form"].fields["user"].queryset] == ["Rachid Amrani"]
    answer = envoyer(client, f"{LISTE}nouveau/?user={user.pk}", specialite="Hydraulique")
    row = Technicien.objects.get(user=user)
    assert answer["Location"] == f"{LISTE}{row.pk}/"
    assert row.specialite == "Hydraulique"
    again = client.post(f"{LISTE}nouveau/", {"user": user.pk, "disponibilite": "disponible"})
    assert again.status_code == 422
    assert "user" in again.context["form"].errors


@pytest.mark.django_db
def test_an_administrator_is_led_to_the_account_first(client: Navigateur, admin: Any) -> None:
    client.force_login(admin)
    assert "/gestion/utilisateurs/nouveau/" in texte(client.get(f"{LISTE}nouveau/?user=abc"))


@pytest.mark.django_db
def test_changing_a_profile(client: Navigateur, responsable: Any, technicien: Any) -> None:
    client.force_login(responsable)
    url = f"{LISTE}{technicien.pk}/modifier/"
    assert "user" not in client.get(url).context["form"].fields
    answer = envoyer(client, url, disponibilite="formation", date_embauche="2019-03-04")
    assert answer["Location"] == f"{LISTE}{technicien.pk}/"
    technicien.refresh_from_db()
    assert (technicien.disponibilite, str(technicien.date_embauche)) == ("formation", "2019-03-04")
    wrong = envoyer(client, url, date_embauche="hier", specialite="Tapée")
    assert wrong.status_code == 422
    assert 'value="Tapée"' in texte(wrong)


@pytest.mark.django_db
def test_skills_come_change_and_go(client: Navigateur, responsable: Any, technicien: Any) -> None:
    client.force_login(responsable)
    skill = CompetenceFactory(nom="Froid industriel")
    base = f"{LISTE}{technicien.pk}/competences/"
    answer = envoyer(client, f"{base}nouvelle/", competence=skill.pk, niveau="avance")
    assert answer["Location"] == f"{LISTE}{technicien.pk}/"
    held = CompetenceTechnicien.objects.get(technicien=technicien)
    assert (held.competence, held.niveau) == (skill, "avance")
    page = client.get(f"{base}{skill.pk}/")
    assert "Froid industriel" in texte(page)
    envoyer(client, f"{base}{skill.pk}/", niveau="expert", certification_expire_le="2027-01-31")
    held.refresh_from_db()
    assert (held.niveau, str(held.certification_expire_le)) == ("expert", "2027-01-31")
    shown = texte(client.get(f"{LISTE}{technicien.pk}/"))
    assert f"{base}{skill.pk}/retirer/" in shown
    assert envoyer(client, f"{base}{skill.pk}/retirer/").status_code == 302
    assert not CompetenceTechnicien.objects.exists()
    assert client.get(f"{base}{skill.pk}/").status_code == 404
    assert client.post(f"{base}{skill.pk}/retirer/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("competence", ""),
        ("competence", "abc"),
        ("competence", "999999"),
        ("niveau", "maitre"),
        ("certification_expire_le", "31/01/2027"),
        ("certification_expire_le", "9999-01-01"),
    ],
)
def test_what_a_skill_held_may_not_be(
    *, client: Navigateur, responsable: Any, technicien: Any, champ: str, valeur: str
) -> None:
    client.force_login(responsable)
    good = {"competence": CompetenceFactory().pk, "niveau": "expert"}
    url = f"{LISTE}{technicien.pk}/competences/nouvelle/"
    answer = envoyer(client, url, **{**good, champ: valeur})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [champ]
    assert not CompetenceTechnicien.objects.exists()


@pytest.mark.django_db
def test_another_skill_is_not_changed_through_this_one(
    client: Navigateur, responsable: Any, technicien: Any
) -> None:
    client.force_login(responsable)
    held, other = CompetenceTechnicienFactory(technicien=technicien), CompetenceFactory()
    url = f"{LISTE}{technicien.pk}/competences/{held.competence_id}/"
    assert envoyer(client, url, competence=other.pk, niveau="expert").status_code == 422
    assert CompetenceTechnicien.objects.get().competence_id == held.competence_id


@pytest.mark.django_db
def test_the_list_of_skills(client: Navigateur, responsable: Any, technicien: Any) -> None:
    client.force_login(responsable)
    answer = envoyer(client, f"{LISTE}competences/nouvelle/", nom="Soudure", niveau_requis="expert")
    assert answer["Location"] == f"{LISTE}competences/"
    skill = Competence.objects.get(nom="Soudure")
    assert envoyer(client, f"{LISTE}competences/nouvelle/", nom="Soudure").status_code == 422
    url = f"{LISTE}competences/{skill.pk}/modifier/"
    assert envoyer(client, url, certification="Licence").status_code == 302
    skill.refresh_from_db()
    assert (skill.certification, skill.niveau_requis) == ("Licence", "expert")
    CompetenceTechnicienFactory(technicien=technicien, competence=skill)
    page = texte(client.get(f"{LISTE}competences/"))
    assert f"{LISTE}?competence_id={skill.pk}" in page


@pytest.mark.django_db
def test_a_profile_with_open_work_is_put_away_in_two_steps(
    client: Navigateur, responsable: Any, technicien: Any
) -> None:
    client.force_login(responsable)
    row = InterventionFactory(technicien=technicien, par=responsable, etat="affectee")
    url = f"{LISTE}{technicien.pk}/archiver/"
    assert row.numero not in texte(client.get(url))
    shown = envoyer(client, url)
    assert shown.status_code == 409
    assert row.numero in texte(shown)
    assert client.post(url, {"interventions_vues": [row.pk]}).status_code == 302
    technicien.refresh_from_db()
    assert technicien.archive_le is not None
    assert Intervention.objects.get(pk=row.pk).technicien_id is None
    assert str(technicien) not in texte(client.get(LISTE))
    assert str(technicien) in texte(client.get(f"{LISTE}?archives=true"))
    assert "/modifier/" not in texte(client.get(f"{LISTE}{technicien.pk}/"))


@pytest.mark.django_db
def test_a_profile_s_work_is_handed_over(
    client: Navigateur, responsable: Any, technicien: Any
) -> None:
    client.force_login(responsable)
    colleague = TechnicienFactory()
    row = InterventionFactory(technicien=technicien, par=responsable, etat="en_attente")
    url = f"{LISTE}{technicien.pk}/archiver/"
    assert f'<option value="{colleague.pk}"' in texte(envoyer(client, url))
    assert client.post(url, {"successeur_id": colleague.pk}).status_code == 302
    assert Intervention.objects.get(pk=row.pk).technicien_id == colleague.pk


@pytest.mark.django_db
def test_a_shut_account_is_said_on_the_profile(client: Navigateur, responsable: Any) -> None:
    client.force_login(responsable)
    row = TechnicienFactory(user__is_active=False)
    assert "Compte désactivé" in texte(client.get(f"{LISTE}{row.pk}/"))
    assert "Compte désactivé" in texte(client.get(LISTE))
