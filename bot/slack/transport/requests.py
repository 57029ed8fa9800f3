"""Slack's HTTP requests as bodies: a form (commands, presses, windows) or JSON (events)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

_MAX_FIELDS = 200


def parse_body(data: bytes, *, content_type: str) -> object:
    """Give the body of a request as Socket Mode would bring it, or None when it is none of Slack's forms."""
    try:
        text = data.decode()
        if content_type.partition(";")[0].strip().lower() == "application/json":
            return json.loads(text)
        fields: dict[str, Any] = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
        return json.loads(fields["payload"]) if "payload" in fields else fields
    except (ValueError, RecursionError):
        return None
