"""Text of a document on one line, without signs that no XML document may hold (XML 1.0, section 2.2), and as XML."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean_line(text: str) -> str:
    """Return text on one line, without characters that no XML document may hold."""
    return " ".join(_NOT_XML.sub(" ", text).split())


def escape_xml(text: str) -> str:
    """Return text in which nothing is markup."""
    return escape(text)
