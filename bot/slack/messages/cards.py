"""Cards: one policy, item, ministry, company or briefing, with the team's notes on it."""

import re
from collections.abc import Sequence

from bot.answers.actors import CompanyCard, MinistryCard
from bot.answers.briefing import BriefingCard
from bot.answers.lookup import Answer
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import SECTION_NAMES, ItemRow
from bot.model.briefing import Item, PolicyStatus, list_source_links, split_printed
from bot.model.comments import fold_spaces
from bot.model.policy import Policy, describe_binding, describe_finality
from bot.names.records import Body, spell_id
from bot.slack.actions import NAMES, NOTE_EDIT, REMIND, SOURCE, Ask, format_ask
from bot.slack.blocks import LINK, Block, button, context, cut, divider, fields, fold, modal, section, split_text
from bot.slack.messages import facts
from bot.slack.messages.frame import Content, open_button, open_row, say_about, say_none
from bot.slack.messages.lists import format_issue, list_rows, name_body
from bot.slack.mrkdwn import bold, escape, find_host, italic, link, quote, unescape
from bot.slack.wording import capitalise, cut_lines, format_day, join_facts, plural, shorten_day
from bot.store.notes import Note

_MAX_PRINTED = 320
_MAX_COMMENT = 200
_MAX_BODIES = 2
"""So many issuers are named in Chinese, too; more have no room for it."""
_PIECE = 2500


def build_policy_card(answer: PolicyCard) -> Content:
    """Build the card of one policy: title and deadline, its facts in two columns, then what each source says."""
    policy, rows, draft = answer.policy, answer.rows, PolicyStatus.DRAFT_FOR_COMMENT
    title = facts.name_policy(policy, rows[0] if rows else None)
    deadlines = join_facts(facts.format_deadlines(answer, answer.asked_on))
    english, chinese = (each if each and each != title else "" for each in (policy.title_en, policy.title_zh))
    last = policy.applications_close_on
    is_ahead = answer.is_open or (last is not None and last >= answer.asked_on)
    related = [
        *(("Draft" if each.status is draft else "Final text", each) for each in answer.siblings),
        *(("Builds on", each) for each in answer.builds_on),
        *(("Built on by", each) for each in answer.built_on_by),
    ]
    cited = facts.cite(rows[0].source) if len(rows) == 1 else ""
    return Content(
        title=title,
        text=join_facts((deadlines, facts.format_bodies(policy.issuing_bodies), policy.id)),
        body=[
            section(f"{deadlines} (Beijing time)" if deadlines else ""),
            fields(_list_fields(answer)),
            section("\n".join(filter(None, (bold(english), escape(chinese))))),
            *(_build_other(label, each) for label, each in related),
            section(facts.list_differing(policy, rows)),
        ],
        rows=[_build_report(row, with_citation=not cited) for row in rows],
        above=_build_team_notes(answer.team_notes),
        facts=[policy.id, cited, "our reading of status, not legal advice"],
        first=[_find_notice(rows), button("Remind me", REMIND, policy.id) if is_ahead else {}],
        others=[open_button("Timeline", Ask(command="policy", text=f"timeline {policy.id}"))],
        note=policy.id,
    )


def _list_fields(answer: PolicyCard) -> list[tuple[str, str]]:
    """Return the facts of a policy, each under its label; "" for what is not known."""
    policy, chinese = answer.policy, {body.id: body.name_zh for body in answer.bodies}
    issuers = [spell_id(each) for each in policy.issuing_bodies]
    if len(issuers) <= _MAX_BODIES:
        issuers = [f"{spell_id(each)} {chinese.get(each) or ''}".strip() for each in policy.issuing_bodies]
    kind = ", ".join(filter(None, ((policy.document_type or "").replace("_", " "), policy.nature)))
    status = f"Binding: {describe_binding(policy)}\nFinal: {describe_finality(policy)}"
    official = " (official notice)" if policy.has_notice and policy.issued_on else ""
    return [
        (
            "Issuer" if len(issuers) == 1 else "Issuers",
            escape(("\n" if len(issuers) <= _MAX_BODIES else ", ").join(issuers)),
        ),
        ("Published", f"{format_day(policy.issued_on)}{official}"),
        ("Document", join_facts((capitalise(kind), escape(policy.document_number or "")))),
        ("Status", "Draft, not binding" if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else escape(status)),
    ]


def _build_other(label: str, policy: Policy) -> Block:
    line = join_facts((escape(facts.name_policy(policy)), facts.format_bodies(policy.issuing_bodies), policy.id))
    return open_row(f"{bold(label)}: {line}", policy.id)


def _find_notice(rows: Sequence[ItemRow]) -> Block:
    """Return the button that leads to the issuer's own page; none where no source links to one."""
    linked = [(row.item, each.url, find_host(each.url)) for row in rows for each in list_source_links(row.item)]
    official = [url for item, url, host in linked if host and (host.endswith(".gov.cn") or item.is_official)]
    return button("Official notice ↗", LINK) | {"url": official[0]} if official else {}


