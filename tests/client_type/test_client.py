"""A typed client generated from the document compiles, and a wrong name in it does not."""

import subprocess
from pathlib import Path

import pytest

from scripts import preparer
from scripts.processus import RACINE
from tests.description import CHEMIN

pytestmark = pytest.mark.preuve

PROGRAMME = Path(__file__).with_name("client.ts")
COMPILATEUR = (
    "--strict --noEmit --target es2022 --module es2022 --moduleResolution bundler --lib es2022"
)
# What is right, and what a person might write in its place.
FAUTES = {
    "corps: { titre:": "corps: { titres:",
    'statut: "en_cours"': 'statut: "en_course"',
    "une.version": "une.versions",
    "path: { id }": "path: { pk: id }",
    "chiffres.interventions.ouverte ": "chiffres.interventions.ouvertes ",
    '"/api/v1/auth/me"': '"/api/v1/auth/moi"',
    "depose.uploaded_by": "depose.taille",
}


def _node(script: str, *arguments: str | Path) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603
        [*preparer.node(), preparer.NODE_MODULES / script, *arguments],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the generated types lie."""
    folder = tmp_path_factory.mktemp("client")
    code, said = _node("openapi-typescript/bin/cli.js", CHEMIN, "-o", folder / "api.d.ts")
    assert code == 0, said
    return folder


def _compiler(dossier: Path, programmes: dict[str, str]) -> tuple[int, str]:
    sources = [dossier / f"{name}.ts" for name in programmes]
    for source, text in zip(sources, programmes.values(), strict=True):
        source.write_text(text, encoding="utf-8")
    return _node("typescript/bin/tsc", *COMPILATEUR.split(), *sources)


def test_le_client_compile(dossier: Path) -> None:
    code, said = _compiler(dossier, {"client": PROGRAMME.read_text(encoding="utf-8")})
    assert code == 0, said


def test_un_nom_faux_ne_compile_pas(dossier: Path) -> None:
    good = PROGRAMME.read_text(encoding="utf-8")
    assert all(right in good for right in FAUTES)
    wrong = {
        f"faute{rank}": good.replace(right, wrong, 1)
        for rank, (right, wrong) in enumerate(FAUTES.items())
    }
    code, said = _compiler(dossier, wrong)
    assert code
    assert not [name for name in wrong if f"{name}.ts(" not in said], said
