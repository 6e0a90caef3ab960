"""Who gets which signal, and whom the door turns away: over sockets of the application."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client as Navigateur
from django.utils import timezone

from comptes import sessions
from comptes.api.authentification import jetons
from comptes.choices import GenreSession
from comptes.models import Session, Utilisateur
from core.models import Evenement
from core.outbox.abonnes import Remise
from direct import connexion, diffusion, salle, signaux
from direct.porte import porte
from equipements.models import Equipement
from equipements.services import modifier_equipement
from interventions import services
from interventions.models import Commentaire, Intervention
from mif_erp import prises
from planning import services as planning
from techniciens.models import Technicien
from tests.fixtures import ACTEURS, Monde

pytestmark = pytest.mark.django_db

HOTE = b"testserver"
ICI = [(b"host", HOTE), (b"origin", b"http://testserver")]


@pytest.fixture(autouse=True)
def _vite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(salle, "PAS", 0.02)
    monkeypatch.setattr(salle, "REVUE", 0.05)
    # The test's own connection, in its transaction, is not to be closed.
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)


def _temoin(navigateur: Navigateur) -> list[tuple[bytes, bytes]]:
    cookies = "; ".join(f"{k}={m.value}" for k, m in navigateur.cookies.items())
    return [*ICI, (b"cookie", cookies.encode())]


def _remise(evenement: Evenement) -> Remise:
    return Remise(
        cle="",
        evenement_id=evenement.pk,
        type=evenement.type,
        version_schema=1,
        donnees=evenement.donnees,
        cree_le=evenement.cree_le,
        request_id="",
        essai=1,
    )


def _livrer_depuis(pk: int) -> None:
    """What the relay does with each event that real time wants."""
    for event in Evenement.objects.filter(pk__gt=pk, type__in=signaux.TYPES).order_by("pk"):
        diffusion.livrer(_remise(event))


class Prise(ApplicationCommunicator):
    """A socket of a test."""

    def __init__(self, headers: Any, chemin: str = "/ws/", *, application: Any = porte) -> None:
        super().__init__(application, {"type": "websocket", "path": chemin, "headers": headers})

    async def connect(self) -> bool:
        await self.send_input({"type": "websocket.connect"})
        accepted: bool = (await self.receive_output(timeout=5))["type"] == "websocket.accept"
        return accepted

    async def disconnect(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=5)

    async def dire(self, message: Any) -> None:
        await self.envoyer(text=json.dumps(message))

    async def envoyer(self, **trame: Any) -> None:
        await self.send_input({"type": "websocket.receive", **trame})

    async def entendre(self) -> Any:
        return json.loads((await self.receive_output(timeout=5))["text"])

    async def entrer(self) -> "Prise":
        assert await self.connect()
        assert (await self.entendre())["t"] == "bonjour"
        return self

    async def fin(self) -> int:
        """The code by which the server closes it; what is said before does not count."""
        while (output := await self.receive_output(timeout=5))["type"] != "websocket.close":
            pass
        await self.wait(timeout=5)
        code: int = output["code"]
        return code

    async def reste(self) -> set[tuple[str, int]]:
        """Every signal that is on its way."""
        await self.dire({"t": "abonner", "canaux": []})
        found = set()
        while (said := await self.entendre())["t"] != "bonjour":
            found.add((said["t"], said["id"]))
        return found


def jouer(scenario: Callable[[], Awaitable[None]]) -> None:
    async_to_sync(scenario)()
    assert len(salle.salle) == 0
    assert salle.salle.boucle is None


def _actes(monde: Monde) -> dict[str, Callable[[], Any]]:
    """Something on each channel that is firm A's and technician A's alone."""
    work, chef = monde.intervention_a.pk, monde.responsable

    def absenter() -> None:
        start = timezone.now() + timedelta(days=30)
        planning.creer_absence(
            par=chef,
            technicien_id=monde.technicien_a.pk,
            debut=start,
            fin=start + timedelta(days=1),
        )

    return {
        "interventions": lambda: services.modifier(
            intervention_id=work, par=chef, champs={"titre": "Autre"}
        ),
        "messages": lambda: services.commenter(
            intervention_id=work, par=chef, texte="Bonjour", visible_client=True
        ),
        "interne": lambda: services.commenter(
            intervention_id=work, par=chef, texte="Entre nous", visible_client=False
        ),
        "equipements": lambda: modifier_equipement(
            par=chef, equipement_id=monde.machine_a.pk, champs={"statut": "panne"}
        ),
        "techniciens": absenter,
    }


def _qui_voit(t: str, pk: int, user: Utilisateur) -> bool:
    """The rule that pages and API go by."""
    models: dict[str, Any] = {
        "intervention": Intervention,
        "message": Intervention,
        "equipement": Equipement,
        "technicien": Technicien,
    }
    seen: bool = models[t].objects.visible_to(user).filter(pk=pk).exists()
    if t == "technicien":  # colleagues are seen by name only
        return seen and (user.role != "technicien" or user.technicien.pk == pk)
    return seen


@pytest.mark.parametrize(
    "acte", ["interventions", "messages", "interne", "equipements", "techniciens"]
)
def test_chacun_ecoute_ce_qu_il_voit(
    monde: Monde, navigateur: dict[str, Navigateur], acte: str
) -> None:
    """Six accounts on every channel: those that see the row hear of it, strangers never do."""
    users = {nom: monde.compte(nom) for nom in ACTEURS}
    last = Evenement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    heard: dict[str, set[tuple[str, int]]] = {}

    def agir() -> None:
        _actes(monde)[acte]()
        _livrer_depuis(last)

    async def scenario() -> None:
        opened = {nom: await Prise(_temoin(navigateur[nom])).entrer() for nom in ACTEURS}
        await sync_to_async(agir)()
        for nom, prise in opened.items():
            heard[nom] = await prise.reste()
            await prise.disconnect()

    jouer(scenario)
    told = set().union(*heard.values())
    assert told, "nobody heard anything"
    wanted = {nom: {s for s in told if _qui_voit(*s, user)} for nom, user in users.items()}
    if acte == "interne":
        assert not Commentaire.objects.visible_to(users["client"]).filter(texte="Entre nous")
        wanted["client"] = set()
    assert heard == wanted
    assert heard["autre_client"] == heard["autre_technicien"] == set()
    assert heard["technicien"]


def test_une_adresse_par_canal(monde: Monde, navigateur: dict[str, Navigateur]) -> None:
    last = Evenement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found: dict[str, set[tuple[str, int]]] = {}

    def agir() -> None:
        _actes(monde)["messages"]()
        _livrer_depuis(last)

    async def scenario() -> None:
        names = ["interventions", "messages", "equipements", "techniciens", "notifications"]
        opened = {
            n: await Prise(_temoin(navigateur["client"]), f"/ws/{n}/").entrer() for n in names
        }
        await sync_to_async(agir)()
        for nom, prise in opened.items():
            found[nom] = await prise.reste()
            await prise.disconnect()

    jouer(scenario)
    pk = monde.intervention_a.pk
    assert found == {name: set() for name in found} | {
        "interventions": {("intervention", pk)},
        "messages": {("message", pk)},
    }


def _desactiver(user: Utilisateur) -> None:
    Utilisateur.objects.filter(pk=user.pk).update(is_active=False)


def _terminer(user: Utilisateur) -> None:
    Session.objects.filter(utilisateur=user).update(terminee_le=timezone.now())


def _autre_mot_de_passe(user: Utilisateur) -> None:
    user.set_password("un autre mot de passe 2026")
    user.save(update_fields=["password"])


@pytest.mark.parametrize("couper", [_desactiver, _terminer, _autre_mot_de_passe])
def test_qui_n_est_plus_admis_est_coupe(
    monde: Monde,
    navigateur: dict[str, Navigateur],
    couper: Callable[[Utilisateur], None],
) -> None:

    async def scenario() -> None:
        prise = await Prise(_temoin(navigateur["technicien"])).entrer()
        autre = await Prise(_temoin(navigateur["responsable"])).entrer()
        await sync_to_async(couper)(monde.technicien_a.user)
        assert await prise.fin() == 4401
        assert await autre.reste() == set()
        await autre.disconnect()

    jouer(scenario)


def test_un_compte_ferme_n_entend_plus_rien_avant_la_revue(
    monde: Monde, navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salle, "REVUE", 60)
    last = Evenement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def agir() -> None:
        _desactiver(monde.technicien_a.user)
        _actes(monde)["interventions"]()
        _livrer_depuis(last)

    async def scenario() -> None:
        prise = await Prise(_temoin(navigateur["technicien"])).entrer()
        await sync_to_async(agir)()
        assert await prise.reste() == set()
        await prise.disconnect()

    jouer(scenario)


def test_par_un_jeton_dit_en_premier(monde: Monde) -> None:
    session = sessions.ouvrir(monde.user_a, genre=GenreSession.API)
    token = jetons(session)["access_token"]

    async def scenario() -> None:
        prise = Prise([(b"host", HOTE)])
        await prise.connect()
        await prise.dire({"t": "jeton", "jeton": token})
        assert (await prise.entendre())["t"] == "bonjour"
        await prise.disconnect()
        # Another origin that may use the API: never by cookie.
        ailleurs = Prise([(b"host", HOTE), (b"origin", b"http://localhost:3000")])
        await ailleurs.connect()
        await ailleurs.dire({"t": "jeton", "jeton": token})
        assert (await ailleurs.entendre())["t"] == "bonjour"
        await ailleurs.disconnect()

    jouer(scenario)


def test_sans_preuve_personne_n_entre(
    monde: Monde, navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sessions.ouvrir(monde.user_a, genre=GenreSession.API)
    good = jetons(session)
    sessions.finir(session.sid)
    said = [
        {"t": "jeton", "jeton": good["access_token"]},  # of a session that is over
        {"t": "jeton", "jeton": good["refresh_token"]},
        {"t": "jeton", "jeton": good["access_token"][:-4] + "AAAA"},
        {"t": "jeton", "jeton": "é"},
        {"t": "jeton", "jeton": "a" * 5000},
        {"t": "jeton", "jeton": {"a": 1}},
        {"t": "jeton"},
        {"t": "abonner", "canaux": ["interventions"]},
    ]
    foreign = [(b"host", HOTE), (b"origin", b"http://localhost:3000")]
    cookie = _temoin(navigateur["admin"])[-1]
    codes = []

    async def scenario() -> None:
        for message in said:
            prise = Prise(ICI)
            await prise.connect()
            await prise.dire(message)
            codes.append(await prise.fin())
        monkeypatch.setattr(connexion, "PRESENTATION", 0.05)
        odd = rb'sessionid="\000aaaaaaaa"', b"sessionid=" + b"a" * 4000, b"sessionid=;=;\xff"
        for headers in (
            ICI,
            [*foreign, cookie],
            [(b"host", HOTE), cookie],
            *([*ICI, (b"cookie", value)] for value in odd),
        ):
            muette = Prise(headers)
            await muette.connect()
            codes.append(await muette.fin())
        partie = Prise(ICI)
        await partie.connect()
        await partie.disconnect()

    jouer(scenario)
    assert codes == [4401] * len(said) + [4408] * 6


def test_la_porte_refuse_avant_la_poignee_de_main(navigateur: dict[str, Navigateur]) -> None:
    cookie = _temoin(navigateur["admin"])[-1]
    refused = [
        ("/ws/", [(b"host", HOTE), (b"origin", b"https://voleur.example"), cookie]),
        ("/ws/", [(b"host", HOTE), (b"origin", b"null"), cookie]),
        ("/ws/", [(b"host", HOTE), (b"origin", b"http://["), cookie]),
        ("/ws/", [(b"host", b"["), (b"origin", b"http://["), cookie]),
        ("/ws/", [(b"host", HOTE), (b"origin", b"http://testserver:81"), cookie]),
        ("/ws/", [(b"host", HOTE), *ICI[1:], *ICI[1:], cookie]),
        ("/ws/", [(b"host", b"voleur.example"), (b"origin", b"http://voleur.example"), cookie]),
        ("/ws/", [*ICI[1:], cookie]),
        ("/ws/autre/", [*ICI, cookie]),
        ("/", [*ICI, cookie]),
    ]
    answers = []

    async def scenario() -> None:
        for path, headers in refused:
            answers.append(await Prise(headers, path).connect())

    jouer(scenario)
    assert answers == [False] * len(refused)


def test_la_salle_est_pleine(
    navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    temoin = _temoin(navigateur["client"])

    async def scenario() -> None:
        monkeypatch.setattr("direct.porte.INCONNUES", 1)
        muette = Prise(ICI)
        assert await muette.connect()
        assert not await Prise(temoin).connect()
        await muette.disconnect()
        monkeypatch.setattr("direct.porte.TOTAL", 1)
        prise = await Prise(temoin).entrer()
        assert not await Prise(temoin).connect()
        await prise.disconnect()

    jouer(scenario)


def test_ce_qui_ne_se_lit_pas_ferme_la_prise(navigateur: dict[str, Navigateur]) -> None:
    bad: dict[str, int] = {
        "pas du json": 4400,
        "[" * 8000: 4400,
        "[]": 4400,
        "{}": 4400,
        '{"t": 1}': 4400,
        '{"t": "inconnu"}': 4400,
        '{"t": "jeton", "jeton": "x"}': 4400,
        '{"t": "abonner"}': 4400,
        '{"t": "abonner", "canaux": [1]}': 4400,
        '{"t": "abonner", "canaux": ["secrets"]}': 4400,
        json.dumps({"t": "abonner", "canaux": ["x"] * 1000}): 4429,
        "x" * 8193: 1009,
    }
    found: dict[str, int] = {}
    temoin = _temoin(navigateur["technicien"])

    async def scenario() -> None:
        calme = await Prise(temoin).entrer()
        for text in bad:
            prise = await Prise(temoin).entrer()
            await prise.envoyer(text=text)
            found[text] = await prise.fin()
        binaire = await Prise(temoin).entrer()
        await binaire.envoyer(bytes=b"\x00")
        assert await binaire.fin() == 4400
        bavarde = await Prise(temoin).entrer()
        for _n in range(connexion.RYTHME + 1):
            await bavarde.dire({"t": "pouls"})
        assert await bavarde.fin() == 4429
        assert await calme.reste() == set()  # the others go on
        await calme.disconnect()

    jouer(scenario)
    assert found == bad


def test_trop_de_prises_d_un_compte(
    navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connexion, "PAR_COMPTE", 2)

    async def scenario() -> None:
        two = [await Prise(_temoin(navigateur["client"])).entrer() for _n in range(2)]
        third = Prise(_temoin(navigateur["client"]))
        await third.connect()
        assert await third.fin() == 4429
        for prise in two:
            await prise.disconnect()

    jouer(scenario)


def test_le_pouls_et_le_silence(
    navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salle, "POULS", 0.05)
    monkeypatch.setattr(salle, "SILENCE", 0.4)

    async def scenario() -> None:
        prise = await Prise(_temoin(navigateur["client"])).entrer()
        assert (await prise.entendre()) == {"t": "pouls"}
        await prise.dire({"t": "pouls"})
        assert await prise.fin() == 4409

    jouer(scenario)


def test_qui_ne_lit_pas_ou_reste_quand_le_serveur_s_arrete(
    navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        lente = await Prise(_temoin(navigateur["client"])).entrer()
        [ici] = salle.salle._ici
        for pk in range(connexion.EN_ATTENTE + 1):
            ici.signaler("intervention", pk, 1)
        assert await lente.fin() == 1013
        prise = await Prise(_temoin(navigateur["client"])).entrer()
        monkeypatch.setattr(salle.salle, "ouverte", lambda: False)
        assert await prise.fin() == 1012

    jouer(scenario)


class _Panne:
    """A layer whose Redis is away."""

    async def new_channel(self) -> str:
        raise ConnectionError


def test_sans_couche_les_pages_demandent_elles_memes(
    navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(salle, "get_channel_layer", _Panne)
            prise = Prise(_temoin(navigateur["client"]))
            await prise.connect()
            assert await prise.fin() == 1013

        def tomber(_sids: Any) -> None:
            raise ConnectionError

        with monkeypatch.context() as patch:
            patch.setattr(sessions, "vivantes", tomber)
            prise = await Prise(_temoin(navigateur["client"])).entrer()
            assert await prise.fin() == 1013

    jouer(scenario)


def test_un_signal_en_retard_ou_sans_objet_n_est_pas_dit(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(diffusion, "envoyer", sent.append)
    _actes(monde)["interventions"]()
    event = Evenement.objects.filter(type="intervention.modifiee").latest("pk")
    diffusion.livrer(_remise(event))
    assert len(sent) == 1
    event.cree_le -= diffusion.PERIME
    diffusion.livrer(_remise(event))
    event.cree_le, event.donnees = timezone.now(), event.donnees | {"intervention_id": 0}
    diffusion.livrer(_remise(event))
    assert len(sent) == 1


def test_sans_personne_a_l_ecoute_un_signal_ne_gene_pas(monde: Monde) -> None:
    diffusion.envoyer({"type": "direct", "signaux": []})
    assert salle.salle.boucle is None


def test_chaque_message_de_la_cloche_en_un_signal(monde: Monde) -> None:
    users = [monde.user_a.pk, monde.technicien_a.user_id]
    _desactiver(monde.user_a)
    event = Evenement(pk=7, type="notification.ecrites", donnees={"user_ids": users})
    event.cree_le = timezone.now()
    assert signaux.lire(_remise(event)) == [
        signaux.Signal("notification", 0, 7, [monde.technicien_a.user_id])
    ]


def test_le_processus_du_direct_ne_sert_aucune_page(
    navigateur: dict[str, Navigateur], monkeypatch: pytest.MonkeyPatch
) -> None:
    head = {"headers": ICI, "path": "/gestion/", "query_string": b"", "method": "GET"}

    asked: list[Any] = []

    async def pages(scope: Any, _receive: Any, _send: Any) -> None:
        asked.append(scope["path"])

    monkeypatch.setattr(prises, "application_asgi", lambda: pages)
    seul, entier = prises.application(pages=False), prises.application(pages=True)

    async def scenario() -> None:
        page = ApplicationCommunicator(seul, {"type": "http", **head})
        await page.send_input({"type": "http.request", "body": b""})
        assert (await page.receive_output(timeout=5))["status"] == 404
        assert (await page.receive_output(timeout=5))["body"] == b""
        for tout in (seul, entier):
            prise = await Prise(_temoin(navigateur["client"]), application=tout).entrer()
            await prise.disconnect()
        await entier({"type": "http", **head}, None, None)

    jouer(scenario)
    assert asked == ["/gestion/"]
