"""The layout of a briefing before people: in its report, and as a form of a few choices with the items as read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.errors import BadQueryError
from bot.ingest.layouts import LayoutChange, LayoutView
from bot.ingest.reports import IngestReport, ReadItem
from bot.model.briefing import Section
from bot.model.used_layout import LayoutDoubt
from bot.names.records import spell_id
from bot.reading.layout.layouts import LOOKS, DatePlace, Layout, format_layout, parse_layout
from bot.slack.blocks import Block, actions, button, context, modal, section
from bot.slack.messages.forms import checks_input, input_block, read_chosen, read_text, select_input, text_input
from bot.slack.messages.frame import capitalise, join_facts
from bot.slack.mrkdwn import bold, escape, format_day, plural, quote

RIGHT = "layout.right"
OPEN = "layout.open"
TRY = "layout.try"
"""These three carry the id of the briefing."""
FORM = "layout.form"
HEADLINE, ITEM, GROUP = "headline", "item", "group"
DATE, SECTIONS, CLOSES = "date", "sections", "closes"
"""The ids of the fields, each of its block and of its element; also what a layout calls them."""
_LOOKS = {
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
_SHOWN_ITEMS = 12
_SHOWN_LINES = 30
_MAX_TEXT = 3000


def build_question(report: IngestReport) -> list[Block]:
    """Return the question whether a briefing was read with the right layout; nothing without a doubt."""
    layout = report.layout
    if layout is None or layout.doubt is None:
        return []
    items = [quote(_describe_item(item)) for item in layout.items]
    text = "\n".join(
        [f"{bold('Is the layout right?')} {capitalise(escape(layout.reason))}. It was read like this:", *items]
    )
    is_new = layout.doubt is LayoutDoubt.NEW  # the buttons below the report say what of it
    return [section(text, accessory=None if is_new else button("Check layout", OPEN, report.briefing_id))]


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
    items = [section(quote(_describe_item(item))) for item in view.items[:_SHOWN_ITEMS]]
    left = len(view.items) - len(items)
    sections = "\n".join(f"{heading} = {_SECTIONS[each]}" for heading, each in layout.sections.items())
    places = {place.value: place.value for place in DatePlace}
    heads = "What each heading heads: top, policy, company or other"
    blocks = [
        *(input_block(name, label, _build_looks(view, getattr(layout, name))) for name, label in _LOOKS.items()),
        input_block(DATE, "Where the date of an item stands", select_input(places, layout.date.value)),
        input_block(SECTIONS, heads, text_input(sections, limit=_MAX_TEXT, many=True)),
        input_block(CLOSES, "The heading that ends the news", text_input(layout.closes, limit=_MAX_TEXT)),
        actions(button("Try it", TRY, shown)),
        section(bold(f"{plural(len(view.items), 'item')} as read")),
        *items,
        *([context(f"… {left} more")] if left > 0 else []),
    ]
    return modal("Layout", blocks, callback_id=FORM, submit="Keep", private=shown)


def _build_looks(view: LayoutView, chosen: tuple[str, ...]) -> Block:
    """Return the menu of the looks that lines of the document have, each with the first of them."""
    seen = {each.look: f"{LOOKS[each.look]} ({each.count}): {each.example}" for each in view.used.looks}
    choices = {look: seen.get(look, LOOKS[look]) for look in (*seen, *chosen)}
    return checks_input(choices, chosen, kind="multi_static_select")


def read_layout_form(view: Mapping[str, Any], base: Layout) -> tuple[str, dict[str, str]]:
    """Return the layout that a form says as TOML, on the ground of the one before; and what is wrong, by field."""
    shown = ((view.get("state") or {}).get("values") or {}).keys()
    said: dict[str, Any] = {name: read_chosen(view, name) for name in _LOOKS if name in shown}
    if SECTIONS in shown:
        said[SECTIONS], wrong = _read_sections(read_text(view, SECTIONS))
        if wrong:
            return "", {SECTIONS: f"I can't read “{wrong}”. Write: Corporate news = company."}
    if CLOSES in shown:
        said[CLOSES] = read_text(view, CLOSES)
    layout = replace(base, **said, date=DatePlace(next(iter(read_chosen(view, DATE)), base.date)))
    try:
        return format_layout(parse_layout(format_layout(layout))), {}
    except BadQueryError as error:
        return "", {HEADLINE: str(error)}


def _read_sections(text: str) -> tuple[dict[str, Section], str]:
    """Return what each heading heads, and the first line that cannot be read."""
    by_word = {word: each for each, word in _SECTIONS.items()}
    found: dict[str, Section] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        heading, _, word = line.rpartition("=")
        if not heading.strip() or word.strip().lower() not in by_word:
            return {}, line
        found[heading.strip()] = by_word[word.strip().lower()]
    return found, ""


def build_waiting(shown: str) -> Block:
    """Build the window that stands while a briefing is read again."""
    return modal("Layout", [section(f"Reading {shown} again …")])


def build_changed(done: LayoutChange) -> Block:
    """Build the window that says what another layout brought."""
    report = done.report
    lines = [escape(line) for line in done.lines[:_SHOWN_LINES]] or ["No item changed."]
    left = len(done.lines) - _SHOWN_LINES
    lines += [f"… {left} more"] if left > 0 else []
    head = (
        f"{bold(report.briefing_id)} was read again: {plural(report.items, 'item')}. Later issues use this layout too."
    )
    posts = [context(*(escape(f"Posts: {line}") for line in report.posts))] if report.posts else []
    return modal("Layout", [section(head), section("\n".join(lines)), *posts])
