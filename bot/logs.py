"""Logging to standard error, as text or one JSON object a line; never the text of documents or commands.

Whatever a record holds, also of a library at its most talkative: tokens, secrets and reply addresses are blacked out,
and what a library says it sends or was sent is cut off.
"""

from __future__ import annotations

import copy
import json
import logging
import re
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

HIDDEN = "[hidden]"
"""What stands where a secret stood."""
_TELLTALE = re.compile(
    r"(?P<kept>response_url\\*[\"']?\s?[:=]\s?\\*[\"']?"
    r"|webhook\.client(?:: |\", \"message\": \")Sending a request - url: "
    r"|hooks\.slack\.com\\*/|(?i:[?&]ticket=|[?&]token=|bearer ))(?:[^&\s\"'<>\\]|\\+/)+"
    r"|(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w.%-]+"
)
"""Tokens, addresses that anyone could reply to, tickets of a socket; as text, JSON, a dict, or a form."""
_PAYLOAD = re.compile(
    r"\b(?P<kept>(?:query_params|body_params|json_body|files|body|event): |(?:for the|Unhandled) request \().*",
    re.DOTALL,
)
"""Where Slack's libraries begin to write down a whole request or answer, at the level debug mostly."""
_LIBRARIES = ("slack_sdk", "slack_bolt")


class JsonFormatter(logging.Formatter):
    """Writes each record as one JSON object: level, logger, message, and the exception if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as a line of JSON."""
        line = {"level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class RedactingFormatter(logging.Formatter):
    """Writes records as another formatter does, with what must not be read blacked out: ``secrets``, and all tokens.

    What Slack's libraries write down of requests and answers goes as far as the texts in them.
    """

    def __init__(self, inner: logging.Formatter, *, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as a line without secrets and payloads."""
        if record.name.startswith(_LIBRARIES):
            record = copy.copy(record)
            record.msg = _PAYLOAD.sub(lambda match: f"{match['kept']}{HIDDEN}", record.getMessage())
            record.args = ()
        line = self._inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return _TELLTALE.sub(lambda match: f"{match['kept'] or ''}{HIDDEN}", line)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def set_up_logging(log_format: str, *, level: int = logging.WARNING, secrets: Iterable[str] = ()) -> None:
    """Send records from ``level`` up to standard error in this format, instead of any handler set before.

    ``secrets`` are blacked out wherever they stand; what looks like a token always is.
    """
    handler = _StandardError()
    text = logging.Formatter("%(levelname)s %(name)s: %(message)s")
    inner = JsonFormatter() if log_format == "json" else text
    handler.setFormatter(RedactingFormatter(inner, secrets=secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
