"""A browser's own account of itself, in a few words: « Chrome sur Android »."""

from django.utils.translation import gettext as _

# The first that is found counts: each names itself after those that it wants to be taken for.
_PROGRAMMES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
    ("python", "Python"),
    ("okhttp", "Android"),
)
_SYSTEMES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def nommer(user_agent: str) -> str:
    """Program and system; empty if neither is known, so that the account itself can be shown."""
    program, system = (
        next((name for mark, name in known if mark in user_agent), "")
        for known in (_PROGRAMMES, _SYSTEMES)
    )
    if program and system and program != system:
        return _("%(programme)s sur %(systeme)s") % {"programme": program, "systeme": system}
    return program or system
