"""Why a socket is closed."""

from enum import IntEnum


class Code(IntEnum):
    """Close codes: those of RFC 6455, and ours from 4000 on."""

    ARRET = 1012  # the server restarts
    REVENEZ = 1013  # something that it needs is away, or it is full
    TROP_GRAND = 1009
    ILLISIBLE = 4400  # not JSON, or no message that we know
    INCONNU = 4401  # not signed in, or no more
    LENT = 4408  # did not say in time who it is
    SILENCE = 4409
    TROP = 4429  # too many messages, subscriptions or sockets


class Fermeture(Exception):
    """Close the socket with this code."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.name)
        self.code = code
