"""What of an answer is taken along as a file: its rows, each with its standing and its source."""

import datetime as dt
from collections.abc import Sequence

from bot.access.licences import describe_licence
from bot.answers.actors import CompanyCard, MinistryCard
from bot.answers.briefing import BriefingCard
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline
from bot.answers.lookup import Answer
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import Coverage, ItemRow, PolicyRow, describe_lines, describe_pages, describe_place
from bot.dates.date_words import describe_day
from bot.errors import BadQueryError
from bot.files.paper import Paper, PaperDeadline, PaperRow, PaperSource, Standing
from bot.model.briefing import fold_spaces, is_claim, join_printed, list_source_links, split_companies
from bot.model.ids import fold
from bot.model.policy import list_counted_days
from bot.names.records import spell_id
from bot.store.access import Licence, LicenceKind

MOST_ROWS = 400
"""So many rows go into one file."""
_OPEN_ONE = "Open a policy, an item, a body, a company or a briefing, or search."


def compose_paper(
    answer: Answer, *, asked: str, as_of: dt.date, team: str = "", licences: Sequence[Licence] = ()
) -> Paper:
    """Return the paper of an answer; BadQueryError for one without rows to take along."""
    title, rows = _take(answer)
    if not rows or isinstance(answer, ListCard | ListOfLists | Choice):
        raise BadQueryError("There is nothing here to export: nothing matches.", hint=_OPEN_ONE)
    built = tuple(_build_row(row, is_whole=isinstance(answer, PolicyCard | ItemCard)) for row in rows)
    publishers = {fold(row.source.publisher) for row in built}
    withheld = [each for each in licences if fold(each.publisher) in publishers and each.kind is not LicenceKind.OPEN]
    return Paper(
        title=title or asked,
        asked=asked,
        as_of=as_of,
        held=_describe_coverage(answer.coverage),
        rows=built,
        total=len(rows) if isinstance(answer, Timeline) else getattr(answer, "total", len(rows)),
        notes=tuple(getattr(answer, "notes", ())),
        licences=tuple(f"{each.name}: licence {describe_licence(each)}." for each in withheld),
        team=team,
    )


def _take(answer: Answer) -> tuple[str, Sequence[PolicyRow | ItemRow]]:
    """Return the title, "" for that of the question, and the items with the policies they are about."""
    match answer:
        case PolicyList():
            words = " · ".join(answer.understood) or "Newest policies"
            return words[:1].upper() + words[1:], answer.rows
        case PolicyCard(policy=policy, rows=rows):
            title = f"{policy.id} {policy.title_en or policy.title_zh or ''}".strip()
            return title, [PolicyRow(policy=policy, row=row, is_open=False, others=rows) for row in rows]
        case ItemCard(row=row):
            return f"{row.id} {row.item.headline or ''}".strip(), [row]
        case MinistryCard(body=body):
            return f"{body.id} {body.name_en}: what it issued", answer.rows
        case CompanyCard():
            return f"{answer.company.name} in the news", answer.rows
        case BriefingCard():
            return answer.briefing.name, answer.rows
        case Timeline():
            about = answer.about or " · ".join(answer.understood)
            return f"Timeline of {about}" if about else "Timeline", list(dict.fromkeys(row.row for row in answer.rows))
        case Absent():
            return "", []
        case _:
            raise BadQueryError("A list of names is not exported.", hint=_OPEN_ONE)


def _build_row(shown: PolicyRow | ItemRow, *, is_whole: bool) -> PaperRow:
    """Return what one item says, all of it as from a card or the sentence that answers, and its policy's deadlines."""
    row, about = (shown.row, shown) if isinstance(shown, PolicyRow) else (shown, None)
    item, reported = row.item, row.item.policy
    companies, viewed = split_companies(item)
    named = about.policy if about else reported
    titles = (named and named.title_en, item.headline, named and named.title_zh, row.sentence, "untitled")
    kind = reported.document_type.value.replace("_", " ") if reported and reported.document_type else ""
    status = reported.status.value.replace("_", " ") if reported else ""
    nature = reported.nature.value if reported and reported.nature else ""
    return PaperRow(
        id=row.policy_id or row.id,
        item_id=row.id,
        is_policy=reported is not None,
        standing=Standing.CLAIM if is_claim(item) else Standing.OFFICIAL if item.is_official else Standing.REPORTED,
        is_official=item.is_official,
        title=next(filter(None, map(fold_spaces, titles))),
        title_zh=(named and named.title_zh) or "",
        kind=" · ".join(filter(None, ("" if kind == "other" else kind, nature, status))),
        status=status,
        document_number=(reported and reported.document_number) or "",
        issuing_bodies=tuple(map(spell_id, item.issuing_bodies)),
        dated_on=item.reported_on,
        deadlines=_list_deadlines(about.rows if about else (row,)),
        companies=tuple(companies),
        viewed_companies=tuple(viewed),
        topics=item.topics,
        said=(is_whole and join_printed(item)) or _choose_said(row),
        view=fold_spaces(item.comment),
        source=_build_source(row),
    )


def _list_deadlines(rows: Sequence[ItemRow]) -> tuple[PaperDeadline, ...]:
    """Return the deadlines that count of what these items report, each with the item that gives it."""
    by_id = {each.id: each for each in rows}
    days = list_counted_days([(each.id, each.item) for each in by_id.values()])
    last = dict(days)
    return tuple(
        PaperDeadline(
            on=day.on,
            kind=kind.value,
            words=kind.value.replace("_", " "),
            source=_build_source(by_id[day.item_id]),
            quote=day.quote,
            is_official=day.is_official,
            is_main=day is last[kind],
        )
        for kind, day in days
    )


def _choose_said(row: ItemRow) -> str:
    """Return what the source reports: the sentence that answers, unless it is of the publisher's comment."""
    sentence = "" if row.in_comment or row.sentence.endswith((":", "\uff1a")) else fold_spaces(row.sentence)
    return sentence or join_printed(row.item) or row.item.headline or row.sentence


def _build_source(row: ItemRow) -> PaperSource:
    urls = (link.url for link in list_source_links(row.item) if link.url)
    return PaperSource(
        item_id=row.id,
        name=row.source.name,
        publisher=row.source.publisher or "",
        published_on=row.source.published_on,
        place=describe_place(row.source),
        pages=describe_pages(row.source),
        lines=describe_lines(row.source),
        url=next((url for url in urls if url.startswith(("https://", "http://"))), None),
    )


def _describe_coverage(coverage: Coverage) -> str:
    """Return how much the briefings cover: ``From 2 briefings, 1 May 2023 – 5 Mar 2024.``."""
    counted = f"{coverage.briefings:,} briefing{'' if coverage.briefings == 1 else 's'}"
    first, last = coverage.period_start, coverage.period_end
    period = f", {describe_day(first)} – {describe_day(last)}" if first and last else ""
    return f"From {counted}{period}{', with gaps' if len(coverage.periods) > 1 else ''}."
