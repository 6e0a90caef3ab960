"""What a run of schemathesis found: what is wrong, and below it the request that shows it.

Read from what it printed, for its JSON report names neither the reason nor the request.
"""

import re
from collections.abc import Iterator

LONGUEUR = 900

_TITRE = re.compile(r"^_{3,} (.+?) _{3,}$", re.MULTILINE)
_SECRET = re.compile(r" -H 'Authorization: \[Filtered\]'|http://[^/ ]+")


def trouvailles(dit: str) -> list[str]:
    """What a run found that printed `dit`, each in two lines."""
    _, _, suite = dit.partition("= FAILURES =")
    pieces = _TITRE.split(suite.partition("\n====")[0])[1:]
    return [
        text
        for operation, said in zip(pieces[::2], pieces[1::2], strict=True)
        for text in _de(operation, said)
    ]


def _de(operation: str, dit: str) -> Iterator[str]:
    """Each test case of one operation: its first complaint, the answer's status, the request."""
    for case in re.split(r"^\d+\. Test Case ID: ", dit, flags=re.MULTILINE)[1:]:
        title, reason = _groupes(r"^- (.+)\n+(?: +(.+))?", case)
        (status,) = _groupes(r"^\[(\d+)\]", case)
        (request,) = _groupes(r"^ +(curl .+)", case)
        said = f"{operation} : {title} : {reason}"[:LONGUEUR]
        yield f"{said}\n[{status}] {_SECRET.sub('', request)[:LONGUEUR]}"


def _groupes(motif: str, texte: str) -> tuple[str, ...]:
    """The groups of the first place where it is found, or as many empty texts."""
    compiled = re.compile(motif, re.MULTILINE)
    found = compiled.search(texte)
    return tuple(g or "" for g in found.groups()) if found else ("",) * compiled.groups
