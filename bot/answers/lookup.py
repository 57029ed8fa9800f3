"""Answering questions: one class over the store. Reads only.

``now`` decides what is open; ``offset`` pages. Absent things are an ``Absent``, never an error.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial

from bot.answers import briefing, cards, lists, named_lists
from bot.answers.context import Absent, Choice, Context
from bot.answers.follow import refuse_unknown_topics
from bot.answers.rows import Page, find_coverage, list_first
from bot.answers.semantic import SentenceIndex
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, format_id
from bot.model.review import Decision, ReviewKind, company_key
from bot.names.lexicon import Lexicon
from bot.names.records import Company
from bot.query.query_record import Query
from bot.query.questions import Asked, Question, read_question, read_rule
from bot.query.related import Related, list_related
from bot.query.wording import Wording
from bot.store.access import is_narrowed
from bot.store.briefings import list_issues
from bot.store.database import Database, Store
from bot.store.items import find_item_linking
from bot.store.notes import count_met, list_unlisted
from bot.store.policies import find_policy, find_policy_by_document_number
from bot.store.review import load_settled

Cards = cards.PolicyCard | cards.ItemCard | briefing.BriefingComparison | named_lists.ShownLists
Answer = Page | Cards | Absent | Choice
"""Everything a lookup can answer with; a Page is a list or card of many rows."""
PAGE_SIZE = 8
"""Rows of a page; a list of eight with citations fits a screen and Slack's limits."""


_COMPOSERS: Mapping[Asked, Callable[[Context, Question], Answer]] = {
    Asked.TIMELINE: lists.find_timeline,
    Asked.COMPARE: lists.find_sides,
    Asked.POLICY: cards.find_policy_card,
    Asked.MINISTRY: cards.find_ministry,
    Asked.MINISTRIES: cards.find_ministries,
    Asked.COMPANY: cards.find_company,
    Asked.COMPANIES: cards.find_companies,
    Asked.BRIEFING: briefing.find_briefing,
    Asked.BRIEFINGS: briefing.find_briefings,
}
"""What composes the answer to each kind of question that is more than a search."""


