"""The lines of a summary: deadlines ahead, and one line an item with who, what, when, one sentence, and its place."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from bot.answers.sources import SECTION_NAMES
from bot.digests.compose import Digest, DigestDeadline, DigestEntry, DigestSource
from bot.digests.reminder import Reminder
from bot.model.briefing import DeadlineKind, Item, PolicyStatus, Section, join_printed
from bot.model.changes import Difference, Fact, changes_nothing, list_days, list_differences
from bot.model.comments import fold_spaces, is_claim
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey, format_deadline_key
from bot.model.digest import DigestItem
from bot.model.post import Message
from bot.slack.actions import DECLINE, OPEN, TAKE, Ask, format_ask
from bot.slack.blocks import MAX_TEXT, Block, actions, build_message, button, context, cut, measure, pack_lines, section
from bot.slack.messages.frame import CLAIM, OFFICIAL_ACT, format_links, list_printed_lines
from bot.slack.mrkdwn import bold, escape, format_day, italic, plural, quote

# How two reports of one thing differ, in words: deadlines of every kind, issuers, date, status, number.


def describe_differences(now: Item, was: Item, issuers: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Return what differs: the fact's name, what it is now, what it was; raw, "" for what is not said.

    ``issuers`` gives the label of each body id.
    """
    for each in list_differences(now, was):
        yield (
            each.fact.value,
            _differences_say(each.now, each, issuers),
            _differences_say(each.was, each, issuers, beside=each.now),
        )


def describe_issuers(item: Item, issuers: Mapping[str, str]) -> str:
    """Return who issued what an item reports, by label."""
    return ", ".join(issuers.get(body, body) for body in item.issuing_bodies)


def _differences_say(
    values: Sequence[dt.date | str], of: Difference, issuers: Mapping[str, str], *, beside: Sequence[dt.date | str] = ()
) -> str:
    if days := _list_days(values):
        return _format_days(days, beside=_list_days(beside))
    words = [str(value) for value in values]
    if of.fact is Fact.STATUS:
        words = [word.replace("_", " ") for word in words]
    return ", ".join(issuers.get(word, word) for word in words) if of.fact is Fact.ISSUERS else ", ".join(words)


def _list_days(values: Sequence[dt.date | str]) -> list[dt.date]:
    return [value for value in values if isinstance(value, dt.date)]


def _format_days(days: Sequence[dt.date], *, beside: Sequence[dt.date] = ()) -> str:
    """Return the days, without their year where they stand beside days of that year."""
    years = {day.year for day in (*days, *beside)}
    shown = [format_day(day) for day in days]
    if beside and len(years) == 1:
        shown = [text.rsplit(" ", 1)[0] for text in shown]
    return ", ".join(shown)


_MAX_SENTENCE = 320
_MAX_TITLE = 120
_MAX_QUOTE = 200
_MAX_WORDS = 300
_MAX_CHANGE = 1200
_NOT_PRINTED = "none printed"
_UNCHANGED = "reported before, and no issuer, date, status, number or deadline differs"
ACT = {
    DeadlineKind.COMMENTS_CLOSE: "comment on",
    DeadlineKind.APPLICATIONS_CLOSE: "apply under",
}
"""What is to be done by a deadline of each kind that asks for something."""
_OVER = {
    DeadlineKind.COMMENTS_CLOSE: "comments closed",
    DeadlineKind.APPLICATIONS_CLOSE: "applications closed",
}
_STATUS = {
    PolicyStatus.DRAFT_FOR_COMMENT: "draft",
    PolicyStatus.IN_FORCE: "in force",
    PolicyStatus.AMENDED: "amended",
    PolicyStatus.REPEALED: "repealed",
    PolicyStatus.WITHDRAWN: "withdrawn",
}
_LEAD = re.compile(r"(.{9,79}?[a-z)”])[.:] (?=[A-Z])")
"""A title set before a text that goes on: ``Carbon market to grow. On 9 September, ...``."""
_POLICY = (Section.TOP, Section.POLICY_NEWS)
_POLICY_TITLE = "Policy"
_CHANGED_TITLE = "Reported before: what changed"
_OTHERS = (
    ("Company news: claims as reported, not checked", (Section.CORPORATE_NEWS,)),
    ("Other news", (Section.OTHER,)),
)


