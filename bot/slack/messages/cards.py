"""Cards: one policy, item, ministry, company or briefing, with the team's notes on it."""

import re
from collections.abc import Sequence

from bot.answers.actors import CompanyCard, MinistryCard
from bot.answers.briefing import BriefingCard
from bot.answers.lookup import Answer
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import SECTION_NAMES, ItemRow, PolicyRow
from bot.model.briefing import Item, PolicyStatus, list_source_links, split_printed
from bot.model.comments import fold_spaces
from bot.model.policy import Policy, describe_binding, describe_finality
from bot.names.records import Body, spell_id
from bot.query.keys import Key
from bot.slack.actions import NAMES, NOTE_EDIT, REMIND, SOURCE, Ask, format_ask
from bot.slack.blocks import (
    LINK,
    Block,
    button,
    context,
    cut,
    divider,
    fields,
    fold,
    modal,
    section,
    split_text,
)
from bot.slack.messages.facts import (
    cite,
    format_bodies,
    format_claim,
    format_deadlines,
    list_differing,
    list_open,
    name_comment,
    name_item,
    name_policy,
    name_row,
)
from bot.slack.messages.frame import (
    Content,
    describe_proof,
    open_button,
    open_row,
    say_about,
)
from bot.slack.messages.lists import format_issue, list_rows, name_body
from bot.slack.mrkdwn import (
    NO_LINK,
    bold,
    capitalise,
    cut_lines,
    escape,
    find_host,
    format_day,
    italic,
    join_facts,
    join_some,
    link,
    plural,
    quote,
    shorten_day,
    unescape,
)
from bot.store.notes import Note

_MAX_PRINTED = 420
_MAX_POINTS = 6
_MAX_COMMENT = 260
_MAX_BODIES = 8
_PIECE = 2500
_MAX_LINKS = 6
_NOT_ADVICE = "our reading of status, not legal advice"


def build_policy_card(answer: PolicyCard) -> Content:
    """Build the card of one policy: title and deadline, its facts in two columns, then what each source says."""
    policy, rows, one = answer.policy, answer.rows, len(answer.rows) == 1
    title = name_policy(policy, rows[0] if rows else None)
    deadlines = format_deadlines(rows, is_open=answer.is_open, asked_on=answer.asked_on)
    when = f"{join_facts(deadlines)}{' (Beijing time)' if deadlines else ''}{_say_no_final(answer)}"
    english, chinese = (each if each and each != title else "" for each in (policy.title_en, policy.title_zh))
    last = policy.applications_close_on
    is_ahead = answer.is_open or (last is not None and last >= answer.asked_on)
    return Content(
        title=title,
        text=join_facts((escape(title), *deadlines, format_bodies(policy.issuing_bodies), policy.id)),
        notes=answer.notes,
        body=[
            section(when),
            fields(_list_fields(answer)),
            section("\n".join(filter(None, (bold(english), escape(chinese))))),
            *(_build_other(label, each) for label, each in _list_related(answer)),
            section(list_differing(policy, rows)),
        ],
        rows=[_build_report(row, with_citation=not one) for row in rows],
        above=_build_team_notes(answer.team_notes),
        facts=[policy.id, cite(rows[0].source) if one else "", _NOT_ADVICE],
        first=[
            each for each in (_find_notice(rows), button("Remind me", REMIND, policy.id) if is_ahead else {}) if each
        ],
        others=[open_button("Timeline", Ask(command="policy", text=f"timeline {policy.id}"))],
        follow=f"{Key.POLICY}:{policy.id}",
        cite=True,
        note=policy.id,
    )


def _say_no_final(answer: PolicyCard) -> str:
    policy = answer.policy
    is_closed = policy.comments_close_on is not None and not answer.is_open
    if not is_closed or policy.status is not PolicyStatus.DRAFT_FOR_COMMENT or answer.siblings:
        return ""
    return "\nYour briefings have no final text of it."


