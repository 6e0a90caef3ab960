"""The clients and their machines."""

from datetime import timedelta
from random import Random

from clients.choices import NiveauService, TypeClient
from clients.models import Client, Contact, Site
from comptes.choices import Role
from core.texte import code_court, plier
from equipements.choices import Criticite, StatutEquipement
from equipements.models import Equipement
from pilotage.demo.donnees.catalogue import ENTREPRISES
from pilotage.demo.donnees.parc import GENRES
from pilotage.demo.equipe import compte
from pilotage.demo.formes import Entreprise, Machine, Modele
from pilotage.demo.monde import Firme, Monde

_LETTRES = {"#": "0123456789", "?": "ABCDEFGHJKLMNPRSTUVWXYZ"}
PERIODES = {"mensuelle": 30, "trimestrielle": 91, "semestrielle": 182, "annuelle": 365}


def equiper(monde: Monde) -> None:
    """Fill clients, sites, contacts and machines."""
    for pk, fiche in enumerate(ENTREPRISES, 1):
        firme = _firme(monde, pk, fiche)
        monde.firmes.append(firme)
        fabrique = _Fabrique(monde, firme)
        for machine in fiche.machines:
            fabrique.poser(machine, None)


def _firme(monde: Monde, pk: int, fiche: Entreprise) -> Firme:
    client = Client(
        pk=pk,
        nom_entreprise=fiche.nom,
        secteur_activite=fiche.secteur,
        type_client=TypeClient(fiche.type_client),
        niveau_service=NiveauService(fiche.niveau_service),
        adresse=fiche.adresse,
        ville=fiche.ville,
        code_postal=fiche.code_postal,
        telephone=fiche.telephone,
        email_commercial=f"contact@{fiche.domaine}",
        contact_principal=fiche.contacts[0].nom,
        notes_commerciales=fiche.notes,
        instructions_particulieres=fiche.instructions,
        ice=fiche.ice,
        identifiant_fiscal=fiche.identifiant_fiscal,
        registre_commerce=fiche.registre_commerce,
    )
    sites = [
        Site(
            pk=next(monde.ids.site),
            client=client,
            nom=site.nom,
            adresse=site.adresse,
            ville=site.ville,
            acces=site.acces,
            horaires=site.horaires,
        )
        for site in fiche.sites
    ]
    firme = Firme(fiche, client, sites, [])
    _contacts(monde, firme)
    return firme


def _contacts(monde: Monde, firme: Firme) -> None:
    """The first contact's account is the firm's main one; others' hang on the contact."""
    for rank, fiche in enumerate(firme.fiche.contacts):
        words = plier(fiche.nom).removeprefix("dr ").split()
        contact = Contact(
            pk=next(monde.ids.contact),
            client=firme.client,
            nom=fiche.nom,
            fonction=fiche.fonction,
            telephone=monde.ids.mobile(),
            email=f"{words[0][0]}.{''.join(words[1:])}@{firme.fiche.domaine}",
            principal=rank == 0,
        )
        if fiche.compte:
            user = compte(
                monde, fiche.compte, fiche.nom, role=Role.CLIENT, domaine=firme.fiche.domaine
            )
            firme.comptes.append(user)
            if rank == 0:
                firme.client.user = user
            else:
                contact.user = user
        firme.contacts.append(contact)


class _Fabrique:
    """Puts the machines of one firm in place, each with its parts."""

    def __init__(self, monde: Monde, firme: Firme) -> None:
        self._monde = monde
        self._firme = firme
        self._jour = monde.horloge.jour
        self._alea = monde.ids.alea

    def poser(self, machine: Machine, parent: Equipement | None) -> None:
        """A machine, then its parts, then the machines that it groups."""
        genre = GENRES[machine.genre]
        row = self._equipement(machine, self._alea.choice(genre.modeles), parent)
        row.frequence_entretien = genre.frequence
        period = timedelta(days=PERIODES[genre.frequence])
        # Most are due in time, a few are overdue.
        row.prochaine_maintenance = self._jour + period * self._alea.uniform(-0.1, 1)
        if machine.genre != "ligne":
            self._monde.genres[row.pk] = machine.genre
        for nom, modele in genre.organes if machine.organes else ():
            organe = machine._replace(nom=nom, criticite="normale", etat="operationnel")
            self._equipement(organe, modele, row)
        for enfant in machine.enfants:
            self.poser(enfant, row)

    def _equipement(
        self, machine: Machine, modele: Modele, parent: Equipement | None
    ) -> Equipement:
        installed = self._jour - timedelta(days=self._alea.randint(500, 5200))
        row = Equipement(
            pk=next(self._monde.ids.equipement),
            client=self._firme.client,
            site=self._firme.sites[machine.site],
            parent=parent,
            famille=self._monde.familles[GENRES[machine.genre].famille],
            nom=machine.nom,
            fabricant=modele.fabricant,
            modele=modele.modele,
            numero_serie=serie_unique(modele.serie, self._alea, self._monde.series),
            date_installation=installed,
            statut=StatutEquipement.OPERATIONNEL,
            criticite=Criticite(machine.criticite),
            localisation=machine.localisation,
            specifications_techniques=modele.specifications,
            code=code_court(choisir=self._alea.choice),
        )
        if machine.etat != StatutEquipement.OPERATIONNEL:
            # Set when the story is told: work is opened on a machine while it still runs.
            self._monde.etats[row.pk] = StatutEquipement(machine.etat)
        self._firme.machines.append(row)
        return row


def serie_unique(patron: str, alea: Random, prises: set[str]) -> str:
    """A serial number of that shape which no other machine has."""
    while True:
        serie = "".join(alea.choice(_LETTRES[c]) if c in _LETTRES else c for c in patron)
        if serie not in prises:
            prises.add(serie)
            return serie
