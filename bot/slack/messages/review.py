"""The review list as a message: one entry a row with its buttons, and what a decision has brought about."""

from typing import Annotated

import msgspec

from bot.ingest.reports import ListPage
from bot.ingest.review import Merged, Settled, Split
from bot.model.policy import Policy
from bot.model.post import Message
from bot.model.review import FIELD_WORDS, Decision, ReviewEntry, ReviewKind
from bot.slack.actions import format_carried
from bot.slack.blocks import Block, actions, build_message, button, context, cut, fold, modal, section
from bot.slack.messages.facts import format_bodies
from bot.slack.messages.forms import COMPANIES, NAME, ask
from bot.slack.messages.frame import Content, build_line, build_list
from bot.slack.messages.layouts import OPEN
from bot.slack.mrkdwn import bold, escape, mention
from bot.slack.wording import format_day, join_facts, plural

SHOW, SETTLE, PAGE = "review.show", "review.settle", "review.page"
"""Show one entry with what may be decided about it, settle one, turn the page; the last two are numbered."""
SAME = "review.same"
"""Ask which company a name is another name of: the button, and its form."""
_LONGEST_QUOTE = 300
_LONGEST_TITLE = 120
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
    if found.total == 0:
        return f"Nothing to review{where}."
    return f"{plural(found.total, 'thing')} to review{where}, least certain first"


def build_entry_row(entry: ReviewEntry) -> Block:
    """Build one entry in one row, with the button that shows what may be decided about it."""
    return section(_ask(entry), accessory=button("Review", SHOW, format_carried(Press(number=entry.number))))


def build_entry(entry: ReviewEntry) -> Message:
    """Build one entry alone, as a private answer to its Review button."""
    return build_message(_ask(entry), build_entry_blocks(entry))


def build_entry_blocks(entry: ReviewEntry) -> list[Block]:
    """Build one entry: what is asked, the sentence, and a button for each decision."""
    row = [button("Check layout", OPEN, entry.subject)] if entry.kind is ReviewKind.LAYOUT and entry.choices else []
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
    name = fold(entry.name, _LONGEST_QUOTE)
    return template.format(
        name=name,
        field=FIELD_WORDS.get(entry.field, entry.field),
        value=name if entry.field == "issuing_bodies" else name.replace("_", " "),
        subject=entry.subject,
        other=entry.other_name,
    )


def _ask(entry: ReviewEntry) -> str:
    """Return what an entry asks, escaped: ``Is “Cernet” a company?``."""
    if entry.kind is ReviewKind.SAME_POLICY:
        one, *other = [_name_policy(policy) for policy in entry.policies]
        return f"Is this one policy?\n• {one}\n• {other[0]}" if other else f"{one}: now one policy"
    said = escape(_fill(_QUESTIONS.get(entry.kind, _UNREAD), entry))
    return f"{mention(entry.reporter)} on {said}" if entry.kind is ReviewKind.WRONG else said


def _name_policy(policy: Policy) -> str:
    title = cut(policy.title_en or policy.title_zh or "", _LONGEST_TITLE)
    return join_facts((bold(title), format_bodies(policy.issuing_bodies), format_day(policy.issued_on), policy.id))


def describe_settled(settled: Settled) -> tuple[str, ...]:
    """Say in plain sentences what became of a decision."""
    entry = settled.entry
    decision = entry.decision or Decision.SEEN
    if settled.already:
        return (f"{entry.shown_id} was decided before: {decision.value}. Nothing was changed.",)
    said = _fill(_find_words(entry, decision)[1], entry)
    told = ("The person who reported it hears about it.",) if entry.kind is ReviewKind.WRONG else ()
    return (f"{entry.shown_id}: {said}", *settled.lines, *told)


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