def list_deadline_lines(deadlines: Sequence[DigestDeadline]) -> list[str]:
    """Return a line for each deadline ahead, with the days left in Beijing.

    Of several days of one kind each has its sentence, which says for whom it is.
    """
    lines = []
    for each in deadlines:
        day = f"{format_day(each.deadline.on)} ({say_days(each.days)}, Beijing)"
        what = f"{escape(name_document(each.entry.item.item))} ({each.entry.item.shown_id})"
        verb = ACT.get(each.deadline.kind)
        taken = f" ({italic('taken on by')} <@{escape(each.answer.by)}>)" if each.answer else ""
        line = f"{bold('Act by')} {day}: {verb} {what}" if verb else f"{bold('Takes effect')} {day}: {what}"
        quoted = cut(escape(fold_spaces(each.deadline.quote)), _MAX_QUOTE)
        is_one = len(list_days(each.entry.item.item, each.deadline.kind)) == 1
        lines.append(line + ("" if is_one or not quoted else f": “{quoted}”") + taken)
    return lines


def list_entry_rows(digest: Digest, *, with_place: bool = True) -> list[Block]:
    """Return the blocks of the items under the headings of their groups; ``with_place`` says where each stands."""
    told = tell_once(digest)
    policy = [entries for entries in told if is_policy(entries[0].item.item)]
    others = [entries for entries in told if not is_policy(entries[0].item.item)]
    groups = [
        (_POLICY_TITLE, [entries for entries in policy if not is_change(entries[0].item, digest)]),
        (_CHANGED_TITLE, [entries for entries in policy if is_change(entries[0].item, digest)]),
    ]
    groups += [
        (title, [entries for entries in others if entries[0].item.item.section in sections])
        for title, sections in _OTHERS
    ]
    rows: list[Block] = []
    for title, held in groups:
        rows += [section(bold(title))] if held else []
        rows += [section(_build_line(entries, digest, with_place=with_place)) for entries in held]
    return rows


def is_change(item: DigestItem, digest: Digest) -> bool:
    """Say whether an item says otherwise what was told before this summary, so that only its change is new."""
    return item.before is not None and all(entry.item.item_id != item.before_id for entry in digest.entries)


def tell_once(digest: Digest) -> list[tuple[DigestEntry, ...]]:
    """Get the entries in their order, with each those that report its document in the same facts, told by its line."""
    told: list[list[DigestEntry]] = []
    by_policy: dict[str, list[list[DigestEntry]]] = {}
    for entry in sorted(digest.entries, key=lambda each: each.item.before is not None):  # the first report tells
        held = by_policy.setdefault(entry.item.policy_id or entry.item.shown_id, [])
        same = next((each for each in held if _adds_nothing(entry.item, each[0].item)), None)
        if same is None:
            told.append([entry])
            held.append(told[-1])
        else:
            same.append(entry)
    order = {entry.item.item_id: at for at, entry in enumerate(digest.entries)}
    return [tuple(entries) for entries in sorted(told, key=lambda entries: order[entries[0].item.item_id])]


def _adds_nothing(report: DigestItem, first: DigestItem) -> bool:
    """Say whether a report of another briefing gives no other facts of a document; in one briefing each is news."""
    return report.briefing_id != first.briefing_id and changes_nothing(report.item, first.item)


def count_entries(rows: Sequence[Block]) -> int:
    """Return how many of these blocks are items."""
    return sum(row["text"]["text"].startswith("•") for row in rows)


def say_counts(counted: Sequence[tuple[str, int]]) -> str:
    """Return reasons with how many items each has: ``posted by D1 2, other topics 1``."""
    return ", ".join(f"{escape(reason)} {count}" for reason, count in counted)


def list_shown_items(digest: Digest, message: Message) -> list[int]:
    """Return the items of a digest, by number, whose lines with their places stand in a message."""
    said = {block["text"]["text"] for block in json.loads(message.blocks) if block["type"] == "section"}
    shown = (entries for entries in tell_once(digest) if _build_line(entries, digest) in said)
    return [entry.item.item_id for entries in shown for entry in entries]


