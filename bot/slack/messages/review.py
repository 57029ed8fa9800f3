"""What a person looks at after a reading: entries to review with their buttons, and the layout as a form of choices."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import msgspec

from bot.errors import BadQueryError
from bot.ingest.reports import ListPage
from bot.ingest.review import Merged, Settled, Split
from bot.model.briefing import DOUBTS, Item, Section
from bot.model.intake import IngestReport, LayoutView
from bot.model.policy import Policy
from bot.model.post import Message
from bot.model.review import FIELD_WORDS, Decision, ReviewEntry, ReviewKind
from bot.names.records import spell_id
from bot.reading.layout.layouts import LOOKS, DatePlace, Layout, format_layout, parse_layout
from bot.slack.actions import format_carried
from bot.slack.blocks import Block, actions, build_message, button, context, cut, fold, modal, pack_lines, section
from bot.slack.messages.facts import format_bodies
from bot.slack.messages.forms import COMPANIES, MANY, MENU, NAME, FieldError, ask, list_shown, read_chosen, read_text
from bot.slack.messages.frame import Content, build_line, build_list
from bot.slack.mrkdwn import bold, escape, mention, quote
from bot.slack.wording import capitalise, cut_lines, format_day, join_facts, plural

SHOW, SETTLE, PAGE = "review.show", "review.settle", "review.page"
"""Show one entry with what may be decided about it, settle one, turn the page; the last two are numbered."""
SAME = "review.same"
"""Ask which company a name is another name of: the button, and its form."""
LAYOUT_RIGHT, LAYOUT_OPEN, LAYOUT_FORM = "layout.right", "layout.open", "layout.form"
"""The first two carry the id of the briefing."""
HEADLINE, ITEM, GROUP, DATE, SECTIONS, CLOSES = "headline", "item", "group", "date", "sections", "closes"
"""The names of the fields of a layout; also what a layout calls them."""
SECTION_WORDS = {
    Section.TOP: "top",
    Section.POLICY_NEWS: "policy",
    Section.CORPORATE_NEWS: "company",
    Section.OTHER: "other",
}
_LONGEST_QUOTE, _LONGEST_TITLE, _LONGEST_EXAMPLE, _SHOWN_ITEMS, _SHOWN_LINES = 300, 120, 160, 12, 30
_WORDS = {
    (ReviewKind.COMPANY, Decision.YES): ("Yes", "“{name}” is a company, in later briefings too."),
    (ReviewKind.COMPANY, Decision.SAME): ("Same as…", "“{name}” is another name of {other}, in later briefings too."),
    (ReviewKind.COMPANY, Decision.NO): ("No", "“{name}” is no company, in later briefings too."),
    (ReviewKind.SAME_POLICY, Decision.SAME): ("Same", "they are one policy."),
    (ReviewKind.SAME_POLICY, Decision.DIFFERENT): ("Different", "they stay two policies."),
    (ReviewKind.UNCERTAIN, Decision.YES): ("Right", "the {field} of {subject} is right."),
    (ReviewKind.UNCERTAIN, Decision.NO): ("Wrong", "the {field} of {subject} was wrong and is taken out."),
    (ReviewKind.DOCUMENT, Decision.YES): ("Keep", "“{name}” is kept and read."),
    (ReviewKind.DOCUMENT, Decision.NO): ("Discard", "“{name}” is not kept."),
}
"""What the button of a decision says and what came of it, where that is not the decision's own word."""
_QUESTIONS = {
    ReviewKind.COMPANY: "Is “{name}” a company? It is on no list of ours.",
    ReviewKind.LAYOUT: "{name}",
    ReviewKind.DOCUMENT: "“{name}” doesn't look like a briefing. Keep it?",
    ReviewKind.WRONG: "{subject}: “{name}”",
    ReviewKind.UNCERTAIN: "Is the {field} of {subject} “{value}”?",
}
_UNREAD = "Could not be read: “{name}”"


class Press(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """What a button of an entry carries: the entry, and the decision, None for what shows or asks more of it."""

    number: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)] = 0
    decision: Decision | None = None


