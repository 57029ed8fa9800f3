"""Block Kit as plain dicts that keep Slack's limits by construction, and the message made of them.

Texts given to ``section`` and ``context`` are mrkdwn and must already be escaped (``bot.slack.mrkdwn``); headers,
button labels and titles are plain text and take raw text. A block that would say nothing is ``{}``, and is left out of
whatever it stands in. Lengths are counted as Slack does, in UTF-16 units. Source of the limits: Slack's reference.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import msgspec

from bot.model.post import Message
from bot.slack.mrkdwn import bold, clean, unstyle
from bot.slack.wording import DANGLING, plural

Block = dict[str, Any]
"""One Block Kit object, ready for JSON; an empty one is none."""
MAX_BLOCKS, MAX_VIEW_BLOCKS, MAX_MESSAGE = 50, 100, 12_000
MAX_TEXT, MAX_HEADER, MAX_TITLE, MAX_PRIVATE, MAX_ID = 3000, 150, 24, 3000, 255
MAX_LABEL, MAX_VALUE, MAX_OPTION, MAX_OPTIONS, MAX_MENU = 75, 2000, 150, 100, 5
MAX_FIELDS, MAX_FIELD, MAX_TABLE, MAX_CELL = 10, 2000, 100, 120
MAX_BUTTONS = 3
"""So many buttons stand under a message; others are in its menu."""
LINK, MENU = "link.open", "menu"
"""The names of a button that only leads to an address, and of a menu, whose options carry the names of buttons."""
DIVIDER: Block = {"type": "divider"}
_CUT_IN_TWO = re.compile(r"(?:<[^<>]*|&[a-z]{0,3})\Z")
"""A link or an entity without its end."""
_MAX_FALLBACK, _WORD_REACH, _EMPTY = 1000, 60, "–"


def measure(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Slack counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _begin(text: str, limit: int) -> str:
    """Return the beginning of a text within ``limit`` units, with no entity or link cut in two."""
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
    return kept if len(kept) == len(text) else _CUT_IN_TWO.sub("", kept)


def cut(text: str, limit: int) -> str:
    """Return the text within ``limit`` units, cut at a word with ``…``; an entity or a link is never cut in two."""
    if measure(text) <= limit:
        return text
    kept = _begin(text, limit - 1)
    space = kept.rfind(" ")
    kept = kept[:space] if space > max(len(kept) - _WORD_REACH, 0) else kept
    return f"{DANGLING.sub('', kept.rstrip())}…"


def split_text(text: str, limit: int = MAX_TEXT) -> list[str]:
    """Return the text in pieces of at most ``limit`` units, split at line ends, else at words; nothing is lost."""
    pieces = []
    while measure(text) > limit:
        kept = _begin(text, limit)
        end = next((at for at in (kept.rfind("\n"), kept.rfind(" ")) if at > 0), len(kept))
        pieces.append(text[:end])
        text = text[end:].lstrip("\n ")
    return [*pieces, text]


def pack_lines(lines: Iterable[str]) -> list[Block]:
    """Put lines together into as few sections as hold them, in order."""
    return list(map(section, split_text("\n".join(lines))))


def fold(text: str, limit: int) -> str:
    """Return raw text on one line within a limit; a dash for none."""
    return cut(" ".join(clean(text).split()), limit) or _EMPTY


def plain(text: str, limit: int) -> Block:
    """Return a plain-text object from raw text, on one line."""
    return {"type": "plain_text", "text": fold(text, limit), "emoji": False}


def mrkdwn(text: str, limit: int = MAX_TEXT) -> Block:
    """Return a mrkdwn object from escaped text; bare addresses and names in it are left alone by Slack."""
    return {"type": "mrkdwn", "text": cut(text, limit), "verbatim": True}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """Return a paragraph of escaped text that Slack never folds, with a button at its side."""
    beside = {"accessory": accessory} if accessory else {}
    return {"type": "section", "text": mrkdwn(text), "expand": True, **beside} if text.strip() else {}


def header(text: str) -> Block:
    """Return a heading from raw text, whole: bold text where it is longer than a heading may be."""
    is_long = measure(text) > MAX_HEADER
    return section(bold(text)) if is_long else {"type": "header", "text": plain(text, MAX_HEADER)}


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Return labels with what stands under them, in two columns; labels are raw, the rest is escaped."""
    texts = [mrkdwn(f"{bold(label)}\n{text}", MAX_FIELD) for label, text in pairs if text][:MAX_FIELDS]
    return {"type": "section", "fields": texts, "expand": True} if texts else {}


