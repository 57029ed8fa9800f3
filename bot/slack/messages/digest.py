"""A summary as a post: deadlines first, then headlines, policy in a line each, companies by name; the rest below it.

Nothing of the publisher's comment is in it, and what companies say of themselves stands under a heading that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.digests.compose import Digest, DigestDeadline, DigestEntry
from bot.model.briefing import PolicyStatus, Section
from bot.model.changes import changes_nothing
from bot.model.comments import fold_spaces, split_companies
from bot.model.post import Message
from bot.slack.actions import CHANGE, LEFT_OUT, OPEN, PAUSE, WHY, Ask, format_ask
from bot.slack.blocks import (
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
from bot.slack.messages.digest_thread import build_thread
from bot.slack.messages.frame import open_button
from bot.slack.messages.items import (
    ACTIONS,
    describe_deadline,
    describe_differences,
    describe_facts,
    describe_filter_words,
    describe_issuers,
    describe_source,
    find_title,
    is_policy,
    name_item,
)
from bot.slack.mrkdwn import bold, cut_clause, escape, format_period, plural

_MAX_PUSH = 200
_MAX_COMPANY = 40
_MOST_ROWS = 5
"""Deadlines with a button of their own; further ones share a section."""
_LENGTHS = (30, 15, 8, 4, 1)
"""How many lines a group may have, tried one after the other until the message fits."""
_TITLES = {"top": "Top", "changed": "Changed since reported", "policy": "Also new: policy", "other": "Other news"}


def build_digest(digest: Digest) -> tuple[Message, ...]:
    """Return a summary as its post, and the messages of its thread: what the post leaves out, and more on each item."""
    told = list_told(digest)
    has_thread = bool(build_thread(digest, told, ()))
    post, rest = _build(digest, told, opening=(), closing=_list_closing(digest, has_thread=has_thread))
    return (post, *build_thread(digest, told, rest))


def build_private_digest(digest: Digest, *, opening: Sequence[Block] = (), closing: Sequence[Block] = ()) -> Message:
    """Return a summary for one person as one message, with the id of each item; what does not fit is counted."""
    return _build(digest, list_told(digest), opening=opening, closing=closing, with_ids=True)[0]


def is_whole(digest: Digest) -> bool:
    """Say whether every item of a summary finds room in one message."""
    return not _build(digest, list_told(digest), opening=(), closing=(), with_ids=True)[1]


def _build(
    digest: Digest,
    told: Sequence[DigestEntry],
    *,
    opening: Sequence[Block],
    closing: Sequence[Block],
    with_ids: bool = False,
) -> tuple[Message, list[str]]:
    """Return the message, and the lines that found no room in it."""
    push = build_push_text(digest)
    for length in _LENGTHS:
        groups = _Groups(digest, told, with_ids=with_ids, length=length)
        blocks = [*opening, *_list_head(digest, told), *groups.list_deadlines(), *groups.list_items(), *closing]
        if fits(push, blocks):
            break
    return build_message(push, blocks), groups.rest


def list_told(digest: Digest) -> list[DigestEntry]:
    """Return the entries, but for those of another briefing that report a document in the same facts once more."""
    told: list[DigestEntry] = []
    for entry in sorted(digest.entries, key=lambda each: each.item.before is not None):  # the first report tells
        item = entry.item
        same = (each.item for each in told if item.policy_id and each.item.policy_id == item.policy_id)
        if not any(item.briefing_id != each.briefing_id and changes_nothing(item.item, each.item) for each in same):
            told.append(entry)
    return [entry for entry in digest.entries if entry in told]


def is_change(entry: DigestEntry, digest: Digest) -> bool:
    """Say whether an item says otherwise what was told before this summary, so that only its change is new."""
    before = entry.item.before
    return before is not None and all(each.item.item_id != entry.item.before_id for each in digest.entries)


def _title(digest: Digest, told: Sequence[DigestEntry]) -> str:
    """Return ``China policy: 20 new, 1 deadline``."""
    changed = sum(is_change(entry, digest) for entry in told)
    new = 0 if digest.is_agenda else len(told) - changed
    ahead = len(digest.deadlines)
    counts = [
        f"{new} new" if new else "",
        f"{changed} changed" if changed and not digest.is_agenda else "",
        plural(ahead, "deadline") + (" ahead" if digest.is_agenda else "") if ahead else "",
    ]
    return f"China policy: {', '.join(filter(None, counts)) or 'nothing new'}"


def build_push_text(digest: Digest) -> str:
    """Return the line of the notification: the title, and what is to be done first, else the first headline."""
    title = _title(digest, list_told(digest))
    acting = [each for each in digest.deadlines if each.deadline.kind in ACTIONS]
    if acting:
        first = acting[0]
        when = describe_deadline(first.deadline.kind, first.deadline.on, first.days, year=_year(digest))
        return cut(f"{title}. {when}: {escape(_name_deadline(first, digest))}", _MAX_PUSH)
    first_name = f". {escape(name_item(digest.entries[0].item.item))}" if digest.entries else ""
    return cut(f"{title}{first_name}", _MAX_PUSH)


def _list_head(digest: Digest, told: Sequence[DigestEntry]) -> list[Block]:
    """Return the title, and of which briefing or days it is, and for which filter."""
    if len(digest.sources) == 1:
        period = format_period(digest.source.period_start, digest.source.period_end)
        facts = [describe_source(digest.source), f"covers {period}" if period else ""]
    else:
        days = f", read {format_period(*digest.window)}" if digest.window else ""
        facts = [f"From {plural(len(digest.sources), 'briefing')}{days}"]
    facts += [describe_filter_words(digest.filter_words)] if digest.filter_words else []
    return [header(_title(digest, told)), context(" · ".join(filter(None, facts)))]


def _list_closing(digest: Digest, *, has_thread: bool) -> list[Block]:
    blocks = [context("Details, Chinese titles and sources in the thread")] if has_thread else []
    buttons = []
    if len(digest.sources) == 1:
        ask = Ask(command="briefing", text=f"B{digest.source.briefing_id}")
        buttons.append(button("Open briefing", OPEN, format_ask(ask)))
    if digest.rule:
        left = [button(f"Left out ({digest.total_left_out})", LEFT_OUT, digest.rule)] if digest.left_out else []
        more = menu(button("Why these", WHY, digest.rule), button("Pause", PAUSE, digest.rule), *left)
        buttons += [button("Change", CHANGE, digest.rule), *more]
    return [*blocks, *([actions(*buttons)] if buttons else [])]


def _year(digest: Digest) -> int | None:
    return digest.day.year if digest.day else None


def _name_deadline(each: DigestDeadline, digest: Digest) -> str:
    """Return what a deadline is of, raw: ``MIIT draft: data security penalties``."""
    item = each.entry.item.item
    kind = "draft" if item.policy and item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT else ""
    who = f"{describe_issuers(item, digest.issuers)} {kind}" if len(item.issuing_bodies) == 1 else kind
    return f"{who.strip()}: {name_item(item)}".removeprefix(": ")


class _Groups:
    """The parts of a summary's body, each at most ``length`` lines long; ``rest`` are the lines left out."""

    def __init__(self, digest: Digest, told: Sequence[DigestEntry], *, with_ids: bool, length: int) -> None:
        self._digest = digest
        self._told = told
        self._with_ids = with_ids
        self._length = length
        self.rest: list[str] = []

    def list_deadlines(self) -> Iterator[Block]:
        """Yield a row with its button for each of the next deadlines, and one section for further ones."""
        ahead = self._digest.deadlines
        for number, each in enumerate(ahead[:_MOST_ROWS]):
            ask = Ask(command="policy", text=each.entry.item.shown_id)
            yield section(self._describe_deadline(each, "\n"), accessory=open_button("Open", ask, number))
        further = [f"• {self._describe_deadline(each, ': ')}" for each in ahead[_MOST_ROWS:]]
        yield from map(section, pack_lines(self._shorten(further)))
        if ahead and not self._digest.is_agenda:
            yield divider()

    def list_items(self) -> Iterator[Block]:
        """Yield the sections of the items: headlines, changes, policy, companies and other news."""
        groups: dict[str, list[DigestEntry]] = {name: [] for name in (*_TITLES, "company")}
        for entry in self._told:
            if not self._digest.is_agenda or is_change(entry, self._digest):
                groups[self._find_group(entry)].append(entry)
        for name, title in _TITLES.items():
            lines = [self._describe(entry, name) for entry in groups[name]]
            if lines:
                count = f"{title} {len(lines)}" if name == "top" else f"{title} ({len(lines)})"
                yield from map(section, pack_lines([bold(count), *self._shorten(lines)]))
        if groups["company"]:
            names = dict.fromkeys(map(self._name_companies, groups["company"]))
            title = bold(f"Company news ({len(groups['company'])})")
            yield section(f"{title}, as reported\n{' · '.join(self._shorten(list(names)))}")

    def _find_group(self, entry: DigestEntry) -> str:
        item = entry.item.item
        if is_change(entry, self._digest):
            return "changed"
        if item.section is Section.TOP and find_title(item):
            return "top"
        if is_policy(item):
            return "policy"
        return "company" if item.section is Section.CORPORATE_NEWS else "other"

    def _describe_deadline(self, each: DigestDeadline, between: str) -> str:
        when = bold(
            f"⏳ {describe_deadline(each.deadline.kind, each.deadline.on, each.days, year=_year(self._digest))}"
        )
        handled = f" · <@{escape(each.answer.by)}> handles it" if each.answer else ""
        return f"{when}{between}{escape(_name_deadline(each, self._digest))}{handled}{self._id(each.entry)}"

    def _describe(self, entry: DigestEntry, group: str) -> str:
        item, before = entry.item.item, entry.item.before
        if group == "top":
            facts = escape(describe_facts(item, self._digest.issuers, year=_year(self._digest)))
            return f"{bold(find_title(item))}{f' · {facts}' if facts else ''}{self._id(entry)}"
        said = escape(find_title(item) or cut_clause(entry.sentence))
        if group == "changed" and before is not None:
            facts = "; ".join(map(escape, describe_differences(item, before, self._digest.issuers)))
            said += f": {facts or 'reported again'}"
        return f"• {said}{self._id(entry)}"

    def _name_companies(self, entry: DigestEntry) -> str:
        names = "/".join(split_companies(entry.item.item)[0])
        return cut(escape(names or fold_spaces(entry.sentence)), _MAX_COMPANY) + self._id(entry)

    def _id(self, entry: DigestEntry) -> str:
        return f" · {entry.item.shown_id}" if self._with_ids else ""

    def _shorten(self, lines: list[str]) -> list[str]:
        """Return as many lines as a group may have, and how many more there are."""
        self.rest += lines[self._length :]
        left = len(lines) - self._length
        where = "left out here: a narrower filter shows them" if self._with_ids else "in the thread"
        return [*lines[: self._length], f"and {left} more {where}"] if left > 0 else lines
