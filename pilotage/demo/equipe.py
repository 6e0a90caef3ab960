"""The contractor's own people: accounts, skills, technicians."""

from datetime import date, timedelta
from itertools import count

from django.contrib.auth.hashers import make_password

from comptes.choices import Role
from comptes.demo import COMPTES_DEMO
from comptes.models import Utilisateur
from equipements.models import Famille
from pilotage.demo.donnees.organisation import AUTRE_RESPONSABLE, EMPLOYES, NOMS_DES_COMPTES
from pilotage.demo.donnees.parc import COMPETENCES, FAMILLES
from pilotage.demo.formes import Employe
from pilotage.demo.monde import Intervenant, Monde
from techniciens.choices import Disponibilite
from techniciens.models import Competence, CompetenceTechnicien, Technicien

DOMAINE = "mif.example"  # a reserved domain: a mail sent by mistake reaches nobody
_DEMO = {c.username: c for c in COMPTES_DEMO}


def compte(monde: Monde, username: str, nom: str, *, role: Role, domaine: str) -> Utilisateur:
    """An account; only the printed ones have a password that somebody can type."""
    demo = _DEMO.get(username)
    user = Utilisateur(
        pk=next(monde.ids.compte),
        username=username,
        full_name=nom,
        email=demo.email if demo else f"{username}@{domaine}",
        password=make_password(demo.password if demo else None),
        role=role,
    )
    monde.comptes.append(user)
    return user


def embaucher(monde: Monde) -> None:
    """Fill accounts of the house, competences, families and technicians."""
    compte(monde, "admin", NOMS_DES_COMPTES["admin"], role=Role.ADMIN, domaine=DOMAINE)
    for username, nom in (("responsable", NOMS_DES_COMPTES["responsable"]), AUTRE_RESPONSABLE):
        user = compte(monde, username, nom, role=Role.RESPONSABLE, domaine=DOMAINE)
        monde.responsables.append(user)
    for pk, (cle, fiche) in enumerate(COMPETENCES.items(), 1):
        monde.competences[cle] = Competence(
            pk=pk,
            nom=fiche.nom,
            description=fiche.description,
            niveau_requis=fiche.niveau,
            certification=fiche.certification,
        )
    for pk, (cle, famille) in enumerate(FAMILLES.items(), 1):
        monde.familles[cle] = Famille(
            pk=pk, nom=famille.nom, competence=monde.competences[famille.competence]
        )
    niveaux = count(1)
    for pk, fiche_employe in enumerate(EMPLOYES, 1):
        profile = _technicien(monde, pk, fiche_employe)
        for cle, niveau, jours in fiche_employe.competences:
            monde.niveaux.append(
                CompetenceTechnicien(
                    pk=next(niveaux),
                    technicien=profile,
                    competence=monde.competences[cle],
                    niveau=niveau,
                    certification_expire_le=_dans(monde.horloge.jour, jours),
                )
            )


def _dans(jour: date, jours: int | None) -> date | None:
    return None if jours is None else jour + timedelta(days=jours)


def _technicien(monde: Monde, pk: int, fiche: Employe) -> Technicien:
    user = compte(monde, fiche.username, fiche.nom, role=Role.TECHNICIEN, domaine=DOMAINE)
    gone = None if fiche.parti is None else monde.horloge.a(fiche.parti, 18)
    user.is_active = gone is None
    profile = Technicien(
        pk=pk,
        user=user,
        specialite=fiche.specialite,
        equipe=fiche.equipe,
        zone_geographique=", ".join(zone.capitalize() for zone in fiche.zones),
        notes_competences=fiche.notes,
        disponibilite=Disponibilite(fiche.disponibilite),
        date_embauche=date.fromisoformat(fiche.embauche),
        archive_le=gone,
    )
    monde.intervenants.append(Intervenant(fiche, profile))
    return profile
