"""The secret of a subscription, and what it signs."""

import hashlib
import hmac

from django.utils.crypto import salted_hmac


def secret(crochet_id: int, graine: str) -> str:
    """Derived from SECRET_KEY and a random seed: who reads the database alone cannot sign."""
    value = f"{crochet_id}.{graine}"
    return "mifsec_" + salted_hmac("crochets.secret", value, algorithm="sha256").hexdigest()


def signer(cle: str, corps: bytes, moment: int) -> str:
    """The value of `X-MIF-Signature`; `moment` in seconds since 1970."""
    signed = f"{moment}.".encode() + corps
    return f"t={moment},v1={hmac.new(cle.encode(), signed, hashlib.sha256).hexdigest()}"
