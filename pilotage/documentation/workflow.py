"""`docs/workflow.md`: the transition table and its diagram."""

from collections import defaultdict

from interventions.choices import ActionHistorique, Statut
from interventions.workflow import (
    ACTIONS,
    CREATION,
    DELAI_ARCHIVAGE,
    DELAI_EVALUATION,
    DELAI_SUITE_CLIENT,
    MODIFIABLES,
    TRANSITIONS,
    Acteur,
    Action,
)
from pilotage.documentation.markdown import RIEN, assembler, codes, tableau


def page() -> str:
    """The whole page."""
    return assembler(
        "# Le cycle d’une intervention",
        "Source : `interventions/workflow.py`. Les pages, l’API et l’administration lisent la même "
        "table ; ce qui n’y est pas est refusé (409).",
        "## États et passages",
        _diagramme(),
        "## Actions",
        "« partout » : depuis tous les états de la colonne « de ». Le technicien est celui à qui "
        "l’intervention est affectée, le client un utilisateur de l’entreprise concernée.",
        _actions(),
        "`creer` ouvre l’intervention dans l’état `ouverte` (audit : "
        f"`{ActionHistorique.CREATION}`) ; chaque rôle y renseigne ses colonnes.",
        "## Colonnes permises",
        _colonnes(),
        "## Délais",
        _delais(),
    )


def _diagramme() -> str:
    """Mermaid; several acts between the same two states share one arrow."""
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (de, vers), nom in TRANSITIONS.items():
        arrows[de, vers].append(nom)
    rank = {str(statut): n for n, statut in enumerate(Statut)}
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Statut.OUVERTE} : creer"]
    for (de, vers), noms in sorted(arrows.items(), key=lambda a: (rank[a[0][0]], rank[a[0][1]])):
        lines.append(f"    {de} --> {vers} : {', '.join(noms)}")
    return "\n".join([*lines, f"    {Statut.ARCHIVEE} --> [*]", "```"])


def _etats(statuts: frozenset[Statut]) -> list[str]:
    return [str(s) for s in Statut if s in statuts]


def _qui(action: Action, acteur: Acteur) -> str:
    allowed = action.qui.get(acteur)
    if allowed is None:
        return RIEN
    return "partout" if allowed == action.de else codes(_etats(allowed))


def _actions() -> str:
    titles = ["action", "libellé", "de", "vers", *Acteur, "exige", "accepte", "version", "audit"]
    return tableau(
        titles,
        (
            [
                f"`{a.nom}`",
                str(a.libelle),
                codes(_etats(a.de)),
                f"`{a.vers}`" if a.vers else "inchangé",
                *(_qui(a, acteur) for acteur in Acteur),
                codes(a.requis),
                codes(a.facultatifs),
                "+ 1" if a.version else RIEN,
                f"`{a.audit}`",
            ]
            for a in ACTIONS.values()
        ),
    )


def _colonnes() -> str:
    return tableau(
        ["rôle", "à la création", "par `modifier`"],
        (
            [acteur, codes(sorted(CREATION[acteur])), codes(sorted(MODIFIABLES[acteur]))]
            for acteur in Acteur
        ),
    )


def _delais() -> str:
    return tableau(
        ["règle", "délai"],
        [
            ["évaluation par le client après la clôture", f"{DELAI_EVALUATION.days} jours"],
            [
                "« Toujours en panne » (`suite_de`) du client",
                f"{DELAI_SUITE_CLIENT.days} jours",
            ],
            ["archivage d’office après la fin", f"{DELAI_ARCHIVAGE.days} jours"],
        ],
    )
