"""Block Kit as plain dicts that keep Slack's limits by construction, and the message made of them.

Texts given to ``section`` and ``context`` are mrkdwn and must already be escaped (``bot.slack.mrkdwn``); headers,
button labels and titles are plain text and take raw text. Lengths are counted as Slack does, in UTF-16 units. Source of
the limits: Slack's Block Kit reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from bot.model.post import Message
from bot.slack.mrkdwn import DANGLING, bold, clean, plural

Block = dict[str, Any]
"""One Block Kit object, ready for JSON."""

MAX_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_MESSAGE = 12_000
MAX_TEXT = 3000
MAX_HEADER = 150
MAX_CONTEXT = 10
MAX_ACTIONS = 25
MAX_LABEL = 75
MAX_VALUE = 2000
MAX_OPTION = 150
MAX_OPTIONS = 100
MAX_MENU = 5
MAX_BUTTONS = 3
"""So many buttons stand under a message; others are in its menu."""
MAX_FIELD = 2000
MAX_FIELDS = 10
MAX_CELL = 120
MAX_TABLE = 100
LINK, MENU = "link.open", "menu"
"""The names of a button that only leads to an address, and of a menu, whose options carry the names of buttons."""
MAX_ID = 255
MAX_TITLE = 24
MAX_PRIVATE = 3000
_MAX_FALLBACK = 1000
_WORD_REACH = 60
_EMPTY = "–"


def measure(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Slack counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Return the text within ``limit`` units, cut at a word with ``…``; an entity or a link is never cut in two."""
    if measure(text) <= limit:
        return text
    kept = text[: limit - 1]
    while measure(kept) > limit - 1:
        kept = kept[:-1]
    opened = kept.rfind("<")
    if opened > kept.rfind(">"):
        kept = kept[:opened]
    entity = kept.rfind("&", max(0, len(kept) - 5))
    if entity >= 0 and ";" not in kept[entity:]:
        kept = kept[:entity]
    border = max(kept.rfind(" "), kept.rfind("\n"))
    if border > len(kept) - _WORD_REACH and border > 0:
        kept = kept[:border]
    return f"{DANGLING.sub('', kept.rstrip())}…"


def split_text(text: str, limit: int = MAX_TEXT) -> list[str]:
    """Return the text in pieces of at most ``limit`` units, split at line ends, else at words; nothing is lost."""
    pieces: list[str] = []
    rest = text.strip()
    while measure(rest) > limit:
        head = rest[:limit]
        while measure(head) > limit:
            head = head[:-1]
        at = _find_border(head)
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [piece for piece in [*pieces, rest] if piece]


def _find_border(head: str) -> int:
    for sign in ("\n", " "):
        at = head.rfind(sign)
        if at > len(head) // 2:
            return at
    entity = head.rfind("&", max(1, len(head) - 5))
    return entity if entity > 0 and ";" not in head[entity:] else len(head)


def pack_lines(lines: Iterable[str]) -> list[str]:
    """Put lines together into as few texts of a section as hold them, each line whole, in order."""
    texts: list[str] = []
    for line in lines:
        if texts and measure(texts[-1]) + measure(line) < MAX_TEXT:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return texts


def plain(text: str, limit: int) -> Block:
    """Return a plain-text object from raw text, on one line."""
    return {"type": "plain_text", "text": _fit(text, limit), "emoji": False}


def _fit(text: str, limit: int) -> str:
    return cut(" ".join(clean(text).split()), limit) or _EMPTY