def _list_printed(item: Item) -> tuple[str, list[str], str]:
    """Return what the source reports in its own order, escaped: its text, its points, the text after them."""
    before, after = (escape("\n".join(each).strip()) for each in split_printed(item))
    return before, [f"• {escape(fold_spaces(point))}" for point in item.points], after


def _cut_printed(item: Item) -> str:
    """Return the beginning of what the source reports with whole points, and how many are left out."""
    before, points, after = _list_printed(item)
    shown = cut("\n".join(filter(None, (before, *points, after))), _MAX_PRINTED)
    shown = re.sub(r"(^|\n)•[^\n]*…$", "", shown)
    left = len(points) - sum(line.startswith("•") for line in shown.split("\n"))
    return f"{shown}\n… {plural(left, 'more point')}" if left > 0 else shown


def _build_report(row: ItemRow, *, with_citation: bool) -> list[Block]:
    """Build what one item says: as printed, then the publisher's opinion; each whole behind its button."""
    said = quote(_cut_printed(row.item) or escape(facts.name_item(row.item, row.sentence)))
    where = join_facts((row.id, facts.cite(row.source))) if with_citation else ""
    shown = "\n".join(filter(None, (said, italic(capitalise(facts.format_claim(row))), where)))
    comment = fold_spaces(row.item.comment)
    more = button("Read all", SOURCE, row.id) if len(comment) > _MAX_COMMENT else {}
    opinion = f"{facts.name_comment(row.source)}\n{italic(cut(comment, _MAX_COMMENT))}" if comment else ""
    return [section(shown, accessory=button("Full text", SOURCE, row.id)), section(opinion, accessory=more)]


def build_item_card(card: ItemCard) -> Content:
    """Build one item whole, as its source has it: text, opinion, deadlines, place, links and its policy."""
    row, item, source = card.row, card.row.item, card.row.source
    inferred = " (the year follows from the period)" if item.year_inferred and item.reported_on else ""
    day = f"{format_day(item.reported_on)}{inferred}"
    line = join_facts((facts.format_bodies(item.issuing_bodies), day, italic(capitalise(facts.format_claim(row)))))
    before, points, after = _list_printed(item)
    text = "\n\n".join(filter(None, (before, "\n".join(points), after)))
    comment = [italic(piece) for part in (item.comment or "").split("\n") for piece in split_text(part, _PIECE)]
    deadlines = (
        f"{bold(capitalise(facts.CLOSES[each.kind]))} {format_day(each.on)}: “{escape(fold_spaces(each.quote))}”"
        for each in dict.fromkeys(item.deadlines)
    )
    parts = [
        *map(section, split_text(text, _PIECE)),
        *([divider(), section(facts.name_comment(source)), *map(section, comment)] if item.comment else []),
        *map(section, deadlines),
        _build_other("Policy", card.policy) if card.policy else {},
    ]
    links = join_facts(dict.fromkeys(link(each.label, each.url) for each in item.links))
    return Content(
        title=facts.name_item(item, row.sentence),
        text=join_facts((line, facts.cite(source))),
        body=[context(line)],
        rows=[[part] for part in parts],
        above=[context(f"Links: {links}" if links else "")],
        facts=[row.id, facts.cite(source), f"file {escape(source.source_name)}", source.briefing_id],
    )


# One body: what it issued and what is open, first; its names and history in a window.

_MAX_OPEN = 3


def build_ministry_card(answer: MinistryCard) -> Content:
    """Build the card of one body: the answer in a line, then a page of what it issued."""
    rows, source = list_rows(answer, answer.rows)
    deadlines = facts.list_open(answer.open_drafts[:_MAX_OPEN], answer.open_total, answer.asked_on)
    return Content(
        said="\n".join([_say_issued(answer), *deadlines]),
        body=[divider() if rows else {}],
        rows=rows,
        above=_build_team_notes(answer.team_notes),
        facts=[source],
        others=[button("Names and history", NAMES, format_ask(Ask(command="ministry", text=answer.body.id)))],
        note=f"body:{answer.body.id}",
    )


def _say_issued(answer: MinistryCard) -> str:
    """Return how many policies a body issued since when, alone and with others."""
    issued, start, about = answer.alone + answer.joint, answer.coverage.period_start, say_about(answer.understood)
    named = f" · named in {plural(answer.mentioned, 'other item')}" if answer.mentioned else ""
    name = bold(f"{name_body(answer.body)} {answer.body.name_zh or ''}")
    if not issued:
        return say_none(f"{name}: no policies in your briefings{about}{named}", answer)
    since = f" since {shorten_day(start, answer.asked_on)}" if start and not about else about
    split = f"{answer.alone} alone, {answer.joint} joint" if answer.alone else "joint"
    return f"{name}: {plural(issued, 'policy', 'policies')}{since}{f' ({split})' if answer.joint else ''}{named}"