def table(rows: Iterable[Sequence[str]]) -> Block:
    """Return a table of raw texts, the headings first; the first column wraps."""
    cells = [[{"type": "raw_text", "text": fold(text, MAX_CELL)} for text in row] for row in rows]
    return {"type": "table", "rows": cells[:MAX_TABLE], "column_settings": [{"is_wrapped": True}]}


def context(*texts: str) -> Block:
    """Return small print from escaped texts, a line each."""
    text = "\n".join(filter(None, texts))
    return {"type": "context", "elements": [mrkdwn(text)]} if text.strip() else {}


def button(label: str, action_id: str, value: str = "", *, style: str = "") -> Block:
    """Return a button; none where its value is more than a button carries. ``style`` is ``primary`` or ``danger``."""
    shown = {"type": "button", "text": plain(label, MAX_LABEL), "action_id": action_id[:MAX_ID]}
    extra = {key: text for key, text in {"value": value, "style": style}.items() if text}
    return shown | extra if measure(value) <= MAX_VALUE else {}


def menu(*buttons: Block) -> Block:
    """Return an overflow menu that offers these buttons, the first five that an option can carry.

    An option's value is the button's action_id, a space and its value: choosing it is pressing that button.
    """
    values = {f"{each['action_id']} {each.get('value', '')}": each["text"] for each in buttons if each}
    options = [{"text": text, "value": value} for value, text in values.items() if measure(value) <= MAX_OPTION]
    return {"type": "overflow", "action_id": MENU, "options": options[:MAX_MENU]} if options else {}


def actions(*buttons: Block, more: Iterable[Block] = ()) -> Block:
    """Return the row under a message: the first three as buttons, what is left and ``more`` in a menu."""
    shown = [each for each in buttons if each]
    elements = [*shown[:MAX_BUTTONS], *filter(None, [menu(*shown[MAX_BUTTONS:], *more)])]
    return {"type": "actions", "elements": elements} if elements else {}


def modal(title: str, blocks: Iterable[Block], *, callback_id: str = "", submit: str = "", private: str = "") -> Block:
    """Return a modal view of at most 100 blocks; one that is cut says so in its last block."""
    shown = [each for each in blocks if each]
    if len(shown) > MAX_VIEW_BLOCKS:
        left = plural(len(shown) - MAX_VIEW_BLOCKS + 1, "more part")
        shown = [*shown[: MAX_VIEW_BLOCKS - 1], context(f"… {left}, left out here")]
    view = {"type": "modal", "title": plain(title, MAX_TITLE), "close": plain("Close", MAX_TITLE), "blocks": shown}
    form = {"callback_id": callback_id, "submit": plain(submit, MAX_TITLE) if submit else {}}
    return {**view, "private_metadata": cut(private, MAX_PRIVATE), **{key: each for key, each in form.items() if each}}


def encode_blocks(text: str, blocks: Sequence[Block]) -> str:
    """Return the blocks of a message as JSON; "" where they and its text are more than Slack takes."""
    encoded = msgspec.json.encode(blocks, order="sorted").decode()
    units = measure(cut(text, _MAX_FALLBACK)) + measure(encoded)
    return encoded if len(blocks) <= MAX_BLOCKS and units <= MAX_MESSAGE else ""


def build_message(
    text: str,
    head: Iterable[Block],
    *,
    rows: Iterable[Iterable[Block]] = (),
    tail: Callable[[int], Iterable[Block]] = lambda _shown: (),
) -> Message:
    """Return a message of a head, as many whole rows as fit, and a tail made for the number of rows shown.

    A line says how many are left. Where head and tail alone are too much, the head is shortened. ``text`` is the
    escaped fallback, also shown in notifications, and so without its styles.
    """
    above, fallback = [block for block in head if block], cut(unstyle(text), _MAX_FALLBACK) or _EMPTY
    whole = [row for row in ([block for block in each if block] for each in rows) if row]
    for shown in range(min(len(whole), MAX_BLOCKS), -1, -1):
        left = len(whole) - shown
        more = context(f"… {left:,} more, left out to keep this message short") if left else {}
        blocks = [block for block in (*above, *chain(*whole[:shown]), more, *tail(shown)) if block]
        if encoded := encode_blocks(fallback, blocks):
            return Message(text=fallback, blocks=encoded)
    if not above:
        return Message(text=fallback)
    return build_message(text, (), rows=([block] for block in above), tail=lambda _shown: tail(0))
