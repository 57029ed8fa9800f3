"""Posts: a summary with its thread, the reminder of a deadline, and the lines that correct what was posted.

Nothing of the publisher's comment is in them, and what companies say of themselves is under a heading that says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from bot.digests.chat import Correction, Reminder
from bot.digests.compose import Digest, DigestDeadline, DigestEntry, DigestSource
from bot.model.briefing import Item, PolicyStatus, Section, join_printed
from bot.model.changes import changes_nothing
from bot.model.comments import fold_spaces, is_claim, split_companies
from bot.model.post import Message
from bot.slack.actions import CHANGE, LEFT_OUT, OPEN, PAUSE, WHY, WRONG, Ask, format_ask
from bot.slack.blocks import (
    MAX_BLOCKS,
    MAX_TEXT,
    Block,
    actions,
    build_message,
    button,
    context,
    cut,
    divider,
    fits,
    header,
    menu,
    pack_lines,
    section,
)
from bot.slack.messages.facts import (
    ACTIONS,
    describe_deadline,
    describe_differences,
    describe_filter_words,
    describe_pages,
    find_title,
    format_bodies,
    format_kind,
    is_policy,
    name_item,
    shorten_day,
)
from bot.slack.messages.frame import join_facts, open_button, open_row
from bot.slack.mrkdwn import (
    bold,
    cut_clause,
    cut_lines,
    escape,
    find_host,
    format_day,
    format_period,
    link_host,
    plural,
    quote,
)

_MAX_PUSH = 200
_MAX_COMPANY = 40
_MOST_ROWS = 5
"""Deadlines with a button of their own; further ones share a section."""
_LENGTHS = (30, 15, 8, 4, 1)
"""How many lines a group may have, tried one after the other until the message fits."""
_TITLES = {
    "top": "Top {}",
    "policy": "Also new: policy ({})",
    "other": "Other news ({})",
    "company": "Company news ({})",
}


def build_digest(digest: Digest) -> tuple[Message, ...]:
    """Return a summary as its post, and the messages of its thread: what the post leaves out, and more on each item."""
    told = list_told(digest)
    details, note = _list_details(digest, told)
    post, rest = _build(digest, told, closing=_list_closing(digest, has_thread=bool(details)))
    return (post, *_split([*map(section, pack_lines([*rest, *details])), *note]))


def build_private_digest(digest: Digest, *, opening: Sequence[Block] = ()) -> Message:
    """Return a summary for one person as one message, with the id of each item; what does not fit is counted."""
    return _build(digest, list_told(digest), opening=opening, with_ids=True)[0]


def list_told(digest: Digest) -> list[DigestEntry]:
    """Return the entries, but for those of another briefing that report a document in the same facts once more."""
    told: list[DigestEntry] = []
    for entry in digest.entries:
        item = entry.item
        same = (each.item for each in told if item.policy_id and each.item.policy_id == item.policy_id)
        if not any(item.briefing_id != each.briefing_id and changes_nothing(item.item, each.item) for each in same):
            told.append(entry)
    return [entry for entry in digest.entries if entry in told]


def _build(
    digest: Digest,
    told: Sequence[DigestEntry],
    *,
    opening: Sequence[Block] = (),
    closing: Sequence[Block] = (),
    with_ids: bool = False,
) -> tuple[Message, list[str]]:
    """Return the message, and the lines that found no room in it."""
    push, title = _build_push_text(digest, told), _title(digest, told)
    where = "left out here: a narrower filter shows them" if with_ids else "in the thread"
    deadlines = [_describe_deadline(each, with_ids=with_ids) for each in digest.deadlines]
    further = [f"• {line.replace(chr(10), ': ', 1)}" for line in deadlines[_MOST_ROWS:]]
    groups = {name: list(lines) for name, lines in _list_groups(digest, told, with_ids=with_ids) if lines}
    for length in _LENGTHS:
        shorten = (length, f"and {{}} more {where}")
        blocks: list[Block] = [*opening, header(title), context(_describe_origin(digest))]
        for number, (line, each) in enumerate(zip(deadlines[:_MOST_ROWS], digest.deadlines, strict=False)):
            blocks.append(open_row(line, each.entry.item.shown_id, number=number))
        blocks += map(section, pack_lines(cut_lines(further, *shorten)))
        blocks += [divider()] if deadlines and not digest.is_agenda else []
        for name, lines in groups.items():
            heading, shown = bold(_TITLES[name].format(len(lines))), cut_lines(lines, *shorten)
            if name == "company":
                heading, shown = (
                    f"{heading}, as reported",
                    [" · ".join(cut_lines(list(dict.fromkeys(lines)), *shorten))],
                )
            blocks += map(section, pack_lines([heading, *shown]))
        blocks += closing
        if fits(push, blocks):
            break
    rest = [line for lines in (further, *groups.values()) for line in lines[length:]]
    return build_message(push, blocks), rest


def _list_groups(digest: Digest, told: Sequence[DigestEntry], *, with_ids: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of each group, in the order in which they are shown."""
    groups: dict[str, list[str]] = {name: [] for name in _TITLES}
    for entry in told:
        if not digest.is_agenda:
            name = _find_group(entry.item.item)
            groups[name].append(_describe(entry, name, digest) + (f" · {entry.item.shown_id}" if with_ids else ""))
    yield from groups.items()


