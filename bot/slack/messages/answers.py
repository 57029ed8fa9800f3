"""Any answer of a lookup as a message: here the cards of one policy, item, ministry, company or briefing."""

import datetime as dt

from bot.answers.briefing import BriefingCard
from bot.answers.cards import CompanyCard, ItemCard, MinistryCard, PolicyCard
from bot.answers.lists import PolicyList
from bot.answers.lookup import Answer
from bot.answers.rows import SECTION_NAMES, Coverage, ItemRow
from bot.errors import BadQueryError
from bot.files.files import name_file
from bot.files.paper import FileKind, Paper
from bot.model.briefing import Item, PolicyStatus, fold_spaces, is_commented, list_source_links, split_printed
from bot.model.ids import fold_title
from bot.model.policy import Policy, describe_binding
from bot.model.post import Message
from bot.names.records import Body, spell_id
from bot.reading.facts.sentences import split_sentences
from bot.slack.actions import NAMES, REMIND, SOURCE, Ask, format_ask
from bot.slack.blocks import (
    DIVIDER,
    LINK,
    Block,
    build_message,
    button,
    context,
    cut,
    fields,
    fold,
    measure,
    modal,
    section,
    split_text,
)
from bot.slack.messages import facts
from bot.slack.messages.frame import (
    Content,
    Frame,
    build_line,
    describe_proof,
    list_cited,
    open_button,
    open_row,
    say_about,
    say_none,
    type_command,
)
from bot.slack.messages.lists import build_content, format_issue, list_rows, name_body
from bot.slack.mrkdwn import bold, clean, escape, find_host, italic, link, quote, unescape
from bot.slack.wording import capitalise, cut_lines, format_day, join_facts, plural, shorten_day

_MAX_PRINTED, _MAX_COMMENT, _MAX_LINE, _PIECE = 300, 210, 150, 2500
_MAX_OPEN, _MAX_NAMES, _MAX_UNREAD = 3, 5, 5
_MAX_HEADLINE, _MAX_TITLE, _MAX_CITED, _MAX_COPIED = 160, 200, 900, 2800
MAX_LINES = 40
"""So many sources are cited at once."""
_MAX_BODIES = 2
"""So many issuers are named in Chinese, too; more have no room for it."""


def build_answer(answer: Answer, frame: Frame) -> Message:
    """Build the message of any answer; where there is no briefing to answer from, that is all it says."""
    coverage: Coverage | None = getattr(answer, "coverage", None)
    if coverage is None or coverage.briefings:
        return frame.build(answer, build_content(answer))
    ingest = type_command("ingest")
    adds = f" An admin of Gongbao adds the first one: {ingest}, or send me the file in a direct message."
    return frame.build(answer, Content(said=f"{describe_proof(coverage)}{'' if coverage.is_narrowed else adds}"))


@build_content.register
def _(answer: PolicyCard) -> Content:
    policy, rows = answer.policy, answer.rows
    title = facts.name_policy(policy, rows[0] if rows else None)
    deadlines = join_facts(facts.format_deadlines(answer, answer.asked_on))
    english, chinese = (each if each and each != title else "" for each in (policy.title_en, policy.title_zh))
    last = policy.applications_close_on
    is_ahead = answer.is_open or (last is not None and last >= answer.asked_on)
    cited = facts.cite(rows[0]) if len(rows) == 1 else ""
    links = [(each, find_host(each.url) or "", row) for row in rows for each in list_source_links(row.item)]
    own = [each for each, host, row in links if host and (host.endswith(".gov.cn") or row.item.is_official)]
    notice = button("Official notice ↗", LINK) | {"url": own[0].url} if own else {}
    return Content(
        title=title,
        text=join_facts((deadlines, facts.format_bodies(policy.issuing_bodies), policy.id)),
        body=[
            section(f"{deadlines} (Beijing time)" if deadlines else ""),
            fields(_list_fields(answer)),
            section("\n".join(filter(None, (bold(english), escape(chinese))))),
            *(_build_other(label, each, known=policy.title_en) for label, each in answer.kin),
            section(facts.list_differing(policy, rows)),
        ],
        rows=[_build_report(row, with_citation=not cited) for row in rows],
        facts=[policy.id, cited, "our reading of status, not legal advice"],
        source="",
        first=[notice, button("Remind me", REMIND, policy.id) if is_ahead else {}],
        others=[open_button("Timeline", Ask(command="policy", text=f"timeline {policy.id}"))],
        note=policy.id,
    )


