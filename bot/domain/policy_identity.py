"""When two reports are about one official document, and what a policy's facts are when several sources report it.

Identity, strongest first: the document number with its brackets normalised; the Chinese title without wrapper and
draft mark; the English title with an issuer in common and dates close together (domain notes, "Policy"). A draft for
comment and its final text are two documents, with their own dates and issuers, and know each other by that title.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from bot.domain.briefing import DeadlineKind, Item, PolicyStatus, ReportedPolicy
from bot.domain.names import fold_title, normalise_document_number
from bot.domain.policy import Policy, PolicyReport

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED = re.compile(r"《(.+)》")
_DRAFT_MARKS = re.compile(r"[(（](?:公开)?(?:征求意见稿|征求意见|草案|送审稿|修订草案)[^)）]*[)）]")
_DRAFT_WORDS_EN = re.compile(r"\s*\((?:draft|exposure draft|consultation)[^)]*\)", re.IGNORECASE)
_SHORTEST_ZH = 6
_SHORTEST_EN = 12
CLOSE_DAYS = 14
"""Reports under one English title count as the same document when their dates are at most this far apart."""


def title_core_zh(title: str) -> str:
    """Give the part of a Chinese title that names the document: inside 《》 if quoted, without draft marks, folded."""
    quoted = _QUOTED.search(title)
    return fold_title(_DRAFT_MARKS.sub("", quoted[1] if quoted else title))


def strong_keys(policy: ReportedPolicy) -> tuple[str, ...]:
    """Give the keys each of which alone says that two reports are about one document, the strongest first."""
    keys = []
    if policy.document_number:
        keys.append("n:" + normalise_document_number(policy.document_number))
    if policy.title_zh and len(core := title_core_zh(policy.title_zh)) >= _SHORTEST_ZH:
        keys.append(_prefix("z", policy) + core)
    return tuple(keys)


def sibling_key(key: str) -> str | None:
    """Give the key that the final text of a draft has, or the draft of a final text; None for keys without such."""
    kind, _, core = key.partition(":")
    return {"z": "zd:", "zd": "z:", "e": "ed:", "ed": "e:"}[kind] + core if kind != "n" else None


def _prefix(kind: str, policy: ReportedPolicy) -> str:
    return f"{kind}d:" if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else f"{kind}:"


def weak_key(policy: ReportedPolicy) -> str | None:
    """Give the key that says so only together with an issuer in common and close dates."""
    if not policy.title_en:
        return None
    core = fold_title(_DRAFT_WORDS_EN.sub("", policy.title_en))
    return _prefix("e", policy) + core if len(core) >= _SHORTEST_EN else None


def may_be_same(item: Item, policy: Policy) -> bool:
    """Tell whether a report with the same weak key is about this policy: an issuer in common and close dates."""
    if not set(item.issuing_bodies) & set(policy.issuing_bodies):
        return False
    if item.reported_on is None or policy.issued_on is None:
        return False
    return abs(item.reported_on - policy.issued_on) <= dt.timedelta(days=CLOSE_DAYS)


def numbers_differ(one: str | None, other: str | None) -> bool:
    """Tell whether both documents print a number and the numbers are not the same: then they are two documents."""
    return bool(one and other and normalise_document_number(one) != normalise_document_number(other))


def compose_policy(policy_id: str, reports: Sequence[tuple[str, Item]]) -> Policy:
    """Put together what the items report of one policy; at least one report, each (item id, item with a policy).

    Each fact is that of the earliest report that gives it; the status and the deadlines are those of the latest.
    """
    dated = sorted(reports, key=lambda pair: (pair[1].reported_on or dt.date.max, _number(pair[0])))
    said = [(item_id, item, item.policy) for item_id, item in dated if item.policy is not None]
    titles = [policy for _, _, policy in said]
    first_issued = next(((item.issuing_bodies) for _, item, _ in said if item.issuing_bodies), ())
    statuses = [policy.status for policy in titles if policy.status is not PolicyStatus.UNKNOWN]
    return Policy(
        id=policy_id,
        title_en=next((p.title_en for p in titles if p.title_en), None),
        title_zh=next((p.title_zh for p in titles if p.title_zh), None),
        document_number=next((p.document_number for p in titles if p.document_number), None),
        document_type=next((p.document_type for p in titles if p.document_type), None),
        nature=next((p.nature for p in titles if p.nature), None),
        status=statuses[-1] if statuses else PolicyStatus.UNKNOWN,
        issuing_bodies=first_issued,
        issued_on=next((item.reported_on for _, item, _ in said if item.reported_on), None),
        comments_close_on=_last_deadline(dated, DeadlineKind.COMMENTS_CLOSE),
        applications_close_on=_last_deadline(dated, DeadlineKind.APPLICATIONS_CLOSE),
        effective_on=_last_deadline(dated, DeadlineKind.TAKES_EFFECT),
        reports=tuple(
            PolicyReport(item_id=item_id, issued_on=item.reported_on, issuing_bodies=item.issuing_bodies)
            for item_id, item, _ in said
        ),
        item_ids=tuple(sorted((item_id for item_id, _ in reports), key=_number)),
    )


def _number(item_id: str) -> int:
    return int(item_id[1:])


def _last_deadline(dated: Sequence[tuple[str, Item]], kind: DeadlineKind) -> dt.date | None:
    for _, item in reversed(dated):
        days = [deadline.on for deadline in item.deadlines if deadline.kind is kind]
        if days:
            return max(days)
    return None
