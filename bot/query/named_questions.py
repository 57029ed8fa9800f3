"""What stands where a name should: "MIIT in late 2023", "Huawei except cars", "which briefing covers May?"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.query.old_questions import Understood, understand_query
from bot.query.query import quote_schedule_words
from bot.query.query_build import is_schedule_word
from bot.query.query_record import Query, describe_filter
from bot.query.query_scan import Term
from bot.query.question_dates import split_chinese
from bot.query.question_names import LONGEST_NAME, find_named, is_filler
from bot.query.wording import Wording

# Questions for a count by name: "number of policies by ministry", "companies by mentions", 各部门发文数量.

_APART = frozenset({"by", "per", "each", "every"})
_BELONGING = frozenset({"of", "for"})
"""Behind "by ministry" these go on with its name."""
_RANKED, _QUESTION_TALLIES_RANKING = (
    frozenset({"by", "ranked", "ordered", "sorted", "with"}),
    frozenset({"active", "of", "busiest"}),
)
_COUNTING = frozenset(
    {
        *("number", "numbers", "count", "counts", "counted", "total", "totals", "statistics", "stats", "breakdown"),
        *("ranking", "rankings", "rank", "ranked", "ordered", "sorted", "active", "busiest", "most", "many"),
    }
)
_COUNTED = frozenset({"items", "news", "times", "activity", "mentions", "issued", "published", "issue", "publish"})
_HAN_EACH = re.compile(r"(?:各个|各|每个|按)(?P<noun>部委|部门|机构|单位|部|公司|企业|厂商)")
_HAN_COUNTED = re.compile(
    r"统计|排名|排行|排序|分别|数量|数目|发文|发布|印发|出台|多少|几[个项条]|政策|文件|新闻|个|项|条|了|的"
)
_HAN_COMPANIES = frozenset({"公司", "企业", "厂商"})
_QUESTION_TALLIES_MINISTRIES, _QUESTION_TALLIES_COMPANIES = "ministries", "companies"


def take_tally(terms: tuple[Term, ...], wording: Wording) -> tuple[tuple[Term, ...], str] | None:
    """Return the words left of a question for a count by name, and the kind of the names; None for any other text."""
    if any(term.phrase or term.excluded for term in terms):
        return None
    words = [fold(term.text) for term in terms]
    for place, word in enumerate(words):
        kind = wording.listed.get(word)
        before, behind = words[place - 1] if place else "", [*words[place + 1 :], ""][0]
        is_each = before in _APART and not word.endswith("s") and behind not in _BELONGING
        is_counted = behind in _RANKED or before in _QUESTION_TALLIES_RANKING
        is_ranked = word.endswith("s") and is_counted and _COUNTING.intersection(words)
        if kind and (is_each or is_ranked):
            start = place - 1 if is_each else place
            left = (*terms[:start], *terms[place + 1 :])
            return tuple(term for term in left if fold(term.text) not in _COUNTING | _COUNTED | _APART), kind
    return _take_chinese(terms)


def _take_chinese(terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], str] | None:
    for place, term in enumerate(terms):
        match = _HAN_EACH.search(term.text)
        if match is None:
            continue
        behind = (replace(term, text=term.text[match.end() :]), *terms[place + 1 :])
        parts = (*terms[:place], replace(term, text=term.text[: match.start()]), *behind)
        cut = (replace(part, text=_HAN_COUNTED.sub("", part.text)) for part in parts)
        kind = _QUESTION_TALLIES_COMPANIES if match["noun"] in _HAN_COMPANIES else _QUESTION_TALLIES_MINISTRIES
        is_counted = any(_HAN_COUNTED.search(part.text) for part in behind)
        return (tuple(part for part in cut if part.text), kind) if is_counted else None
    return None


def asks_for_tally(terms: Sequence[Term], wording: Wording) -> bool:
    """Return whether a text asks how many there are of each and for nothing else: "most active", "ranking"."""
    words = [fold(term.text) for term in terms if not term.phrase and not term.excluded]
    plain = _COUNTING | _COUNTED
    return bool(_COUNTING.intersection(words)) and all(
        fold(term.text) in plain or is_filler(term, wording) for term in terms
    )


_THE = "the"
_POSSESSIVE = re.compile(r"['’]s$")
_LONGEST_ASKED = 12
_HAN_ASIDE = frozenset({"被", "后", "由", "现", "叫", "为", "到", "哪里"})
_LISTING = frozenset({"which", "what", "list", "show", "how", "many", "the", "all", "me", "other", "are"})
_RANKING = frozenset({"most", "active", "often", "frequently", "there", "first", "top", "name", "named", "被", "最多"})
_NOT_NAMES = frozenset({"news", "law", "laws", "rules"})
"""Behind "company" they are what is asked for."""
_MAKERS = frozenset(
    {
        *("makers", "suppliers", "producers", "manufacturers", "startups", "start-ups", "operators", "developers"),
        *("carmakers", "automakers", "chipmakers", "drugmakers", "vendors"),
    }
)
"""Companies by what they do, which items say too: "battery maker CATL"."""
_COMPANIES, _MINISTRIES = "companies", "ministries"
_MANY, _FIRST_WORDS = "many", 3
_ASKING_WHO, _HAN_WHO = ("who ", "whose ", "whom "), "谁"
_EVERY, _HAN_EVERY = frozenset({"all", "every"}), ("所有", "全部")
_WHO, _MOST = "who", "most"
_COMPARING = frozenset({"against", "compared", "compare", "difference", "differences"})
"""Words for a briefing that compare it with another."""


def understand_named(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Understood:
    """Return what is meant; a text of which something is lifted is read as the question that it stands for.

    So is one that begins with a known name and goes on in plain words: "MIIT on AI", "BYD charging". Who asks what a
    body was or became means the body.
    """
    succession = find_succession(query.terms, lexicon, wording)
    query = replace(query, terms=succession) if succession else query
    found = understand_query(query, lexicon=lexicon, wording=wording, today=today)
    is_told = succession or found.lifted or _goes_on_behind_name(query.terms, lexicon, wording)
    if found.is_question or not is_told or not wording.openers:
        return found
    asked = replace(query, terms=(Term(text=min(wording.openers)), *query.terms))
    return understand_query(asked, lexicon=lexicon, wording=wording, today=today)


def understand_rule(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query:
    """Return the filter that a subscription's words stand for where they are put as a question; others as they are.

    What was understood is said in its notes. What only forms an answer stays as it was given.
    """
    words = tuple(replace(term, phrase=False) if is_schedule_word(term.text) else term for term in query.terms)
    asked = replace(query, terms=words)  # a word of a schedule was set in quotes, to stay one
    found = understand_query(asked, lexicon=lexicon, wording=wording, today=today)
    if not found.is_question and (bare := _leave_every(words)) != words:
        query = asked = replace(query, terms=bare)
        found = understand_query(asked, lexicon=lexicon, wording=wording, today=today)
    if not found.is_question or not (found.query.has_filters or found.query.terms) or found.query == asked:
        return query
    said = " · ".join(describe_filter(found.query, lexicon))
    notes = (*found.query.notes, f"Understood: {said}.")
    return quote_schedule_words(replace(found.query, sort=query.sort, limit=query.limit, notes=notes))


def _leave_every(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the terms without an "all" or 所有 before what is followed: "all news about robots" begins with "news"."""
    first = terms[0] if terms else None
    if first is None or first.phrase or first.excluded:
        return terms
    if len(terms) > 1 and fold(first.text) in _EVERY:
        return terms[1:]
    word = next((each for each in _HAN_EVERY if first.text.startswith(each) and first.text != each), "")
    return (replace(first, text=first.text.removeprefix(word)), *terms[1:])


