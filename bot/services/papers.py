"""From an answer to the Paper that ``export:`` makes a file of.

Rows come as they were read for whoever asks, so licences hold: what may not be shown is not in them, and quotes are
cut. Notes of the team are never in a paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.briefing import DeadlineKind, Section
from bot.domain.day_text import describe_day
from bot.domain.licence import LicenceKind, describe_licence
from bot.domain.names import fold
from bot.domain.paper import Paper, PaperDeadline, PaperRow, PaperSource, Standing
from bot.errors import BadQueryError
from bot.services.results import (
    BriefingCard,
    CompanyCard,
    ItemCard,
    ItemRow,
    MinistryCard,
    NotHeld,
    PolicyCard,
    PolicyList,
    PolicyRow,
    Timeline,
)
from bot.services.sources import describe_lines, describe_pages, describe_place, join_series

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from bot.domain.policy import Policy
    from bot.services.licences import HeldLicence
    from bot.services.results import Answer, Held

_WORDS = {
    DeadlineKind.COMMENTS_CLOSE: "comments close",
    DeadlineKind.APPLICATIONS_CLOSE: "applications close",
    DeadlineKind.TAKES_EFFECT: "takes effect",
}
_OPEN_ONE = "Open a policy, an item, a body, a company or a briefing, or search."


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What was asked (the command as typed), on which day in Beijing, in which workspace."""

    text: str
    as_of: dt.date
    team: str = ""


def compose_paper(answer: Answer, asked: Asked, licences: Sequence[HeldLicence] = ()) -> Paper:
    """Give the paper of an answer; BadQueryError for one that holds no rows to take along."""
    title, pairs, total, held = _take(answer)
    if not pairs:
        raise BadQueryError("There is nothing here to export: nothing held matches.", hint=_OPEN_ONE)
    rows = tuple(_build_row(row, policy) for row, policy in pairs)
    publishers = {fold(row.source.publisher or "") for row, _ in pairs}
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


Pair = tuple[ItemRow, "Policy | None"]


def _take(answer: Answer) -> tuple[str, list[Pair], int, Held]:
    """Give the title, the items with the policies they are about, the number of rows in all, and what is held."""
    match answer:
        case PolicyList():
            words = " · ".join(answer.understood) or "Newest policies"
            return words[:1].upper() + words[1:], _pair(answer.rows), answer.total, answer.held
        case PolicyCard():
            title = f"{answer.policy.id} {answer.policy.title_en or answer.policy.title_zh or ''}".strip()
            return title, [(row, answer.policy) for row in answer.rows], len(answer.rows), answer.held
        case ItemCard():
            title = f"{answer.row.id} {answer.row.item.headline or ''}".strip()
            return title, [(answer.row, answer.policy)], 1, answer.held
        case MinistryCard():
            title = f"{answer.body.id} {answer.body.name_en}: what it issued"
            return title, _pair(answer.rows), answer.total, answer.held
        case CompanyCard():
            policies = {row.policy.id: row.policy for row in answer.about}
            pairs: list[Pair] = [(row, policies.get(row.policy_id or "")) for row in answer.rows]
            return f"{answer.company.name} in the news", pairs, answer.total, answer.held
        case BriefingCard():
            return answer.briefing.name, [(row, None) for row in answer.rows], answer.total, answer.held
        case Timeline():
            rows = dict.fromkeys(row.row for row in answer.rows)
            title = f"Timeline of {answer.about}" if answer.about else f"Timeline: {' · '.join(answer.understood)}"
            return title, _pair(rows), len(rows), answer.held
        case NotHeld():
            return "", [], 0, answer.held
        case _:
            raise BadQueryError("A list of names is not exported.", hint=_OPEN_ONE)


def _pair(rows: Iterable[PolicyRow | ItemRow]) -> list[Pair]:
    return [(row.row, row.policy) if isinstance(row, PolicyRow) else (row, None) for row in rows]


def _build_row(row: ItemRow, policy: Policy | None) -> PaperRow:
    item = row.item
    said = policy or item.policy
    is_official = policy is not None and policy.official is not None
    is_claim = item.section is Section.CORPORATE_NEWS or (item.policy is None and bool(item.companies))
    titles = [(said.title_en if said else None), item.headline, (said.title_zh if said else None), row.sentence]
    kind = said.document_type.value.replace("_", " ") if said and said.document_type else ""
    nature = said.nature.value if said and said.nature else ""
    status = said.status.value.replace("_", " ") if said else ""
    return PaperRow(
        id=row.policy_id or row.id,
        item_id=row.id,
        is_policy=said is not None,
        standing=Standing.CLAIM if is_claim else Standing.OFFICIAL if is_official else Standing.REPORTED,
        is_official=is_official,
        title=next((" ".join(title.split()) for title in titles if title and title.strip()), "untitled"),
        title_zh=(said.title_zh or "") if said else "",
        kind=" · ".join(part for part in ("" if kind == "other" else kind, nature, status) if part),
        status=status,
        document_number=(said.document_number or "") if said else "",
        issuing_bodies=tuple(each.replace("_", " ") for each in (policy or item).issuing_bodies),
        dated_on=(policy.issued_on if policy else None) or item.reported_on,
        deadlines=tuple(_list_deadlines(row, policy)),
        companies=tuple(mention.name for mention in item.companies),
        topics=item.topics,
        said=_choose_said(row),
        view=" ".join((item.comment or "").split()),
        source=_build_source(row),
    )


def _choose_said(row: ItemRow) -> str:
    """Give what the source reports: the sentence that answers, unless it stands in the publisher's comment only."""
    item, sentence = row.item, " ".join(row.sentence.split())
    reported = [" ".join(text.split()) for text in (item.headline or "", item.text, *item.points)]
    if sentence and any(sentence in text for text in reported):
        return sentence
    return next((text for text in reported[1:] if text), reported[0] or sentence)


def _list_deadlines(row: ItemRow, policy: Policy | None) -> list[PaperDeadline]:
    if policy is None:
        return [PaperDeadline(on=each.on, kind=each.kind.value, words=_WORDS[each.kind]) for each in row.item.deadlines]
    days = (
        (DeadlineKind.COMMENTS_CLOSE, policy.comments_close_on),
        (DeadlineKind.APPLICATIONS_CLOSE, policy.applications_close_on),
        (DeadlineKind.TAKES_EFFECT, policy.effective_on),
    )
    return [PaperDeadline(on=on, kind=kind.value, words=_WORDS[kind]) for kind, on in days if on is not None]


def _build_source(row: ItemRow) -> PaperSource:
    source = row.source
    name = join_series(source.publisher, source.series) or source.title or source.source_name
    urls = (link.url for link in row.item.links if link.url and link.url.startswith(("https://", "http://")))
    return PaperSource(
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
    period = f" ({describe_day(held.period_start)} – {describe_day(held.period_end)})" if held.period_start else ""
    return f"Held: {briefings}{period}, newest {describe_day(held.newest_on)}."


def _list_licences(licences: Sequence[HeldLicence], publishers: set[str]) -> list[str]:
    """Give a line for each publisher quoted whose licence lets nothing out."""
    return [
        f"{each.name}: licence {describe_licence(each.licence)}."
        for each in licences
        if fold(each.licence.publisher) in publishers and each.licence.kind is not LicenceKind.OPEN
    ]
