"""What a text asks for, in English and Chinese, on every command.

One reader: the text is cut into pieces (``bot.query.pieces``), then each rule takes the pieces it understands and makes
filters of them. Words that only ask are left out of what is put as a question, the rest is searched for. Quoted words
are never touched. Whatever is lifted is said to the person, who can edit it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.names.lexicon import Lexicon
from bot.query.asked_briefings import AskedBriefing, Issue, find_briefing, spell
from bot.query.phrases import Mark
from bot.query.pieces import cut_exceptions, cut_terms
from bot.query.query_record import Choices, Query, describe_filter
from bot.query.query_scan import Key, Term, make_term, strip_word
from bot.query.question_filters import (
    read_filters,
    read_issuers,
    read_kinds,
    read_names,
    read_negations,
    read_order,
    read_own_list,
    tells_issuers,
)
from bot.query.question_text import QuestionText, merge_queries
from bot.query.question_times import DEADLINES, is_dated_behind, read_times, stands_first
from bot.query.schedule import quote_schedule_words
from bot.query.search_plan import OR
from bot.query.wording import Wording

_DROPPED = frozenset({*DEADLINES, Mark.PLAIN, Mark.OPENER, Mark.ASKING, Mark.ISSUING, Mark.NEWEST, Mark.AND}) | {
    *(Mark.COMPARE, Mark.GOAL, Mark.MOMENT, Mark.PAST, Mark.VIEW, Mark.SAYING, Mark.LATEST, Mark.COUNT, Mark.DRAFT)
}
"""What is left out of a question where no rule has taken it."""
_ASKING_ONLY = frozenset({Mark.PLAIN, Mark.OPENER, Mark.ASKING, Mark.ISSUING, Mark.NEWEST, Mark.AND, Mark.COUNT})
_MOST_FIRMS = 250
"""So many companies make a filter; more are nearly all there are."""


class Asked(StrEnum):
    """What kind of answer is asked for."""

    SEARCH = "search"
    DUE = "due"
    TARGETS = "targets"
    TIMELINE = "timeline"
    COMPARE = "compare"
    POLICY = "policy"
    MINISTRY = "ministry"
    MINISTRIES = "ministries"
    COMPANY = "company"
    COMPANIES = "companies"
    BRIEFING = "briefing"
    BRIEFINGS = "briefings"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A text as it was understood: ``query`` has the filters that were lifted and the words to search for.

    ``plain`` is the same with its words left as words: what to ask where the filters find nothing. ``left_out`` are
    words that were neither understood nor are searched for. ``unread_negation`` is a "not" and the word behind it, of
    which nobody knows whether it is to be left out. ``said_briefing`` is how the text names a briefing, whose number
    ``query.briefing`` holds; where ``is_absent_briefing`` there is none of that name or day.
    """

    asked: Asked
    query: Query
    plain: Query
    is_question: bool = False
    lifted: bool = False
    left_out: tuple[str, ...] = ()
    unread_negation: str = ""
    wants_comment: bool = False
    said_briefing: str = ""
    is_absent_briefing: bool = False


def read_question(
    query: Query,
    *,
    lexicon: Lexicon,
    wording: Wording,
    today: dt.date,
    command: str = "policy",
    issues: Sequence[Issue] = (),
) -> Question:
    """Return what a query's words ask for on ``today``; ``issues`` are the briefings there are, oldest first.

    Raises BadQueryError for a date that can be read two ways, for "about us" where no list says who that is, and for a
    question that names nothing.
    """
    if not query.terms:
        return Question(asked=_find_alone(query, command), query=query, plain=query)
    terms = cut_exceptions(query.terms)
    pieces = cut_terms(terms, wording.phrases, lexicon, today, is_phrase=wording.is_phrase)
    text = QuestionText(pieces, lexicon, wording, today, command)
    of_briefing = find_briefing(text, issues)
    text.is_question = of_briefing is not None or _is_put_as_question(text)
    asked = _find_list(text, query)
    read_negations(text)
    for rule in (read_own_list, read_issuers, read_filters) if text.is_question else ():
        rule(text)
    read_times(text)
    for rule in (read_names, read_kinds, read_order) if text.is_question or command in _NAMED else ():
        rule(text)
    return _conclude(text, replace(query, terms=terms), query, of_briefing, asked)


