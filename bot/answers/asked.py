"""What a question in words is for instead of a search: a policy's card, a briefing, what a body was or became, a list.

Whatever speaks of a briefing ("in the latest issue") is asked of it; see ``bot.query.question_briefings``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

from bot.answers.results import Choice, NotHeld
from bot.answers.rows import LOOSE, Searched, find_held
from bot.dates.date_words import describe_day
from bot.model.briefing import Briefing, PolicyStatus
from bot.model.ids import IdKind, fold, format_id
from bot.model.policy import Policy
from bot.model.series import briefing_name
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, describe_record, spell_id
from bot.query.named_questions import find_asked_names, find_succession
from bot.query.query_record import Choices, Query, describe_query, find_value, format_query
from bot.query.query_scan import Key, Term
from bot.query.question_briefings import Issue, find_asked_issues, find_issue_of_month, may_name_briefing, name_issue
from bot.query.question_conditions import DRAFT_WORDS
from bot.query.questions import understand_query
from bot.query.search_plan import list_meanings
from bot.query.wording import Wording
from bot.store.briefings import list_briefings_among, list_issue_names
from bot.store.database import Database
from bot.store.policies import list_drafts_among, list_policies, list_siblings, policy_number
from bot.store.search import Hit

# A choice where a name in a question means several; each option asks for one of them alone.

RecordT = TypeVar("RecordT", Body, Company, Body | Company)
_MOST = 5


def offer_meanings(asked: str, meanings: Sequence[Body | Company]) -> Choice:
    """Ask which of these a name means; each is opened by the name that means nothing else.

    Without a name several are asked for, unless one name stands for them all.
    """
    asked = asked or _name_shared(meanings)
    if not asked:
        return _offer_each(meanings)
    options = [
        (each.name, f"/company {each.name}")
        if isinstance(each, Company)
        else (f"{spell_id(each.id)}: {each.name_en} ({each.name_zh})", f"/ministry {each.name_en}")
        for each in meanings
    ]
    return Choice(asked=asked, options=tuple(options))


def _offer_each(named: Sequence[Body | Company]) -> Choice:
    names = [each.name if isinstance(each, Company) else each.id for each in named]
    command = "company" if isinstance(named[0], Company) else "ministry"
    options = [(spell_id(name), f"/{command} {name}") for name in names]
    together = ("What is held of any of them", f"/policy {command}:{','.join(names)}")
    return Choice(asked=" and ".join(map(spell_id, names)), options=(*options, together), is_several=True)


def _name_shared(records: Sequence[Body | Company]) -> str:
    """Return the name that these have in common, the first of one of them; "" for none."""
    shared = (name for name in records[0].all_names if all(name in each.all_names for each in records))
    return next(shared, "")


def list_choices(
    asked: Query, understood: Query, lexicon: Lexicon, *, names: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Return (label, text of a search) for each meaning of the first name in the question that has several.

    ``asked`` is the question as typed, ``names`` its words with those of a known name as one text, ``understood`` what
    it was read as. () where every name means one thing.
    """
    quoted = {term.text for term in asked.terms if term.phrase or term.excluded}
    for text in names:
        meanings = () if text in quoted else list_meanings(text, lexicon)
        if meanings:
            return tuple((describe_record(each), _choose(understood, text, each, lexicon)) for each in meanings[:_MOST])
    shared = _find_shared(understood.ministry.include, lexicon)
    if shared:
        searches = [replace(understood, ministry=_choose_of(understood.ministry, each, shared)) for each in shared]
    else:
        shared = _find_shared(understood.mentions.include, lexicon)
        searches = [replace(understood, mentions=_choose_of(understood.mentions, each, shared)) for each in shared]
    labels = [describe_record(each) for each in shared]
    return tuple(zip(labels, (format_query(each, lexicon) for each in searches), strict=True))


def _choose_of(choices: Choices, meaning: Body, shared: Sequence[Body]) -> Choices:
    return _with(_without(choices, {each.id for each in shared}), meaning.id)


