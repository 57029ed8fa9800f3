"""What a text asks for, in English and Chinese, on every command.

One reader: the text is cut into parts, then each rule takes the parts it understands and makes filters of them. Words
that only ask are left out of what is put as a question, the rest is searched for. Quoted words are never touched.
Whatever is lifted is said to the person, who can edit it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.names.lexicon import Lexicon
from bot.query.keys import Key
from bot.query.query_record import Choices, Query, Term, describe_query
from bot.query.question_briefings import AskedBriefing, Issue, find_briefing, spell
from bot.query.question_parts import Part, cut_exceptions, cut_terms, list_terms
from bot.query.question_rules import (
    DEADLINES,
    Reading,
    merge_queries,
    read_filters,
    read_issuers,
    read_kinds,
    read_names,
    read_negations,
    read_order,
    read_times,
    tells_issuers,
)
from bot.query.schedule import quote_schedule_words
from bot.query.wording import Mark, Wording

_ASKING_ONLY = frozenset({Mark.PLAIN, Mark.OPENER, Mark.ASKING, Mark.ISSUING, Mark.NEWEST, Mark.AND, Mark.COUNT})
_DROPPED = _ASKING_ONLY | {
    *(*DEADLINES, Mark.COMPARE, Mark.GOAL, Mark.MOMENT, Mark.PAST, Mark.VIEW, Mark.SAYING, Mark.LATEST, Mark.DRAFT)
}
"""What is left out of a question where no rule has taken it."""
_MOST_FIRMS = 250
"""So many companies make a filter; more are nearly all there are."""
_LONGEST_GROUP = 4
_WHO = frozenset({"who", "谁"})
_BY = frozenset({"by", "per", "各", "每个", "按"})


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


_NAMED = {"ministry": Asked.MINISTRY, "company": Asked.COMPANY}
_ALL = {"ministry": Asked.MINISTRIES, "company": Asked.COMPANIES, "briefing": Asked.BRIEFING}
_READ_AS_NAMES = frozenset({*_NAMED, "digest"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A text as it was understood: ``query`` has the filters that were lifted and the words to search for.

    ``plain`` is the same with its words left as words: what to ask where the filters find nothing. ``notes`` say what
    was not understood. ``wants_most``: those of a list that are named most come first. ``absent_briefing`` is how the
    text names a briefing that is not there.
    """

    asked: Asked
    query: Query
    plain: Query
    is_question: bool = False
    lifted: bool = False
    notes: tuple[str, ...] = ()
    wants_comment: bool = False
    wants_most: bool = False
    absent_briefing: str = ""


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

    Raises BadQueryError for a date that can be read two ways, and for a question that names nothing.
    """
    if not query.terms:
        return Question(asked=_find_alone(query, command), query=query, plain=query)
    terms = cut_exceptions(query.terms)
    text = Reading(cut_terms(terms, wording, lexicon, today), lexicon, today, command)
    of_briefing = find_briefing(text.parts, issues, today, command)
    text.is_question = of_briefing is not None or _is_put_as_question(text)
    wants_most = text.has(Mark.COUNT)
    listed = _find_list(text, query)
    read_negations(text)
    for rule in (read_issuers, read_filters) if text.is_question else ():
        rule(text)
    read_times(text)
    for rule in (read_names, read_kinds, read_order) if text.is_question or command in _READ_AS_NAMES else ():
        rule(text)
    found = _conclude(text, replace(query, terms=terms), query, of_briefing, listed)
    return replace(found, wants_most=wants_most)


FOLLOWING = "Following:"
"""How the note of a rule begins that says what was understood."""


def read_rule(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query:
    """Return the filter that a subscription's words stand for.

    What was understood is said in its notes. What only forms an answer stays as it was given. Deadlines without a date
    stay the word ``deadlines``, which a subscription knows.
    """
    bare = tuple(replace(term, phrase=" " in term.text) for term in query.terms)
    quoted = quote_schedule_words(Query(terms=bare)).terms  # a word of a schedule was set in quotes, to stay one
    sides = zip(bare, quoted, query.terms, strict=True)
    asked = replace(query, terms=tuple(one if set_apart.phrase else term for one, set_apart, term in sides))
    question = read_question(asked, lexicon=lexicon, wording=wording, today=today, command="digest")
    found = question.query
    if not (found.has_filters or found.terms) or found == asked:
        return quote_schedule_words(replace(query, terms=question.plain.terms)) if found.terms else query
    deadlines = question.asked is Asked.DUE and query.due is None and found.due == DateRange(start=today)
    found = replace(found, due=None) if deadlines else found
    said = " · ".join((*describe_query(found, lexicon, moving=True), *(("deadlines",) if deadlines else ())))
    terms = (*found.terms, Term(text="deadlines")) if deadlines else found.terms
    notes = (*found.notes, f"{FOLLOWING} {said}.")
    return quote_schedule_words(replace(found, terms=terms, sort=query.sort, limit=query.limit, notes=notes))


# Whether a text is put as a question, or is so plain a list of conditions that it is read as one.


def _is_put_as_question(text: Reading) -> bool:
    parts = [part for part in text.parts if part.quoted is None]
    if not parts or text.parts[0].quoted is not None:
        return False
    first = next((part for part in parts if not part.has(Mark.PLAIN)), parts[0])
    opens = first.has(Mark.OPENER, Mark.COMPARE, Mark.GOAL, Mark.SUCCESSION)
    if first.has(Mark.NEWEST) or (len(text.parts) > 1 and opens):
        return True
    return any(_asks(text, place) for place in range(len(text.parts))) or _is_understood(text)


def _asks(text: Reading, place: int) -> bool:
    """Say whether a part makes any text a question: a phrase that means a filter, deadlines with a date, 哪些."""
    part = text.parts[place]
    behind = text.parts[place + 1] if place + 1 < len(text.parts) else None
    is_chinese = not part.text.isascii()
    if part.phrase.means:
        return " " in part.text or is_chinese or bool(behind and (behind.kind or behind.has(Mark.ASKING)))
    if part.has(*DEADLINES):
        return any(each.is_date or each.has(Mark.AHEAD) for each in text.parts) or not place or not behind
    if part.has(Mark.JOINT, Mark.ALONE):
        return tells_issuers(text)
    if part.has(Mark.GOAL):
        return any(each.is_date for each in text.parts)
    if part.has(Mark.COMPARE, Mark.OR):
        return sum(each.is_name for each in text.parts) > 1
    if part.has(Mark.NOT, Mark.NOT_YET):
        return behind is not None and (bool(behind.phrase.means) or behind.has(Mark.DRAFT, *DEADLINES))
    return is_chinese and part.has(Mark.OPENER, Mark.MOMENT, Mark.ISSUING)


def _is_understood(text: Reading) -> bool:
    """Say whether every word of a text is known and something of it is a condition: "MIIT 2024", "CAC drafts"."""
    if any(part.is_word or part.quoted for part in text.parts):
        return False
    is_named = text.has(Mark.ASKING) and any(part.is_name or part.has(Mark.OPENER) for part in text.parts)
    is_ranked = text.command in _NAMED and text.has(Mark.COUNT, Mark.NEWEST)
    return is_named or is_ranked or any(map(_is_condition, text.parts))


def _is_condition(part: Part) -> bool:
    is_of_kind = part.is_several and ((part.kind and not part.marks) or part.has(Mark.DRAFT, Mark.GOAL))
    return bool(part.is_date or part.phrase.means or part.has(Mark.DEADLINE) or is_of_kind)


# What kind of answer is asked for.


def _find_alone(query: Query, command: str) -> Asked:
    """Return what filters without words ask for on a command."""
    names = {"ministry": (*query.ministry.include, *query.joint.include), "company": query.company.include}
    if names.get(command):
        return _NAMED[command]
    is_chosen = bool(query.briefing.include) or not query.has_filters
    return Asked.BRIEFINGS if command == "briefing" and not is_chosen else _ALL.get(command, Asked.SEARCH)


def _find_list(text: Reading, query: Query) -> Asked | None:
    """Return that all ministries or companies of some kind are asked for, or things side by side; None for neither."""
    named = [part for part in text.parts if part.is_name]
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
    elif (place := next((at for at in range(len(text.parts)) if _is_listed(text, at)), None)) is not None:
        found = Asked.COMPANIES if text.parts[place].has(Mark.COMPANIES) else Asked.MINISTRIES
        text.take_marked(Mark.COUNT, Mark.COMPANIES if found is Asked.COMPANIES else Mark.MINISTRIES)
        text.take(*(other for other in text.parts[place + 1 : place + 3] if other.has(Mark.AFFECTED)))
    elif text.has(Mark.COUNT) and not named and any(part.text.casefold() in _WHO for part in text.parts):
        text.take_marked(Mark.COUNT)
        found = Asked.MINISTRIES
    text.is_question = text.is_question or found is not None
    return found


def _is_listed(text: Reading, place: int) -> bool:
    """Say whether a word for companies or ministries is what is listed: only words of asking stand before it."""
    part, before, behind = text.parts[place], text.parts[:place], text.parts[place + 1 :]
    if not part.has(Mark.COMPANIES, Mark.MINISTRIES):
        return False
    if before and before[-1].text.casefold() in _BY:
        return text.has(Mark.COUNT)
    leads = all(other.has(Mark.OPENER, Mark.PLAIN, Mark.ASKING, Mark.COUNT, Mark.LATEST) for other in before)
    opens = any(other.has(Mark.OPENER, Mark.COUNT) for other in before) or part.has(Mark.OPENER)
    stands_alone = not before and (not behind or behind[0].has(Mark.AFFECTED))
    return (part.is_several or text.has(Mark.COUNT)) and leads and (opens or stands_alone)


def _read_firms(text: Reading) -> Asked | None:
    """Read companies by their country or trade: "German companies", "pharma", 药企; None where none are named so."""
    parts = text.parts
    for place in range(len(parts)):
        for end in range(min(len(parts), place + _LONGEST_GROUP), place, -1):
            run = parts[place:end]
            is_whole = text.command == "company" and len(run) == len(parts)
            of_firms = is_whole or any(part.has(Mark.COMPANIES) for part in run)
            ids = [company.id for company in text.lexicon.find_group(spell(run))] if of_firms else []
            if not ids:
                continue
            others = [part for part in parts if part not in run and not part.has(*_ASKING_ONLY, Mark.AFFECTED)]
            if others and (not text.is_question or len(ids) > _MOST_FIRMS):
                return None
            text.choose(Key.COMPANY, ids)
            text.take(*run)
            text.take_marked(Mark.AFFECTED)
            text.is_question = True
            return None if others and text.command != "company" else Asked.COMPANIES
    return None


def _choose_answer(text: Reading, query: Query, listed: Asked | None, of_briefing: AskedBriefing | None) -> Asked:
    if listed is not None:
        return Asked.SEARCH if listed is Asked.MINISTRIES and query.terms else listed
    has_more = query.terms or replace(query, briefing=Choices(), dates=None).has_filters
    if of_briefing is not None and not has_more:
        return Asked.BRIEFINGS if of_briefing.is_several or len(of_briefing.numbers or ()) > 1 else Asked.BRIEFING
    is_alone = not any(part.is_word or part.is_name or part.quoted for part in text.parts)
    if text.command == "briefing":
        is_one = is_alone and query.briefing.include and not text.has(Mark.BRIEFINGS)
        return Asked.BRIEFING if is_one else Asked.BRIEFINGS
    if len(query.policy.include) == 1 and is_alone:
        return Asked.TIMELINE if text.has(Mark.TIMELINE) else Asked.POLICY
    if text.command in _NAMED:
        return (_NAMED if query.ministry or query.joint or query.company or query.terms else _ALL)[text.command]
    if query.targets and text.begins_with(Mark.GOAL):
        return Asked.TARGETS
    return Asked.DUE if query.due and not query.terms and text.is_question else Asked.SEARCH


# What is left to search for.


def _conclude(
    text: Reading, query: Query, typed: Query, of_briefing: AskedBriefing | None, listed: Asked | None
) -> Question:
    nothing_lifted = text.lifted == Query() and of_briefing is None
    unread = [part.text for part in text.parts if text.is_question and part.has(Mark.COMPARE)]
    text.notes += [f"Left out: {', '.join(f'“{word}”' for word in unread)}."] if unread else []
    dropped = _DROPPED if text.is_question else frozenset({Mark.PLAIN, Mark.AND})
    kept = [part for part in text.parts if not part.is_taken and part.marks.isdisjoint(dropped)]
    terms = list_terms(kept, query.terms)
    asking = _ASKING_ONLY if text.is_question else dropped
    plain_terms = list_terms([part for part in text.parts if part.marks.isdisjoint(asking)], query.terms)
    plain = replace(typed, terms=plain_terms or query.terms)
    if listed or text.command in _NAMED:
        terms = _lift_topic(text, terms)
    found = merge_queries(replace(query, terms=terms), text.lifted)
    if found is None:
        return Question(asked=Asked.SEARCH, query=plain, plain=plain, is_question=text.is_question)
    if of_briefing is not None and of_briefing.numbers is not None:
        found = replace(found, briefing=Choices(include=tuple(map(str, of_briefing.numbers)) or ("0",)))
    asked = _choose_answer(text, found, listed, of_briefing)
    if asked in {Asked.POLICY, Asked.TIMELINE} or (asked is Asked.BRIEFING and query.briefing.include):
        found = replace(typed, terms=())  # its card tells whatever is asked of it
    asks = text.is_question or bool(query.briefing)
    wants_comment = asks and any(Mark.VIEW in part.marks for part in text.parts)
    if not (found.terms or found.has_filters or found.limit):
        if asked is Asked.SEARCH and nothing_lifted and text.is_question:
            _refuse_nothing(text)
        found = found if text.is_question else typed
    return Question(
        asked=asked,
        query=found,
        plain=found if text.leaves_out or (not found.terms and not plain.terms) else plain,
        is_question=text.is_question,
        lifted=not nothing_lifted,
        notes=tuple(text.notes),
        wants_comment=wants_comment,
        absent_briefing=of_briefing.said if of_briefing and of_briefing.numbers == () else "",
    )


def _lift_topic(text: Reading, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Lift the words that are left as a topic, where they are the name of one and nothing else."""
    is_plain = not any(term.phrase or term.excluded for term in terms)
    topics = text.lexicon.find_topics(" ".join(term.text for term in terms)) if is_plain else ()
    text.choose(Key.TOPIC, [topic.id for topic in topics])
    return () if topics else terms


def _refuse_nothing(text: Reading) -> None:
    """Refuse a question of which nothing was understood, lest everything be taken for its answer."""
    if not any(part.marks & {Mark.ASKING, Mark.NEWEST, Mark.GOAL, *DEADLINES} for part in text.parts):
        raise BadQueryError(
            "Nothing in this question says what to look for.",
            hint="Name a subject, a ministry, a company or a date, such as: what did MIIT issue on robots?",
        )
