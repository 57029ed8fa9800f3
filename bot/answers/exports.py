"""What of an answer is taken along as a file: its rows, each with its standing and its source."""

import datetime as dt
from collections.abc import Sequence

from bot.access.licences import describe_licence
from bot.answers.briefing import BriefingCard
from bot.answers.company import CompanyCard
from bot.answers.context import Absent
from bot.answers.lists import PolicyList, Timeline
from bot.answers.lookup import Answer
from bot.answers.ministry import MinistryCard
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import Coverage, ItemRow, PolicyRow, describe_lines, describe_pages, describe_place, join_series
from bot.dates.date_words import describe_day
from bot.errors import BadQueryError
from bot.files.paper import Paper, PaperDeadline, PaperRow, PaperSource, Standing
from bot.model.briefing import join_printed, list_source_links
from bot.model.comments import is_claim, split_companies
from bot.model.ids import fold
from bot.model.policy import list_counted_days
from bot.names.records import spell_id
from bot.store.access import Licence, LicenceKind

MOST_ROWS = 400
"""So many rows go into one file."""
_OPEN_ONE = "Open a policy, an item, a body, a company or a briefing, or search."


_Row = PolicyRow | ItemRow


def compose_paper(
    answer: Answer, *, asked: str, as_of: dt.date, team: str = "", licences: Sequence[Licence] = ()
) -> Paper:
    """Return the paper of an answer; BadQueryError for one without rows to take along."""
    title, rows, coverage = _take(answer)
    if not rows:
        raise BadQueryError("There is nothing here to export: nothing matches.", hint=_OPEN_ONE)
    built = [_build_row(row, is_whole=isinstance(answer, PolicyCard | ItemCard)) for row in rows]
    publishers = {fold(row.source.publisher) for row in built}
    return Paper(
        title=title or asked,
        asked=asked,
        as_of=as_of,
        held=_describe_coverage(coverage),
        rows=tuple(built),
        total=len(rows) if isinstance(answer, Timeline) else getattr(answer, "total", len(rows)),
        notes=tuple(getattr(answer, "notes", ())),
        licences=tuple(
            f"{each.name}: licence {describe_licence(each)}."
            for each in licences
            if fold(each.publisher) in publishers and each.kind is not LicenceKind.OPEN
        ),
        team=team,
    )


def _take(answer: Answer) -> tuple[str, Sequence[_Row], Coverage]:
    """Return the title, "" for that of the question, the items with the policies they are about, and the coverage."""
    match answer:
        case PolicyList():
            words = " · ".join(answer.understood) or "Newest policies"
            return words[:1].upper() + words[1:], answer.rows, answer.coverage
        case PolicyCard():
            policy, rows = answer.policy, answer.rows
            title = f"{policy.id} {policy.title_en or policy.title_zh or ''}".strip()
            return (
                title,
                [PolicyRow(policy=policy, row=row, is_open=False, others=rows) for row in rows],
                answer.coverage,
            )
        case ItemCard():
            return f"{answer.row.id} {answer.row.item.headline or ''}".strip(), [answer.row], answer.coverage
        case MinistryCard():
            return f"{answer.body.id} {answer.body.name_en}: what it issued", answer.rows, answer.coverage
        case CompanyCard():
            return f"{answer.company.name} in the news", answer.rows, answer.coverage
        case BriefingCard():
            return answer.briefing.name, answer.rows, answer.coverage
        case Timeline():
            about = answer.about or " · ".join(answer.understood)
            return (
                f"Timeline of {about}" if about else "Timeline",
                list(dict.fromkeys(row.row for row in answer.rows)),
                answer.coverage,
            )
        case Absent():
            return "", [], answer.coverage
        case _:
            raise BadQueryError("A list of names is not exported.", hint=_OPEN_ONE)


def _build_row(shown: _Row, *, is_whole: bool) -> PaperRow:
    """Return what one item says, all of it as from a card or the sentence that answers, and its policy's deadlines."""
    row, about = (shown.row, shown) if isinstance(shown, PolicyRow) else (shown, None)
    item, said, named = row.item, row.item.policy, about.policy if about else row.item.policy
    companies, viewed = split_companies(item)
    titles = [(named.title_en if named else None), item.headline, (named.title_zh if named else None), row.sentence]
    kind = said.document_type.value.replace("_", " ") if said and said.document_type else ""
    status = said.status.value.replace("_", " ") if said else ""
    words = ("" if kind == "other" else kind, said.nature.value if said and said.nature else "", status)
    return PaperRow(
        id=row.policy_id or row.id,
        item_id=row.id,
        is_policy=said is not None,
        standing=Standing.CLAIM if is_claim(item) else Standing.OFFICIAL if item.is_official else Standing.REPORTED,
        is_official=item.is_official,
        title=next((" ".join(title.split()) for title in titles if title and title.strip()), "untitled"),
        title_zh=(named.title_zh or "") if named else "",
        kind=" · ".join(filter(None, words)),
        status=status,
        document_number=(said.document_number or "") if said else "",
        issuing_bodies=tuple(spell_id(each) for each in item.issuing_bodies),
        dated_on=item.reported_on,
        deadlines=_list_deadlines(row, about),
        companies=tuple(companies),
        viewed_companies=tuple(viewed),
        topics=item.topics,
        said=(is_whole and join_printed(item)) or _choose_said(row),
        view=" ".join((item.comment or "").split()),
        source=_build_source(row),
    )


def _list_deadlines(row: ItemRow, about: PolicyRow | None) -> tuple[PaperDeadline, ...]:
    """Return the deadlines of a policy that count, each with the item that gives it; without one those of the item."""
    rows = {each.id: each for each in about.rows} if about else {row.id: row}
    days = list_counted_days([(each.id, each.item) for each in rows.values()])
    last = dict(days)
    return tuple(
        PaperDeadline(
            on=day.on,
            kind=kind.value,
            words=kind.value.replace("_", " "),
            source=_build_source(rows[day.item_id]),
            quote=day.quote,
            is_official=day.is_official,
            is_main=day is last[kind],
        )
        for kind, day in days
    )


def _choose_said(row: ItemRow) -> str:
    """Return what the source reports: the sentence that answers, unless it is of the publisher's comment."""
    sentence = "" if row.in_comment or row.sentence.endswith((":", "\uff1a")) else " ".join(row.sentence.split())
    return sentence or join_printed(row.item) or row.item.headline or row.sentence


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