def _choose(query: Query, text: str, meaning: Body | Company, lexicon: Lexicon) -> str:
    """Return the search for one meaning: the name's words, or what they were lifted into, become its filter alone."""
    words = text.split()
    terms = tuple(term for term in query.terms if term.excluded or term.text not in words)
    others = {each.id for each in list_meanings(text, lexicon)}
    acts, is_joint = (bool(others & set(held.include)) for held in (query.ministry, query.joint))
    cleared = replace(
        query,
        terms=terms,
        ministry=_without(query.ministry, others),
        joint=_without(query.joint, others),
        mentions=_without(query.mentions, others),
        company=_without(query.company, others),
    )
    if isinstance(meaning, Company):
        chosen = replace(cleared, company=_with(cleared.company, meaning.id))
    elif is_joint:
        chosen = replace(cleared, joint=_with(cleared.joint, meaning.id))
    elif acts:
        chosen = replace(cleared, ministry=_with(cleared.ministry, meaning.id))
    else:
        chosen = replace(cleared, mentions=_with(cleared.mentions, meaning.id))
    return format_query(chosen, lexicon)


def _with(choices: Choices, record_id: str) -> Choices:
    return replace(choices, include=(*choices.include, record_id))


def _without(choices: Choices, ids: set[str]) -> Choices:
    return replace(choices, include=tuple(each for each in choices.include if each not in ids))


def _find_shared(ids: tuple[str, ...], lexicon: Lexicon) -> tuple[Body, ...]:
    """Return the bodies among these that bear one name, as those of ``ministry:NFRA``; () where none do."""
    if len(ids) < 2:  # noqa: PLR2004  one shares its name with none
        return ()
    return _find_sharing([lexicon.body_by_id[each] for each in ids if each in lexicon.body_by_id])[:_MOST]


def _find_sharing(known: Sequence[RecordT]) -> tuple[RecordT, ...]:
    for one in known:
        same = [other for other in known if set(one.all_names) & set(other.all_names)]
        if len(same) > 1:
            return tuple(same)
    return ()


# Where a search finds a draft and its final text, the final text stands first: it is what holds.

_LOOKED_AT = 8
"""So many of the best hits are looked at: a page."""


def put_final_first(db: Database, searched: Searched) -> Searched:
    """Return what was found with each draft among the best hits behind its final text, where that is one of them.

    Not where an order, a status or a draft is asked for.
    """
    found, query = searched.found, searched.query
    if (
        not found.ranked
        or query.sort
        or query.status
        or any(_speaks_of_draft(term.text) for term in searched.asked.terms)
    ):
        return searched
    best = found.hits[:_LOOKED_AT]
    numbers = dict.fromkeys(hit.policy_id for hit in best if hit.policy_id is not None)
    if len(numbers) < 2:  # noqa: PLR2004  one stands behind none
        return searched
    drafts = sorted(list_drafts_among(db, list(numbers)))
    if not drafts or len(drafts) == len(numbers):
        return searched
    for draft in drafts:
        siblings = frozenset(policy_number(each) for each in list_siblings(db, draft))
        best = _put_behind(best, draft, siblings.intersection(numbers).difference(drafts))
    return replace(searched, found=replace(found, hits=(*best, *found.hits[_LOOKED_AT:])))


def _put_behind(hits: Sequence[Hit], draft: int, finals: frozenset[int]) -> tuple[Hit, ...]:
    places = [place for place, hit in enumerate(hits) if hit.policy_id in finals]
    if not places:
        return tuple(hits)
    moved = [hit for hit in hits[: places[0]] if hit.policy_id == draft]
    kept = [hit for hit in hits[: places[0]] if hit.policy_id != draft]
    return (*kept, hits[places[0]], *moved, *hits[places[0] + 1 :])


def _speaks_of_draft(text: str) -> bool:
    said = fold(text)
    return any(word in said for word in DRAFT_WORDS)


