"""The fields of our forms: how one is built, and what was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.slack.blocks import MAX_LABEL, Block, plain
from bot.slack.mrkdwn import clean

MAX_OPTIONS = 100
_MAX_LABEL = 2000


def input_block(name: str, label: str, element: Block, *, hint: str = "", optional: bool = True) -> Block:
    """Return a field; block and element are both called ``name``."""
    shown: Block = {"type": "input", "block_id": name, "label": plain(label, _MAX_LABEL), "optional": optional}
    shown["element"] = {**element, "action_id": name}
    return shown | ({"hint": plain(hint, _MAX_LABEL)} if hint else {})


def text_input(value: str, *, limit: int, placeholder: str = "", many: bool = False) -> Block:
    """Return a box for text of at most ``limit`` characters, with ``many`` lines, filled with a value."""
    box: Block = {"type": "plain_text_input", "multiline": many, "max_length": limit}
    box |= {"placeholder": plain(placeholder, MAX_LABEL)} if placeholder else {}
    return box | ({"initial_value": clean(value)[:limit]} if value else {})


def option(value: str, label: str) -> Block:
    """Return one choice."""
    return {"text": plain(label, MAX_LABEL), "value": value}


def select_input(choices: Mapping[str, str], chosen: str, *, kind: str = "static_select") -> Block:
    """Return a menu, or ``radio_buttons``, of choices (value: label), with the chosen one."""
    element: Block = {"type": kind, "options": [option(*each) for each in choices.items()]}
    return element | ({"initial_option": option(chosen, choices[chosen])} if chosen in choices else {})


def checks_input(choices: Mapping[str, str], ticked: Iterable[str], *, kind: str = "checkboxes") -> Block:
    """Return tick boxes, or a ``multi_static_select``, of choices (value: label) with those that are ticked."""
    initial = [option(each, choices[each]) for each in ticked if each in choices]
    element: Block = {"type": kind, "options": [option(*each) for each in choices.items()]}
    return element | ({"initial_options": initial} if initial else {})


def names_input(records: Iterable[Block], *, many: bool = True) -> Block:
    """Return a menu of names that offers them while somebody types, with those chosen as options."""
    chosen = list(records)[:MAX_OPTIONS]
    element: Block = {"type": "multi_external_select" if many else "external_select", "min_query_length": 0}
    element["placeholder"] = plain("Type a name, in English or Chinese", MAX_LABEL)
    return element | ({"initial_options": chosen} if chosen else {})


def time_input(value: str) -> Block:
    """Return a clock, set to a time (``09:00``) where there is one."""
    return {"type": "timepicker"} | ({"initial_time": value} if value else {})


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
