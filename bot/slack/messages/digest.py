"""Posts: a summary with its thread, the reminder of a deadline, and the lines that correct what was posted.

Nothing of the publisher's comment is in them, and what companies say of themselves is under a heading that says so.
"""

import json
from collections.abc import Sequence

from bot.answers.rows import describe_pages
from bot.digests.chat import Reminder
from bot.digests.compose import Digest, DigestDeadline, DigestEntry
from bot.model.briefing import Item, PolicyStatus, Section, fold_spaces, is_claim, join_printed, split_companies
from bot.model.changes import changes_nothing, list_differences
from bot.model.post import DigestItem, Message
from bot.slack.actions import CHANGE, LEFT_OUT, PAUSE, WHY, WRONG, Ask, format_ask
from bot.slack.blocks import (
    DIVIDER,
    Block,
    actions,
    build_message,
    button,
    context,
    cut,
    encode_blocks,
    header,
    pack_lines,
    section,
)
from bot.slack.messages import facts
from bot.slack.messages.frame import open_button, open_row
from bot.slack.mrkdwn import bold, escape, find_host, quote
from bot.slack.wording import cut_clause, cut_lines, format_period, join_facts, plural, shorten_day

_MAX_PUSH, _MAX_COMPANY, _MAX_QUOTE, _MAX_TITLE = 200, 40, 145, 300
_MAX_LINKS, _MAX_LABEL, _MAX_SECTIONS = 2, 60, 3
_MOST_ROWS = 5
"""Deadlines with a button of their own; further ones share a section."""
_LENGTHS = (30, 15, 8, 4, 1)
"""How many lines a group may have, tried one after the other until the message fits."""
_TITLES = {
    "deadlines": "*Further deadlines ({})*",
    "top": "*Top {}*",
    "changed": "*Changed since reported ({})*",
    "policy": "*Also new: policy ({})*",
    "other": "*Other news ({})*",
    "company": "*Company news ({})*, as reported",
}
_COMPANIES, _OTHERS = "*Company news*, as reported, unverified", "*Other news*"
_SEE_THREAD = "Corrected, see thread"


def build_digest(digest: Digest) -> tuple[Message, ...]:
    """Return a summary as its post, and the messages of its thread: what the post leaves out, and more on each item."""
    told, ahead = list_told(digest), list(map(_describe_deadline, digest.deadlines))
    groups: dict[str, list[str]] = {name: [] for name in _TITLES}
    groups["deadlines"] = [f"• {bold(f'⏳ {when}')}: {what}" for when, what in ahead[_MOST_ROWS:]]
    for entry in told:
        name, line = _describe(entry, digest)
        groups[name].append(line)
    more: dict[str, list[str]] = {"": [], _COMPANIES: [], _OTHERS: []}
    for entry in told:
        title = "" if _is_policy(entry.item.item) else _COMPANIES if is_claim(entry.item.item) else _OTHERS
        more[title] += filter(None, [_describe_details(entry, digest)])
    details = [line for title, lines in more.items() if lines for line in (title, *lines) if line]
    changed = len(groups["changed"])
    said = [f"{count} {name}" for name, count in (("new", len(told) - changed), ("changed", changed)) if count]
    said += [plural(len(ahead), "deadline")] if ahead else []
    title = f"China policy: {', '.join(said) or 'nothing new'}"
    asks = [": ".join(ahead[at]) for at, each in enumerate(digest.deadlines) if each.deadline.kind in facts.ACTIONS]
    news = [escape(facts.name_item(each.item.item)) for each in digest.entries[:1]]
    push = cut(". ".join((title, *(asks or news)[:1])), _MAX_PUSH)
    head = [header(title), context(_describe_origin(digest))]
    for number, ((when, what), each) in enumerate(zip(ahead[:_MOST_ROWS], digest.deadlines, strict=False)):
        head.append(open_row(f"{bold(f'⏳ {when}')}\n{what}", each.entry.item.shown_id, number=number))
    head.append(DIVIDER if ahead and told else {})
    below = [context("Details, Chinese titles and sources in the thread" if details else ""), _build_buttons(digest)]
    for length in _LENGTHS:
        blocks = [*head]
        for name, lines in groups.items():
            shown = cut_lines(list(dict.fromkeys(lines)), length, "and {} more in the thread")
            shown = [join_facts(shown)] if name == "company" else shown  # companies share one line
            blocks += pack_lines([_TITLES[name].format(len(lines)), *shown]) if lines else []
        blocks = list(filter(None, [*blocks, *below]))
        if encode_blocks(push, blocks):
            break
    lines = [*(line for group in groups.values() for line in group[length:]), *details]
    urls = [link.url for entry in told for link in entry.item.item.links]
    unlinked = details and urls and not any(map(find_host, urls))
    thread = pack_lines([*lines, "_This file has no link addresses._" if unlinked else ""]) if lines else []
    parts = [thread[at : at + _MAX_SECTIONS] for at in range(0, len(thread), _MAX_SECTIONS)]
    return (build_message(push, blocks), *(build_message("Details", part) for part in parts))


