"""Clients beyond those of the small demo, with sites, contacts and machines."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product

from clients.choices import NiveauService, TypeClient
from comptes.choices import Role
from core.texte import code_court, indexer, plier
from equipements.choices import Criticite, StatutEquipement
from pilotage.demo.donnees.parc import GENRES
from pilotage.demo.masse.lexique import (
    ACCES,
    FONCTIONS,
    HORAIRES,
    LIEUX,
    MACHINES,
    METIERS,
    PAYS,
    QUALITES,
    RUES,
    VILLES,
    ZONES,
    Metier,
    Ville,
)
from pilotage.demo.masse.peuple import Auteur, Firme
from pilotage.demo.masse.recrutement import Recrutement
from pilotage.demo.masse.tables import NUL
from pilotage.demo.masse.textes import mot
from pilotage.demo.parc import PERIODES, serie_unique
from pilotage.demo.passe import POIDS

PART_COMPTE = 0.7  # of the clients sign in themselves
GRANDE = 40  # machines from which a firm has a second site
CRITICITES = (
    Criticite.CRITIQUE,
    *(Criticite.HAUTE,) * 3,
    *(Criticite.NORMALE,) * 5,
    Criticite.BASSE,
)
CONTRATS = (
    (TypeClient.PREMIUM, NiveauService.GOLD),
    (TypeClient.PREMIUM, NiveauService.PLATINUM),
    (TypeClient.BASIC, NiveauService.BASIC),
    *((TypeClient.STANDARD, NiveauService.STANDARD),) * 4,
)


@dataclass
class Clientele:
    """Appends to `recrutement.peuple`."""

    recrutement: Recrutement

    def __post_init__(self) -> None:
        monde = self.recrutement.monde
        self._peuple, self._alea = self.recrutement.peuple, self.recrutement.alea
        self._familles = {cle: str(f.pk) for cle, f in monde.familles.items()}
        self._codes = {machine.code for machine in monde.machines()}
        self._site = count(sum(len(f.sites) for f in monde.firmes) + 1)
        self._contact = count(sum(len(f.contacts) for f in monde.firmes) + 1)
        self._noms = self._enseignes()

    def grandir(self, clients: int, machines: int) -> None:
        """Up to so many of each, small firms and large."""
        for left in range(clients - len(self._peuple.firmes), 0, -1):
            share = (machines - len(self._peuple.noms) + 1) / left
            wanted = share if left == 1 else share * self._alea.uniform(0.4, 1.6)
            self._client(max(2, round(wanted)))

    def _enseignes(self) -> Iterator[tuple[Metier, str]]:
        """Each name of a firm once, in an order of the seed's; more rounds get a number."""
        names = [
            (metier, f"{enseigne} {pays} {qualite}".rstrip())
            for metier in METIERS
            for enseigne, pays, qualite in product(metier.enseignes, PAYS, QUALITES)
        ]
        self._alea.shuffle(names)
        yield from names
        for tour in count(2):
            yield from ((metier, f"{nom} {tour}") for metier, nom in names)

    def _client(self, nombre: int) -> None:
        peuple, alea = self._peuple, self._alea
        metier, nom = next(self._noms)
        pk, zone = len(peuple.firmes) + 1, alea.choice(ZONES)
        ville = alea.choice(VILLES[zone])
        domain = f"{plier(nom).replace(' ', '-')}.example"
        people = [self.recrutement.personne() for _ in range(alea.choice((1, 2, 2, 3)))]
        signing = people[: alea.choice((1, 1, 2))] if alea.random() < PART_COMPTE else []
        accounts = [self.recrutement.compte(p, Role.CLIENT, domain) for p in signing]
        type_client, niveau = alea.choice(CONTRATS)
        peuple.lignes["clients"].append(
            (
                *(*self.recrutement.entete(pk), accounts[0].pk if accounts else NUL, nom),
                *(metier.secteur, str(type_client), str(niveau), self._adresse(), ville.nom),
                *(ville.code_postal, self._telephone(ville.indicatif), f"contact@{domain}"),
                *(people[0][0], "", "", self._ice(), str(alea.randrange(10**7, 10**8))),
                f"{alea.randrange(1000, 99999)} {ville.nom}",
                indexer(nom, ville.nom, metier.secteur, people[0][0]),
            )
        )
        phone = self._contacts(pk, people, accounts, domaine=domain)
        peuple.firmes.append(Firme(accounts, mot(people[0][0]), mot(phone), zone))
        sites = self._sites(pk, ville, 2 if nombre >= GRANDE else 1)
        for rank in range(nombre):
            genre = metier.genres[rank % len(metier.genres)]
            nth = rank // len(metier.genres) * metier.genres.count(genre)
            nth += metier.genres[: rank % len(metier.genres)].count(genre)
            self._machine(
                pk, alea.choice(sites), genre=genre, nom=f"{MACHINES[genre]} n° {nth + 1}"
            )

    def _adresse(self) -> str:
        return self._alea.choice(RUES).format(n=self._alea.randrange(1, 400))

    def _telephone(self, indicatif: str) -> str:
        digits = f"{self._alea.randrange(10**6):06d}"
        return f"+212 {indicatif} {digits[:2]} {digits[2:4]} {digits[4:]}"

    def _ice(self) -> str:
        """Thirteen digits and the two that make it a multiple of 97."""
        body = self._alea.randrange(10**6, 3 * 10**6) * 10**6
        return f"{body + -body % 97:015d}"

    def _contacts(
        self, client: int, gens: list[tuple[str, str]], comptes: list[Auteur], *, domaine: str
    ) -> str:
        """The first is the main one, whose account is the firm's; gives its telephone."""
        phones = [self._telephone(self._alea.choice("67") + " 61") for _ in gens]
        for rank, (nom, username) in enumerate(gens):
            account = comptes[rank].pk if 0 < rank < len(comptes) else NUL
            self._peuple.lignes["contacts"].append(
                (
                    *(*self.recrutement.entete(next(self._contact)), str(client), account, nom),
                    *(self._alea.choice(FONCTIONS), phones[rank], f"{username}@{domaine}"),
                    "1" if rank == 0 else "0",
                )
            )
        return phones[0]

    def _sites(self, client: int, ville: Ville, nombre: int) -> list[str]:
        alea, found = self._alea, []
        for genre in ("Site principal", "Entrepôt")[:nombre]:
            nom = f"{genre} de {ville.nom}"
            found.append(str(next(self._site)))
            self._peuple.lignes["sites"].append(
                (
                    *(*self.recrutement.entete(found[-1]), str(client), nom),
                    *(self._adresse(), ville.nom, alea.choice(ACCES), alea.choice(HORAIRES)),
                    indexer(nom, ville.nom),
                )
            )
        return found

    def _machine(self, client: int, site: str, *, genre: str, nom: str) -> None:
        alea, kind = self._alea, GENRES[genre]
        model, importance = alea.choice(kind.modeles), alea.choice(CRITICITES)
        pk = self._peuple.machine(nom, genre, client, poids=POIDS.get(importance, 1.0))
        due = PERIODES[kind.frequence] * alea.uniform(-0.1, 1)
        serial = serie_unique(model.serie, alea, self.recrutement.monde.series)
        installed = self.recrutement.jour(-alea.randint(1200, 6200))
        place, code = alea.choice(LIEUX), self._code()
        words = indexer(nom, model.modele, model.fabricant, place, codes=(serial, code))
        self._peuple.lignes["equipements"].append(
            [
                *(*self.recrutement.entete(pk), str(client), site, NUL),
                *(self._familles[kind.famille], nom, model.modele, model.fabricant),
                *(serial, installed, str(StatutEquipement.OPERATIONNEL), str(importance), place),
                *(model.specifications, "", kind.frequence, NUL, self.recrutement.jour(due)),
                *(code, words),
            ]
        )

    def _code(self) -> str:
        while True:
            code = code_court(choisir=self._alea.choice)
            if code not in self._codes:
                self._codes.add(code)
                return code