def is_policy(item: Item) -> bool:
    """Say whether an item is about an official document, or policy news."""
    return item.policy is not None or item.section in _POLICY


def _build_line(entries: Sequence[DigestEntry], digest: Digest, *, with_place: bool = True) -> str:
    """Return the line of an item, with the places of others that say the same of its document."""
    entry = entries[0]
    item = entry.item.item
    facts = describe_facts(item, digest.issuers, day=digest.day)
    lead = bold(facts)
    said_above = item.section is Section.CORPORATE_NEWS  # its heading calls them all claims
    standing = "" if is_claim(item) is said_above else CLAIM if is_claim(item) else OFFICIAL_ACT
    claim = f" ({italic(standing)})" if standing else ""
    several = len(digest.sources) > 1
    own, *further = (_say_place(each, several=several, with_place=with_place) for each in entries)
    place = " · ".join(filter(None, (entry.item.shown_id, own)))
    place = f"({'; also '.join([place, *dict.fromkeys(filter(None, further))])})"
    before = entry.item.before
    changed = f" {italic(_describe_change(item, before, digest.issuers))}" if before is not None else ""
    title = italic(cut(_find_unsaid_title(entry), _MAX_TITLE))
    return f"• {f'{lead}: ' if lead else ''}{f'{title}: ' if title else ''}{_say(entry)}{claim} {place}{changed}"


def _find_unsaid_title(entry: DigestEntry) -> str:
    """Return the title of a document whose text does not tell it; "" where it does, or under a headline of its own."""
    item = entry.item.item
    titles = (item.policy.title_en, item.policy.title_zh) if item.policy else ()
    known = [fold_spaces(title) for title in titles if title]
    is_headed = bool(item.headline) and fold_spaces(item.headline) not in known
    is_told = is_headed or any(title in fold_spaces(f"{item.text} {entry.sentence}") for title in known)
    return "" if is_told or not known else known[0]


def is_said_whole(entry: DigestEntry) -> bool:
    """Say whether the sentence of an item stands in its line whole."""
    return not _say(entry).endswith("…")


def _say(entry: DigestEntry) -> str:
    return cut(escape(fold_spaces(entry.sentence)), _MAX_SENTENCE)


def _say_place(entry: DigestEntry, *, several: bool, with_place: bool) -> str:
    places = [f"B{entry.item.briefing_id}"] if several else []
    places += [describe_place(entry.item.item)] if with_place else []
    return ", ".join(places)


def name_item(item: Item) -> str:
    """Return the shortest name of an item, raw: its title, else how it begins."""
    return cut(fold_spaces(find_title(item) or join_printed(item)), _MAX_TITLE)


def name_document(item: Item) -> str:
    """Return the English title of the document that an item reports, raw: what one answers; else the item's name."""
    title = item.policy.title_en if item.policy else None
    return cut(fold_spaces(title), _MAX_TITLE) if title else name_item(item)


def find_title(item: Item) -> str:
    """Return the title that an item has of its own or of its document, or that opens its text; raw, "" without one."""
    title = item.headline or (item.policy.title_en if item.policy else None)
    lead = None if title else _LEAD.match(fold_spaces(item.text))
    return title or (lead[1] if lead else "")


def describe_source(source: DigestSource) -> str:
    """Return a briefing's name, date and id."""
    return f"{escape(source.name)}{say_dated(source.published_on)} (B{source.briefing_id})"


def say_dated(day: dt.date | None) -> str:
    """Return a day after a comma, "" without one."""
    return f", {format_day(day)}" if day else ""


def say_words(filter_words: tuple[str, ...]) -> str:
    """Return a filter in words, escaped."""
    return cut(escape(", ".join(filter_words)), _MAX_WORDS) if filter_words else "everything"


def code(text: str) -> str:
    """Return raw text, such as a command to type, escaped and set as code."""
    return f"`{escape(text)}`"