def _find_group(item: Item) -> str:
    if item.section is Section.TOP and find_title(item):
        return "top"
    if is_policy(item):
        return "policy"
    return "company" if item.section is Section.CORPORATE_NEWS else "other"


def _describe(entry: DigestEntry, group: str, digest: Digest) -> str:
    item = entry.item.item
    if group == "company":
        named = "/".join(split_companies(item)[0])
        return escape(cut(named, _MAX_COMPANY) or cut_clause(entry.sentence, _MAX_COMPANY))
    if group == "top":
        kind = format_kind(item.policy) if item.policy else ""
        day = shorten_day(item.reported_on, digest.day) if item.reported_on else ""
        who, others = format_bodies(item.issuing_bodies, 1), len(item.issuing_bodies) > 1
        facts = ", ".join(filter(None, (f"{who}{', ' if others and kind else ' '}{escape(kind)}".strip(), day)))
        return join_facts((bold(find_title(item)), facts))
    return f"• {escape(find_title(item) or cut_clause(entry.sentence))}"


def _title(digest: Digest, told: Sequence[DigestEntry]) -> str:
    """Return ``China policy: 20 new, 1 deadline``."""
    new, ahead = len(told), len(digest.deadlines)
    counts = [f"{new} new"] if new and not digest.is_agenda else []
    counts += [plural(ahead, "deadline") + (" ahead" if digest.is_agenda else "") if ahead else ""]
    return f"China policy: {', '.join(filter(None, counts)) or 'nothing new'}"


def _build_push_text(digest: Digest, told: Sequence[DigestEntry]) -> str:
    """Return the line of the notification: the title, and what is to be done first, else the first headline."""
    first = next((each for each in digest.deadlines if each.deadline.kind in ACTIONS), None)
    said = name_item(digest.entries[0].item.item) if digest.entries else ""
    if first:
        when = describe_deadline(first.deadline.kind, first.deadline.on, first.days)
        said = f"{when}: {_name_deadline(first.entry.item.item)}"
    return cut(f"{_title(digest, told)}{f'. {escape(said)}' if said else ''}", _MAX_PUSH)


def _describe_origin(digest: Digest) -> str:
    """Return of which briefing or days a summary is, and for which filter."""
    if len(digest.sources) == 1:
        period = format_period(digest.source.period_start, digest.source.period_end)
        facts = [name_briefing(digest.source), f"covers {period}" if period else ""]
    else:
        days = f", read {format_period(*digest.window)}" if digest.window else ""
        facts = [f"From {plural(len(digest.sources), 'briefing')}{days}"]
    return join_facts((*facts, describe_filter_words(digest.filter_words) if digest.filter_words else ""))


def name_briefing(source: DigestSource) -> str:
    """Return a briefing's name and date, escaped."""
    return escape(source.name) + (f", {format_day(source.published_on)}" if source.published_on else "")


def _list_closing(digest: Digest, *, has_thread: bool) -> list[Block]:
    """Return where more is, and the buttons: the briefing, the rule, and in the menu what explains or reports."""
    briefings = ",".join(f"B{each.briefing_id}" for each in digest.sources)
    one = format_ask(Ask(command="briefing", text=briefings)) if len(digest.sources) == 1 else ""
    rule = digest.rule or ""
    left = [button(f"Left out ({digest.total_left_out})", LEFT_OUT, rule)] if digest.left_out else []
    wrong = button("Report a mistake", WRONG, format_ask(Ask(command="policy", text=f"briefing:{briefings}")))
    of_rule = [button("Why these", WHY, rule), button("Pause", PAUSE, rule), *left] if rule else []
    buttons = [button("Open briefing", OPEN, one)] if one else []
    buttons += [button("Change", CHANGE, rule)] if rule else []
    more = [context("Details, Chinese titles and sources in the thread")] if has_thread else []
    return [*more, actions(*buttons, *menu(*of_rule, wrong))]


def _name_deadline(item: Item) -> str:
    """Return what a deadline is of, raw: ``MIIT draft: data security penalties``."""
    kind = "draft" if item.policy and item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT else ""
    who = f"{item.issuing_bodies[0].replace('_', ' ')} {kind}" if len(item.issuing_bodies) == 1 else kind
    return f"{who.strip()}: {name_item(item)}".removeprefix(": ")


def _describe_deadline(each: DigestDeadline, *, with_ids: bool) -> str:
    when = bold(f"⏳ {describe_deadline(each.deadline.kind, each.deadline.on, each.days)}")
    shown_id = each.entry.item.shown_id if with_ids else ""
    return f"{when}\n{join_facts((escape(_name_deadline(each.entry.item.item)), shown_id))}"


# The thread: of each item the title, the Chinese title, a sentence and the links, where there is more.

_MAX_QUOTE = 145
_MAX_TITLE = 300
_MAX_LINKS = 2
_MAX_URL = 600
_MAX_LABEL = 60
_COMPANIES = "*Company news*, as reported, unverified"
_OTHERS = "*Other news*"


