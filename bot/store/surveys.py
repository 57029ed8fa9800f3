"""What is counted over many items and policies at once, without reading all that they say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence

import msgspec
from sqlite_utils import Database

from bot.model.briefing import PolicyStatus
from bot.store.search import Hit


class ReportGist(msgspec.Struct, frozen=True):
    """The issuers that one source gives."""

    issuing_bodies: tuple[str, ...]


class PolicyGist(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a policy's record that is counted: issuers, status and days."""

    issuing_bodies: tuple[str, ...]
    status: PolicyStatus
    issued_on: dt.date | None
    comments_close_on: dt.date | None
    applications_close_on: dt.date | None
    official: ReportGist | None
    reports: tuple[ReportGist, ...]

    @property
    def all_issuers(self) -> tuple[str, ...]:
        """The issuers of the notice where it is held, else all that some report names, each once."""
        given = () if self.official else (body for report in self.reports for body in report.issuing_bodies)
        return tuple(dict.fromkeys((*self.issuing_bodies, *given)))


def list_policy_gists(db: Database, numbers: Collection[int]) -> dict[int, PolicyGist]:
    """Return what is counted of the policies in force of these numbers, by number."""
    decode = msgspec.json.Decoder(PolicyGist).decode
    sql = (
        "SELECT id, record FROM policies WHERE active AND record IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    )
    return {number: decode(record) for number, record in db.execute(sql, [_list(numbers)]).fetchall()}


def count_sections(db: Database, briefing_id: int) -> dict[str, int]:
    """Return how many items in force a briefing has in each section."""
    sql = "SELECT section, count(*) FROM items WHERE briefing_id = ? AND active GROUP BY section"
    return dict(db.execute(sql, [briefing_id]).fetchall())


def list_hits_of(db: Database, item_ids: Sequence[int]) -> list[Hit]:
    """Return these items in force in the order asked for, each with the policy it is about."""
    sql = "SELECT id, policy_id FROM items WHERE active AND id IN (SELECT value FROM json_each(?))"
    found = {row[0]: Hit(*row) for row in db.execute(sql, [_list(item_ids)]).fetchall()}
    return [found[number] for number in item_ids if number in found]


def _list(numbers: Collection[int]) -> str:
    return json.dumps(list(numbers))
