"""The layout of a briefing before people: in its report, and as a form of a few choices with the items as read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.errors import BadQueryError
from bot.ingest.layouts import LayoutChange, LayoutView
from bot.ingest.reports import IngestReport, LayoutReport, ReadItem
from bot.model.briefing import Section
from bot.model.used_layout import LayoutDoubt
from bot.names.records import spell_id
from bot.reading.layout.layouts import LOOKS, DatePlace, Layout, format_layout, parse_layout
from bot.slack.blocks import MAX_LABEL, Block, actions, button, context, modal, plain, section
from bot.slack.messages.frame import join_facts
from bot.slack.mrkdwn import bold, escape, format_day, plural, quote

RIGHT = "layout.right"
OPEN = "layout.open"
TRY = "layout.try"
"""These three carry the id of the briefing."""
FORM = "layout.form"
HEADLINE, ITEM, GROUP = "headline", "item", "group"
DATE, SECTIONS, CLOSES = "date", "sections", "closes"
"""The ids of the fields, each of its block and of its element; also what a layout calls them."""
_CHOICES = {
    HEADLINE: "An item starts at these lines, its headlines",
    ITEM: "These are items by themselves",
    GROUP: "These are headings over several items",
}
_SECTIONS = {
    Section.TOP: "top",
    Section.POLICY_NEWS: "policy",
    Section.CORPORATE_NEWS: "company",
    Section.OTHER: "other",
}
_SHOWN_WORDS = 6
_SHOWN_ITEMS = 12
_SHOWN_LINES = 30
_MAX_TEXT = 3000


def build_question(report: IngestReport) -> list[Block]:
    """Return the question whether a briefing was read with the right layout; nothing where there is none."""
    layout = report.layout
    if layout is None or layout.doubt is None:
        return []
    right = button("Looks right", RIGHT, report.briefing_id)
    is_new = layout.doubt is LayoutDoubt.NEW
    other = button("Something is off" if is_new else "Check layout", OPEN, report.briefing_id)
    return [section(_describe_question(layout)), actions(*((right, other) if is_new else (other, right)))]


def _describe_question(layout: LayoutReport) -> str:
    lines = [f"{bold('Is the layout right?')} {escape(layout.reason[:1].upper() + layout.reason[1:])}."]
    lines.append(escape(" ".join(layout.words[:_SHOWN_WORDS])))
    return "\n".join([*lines, *(quote(_describe_item(item)) for item in layout.items)])


def _describe_item(item: ReadItem) -> str:
    """Return an item as it was read, in one escaped line."""
    day = format_day(item.reported_on) if item.reported_on else "no date"
    points = plural(item.points, "point") if item.points else ""
    facts = join_facts((_SECTIONS[Section(item.section)], day, ", ".join(map(spell_id, item.issuers)), points))
    text = f"{bold(item.headline)} {escape(item.text)}" if item.headline else escape(item.text)
    return f"{escape(facts)}: {text}"


def build_layout_form(view: LayoutView) -> Block:
    """Build the form of a layout: where items start, what headings head, and the items as this layout reads them."""
    layout = parse_layout(view.used.toml)
    shown = view.briefing_id or ""
    items = [quote(_describe_item(item)) for item in view.items[:_SHOWN_ITEMS]]
    left = len(view.items) - len(items)
    sections = "\n".join(f"{heading} = {_SECTIONS[each]}" for heading, each in layout.sections.items())
    blocks = [
        *(_build_choice(name, label, view, getattr(layout, name)) for name, label in _CHOICES.items()),
        _build_date(layout.date),
        _build_text(SECTIONS, "What each heading heads: top, policy, company or other", sections, many=True),
        _build_text(CLOSES, "The heading that ends the news", layout.closes),
        actions(button("Try it", TRY, shown)),
        section(bold(f"{plural(len(view.items), 'item')} as read")),
        *(section(item) for item in items),
        *([context(f"… {left} more")] if left > 0 else []),
    ]
    return modal("Layout", blocks, callback_id=FORM, submit="Keep", private=shown)


def _build_choice(name: str, label: str, view: LayoutView, chosen: Sequence[str]) -> Block:
    seen = {look.look: f"{LOOKS[look.look]} ({look.count}): {look.example}" for look in view.used.looks}
    options = {
        look: {"text": plain(seen.get(look, LOOKS[look]), MAX_LABEL), "value": look}
        for look in {**seen, **dict.fromkeys(chosen)}
    }
    element: Block = {"type": "multi_static_select", "action_id": name, "options": list(options.values())}
    if chosen:
        element["initial_options"] = [options[look] for look in chosen]
    return {"type": "input", "block_id": name, "optional": True, "label": plain(label, MAX_LABEL), "element": element}


def _build_date(chosen: DatePlace) -> Block:
    options = {place: {"text": plain(place.value, MAX_LABEL), "value": place.value} for place in DatePlace}
    element: Block = {"type": "static_select", "action_id": DATE, "options": list(options.values())}
    element["initial_option"] = options[chosen]
    label = plain("Where the date of an item stands", MAX_LABEL)
    return {"type": "input", "block_id": DATE, "optional": True, "label": label, "element": element}


def _build_text(name: str, label: str, text: str, *, many: bool = False) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": name, "multiline": many, "max_length": _MAX_TEXT}
    if text:
        element["initial_value"] = text[:_MAX_TEXT]
    return {"type": "input", "block_id": name, "optional": True, "label": plain(label, MAX_LABEL), "element": element}


def read_layout_form(view: Mapping[str, Any], base: Layout) -> tuple[str, dict[str, str]]:
    """Return the layout that a form says as TOML, on the ground of the one before; and what is wrong, by field."""
    said: dict[str, Any] = {}
    for name, field in _list_fields(view):
        if name in _CHOICES:
            said[name] = tuple(str(each["value"]) for each in field.get("selected_options") or ())
        elif name == DATE and field.get("selected_option"):
            said[name] = DatePlace(field["selected_option"]["value"])
        elif name == CLOSES:
            said[name] = str(field.get("value") or "").strip()
        elif name == SECTIONS:
            said[name], wrong = _read_sections(str(field.get("value") or ""))
            if wrong:
                return "", {SECTIONS: f"“{wrong}” is not understood. Write: Corporate news = company."}
    try:
        return format_layout(parse_layout(format_layout(replace(base, **said)))), {}
    except BadQueryError as error:
        return "", {HEADLINE: str(error)}


def _read_sections(text: str) -> tuple[dict[str, Section], str]:
    """Return what each heading heads, and the first line that is not understood."""
    by_word = {word: each for each, word in _SECTIONS.items()}
    found: dict[str, Section] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        heading, _, word = line.rpartition("=")
        if not heading.strip() or word.strip().lower() not in by_word:
            return {}, line
        found[heading.strip()] = by_word[word.strip().lower()]
    return found, ""


def _list_fields(view: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the fields of a form with what they hold, by their ids."""
    values = (view.get("state") or {}).get("values") or {}
    return ((name, held[name]) for name, held in values.items() if isinstance(held, dict) and name in held)


def build_waiting(shown: str) -> Block:
    """Build the window that stands while a briefing is read again."""
    return modal("Layout", [section(f"Reading {shown} again …")])


def build_changed(done: LayoutChange) -> Block:
    """Build the window that says what another layout brought."""
    head = f"{bold(done.report.briefing_id)} was read again. Later issues are read with this layout too."
    lines = [escape(line) for line in done.lines[:_SHOWN_LINES]] or ["No item changed."]
    left = len(done.lines) - _SHOWN_LINES
    more = [context(f"… {left} more")] if left > 0 else []
    counts = f"{plural(done.report.items, 'item')} · unread {done.report.unread}"
    posts = [context(*(escape(f"Posts: {line}") for line in done.report.posts))] if done.report.posts else []
    return modal("Layout", [section(f"{head}\n{counts}"), section("\n".join(lines)), *more, *posts])