class AskedKind(Enum):
    """What is asked for."""

    POLICY = "policy"
    LATEST = "latest briefing"
    BRIEFINGS = "briefings"
    MINISTRY = "ministry"
    MINISTRIES = "ministries"
    COMPANIES = "companies"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a question is for, the query that asks for it there, and what is said of the question.

    ``absent`` is the answer where it is for a briefing that is not held.
    """

    kind: AskedKind
    query: Query
    note: str = ""
    absent: NotHeld | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Reads questions with these names and words, on a day in Beijing."""

    lexicon: Lexicon
    wording: Wording
    today: dt.date

    def read(self, db: Database, query: Query) -> Asked | None:
        """Return what a question is for; None for a search."""
        if query.policy.include:
            return self._read_policy(query)
        if query.export or query.as_of:
            return None
        if may_name_briefing(query.terms) and (asked := self._read_briefing(db, query)) is not None:
            return asked
        terms = find_succession(query.terms, self.lexicon, self.wording)
        if terms is not None and query == Query(terms=query.terms):
            return Asked(kind=AskedKind.MINISTRY, query=Query(terms=terms))
        named = (
            None
            if query.sort or query.limit
            else find_asked_names(
                self.restrict(db, query), lexicon=self.lexicon, wording=self.wording, today=self.today
            )
        )
        if named is None:
            return None
        key, meant = named
        return Asked(kind=AskedKind(key), query=meant)

    def restrict(self, db: Database, query: Query) -> Query:
        """Return a question that speaks of a briefing as one that is asked of it; any other as it is."""
        if query.briefing or not may_name_briefing(query.terms):
            return query
        asked = find_asked_issues(query.terms, _list_named_issues(db), self.lexicon, self.wording, self.today)
        if asked is None or asked.is_about or not asked.terms:
            return query
        if asked.numbers is None:
            return replace(query, terms=asked.terms)
        chosen = Choices(include=tuple(map(str, asked.numbers)) or (_NONE,))
        note = f"“{asked.said}” is {_name(db, asked.numbers)}."
        return replace(query, terms=asked.terms, briefing=chosen, notes=(*query.notes, note))

    def _read_policy(self, query: Query) -> Asked | None:
        found = understand_query(query, lexicon=self.lexicon, wording=self.wording, today=self.today)
        words = _words(query)
        asks = found.is_question or words.casefold() in self.wording.openers
        if not asks or len(query.policy.include) != 1 or query != Query(terms=query.terms, policy=query.policy):
            return None
        said = f"Understood: {' · '.join(describe_query(replace(query, terms=()), self.lexicon))}; its card tells"
        note = f"{said} its days, issuers and status. Words left aside: “{words}”."
        return Asked(kind=AskedKind.POLICY, query=query, note=note)

    def _read_briefing(self, db: Database, query: Query) -> Asked | None:
        asked = find_asked_issues(query.terms, _list_named_issues(db), self.lexicon, self.wording, self.today)
        if asked is None:
            return None
        if asked.numbers == ():
            absent = NotHeld(kind="briefing", asked=asked.said, nearest=(), held=find_held(db))
            return Asked(kind=AskedKind.BRIEFINGS, query=query, absent=absent)
        if not asked.is_about or query != Query(terms=query.terms):
            return None
        if asked.numbers is None and not asked.several:
            return Asked(kind=AskedKind.LATEST, query=Query())
        numbers = Choices(include=tuple(map(str, asked.numbers or ())))
        return Asked(kind=AskedKind.BRIEFINGS, query=Query(briefing=numbers))


_NONE = "0"
"""The number of no briefing."""


def _list_named_issues(db: Database) -> list[Issue]:
    """Return the briefings that are no official notices, oldest first, with the names that each goes by."""
    return [
        Issue(
            number=held.id,
            names=name_issue((held.publisher, held.series, held.title)),
            published_on=held.published_on,
            first_on=held.period_start or held.period_end,
            last_on=held.period_end or held.period_start,
        )
        for held in list_issue_names(db)
    ]


def find_numbers_of_month(db: Database, query: Query, today: dt.date) -> tuple[int, ...]:
    """Return the briefings that words of a name and a month or year mean; () for any other text."""
    return find_issue_of_month(query.terms, _list_named_issues(db), today)


def _name(db: Database, numbers: tuple[int, ...]) -> str:
    named = [issue.number for issue in _list_named_issues(db) if issue.number in numbers]
    shown = list_briefings_among(db, named[-_SHOWN:])
    said = [f"{shown[number].shown_id} {_name_dated(shown[number].briefing)}" for number in named[-_SHOWN:]]
    more = f" and {len(named) - len(said)} more" if len(named) > len(said) else ""
    return f"{', '.join(said)}{more}" if said else "no briefing that is held"


