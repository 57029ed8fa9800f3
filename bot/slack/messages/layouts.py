"""The layout of a briefing before people: in its report, and as a form of a few choices with the items as read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.errors import BadQueryError
from bot.model.briefing import DOUBTS, Item, Section
from bot.model.intake import IngestReport, LayoutView
from bot.names.records import spell_id
from bot.reading.layout.layouts import LOOKS, DatePlace, Layout, format_layout, parse_layout
from bot.slack.blocks import Block, button, context, fold, modal, pack_lines, section
from bot.slack.messages.forms import MANY, MENU, FieldError, ask, list_shown, read_chosen, read_text
from bot.slack.mrkdwn import bold, escape, quote
from bot.slack.wording import capitalise, cut_lines, format_day, join_facts, plural

RIGHT = "layout.right"
OPEN = "layout.open"
"""These two carry the id of the briefing."""
FORM = "layout.form"
HEADLINE, ITEM, GROUP = "headline", "item", "group"
DATE, SECTIONS, CLOSES = "date", "sections", "closes"
"""The names of the fields; also what a layout calls them."""
SECTION_WORDS = {
    Section.TOP: "top",
    Section.POLICY_NEWS: "policy",
    Section.CORPORATE_NEWS: "company",
    Section.OTHER: "other",
}
_SHOWN_ITEMS = 12
_SHOWN_LINES = 30
_MAX_EXAMPLE = 160


def build_question(report: IngestReport) -> Block:
    """Return the question whether a briefing was read with the right layout; nothing without a doubt."""
    layout = report.layout
    if layout is None or layout.doubt is None:
        return {}
    items = (_describe_item(item, with_text=not item.headline) for item in layout.items)
    first = "".join(f"\nFirst item: {item}" for item in items)
    text = f"{bold('Is the layout right?')} {capitalise(DOUBTS[layout.doubt])}.{first}"
    return section(text, accessory=button("Check layout", OPEN, report.briefing_id))


def _describe_item(item: Item, *, with_text: bool = True) -> str:
    points = plural(len(item.points), "point") if item.points else ""
    day, issuers = format_day(item.reported_on) or "no date", ", ".join(map(spell_id, item.issuing_bodies))
    facts = join_facts((SECTION_WORDS[item.section], day, issuers, points))
    text = escape(fold(item.text, _MAX_EXAMPLE)) if with_text and item.text else ""
    told = f"{bold(item.headline or '')} {text}".strip()
    return f"{escape(facts)}: {told}"


def build_layout_form(view: LayoutView) -> Block:
    """Build the form of a layout: where items start, what headings head, and the items as this layout reads them."""
    layout, shown, left = parse_layout(view.used.toml), view.briefing_id or "", len(view.items) - _SHOWN_ITEMS
    looks = {each.look: f"{LOOKS[each.look]} ({each.count}): {each.example}" for each in view.used.looks}
    looks |= {look: LOOKS[look] for look in (*layout.headline, *layout.item, *layout.group) if look not in looks}
    places = {place.value: place.value for place in DatePlace}
    sections = "\n".join(f"{heading} = {SECTION_WORDS[each]}" for heading, each in layout.sections.items())
    headed = "What each heading heads: top, policy, company or other"
    blocks = [
        ask(HEADLINE, "An item starts at these lines, its headlines", MANY, layout.headline, looks),
        ask(ITEM, "These are items by themselves", MANY, layout.item, looks),
        ask(GROUP, "These are headings over several items", MANY, layout.group, looks),
        ask(DATE, "Where the date of an item stands", MENU, [layout.date.value], places),
        ask(SECTIONS, headed, chosen=[sections], max_length=3000, multiline=True),
        ask(CLOSES, "The heading that ends the news", chosen=[layout.closes], max_length=3000),
        section(bold(f"{plural(len(view.items), 'item')} as read")),
        *(section(quote(_describe_item(item))) for item in view.items[:_SHOWN_ITEMS]),
        context(f"… {left} more" if left > 0 else ""),
    ]
    return modal("Layout", blocks, callback_id=FORM, submit="Keep", private=shown)


def read_layout_form(view: Mapping[str, Any], base: Layout) -> str:
    """Return the layout that a form says as TOML, on the ground of the one before; FieldError for a bad line."""
    shown = list_shown(view)
    said: dict[str, Any] = {name: read_chosen(view, name) for name in (HEADLINE, ITEM, GROUP) if name in shown}
    if SECTIONS in shown:
        said[SECTIONS] = dict(map(_read_section, filter(str.strip, read_text(view, SECTIONS).splitlines())))
    if CLOSES in shown:
        said[CLOSES] = read_text(view, CLOSES)
    layout = replace(base, **said, date=DatePlace(read_text(view, DATE) or base.date))
    return format_layout(parse_layout(format_layout(layout)))


def _read_section(line: str) -> tuple[str, Section]:
    heading, _, word = (each.strip() for each in line.rpartition("="))
    section_of = {named: each for each, named in SECTION_WORDS.items()}.get(word.lower())
    if not heading or section_of is None:
        said = f"I can't read “{line.strip()}”."
        raise FieldError(SECTIONS, BadQueryError(said, hint="Write: Corporate news = company."))
    return heading, section_of


def build_changed(report: IngestReport) -> Block:
    """Build the window that says what another layout brought."""
    read = f"{bold(report.briefing_id)} was read again: {plural(len(report.briefing.items), 'item')}."
    lines = cut_lines([escape(line) for line in report.effects.changes], _SHOWN_LINES) or ["No item changed."]
    posts = context(*(escape(f"Posts: {line}") for line in report.effects.posts))
    return modal("Layout", [section(f"{read} Later issues use this layout too."), *pack_lines(lines), posts])
