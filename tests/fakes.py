"""Recording fakes: they answer from what they were given and keep what they were asked."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from bot.answers.lookup import Lookup
from bot.answers.results import BriefingCard, BriefingList, Choice, CompanyCard, CompanyList, ItemCard, ListCard, ListOfLists, MinistryCard, MinistryList, NotHeld, PolicyCard, PolicyList, Timeline
from bot.names.lexicon import Lexicon
from tests import builders


class FakeLookup(Lookup):
    """Answers every question with the samples of ``tests.builders``; ``answers`` replaces one by its method's name.

    An exception among the answers is raised. ``asked`` holds (method, first argument, offset).
    """

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Any, int]] = []

    def _answer(self, method: str, argument: Any, sample: Any, offset: int = 0) -> Any:
        self.asked.append((method, argument, offset))
        answer = self.answers.get(method, sample)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def snapshot(self) -> AbstractContextManager[None]:
        return nullcontext()

    def lexicon(self) -> Lexicon:
        return builders.LEXICON

    def search(self, query: Any, *, now: dt.datetime, offset: int = 0) -> PolicyList:
        _ = now
        answer: PolicyList = self._answer("search", query, builders.build_policy_list(offset=offset), offset)
        return answer

    def show_lists(self, *, now: dt.datetime, name: str = "") -> ListCard | ListOfLists:
        _ = now
        answer: ListCard | ListOfLists = self._answer("show_lists", name, builders.build_list_of_lists())
        return answer

    def get_timeline(
        self, number: int, *, now: dt.datetime, offset: int = 0, limit: int | None = None
    ) -> Timeline | NotHeld:
        _ = (now, limit)
        answer: Timeline | NotHeld = self._answer("get_timeline", number, builders.build_timeline(), offset)
        return answer

    def find_timeline(self, query: Any, *, now: dt.datetime, offset: int = 0) -> Timeline:
        _ = now
        answer: Timeline = self._answer("find_timeline", query, builders.build_timeline(), offset)
        return answer

    def get_policy(self, number: int, *, now: dt.datetime) -> PolicyCard | NotHeld:
        _ = now
        answer: PolicyCard | NotHeld = self._answer("get_policy", number, builders.build_policy_card())
        return answer

    def read_asked(self, query: Any, *, now: dt.datetime) -> None:
        _ = (query, now)

    def understand_rule(self, query: Any, *, now: dt.datetime) -> Any:
        _ = now
        return query

    def get_item(self, number: int, *, now: dt.datetime) -> ItemCard | NotHeld:
        _ = now
        answer: ItemCard | NotHeld = self._answer("get_item", number, builders.build_item_card())
        return answer

    def find_document(self, document_number: str, *, now: dt.datetime) -> PolicyCard | NotHeld:
        _ = now
        answer: PolicyCard | NotHeld = self._answer("find_document", document_number, builders.build_policy_card())
        return answer

    def list_ministries(self, *, now: dt.datetime, offset: int = 0, query: Any = None) -> MinistryList:
        _ = (now, query)
        answer: MinistryList = self._answer("list_ministries", None, builders.build_ministry_list(), offset)
        return answer

    def get_ministry(
        self, query: Any, *, now: dt.datetime, offset: int = 0, only_joint: bool = False
    ) -> MinistryCard | NotHeld | Choice | MinistryList:
        _ = (now, only_joint)
        answer: MinistryCard | NotHeld | Choice | MinistryList = self._answer(
            "get_ministry", query, builders.build_ministry_card(), offset
        )
        return answer

    def list_companies(self, *, now: dt.datetime, offset: int = 0, query: Any = None) -> CompanyList:
        _ = (now, query)
        answer: CompanyList = self._answer("list_companies", None, builders.build_company_list(), offset)
        return answer

    def get_company(
        self, query: Any, *, now: dt.datetime, offset: int = 0
    ) -> CompanyCard | CompanyList | NotHeld | Choice:
        _ = now
        answer: CompanyCard | CompanyList | NotHeld | Choice = self._answer(
            "get_company", query, builders.build_company_card(), offset
        )
        return answer

    def get_briefing(
        self, number: int | None, *, now: dt.datetime, offset: int = 0, limit: int | None = None, query: Any = None
    ) -> BriefingCard | NotHeld:
        _ = now, offset, limit, query
        answer: BriefingCard | NotHeld = self._answer("get_briefing", number, builders.build_briefing_card())
        return answer

    def list_briefings(self, *, offset: int = 0) -> BriefingList:
        answer: BriefingList = self._answer("list_briefings", None, builders.build_briefing_list(), offset)
        return answer

    def find_briefings(self, query: Any, *, now: dt.datetime, offset: int = 0) -> BriefingList | NotHeld:
        _ = now
        answer: BriefingList | NotHeld = self._answer("find_briefings", query, builders.build_briefing_list(), offset)
        return answer