def read_rule(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query:
    """Return the filter that a subscription's words stand for where they are put as a question; of others the words.

    What was understood is said in its notes. What only forms an answer stays as it was given. Deadlines without a date
    stay the word ``deadlines``, which a subscription knows.
    """
    bare = tuple(replace(term, phrase=" " in term.text) for term in query.terms)
    quoted = quote_schedule_words(Query(terms=bare)).terms  # a word of a schedule was set in quotes, to stay one
    sides = zip(bare, quoted, query.terms, strict=True)
    asked = replace(query, terms=tuple(one if set_apart.phrase else term for one, set_apart, term in sides))
    question = read_question(asked, lexicon=lexicon, wording=wording, today=today, command="digest")
    found = question.query
    if not question.is_question or not (found.has_filters or found.terms) or found == asked:
        return quote_schedule_words(replace(query, terms=question.plain.terms)) if found.terms else query
    if question.asked is Asked.DUE and query.due is None and found.due == DateRange(start=today):
        found = replace(found, due=None, terms=(Term(text="deadlines"),))
    said = " · ".join(describe_filter(found, lexicon))
    notes = (*found.notes, f"Understood: {said}.")
    return quote_schedule_words(replace(found, sort=query.sort, limit=query.limit, notes=notes))


# Whether a text is put as a question, or is so plain a list of conditions that it is read as one.


def _is_put_as_question(text: QuestionText) -> bool:
    pieces = [piece for piece in text.pieces if piece.quoted is None]
    if not pieces or text.pieces[0].quoted is not None:
        return False
    first = next((piece for piece in pieces if not piece.has(Mark.PLAIN)), pieces[0])
    opens = first.has(Mark.OPENER, Mark.COMPARE, Mark.GOAL, Mark.SUCCESSION)
    if first.has(Mark.NEWEST) or (len(text.pieces) > 1 and opens):
        return True
    return any(_asks(text, place) for place in range(len(text.pieces))) or _is_understood(text)


def _asks(text: QuestionText, place: int) -> bool:
    """Say whether a piece makes any text a question: a phrase that means a filter, deadlines with a date, 哪些."""
    piece = text.pieces[place]
    behind = text.pieces[place + 1] if place + 1 < len(text.pieces) else None
    is_chinese = not piece.text.isascii()
    if piece.filter:
        return " " in piece.text or is_chinese or bool(behind and (behind.has(Mark.ASKING) or behind.kind))
    if piece.has(*DEADLINES):
        leads = not place or text.pieces[place - 1].has(Mark.AHEAD)
        return is_dated_behind(text, place) or (leads if behind else place > 0)
    if piece.has(Mark.JOINT, Mark.ALONE):
        return tells_issuers(text)
    if piece.has(Mark.GOAL):
        return any(other.date for other in text.pieces)
    if piece.has(Mark.DRAFT) and not place:
        return piece.text[-1] == "s" and behind is not None and behind.has(Mark.PLAIN)
    if piece.has(Mark.NOT, Mark.NOT_YET):
        return behind is not None and (bool(behind.filter) or behind.has(Mark.DRAFT, *DEADLINES))
    if piece.has(Mark.COMPARE, Mark.OR):
        return sum(each.is_name for each in text.pieces) > 1
    if is_chinese and (piece.date or piece.is_name):
        return any(other.has(Mark.ISSUING) or other.text == "的" for other in text.pieces[place + 1 :])
    return piece.has(Mark.OURS) or (is_chinese and piece.has(Mark.OPENER, Mark.MOMENT))


def _is_understood(text: QuestionText) -> bool:
    """Say whether every word of a text is known and something of it is a condition: "MIIT 2024", "CAC drafts"."""
    if any(piece.is_word or piece.quoted for piece in text.pieces):
        return False
    if text.command == "digest" and all(piece.is_name for piece in text.pieces):
        return True
    several = [piece for piece in text.pieces if piece.text[-1] in "sS" or not piece.text.isascii()]
    is_of_kind = any(
        (piece.kind and not piece.marks) or piece.has(Mark.DRAFT, Mark.CALL, Mark.GOAL) for piece in several
    )
    is_ranked = text.command in _NAMED and text.has(Mark.COUNT, Mark.NEWEST)
    of_name = text.has(Mark.EVERYTHING) and any(piece.is_name or piece.has(Mark.OPENER) for piece in text.pieces)
    return (
        is_of_kind
        or is_ranked
        or of_name
        or any(piece.date or piece.filter or piece.has(Mark.DEADLINE) for piece in text.pieces)
    )


# What kind of answer is asked for.

_ALONE = {"ministry": Asked.MINISTRIES, "company": Asked.COMPANIES, "briefing": Asked.BRIEFING}
_WHO = frozenset({"who", "谁"})
_NAMED = {"ministry": Asked.MINISTRY, "company": Asked.COMPANY}


def _find_alone(query: Query, command: str) -> Asked:
    """Return what filters without words ask for on a command."""
    names = {"ministry": (*query.ministry.include, *query.joint.include), "company": query.company.include}
    if names.get(command):
        return _NAMED[command]
    is_chosen = bool(query.briefing.include) or not query.has_filters
    return Asked.BRIEFINGS if command == "briefing" and not is_chosen else _ALONE.get(command, Asked.SEARCH)


def _find_list(text: QuestionText, query: Query) -> Asked | None:
    """Return that all ministries or companies of some kind are asked for, or things side by side; None for neither."""
    named = [piece for piece in text.pieces if piece.is_name]
    are_several = len(query.policy.include) > 1 or len(query.briefing.include) > 1
    found: Asked | None = None
    if text.has(Mark.COMPARE) and (are_several or (len(named) > 1 and text.is_question)):
        text.take_marked(Mark.COMPARE, Mark.AND, Mark.OR)
        found = Asked.COMPARE
    elif text.has(Mark.SUCCESSION) and len(named) == 1 and named[0].bodies and not text.words:
        text.take_marked(Mark.SUCCESSION)
        found = Asked.MINISTRY
    elif firms := _read_firms(text):
        found = firms
    elif place := next((at for at in range(len(text.pieces)) if _is_listed(text, at)), -1) + 1:
        mark = Mark.COMPANIES if text.pieces[place - 1].has(Mark.COMPANIES) else Mark.MINISTRIES
        text.take_marked(Mark.COUNT, mark)
        text.take(*(other for other in text.pieces[place : place + 2] if other.has(Mark.AFFECTED)))
        found = Asked.COMPANIES if mark is Mark.COMPANIES else Asked.MINISTRIES
    elif text.has(Mark.COUNT) and not named and any(piece.text.casefold() in _WHO for piece in text.pieces):
        text.take_marked(Mark.COUNT)
        found = Asked.MINISTRIES
    text.is_question = text.is_question or found is not None
    return found


def _is_listed(text: QuestionText, place: int) -> bool:
    """Say whether a word for companies or ministries is what is listed: only words of asking stand before it."""
    piece, before, behind = text.pieces[place], text.pieces[:place], text.pieces[place + 1 :]
    if not piece.has(Mark.COMPANIES, Mark.MINISTRIES):
        return False
    if before and before[-1].text.casefold() in {"by", "per", "各", "每个", "按"}:
        return text.has(Mark.COUNT)
    is_several = piece.text[-1] == "s" or not piece.text.isascii() or text.has(Mark.COUNT)
    leads = all(other.has(Mark.OPENER, Mark.PLAIN, Mark.ASKING, Mark.COUNT, Mark.LATEST) for other in before)
    opens = any(other.has(Mark.OPENER, Mark.COUNT) for other in before) or piece.has(Mark.OPENER)
    return is_several and leads and (opens or (not before and (not behind or behind[0].has(Mark.AFFECTED))))


def _read_firms(text: QuestionText) -> Asked | None:
    """Read companies by their country or trade: "German companies", "pharma", 药企; None where none are named so."""
    spans = ((at, end) for at in range(len(text.pieces)) for end in range(min(len(text.pieces), at + 4), at, -1))
    for place, end in spans:
        run = text.pieces[place:end]
        is_whole = text.command == "company" and len(run) == len(text.pieces)
        of_firms = is_whole or any(piece.has(Mark.COMPANIES) for piece in run)
        ids = [company.id for company in text.lexicon.find_group(spell(run))] if of_firms else []
        if ids:
            others = [*text.pieces[:place], *text.pieces[end:]]
            rest = [piece for piece in others if not piece.has(*_ASKING_ONLY, Mark.AFFECTED)]
            if rest and (not text.is_question or len(ids) > _MOST_FIRMS):
                return None
            text.choose(Key.COMPANY, ids)
            text.take(*run)
            text.take_marked(Mark.AFFECTED)
            text.is_question = True
            return None if rest and text.command != "company" else Asked.COMPANIES
    return None


def _choose_answer(text: QuestionText, query: Query, listed: Asked | None, of_briefing: AskedBriefing | None) -> Asked:
    if listed is not None:
        return Asked.SEARCH if listed is Asked.MINISTRIES and query.terms else listed
    has_more = query.terms or replace(query, briefing=Choices(), dates=None).has_filters
    if of_briefing is not None and not has_more:
        return Asked.BRIEFINGS if of_briefing.is_several or len(of_briefing.numbers or ()) > 1 else Asked.BRIEFING
    if text.command == "briefing":
        return Asked.BRIEFINGS
    is_alone = not any(piece.is_word or piece.is_name or piece.quoted for piece in text.pieces)
    if len(query.policy.include) == 1 and is_alone:
        return Asked.TIMELINE if text.has(Mark.TIMELINE) else Asked.POLICY
    if text.command in _NAMED:
        return (_NAMED if query.ministry or query.company or query.terms else _ALONE)[text.command]
    if query.targets and stands_first(text, Mark.GOAL):
        return Asked.TARGETS
    return Asked.DUE if query.due and not query.terms and text.is_question else Asked.SEARCH


# What is left to search for.


def _conclude(
    text: QuestionText, query: Query, typed: Query, of_briefing: AskedBriefing | None, listed: Asked | None
) -> Question:
    nothing_lifted = text.lifted == Query() and of_briefing is None
    dropped = _DROPPED if text.is_question else frozenset({Mark.PLAIN})
    gone = {id(piece) for piece in text.pieces if piece.is_used or piece.has(*dropped)}
    gone |= {id(piece) for piece in text.pieces if piece.has(Mark.AND)}
    terms = _list_terms(text, query.terms, gone)
    asking = {
        id(piece) for piece in text.pieces if not piece.marks.isdisjoint(_ASKING_ONLY if text.is_question else dropped)
    }
    plain = replace(typed, terms=_list_terms(text, query.terms, asking) or query.terms)
    if listed or text.command in _NAMED:
        terms = _lift_topic(text, terms)
    found = merge_queries(replace(query, terms=terms), text.lifted)
    if found is None:
        return Question(asked=Asked.SEARCH, query=plain, plain=plain, is_question=text.is_question)
    if of_briefing is not None and of_briefing.numbers is not None:
        numbers = tuple(map(str, of_briefing.numbers)) or ("0",)
        found = replace(found, briefing=Choices(include=numbers))
    asked = _choose_answer(text, found, listed, of_briefing)
    if asked in {Asked.POLICY, Asked.TIMELINE}:
        found = replace(typed, terms=())  # its card tells whatever is asked of it
    if not (found.terms or found.has_filters or found.limit):
        if asked is Asked.SEARCH and nothing_lifted and text.is_question:
            _refuse_nothing(text)
        if not text.is_question:
            found = typed
    return Question(
        asked=asked,
        query=found,
        plain=found if text.leaves_out or (not found.terms and not plain.terms) else plain,
        is_question=text.is_question,
        lifted=not nothing_lifted,
        left_out=tuple(piece.text for piece in text.pieces if text.is_question and piece.has(Mark.COMPARE)),
        unread_negation=text.unread,
        wants_comment=(text.is_question or bool(query.briefing))
        and any(Mark.VIEW in piece.marks for piece in text.pieces),
        said_briefing=of_briefing.said if of_briefing else "",
        is_absent_briefing=of_briefing is not None and of_briefing.numbers == (),
    )


def _list_terms(text: QuestionText, terms: Sequence[Term], gone: set[int]) -> tuple[Term, ...]:
    """Return the terms without the pieces that are gone; what is left of a term of several pieces stays together."""
    left: list[Term] = []
    start = 0
    for term in terms:
        end = start + (1 if term.phrase or term.excluded else len(term.text))
        pieces = [piece for piece in text.pieces if piece.start < end and start < piece.end]
        kept = [piece for piece in pieces if id(piece) not in gone]
        if term.phrase or term.excluded or len(kept) == len(pieces):
            left.append(Term(text=OR) if len(pieces) == 1 and pieces[0].has(Mark.OR) else term)
        else:
            runs = [(max(piece.start, start), min(piece.end, end)) for piece in kept]
            left += _list_runs(term.text, [(first - start, last - start) for first, last in runs])
        start = end + 1
    is_joint = [0 < place < len(left) - 1 and left[place - 1].text != OR for place in range(len(left))]
    return tuple(term for term, joins in zip(left, is_joint, strict=True) if joins or term != Term(text=OR))


def _list_runs(text: str, spans: list[tuple[int, int]]) -> Iterator[Term]:
    """Yield the words of these stretches of a text; those that touch are one."""
    for place, (first, last) in enumerate(spans):
        if place + 1 < len(spans) and spans[place + 1][0] == last:
            spans[place + 1] = (first, spans[place + 1][1])
        elif word := strip_word(text[first:last]):
            yield make_term(word)


def _lift_topic(text: QuestionText, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Lift the words that are left as a topic, where they are the name of one and nothing else."""
    is_plain = not any(term.phrase or term.excluded for term in terms)
    topics = text.lexicon.find_topics(" ".join(term.text for term in terms)) if is_plain else ()
    if topics:
        text.choose(Key.TOPIC, [topic.id for topic in topics])
        return ()
    return terms


def _refuse_nothing(text: QuestionText) -> None:
    """Refuse a question of which nothing was understood, lest everything be taken for its answer."""
    if not any(
        not piece.marks.isdisjoint({Mark.EVERYTHING, Mark.NEWEST, Mark.GOAL, *DEADLINES}) for piece in text.pieces
    ):
        raise BadQueryError(
            "Nothing in this question says what to look for.",
            hint="Name a subject, a ministry, a company or a date, such as: what did MIIT issue on robots?",
        )
