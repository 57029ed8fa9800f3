"""The fields of our forms: how one is built, and what was filled in; and the form to search policies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.errors import BadQueryError
from bot.model.briefing import DocumentType
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic, describe_record
from bot.query.keys import find_key
from bot.query.query import fold_input, parse_query
from bot.query.query_record import Choices, Query, format_query
from bot.slack.blocks import MAX_LABEL, MAX_OPTIONS, Block, modal, plain
from bot.slack.mrkdwn import clean

_MAX_TEXT = 2000
_MAX_VALUE = 150


class FieldError(BadQueryError):
    """What is wrong with one field of a form, and the name of its block."""

    def __init__(self, block: str, error: BadQueryError) -> None:
        super().__init__(error.message, hint=error.hint)
        self.block = block


def input_block(name: str, label: str, element: Block, *, hint: str = "", optional: bool = True) -> Block:
    """Return a field; block and element are both called ``name``."""
    shown: Block = {"type": "input", "block_id": name, "label": plain(label, _MAX_TEXT), "optional": optional}
    shown["element"] = {**element, "action_id": name}
    return shown | ({"hint": plain(hint, _MAX_TEXT)} if hint else {})


def text_input(value: str, *, limit: int, placeholder: str = "", many: bool = False) -> Block:
    """Return a box for text of at most ``limit`` characters, with ``many`` lines, filled with a value."""
    box: Block = {"type": "plain_text_input", "multiline": many, "max_length": limit}
    box |= {"placeholder": plain(placeholder, MAX_LABEL)} if placeholder else {}
    return box | ({"initial_value": clean(value)[:limit]} if value else {})


def option(value: str, label: str) -> Block:
    """Return one choice."""
    return {"text": plain(label, MAX_LABEL), "value": value[:_MAX_VALUE]}


def select_input(choices: Mapping[str, str], chosen: str, *, kind: str = "static_select") -> Block:
    """Return a menu, or ``radio_buttons``, of choices (value: label), with the chosen one."""
    element: Block = {"type": kind, "options": [option(*each) for each in choices.items()]}
    return element | ({"initial_option": option(chosen, choices[chosen])} if chosen in choices else {})


def checks_input(choices: Mapping[str, str], ticked: Iterable[str], *, kind: str = "checkboxes") -> Block:
    """Return tick boxes, or a ``multi_static_select``, of choices (value: label) with those that are ticked."""
    initial = [option(each, choices[each]) for each in ticked if each in choices]
    element: Block = {"type": kind, "options": [option(*each) for each in choices.items()]}
    return element | ({"initial_options": initial} if initial else {})


def names_input(records: Iterable[Body | Company | Topic] = (), *, many: bool = True) -> Block:
    """Return a menu of names that offers them while somebody types, with those chosen."""
    chosen = [build_option(each) for each in records][:MAX_OPTIONS]
    element: Block = {"type": "multi_external_select" if many else "external_select", "min_query_length": 0}
    element["placeholder"] = plain("Type a name, in English or Chinese", MAX_LABEL)
    return element | ({"initial_options": chosen} if chosen else {})


def build_option(record: Body | Company | Topic) -> Block:
    """Return one choice of a menu of names; its value is the record's id."""
    return option(record.id, describe_record(record))


def read_field(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return what a submitted view says of a field, nothing where it says nothing."""
    found: Any = view
    for key in ("state", "values", name, name):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def read_text(view: Mapping[str, Any], name: str) -> str:
    """Return what was typed or set in a field, "" where nothing was."""
    field = read_field(view, name)
    return str(field.get("value") or field.get("selected_time") or "").strip()


def read_chosen(view: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the values that were chosen or ticked in a field."""
    field = read_field(view, name)
    chosen = [*(field.get("selected_options") or ()), *filter(None, [field.get("selected_option")])]
    return tuple(str(each.get("value")) for each in chosen if isinstance(each, dict))


# The form to search policies, filled in from a query.

SEARCH_VIEW = "search.form"
BODIES, COMPANIES, TOPICS = "names.bodies", "names.companies", "names.topics"
_WORDS, _DATES = "words", "dates"
_NAMES = (
    (BODIES, "Issued by", "ministry", "body_by_id"),
    (TOPICS, "Topics", "topic", "topic_by_id"),
    (COMPANIES, "Companies", "company", "company_by_id"),
)
"""The menus of names: block, label, field of the query, and table of the lexicon."""
_MENUS = (
    ("type", "Kind of document", {kind.value: kind.value.replace("_", " ") for kind in DocumentType}),
    (
        "status",
        "Status",
        {
            "draft_for_comment": "open for comment",
            "comment_closed": "comments closed",
            "issued": "issued",
            "in_force": "in force",
        },
    ),
)
"""The menus of which one is chosen: block and field of the query, label, and choices."""


def build_search_form(query: Query, lexicon: Lexicon, *, private: str = "") -> Block:
    """Build the form filled in with a query; ``private`` is what it carries unseen.

    What of the query has no field of its own is among the words.
    """
    rest, names, menus = replace(query, dates=None), [], []
    for block, label, field, table in _NAMES:
        chosen, known = getattr(query, field).include, getattr(lexicon, table)
        names.append(input_block(block, label, names_input(known[each] for each in chosen if each in known)))
        rest = _choose(rest, field, [each for each in chosen if each not in known])
    for field, label, choices in _MENUS:
        chosen = getattr(query, field).include
        only = chosen[0] if len(chosen) == 1 and chosen[0] in choices else ""
        menus.append(input_block(field, label, select_input(choices, only)))
        rest = _choose(rest, field, ()) if only else rest
    words = text_input(format_query(rest, lexicon), limit=1500, placeholder="data security")
    dates = format_query(Query(dates=query.dates), lexicon)
    when = text_input(dates, limit=200, placeholder="Nov 2023, Q4 2023, last month")
    blocks = [input_block(_WORDS, "Words", words), *names, input_block(_DATES, "Dates", when), *menus]
    return modal("Search policies", blocks, callback_id=SEARCH_VIEW, submit="Search", private=private)


def parse_search_form(values: Mapping[str, Any], *, lexicon: Lexicon, today: dt.date) -> str:
    """Read what was filled in as the text of a policy search; FieldError names the field that cannot be read."""
    view = {"state": {"values": values}}
    query = _parse(_WORDS, read_text(view, _WORDS), lexicon=lexicon, today=today)
    dates = read_text(view, _DATES)
    if dates:
        head, colon, _ = fold_input(dates).partition(":")
        text = dates if colon and find_key(head.strip()) else f"on:{dates}"
        query = replace(query, dates=_parse(_DATES, text, lexicon=lexicon, today=today).dates)
    for block, field in [*((block, field) for block, _, field, _ in _NAMES), *((field, field) for field, *_ in _MENUS)]:
        query = _choose(query, field, (*read_chosen(view, block), *getattr(query, field).include))
    return format_query(query, lexicon)


def _choose(query: Query, field: str, include: Iterable[str]) -> Query:
    chosen: Choices = getattr(query, field)
    changed: dict[str, Any] = {field: replace(chosen, include=tuple(dict.fromkeys(include)))}
    return replace(query, **changed)


def _parse(block: str, text: str, *, lexicon: Lexicon, today: dt.date) -> Query:
    try:
        return parse_query(text, lexicon=lexicon, today=today)
    except BadQueryError as error:
        raise FieldError(block, error) from error
