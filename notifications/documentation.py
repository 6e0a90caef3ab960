"""`docs/notifications.md`: the table of who is told of what, and by which way."""

from comptes.choices import Role
from notifications.choices import Rythme, Sujet
from notifications.echeances import HEURES, JOURS
from notifications.moments import FENETRE, FLOT
from notifications.regles import COURRIELS, REGLES, Regle, sujets_de
from pilotage.documentation.markdown import RIEN, assembler, tableau


def page() -> str:
    """The whole page."""
    return assembler(
        "# Qui est prévenu de quoi",
        "Source : `notifications/regles.py`. L’abonné `notifications.in_app` lit un événement, "
        "demande qui voit la ligne à ce moment-là, puis écrit un message par destinataire et par "
        "canal, une seule fois. Qui a fait l’acte, qui ne voit pas la ligne et qui est désactivé "
        "ne reçoit rien ; d’un commentaire ou d’un document interne, un client ne reçoit rien.",
        tableau(
            ["événement", "si", "à", "en ces mots", "sujet", "genre", "courriel pour"],
            (_ligne(rule) for rule in REGLES),
        ),
        "Chaque message est dans l’application, sauf préférence contraire ; « pressé » : son "
        "courriel n’attend pas le résumé. Pas encore de règle pour « stock bas » et « contrat qui "
        "finit » : ces domaines n’existent pas encore.",
        "## Par rôle",
        tableau(["sujet", *(str(r.label) for r in Role)], (_sujet(s) for s in Sujet)),
        "## Quand partent les courriels",
        "\n".join(f"- {line}" for line in _moments()),
    )


def _ligne(rule: Regle) -> list[str]:
    mailed = [str(g.role.label) for g in rule.a if rule.sujet in COURRIELS[g.role]]
    return [
        f"`{rule.evenement}`",
        str(rule.si.libelle) if rule.si else "",
        ", ".join(str(group.libelle) for group in rule.a),
        f"« {rule.titre} »",
        f"`{rule.sujet}`" + (" (pressé)" if rule.presse else ""),
        f"`{rule.genre}`",
        ", ".join(mailed),
    ]


def _sujet(sujet: Sujet) -> list[str]:
    cells = []
    for role in Role:
        ways = ["application", *(["courriel"] if sujet in COURRIELS[role] else [])]
        cells.append(" + ".join(ways) if sujet in sujets_de(role) else RIEN)
    return [f"{sujet.label} (`{sujet}`)", *cells]


def _moments() -> list[str]:
    rhythms = ", ".join(f"`{r}` ({r.label})" for r in Rythme)
    window, days = FENETRE.seconds // 60, ", ".join(str(n) for n in reversed(JOURS))
    return [
        f"Rythme : {rhythms}.",
        "Silence : les courriels attendent sa fin (heure locale) ; clients : 21 h à 7 h d’office.",
        f"Après {FLOT} courriels en {window} minutes à une personne, la suite part en un seul.",
        f"Échéances : {HEURES[1]} h avant, {HEURES[0]} h avant, dépassées ; une fois par date.",
        f"Certifications : {days} jours avant, une fois par date.",
        "Ce qui a plus d’un jour quand le relais le lit est dans l’application, sans courriel.",
    ]