def _list_fields(answer: PolicyCard) -> list[tuple[str, str]]:
    """Return the facts of a policy, each under its label; "" for what is not known."""
    policy, chinese = answer.policy, {body.id: body.name_zh for body in answer.bodies}
    named = [f"{spell_id(each)} {chinese.get(each) or ''}".strip() for each in policy.issuing_bodies]
    kind = ", ".join(filter(None, ((policy.document_type or "").replace("_", " "), policy.nature)))
    status = f"Binding: {escape(describe_binding(policy))}\nFinal: {escape(describe_finality(policy))}"
    official = " (official notice)" if policy.has_notice and policy.issued_on else ""
    return [
        ("Issuer" if len(named) == 1 else "Issuers", escape("\n".join(cut_lines(named, _MAX_BODIES, "and {} more")))),
        ("Published", f"{format_day(policy.issued_on)}{official}"),
        ("Document", join_facts((capitalise(kind), escape(policy.document_number or "")))),
        ("Status", "Draft, not binding" if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else status),
    ]


def _list_related(answer: PolicyCard) -> list[tuple[str, Policy]]:
    """Return each policy that this one belongs to: its final text or draft, and what builds on what."""
    drafts = PolicyStatus.DRAFT_FOR_COMMENT
    sides = [("Draft" if each.status is drafts else "Final text", each) for each in answer.siblings]
    sides += [("Builds on", each) for each in answer.builds_on]
    return [*sides, *(("Built on by", each) for each in answer.built_on_by)]


def _build_other(label: str, policy: Policy) -> Block:
    facts = join_facts((escape(name_policy(policy)), format_bodies(policy.issuing_bodies), policy.id))
    return open_row(f"{bold(label)}: {facts}", policy.id)


def _find_notice(rows: Sequence[ItemRow]) -> Block:
    """Return the button that leads to the issuer's own page; none where no source links to one."""
    for row in rows:
        for each in list_source_links(row.item):
            host = find_host(each.url)
            if each.url and host and (host.endswith(".gov.cn") or row.item.is_official):
                return button("Official notice ↗", LINK) | {"url": each.url}
    return {}


def _list_printed(item: Item) -> tuple[str, list[str], str]:
    """Return what the source reports in its own order, escaped: its text, its points, the text after them."""
    before, after = ("\n".join(each).strip() for each in split_printed(item))
    return escape(before), [f"• {escape(fold_spaces(point))}" for point in item.points], escape(after)


def _build_report(row: ItemRow, *, with_citation: bool) -> list[Block]:
    """Build what one item says: as printed, then the publisher's opinion; each whole behind its button."""
    before, points, after = _list_printed(row.item)
    lines = (before, *cut_lines(points, _MAX_POINTS, "… {} more in the full text"), after)
    printed = re.sub(r"(?:…?\s*•|…)\s*…$", "…", cut("\n".join(filter(None, lines)), _MAX_PRINTED))
    said = quote(printed or escape(name_item(row.item, row.sentence)))
    where = join_facts((row.id, cite(row.source))) if with_citation else ""
    shown = "\n".join(filter(None, (said, italic(capitalise(format_claim(row))), where)))
    comment = fold_spaces(row.item.comment)
    more = button("Read all", SOURCE, row.id) if len(comment) > _MAX_COMMENT else {}
    opinion = f"{name_comment(row.source)}\n{italic(cut(comment, _MAX_COMMENT))}" if comment else ""
    return [section(shown, accessory=button("Full text", SOURCE, row.id)), section(opinion, accessory=more)]


def build_item_card(card: ItemCard) -> Content:
    """Build one item whole, as its source has it: text, opinion, deadlines, place, links and its policy."""
    row, item = card.row, card.row.item
    title, cited = name_item(item, row.sentence), cite(row.source)
    inferred = " (the year follows from the period)" if item.year_inferred and item.reported_on else ""
    day = f"{format_day(item.reported_on)}{inferred}"
    facts = join_facts((format_bodies(item.issuing_bodies), day, italic(capitalise(format_claim(row)))))
    before, points, after = _list_printed(item)
    text = "\n\n".join(filter(None, (before, "\n".join(points), after)))
    parts = [section(piece) for piece in split_text(text, _PIECE)]
    if item.comment:
        pieces = [italic(piece) for part in item.comment.split("\n") for piece in split_text(part, _PIECE)]
        parts += [divider(), section(name_comment(row.source)), *map(section, pieces)]
    for each in dict.fromkeys(item.deadlines):
        kind = bold(capitalise(each.kind.value.replace("_", " ")))
        parts.append(section(f"{kind} {format_day(each.on)}: “{escape(fold_spaces(each.quote))}”"))
    parts += [_build_other("Policy", card.policy)] if card.policy else []
    return Content(
        title=title,
        text=join_facts((escape(title), facts, cited)),
        body=[context(facts)],
        rows=[[part] for part in parts],
        above=[context(_format_links(item))],
        facts=[row.id, cited, f"file {escape(row.source.source_name)}", row.source.briefing_id],
        cite=True,
    )


