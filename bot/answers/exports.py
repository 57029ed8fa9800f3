"""What of an answer is taken along as a file: its rows, each with its standing and its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.access.licences import HeldLicence, describe_licence
from bot.answers.absent import Absent
from bot.answers.briefing import BriefingCard
from bot.answers.company import CompanyCard
from bot.answers.lists import PolicyList, Timeline
from bot.answers.lookup import Answer
from bot.answers.ministry import MinistryCard
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import ItemRow, PolicyRow
from bot.answers.sources import Coverage, describe_lines, describe_pages, describe_place, join_series
from bot.dates.date_words import describe_day
from bot.errors import BadQueryError
from bot.files.paper import Paper, PaperDeadline, PaperRow, PaperSource, Standing
from bot.model.briefing import Deadline, join_printed, list_source_links
from bot.model.comments import is_claim, split_companies
from bot.model.ids import fold
from bot.model.policy import Policy, PolicyDay, list_days
from bot.names.records import spell_id
from bot.store.licences import LicenceKind

MOST_ROWS = 400
"""So many rows go into one file."""
_OPEN_ONE = "Open a policy, an item, a body, a company or a briefing, or search."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """An item to take along, with the policy that the answer speaks of through it and all items of that.

    ``is_whole``: all that the item prints is taken, as from a card, and not the sentence that answers.
    """

    row: ItemRow
    policy: Policy | None = None
    rows: tuple[ItemRow, ...] = ()
    is_whole: bool = False


def compose_paper(
    answer: Answer, *, asked: str, as_of: dt.date, team: str = "", licences: Sequence[HeldLicence] = ()
) -> Paper:
    """Return the paper of an answer; BadQueryError for one without rows to take along."""
    title, parts, total, coverage = _take(answer)
    if not parts:
        raise BadQueryError("There is nothing here to export: nothing matches.", hint=_OPEN_ONE)
    publishers = {fold(each.row.source.publisher or "") for each in parts}
    return Paper(
        title=title or asked,
        asked=asked,
        as_of=as_of,
        held=_describe_coverage(coverage),
        rows=tuple(map(_build_row, parts)),
        total=total,
        notes=tuple(getattr(answer, "notes", ())),
        licences=tuple(
            f"{each.name}: licence {describe_licence(each.licence)}."
            for each in licences
            if fold(each.licence.publisher) in publishers and each.licence.kind is not LicenceKind.OPEN
        ),
        team=team,
    )


def _take(answer: Answer) -> tuple[str, list[_Part], int, Coverage]:
    """Return the title, the items with the policies they are about, the number of rows in all, and the coverage."""
    match answer:
        case PolicyList():
            words = " · ".join(answer.understood) or "Newest policies"
            return words[:1].upper() + words[1:], _list_parts(answer.rows), answer.total, answer.coverage
        case PolicyCard():
            title = f"{answer.policy.id} {answer.policy.title_en or answer.policy.title_zh or ''}".strip()
            parts = [_Part(row=row, policy=answer.policy, rows=answer.rows, is_whole=True) for row in answer.rows]
            return title, parts, len(parts), answer.coverage
        case ItemCard():
            title = f"{answer.row.id} {answer.row.item.headline or ''}".strip()
            return title, [_Part(row=answer.row, policy=answer.policy, is_whole=True)], 1, answer.coverage
        case MinistryCard():
            title = f"{answer.body.id} {answer.body.name_en}: what it issued"
            return title, _list_parts(answer.rows), answer.total, answer.coverage
        case CompanyCard():
            about = {row.policy.id: row for row in answer.about}
            parts = [
                _Part(row=row, policy=named.policy, rows=named.rows)
                if (named := about.get(row.policy_id or ""))
                else _Part(row=row)
                for row in answer.rows
            ]
            return f"{answer.company.name} in the news", parts, answer.total, answer.coverage
        case BriefingCard():
            return answer.briefing.name, [_Part(row=row) for row in answer.rows], answer.total, answer.coverage
        case Timeline():
            rows = tuple(dict.fromkeys(row.row for row in answer.rows))
            title = f"Timeline of {answer.about}" if answer.about else f"Timeline: {' · '.join(answer.understood)}"
            return title, _list_parts(rows), len(rows), answer.coverage
        case Absent():
            return "", [], 0, answer.coverage
        case _:
            raise BadQueryError("A list of names is not exported.", hint=_OPEN_ONE)


def _list_parts(rows: Sequence[PolicyRow | ItemRow]) -> list[_Part]:
    return [
        _Part(row=each.row, policy=each.policy, rows=each.rows) if isinstance(each, PolicyRow) else _Part(row=each)
        for each in rows
    ]


def _build_row(part: _Part) -> PaperRow:
    """Return what one item says; of its policy only the name and the deadlines that count are added."""
    row, item = part.row, part.row.item
    said, source, named = item.policy, _build_source(row), part.policy or item.policy
    companies, viewed = split_companies(item)
    titles = [(named.title_en if named else None), item.headline, (named.title_zh if named else None), row.sentence]
    kind = said.document_type.value.replace("_", " ") if said and said.document_type else ""
    nature = said.nature.value if said and said.nature else ""
    status = said.status.value.replace("_", " ") if said else ""
    own = _list_own_deadlines(row, source)
    return PaperRow(
        id=row.policy_id or row.id,
        item_id=row.id,
        is_policy=said is not None,
        standing=Standing.CLAIM if is_claim(item) else Standing.OFFICIAL if item.is_official else Standing.REPORTED,
        is_official=item.is_official,
        title=next((" ".join(title.split()) for title in titles if title and title.strip()), "untitled"),
        title_zh=(named.title_zh or "") if named else "",
        kind=" · ".join(word for word in ("" if kind == "other" else kind, nature, status) if word),
        status=status,
        document_number=(said.document_number or "") if said else "",
        issuing_bodies=tuple(spell_id(each) for each in item.issuing_bodies),
        dated_on=item.reported_on,
        deadlines=own,
        companies=tuple(companies),
        viewed_companies=tuple(viewed),
        topics=item.topics,
        said=(part.is_whole and join_printed(item)) or _choose_said(row),
        view=" ".join((item.comment or "").split()),
        source=source,
        days=_list_policy_days(part.policy, part.rows, source) if part.policy and part.rows else own,
    )


def _choose_said(row: ItemRow) -> str:
    """Return what the source reports: the sentence that answers, unless it stands in the publisher's comment only."""
    item, sentence = row.item, " ".join(row.sentence.split())
    reported = [" ".join(text.split()) for text in (item.headline or "", item.text, *item.points)]
    if sentence and not sentence.endswith((":", "\uff1a")) and any(sentence in text for text in reported):
        return sentence
    return join_printed(item) or reported[0] or sentence