def build_review_list(found: ListPage[ReviewEntry], *, notes: tuple[str, ...] = ()) -> Message:
    """Build a page of what waits for a person; ``notes`` say what was just done, as plain text."""
    said = "\n".join([*map(escape, notes), bold(describe_list(found)) if found.rows else describe_list(found)])
    content = Content(said=said, rows=[*map(build_entry_blocks, found.rows)])
    return build_list(content, found, {"Back": f"{PAGE}.1", "More": f"{PAGE}.2"})


def describe_list(found: ListPage[ReviewEntry]) -> str:
    """Say how much there is to review: ``3 things to review in B1, least certain first``."""
    where = f" in {found.briefing_id}" if found.briefing_id else ""
    counted = f"{plural(found.total, 'thing')} to review{where}, least certain first"
    return counted if found.total else f"Nothing to review{where}."


def build_entry_row(entry: ReviewEntry) -> Block:
    """Build one entry in one row, with the button that shows what may be decided about it."""
    return section(_ask(entry), accessory=button("Review", SHOW, format_carried(Press(number=entry.number))))


def build_entry(entry: ReviewEntry) -> Message:
    """Build one entry alone, as a private answer to its Review button."""
    return build_message(_ask(entry), build_entry_blocks(entry))


def build_entry_blocks(entry: ReviewEntry) -> list[Block]:
    """Build one entry: what is asked, the sentence, and a button for each decision."""
    is_layout = entry.kind is ReviewKind.LAYOUT and entry.choices
    row = [button("Check layout", LAYOUT_OPEN, entry.subject)] if is_layout else []
    for number, decision in enumerate(entry.choices, start=1):
        press = format_carried(Press(number=entry.number, decision=decision))
        asks = (entry.kind, decision) == (ReviewKind.COMPANY, Decision.SAME)
        row.append(button(_find_words(entry, decision)[0], SAME if asks else f"{SETTLE}.{number}", press))
    texts = (entry.name if entry.kind is ReviewKind.SAME_POLICY else "", entry.quote)
    quotes = [f"“{escape(fold(text, _LONGEST_QUOTE))}”" for text in texts if text.strip()]
    reason = "" if entry.kind is ReviewKind.COMPANY else escape(entry.reason)
    is_named = entry.kind in {ReviewKind.UNCERTAIN, ReviewKind.WRONG, ReviewKind.LAYOUT}
    ground = join_facts((*quotes, reason, "" if is_named else escape(entry.subject), entry.shown_id))
    return [section(_ask(entry)), context(ground), actions(*row)]


def _find_words(entry: ReviewEntry, decision: Decision) -> tuple[str, str]:
    return _WORDS.get((entry.kind, decision), (decision.value.capitalize(), f"{decision.value}."))


def _fill(template: str, entry: ReviewEntry) -> str:
    name, field = fold(entry.name, _LONGEST_QUOTE), FIELD_WORDS.get(entry.field, entry.field)
    value = name if entry.field == "issuing_bodies" else name.replace("_", " ")
    return template.format(name=name, field=field, value=value, subject=entry.subject, other=entry.other_name)


def _ask(entry: ReviewEntry) -> str:
    """Return what an entry asks, escaped: ``Is “Cernet” a company?``."""
    if entry.kind is ReviewKind.SAME_POLICY:
        one, *other = map(_name_policy, entry.policies)
        return f"Is this one policy?\n• {one}\n• {other[0]}" if other else f"{one}: now one policy"
    said = escape(_fill(_QUESTIONS.get(entry.kind, _UNREAD), entry))
    return f"{mention(entry.reporter)} on {said}" if entry.kind is ReviewKind.WRONG else said


def _name_policy(policy: Policy) -> str:
    title = cut(policy.title_en or policy.title_zh or "", _LONGEST_TITLE)
    return join_facts((bold(title), format_bodies(policy.issuing_bodies), format_day(policy.issued_on), policy.id))


def describe_settled(settled: Settled) -> tuple[str, ...]:
    """Say in plain sentences what became of a decision."""
    entry, decision = settled.entry, settled.entry.decision or Decision.SEEN
    if settled.already:
        return (f"{entry.shown_id} was decided before: {decision.value}. Nothing was changed.",)
    told = ("The person who reported it hears about it.",) if entry.kind is ReviewKind.WRONG else ()
    return (f"{entry.shown_id}: {_fill(_find_words(entry, decision)[1], entry)}", *settled.lines, *told)


