"""``export:``: the file of an answer, sent to the direct messages of whoever asked, and to nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.access.licences import HeldLicence, Licences
from bot.answers.results import (
    Answer,
    BriefingCard,
    CompanyCard,
    Held,
    ItemCard,
    ItemRow,
    MinistryCard,
    NotHeld,
    PolicyCard,
    PolicyList,
    PolicyRow,
    Timeline,
)
from bot.answers.rows import describe_lines, describe_pages, describe_place, join_series
from bot.dates.calendar_phrases import describe_day
from bot.errors import BadQueryError
from bot.files.files import check_paper, name_file, write_file
from bot.model.briefing import DeadlineKind, Item, join_printed, list_source_links
from bot.model.ids import fold
from bot.model.paper import FileKind, Paper, PaperDeadline, PaperFile, PaperRow, PaperSource, Standing
from bot.model.policy import Policy, find_givers, list_days
from bot.model.roles import LicenceKind, describe_licence
from bot.names.lexicon import is_claim, spell_id, split_companies
from bot.store.database import Store
from bot.store.licences import AuditRow, add_audit

# From an answer to the Paper that ``export:`` makes a file of.

_WORDS = {
    DeadlineKind.COMMENTS_CLOSE: "comments close",
    DeadlineKind.APPLICATIONS_CLOSE: "applications close",
    DeadlineKind.TAKES_EFFECT: "takes effect",
}
_OPEN_ONE = "Open a policy, an item, a body, a company or a briefing, or search."


class FileSender(Protocol):
    """Sends files to people; see ``bot.slack.calls.files.SlackFileSender``."""

    def send(self, *, user: str, name: str, data: bytes, comment: str) -> str:
        """Send a file to somebody's direct messages and give their channel; DeliveryError when it did not arrive."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What was asked (the command as typed), on which day in Beijing, in which workspace."""

    text: str
    as_of: dt.date
    team: str = ""


