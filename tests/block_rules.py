"""Slack's rules for what it takes: types, keys, lengths, counts and ids of messages and views.

Each check gives what is wrong, a line each with its place; nothing when Slack would take it. A type or key that is not
listed here is a fault, so a new one has to be added with its limits. Lengths are counted in UTF-16 units. Sources:
Slack's Block Kit reference (docs.slack.dev/reference/block-kit) and the types of the npm package ``@slack/types`` 3.2.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]

LONGEST_MESSAGE = 12_000
"""Slack refuses messages somewhat beyond this (``msg_blocks_too_long``)."""


def measure(text: str) -> int:
    """Return the length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def string(most: int, least: int = 1) -> Rule:
    """Take a string of so many units."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{path}: no string"
        elif not least <= measure(value) <= most:
            yield f"{path}: {measure(value)} units, not {least} to {most}"

    return check


def one_of(*allowed: Any) -> Rule:
    """Take one of these values, of the same type."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not any(value == each and type(value) is type(each) for each in allowed):
            yield f"{path}: {value!r} is none of {allowed}"

    return check


flag = one_of(True, False)


def number(least: float, most: float) -> Rule:
    """Take a number in this range."""

    def check(value: Any, path: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            yield f"{path}: {value!r} is no number from {least} to {most}"

    return check


def matching(pattern: str) -> Rule:
    """Take a string of this form."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield f"{path}: {value!r} is not of the form {pattern}"

    return check


def many(rule: Rule, most: int, least: int = 1) -> Rule:
    """Take a list of so many, each by this rule."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{path}: no list"
            return
        if not least <= len(value) <= most:
            yield f"{path}: {len(value)} entries, not {least} to {most}"
        for place, each in enumerate(value):
            yield from rule(each, f"{path}[{place}]")

    return check


def record(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    """Take an object with these keys and no other."""
    known = required | (optional or {})

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{path}: no object"
            return
        yield from (f"{path}.{key}: missing" for key in required if key not in value)
        for key, inner in value.items():
            if key in known:
                yield from known[key](inner, f"{path}.{key}")
            else:
                yield f"{path}.{key}: unknown key"

    return check


def typed(rules: dict[str, Rule], *names: str) -> Rule:
    """Take an object of one of these types, by the rule of its type."""

    def check(value: Any, path: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in rules or (names and kind not in names):
            yield f"{path}: type {kind!r} is not allowed here"
        else:
            yield from rules[kind](value, f"{path}({kind})")

    return check


def plain(most: int) -> Rule:
    """Take a plain-text object."""
    return record({"type": one_of("plain_text"), "text": string(most)}, {"emoji": flag})


def texts(most: int) -> dict[str, Rule]:
    """Return the rules of both kinds of text."""
    mrkdwn = record({"type": one_of("mrkdwn"), "text": string(most)}, {"verbatim": flag})
    return {"plain_text": plain(most), "mrkdwn": mrkdwn}


def text(most: int) -> Rule:
    """Take a plain-text or mrkdwn object."""
    return typed(texts(most))


URL = matching(r"https?://\S{1,2990}")
CONFIRM = record(
    {"text": text(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": one_of("primary", "danger")},
)
OPTION = record({"text": text(75), "value": string(150)}, {"description": plain(75), "url": URL})
GROUP = record({"label": plain(75), "options": many(OPTION, 100)})
IMAGE = record({"type": one_of("image"), "image_url": URL, "alt_text": string(2000)})
_ID = {"action_id": string(255)}
_FOCUS = {"focus_on_load": flag}
_HINT = {"placeholder": plain(150)}
_ASK = {"confirm": CONFIRM}
_FIRST: dict[str, Rule] = {"initial_option": OPTION}
_ALL_FIRST: dict[str, Rule] = {"initial_options": many(OPTION, 100)}
_MOST: dict[str, Rule] = {"max_selected_items": number(1, 100)}
_LISTED: dict[str, Rule] = {"options": many(OPTION, 100), "option_groups": many(GROUP, 100)}
_TYPED_IN = _FOCUS | _HINT | {"initial_value": string(3000, 0)}


def element(name: str, required: dict[str, Rule] | None = None, optional: dict[str, Rule] | None = None) -> Rule:
    """Take an interactive element with an id."""
    return record({"type": one_of(name)} | _ID | (required or {}), optional)


ELEMENTS: dict[str, Rule] = {
    "image": IMAGE,
    "button": element(
        "button",
        {"text": plain(75)},
        {"value": string(2000), "url": URL, "style": one_of("primary", "danger"), "accessibility_label": string(75)}
        | _ASK,
    ),
    "static_select": element("static_select", {}, _LISTED | _FIRST | _FOCUS | _HINT | _ASK),
    "multi_static_select": element("multi_static_select", {}, _LISTED | _ALL_FIRST | _MOST | _FOCUS | _HINT | _ASK),
    "external_select": element(
        "external_select", {}, {"min_query_length": number(0, 100)} | _FIRST | _FOCUS | _HINT | _ASK
    ),
    "multi_external_select": element(
        "multi_external_select", {}, {"min_query_length": number(0, 100)} | _ALL_FIRST | _MOST | _FOCUS | _HINT | _ASK
    ),
    "overflow": element("overflow", {"options": many(OPTION, 5)}, _ASK),
    "checkboxes": element("checkboxes", {"options": many(OPTION, 10)}, _ALL_FIRST | _FOCUS | _ASK),
    "radio_buttons": element("radio_buttons", {"options": many(OPTION, 10)}, _FIRST | _FOCUS | _ASK),
    "timepicker": element(
        "timepicker",
        {},
        {"initial_time": matching(r"([01]\d|2[0-3]):[0-5]\d"), "timezone": string(100)} | _FOCUS | _HINT | _ASK,
    ),
    "plain_text_input": element(
        "plain_text_input",
        {},
        {"multiline": flag, "min_length": number(0, 3000), "max_length": number(1, 3000)} | _TYPED_IN,
    ),
    "file_input": element("file_input", {}, {"filetypes": many(string(20), 100), "max_files": number(1, 10)} | _FOCUS),
}
_CLICKED = ("button", "static_select", "multi_static_select", "external_select", "multi_external_select", "overflow")
_CHOSEN = ("checkboxes", "radio_buttons", "timepicker")
_FILLED = ("plain_text_input", "file_input")
_SELECTED = tuple(name for name in _CLICKED if name.endswith("select"))
_CELLS: dict[str, Rule] = {
    "raw_text": record({"type": one_of("raw_text"), "text": string(3000)}),
}
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
_BLOCK_ID: dict[str, Rule] = {"block_id": string(255)}


def block(name: str, required: dict[str, Rule] | None = None, optional: dict[str, Rule] | None = None) -> Rule:
    """Take a block that may have an id."""
    return record({"type": one_of(name)} | (required or {}), (optional or {}) | _BLOCK_ID)


BLOCKS: dict[str, Rule] = {
    "section": block(
        "section",
        {},
        {
            "text": text(3000),
            "fields": many(text(2000), 10),
            "accessory": typed(ELEMENTS, "image", *_CLICKED, *_CHOSEN),
            "expand": flag,
        },
    ),
    "header": block("header", {"text": plain(150)}),
    "divider": block("divider"),
    "context": block("context", {"elements": many(typed({"image": IMAGE} | texts(3000)), 10)}),
    "actions": block("actions", {"elements": many(typed(ELEMENTS, *_CLICKED, *_CHOSEN), 25)}),
    "image": block("image", {"image_url": URL, "alt_text": string(2000)}, {"title": plain(2000)}),
    "input": block(
        "input",
        {"label": plain(2000), "element": typed(ELEMENTS, *_SELECTED, *_CHOSEN, *_FILLED)},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "markdown": block("markdown", {"text": string(12_000)}),
    "table": block(
        "table",
        {"rows": many(many(typed(_CELLS), 20), 100)},
        {"column_settings": many(_COLUMN, 20)},
    ),
    "alert": block("alert", {"text": text(200)}, {"level": one_of("default", "info", "warning", "error", "success")}),
}
_ONLY = {"modal": {"alert", "input"}, "home": {"input"}, "message": {"table"}}
"""Blocks that stand on these surfaces only, where they are named at all."""
_MOST_OF = {"table": 1}
_VIEW = {"blocks": many(typed(BLOCKS), 100)}
_PRIVATE = {"private_metadata": string(3000, 0), "callback_id": string(255), "external_id": string(255)}
VIEWS: dict[str, Rule] = {
    "modal": record(
        {"type": one_of("modal"), "title": plain(24)} | _VIEW,
        {"submit": plain(24), "close": plain(24), "clear_on_close": flag, "notify_on_close": flag} | _PRIVATE,
    ),
    "home": record({"type": one_of("home")} | _VIEW, _PRIVATE),
}
MESSAGE = record(
    {"text": string(4000), "blocks": many(typed(BLOCKS), 50)},
    {
        "response_type": one_of("ephemeral", "in_channel"),
        "replace_original": flag,
        "delete_original": flag,
        "channel": string(255),
        "user": string(255),
        "ts": matching(r"\d+\.\d+"),
        "thread_ts": matching(r"\d+\.\d+"),
        "metadata": record({"event_type": string(255), "event_payload": lambda _value, _path: iter(())}),
        "unfurl_links": flag,
        "unfurl_media": flag,
    },
)


def check_message(payload: dict[str, Any]) -> list[str]:
    """Return what is wrong with a message: an answer, a post, or what is sent to a response_url."""
    faults = list(MESSAGE(payload, "message"))
    blocks = payload.get("blocks")
    if isinstance(blocks, list) and not faults:
        faults += _check_together(blocks, "message")
        shown = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
        if measure(shown) + measure(payload["text"]) > LONGEST_MESSAGE:
            faults.append(f"message: {measure(shown) + measure(payload['text'])} units in all")
    return faults


def check_view(view: dict[str, Any]) -> list[str]:
    """Return what is wrong with a modal or a Home."""
    faults = list(typed(VIEWS)(view, "view"))
    if faults:
        return faults
    if view["type"] == "modal" and "submit" not in view and any(each["type"] == "input" for each in view["blocks"]):
        faults.append("view: inputs, and nothing to send them with")
    return faults + _check_together(view["blocks"], view["type"])


def _check_together(blocks: list[dict[str, Any]], surface: str) -> list[str]:
    """Return what is wrong with blocks that are each in order: counts, ids twice, choices that are no option."""
    counts = Counter(each["type"] for each in blocks)
    faults = [f"{counts[kind]} blocks of {kind}" for kind, most in _MOST_OF.items() if counts[kind] > most]
    for kind in counts:
        places = [place for place, kinds in _ONLY.items() if kind in kinds]
        if places and surface not in places:
            faults.append(f"{kind} does not stand in a {surface}")
    ids = Counter(each["block_id"] for each in blocks if "block_id" in each)
    faults += [f"block_id {each!r} comes {count} times" for each, count in ids.items() if count > 1]
    for place, each in enumerate(blocks):
        where = f"{surface}[{place}]({each['type']})"
        actions = Counter(inner["action_id"] for inner in _find_elements(each) if "action_id" in inner)
        faults += [f"{where}: action_id {name!r} comes {count} times" for name, count in actions.items() if count > 1]
        faults += [f"{where}: {fault}" for inner in _find_elements(each) for fault in _check_choices(inner)]
        if each["type"] == "section" and not each.get("text") and not each.get("fields"):
            faults.append(f"{where}: neither text nor fields")
        if each["type"] == "table" and len({len(row) for row in each["rows"]}) > 1:
            faults.append(f"{where}: rows of different lengths")
    return faults


def _find_elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    alone = [block[key] for key in ("accessory", "element") if key in block]
    return [*alone, *(block["elements"] if block["type"] == "actions" else ())]


def _check_choices(element: dict[str, Any]) -> Iterator[str]:
    chosen = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
    if element["type"] in {"static_select", "multi_static_select"} and ("options" in element) == (
        "option_groups" in element
    ):
        yield "a select needs either options or groups of them"
    listed = [*element.get("options", ()), *(o for group in element.get("option_groups", ()) for o in group["options"])]
    if listed:
        yield from (f"{option['value']!r} is chosen and no option" for option in chosen if option not in listed)
    twice = [value for value, count in Counter(option["value"] for option in listed).items() if count > 1]
    yield from (f"the value {value!r} stands for several options" for value in twice)