def mrkdwn(text: str, limit: int = MAX_TEXT) -> Block:
    """Return a mrkdwn object from escaped text; bare addresses and names in it are left alone by Slack."""
    return {"type": "mrkdwn", "text": cut(text.strip(), limit) or _EMPTY, "verbatim": True}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """Return a paragraph of escaped text that Slack never folds, with a button at its side."""
    block: Block = {"type": "section", "text": mrkdwn(text), "expand": True}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def header(text: str) -> Block:
    """Return a heading from raw text."""
    return {"type": "header", "text": plain(text, MAX_HEADER)}


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Return labels with what stands under them, in two columns; labels are raw, the rest is escaped."""
    shown = [mrkdwn(f"{bold(label)}\n{text}", MAX_FIELD) for label, text in pairs]
    return {"type": "section", "fields": shown[:MAX_FIELDS], "expand": True}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    """Return a table of raw texts under a row of headings; the first column wraps."""
    cells = [[{"type": "raw_text", "text": _fit(text, MAX_CELL)} for text in row] for row in (head, *rows)]
    return {"type": "table", "rows": cells[:MAX_TABLE], "column_settings": [{"is_wrapped": True}]}


def context(*texts: str) -> Block:
    """Return small print from escaped texts, one element each; beyond ten they share the last."""
    shown = [text for text in texts if text.strip()] or [_EMPTY]
    if len(shown) > MAX_CONTEXT:
        shown = [*shown[: MAX_CONTEXT - 1], "\n".join(shown[MAX_CONTEXT - 1 :])]
    return {"type": "context", "elements": [mrkdwn(text) for text in shown]}


def divider() -> Block:
    """Return a rule across the message."""
    return {"type": "divider"}


def button(label: str, action_id: str, value: str = "", *, style: str | None = None) -> Block:
    """Return a button; ``style`` is ``primary`` or ``danger``.

    A value over 2000 units is cut: callers that cannot bear that ask ``value_fits`` first.
    """
    block: Block = {"type": "button", "text": plain(label, MAX_LABEL), "action_id": action_id[:MAX_ID]}
    if value:
        block["value"] = cut(value, MAX_VALUE)
    if style is not None:
        block["style"] = style
    return block


def link_button(label: str, url: str) -> Block:
    """Return a button that leads to a web address that is safe to link."""
    return {**button(label, LINK), "url": url}


def menu(*buttons: Block) -> list[Block]:
    """Return an overflow menu that offers these buttons, the first five that an option can carry; none without any.

    An option's value is the button's action_id, a space and its value: choosing it is pressing that button.
    """
    options = _list_options(buttons)[:MAX_MENU]
    return [{"type": "overflow", "action_id": MENU, "options": options}] if options else []


def select(placeholder: str, buttons: Sequence[Block]) -> list[Block]:
    """Return the same as a list to choose from, for up to a hundred."""
    options = _list_options(buttons)[:MAX_OPTIONS]
    hint = plain(placeholder, MAX_OPTION)
    return [{"type": "static_select", "action_id": MENU, "placeholder": hint, "options": options}] if options else []


def _list_options(buttons: Sequence[Block]) -> list[Block]:
    carried = [(each["text"], f"{each['action_id']} {each.get('value', '')}".strip()) for each in buttons]
    return [{"text": text, "value": value} for text, value in carried if measure(value) <= MAX_OPTION]


def button_row(*buttons: Block) -> list[Block]:
    """Return the row under a message: the first three as buttons, the next five in a menu; nothing without any."""
    row = [*buttons[:MAX_BUTTONS], *menu(*buttons[MAX_BUTTONS:])]
    return [actions(*row)] if row else []


def ask_first(element: Block, title: str, text: str, *, yes: str, no: str = "Cancel") -> Block:
    """Return a button or menu that asks before it does what cannot be undone; all texts are raw."""
    said = {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}
    return {**element, "confirm": said}


def value_fits(value: str) -> bool:
    """Say whether a button can carry this value whole."""
    return measure(value) <= MAX_VALUE


def actions(*elements: Block) -> Block:
    """Return a row of buttons; beyond 25 the rest is left out, so callers page."""
    return {"type": "actions", "elements": list(elements[:MAX_ACTIONS])}


def modal(title: str, blocks: Sequence[Block], *, callback_id: str = "", submit: str = "", private: str = "") -> Block:
    """Return a modal view of at most 100 blocks; one that is cut says so in its last block."""
    kept = list(blocks)
    if len(kept) > MAX_VIEW_BLOCKS:
        left = len(kept) - MAX_VIEW_BLOCKS + 1
        kept = [*kept[: MAX_VIEW_BLOCKS - 1], context(f"… {plural(left, 'more part')}, left out here")]
    view: Block = {
        "type": "modal",
        "title": plain(title, MAX_TITLE),
        "close": plain("Close", MAX_TITLE),
        "blocks": kept,
        "private_metadata": private[:MAX_PRIVATE],
    }
    if callback_id:
        view["callback_id"] = callback_id[:MAX_ID]
    if submit:
        view["submit"] = plain(submit, MAX_TITLE)
    return view


def fits(text: str, blocks: Sequence[Block]) -> bool:
    """Say whether a message of this text and these blocks is within Slack's limits."""
    return len(blocks) <= MAX_BLOCKS and measure(text) + measure(_encode(blocks)) <= MAX_MESSAGE


def _encode(blocks: Sequence[Block]) -> str:
    return msgspec.json.encode(list(blocks), order="sorted").decode()


def build_message(text: str, blocks: Sequence[Block]) -> Message:
    """Return the message within Slack's limits: blocks that do not fit go, and it says how many.

    ``text`` is the escaped fallback, also shown in notifications.
    """
    return build_rows(text, rows=[[block] for block in blocks])


def build_rows(
    text: str,
    *,
    head: Sequence[Block] = (),
    rows: Sequence[Sequence[Block]],
    tail: Callable[[int], Sequence[Block]] = lambda _shown: (),
) -> Message:
    """Return a message of a head, as many whole rows as fit, and a tail made for the number of rows shown.

    A line says how many are left. Where head and tail alone are too much, the head is shortened.
    """
    fallback = cut(text.strip(), _MAX_FALLBACK) or _EMPTY
    for shown in range(len(rows), -1, -1):
        left = len(rows) - shown
        note = [context(f"… {left:,} more, left out to keep this message short")] if left else []
        blocks = [*head, *(block for row in rows[:shown] for block in row), *note, *tail(shown)]
        if fits(fallback, blocks):
            return Message(text=fallback, blocks=_encode(blocks))
    kept = list(head[: MAX_BLOCKS - 1])
    note = [context("… the rest is left out to keep this message short")]
    while not fits(fallback, [*kept, *note]):
        kept.pop()
    return Message(text=fallback, blocks=_encode([*kept, *note]))