def _format_links(item: Item) -> str:
    """Return an item's links with their hosts; those without address in words; "" for an item without any."""
    if not any(find_host(each.url) for each in item.links):
        labels = ", ".join(dict.fromkeys(escape(each.label) for each in item.links if each.label.strip()))
        return f"Links: {f'{NO_LINK} ({labels})' if labels else NO_LINK}" if item.links else ""
    return f"Links: {join_some([link(each.label, each.url) for each in item.links], _MAX_LINKS, ' · ')}"


# One body: what it issued and what is open, first; its names and history in a window.

_MAX_OPEN = 3


def build_ministry_card(answer: MinistryCard) -> Content:
    """Build the card of one body: the answer in a line, then a page of what it issued."""
    rows, source = list_rows(answer, with_sentence=False)
    lines = [_say_issued(answer), *list_open(answer.open_drafts[:_MAX_OPEN], answer.open_total, answer.asked_on)]
    ask = Ask(command="ministry", text=answer.body.id)
    return Content(
        said="\n".join(lines),
        text=join_facts(lines),
        notes=answer.notes,
        body=[divider() if rows else {}],
        rows=rows,
        above=_build_team_notes(answer.team_notes),
        facts=[source],
        page=answer,
        others=[button("Names and history", NAMES, format_ask(ask))],
        follow=answer.follow,
        cite=bool(rows),
        note=f"body:{answer.body.id}",
    )


def _say_issued(answer: MinistryCard) -> str:
    """Return how many policies a body issued since when, alone and with others."""
    issued, start = answer.alone + answer.joint, answer.coverage.period_start
    about = say_about(answer.understood)
    named = f" · named in {plural(answer.mentioned, 'other item')}" if answer.mentioned else ""
    name = bold(f"{name_body(answer.body)} {answer.body.name_zh or ''}")
    if not issued:
        none = f": no policies in your briefings{about}{named}" if answer.coverage.briefings else ""
        return f"{name}{none}. {describe_proof(answer.coverage)}".strip()
    since = f" since {shorten_day(start, answer.asked_on)}" if start and not about else about
    split = f"{answer.alone} alone, {answer.joint} joint" if answer.alone else "joint"
    return f"{name}: {plural(issued, 'policy', 'policies')}{since}{f' ({split})' if answer.joint else ''}{named}"


def build_names_view(answer: MinistryCard) -> Block:
    """Build the window with a body's names and history."""
    body = answer.body
    lines = (
        ("Chinese", join_facts((body.name_zh or "", *body.names_zh))),
        ("Also", ", ".join(body.aliases)),
        ("Since", body.since or ""),
        ("Until", body.until or ""),
        ("Before", ", ".join(map(_describe_life, answer.predecessors))),
        ("Since then", ", ".join(map(_describe_life, answer.successors))),
        ("Formerly", ", ".join(body.former_names)),
    )
    said = [f"{label}: {escape(text)}" for label, text in lines if text]
    return modal("Names and history", [section("\n".join([bold(body.name_en), *said]))])


def _describe_life(body: Body) -> str:
    """Return a body's name and from when until when it was, as far as our list is certain of it."""
    known = f"{body.since} – {body.until or ''}" if body.since else f"until {body.until}" if body.until else ""
    return f"{name_body(body)} {body.name_zh or ''}".strip() + (f" ({known})" if known else "")


# One company.

_MAX_NAMES = 5


def build_company_card(answer: CompanyCard) -> Content:
    """Build the card of one company: how many stories, newest first, claims marked."""
    company, (rows, source) = answer.company, list_rows(answer)
    names = f"{company.name} {company.name_zh or ''}".strip()
    said = f"{bold(names)}: {plural(answer.total, 'story', 'stories')}{say_about(answer.understood)}"
    also = join_some([escape(each) for each in (*company.aliases, *company.brands)], _MAX_NAMES)
    known = "" if company.confirmed else "read from the text, not on our list"
    return Content(
        said=said,
        text=": ".join([said, *(escape(name_row(row)) for row in answer.rows[:1])]),
        notes=answer.notes,
        body=[divider()],
        rows=rows,
        above=_build_team_notes(answer.team_notes),
        facts=[f"Also {also}" if also else "", known, source],
        page=answer,
        follow=answer.follow,
        cite=True,
        note=f"company:{company.id}",
    )


