"""Logging to standard error, as text or one JSON object a line; never the text of documents or commands."""

from __future__ import annotations

import json
import logging
import sys
from typing import TextIO


class JsonFormatter(logging.Formatter):
    """Writes each record as one JSON object: level, logger, message, and the exception if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the record as a line of JSON."""
        line = {"level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def set_up_logging(log_format: str, *, level: int = logging.WARNING) -> None:
    """Send records from ``level`` up to standard error in this format, instead of any handler set before."""
    handler = _StandardError()
    text = logging.Formatter("%(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonFormatter() if log_format == "json" else text)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