def _list_details(digest: Digest, told: Sequence[DigestEntry]) -> tuple[list[str], list[Block]]:
    """Return what the thread says of policy, companies and other news, and the word that there are no addresses."""
    groups: dict[str, list[str]] = {"": [], _COMPANIES: [], _OTHERS: []}
    for entry in told:
        title = "" if is_policy(entry.item.item) else _COMPANIES if is_claim(entry.item.item) else _OTHERS
        groups[title] += filter(None, [_describe_details(entry, digest)])
    lines = [line for title, said in groups.items() if said for line in (*filter(None, [title]), *said)]
    urls = [each.url for entry in told for each in entry.item.item.links]
    note = [context("This file has no link addresses.")] if lines and urls and not any(map(find_host, urls)) else []
    return lines, note


def _describe_details(entry: DigestEntry, digest: Digest) -> str:
    """Return the lines on one item; "" where the post has said all there is."""
    item = entry.item.item
    title, said, links = find_title(item), fold_spaces(entry.sentence), _list_links(item)
    is_said = item.section is not Section.CORPORATE_NEWS and said == join_printed(item)
    if is_said and not cut_clause(said).endswith("…") and not (title or links or digest.is_agenda):
        return ""
    briefing = f"B{entry.item.briefing_id}" if len(digest.sources) > 1 else ""
    place = join_facts((*links[:_MAX_LINKS], briefing, describe_pages(item), entry.item.shown_id))
    original = cut(escape(fold_spaces(item.policy.title_zh) if item.policy else ""), _MAX_TITLE)
    quoted = cut(escape(said), _MAX_QUOTE)
    lines = [bold(title), original, quote(quoted) if said and said != title else "", place]
    return cut("\n".join(filter(None, lines if title else [f"• {quoted} · {place}", original])), MAX_TEXT)


def _list_links(item: Item) -> list[str]:
    """Return the last link to each host, official sites first; of news without an address, who reported it."""
    short = [each.url for each in item.links if each.url and len(each.url) <= _MAX_URL]
    urls = {host: url for url in short if (host := find_host(url))}
    if urls:
        return [link_host(urls[host]) for host in sorted(urls, key=lambda host: not host.endswith(".gov.cn"))]
    labels = [cut(escape(fold_spaces(each.label)), _MAX_LABEL) for each in item.links]
    return [] if is_policy(item) else list(filter(None, labels))


def _split(blocks: Sequence[Block]) -> list[Message]:
    """Return blocks as so few messages as hold them."""
    messages, rest = [], list(blocks)
    while rest:
        kept = next(count for count in range(len(rest), 0, -1) if count == 1 or fits("Details", rest[:count]))
        messages.append(build_message("Details", rest[:kept]))
        rest = rest[kept:]
    return messages


# The reminder of a deadline, and what is said of facts that were corrected after they were posted.

_SEE_THREAD = "Corrected, see thread"


def build_reminder(reminder: Reminder) -> Message:
    """Return the reminder: what is to be done by when, the sentence that says so, and its source."""
    item = reminder.item.item
    when = describe_deadline(reminder.deadline.kind, reminder.deadline.on, reminder.left)
    name = escape(name_item(item))
    said = cut(escape(fold_spaces(reminder.deadline.quote)), _MAX_TITLE)
    kind = format_kind(item.policy) if item.policy else ""
    facts = (format_bodies(item.issuing_bodies, 1), kind, name_briefing(reminder.source), describe_pages(item))
    ask = Ask(command="policy", text=reminder.item.shown_id)
    wrong = menu(button("Report a mistake", WRONG, format_ask(ask)))
    blocks = [
        section(f"{bold(f'⏳ {when}')} (Beijing time)\n{name}"),
        *([section(quote(said))] if said else []),
        context(join_facts((*facts, reminder.item.shown_id, reminder.rule))),
        actions(open_button("Open", ask), *wrong),
    ]
    return build_message(f"{when}: {name}", blocks)


def build_correction(corrections: Sequence[Correction], taken_out: Sequence[Item] = ()) -> Message:
    """Return the line for a post's thread: each item with the facts that were corrected, and what was taken out."""
    lines = []
    for each in corrections:
        facts = escape("; ".join(describe_differences(each.now, each.before)))
        lines.append(f"Corrected: {escape(name_item(each.now))}: {facts} · {each.item.shown_id}")
    lines += [f"Corrected: {escape(name_item(item))} isn't in the briefing any more" for item in taken_out]
    return build_message("\n".join(lines), [section(text) for text in pack_lines(lines)])


def build_corrected(message: Message) -> Message:
    """Return a post that says at its end that its thread corrects it."""
    if message.blocks == "[]":  # Slack refused its blocks
        text = message.text if message.text.endswith(_SEE_THREAD) else f"{message.text}\n{_SEE_THREAD}"
        return Message(text=text)
    blocks, note = json.loads(message.blocks), context(_SEE_THREAD)
    return message if note in blocks else build_message(message.text, [*blocks[: MAX_BLOCKS - 1], note])