def _list_fields(answer: PolicyCard) -> list[tuple[str, str]]:
    """Return the facts of a policy, each under its label; "" for what is not known."""
    policy, chinese = answer.policy, {body.id: body.name_zh for body in answer.bodies}
    issuers = [spell_id(each) for each in policy.issuing_bodies]
    named = [f"{spell_id(each)} {chinese.get(each) or ''}".strip() for each in policy.issuing_bodies]
    official = " (official notice)" if policy.has_notice and policy.issued_on else ""
    kind = ", ".join(filter(None, ((policy.document_type or "").replace("_", " "), policy.nature)))
    status = f"{capitalise(policy.status.replace('_', ' '))}\nBinding: {describe_binding(policy)}"
    label = "Issuers" if len(issuers) > 1 else "Issuer"
    is_draft = policy.status is PolicyStatus.DRAFT_FOR_COMMENT
    return [
        (label, escape("\n".join(named) if len(issuers) <= _MAX_BODIES else ", ".join(issuers))),
        ("Published", f"{format_day(policy.issued_on)}{official}"),
        ("Document", join_facts((capitalise(kind), escape(policy.document_number or "")))),
        ("Status", "Draft, not binding" if is_draft else escape(status)),
    ]


def _build_other(label: str, policy: Policy, *, known: str | None = None) -> Block:
    """Return a row of another policy, by its title unless that is ``known`` already."""
    name = "" if policy.title_en and policy.title_en == known else facts.name_policy(policy)
    line = join_facts((escape(name), facts.format_bodies(policy.issuing_bodies), policy.id))
    return open_row(f"{bold(label)}: {line}", policy.id)


def _list_printed(item: Item) -> tuple[str, list[str], str]:
    """Return what the source reports in its own order, escaped: its text, its points, the text after them."""
    before, after = (escape("\n".join(each).strip()) for each in split_printed(item))
    return before, [f"• {escape(fold_spaces(point))}" for point in item.points], after


def _cut_printed(item: Item) -> str:
    """Return the whole sentences and points that a card has room for, and how much more there is."""
    before, points, after = _list_printed(item)
    whole = "\n".join(filter(None, (before, *points, after)))
    if measure(whole) <= _MAX_PRINTED:
        return whole
    at, ends = 0, list[int]()
    for line in whole.split("\n"):
        ends += [at + len(line)] if line in points else [at + each.end for each in split_sentences(line)]
        at += len(line) + 1
    begun = (whole[:end] for end in ends if not whole[:end].endswith((":", "：")))  # what announces points has some
    fitting = [each for each in begun if measure(each) <= _MAX_PRINTED]
    printed = fitting[-1] if fitting else cut(whole, _MAX_PRINTED)
    left = len(points) - sum(line in points for line in printed.split("\n"))
    if not left:
        return printed if printed.endswith("…") else f"{printed} …"
    return f"{printed}\n… {plural(left, 'more point' if left < len(points) else 'point')}"


def _build_report(row: ItemRow, *, with_citation: bool) -> list[Block]:
    """Build what one item says, as printed, then the publisher's opinion; a button shows all."""
    shown = (
        quote(_cut_printed(row.item) or escape(facts.name_item(row.item, row.sentence))),
        italic(capitalise(facts.format_claim(row))),
        join_facts((row.id, facts.cite(row))) if with_citation else "",
    )
    comment = fold_spaces(row.item.comment)
    more = button("Read all", SOURCE, row.id) if len(comment) > _MAX_COMMENT else {}
    opinion = f"{facts.name_comment(row.source)}\n{italic(cut(comment, _MAX_COMMENT))}" if comment else ""
    whole = button("Full text", SOURCE, row.id)
    return [section("\n".join(filter(None, shown)), accessory=whole), section(opinion, accessory=more)]


@build_content.register
def _(answer: ItemCard) -> Content:
    row, item, source = answer.row, answer.row.item, answer.row.source
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
        *([DIVIDER, section(facts.name_comment(source)), *map(section, comment)] if item.comment else []),
        *map(section, deadlines),
        _build_other("Policy", answer.policy) if answer.policy else {},
    ]
    links = join_facts(dict.fromkeys(link(each.label, each.url) for each in item.links))
    return Content(
        title=facts.name_item(item, row.sentence),
        text=join_facts((line, facts.cite(row))),
        body=[context(line)],
        rows=[[part] for part in parts],
        above=[context(f"Links: {links}" if links else "")],
        facts=[row.id, facts.cite(row), f"file {escape(source.source_name)}", source.id],
        source="",
    )