def _name_dated(briefing: Briefing) -> str:
    day = f" ({describe_day(briefing.published_on)})" if briefing.published_on else ""
    return f"{briefing_name(briefing)}{day}"


_SHOWN = 3


def _words(query: Query) -> str:
    return " ".join(term.text for term in query.terms if not term.excluded)


# A question that names a kind of document beside its subject ("the carbon market plan") means one of that kind.

"""So many of the best hits are looked at: a page."""
_OTHER, _DRAFT = "other", PolicyStatus.DRAFT_FOR_COMMENT.value
_GROUNDS = re.compile(
    r"\b(?:builds?|built|based|rests?)\s+(?:up)?on(?:\s+(?:what|which)\b.*)?\Z"
    r"|(?:依据|基于|根据)(?:的?是?什么|哪)|的(?:法律|政策)?依据\Z|上位法",
    re.IGNORECASE,
)
"""Nothing else stands behind it: with a name there, it is asked what builds on that."""


def put_kind_first(db: Database, searched: Searched) -> Searched:
    """Return what was found with the policies of the kind named before others among the best hits; then drafts' finals.

    Only for a question, in the order of relevance, where that kind is no filter.
    """
    found, query = searched.found, searched.query
    named = _find_named(searched)
    if not named or not found.ranked or query.sort:
        return searched
    best = found.hits[:_LOOKED_AT]
    policies = list_policies(db, [hit.policy_id for hit in best if hit.policy_id is not None])
    of_kind = {number for number, policy in policies.items() if _is_of(policy, named)}
    drafts = [each for each in of_kind if policies[each].status is PolicyStatus.DRAFT_FOR_COMMENT]
    asked_after = drafts if _DRAFT in named else []
    finals = {policy_number(each) for draft in asked_after for each in list_siblings(db, draft)}
    ordered = sorted(best, key=lambda hit: (hit.policy_id not in of_kind, hit.policy_id not in finals))
    return replace(searched, found=replace(found, hits=(*ordered, *found.hits[_LOOKED_AT:])))


def asks_for_grounds(terms: Sequence[Term]) -> bool:
    """Return whether it is asked what a document builds on."""
    return _GROUNDS.search(" ".join(term.text for term in terms if not term.phrase and not term.excluded)) is not None


def choose_grounded(db: Database, searched: Searched) -> Asked | None:
    """Return the one policy that such a question means, whose card tells it; None where it may mean several.

    It is the only one found that is final, or the only one of these of the kind that is named.
    """
    numbers = list(dict.fromkeys(hit.policy_id for hit in searched.found.hits if hit.policy_id is not None))
    held = list(list_policies(db, numbers[:_LOOKED_AT]).items())
    final = [pair for pair in held if pair[1].status is not PolicyStatus.DRAFT_FOR_COMMENT] or held
    named = _find_named(searched)
    meant = [pair for pair in final if _is_of(pair[1], named)] if named else final
    if not searched.is_question or searched.step in LOOSE or len(meant) != 1:
        return None
    number = meant[0][0]
    words = " · ".join(f"“{text}”" for text in searched.plan.texts)
    note = f"Understood: what {format_id(IdKind.POLICY, number)}, found by {words}, builds on; its card tells it."
    return Asked(kind=AskedKind.POLICY, query=Query(policy=Choices(include=(str(number),))), note=note)


def _find_named(searched: Searched) -> frozenset[str]:
    """Get the kinds of document that words of a question name which are not searched for; none where a filter does."""
    if not searched.is_question or searched.query.type:
        return frozenset()
    left = {fold(term.text) for term in searched.query.terms}
    said = (fold(term.text) for term in searched.asked.terms if not term.phrase and not term.excluded)
    words = [word for word in said if word not in left]
    kinds = {find_value(Key.TYPE, form) for word in words for form in (word, word.removesuffix("s"))}
    drafts = {_DRAFT} if DRAFT_WORDS.intersection(words) else set()
    return frozenset({each for each in kinds if each and each != _OTHER} | drafts)


def _is_of(policy: Policy, named: frozenset[str]) -> bool:
    """Return whether a policy is of one of these kinds; an action plan is a plan."""
    kind = policy.document_type.value if policy.document_type else ""
    return policy.status.value in named or any(kind == each or kind.endswith(f"_{each}") for each in named)
