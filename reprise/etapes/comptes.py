"""Accounts: their hash, role and state as they were; one that is here already is left alone."""

import re
from collections.abc import Iterable, Sequence

from django.contrib.auth.hashers import check_password, make_password
from django.db.models.functions import Lower

from comptes.choices import Role
from comptes.demo import COMPTES_DEMO
from comptes.models import Utilisateur
from core.texte import plier
from reprise.enumerations import ROLES
from reprise.etapes.base import Etape, inserer
from reprise.ligne import Ligne

# Version, cost, salt and digest of a bare bcrypt hash; a cost over 15 would take seconds a try.
_BCRYPT = re.compile(r"\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}")
_PAS_D_IDENTIFIANT = re.compile(r"[^\w.+-]+")
_RANG = {Role.CLIENT: 0, Role.TECHNICIEN: 1, Role.RESPONSABLE: 2, Role.ADMIN: 3}
_DEMO = {c.username: c.password for c in COMPTES_DEMO} | {c.email: c.password for c in COMPTES_DEMO}


def mot_de_passe(ligne: Ligne) -> str:
    """The hash as Django names it; an unusable one where it cannot be kept, with the reason."""
    raw = ligne.lu("hashed_password")
    why = ""
    if not raw:
        why = "Pas de mot de passe"
    elif not _BCRYPT.fullmatch(raw):
        why = "Empreinte d’un genre inconnu"
    elif _de_demonstration(ligne, f"bcrypt${raw}"):
        why = "Mot de passe de démonstration, connu de tous"
    if why:
        ligne.noter(
            "hashed_password", f"{why} : la personne en demande un nouveau.", ancienne="***"
        )
        return make_password(None)
    return f"bcrypt${raw}"


def _de_demonstration(ligne: Ligne, empreinte: str) -> bool:
    """Only where the name is one of the demo's: each try costs a quarter of a second."""
    names = {ligne.lu(n).lower() for n in ("username", "email")}
    known = {_DEMO[name] for name in names & _DEMO.keys()}
    return any(check_password(word, empreinte) for word in known)


def identifiant(ligne: Ligne) -> str:
    """A username that our rules take."""
    text = ligne.texte("username")
    bare = _PAS_D_IDENTIFIANT.sub(".", plier(text) if not text.isascii() else text)
    name = bare.strip(".")[:90] or f"compte.{ligne.cle}"
    if name != text:
        ligne.noter("username", f"Identifiant non permis ici, devenu « {name} ».")
    return name


class Comptes(Etape):
    """`users`: matched by e-mail without regard to case."""

    table = "users"
    autres_noms = ("utilisateurs",)
    modele = Utilisateur
    colonnes = frozenset(
        {
            *("id", "username", "full_name", "email", "hashed_password", "role", "is_active"),
            *("created_at", "updated_at"),
        }
    )
    requises = frozenset({"id", "email"})
    alias = {
        "password_hash": "hashed_password",
        "password": "hashed_password",
        "nom": "full_name",
        "nom_complet": "full_name",
        "actif": "is_active",
    }

    def reprendre(self, lignes: Sequence[Ligne]) -> None:
        known = self._connus("email", (ligne.lu("email") for ligne in lignes))
        for ligne in lignes:
            email = self._courriel(ligne)
            there = known.get(email.lower())
            if there is not None:
                self._reconnaitre(ligne, there)
                continue
            user = Utilisateur(
                email=email,
                username=identifiant(ligne),
                full_name=ligne.texte("full_name", 255),
                password=mot_de_passe(ligne),
                role=self._role(ligne),
                is_active=ligne.booleen("is_active", absent=False),
            )
            if ligne.valeurs.get("role") is not None and ROLES.lire(ligne.valeurs["role"]) is None:
                user.is_active = False
                ligne.noter("is_active", "Rôle inconnu : compte désactivé.")
            known[email.lower()] = ligne.objet = user
        self._rendre_uniques([li for li in lignes if not li.reconnue])
        inserer(lignes)

    @staticmethod
    def _connus(colonne: str, valeurs: Iterable[str]) -> dict[str, Utilisateur]:
        wanted = {value.lower() for value in valeurs}
        rows = Utilisateur.objects.alias(cle=Lower(colonne)).filter(cle__in=wanted)
        return {str(getattr(user, colonne)).lower(): user for user in rows}

    def _courriel(self, ligne: Ligne) -> str:
        email = ligne.courriel("email")
        if email:
            return email
        made = f"compte-{ligne.cle}@{self.c.options.nom}.invalid"
        ligne.noter("email", f"Sans courriel valable : « {made} » en attendant.")
        return made

    @staticmethod
    def _reconnaitre(ligne: Ligne, compte: Utilisateur) -> None:
        ligne.objet, ligne.reconnue = compte, True
        role = ROLES.lire(ligne.valeurs.get("role") or "")
        if role not in (None, compte.role):
            ligne.noter("role", f"Le compte de ce courriel garde son rôle « {compte.role} ».")

    def _role(self, ligne: Ligne) -> str:
        role, most = ligne.choix("role", ROLES), self.c.options.role_max
        if _RANG[Role(role)] <= _RANG[Role(most)]:
            return role
        ligne.noter("role", f"Ramené à « {most} » (--role-max).")
        return most

    def _rendre_uniques(self, lignes: Sequence[Ligne]) -> None:
        """A username that somebody else has gets a number; signing in by e-mail works anyway."""
        taken = set(self._connus("username", (li.objet.username for li in lignes)))
        for ligne in lignes:
            name, rank = ligne.objet.username, 1
            while name.lower() in taken or (rank > 1 and self._connus("username", [name])):
                rank += 1
                name = f"{ligne.objet.username}.{rank}"
            if rank > 1:
                ligne.noter("username", f"Identifiant déjà pris, devenu « {name} ».")
                ligne.objet.username = name
            taken.add(name.lower())
