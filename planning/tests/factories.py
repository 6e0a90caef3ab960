"""Plans, slots and absences made by the services."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from clients.tests.factories import ClientFactory
from comptes.tests.factories import UtilisateurFactory
from equipements.tests.factories import EquipementFactory, FamilleFactory
from interventions.tests.factories import InterventionFactory
from planning import services
from planning.choices import Ajustement, JourSemaine
from planning.feries import officiels
from planning.models import (
    Absence,
    Creneau,
    HoraireTravail,
    JourFerie,
    LienAgenda,
    ModelePlan,
    Occurrence,
    Plan,
)
from techniciens.tests.factories import TechnicienFactory

# A Wednesday outside Ramadan, 9:00 in Casablanca.
DEBUT = datetime(2027, 6, 2, 8, tzinfo=UTC)
HEURE = timedelta(hours=1)


# Days on which the firm works at DEBUT's hour, one after another: until Ramadan of 2028, which
# begins late in January and is worked later in the morning.
OUVRES = [
    day
    for day in (DEBUT + timedelta(days=n) for n in range(225))
    if day.weekday() < JourSemaine.DIMANCHE
    and day.date() not in {f.jour for year in (2027, 2028) for f in officiels(year)}
]


class CreneauFactory(DjangoModelFactory[Creneau]):
    """`CreneauFactory(intervention=row, debut=..., heures=2)`; the next ones follow in time."""

    class Meta:
        model = Creneau

    intervention = factory.SubFactory(InterventionFactory, etat="affectee")
    par = factory.SubFactory(UtilisateurFactory)
    debut = factory.Sequence(lambda n: OUVRES[n % len(OUVRES)])
    heures = 2

    @classmethod
    def _create(cls, model_class: type[Creneau], *args: Any, **kwargs: Any) -> Creneau:
        debut = kwargs.pop("debut")
        return services.planifier(
            par=kwargs.pop("par"),
            intervention_id=kwargs.pop("intervention").pk,
            date_debut=debut,
            date_fin=debut + kwargs.pop("heures") * HEURE,
            **kwargs,
        )


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    equipement = factory.SubFactory(EquipementFactory)
    par = factory.SubFactory(UtilisateurFactory)
    frequence = "mensuel"
    titre = factory.Sequence(lambda n: f"Entretien {n}")

    @classmethod
    def _create(cls, model_class: type[Plan], *args: Any, **kwargs: Any) -> Plan:
        machine = kwargs.pop("equipement")
        return services.creer_plan(par=kwargs.pop("par"), equipement_id=machine.pk, **kwargs)


class AbsenceFactory(DjangoModelFactory[Absence]):
    class Meta:
        model = Absence

    technicien = factory.SubFactory(TechnicienFactory)
    par = factory.SubFactory(UtilisateurFactory)
    debut = DEBUT
    heures = 8

    @classmethod
    def _create(cls, model_class: type[Absence], *args: Any, **kwargs: Any) -> Absence:
        debut = kwargs.pop("debut")
        return services.creer_absence(
            par=kwargs.pop("par"),
            technicien_id=kwargs.pop("technicien").pk,
            debut=debut,
            fin=debut + kwargs.pop("heures") * HEURE,
            **kwargs,
        )


class HoraireTravailFactory(DjangoModelFactory[HoraireTravail]):
    class Meta:
        model = HoraireTravail

    technicien = factory.SubFactory(TechnicienFactory)
    par = factory.SubFactory(UtilisateurFactory)
    jour = 0
    debut, fin = time(8), time(16)

    @classmethod
    def _create(cls, model_class: type[HoraireTravail], *args: Any, **kwargs: Any) -> Any:
        person = kwargs.pop("technicien")
        return services.ajouter_horaire(technicien_id=person.pk if person else None, **kwargs)


class JourFerieFactory(DjangoModelFactory[JourFerie]):
    """Days off of this firm's own."""

    class Meta:
        model = JourFerie

    par = factory.SubFactory(UtilisateurFactory)
    date = factory.Sequence(lambda n: date(2031, 2, 1) + timedelta(days=n % 300))
    nom = factory.Sequence(lambda n: f"Pont {n}")
    ajustement = Ajustement.AJOUTE

    @classmethod
    def _create(cls, model_class: type[JourFerie], *args: Any, **kwargs: Any) -> JourFerie:
        return services.ajuster_ferie(**kwargs)


class ModelePlanFactory(DjangoModelFactory[ModelePlan]):
    """Of a family of its own: no machine has it yet."""

    class Meta:
        model = ModelePlan

    client = factory.SubFactory(ClientFactory)
    famille = factory.SubFactory(FamilleFactory)
    par = factory.SubFactory(UtilisateurFactory)
    premiere_date = date(2027, 7, 1)
    frequence = "mensuel"
    titre = factory.Sequence(lambda n: f"Entretien de famille {n}")

    @classmethod
    def _create(cls, model_class: type[ModelePlan], *args: Any, **kwargs: Any) -> ModelePlan:
        client, famille = kwargs.pop("client"), kwargs.pop("famille")
        return services.creer_modele(
            par=kwargs.pop("par"), client_id=client.pk, famille_id=famille.pk, **kwargs
        )


class OccurrenceFactory(DjangoModelFactory[Occurrence]):
    """The next due date of a plan, skipped."""

    class Meta:
        model = Occurrence

    plan = factory.SubFactory(PlanFactory)
    par = factory.SubFactory(UtilisateurFactory)
    motif = "Usine fermée"

    @classmethod
    def _create(cls, model_class: type[Occurrence], *args: Any, **kwargs: Any) -> Occurrence:
        plan = kwargs.pop("plan")
        return services.sauter(
            par=kwargs.pop("par"), plan_id=plan.pk, echeance=plan.echeance, **kwargs
        )


class LienAgendaFactory(DjangoModelFactory[LienAgenda]):
    """Its secret is told by the service alone: `services.creer_lien` where a test reads it."""

    class Meta:
        model = LienAgenda

    technicien = factory.SubFactory(TechnicienFactory)
    par = factory.SubFactory(UtilisateurFactory)

    @classmethod
    def _create(cls, model_class: type[LienAgenda], *args: Any, **kwargs: Any) -> LienAgenda:
        person = kwargs.pop("technicien")
        row, _secret = services.creer_lien(par=kwargs.pop("par"), technicien_id=person.pk)
        return row