@build_content.register
def _(answer: MinistryCard) -> Content:
    body, issued, start = answer.body, answer.alone + answer.joint, answer.coverage.period_start
    about, name = say_about(answer.understood), bold(f"{name_body(body)} {body.name_zh or ''}")
    named = f" · named in {plural(answer.mentioned, 'other item')}" if answer.mentioned else ""
    since = f" since {shorten_day(start, answer.asked_on)}" if start and not about else about
    split = f" ({f'{answer.alone} alone, ' if answer.alone else ''}{answer.joint} joint)" if answer.joint else ""
    said = f"{name}: {plural(issued, 'policy', 'policies')}{since}{split}{named}"
    if not issued:
        said = say_none(f"{name}: no policies in your briefings{about}{named}", answer)
    rows, source = list_rows(answer, answer.rows)
    deadlines = facts.list_open(answer.open_drafts[:_MAX_OPEN], answer.open_total, answer.asked_on)
    return Content(
        said="\n".join([said, *deadlines]),
        body=[DIVIDER if rows else {}],
        rows=rows,
        source=source,
        others=[button("Names and history", NAMES, format_ask(Ask(command="ministry", text=body.id)))],
        note=f"body:{body.id}",
    )


def build_names_view(answer: MinistryCard) -> Block:
    """Build the window with a body's names and history, as far as our list is certain of them."""

    def name(body: Body) -> str:
        named = {"since": body.since, "until": body.until}
        years = ", ".join(f"{word} {year}" for word, year in named.items() if year)
        return f"{name_body(body)} {body.name_zh or ''}{f' ({years})' if years else ''}"

    body = answer.body
    named = {
        "Chinese": join_facts((body.name_zh or "", *body.names_zh)),
        "Also": ", ".join(body.aliases),
        "Before": ", ".join(map(name, answer.predecessors)),
        "Since then": ", ".join(map(name, answer.successors)),
        "Formerly": ", ".join(body.former_names),
    }
    lines = [bold(body.name_en), *(f"{label}: {escape(text)}" for label, text in named.items() if text)]
    return modal("Names and history", [section("\n".join(lines))])


@build_content.register
def _(answer: CompanyCard) -> Content:
    company, (rows, source) = answer.company, list_rows(answer, answer.rows)
    names = f"{company.name} {company.name_zh or ''}".strip()
    also = ", ".join(cut_lines([*company.aliases, *company.brands], _MAX_NAMES, "and {} more"))
    known = "" if company.confirmed else "read from the text, not on our list"
    return Content(
        said=f"{bold(names)}: {plural(answer.total, 'story', 'stories')}{say_about(answer.understood)}",
        text="".join(escape(facts.split_row(row)[2]) for row in answer.rows[:1]),
        body=[DIVIDER],
        rows=rows,
        facts=[f"Also {escape(also)}" if also else "", known],
        source=source,
        note=f"company:{company.id}",
    )


@build_content.register
def _(answer: BriefingCard) -> Content:
    row, (dates, counts) = answer.briefing, format_issue(answer.briefing)
    deadlines = facts.list_open(answer.open_deadlines, answer.open_total, answer.asked_on)
    about = f"{bold(plural(answer.total, 'item'))}{say_about(answer.understood)}" if answer.understood else ""
    people = ", ".join(escape(f"{each.name} ({each.role})") for each in answer.people)
    unread = [f"• {': '.join(filter(None, (each.place, fold(each.text, _MAX_LINE))))}" for each in answer.unread]
    kept = cut_lines(list(map(escape, unread)), _MAX_UNREAD)
    rows, _ = list_rows(answer, answer.rows)
    sections = [each.item.section for each in answer.rows]
    for name in dict.fromkeys(sections):
        title = "Top items" if name == "top" else capitalise(SECTION_NAMES.get(name, name))
        rows[sections.index(name)].insert(0, context(bold(title)))
    return Content(
        title=row.name,
        text=join_facts((counts, *deadlines[:1])),
        body=[context(dates), section("\n".join(filter(None, (counts, *deadlines, about)))), DIVIDER],
        rows=rows,
        above=[context("Not understood, kept as it is:", *kept) if kept else {}],
        facts=[row.id, f"By {people}" if people else ""],
        source="",
    )


