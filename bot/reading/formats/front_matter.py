"""The fields with which note programs open Markdown ("---", "title: ...", "date: ...", "---"), as lines of text."""

from __future__ import annotations

from bot import lazy_re as re

_OPENS = re.compile(r"\A\ufeff?---[ \t]*\n(?P<fields>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w -]{0,30}):[ \t]*(?P<value>.*?)[ \t]*")
_ISO = re.compile(r"(?:19|20)\d\d-\d\d?-\d\d?(?=[T\s]|\Z)")
_TITLE, _DATES = "title", frozenset({"date", "published", "publish_date", "pubdate", "issued"})
_HOUSES = frozenset({"author", "authors", "publisher", "source", "organization", "organisation", "site"})
_WORDS = frozenset({"subtitle", "description", "summary", "excerpt", "series", "issue"})
_PERIOD = "period"


def spell_front_matter(text: str) -> str:
    """Give a text whose fields at the front are written as a page shows them; its lines keep their numbers.

    The title is its heading, the day and the house are lines below it; what only a program needs (tags, addresses,
    layouts) goes. Lines that are no fields at all leave the text as it is. The form is that of Jekyll and Pandoc.
    """
    front = _OPENS.match(text)
    if front is None:
        return text
    lines = front["fields"].split("\n")[:-1]
    fields = [_FIELD.fullmatch(line) for line in lines]
    if not any(field and field["name"].lower() == _TITLE for field in fields):
        return text
    shown = ["", *(_show(field["name"].lower(), field["value"]) if field else "" for field in fields), ""]
    body = text[front.end() :]
    return "\n".join([*(f"{line}  " if line[:1] not in {"", "#"} else line for line in shown), body])


def _show(name: str, value: str) -> str:
    value = value.strip("\"'“” ")
    if not value or value.startswith(("[", "{")):
        return ""
    if name == _TITLE:
        return f"# {value}"
    if name in _DATES:
        return iso[0] if (iso := _ISO.match(value)) else value
    if name == _PERIOD:
        return f"Period: {value.replace('/', ' to ')}"
    return f"Published by: {value}" if name in _HOUSES else value if name in _WORDS else ""