def _describe_change(now: Item, before: Item, issuers: Mapping[str, str]) -> str:
    """Say in which facts an earlier report of the same policy differs, raw."""
    said = [
        f"{name}: was {cut(was, _MAX_WORDS) or _NOT_PRINTED} / new: {cut(new, _MAX_WORDS) or _NOT_PRINTED}"
        for name, new, was in describe_differences(now, before, issuers)
    ]
    return cut("; ".join(said), _MAX_CHANGE) or _UNCHANGED


def describe_facts(item: Item, issuers: Mapping[str, str], *, day: dt.date | None = None) -> str:
    """Return who issued an item's document or is in its news, its status and kind, what is over, and its date, raw.

    What ended before ``day``, in Beijing, is over.
    """
    what = ", ".join(filter(None, (_what(item), *(_list_over(item, day) if day else ()))))
    facts = (_who(item, issuers), what, format_day(item.reported_on) if item.reported_on else "")
    return " · ".join(fact for fact in facts if fact)


def say_days(days: int) -> str:
    """Return how many days are left in words."""
    return "today" if days <= 0 else plural(days, "day")


def _list_over(item: Item, day: dt.date) -> list[str]:
    """Return what one can do no more by a day: ``comments closed 14 Mar 2025``."""
    last = [(words, max(list_days(item, kind), default=day)) for kind, words in _OVER.items()]
    return [f"{words} {format_day(on)}" for words, on in last if on < day]


def _who(item: Item, issuers: Mapping[str, str]) -> str:
    if item.policy is not None:
        return describe_issuers(item, issuers)
    return ", ".join(mention.name for mention in item.companies if mention.company_id is not None)


def _what(item: Item) -> str:
    if item.policy is None:
        return ""
    kind = item.policy.document_type.value.replace("_", " ") if item.policy.document_type else ""
    nature = item.policy.nature.value if item.policy.nature else ""
    status = _STATUS.get(item.policy.status, "")
    before, behind = ("", status) if item.policy.status is PolicyStatus.IN_FORCE else (status, "")
    named = " ".join(filter(None, (before, nature, kind if kind != "other" else "")))
    return ", ".join(filter(None, (named, behind)))


def describe_place(item: Item) -> str:
    """Return where an item stands in its briefing."""
    place = f"{SECTION_NAMES[item.section.value]} {item.position}"
    for one, many, span in (("p.", "pp.", item.pages), ("line", "lines", item.lines)):
        if span is not None:
            return f"{place}, {one} {span[0]}" if span[0] == span[1] else f"{place}, {many} {span[0]}–{span[1]}"
    return place


# Reminders of deadlines, with the buttons that answer them.

_REMINDERS_MAX_QUOTE = 300


def build_reminder(reminder: Reminder) -> Message:
    """Return the reminder: how many days are left, what is to be done, what the source says, and who takes it on."""
    item = reminder.item.item
    said = _say_left(reminder)
    what = _say_what(reminder)
    quoted = cut(escape(" ".join(reminder.deadline.quote.split())), _REMINDERS_MAX_QUOTE)
    facts = escape(describe_facts(item, reminder.issuers))
    source = f"{describe_source(reminder.source)}, {describe_place(item)}"
    quotes = [section(quote(f"“{quoted}”"))] if quoted else []
    small = " · ".join(filter(None, (facts, source, f"rule {reminder.rule}")))
    answered = [section(_describe_answer(reminder.answer))] if reminder.answer else []
    blocks = [section(f"{bold(said)}: {what}"), *quotes, context(small), *answered, actions(*_list_buttons(reminder))]
    return build_message(f"{said}: {what}", blocks)


def _say_left(reminder: Reminder) -> str:
    days = say_days(reminder.left)
    left = f"{days} left" if reminder.left > 0 else days
    return left.capitalize()


def _say_what(reminder: Reminder) -> str:
    name = f"{escape(name_document(reminder.item.item))} ({reminder.item.shown_id})"
    day = f"{format_day(reminder.deadline.on)} (Beijing)"
    verb = ACT.get(reminder.deadline.kind)
    return f"{verb} {name} by {day}" if verb else f"{name} takes effect on {day}"


def build_void_reminder(key: DeadlineKey) -> Message:
    """Return what stands in the place of a reminder whose deadline was corrected away."""
    text = (
        f"Corrected: {escape(key.subject)} has no deadline on {format_day(key.on)} any more, so this reminder is void."
    )
    return build_message(text, [section(text)])