def list_subjects(answer: Answer) -> list[tuple[str, str]]:
    """Return the ids that can be wrong with what people read beside them; none for an answer that states nothing."""
    subjects = []
    if isinstance(answer, PolicyCard):
        subjects.append((answer.policy.id, facts.name_policy(answer.policy, next(iter(answer.rows), None))))
    for policy, told, name in map(facts.split_row, list_cited(answer)):
        cited = (told.id, f"{name} ({unescape(facts.cite(told))})")
        subjects.append((policy.id, name) if policy else cited)
    return subjects


# Where an answer is from, as lines to paste into a paper, and what is said of it as a file.


def build_citations(answer: Answer, *, today: dt.date) -> Message:
    """Build the lines to paste, in a block that is easily copied, or raise BadQueryError where there is no source."""
    lines = compose_citations(answer, today=today)
    if not lines:
        raise BadQueryError("There is nothing to cite here.", hint="Open a policy or an item, and press Cite there.")
    shown = lines[:MAX_LINES]
    pieces = split_text("\n".join(escape(cut(line, _MAX_CITED)) for line in shown), _MAX_COPIED)
    total = answer.total if isinstance(answer, PolicyList | MinistryCard | CompanyCard) else len(lines)
    left = max(len(lines), total) - len(shown)
    more = f" · {left} more: narrow the question to cite them" if left > 0 else ""
    head = context(f"{plural(len(shown), 'source')} to copy{more}")
    return build_message(escape(shown[0]), [head, *(section(f"```\n{piece}\n```") for piece in pieces)])


def compose_citations(answer: Answer, *, today: dt.date) -> list[str]:
    """Return the source lines of an answer as raw text, in its order: who says what where, as of which day."""
    whole = answer.policy if isinstance(answer, PolicyCard | ItemCard) else None
    cited = [_cite(row, policy or whole) for policy, row, _ in map(facts.split_row, list_cited(answer))]
    if isinstance(answer, BriefingCard):
        named = facts.name_dated(answer.briefing.name, answer.briefing.published_on)
        cited = [named if answer.briefing.published_on else f"{named}, undated"]
    return [f"{fold_spaces(clean(line))}; as of {format_day(today)}" for line in cited]


def _cite(row: ItemRow, policy: Policy | None) -> str:
    """Return one item's line: source and place, headline, the official title where that says more, issuers, date.

    Then the document's number, whether it is but an opinion or a claim, and its address.
    """
    item, headline = row.item, fold_spaces(row.item.headline or row.sentence or row.item.text)
    parts = [f"{unescape(facts.cite(row))}: “{cut(headline, _MAX_HEADLINE)}”"]
    if policy:
        english = policy.title_en or ""
        titles = (policy.title_zh, "" if fold_title(english) == fold_title(headline) else english)
        chinese, *others = [title for title in titles if title] or [""]
        parts.append(cut(f"{chinese} ({others[0]})" if others else chinese, _MAX_TITLE))
    if item.policy:
        issuers = ", ".join(spell_id(each) for each in item.issuing_bodies) or "issuer not stated"
        known, day = "official" if item.is_official else "as reported", format_day(item.reported_on)
        parts.append(f"{issuers}, {f'{day} ({known})' if day else 'undated'}")
    if policy and policy.document_number:
        parts.append(f"document number {policy.document_number}")
    is_opinion = is_commented(item, row.sentence)
    parts.append("the publisher's opinion" if is_opinion else unescape(facts.format_claim(row)))
    parts += [link.url for link in list_source_links(item) if link.url and find_host(link.url)][:1]
    return "; ".join(filter(None, parts))


def build_export(paper: Paper, kind: FileKind, *, notes: tuple[str, ...] = ()) -> Message:
    """Build the private answer to ``export:``: which file is on its way, and what is in it."""
    rows, what = len(paper.rows), "row"
    if kind is FileKind.ICS:
        rows, what = len(paper.deadlines), "deadline"
    said = f"{bold(name_file(paper, kind))} is on its way to your direct messages with Gongbao: {plural(rows, what)}."
    left = f"{paper.total:,} match: the first {rows:,} are in the file. Narrow the question for the others."
    is_cut = kind is not FileKind.ICS and paper.total > rows
    return build_line(said, context(*map(escape, notes), left if is_cut else ""))
