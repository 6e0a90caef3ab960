"""The one door to the firm's own row."""

from core.models import Organisation


def organisation() -> Organisation:
    """The firm; an unsaved, nameless one before set-up, so that pages always render."""
    return Organisation.objects.filter(pk=1).first() or Organisation(pk=1, nom="ERP MIF Maroc")