def build_moved(done: Merged | Split) -> Message:
    """Build the answer to a merge or a split."""
    if isinstance(done, Merged):
        return build_line(f"{done.gone} and {done.kept} are one policy now: {done.kept}.")
    return build_line(f"{done.item} is about {done.policy} now, no longer about {done.before}.")


def build_same_form(entry: ReviewEntry) -> Block:
    """Build the form that asks which company a name is another name of."""
    asked = ask(COMPANIES, "Another name of", NAME, optional=False)
    shown = section(f"“{escape(fold(entry.name, _LONGEST_QUOTE))}” · {entry.shown_id}")
    private = format_carried(Press(number=entry.number))
    return modal("Same as…", [shown, asked], callback_id=SAME, submit="Save", private=private)


def build_verdict(entry: ReviewEntry) -> Message:
    """Build what the reporter of a mistake hears, once the entry is settled."""
    said = "It is fixed." if entry.decision is Decision.FIXED else "An admin looked: the source says it like this."
    return build_line(escape(_fill("You reported a mistake in {subject}: “{name}”. ", entry)) + said)


# The layout of a briefing: in its report, and as a form of a few choices with the items as read.


def build_question(report: IngestReport) -> Block:
    """Return the question whether a briefing was read with the right layout; nothing without a doubt."""
    layout = report.layout
    if layout is None or layout.doubt is None:
        return {}
    items = (_describe_item(item, with_text=not item.headline) for item in layout.items)
    first = "".join(f"\nFirst item: {item}" for item in items)
    text = f"{bold('Is the layout right?')} {capitalise(DOUBTS[layout.doubt])}.{first}"
    return section(text, accessory=button("Check layout", LAYOUT_OPEN, report.briefing_id))


def _describe_item(item: Item, *, with_text: bool = True) -> str:
    points = plural(len(item.points), "point") if item.points else ""
    day, issuers = format_day(item.reported_on) or "no date", ", ".join(map(spell_id, item.issuing_bodies))
    facts = join_facts((SECTION_WORDS[item.section], day, issuers, points))
    text = escape(fold(item.text, _LONGEST_EXAMPLE)) if with_text and item.text else ""
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
    return modal("Layout", blocks, callback_id=LAYOUT_FORM, submit="Keep", private=shown)


def read_layout_form(view: Mapping[str, Any], base: Layout) -> str:
    """Return the layout that a form says as TOML, on the ground of the one before; FieldError for a bad line."""
    shown, named = list_shown(view), {word: each for each, word in SECTION_WORDS.items()}
    said: dict[str, Any] = {name: read_chosen(view, name) for name in (HEADLINE, ITEM, GROUP) if name in shown}
    if SECTIONS in shown:
        said[SECTIONS] = {}
        for line in filter(str.strip, read_text(view, SECTIONS).splitlines()):
            heading, _, word = (each.strip() for each in line.rpartition("="))
            if not heading or word.lower() not in named:
                hint = "Write: Corporate news = company."
                raise FieldError(SECTIONS, BadQueryError(f"I can't read “{line.strip()}”.", hint=hint))
            said[SECTIONS][heading] = named[word.lower()]
    if CLOSES in shown:
        said[CLOSES] = read_text(view, CLOSES)
    layout = replace(base, **said, date=DatePlace(read_text(view, DATE) or base.date))
    return format_layout(parse_layout(format_layout(layout)))


def build_changed(report: IngestReport) -> Block:
    """Build the window that says what another layout brought."""
    read = f"{bold(report.briefing_id)} was read again: {plural(len(report.briefing.items), 'item')}."
    lines = cut_lines([escape(line) for line in report.effects.changes], _SHOWN_LINES) or ["No item changed."]
    posts = context(*(escape(f"Posts: {line}") for line in report.effects.posts))
    return modal("Layout", [section(f"{read} Later issues use this layout too."), *pack_lines(lines), posts])
