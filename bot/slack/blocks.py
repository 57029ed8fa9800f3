"""Block Kit as plain dicts that keep Slack's limits by construction, and the message made of them.

Texts given to ``section`` and ``context`` are mrkdwn and must already be escaped (``bot.slack.mrkdwn``); headers,
button labels and titles are plain text and take raw text. A block that would say nothing is ``{}``, and is left out of
whatever it stands in. Lengths are counted as Slack does, in UTF-16 units. Source of the limits: Slack's reference.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from bot.model.post import Message
from bot.slack.mrkdwn import DANGLING, bold, clean, plural

Block = dict[str, Any]
"""One Block Kit object, ready for JSON; an empty one is none."""

MAX_BLOCKS, MAX_VIEW_BLOCKS, MAX_MESSAGE = 50, 100, 12_000
MAX_TEXT, MAX_HEADER, MAX_TITLE = 3000, 150, 24
MAX_LABEL, MAX_VALUE, MAX_ID, MAX_PRIVATE = 75, 2000, 255, 3000
MAX_OPTION, MAX_OPTIONS, MAX_MENU = 150, 100, 5
MAX_BUTTONS = 3
"""So many buttons stand under a message; others are in its menu."""
MAX_CONTEXT, MAX_ACTIONS, MAX_FIELDS, MAX_FIELD = 10, 25, 10, 2000
MAX_TABLE, MAX_CELL = 100, 120
LINK, MENU = "link.open", "menu"
"""The names of a button that only leads to an address, and of a menu, whose options carry the names of buttons."""
_MAX_FALLBACK = 1000
_WORD_REACH = 60
_EMPTY = "–"


def measure(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Slack counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _take(text: str, limit: int) -> str:
    """Return so much of a text's beginning as ``limit`` units hold."""
    kept = text[:limit]
    while measure(kept) > limit:
        kept = kept[:-1]
    return kept


def _drop_entity(text: str) -> str:
    """Return the text without an entity that is cut in two at its end."""
    entity = text.rfind("&", max(0, len(text) - 5))
    return text[:entity] if entity >= 0 and ";" not in text[entity:] else text


def cut(text: str, limit: int) -> str:
    """Return the text within ``limit`` units, cut at a word with ``…``; an entity or a link is never cut in two."""
    if measure(text) <= limit:
        return text
    kept = _take(text, limit - 1)
    opened = kept.rfind("<")
    kept = _drop_entity(kept[:opened] if opened > kept.rfind(">") else kept)
    border = max(kept.rfind(" "), kept.rfind("\n"))
    if border > max(0, len(kept) - _WORD_REACH):
        kept = kept[:border]
    return f"{DANGLING.sub('', kept.rstrip())}…"