def _describe_answer(answer: DeadlineAnswer) -> str:
    day = format_day(answer.at.date())
    if answer.kind is AnswerKind.TAKEN:
        return f"{bold('Taken on')} by <@{escape(answer.by)}>, {day}"
    return f"{bold('Not for us')}, said <@{escape(answer.by)}>, {day}; no further reminder of it here"


def _list_buttons(reminder: Reminder) -> list[Block]:
    value = format_deadline_key(reminder.key)
    said = reminder.answer.kind if reminder.answer else None
    buttons = (
        (AnswerKind.TAKEN, button("Take it on", TAKE, value)),
        (AnswerKind.DECLINED, button("Not for us", DECLINE, value)),
    )
    opens = button("Open", OPEN, format_ask(Ask(command="policy", text=reminder.item.shown_id)))
    return [*(shown for kind, shown in buttons if kind is not said), opens]


_TITLE = "Details"
_MAX_TEXT, _MIN_TEXT = 900, 200
_MAX_DETAIL_QUOTE = 240
_MAX_QUOTES = 4
_MAX_BARS = 200
"""Room for the bars before the lines of a quotation."""


def list_detail_rows(digest: Digest) -> list[Block]:
    """Get the blocks of the details, one a policy; other news, of which there is little more to say, share blocks."""
    several = len(digest.sources) > 1
    policies = [entry for entry in digest.entries if is_policy(entry.item.item)]
    others = [entry for entry in digest.entries if not is_policy(entry.item.item)]
    rows = [section(_describe_policy(entry, several=several)) for entry in policies]
    rows += [section(text) for text in pack_lines([_describe_news(entry, several=several) for entry in others])]
    return [section(bold(_TITLE)), *rows] if rows else []


def _describe_policy(entry: DigestEntry, *, several: bool) -> str:
    """Return the titles of a policy's report and what the digest does not say of it, in the source's own order."""
    item = entry.item.item
    policy = item.policy
    name = find_title(item)
    titles = (name, policy.title_en, policy.title_zh, policy.document_number) if policy else (name,)
    facts = list(dict.fromkeys(cut(escape(title), _MAX_DETAIL_QUOTE) for title in titles if title))
    said = entry.sentence if is_said_whole(entry) else ""
    is_said = bool(said) and said == join_printed(item)
    rest = [] if is_said else list_printed_lines(item, _MAX_TEXT, besides=said, more="in the source")
    quotes = _list_quotes(item, besides="\n".join([escape(fold_spaces(said)), *rest]))
    place = f"{_describe_source(entry, several=several)} · {format_links(item.links)}"
    head = " ".join(filter(None, (bold(entry.item.shown_id), " · ".join(facts))))
    if not (facts or rest or quotes):
        return f"{head} {place}"
    room = max(_MIN_TEXT, MAX_TEXT - measure("\n".join([head, *quotes, place])) - _MAX_BARS)
    body = [quote(cut("\n".join(rest), room))] if rest else []
    return "\n".join([head, *body, *quotes, place])


def _list_quotes(item: Item, *, besides: str) -> list[str]:
    """Return the sentences of deadlines and goals that do not stand in ``besides``, which is escaped."""
    deadlines = [(format_day(each.on), each.quote) for each in item.deadlines]
    targets = [(f"By {each.year}", each.quote) for each in item.targets]
    quotes = dict.fromkeys((name, escape(fold_spaces(said))) for name, said in (*deadlines, *targets))
    shown = [(name, said) for name, said in quotes if said and said not in besides]
    return [f"{bold(name)}: “{cut(said, _MAX_DETAIL_QUOTE)}”" for name, said in shown[:_MAX_QUOTES]]


def _describe_news(entry: DigestEntry, *, several: bool) -> str:
    place = _describe_source(entry, several=several)
    return f"{bold(entry.item.shown_id)} {place} · {format_links(entry.item.item.links)}"


def _describe_source(entry: DigestEntry, *, several: bool) -> str:
    briefing = f"B{entry.item.briefing_id}, " if several else ""
    return f"{briefing}{describe_place(entry.item.item)}"
