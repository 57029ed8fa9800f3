"""Recording fakes: they answer from what they were given and keep what they were asked."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from bot.answers.lists import PolicyList
from bot.answers.lookup import Answer, Lookup
from bot.answers.named_lists import ShownLists
from bot.model.ids import IdKind
from bot.names.lexicon import Lexicon
from bot.query.questions import Asked
from tests import builders

_BY_COMMAND = {"ministry": Asked.MINISTRY, "company": Asked.COMPANY, "briefing": Asked.BRIEFINGS}
_SAMPLES: dict[Asked, Callable[..., Answer]] = {
    Asked.SEARCH: builders.build_policy_list,
    Asked.DUE: builders.build_policy_list,
    Asked.TARGETS: builders.build_policy_list,
    Asked.TIMELINE: builders.build_timeline,
    Asked.COMPARE: builders.build_choice,
    Asked.POLICY: builders.build_policy_card,
    Asked.MINISTRY: builders.build_ministry_card,
    Asked.MINISTRIES: builders.build_ministry_list,
    Asked.COMPANY: builders.build_company_card,
    Asked.COMPANIES: builders.build_company_list,
    Asked.BRIEFING: builders.build_briefing_card,
    Asked.BRIEFINGS: builders.build_briefing_list,
}
_OPENED: dict[IdKind, Callable[..., Answer]] = {
    IdKind.POLICY: builders.build_policy_card,
    IdKind.ITEM: builders.build_item_card,
    IdKind.BRIEFING: builders.build_briefing_card,
}


T = TypeVar("T")


class FakeLookup(Lookup):
    """Answers every question with the samples of ``tests.builders``; ``answers`` replaces one by its name.

    A question's name is the kind of answer it asks for; what is opened by id goes by its method's name. An exception
    among the answers is raised. ``asked`` holds (name, first argument, offset).
    """

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Any, int]] = []

    def _answer(self, name: str, argument: Any, sample: T, offset: int = 0) -> T:
        self.asked.append((name, argument, offset))
        answer: T = self.answers.get(name, sample)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def snapshot(self) -> AbstractContextManager[None]:
        return nullcontext()

    def lexicon(self) -> Lexicon:
        return builders.LEXICON

    def answer(
        self, query: Any, *, command: str = "policy", asked: Asked | None = None, offset: int = 0, **_: Any
    ) -> Answer:
        kind = asked or _BY_COMMAND.get(command, Asked.SEARCH)
        paged = {"offset": offset} if kind is Asked.SEARCH else {}
        return self._answer(kind.value, query, _SAMPLES[kind](**paged), offset)

    def search(self, query: Any, *, offset: int = 0, **_: Any) -> PolicyList:
        return self._answer("search", query, builders.build_policy_list(offset=offset), offset)

    def read_rule(self, query: Any, **_: Any) -> Any:
        return query

    def show_lists(self, *, name: str = "", **_: Any) -> ShownLists:
        return self._answer("show_lists", name, builders.build_lists())

    def open(self, kind: IdKind, number: int | None, *, offset: int = 0, **_: Any) -> Answer:
        return self._answer(f"get_{kind.name.lower()}", number, _OPENED[kind](), offset)

    def find_document(self, document_number: str, **_: Any) -> Answer:
        return self._answer("find_document", document_number, builders.build_policy_card())
