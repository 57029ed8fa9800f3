"""Logging to standard error, as text or one JSON object a line; never the text of documents or commands.

Whatever a record holds, also of a library at its most talkative: tokens, secrets and reply addresses are blacked out,
and what a library says it sends or was sent is cut off.
"""

import copy
import json
import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

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


class _Formatter(logging.Formatter):
    """Writes a record as text or JSON, with all tokens, ``secrets`` and what Slack's libraries send blacked out."""

    def __init__(self, *, as_json: bool, secrets: Iterable[str]) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._as_json = as_json
        self._secrets = tuple(filter(None, secrets))

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line without secrets and payloads."""
        if record.name.startswith(("slack_sdk", "slack_bolt")):
            record = copy.copy(record)
            record.msg = _PAYLOAD.sub(lambda match: f"{match['kept']}{HIDDEN}", record.getMessage())
            record.args = ()
        line = super().format(record)
        if self._as_json:
            said = {"level": record.levelname, "logger": record.name, "message": record.getMessage()}
            said |= {"exception": self.formatException(record.exc_info)} if record.exc_info else {}
            line = json.dumps(said, ensure_ascii=False)
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
    handler.setFormatter(_Formatter(as_json=log_format == "json", secrets=secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for library in ("httpx", "httpcore"):  # they write down whole addresses, of which a part may be a secret
        logging.getLogger(library).setLevel(logging.WARNING)
