"""A message with its way back: the button posts what the act asked for, and nothing else."""

from django.contrib import messages
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.messages import avec_annulation


def _demande() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def _page(request: HttpRequest) -> str:
    context = {"messages": get_messages(request)}
    return render_to_string("composants/messages.html", context, request=request)


def test_an_act_that_can_be_taken_back_brings_the_form_that_does_it() -> None:
    request = _demande()
    avec_annulation(
        request, "Archivé.", "/gestion/clients/3/revenir/", champs={"version": 4, "mot": "a&b"}
    )
    text = _page(request)
    assert '<form method="post" action="/gestion/clients/3/revenir/"' in text
    assert '<input type="hidden" name="version" value="4">' in text
    assert '<input type="hidden" name="mot" value="a&amp;b">' in text
    assert "csrfmiddlewaretoken" in text
    assert "Archivé." in text


def test_other_messages_have_no_button() -> None:
    request = _demande()
    messages.success(request, "Fait.", extra_tags="quelconque")
    text = _page(request)
    assert "Fait." in text
    assert "<form" not in text
