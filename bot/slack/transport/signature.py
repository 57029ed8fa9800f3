"""Slack's signature over a request: who does not know the secret, or comes late, is not heard."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

WINDOW_S = 300
"""How far a request's timestamp may be from now, either way, in seconds."""
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def build_signature(secret: str, *, timestamp: str, body: bytes) -> str:
    """Give the signature that belongs to a body at a time (Unix seconds, as sent)."""
    base = b"v0:" + timestamp.encode("ascii") + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def check_signature(secret: str, *, timestamp: str, signature: str, body: bytes, now: dt.datetime) -> bool:
    """Give whether a request is Slack's and of now; whatever the two headers hold, it never raises."""
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        return False
    if abs(now.timestamp() - int(timestamp)) > WINDOW_S:
        return False
    return hmac.compare_digest(build_signature(secret, timestamp=timestamp, body=body), signature)
