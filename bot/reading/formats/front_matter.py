"""The fields with which note programs open Markdown ("---", "title: ...", "date: ...", "---"), as lines of text."""

from __future__ import annotations

import re

_OPENS = re.compile(r"\A\ufeff?---[ \t]*\n(?P<fields>(?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w -]{0,30}):[ \t]*(?P<value>.*?)[ \t]*")
_ISO = re.compile(r"(?:19|20)\d\d-\d\d?-\d\d?(?=[T\s]|\Z)")
_HEADING = re.compile(r"\s*(?P<mark># )(?P<name>[^\n]+)")
_TITLES = ("title", "series", "name")
_DATES_TEXT = "date published publish_date published_on pubdate issued issued_on date_published publication_date"
_DATES = frozenset(_DATES_TEXT.split())
_UPDATES = frozenset({"updated", "last_updated", "lastmod", "modified", "as_of", "last_modified"})
_HOUSES_TEXT = (
    "author authors publisher published_by source org organization organisation institution site house maintainer"
    " from issuer issued_by office sender"
)
_HOUSES = frozenset(_HOUSES_TEXT.split())
_EDITORS = frozenset({"editor", "editors"})
_PERIODS = frozenset({"period", "covers", "covering", "covered", "coverage", "range", "window", "reporting_period"})
_WORDS = frozenset({"subtitle", "description", "summary", "excerpt", "series", "issue"})


def spell_front_matter(text: str) -> str:
    """Give a text whose fields at the front are written as a page shows them; its lines keep their numbers.

    The title is its heading, the day and the house are lines below it; what only a program needs (tags, addresses,
    layouts) goes, and so does the same heading below. Lines that are no fields at all leave the text as it is. The form
    is that of Jekyll and Pandoc.
    """
    front = _OPENS.match(text)
    if front is None:
        return text
    lines = front["fields"].split("\n")[:-1]
    fields = [_FIELD.fullmatch(line) for line in lines]
    names = {field["name"].lower().replace("-", "_").replace(" ", "_") for field in fields if field}
    title = next((name for name in _TITLES if name in names), None)
    if title is None:
        return text
    dated = not names.isdisjoint(_DATES)
    body = text[front.end() :]
    shown = ["", *(_show(field, title=title, dated=dated) if field else "" for field in fields), ""]
    again = _HEADING.match(body)
    if again and f"# {again['name'].strip()}" in shown:
        body = f"{body[: again.start('mark')]}{body[again.end() :]}"
    return "\n".join([*(f"{line}  " if line[:1] not in {"", "#"} else line for line in shown), body])


def _show(field: re.Match[str], *, title: str, dated: bool) -> str:
    """Give a field as a line; the day of an update counts where no other is given."""
    name, value = field["name"].lower().replace("-", "_").replace(" ", "_"), field["value"].strip("\"'“” ")
    if name in _EDITORS and (people := [person.strip(" \"'“”") for person in value.strip("[]").split(",")]):
        return f"#### Editors: {', '.join(people)}"
    if not value or value.startswith(("[", "{")):
        return ""
    if name == title:
        return f"# {value}"
    if name in _DATES or (name in _UPDATES and not dated):
        return iso[0] if (iso := _ISO.match(value)) else value
    if name in _PERIODS:
        return f"Period: {value.replace('/', ' to ')}"
    return f"Published by: {value}" if name in _HOUSES else value if name in _WORDS else ""