def split_text(text: str, limit: int = MAX_TEXT) -> list[str]:
    """Return the text in pieces of at most ``limit`` units, split at line ends, else at words; nothing is lost."""
    pieces: list[str] = []
    rest = text.strip()
    while measure(rest) > limit:
        head = _take(rest, limit)
        ends = (at for sign in ("\n", " ") if (at := head.rfind(sign)) > len(head) // 2)
        at = next(ends, 0) or len(_drop_entity(head)) or len(head)
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [piece for piece in [*pieces, rest] if piece]


def pack_lines(lines: Iterable[str]) -> list[Block]:
    """Put lines together into as few sections as hold them, each line whole, in order."""
    texts: list[str] = []
    for line in lines:
        if texts and measure(texts[-1]) + measure(line) < MAX_TEXT:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [section(text) for text in texts]


def fold(text: str, limit: int) -> str:
    """Return raw text on one line within a limit; a dash for none."""
    return cut(" ".join(clean(text).split()), limit) or _EMPTY


def plain(text: str, limit: int) -> Block:
    """Return a plain-text object from raw text, on one line."""
    return {"type": "plain_text", "text": fold(text, limit), "emoji": False}


def mrkdwn(text: str, limit: int = MAX_TEXT) -> Block:
    """Return a mrkdwn object from escaped text; bare addresses and names in it are left alone by Slack."""
    return {"type": "mrkdwn", "text": cut(text.strip(), limit) or _EMPTY, "verbatim": True}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """Return a paragraph of escaped text that Slack never folds, with a button at its side."""
    if not text.strip():
        return {}
    block: Block = {"type": "section", "text": mrkdwn(text), "expand": True}
    return {**block, "accessory": accessory} if accessory else block


def header(text: str) -> Block:
    """Return a heading from raw text, whole: bold text where it is longer than a heading may be."""
    return {"type": "header", "text": plain(text, MAX_HEADER)} if len(text) < MAX_HEADER else section(bold(text))


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Return labels with what stands under them, in two columns; labels are raw, the rest is escaped."""
    shown = [mrkdwn(f"{bold(label)}\n{text}", MAX_FIELD) for label, text in pairs if text]
    return {"type": "section", "fields": shown[:MAX_FIELDS], "expand": True} if shown else {}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    """Return a table of raw texts under a row of headings; the first column wraps."""
    cells = [[{"type": "raw_text", "text": fold(text, MAX_CELL)} for text in row] for row in (head, *rows)]
    return {"type": "table", "rows": cells[:MAX_TABLE], "column_settings": [{"is_wrapped": True}]}


def context(*texts: str) -> Block:
    """Return small print from escaped texts, one element each; beyond ten they share the last."""
    shown = [text for text in texts if text.strip()]
    shown[MAX_CONTEXT - 1 :] = ["\n".join(shown[MAX_CONTEXT - 1 :])] if len(shown) >= MAX_CONTEXT else []
    return {"type": "context", "elements": [mrkdwn(text) for text in shown]} if shown else {}


def divider() -> Block:
    """Return a rule across the message."""
    return {"type": "divider"}


def button(label: str, action_id: str, value: str = "", *, style: str = "") -> Block:
    """Return a button; ``style`` is ``primary`` or ``danger``.

    A value over 2000 units is cut: callers that cannot bear that ask ``value_fits`` first.
    """
    block: Block = {"type": "button", "text": plain(label, MAX_LABEL), "action_id": action_id[:MAX_ID]}
    return block | ({"value": cut(value, MAX_VALUE)} if value else {}) | ({"style": style} if style else {})


def value_fits(value: str) -> bool:
    """Say whether a button can carry this value whole."""
    return measure(value) <= MAX_VALUE


def link_button(label: str, url: str) -> Block:
    """Return a button that leads to a web address that is safe to link."""
    return {**button(label, LINK), "url": url}


def menu(*buttons: Block) -> Block:
    """Return an overflow menu that offers these buttons, the first five that an option can carry.

    An option's value is the button's action_id, a space and its value: choosing it is pressing that button.
    """
    options = _list_options(buttons)[:MAX_MENU]
    return {"type": "overflow", "action_id": MENU, "options": options} if options else {}


def select(placeholder: str, buttons: Sequence[Block]) -> Block:
    """Return the same as a list to choose from, for up to a hundred."""
    options, hint = _list_options(buttons)[:MAX_OPTIONS], plain(placeholder, MAX_OPTION)
    return {"type": "static_select", "action_id": MENU, "placeholder": hint, "options": options} if options else {}


def _list_options(buttons: Sequence[Block]) -> list[Block]:
    carried = [(each["text"], f"{each['action_id']} {each.get('value', '')}".strip()) for each in buttons if each]
    return [{"text": text, "value": value} for text, value in carried if measure(value) <= MAX_OPTION]


def ask_first(element: Block, title: str, text: str, *, yes: str) -> Block:
    """Return a button or menu that asks before it does what cannot be undone; all texts are raw."""
    said = {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30)}
    return {**element, "confirm": said | {"deny": plain("Cancel", 30)}}


def actions(*elements: Block) -> Block:
    """Return a row of buttons; beyond 25 the rest is left out, so callers page."""
    shown = list(filter(None, elements))[:MAX_ACTIONS]
    return {"type": "actions", "elements": shown} if shown else {}


def button_row(*buttons: Block) -> Block:
    """Return the row under a message: the first three as buttons, the next five in a menu."""
    shown = list(filter(None, buttons))
    return actions(*shown[:MAX_BUTTONS], menu(*shown[MAX_BUTTONS:]))


def modal(title: str, blocks: Sequence[Block], *, callback_id: str = "", submit: str = "", private: str = "") -> Block:
    """Return a modal view of at most 100 blocks; one that is cut says so in its last block."""
    kept = list(filter(None, blocks))
    if len(kept) > MAX_VIEW_BLOCKS:
        left = len(kept) - MAX_VIEW_BLOCKS + 1
        kept[MAX_VIEW_BLOCKS - 1 :] = [context(f"… {plural(left, 'more part')}, left out here")]
    view: Block = {"type": "modal", "title": plain(title, MAX_TITLE), "close": plain("Close", MAX_TITLE)}
    view |= {"blocks": kept, "private_metadata": private[:MAX_PRIVATE]}
    view |= {"callback_id": callback_id[:MAX_ID]} if callback_id else {}
    return view | ({"submit": plain(submit, MAX_TITLE)} if submit else {})


def fits(text: str, blocks: Sequence[Block]) -> bool:
    """Say whether a message of this text and these blocks is within Slack's limits."""
    return len(blocks) <= MAX_BLOCKS and measure(text) + measure(_encode(blocks)) <= MAX_MESSAGE


def _encode(blocks: Sequence[Block]) -> str:
    return msgspec.json.encode(list(blocks), order="sorted").decode()


def build_message(text: str, blocks: Iterable[Block]) -> Message:
    """Return the message within Slack's limits: blocks that do not fit go, and it says how many.

    ``text`` is the escaped fallback, also shown in notifications.
    """
    return build_rows(text, rows=[[block] for block in blocks if block])


def build_rows(
    text: str,
    *,
    head: Iterable[Block] = (),
    rows: Iterable[Iterable[Block]],
    tail: Callable[[int], Iterable[Block]] = lambda _shown: (),
) -> Message:
    """Return a message of a head, as many whole rows as fit, and a tail made for the number of rows shown.

    A line says how many are left. Where head and tail alone are too much, the head is shortened.
    """
    fallback = cut(text.strip(), _MAX_FALLBACK) or _EMPTY
    first, shown = list(filter(None, head)), [list(filter(None, row)) for row in rows]
    for count in range(len(shown), -1, -1):
        left = len(shown) - count
        note = context(f"… {left:,} more, left out to keep this message short" if left else "")
        blocks = list(filter(None, [*first, *(block for row in shown[:count] for block in row), note, *tail(count)]))
        if fits(fallback, blocks):
            return Message(text=fallback, blocks=_encode(blocks))
    note = context("… the rest is left out to keep this message short")
    while not fits(fallback, [*first, note]):
        first.pop()
    return Message(text=fallback, blocks=_encode([*first, note]))