def lift_topic(query: Query, lexicon: Lexicon) -> Query:
    """Return the query with its words as a topic, where they are the name of one and nothing else."""
    plain = all(not term.phrase and not term.excluded for term in query.terms)
    topics = lexicon.find_topics(" ".join(term.text for term in query.terms)) if plain else ()
    if not topics:
        return query
    return replace(query, terms=(), topic=replace(query.topic, include=tuple(topic.id for topic in topics)))


def understand_briefings(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query | None:
    """Return the dates and words of a name that a question for briefings is for; None for a text that is no question.

    One for none of them ("what is new against the one before?") is for the latest.
    """
    if query.terms and all(_is_of_briefing(term, wording) for term in query.terms):
        return replace(query, terms=())
    found = understand_query(query, lexicon=lexicon, wording=wording, today=today)
    if not (found.is_question or found.lifted or query.briefing.include):
        return None
    terms = tuple(term for term in found.query.terms if term.phrase or fold(term.text) not in wording.briefings)
    return replace(found.query, terms=terms, sort=query.sort)


def find_succession(terms: tuple[Term, ...], lexicon: Lexicon, wording: Wording) -> tuple[Term, ...] | None:
    """Get the name of the body that a question asks the history of ("what replaced the CBIRC?"); None for another."""
    words = [fold(term.text) for term in terms]
    if any(term.phrase or term.excluded for term in terms) or len(terms) > _LONGEST_ASKED:
        return None
    said = " ".join([term.text for term in terms])
    in_chinese = [] if said.isascii() else [word for word in wording.chinese.succession if word in said]
    if not in_chinese and not wording.succession.intersection(words):
        return None
    for word in in_chinese:
        terms = tuple(replace(term, text=term.text.replace(word, "的")) for term in terms)
    cut = split_chinese(terms, lexicon, wording, is_question=True)
    left = [term for term in cut if fold(term.text) not in wording.succession | wording.openers | _HAN_ASIDE]
    left = [term for term in left if term.text.isupper() or not is_filler(term, wording)]
    name = _POSSESSIVE.sub("", " ".join(term.text for term in left))
    is_asked = bool(in_chinese) or words[0] in wording.openers or words[0] in wording.succession
    return (Term(text=name),) if is_asked and left and find_named(name, lexicon)[0] else None


def find_asked_names(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> tuple[str, Query] | None:
    """Return which names a question lists ("which ministries issued most on AI?") and the query that is left of it.

    Companies are those of what the words left find ("which companies use drones?"). None where words are left, the
    name of no topic, and ministries are asked for, or how many: then it is for what is said of some of them.
    """
    tally = take_tally(query.terms, wording)
    terms, kind = tally or _take_kind(query.terms, wording, is_of_briefing=bool(query.briefing))
    if kind is None:
        return (_COMPANIES, query) if _asks_for_makers(query.terms, wording) else None
    terms = _leave_affected(terms, wording) if kind == _COMPANIES else terms
    if all(is_filler(term, wording) or fold(term.text) in _RANKING for term in terms):
        return kind, replace(query, terms=())
    asked = replace(query, terms=(Term(text=min(wording.openers)), *terms))
    found = understand_query(asked, lexicon=lexicon, wording=wording, today=today).query
    kept = tuple(term for term in found.terms if term.phrase or term.excluded or fold(term.text) not in _RANKING)
    meant = lift_topic(replace(found, terms=kept, sort=query.sort), lexicon)
    is_counted = tally is not None or any(fold(term.text) == _MANY for term in query.terms[:_FIRST_WORDS])
    if tally and (meant.ministry or meant.mentions or meant.company):
        return None
    return None if meant.terms and (kind != _COMPANIES or is_counted) else (kind, meant)


def leave_asking(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query | None:
    """Return a question for bodies without the words that ask for them ("who", "which ministries ... work on", 谁).

    None for a text that asks for none, and where nothing is left of it, unless ``lists_names`` tells.
    """
    if lists_names(query, wording):
        return replace(query, terms=())
    said = " ".join(fold(term.text) for term in query.terms)
    asking = [word for word, kind in wording.listed.items() if kind == _MINISTRIES]
    if not said.startswith(_ASKING_WHO) and not any(word in said for word in (*asking, _HAN_WHO)):
        return None
    found = understand_query(query, lexicon=lexicon, wording=wording, today=today)
    left = tuple(
        term for term in found.query.terms if term.phrase or fold(term.text) not in {*asking, *wording.affected}
    )
    return replace(found.query, terms=left, sort=query.sort) if found.is_question and left else None


def find_listed(query: Query, wording: Wording) -> Query | None:
    """Return what companies are listed for where no name stands; None for a text that asks for none.

    As ``lists_names`` tells, by trade ("car makers"), or by what they do ("who invested in China", 谁投资了).
    """
    if lists_names(query, wording):
        return replace(query, terms=())
    said = " ".join(fold(term.text) for term in query.terms)
    if (said.startswith(_ASKING_WHO) or _HAN_WHO in said) and not query.company:
        return query
    words = {fold(term.text) for term in query.terms if not term.phrase and not term.excluded}
    return query if words & _MAKERS and not query.company else None


def lists_names(query: Query, wording: Wording) -> bool:
    """Return whether a text that was understood where a name should stand asks for a list of names.

    It names days, a subject or a section and nothing else ("Q1 2024"), or asks for a count, the latest or all.
    """
    names = query.company or query.ministry or query.joint or query.mentions
    is_narrowed = not query.terms and query.has_filters and not names
    said = fold(" ".join(term.text for term in query.terms if not term.phrase and not term.excluded))
    is_all = said in wording.newest or said in wording.listed
    return is_narrowed or is_all or asks_for_tally(query.terms, wording)


def _take_kind(
    terms: tuple[Term, ...], wording: Wording, *, is_of_briefing: bool
) -> tuple[tuple[Term, ...], str | None]:
    """Return the terms without the first words that ask for all names of a kind, and the kind.

    Asked of a briefing, the word for the kind is enough.
    """
    for place, term in enumerate(terms):
        if term.phrase or term.excluded:
            break
        said, behind = fold(term.text), terms[place + 1 :]
        for word, kind in wording.listed.items() if not term.text.isascii() else ():
            if term.text.startswith(word):
                rest = Term(text=term.text[len(word) :])
                return (*([rest] if rest.text else []), *behind), kind
        is_all = is_of_briefing and all(is_filler(each, wording) for each in behind)
        if said in wording.listed and (place or is_all or _goes_on_of_companies(said, behind, wording)):
            is_of_kind = behind and fold(behind[0].text) in _NOT_NAMES
            return (terms, None) if is_of_kind else (behind, wording.listed[said])
        if said not in _LISTING:
            break
    words = {fold(term.text) for term in terms}
    if terms and fold(terms[0].text) == _WHO and _MOST in words:
        return terms[1:], _MINISTRIES
    return terms, None


def _asks_for_makers(terms: Sequence[Term], wording: Wording) -> bool:
    """Return whether companies are asked for by what they do: "which battery makers are in the news?"."""
    words = [fold(term.text) for term in terms[: _FIRST_WORDS + 1] if not term.phrase and not term.excluded]
    place = next((place for place, word in enumerate(words) if word in _MAKERS), 0)
    return place > 0 and words[0] in _LISTING and wording.fillers.isdisjoint(words[1:place])


def _goes_on_of_companies(said: str, behind: Sequence[Term], wording: Wording) -> bool:
    """Say whether a text that begins with "companies" goes on with what they have to do with: "using", "named in"."""
    is_several = said.endswith("s") and wording.listed[said] == _COMPANIES
    return is_several and len(behind) > 1 and (fold(behind[0].text) in wording.affected | wording.fillers)


def _leave_affected(terms: tuple[Term, ...], wording: Wording) -> tuple[Term, ...]:
    """Return the terms without what companies have to do with what is asked: "affected by", 受…影响."""
    left: list[Term] = []
    for place, term in enumerate(terms):
        is_said = not term.phrase and not term.excluded and fold(term.text) in wording.affected and len(terms) > 1
        if is_said and all(is_filler(each, wording) for each in left):
            continue
        left.append(_strip_affected(term, wording) if place == 0 and not term.text.isascii() else term)
    return tuple(left)


def _strip_affected(term: Term, wording: Wording) -> Term:
    """Return a term in Chinese without such words at its edges; one of nothing else as it is."""
    words = wording.chinese.affected
    start = next((word for word in words if term.text.startswith(word)), "")
    rest = term.text.removeprefix(start)
    end = next((word for word in words if rest.endswith(word)), "")
    rest = rest.removesuffix(end)
    return replace(term, text=rest) if rest else term


def asks_for_previous(query: Query, wording: Wording) -> bool:
    """Say whether a text asks for the issue before the latest ("the previous one", 上一期), and for nothing in it."""
    words = [fold(term.text) for term in query.terms]
    plain = wording.previous | {_THE} | (wording.briefings - _COMPARING)
    is_plain = not any(term.phrase or term.excluded for term in query.terms)
    return is_plain and bool(wording.previous.intersection(words)) and plain.issuperset(words)


def _goes_on_behind_name(terms: Sequence[Term], lexicon: Lexicon, wording: Wording) -> bool:
    """Say whether a known name stands first and what follows is no part of another: no words in capitals."""
    if any(term.phrase or term.excluded for term in terms):
        return False
    for end in range(min(len(terms) - 1, LONGEST_NAME), 0, -1):
        if any(find_named(" ".join(term.text for term in terms[:end]), lexicon)):
            rest = [term.text for term in terms[end:]]
            return is_filler(terms[end], wording) or all(
                text == text.casefold() or lexicon.find_topics(text) for text in rest
            )
    return False


def _is_of_briefing(term: Term, wording: Wording) -> bool:
    words = wording.briefings | wording.fillers | wording.openers
    return not term.phrase and not term.excluded and fold(term.text) in words