def _is_policy(item: Item) -> bool:
    """Say whether an item is about an official document, or policy news."""
    return item.policy is not None or item.section in {Section.TOP, Section.POLICY_NEWS}


def list_told(digest: Digest) -> list[DigestEntry]:
    """Return the entries, but for those of another briefing that report a document in the same facts once more."""
    told: list[DigestEntry] = []
    for entry in sorted(digest.entries, key=lambda each: each.item.before is not None):  # the first report comes first
        item = entry.item
        same = (each.item for each in told if item.policy_id and each.item.policy_id == item.policy_id)
        if not any(item.briefing_id != each.briefing_id and changes_nothing(item.item, each.item) for each in same):
            told.append(entry)
    return [entry for entry in digest.entries if entry in told]


def _describe(entry: DigestEntry, digest: Digest) -> tuple[str, str]:
    """Return the group of an entry, and the line that tells it there.

    Of what was told before this summary only the change is new.
    """
    item, before, title = entry.item.item, entry.item.before, facts.find_title(entry.item.item)
    line = f"• {escape(title or cut_clause(entry.sentence))}"
    if before is not None and all(each.item.item_id != before.item_id for each in digest.entries):
        changes = escape(facts.describe_differences(list_differences(item, before.item)))
        return "changed", f"{line}: {changes or 'reported again'}"
    if item.section is Section.TOP and title:
        kind, day = escape(facts.format_kind(item.policy)), item.reported_on
        between = ", " if len(item.issuing_bodies) > 1 and kind else " "
        what = f"{facts.format_bodies(item.issuing_bodies, 1)}{between}{kind}".strip()
        issued = (what, shorten_day(day, digest.day or day) if day else "")
        return "top", join_facts((bold(title), ", ".join(filter(None, issued))))
    if not _is_policy(item) and item.section is Section.CORPORATE_NEWS:
        named = cut("/".join(split_companies(item)[0]), _MAX_COMPANY)
        return "company", escape(named or cut_clause(entry.sentence, _MAX_COMPANY))
    return "policy" if _is_policy(item) else "other", line


def _describe_origin(digest: Digest) -> str:
    """Return the briefing with what it covers, or how many there are, and the filter."""
    source, days = digest.source, format_period(*digest.window) if digest.window else ""
    named = f"From {plural(len(digest.sources), 'briefing')}{f', read {days}' if days else ''}"
    period = ""
    if len(digest.sources) == 1:
        named = escape(facts.name_dated(source.name, source.published_on))
        period = format_period(source.period_start, source.period_end)
    words = facts.describe_filter_words(digest.filter_words) if digest.filter_words else ""
    return join_facts((named, f"covers {period}" if period else "", words))


def _build_buttons(digest: Digest) -> Block:
    """Return Open briefing where it is one, Change, and a menu with the rest."""
    briefings, rule = ",".join(f"B{each.briefing_id}" for each in digest.sources), digest.rule or ""
    briefing = open_button("Open briefing", Ask(command="briefing", text=briefings))
    wrong = button("Report a mistake", WRONG, format_ask(Ask(command="policy", text=f"briefing:{briefings}")))
    named = {"Change": CHANGE, "Why these": WHY, "Pause": PAUSE}
    named |= {f"Left out ({digest.total_left_out})": LEFT_OUT} if digest.left_out else {}
    change, *others = [button(label, action, rule) for label, action in named.items()] if rule else [{}]
    return actions(briefing if len(digest.sources) == 1 else {}, change, more=[*others, wrong])