# One briefing.

_MAX_UNREAD = 5
_MAX_LINE = 150
_MAX_PEOPLE = 12


def build_briefing_card(answer: BriefingCard) -> Content:
    """Build the card of one briefing: its dates, deadlines and what is new, then a page of its items."""
    row, (dates, counts) = answer.briefing, format_issue(answer.briefing)
    deadlines = list_open(answer.open_deadlines, answer.open_total, answer.asked_on)
    about = f"{bold(plural(answer.total, 'item'))}{say_about(answer.understood)}" if answer.understood else ""
    people = join_some([escape(f"{each.name} ({each.role})") for each in answer.people], _MAX_PEOPLE)
    unread = [
        f"• {f'{each.place}: ' if each.place else ''}{escape(fold(each.text, _MAX_LINE))}" for each in answer.unread
    ]
    return Content(
        title=row.name,
        text=join_facts((f"{escape(row.name)}: {counts}", *deadlines[:1])),
        notes=answer.notes,
        body=[
            context(dates),
            section("\n".join(filter(None, (counts, *deadlines, about)))),
            divider(),
        ],
        rows=[_build_item(each, before) for before, each in zip((None, *answer.rows), answer.rows, strict=False)],
        above=[context("Not understood, kept as it is:", *cut_lines(unread, _MAX_UNREAD))] if unread else [],
        facts=[row.id, f"By {people}" if people else ""],
        page=answer,
        cite=True,
    )


def _build_item(row: ItemRow, before: ItemRow | None) -> list[Block]:
    """Build one item, under the name of its section where that begins."""
    name, shown_id = row.source.section, row.policy_id or row.id
    title = "Top items" if name == "top" else capitalise(SECTION_NAMES.get(name, name))
    issuers = format_bodies(row.item.issuing_bodies) if row.item.policy else ""
    facts = capitalise(join_facts((issuers, format_claim(row), format_day(row.item.reported_on), shown_id)))
    return [
        context(bold(title) if before is None or before.source.section != name else ""),
        open_row(f"{bold(name_item(row.item, row.sentence))}\n{facts}", shown_id),
    ]


# What stands on every card: the team's notes, and what of it can be reported as wrong.

_MAX_NOTES = 3
_MAX_NOTE = 400

Subject = tuple[str, str]
"""An id that can be wrong, and what people read beside it."""


def _build_team_notes(notes: Sequence[Note]) -> list[Block]:
    """Build the notes on a card, the newest first, each with a button to change it; nothing without any."""
    blocks = [context(bold("Notes of your team"))] if notes else []
    for note in notes[:_MAX_NOTES]:
        changed = f", changed {format_day(note.changed_at.date())}" if note.changed_at else ""
        head = f"<@{note.written_by}>, {format_day(note.written_at.date())}{changed} · {note.shown_id}"
        said = f"{quote(cut(escape(note.text), _MAX_NOTE))}\n{head}"
        blocks.append(section(said, accessory=button("Edit note", NOTE_EDIT, note.shown_id)))
    left = len(notes) - _MAX_NOTES
    return [*blocks, context(f"… {left} older" if left > 0 else "")]


def list_subjects(answer: Answer) -> list[Subject]:
    """Return what of an answer can be wrong, the whole before its parts; none for one that states nothing."""
    rows: Sequence[object] = (answer.row,) if isinstance(answer, ItemCard) else getattr(answer, "rows", ())
    subjects = []
    if isinstance(answer, PolicyCard):
        subjects.append((answer.policy.id, name_policy(answer.policy, answer.rows[0] if answer.rows else None)))
    for row in rows:
        if isinstance(row, PolicyRow):
            subjects.append((row.policy.id, name_row(row)))
        elif isinstance(row, ItemRow):
            subjects.append((row.id, f"{name_row(row)} ({unescape(cite(row.source))})"))
    return subjects