class Lookup:
    """Everything that can be asked of the store."""

    def __init__(
        self,
        store: Store,
        reference: Lexicon,
        *,
        wording: Wording | None = None,
        meaning: SentenceIndex | None = None,
        pinyin: bool = True,
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._store, self._reference, self._page_size = store, reference, page_size
        self._names: tuple[tuple[int, int], Lexicon] | None = None
        self._wording, self._meaning = wording or Wording(), meaning
        self._context = partial(Context, wording=self._wording, meaning=meaning, pinyin=pinyin, vocabulary={})

    def snapshot(self) -> AbstractContextManager[object]:
        """Let all that is asked until the end of the block be answered from one state of the store."""
        return self._store.read()

    def lexicon(self) -> Lexicon:
        """Return all names we know: the lists, companies met in briefings, and the named lists of whoever asks."""
        with self._store.read() as db:
            state, kept = count_met(db), self._names
            if is_narrowed(db) or kept is None or kept[0] != state:
                kept = state, _compose_lexicon(self._reference, db)
            if not is_narrowed(db):  # some names are not for everybody, so these are not kept
                self._names = kept
            return named_lists.add_lists(db, kept[1])

    def warm(self, *, now: dt.datetime) -> None:
        """Prepare what would keep a question waiting: some more items are made ready to be found by meaning."""
        if self._meaning is not None:
            with self._store.read() as db:
                self._meaning.warm(db, today=beijing_day(now))

    def answer(
        self, query: Query, *, now: dt.datetime, command: str = "policy", asked: Asked | None = None, offset: int = 0
    ) -> Answer:
        """Return the answer that a question wants; ``asked`` is what a subcommand asks for, whatever the words say."""
        with self._open(query, now, offset) as context:
            question = self._read(context, command)
            asked = asked or question.asked
            return _COMPOSERS.get(asked, lists.find_policies)(context, replace(question, asked=asked))

    def search(self, query: Query, *, now: dt.datetime, offset: int = 0) -> lists.PolicyList:
        """Return a page of what matches, policies before other news."""
        with self._open(query, now, offset) as context:
            question = self._read(context)
            return lists.compose_policy_list(context, question, context.search(question))

    def find_ids(self, query: Query, *, now: dt.datetime) -> tuple[tuple[str, ...], tuple[str, ...], int]:
        """Return the ids of the items and policies that match, within the query's limit, and the total of items."""
        with self._open(query, now) as context:
            searched = replace(context, limit=None).search(self._read(context))
        chosen = searched.hits[: searched.query.limit]
        policies = (hit.policy_id for hit in list_first(chosen) if hit.policy_id)
        return tuple(f"I{hit.item_id}" for hit in chosen), tuple(f"P{each}" for each in policies), len(searched.hits)

    def open(
        self, kind: IdKind, number: int | None, *, now: dt.datetime, offset: int = 0, limit: int | None = None
    ) -> Answer:
        """Return the card of a policy (a merged one leads on), an item or a briefing, the latest for None."""
        with self._open(Query(limit=limit), now, offset) as context:
            if kind is IdKind.BRIEFING or number is None:
                return briefing.open_briefing(context, number)
            if kind is IdKind.ITEM:
                return cards.find_item_card(context, number)
            return cards.compose_policy_card(context, find_policy(context.db, number), format_id(kind, number))

    def find_document(self, document_number: str, *, now: dt.datetime) -> Answer:
        """Return the card of the policy with this document number, in any style of brackets."""
        with self._open(Query(), now) as context:
            policy = find_policy_by_document_number(context.db, document_number)
            return cards.compose_policy_card(context, policy, document_number)

    def find_address(self, url: str, *, now: dt.datetime) -> Answer:
        """Return the card of the policy that the newest item with a link to an address is about."""
        with self._open(Query(), now) as context:
            card = cards.find_item_card(context, find_item_linking(context.db, url) or 0)
            return cards.compose_policy_card(context, card.policy if isinstance(card, cards.ItemCard) else None, url)

    def show_lists(self, *, now: dt.datetime, name: str = "") -> named_lists.ShownLists:
        """Return the named lists that whoever asks may use, or the one of this name."""
        return named_lists.show_lists(self.lexicon(), name, now=now)

    def list_related(self, query: Query) -> tuple[Related, ...]:
        """Return terms that a subscription to this filter may follow too: other names, and what bodies were."""
        with self._store.read() as db:
            since = find_coverage(db).period_start
        return list_related(query, self.lexicon(), self._wording.synonyms, since=since)

    def read_rule(self, query: Query, *, now: dt.datetime) -> Query:
        """Return the filter that a subscription's words stand for, with a note where they are read as a question."""
        today = query.as_of or beijing_day(now)
        return read_rule(query, lexicon=self.lexicon(), wording=self._wording, today=today)

    @contextmanager
    def _open(self, query: Query, now: dt.datetime, offset: int = 0) -> Iterator[Context]:
        with self._store.read() as db:
            yield self._context(
                db=db,
                lexicon=self.lexicon(),
                today=query.as_of or beijing_day(now),
                typed=query,
                now=now,
                offset=offset,
                page_size=query.limit or self._page_size,
            )

    def _read(self, context: Context, command: str = "policy") -> Question:
        refuse_unknown_topics(context.typed, context.lexicon)
        named_lists.get_lists(context.typed, context.lexicon)
        return read_question(
            context.typed,
            lexicon=context.lexicon,
            wording=self._wording,
            today=context.today,
            command=command,
            list_issues=partial(list_issues, context.db),
        )


def _compose_lexicon(reference: Lexicon, db: Database) -> Lexicon:
    """Return the lists with the companies met since, unless settled to be none, and with further names of theirs."""
    settled, met, further = load_settled(db, ReviewKind.COMPANY), list[Company](), defaultdict[str, list[str]](list)
    for company in list_unlisted(db):
        entry = settled.get(company_key(company.name))
        if entry is not None and entry.other_id:
            further[entry.other_id].append(entry.name)
        elif entry is None or entry.decision is not Decision.NO:
            met.append(replace(company, confirmed=entry is not None))
    if not (met or further):
        return reference
    every = (*reference.companies, *met)
    named = (replace(each, aliases=tuple(dict.fromkeys((*each.aliases, *further.get(each.id, ()))))) for each in every)
    return replace(reference, companies=tuple(named))
