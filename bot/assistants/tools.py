"""The questions that assistants may ask, each read and looked up as the command that asks the same; reads only.

What the docstrings and descriptions say is what an assistant chooses by.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from bot.answers.briefing import BriefingComparison
from bot.assistants.records import Reply, compose_changes, compose_reply
from bot.slack.actions import Ask
from bot.slack.gate import Services
from bot.slack.listeners.commands import find_answer

_LONGEST = 500
_MOST = 100
_QUOTES = re.compile(r"[\"“”„‟«»「」『』《》＂]")
Words = Annotated[str, Field(max_length=_LONGEST, description="English or Chinese; keys such as topic:ai work too.")]
Names = Annotated[
    Sequence[Annotated[str, Field(max_length=_LONGEST)]],
    Field(max_length=8, description="Any of these, by any name that they have in English or Chinese."),
]
Day = Annotated[dt.date | None, Field(description="YYYY-MM-DD, included: the day that is printed with an item.")]
Limit = Annotated[int, Field(ge=1, le=50)]
Offset = Annotated[int, Field(ge=0, le=10_000, description="The next_offset of the page before.")]
OneName = Annotated[str, Field(max_length=_LONGEST, description="In English or Chinese; empty for the list of all.")]
Id = Annotated[str, Field(max_length=_LONGEST, description="An id (P5, I12) or a document number.")]
BriefingName = Annotated[str, Field(max_length=_LONGEST, description="An id (B1), name or month; empty: the latest.")]
BriefingId = Annotated[str, Field(max_length=20, description="The id of a briefing, such as B1.")]
State = Literal["draft_for_comment", "comment_closed", "issued", "in_force", "amended", "repealed", "withdrawn"]


class Tools:
    """Answers assistants as the listeners answer Slack."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def search_policies(  # noqa: PLR0913, PLR0917  one parameter a filter
        self,
        query: Words = "",
        ministries: Names = (),
        companies: Names = (),
        topics: Names = (),
        since: Day = None,
        until: Day = None,
        status: State | None = None,
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> Reply:
        """Search policies and news by words and filters, all of which must hold; without any the newest come first."""
        filters = _join(ministry=ministries, company=companies, topic=topics, since=since, until=until, status=status)
        return self._ask("policy", f"{filters} {query}", limit=limit, offset=offset)

    def list_deadlines(
        self,
        within_days: Annotated[int, Field(ge=0, le=3650, description="Counted from today in Beijing.")] = 365,
        query: Words = "",
        ministries: Names = (),
        topics: Names = (),
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> Reply:
        """List what closes or takes effect from today on, the soonest first."""
        filters = _join(due=f"{within_days}d", ministry=ministries, topic=topics)
        return self._ask("policy", f"due {filters} {query}", limit=limit, offset=offset)

    def get_policy(self, policy: Id) -> Reply:
        """Return all that is known of a policy: what each source reports, deadlines, and publishers' comments."""
        return self._ask("policy", policy)

    def get_ministry(self, name: OneName = "", limit: Limit = 10, offset: Offset = 0) -> Reply:
        """Return what a ministry or other body issued, alone and jointly; without a name the list of all."""
        return self._ask("ministry", name, limit=limit, offset=offset)

    def get_company(self, name: OneName = "", limit: Limit = 10, offset: Offset = 0) -> Reply:
        """Return the news that names a company, newest first; without a name the companies in the news."""
        return self._ask("company", name, limit=limit, offset=offset)

    def get_briefing(self, briefing: BriefingName = "", limit: Limit = 20, offset: Offset = 0) -> Reply:
        """Return one briefing's items in its own order."""
        return self._ask("briefing", briefing or "latest", limit=limit, offset=offset)

    def compare_briefings(self, earlier: BriefingId, later: BriefingId = "") -> Reply:
        """Return what the later of two briefings has anew, otherwise or no more; without it the latest is meant."""
        return self._ask("briefing", f"compare {earlier} {later or self.what_is_covered().covered.newest_id}")

    def what_is_covered(self) -> Reply:
        """Return the briefings there are and the days they cover: what is not in them cannot be known here."""
        return self._ask("briefing", "list", limit=_MOST)

    def _ask(self, command: str, text: str, *, limit: int = _MOST, offset: int = 0) -> Reply:
        """Answer a command as its listener would."""
        services = self._services
        with services.lookup.snapshot():
            found = find_answer(Ask(command=command, text=text.strip(), offset=offset), services, rows=limit)
            if isinstance(found.answer, BriefingComparison):
                return compose_changes(found.answer, services.lookup, now=services.clock.now())
            reply = compose_reply(found.answer)
            return replace(reply, notes=(*reply.notes, *found.request.notes))


def _join(**filters: Sequence[str] | dt.date | str | None) -> str:
    """Return filters as keys with quoted values; they stand before the words, whose open quote would swallow them."""
    values = {key: [str(value)] if isinstance(value, str | dt.date) else value or () for key, value in filters.items()}
    return " ".join(f'{key}:"{_QUOTES.sub(" ", each)}"' for key, listed in values.items() for each in listed)
