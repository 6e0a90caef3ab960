"""Interventions in every legal state, reached by the services themselves."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from comptes.tests.factories import UtilisateurFactory
from equipements.tests.factories import EquipementFactory
from interventions import services
from interventions.models import Commentaire, Indisponibilite, Intervention, Segment
from techniciens.tests.factories import TechnicienFactory

CHEMINS: dict[str, tuple[str, ...]] = {
    "ouverte": (),
    "affectee": ("affecter",),
    "en_cours": ("affecter", "demarrer"),
    "en_attente": ("affecter", "demarrer", "suspendre"),
    "cloturee": ("affecter", "demarrer", "cloturer"),
    "annulee": ("annuler",),
    "archivee": ("affecter", "demarrer", "cloturer", "archiver"),
}


class InterventionFactory(DjangoModelFactory[Intervention]):
    """`InterventionFactory(etat="en_cours", technicien=t)`; `par` is who does all of it."""

    class Meta:
        model = Intervention

    equipement = factory.SubFactory(EquipementFactory)
    technicien = factory.SubFactory(TechnicienFactory)
    par = factory.SubFactory(UtilisateurFactory)
    titre = factory.Sequence(lambda n: f"Panne {n}")
    etat = "ouverte"

    @classmethod
    def _create(cls, model_class: type[Intervention], *args: Any, **kwargs: Any) -> Intervention:
        par, etat = kwargs.pop("par"), kwargs.pop("etat")
        technicien, equipement = kwargs.pop("technicien"), kwargs.pop("equipement")
        arguments: dict[str, dict[str, Any]] = {
            "affecter": {"technicien_id": technicien.pk if technicien else None},
            "suspendre": {"cause": "pieces", "texte": "Joint à commander"},
            "cloturer": {"solution": "Joint remplacé", "diagnostic": "Joint usé"},
            "annuler": {"motif": "Doublon"},
        }
        row = services.creer(par=par, equipement_id=equipement.pk, **kwargs)
        for nom in CHEMINS[etat]:
            act = getattr(services, nom)
            row = act(intervention_id=row.pk, par=par, **arguments.get(nom, {}))
        return row


class CommentaireFactory(DjangoModelFactory[Commentaire]):
    class Meta:
        model = Commentaire

    intervention = factory.SubFactory(InterventionFactory)
    auteur = factory.SubFactory(UtilisateurFactory)
    texte = "Pièce commandée"


class SegmentFactory(DjangoModelFactory[Segment]):
    class Meta:
        model = Segment

    intervention = factory.SubFactory(InterventionFactory)
    technicien = factory.SubFactory(TechnicienFactory)
    nature = "travail"


class IndisponibiliteFactory(DjangoModelFactory[Indisponibilite]):
    class Meta:
        model = Indisponibilite

    equipement = factory.SubFactory(EquipementFactory)