def _list_own_deadlines(row: ItemRow, source: PaperSource) -> tuple[PaperDeadline, ...]:
    """Return the deadlines that an item itself prints; the last of a kind is its main one."""
    found = row.item.deadlines
    last = {each.kind: max(other.on for other in found if other.kind is each.kind) for each in found}
    is_official = row.item.is_official
    return tuple(_build_deadline(each, source, official=is_official, main=each.on == last[each.kind]) for each in found)


def _list_policy_days(policy: Policy, rows: Sequence[ItemRow], source: PaperSource) -> tuple[PaperDeadline, ...]:
    """Return the deadlines of a policy that count, each with the item that gives it."""
    sources = {row.id: _build_source(row) for row in rows}
    days = list_days(policy, [(row.id, row.item) for row in rows])
    return tuple(
        _build_deadline(day, sources.get(day.item_id or "", source), official=day.is_official, main=day.is_main)
        for day in days
    )


def _build_deadline(day: Deadline | PolicyDay, source: PaperSource, *, official: bool, main: bool) -> PaperDeadline:
    kind, words = day.kind.value, day.kind.value.replace("_", " ")
    return PaperDeadline(
        on=day.on, kind=kind, words=words, source=source, quote=day.quote, is_official=official, is_main=main
    )


def _build_source(row: ItemRow) -> PaperSource:
    source = row.source
    name = join_series(source.publisher, source.series) or source.title or source.source_name
    urls = (link.url for link in list_source_links(row.item) if link.url)
    return PaperSource(
        item_id=row.id,
        name=" ".join(name.split()),
        publisher=source.publisher or "",
        published_on=source.published_on,
        place=describe_place(source),
        pages=describe_pages(source),
        lines=describe_lines(source),
        url=next((url for url in urls if url.startswith(("https://", "http://"))), None),
    )


def _describe_coverage(coverage: Coverage) -> str:
    """Return how much the briefings cover: ``From 2 briefings, 1 May 2023 – 5 Mar 2024.``."""
    if coverage.briefings == 0:
        return "No briefings yet."
    counted = f"{coverage.briefings:,} briefing{'' if coverage.briefings == 1 else 's'}"
    first, last = coverage.period_start, coverage.period_end
    period = f", {describe_day(first)} – {describe_day(last)}" if first and last else ""
    return f"From {counted}{period}{', with gaps' if len(coverage.periods) > 1 else ''}."