def compose_paper(answer: Answer, asked: Asked, licences: Sequence[HeldLicence] = ()) -> Paper:
    """Return the paper of an answer; BadQueryError for one that holds no rows to take along."""
    title, told, total, held = _take(answer)
    if not told:
        raise BadQueryError("There is nothing here to export: nothing held matches.", hint=_OPEN_ONE)
    rows = tuple(_build_row(each) for each in told)
    publishers = {fold(each.row.source.publisher or "") for each in told}
    return Paper(
        title=title or asked.text,
        asked=asked.text,
        as_of=asked.as_of,
        held=_describe_held(held),
        rows=rows,
        total=total,
        notes=tuple(getattr(answer, "notes", ())),
        licences=tuple(_list_licences(licences, publishers)),
        team=asked.team,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """An item to take along; with the policy that the answer tells of through it, and all its items.

    ``is_whole`` where all that it prints is told, as on a card, and not the sentence that answers.
    """

    row: ItemRow
    policy: Policy | None = None
    rows: tuple[ItemRow, ...] = ()
    is_whole: bool = False


def _take(answer: Answer) -> tuple[str, list[_Told], int, Held]:
    """Return the title, the items with the policies they are about, the number of rows in all, and what is held."""
    match answer:
        case PolicyList():
            words = " · ".join(answer.understood) or "Newest policies"
            return _count(words[:1].upper() + words[1:], answer.rows, answer.total, answer.held)
        case PolicyCard():
            title = f"{answer.policy.id} {answer.policy.title_en or answer.policy.title_zh or ''}".strip()
            told = [_Told(row=row, policy=answer.policy, rows=answer.rows, is_whole=True) for row in answer.rows]
            return title, told, len(told), answer.held
        case ItemCard():
            title = f"{answer.row.id} {answer.row.item.headline or ''}".strip()
            return title, [_Told(row=answer.row, policy=answer.policy, is_whole=True)], 1, answer.held
        case MinistryCard():
            title = f"{answer.body.id} {answer.body.name_en}: what it issued"
            return _count(title, answer.rows, answer.total, answer.held)
        case CompanyCard():
            about = {row.policy.id: row for row in answer.about}
            news = [
                _Told(row=row, policy=about[row.policy_id].policy, rows=about[row.policy_id].rows)
                if row.policy_id in about
                else _Told(row=row)
                for row in answer.rows
            ]
            return f"{answer.company.name} in the news", news, answer.total, answer.held
        case BriefingCard():
            return answer.briefing.name, [_Told(row=row) for row in answer.rows], answer.total, answer.held
        case Timeline():
            rows = tuple(dict.fromkeys(row.row for row in answer.rows))
            title = f"Timeline of {answer.about}" if answer.about else f"Timeline: {' · '.join(answer.understood)}"
            return _count(title, rows, len(rows), answer.held)
        case NotHeld():
            return "", [], 0, answer.held
        case _:
            raise BadQueryError("A list of names is not exported.", hint=_OPEN_ONE)


def _count(
    title: str, rows: Sequence[PolicyRow | ItemRow], total: int, held: Held
) -> tuple[str, list[_Told], int, Held]:
    told = [each for row in rows for each in _tell(row)]
    return title, told, total + len(told) - len(rows), held


def _tell(row: PolicyRow | ItemRow) -> list[_Told]:
    """Return the item of a row, and before it those of its policy that give what the answer says of it."""
    if not isinstance(row, PolicyRow):
        return [_Told(row=row)]
    reports = [(each.id, each.item) for each in row.rows]
    givers = {*find_givers(row.policy, reports, row.row.id).values()}
    givers |= {day.item_id for day in list_days(row.policy, reports) if day.item_id}
    others = [each for each in row.others if each.id in givers]
    return [_Told(row=each, policy=row.policy, rows=row.rows) for each in (*others, row.row)]


def _build_row(told: _Told) -> PaperRow:
    """Return what one item says; of its policy only the name and the deadlines that count are added."""
    row, item = told.row, told.row.item
    said, source = item.policy, _build_source(row)
    named = told.policy or said
    companies, viewed = split_companies(item)
    titles = [(named.title_en if named else None), item.headline, (named.title_zh if named else None), row.sentence]
    kind = said.document_type.value.replace("_", " ") if said and said.document_type else ""
    nature = said.nature.value if said and said.nature else ""
    status = said.status.value.replace("_", " ") if said else ""
    return PaperRow(
        id=row.policy_id or row.id,
        item_id=row.id,
        is_policy=said is not None,
        standing=Standing.CLAIM if is_claim(item) else Standing.OFFICIAL if item.is_official else Standing.REPORTED,
        is_official=item.is_official,
        title=next((" ".join(title.split()) for title in titles if title and title.strip()), "untitled"),
        title_zh=(named.title_zh or "") if named else "",
        kind=" · ".join(part for part in ("" if kind == "other" else kind, nature, status) if part),
        status=status,
        document_number=(said.document_number or "") if said else "",
        issuing_bodies=tuple(spell_id(each) for each in item.issuing_bodies),
        dated_on=item.reported_on,
        deadlines=tuple(_list_deadlines(row, source)),
        companies=tuple(companies),
        viewed_companies=tuple(viewed),
        topics=item.topics,
        said=join_printed(item) or _choose_said(row) if told.is_whole else _choose_said(row),
        view=" ".join((item.comment or "").split()),
        source=source,
        days=tuple(_list_days(told, source)),
    )


def _choose_said(row: ItemRow) -> str:
    """Return what the source reports: the sentence that answers, unless it stands in the publisher's comment only."""
    item, sentence = row.item, " ".join(row.sentence.split())
    reported = [" ".join(text.split()) for text in (item.headline or "", item.text, *item.points)]
    if sentence and not sentence.endswith((":", "\uff1a")) and any(sentence in text for text in reported):
        return sentence
    return join_printed(item) or reported[0] or sentence


def _list_deadlines(row: ItemRow, source: PaperSource) -> list[PaperDeadline]:
    """Return what an item itself prints."""
    last = {kind: max(each.on for each in row.item.deadlines if each.kind is kind) for kind in _list_kinds(row.item)}
    return [
        PaperDeadline(
            on=each.on,
            kind=each.kind.value,
            words=_WORDS[each.kind],
            source=source,
            quote=each.quote,
            is_official=row.item.is_official,
            is_main=each.on == last[each.kind],
        )
        for each in row.item.deadlines
    ]


def _list_kinds(item: Item) -> set[DeadlineKind]:
    return {each.kind for each in item.deadlines}


def _list_days(told: _Told, source: PaperSource) -> list[PaperDeadline]:
    """Return the deadlines that count: of the policy, each with the item that gives it, or else those of the item."""
    if told.policy is None or not told.rows:
        return _list_deadlines(told.row, source)
    sources = {row.id: _build_source(row) for row in told.rows}
    return [
        PaperDeadline(
            on=day.on,
            kind=day.kind.value,
            words=_WORDS[day.kind],
            source=sources.get(day.item_id or "", source),
            quote=day.quote,
            is_official=day.is_official,
            is_main=day.is_main,
        )
        for day in list_days(told.policy, [(row.id, row.item) for row in told.rows])
    ]


def _build_source(row: ItemRow) -> PaperSource:
    source = row.source
    name = join_series(source.publisher, source.series) or source.title or source.source_name
    urls = (
        link.url for link in list_source_links(row.item) if link.url and link.url.startswith(("https://", "http://"))
    )
    return PaperSource(
        item_id=row.id,
        name=" ".join(name.split()),
        publisher=source.publisher or "",
        published_on=source.published_on,
        place=describe_place(source),
        pages=describe_pages(source),
        lines=describe_lines(source),
        url=next(urls, None),
    )


def _describe_held(held: Held) -> str:
    if held.briefings == 0:
        return "Held: no briefing yet."
    briefings = f"{held.briefings:,} briefing{'' if held.briefings == 1 else 's'}"
    gaps = ", with gaps" if len(held.covered) > 1 else ""
    period = (
        f" ({describe_day(held.period_start)} – {describe_day(held.period_end)}{gaps})" if held.period_start else ""
    )
    return f"Held: {briefings}{period}, newest {describe_day(held.newest_on)}."


def _list_licences(licences: Sequence[HeldLicence], publishers: set[str]) -> list[str]:
    """Return a line for each publisher quoted whose licence lets nothing out."""
    return [
        f"{each.name}: licence {describe_licence(each.licence)}."
        for each in licences
        if fold(each.licence.publisher) in publishers and each.licence.kind is not LicenceKind.OPEN
    ]


MOST_ROWS = 400
"""So many rows go into one file."""


class Exports:
    """Makes the files and sends them."""

    def __init__(self, store: Store, sender: FileSender, *, licences: Licences, team: str) -> None:
        self._store = store
        self._sender = sender
        self._licences = licences
        self._team = team

    def compose(self, answer: Answer, kind: str, *, asked: str, as_of: dt.date) -> Paper:
        """Return what the file of an answer holds; BadQueryError when there is nothing to put into it."""
        paper = compose_paper(answer, Asked(text=asked, as_of=as_of, team=self._team), self._licences.list_all())
        check_paper(paper, FileKind(kind))
        return paper

    def send(self, paper: Paper, kind: str, *, user: str, now: dt.datetime) -> PaperFile:
        """Write the file, send it to somebody's direct messages, and give it; DeliveryError when it did not arrive."""
        data = write_file(paper, FileKind(kind), now=now)
        name = name_file(paper, FileKind(kind))
        channel = self._sender.send(user=user, name=name, data=data, comment=paper.asked)
        with self._store.write() as db:
            detail = f"{name}, {len(data):,} bytes"
            add_audit(db, AuditRow(at=now, actor=user, action="exported", subject=user, detail=detail))
        return PaperFile(name=name, data=data, channel=channel)
