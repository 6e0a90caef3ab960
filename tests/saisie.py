"""Filling a form in as a person does: read the page, change what is meant, send all of it."""

from typing import Any

from django.test import Client

from tests.lecture_formulaire import lire


def envoyer(navigateur: Client, url: str, **changements: Any) -> Any:
    """The answer to the page's own form with some values changed."""
    page = navigateur.get(url)
    assert page.status_code == 200, page.status_code
    return navigateur.post(url, {**lire(page), **changements})


def texte(reponse: Any) -> str:
    """The page's HTML."""
    content: str = reponse.content.decode()
    return content
