"""What of an answer is taken along as a file: its rows, each with its standing and its source."""

import datetime as dt
from collections.abc import Sequence

from bot.access.licences import describe_licence
from bot.answers.briefing import BriefingCard
from bot.answers.cards import CompanyCard, ItemCard, MinistryCard, PolicyCard
from bot.answers.context import Absent
from bot.answers.lists import PolicyList, Timeline
from bot.answers.lookup import Answer
from bot.answers.rows import ItemRow, PolicyRow
from bot.dates.date_words import describe_day
from bot.errors import BadQueryError
from bot.files.paper import Paper, PaperDeadline, PaperRow, Standing
from bot.model.briefing import fold_spaces, is_claim, join_printed, split_companies
from bot.model.ids import fold
from bot.model.policy import list_counted_days
from bot.names.records import spell_id
from bot.store.access import Licence, LicenceKind

MOST_ROWS = 400
"""So many rows go into one file."""


def compose_paper(
    answer: Answer, *, asked: str, as_of: dt.date, held: str, team: str = "", licences: Sequence[Licence] = ()
) -> Paper:
    """Return the paper of an answer; BadQueryError for one without rows to take along."""
    title, shown = _take(answer)
    if not shown:
        hint = "Open a policy, an item, a body, a company or a briefing, or search."
        raise BadQueryError("There is nothing here to export: nothing matches.", hint=hint)
    rows = tuple(_build_row(row, is_whole=isinstance(answer, PolicyCard | ItemCard)) for row in shown)
    publishers = {fold(row.publisher) for row in rows}
    withheld = [each for each in licences if fold(each.publisher) in publishers and each.kind is not LicenceKind.OPEN]
    return Paper(
        title=title[:1].upper() + title[1:],
        asked=asked,
        as_of=as_of,
        held=held,
        rows=rows,
        total=len(rows) if isinstance(answer, Timeline) else getattr(answer, "total", len(rows)),
        notes=tuple(getattr(answer, "notes", ())),
        licences=tuple(f"{each.name}: licence {describe_licence(each)}." for each in withheld),
        team=team,
    )


def _take(answer: Answer) -> tuple[str, Sequence[PolicyRow | ItemRow]]:
    """Return what an answer is about, and its items with the policies they are about."""
    match answer:
        case PolicyList():
            return " · ".join(answer.understood) or "Newest policies", answer.rows
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
            about = answer.about or " · ".join(answer.understood) or "all"
            return f"Timeline of {about}", list(dict.fromkeys(row.row for row in answer.rows))
        case Absent():
            return "", []
    raise BadQueryError("A list of names is not exported.", hint="Open one of them, or search.")


def _build_row(shown: PolicyRow | ItemRow, *, is_whole: bool) -> PaperRow:
    """Return what one item says, all of it as from a card or the sentence that answers, and its policy's deadlines."""
    row, about = (shown.row, shown) if isinstance(shown, PolicyRow) else (shown, None)
    item, reported = row.item, row.item.policy
    named, (companies, viewed) = about.policy if about else reported, split_companies(item)
    titles = (named and named.title_en, item.headline, named and named.title_zh, row.sentence, "untitled")
    kind, nature, status = (
        (each or "").replace("_", " ") if reported else ""
        for each in (reported and reported.document_type, reported and reported.nature, reported and reported.status)
    )
    sentence = "" if row.in_comment or row.sentence.endswith((":", "\uff1a")) else fold_spaces(row.sentence)
    printed, link = join_printed(item), row.find_link()
    return PaperRow(
        id=row.policy_id or row.id,
        item_id=row.id,
        is_policy=reported is not None,
        standing=Standing.CLAIM if is_claim(item) else Standing.OFFICIAL if item.is_official else Standing.REPORTED,
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
        said=(printed if is_whole else sentence) or printed or item.headline or row.sentence,
        view=fold_spaces(item.comment),
        publisher=row.source.publisher or row.source.name,
        source=_cite(row),
        url=link or "",
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
            source=_cite(by_id[day.item_id]),
            quote=day.quote,
            is_official=day.is_official,
            is_main=day is last[kind],
        )
        for kind, day in days
    )


def _cite(row: ItemRow) -> str:
    """Return where a row stands, to the page or line, with its address or the word that there is none."""
    issued = describe_day(row.source.published_on) if row.source.published_on else "undated"
    return f"{row.source.name}, {issued}, {row.place} ({row.id}); {row.find_link() or 'no link'}"