def _describe_deadline(each: DigestDeadline) -> tuple[str, str]:
    """Return until when what can be done, and of what it is, escaped: ``MIIT draft: data security penalties``."""
    item = each.entry.item.item
    kind = "draft" if item.policy and item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT else ""
    who = facts.format_bodies(item.issuing_bodies) if len(item.issuing_bodies) == 1 else ""
    when = facts.describe_deadline(each.deadline.kind, each.deadline.on, each.days)
    return when, f"{f'{who} {kind}'.strip()}: {escape(facts.name_item(item))}".removeprefix(": ")


def _describe_details(entry: DigestEntry, digest: Digest) -> str:
    """Return the lines on one item; "" where the post has said all there is.

    Of its links it has the last to each host, official sites first, called by the host, so that no label can hide where
    one leads; of news without an address who reported it.
    """
    item = entry.item.item
    title, said = facts.find_title(item), fold_spaces(entry.sentence)
    urls = {host: each.url or "" for each in item.links if (host := find_host(each.url))}
    hosts = sorted(urls, key=lambda host: not host.endswith(".gov.cn"))
    links = [f"<{urls[host].replace('&', '&amp;')}|{host.removeprefix('www.')}>" for host in hosts]
    if not links and not _is_policy(item):
        links = [cut(escape(fold_spaces(each.label)), _MAX_LABEL) for each in item.links]
    is_said = item.section is not Section.CORPORATE_NEWS and said == join_printed(item)
    if is_said and not cut_clause(said).endswith("…") and not (title or links):
        return ""
    briefing = f"B{entry.item.briefing_id}" if len(digest.sources) > 1 else ""
    place = join_facts((*links[:_MAX_LINKS], briefing, describe_pages(item), entry.item.shown_id))
    chinese = cut(escape(fold_spaces(item.policy.title_zh) if item.policy else ""), _MAX_TITLE)
    quoted = cut(escape(said), _MAX_QUOTE)
    lines = [bold(title), chinese, quote(quoted if said != title else ""), place]
    return "\n".join(filter(None, lines if title else (f"• {quoted} · {place}", chinese)))


def build_reminder(reminder: Reminder) -> Message:
    """Return the reminder: what is to be done by when, the sentence that says so, and its source."""
    item, shown_id = reminder.item.item, reminder.item.shown_id
    when = facts.describe_deadline(reminder.deadline.kind, reminder.deadline.on, reminder.left)
    what, ask = escape(facts.name_item(item)), Ask(command="policy", text=shown_id)
    source = (
        facts.format_bodies(item.issuing_bodies, 1),
        facts.format_kind(item.policy),
        escape(facts.name_dated(reminder.source.name, reminder.source.published_on)),
        describe_pages(item),
    )
    blocks = [
        section(f"{bold(f'⏳ {when}')} (Beijing time)\n{what}"),
        section(quote(cut(escape(fold_spaces(reminder.deadline.quote)), _MAX_TITLE))),
        context(join_facts((*source, shown_id, reminder.rule))),
        actions(open_button("Open", ask), more=[button("Report a mistake", WRONG, format_ask(ask))]),
    ]
    return build_message(f"{when}: {what}", blocks)


def build_correction(corrections: Sequence[DigestItem], *, taken_out: Sequence[Item] = ()) -> Message:
    """Return the line for a post's thread: each item with the facts that were corrected, and what was taken out."""
    said = []
    for each in corrections:
        changes = facts.describe_differences(list_differences(each.item, (each.before or each).item))
        said.append(f"{facts.name_item(each.item)}: {changes} · {each.shown_id}")
    said += [f"{facts.name_item(item)} isn't in the briefing any more" for item in taken_out]
    lines = [f"Corrected: {escape(line)}" for line in said]
    return build_message("\n".join(lines), pack_lines(lines))


def build_corrected(message: Message) -> Message:
    """Return a post that says at its end that its thread corrects it."""
    if message.blocks == "[]":  # Slack refused its blocks
        text = message.text if message.text.endswith(_SEE_THREAD) else f"{message.text}\n{_SEE_THREAD}"
        return Message(text=text)
    blocks, note = json.loads(message.blocks), context(_SEE_THREAD)
    return message if note in blocks else build_message(message.text, blocks, tail=lambda _shown: [note])