def build_names_view(answer: MinistryCard) -> Block:
    """Build the window with a body's names and history, as far as our list is certain of them."""
    body = answer.body
    named = {
        "Chinese": join_facts((body.name_zh or "", *body.names_zh)),
        "Also": ", ".join(body.aliases),
        "Existed": _describe_years(body),
        "Before": ", ".join(map(_name_in_history, answer.predecessors)),
        "Since then": ", ".join(map(_name_in_history, answer.successors)),
        "Formerly": ", ".join(body.former_names),
    }
    lines = [bold(body.name_en), *(f"{label}: {escape(text)}" for label, text in named.items() if text)]
    return modal("Names and history", [section("\n".join(lines))])


def _name_in_history(body: Body) -> str:
    return f"{name_body(body)} {body.name_zh or ''} {_describe_years(body)}".strip()


def _describe_years(body: Body) -> str:
    years = (f"since {body.since}" if body.since else "", f"until {body.until}" if body.until else "")
    return f"({', '.join(filter(None, years))})" if any(years) else ""


# One company, and one briefing.

_MAX_NAMES = 5
_MAX_UNREAD = 5
_MAX_LINE = 150


def build_company_card(answer: CompanyCard) -> Content:
    """Build the card of one company: how many stories, newest first, claims marked."""
    company, (rows, source) = answer.company, list_rows(answer, answer.rows)
    names = f"{company.name} {company.name_zh or ''}".strip()
    also = ", ".join(cut_lines([*company.aliases, *company.brands], _MAX_NAMES, "{} more"))
    known = "" if company.confirmed else "read from the text, not on our list"
    return Content(
        said=f"{bold(names)}: {plural(answer.total, 'story', 'stories')}{say_about(answer.understood)}",
        text="".join(escape(facts.name_row(row)) for row in answer.rows[:1]),
        body=[divider()],
        rows=rows,
        above=_build_team_notes(answer.team_notes),
        facts=[f"Also {escape(also)}" if also else "", known, source],
        note=f"company:{company.id}",
    )


def build_briefing_card(answer: BriefingCard) -> Content:
    """Build the card of one briefing: its dates, deadlines and what is new, then a page of its items."""
    row, (dates, counts) = answer.briefing, format_issue(answer.briefing)
    deadlines = facts.list_open(answer.open_deadlines, answer.open_total, answer.asked_on)
    about = f"{bold(plural(answer.total, 'item'))}{say_about(answer.understood)}" if answer.understood else ""
    people = ", ".join(escape(f"{each.name} ({each.role})") for each in answer.people)
    unread = [f"• {': '.join(filter(None, (each.place, fold(each.text, _MAX_LINE))))}" for each in answer.unread]
    kept = cut_lines(list(map(escape, unread)), _MAX_UNREAD)
    rows, _ = list_rows(answer, answer.rows)
    sections = [each.source.section for each in answer.rows]
    for name in dict.fromkeys(sections):
        title = "Top items" if name == "top" else capitalise(SECTION_NAMES.get(name, name))
        rows[sections.index(name)].insert(0, context(bold(title)))
    return Content(
        title=row.name,
        text=join_facts((counts, *deadlines[:1])),
        body=[context(dates), section("\n".join(filter(None, (counts, *deadlines, about)))), divider()],
        rows=rows,
        above=[context("Not understood, kept as it is:", *kept) if kept else {}],
        facts=[row.id, f"By {people}" if people else ""],
    )


# What stands on every card: the team's notes, and what of it can be reported as wrong.

_MAX_NOTES = 3
_MAX_NOTE = 400

Subject = tuple[str, str]
"""An id that can be wrong, and what people read beside it."""


def _build_team_notes(notes: Sequence[Note]) -> list[Block]:
    """Build the notes on a card, the newest first, each with a button to change it; nothing without any."""
    blocks = [context(bold("Notes of your team"))] if notes else []
    for note in notes[:_MAX_NOTES]:
        head = f"<@{note.written_by}>, {format_day(note.written_at.date())} · {note.shown_id}"
        said = f"{quote(cut(escape(note.text), _MAX_NOTE))}\n{head}"
        blocks.append(section(said, accessory=button("Edit note", NOTE_EDIT, note.shown_id)))
    left = len(notes) - _MAX_NOTES
    return [*blocks, context(f"… {left} older" if left > 0 else "")]


def list_subjects(answer: Answer) -> list[Subject]:
    """Return what of an answer can be wrong, the whole before its parts; none for one that states nothing."""
    subjects = []
    if isinstance(answer, PolicyCard):
        subjects.append((answer.policy.id, facts.name_policy(answer.policy, next(iter(answer.rows), None))))
    for row in facts.list_cited(answer):
        (policy, told), name = facts.split_row(row), facts.name_row(row)
        cited = (told.id, f"{name} ({unescape(facts.cite(told.source))})")
        subjects.append((policy.id, name) if policy else cited)
    return subjects
