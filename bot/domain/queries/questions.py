"""Questions as people type them: what is asked for is lifted out of the words around it.

Question words are dropped; known names, statuses, kinds of document and dates become filters. Only a text that is put
as a question is read so; dates written out, and names behind a "not" or "without", are lifted from any text. Quoted
words are never touched, and whatever is lifted is said to the person, who can edit it. What can be read two ways is
refused by the date grammar.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.calendar.date_ranges import DateRange
from bot.domain.names import fold
from bot.domain.queries.plain_words import says_nothing_else
from bot.domain.queries.query import Key, Query, Term, follow_list
from bot.domain.queries.query_values import COMMENT_CLOSED, find_value
from bot.domain.queries.question_conditions import (
    ANY_DRAFT,
    DRAFT_WORDS,
    lift_conditions,
)
from bot.domain.queries.question_counts import take_count
from bot.domain.queries.question_cuts import split_chinese
from bot.domain.queries.question_dates import LEADS, find_days, find_goal_year, list_goal_years, may_hold_date
from bot.domain.queries.question_deadlines import (
    Asked,
    Due,
    find_asked_deadlines,
    find_due_days,
    find_effect_days,
    find_open_effect,
    join_deadline_words,
)
from bot.domain.queries.question_joiners import part_names, take_either, take_full_names
from bot.domain.queries.question_joint import (
    asks_for_alone,
    drop_marks,
    leave_others,
    read_not_joint,
    refuse_several_alone,
    tells_who_issued,
)
from bot.domain.queries.question_kinds import lift_kinds, read_list
from bot.domain.queries.question_lift import Lift, add_filters
from bot.domain.queries.question_lists import choose_own_list, find_ours
from bot.domain.queries.question_marks import (
    asks_for_newest,
    is_said_of_date,
    lower_shouted,
    reads_as_question,
    refuse_since_briefing,
)
from bot.domain.queries.question_names import (
    LONGEST_NAME,
    find_left_out,
    find_named,
    find_open_negation,
    is_filler,
)
from bot.domain.queries.question_statuses import lift_drafts, lift_statuses, refuse_open_then
from bot.domain.records.briefing import PolicyStatus
from bot.errors import BadQueryError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.wording import Wording

_GOALS_BACK = 30
_GOALS_AHEAD = 70
"""Goals without a year are those of so many years before this one and from it on."""
_NEWEST_FIRST, _CLOSING_FIRST = "date", "due"


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """A query as it was understood; ``is_question`` when it was put as one, ``lifted`` when something became a filter.

    ``plain`` is the same question with its words left as words: what to ask where the filters find nothing.
    ``unread_negation`` is what stands behind a "not" or "without" and could be left out or searched for.
    """

    query: Query
    plain: Query
    is_question: bool
    lifted: bool
    unread_negation: str = ""


def understand_query(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Understood:
    """Give the query that is meant on ``today``.

    Raises BadQueryError for a date that can be read two ways, for "about us" where no list says who that is, and for a
    question that names nothing. A query without words is as it is, and "what is new?" asks for everything.
    """
    if not query.terms or says_nothing_else(query.terms, wording):
        return Understood(query=query, plain=query, is_question=False, lifted=False)
    return _understand(query, lexicon, wording, today)


def _understand(query: Query, lexicon: Lexicon, wording: Wording, today: dt.date) -> Understood:
    lowered = read_not_joint(lower_shouted(query.terms, wording), wording)
    query = query if lowered is query.terms else replace(query, terms=lowered)
    tells_who = tells_who_issued(query.terms, lexicon, wording)
    listed = read_list(query.terms, lexicon, today)
    is_question = tells_who or listed is not None or reads_as_question(query.terms, lexicon, wording)
    query = _take_count(query, wording) if is_question else _part_names(query, lexicon, wording)
    terms = listed.terms if listed else query.terms
    terms = tuple(map(leave_others, terms)) if tells_who else terms
    words = split_chinese(terms, lexicon, wording, is_question=is_question)
    words = join_deadline_words(words, wording) if is_question else words
    lift = _begin_lift(words, query, wording)
    whole: list[Term] = []
    if is_question:
        whole = [*take_either(lift.words, lexicon, wording), *take_full_names(lift.words, lexicon)]
        lift_conditions(lift, wording, today)
    _lift_left_out(lift, lexicon, wording)
    asked = find_asked_deadlines(lift.words, wording) if is_question else Asked.NOTHING
    if is_question:
        lift_statuses(lift, wording, asked)
        lift_drafts(lift, wording, asked)
        _lift_sections(lift, wording)
    _lift_dates(lift, today, wording, is_question=is_question, asked=asked)
    _lift_effect(lift, query.terms, today, wording, asked)
    if is_question:
        refuse_open_then(lift, query.terms, today)
        if (place := find_ours(lift.words, wording)) is not None:
            lift.take(*place)
            lift.is_ours = True
            query = follow_list(query, choose_own_list(lexicon), lexicon=lexicon, today=today)
        _lift_names(lift, query.terms, lexicon, wording, tells_who=tells_who, acts=bool(listed and listed.is_of_kind))
        lift_kinds(lift, wording, is_list=listed is not None)
    if not is_question and lift.is_empty:
        unread = find_open_negation(query.terms, wording)
        return Understood(query=query, plain=query, is_question=False, lifted=False, unread_negation=unread)
    left = [*_list_left(lift, wording, is_question=is_question), *whole, *lift.words_out]
    left = _take_year(lift, left, today) if is_question else left
    if is_question and query.sort is None:
        query = replace(query, sort=_choose_order(query, lift, asked, wording))
    if is_question and not (left or query.has_filters or query.limit) and lift.is_empty:
        _refuse_nothing(words, query.terms, wording)
    plain = tuple(term for term in words if not (is_question and is_filler(term, wording)))
    found = add_filters(replace(query, terms=tuple(left)), lift)
    if found is None or not (found.terms or found.has_filters or is_question):
        return Understood(query=query, plain=query, is_question=False, lifted=False)
    if is_question and found.terms and not found.status and _asks_when_it_binds(query.terms, words, wording):
        final = replace(found, status=replace(found.status, exclude=ANY_DRAFT))  # a draft never does
        return Understood(query=final, plain=found, is_question=True, lifted=True)
    return Understood(
        query=found,
        plain=found
        if lift.leaves_out or lift.is_ours or not found.terms
        else replace(query, terms=plain or query.terms),
        is_question=is_question,
        lifted=not lift.is_empty,
        unread_negation=find_open_negation(found.terms, wording),
    )


def _asks_when_it_binds(said: Sequence[Term], words: Sequence[Term], wording: Wording) -> bool:
    """Say whether the day is asked from which something binds ("when do the rules take effect?", 什么时候施行)."""
    asks_for_day = any(wording.asks_for_day(term.text) for term in said if not term.phrase)
    return asks_for_day and any(fold(term.text) in wording.effects for term in words if not term.phrase)


def _begin_lift(words: Sequence[Term], query: Query, wording: Wording) -> Lift:
    """Give a lift of these words, with what the text itself leaves out in Chinese left out."""
    lift = Lift(words=[term for term in words if not term.excluded or term in query.terms])
    for term in words:
        if term.excluded and term not in query.terms:
            _leave_words_out(lift, term, wording)
    return lift


def _choose_order(query: Query, lift: Lift, asked: Asked, wording: Wording) -> str | None:
    """Give the order that a question asks for: the newest first, or what closes next; None for no order."""
    if asks_for_newest(query.terms, wording):
        return _NEWEST_FIRST
    is_of_closing = lift.due is not None or PolicyStatus.DRAFT_FOR_COMMENT in lift.status
    return _CLOSING_FIRST if asked is Asked.TO_COME and is_of_closing else None


def _take_count(query: Query, wording: Wording) -> Query:
    refuse_since_briefing(query.terms)
    terms, count = take_count(query.terms, wording)
    limits = [limit for limit in (query.limit, count) if limit]
    return replace(query, terms=terms, limit=min(limits, default=None))


def _part_names(query: Query, lexicon: Lexicon, wording: Wording) -> Query:
    """Give the query without an "and" between names, save where names are left out: "other than BYD and CATL"."""
    if find_open_negation(query.terms, wording):
        return query
    parted = part_names(query.terms, lexicon)
    return query if parted == query.terms else replace(query, terms=parted)


def _list_left(lift: Lift, wording: Wording, *, is_question: bool) -> list[Term]:
    """Give the words that are searched for; a question for nothing but drafts is for open and closed ones."""
    left = [term for term in lift.words if term and not _is_left_out(term, wording, lift, is_question=is_question)]
    is_for_drafts = is_question and not lift.status and lift.has_word(DRAFT_WORDS)
    if is_for_drafts and all(fold(term.text) in DRAFT_WORDS for term in left):
        lift.status += ANY_DRAFT
        return []
    return left


def _take_year(lift: Lift, left: list[Term], today: dt.date) -> list[Term]:
    """Give the words without a bare year that is all that is left beside filters: it is their date."""
    is_year = len(left) == 1 and not left[0].phrase and find_goal_year(left[0].text, is_about_goals=True)
    if not is_year or lift.is_empty or lift.dates or lift.due or lift.effect or lift.targets:
        return left
    lift.dates = find_days(f"in {left[0].text}", today)
    return []


def _is_left_out(term: Term, wording: Wording, lift: Lift, *, is_question: bool) -> bool:
    if not is_question:
        return lift.dates is not None and is_said_of_date(term, wording)
    is_plain = not term.phrase and not term.excluded
    return is_filler(term, wording) or (
        is_plain and fold(term.text) in wording.goals | wording.deadlines | wording.effects
    )


def _lift_dates(lift: Lift, today: dt.date, wording: Wording, *, is_question: bool, asked: Asked) -> None:
    """Take the longest date, and in a question the year of a goal; words for goals and deadlines go with it."""
    is_about_goals = is_question and lift.has_word(wording.goals)
    is_about_deadlines = asked is not Asked.NOTHING
    first = lift.words[0] if lift.words else None
    named = next((term for term in lift.words if term and not _only_asks(term, wording)), None)
    words_ask_for_deadlines = is_about_deadlines and named is not None and fold(named.text) in wording.deadlines
    said = " ".join([term.text for term in lift.words if term])
    longest = min(LONGEST_NAME, len(lift.words)) if may_hold_date(said, ahead=is_about_deadlines) else 0
    for width in range(longest, 0, -1):
        for start in range(len(lift.words) - width + 1):
            text = _find_date_text(lift, start, start + width, ahead=is_about_deadlines)
            if text is None:
                continue
            goal = find_goal_year(text, is_about_goals=is_about_goals) if is_question else None
            goals = [goal] if goal else list_goal_years(text, today) if is_about_goals else ()
            if goals:
                lift.targets += goals
            elif is_about_deadlines:
                lift.due = find_due_days(text, today, asked)
            else:
                lift.dates = find_days(text, today)
            if not goals and lift.dates is None and lift.due is None:
                continue
            lift.take(start, start + width)
            _drop_leads(lift, start)
    if is_about_goals:
        _take_goals(lift, today, wording, of_any_year=first is not None and fold(first.text) in wording.goals)
    if lift.due is None and words_ask_for_deadlines:
        lift.due = Due(DateRange(start=today), None)


def _only_asks(term: Term, wording: Wording) -> bool:
    """Say whether a word says when, or how it is asked, and not for what; a phrase never."""
    return not term.phrase and (fold(term.text) in wording.ahead or is_filler(term, wording))


def _lift_effect(lift: Lift, said: Sequence[Term], today: dt.date, wording: Wording, asked: Asked) -> None:
    """Let the days of deadlines be those from which a document binds, where that is asked; drop the words for them."""
    if lift.due is None and not any(wording.asks_for_day(term.text) for term in said):
        lift.due = find_open_effect(lift.words, asked, today, wording)
    if lift.due is None:
        return
    effect = find_effect_days(lift.words, lift.due, today, wording)
    lift.effect, lift.due = (effect, None) if effect else (None, lift.due)
    lift.drop_words(wording.deadlines | wording.deadlines_past | wording.future)


def _take_goals(lift: Lift, today: dt.date, wording: Wording, *, of_any_year: bool) -> None:
    """Drop the word for goals where their years are known: those named, else ``of_any_year`` those that may be."""
    if of_any_year and not lift.targets:
        lift.targets += range(today.year - _GOALS_BACK, today.year + _GOALS_AHEAD)
    if lift.targets:
        lift.drop_words(wording.goals)


def _find_date_text(lift: Lift, start: int, end: int, *, ahead: bool) -> str | None:
    """Give these words where they may be a date and none was found yet; "end of 2027" behind "by the" is a goal's."""
    text = lift.text(start, end)
    is_found = lift.dates is not None or lift.due is not None
    if text is None or is_found or not may_hold_date(text, ahead=ahead):
        return None
    longer = (lift.text(lead, end) for lead in range(max(0, start - 2), start))
    return None if any(find_goal_year(each or "", is_about_goals=False) for each in longer) else text


def _refuse_nothing(words: Sequence[Term], said: Sequence[Term], wording: Wording) -> None:
    """Refuse a question of which nothing was understood, lest everything be taken for its answer."""
    asks_for_all = any(word in term.text for term in said for word in wording.chinese.everything)
    if not asks_for_all and not any(
        fold(term.text) in wording.everything | wording.goals | wording.deadlines for term in words
    ):
        raise BadQueryError(
            "Nothing in this question says what to look for.",
            hint="Name a subject, a ministry, a company or a date, such as: what did MIIT issue on robots?",
        )


def _drop_leads(lift: Lift, start: int) -> None:
    """Drop the "published in" that stands before a date."""
    while start > 0:
        term = lift.words[start - 1]
        if term is None or term.phrase or term.excluded or fold(term.text) not in LEADS:
            return
        start -= 1
        lift.words[start] = None


def _lift_sections(lift: Lift, wording: Wording) -> None:
    """Take what is said for a part of a briefing, such as "company news"."""
    for place in range(len(lift.words)):
        said = lift.text(place, place + 1)
        section = wording.sections.get(fold(said)) if said else None
        if section:
            lift.sections.append(section)
            lift.take(place, place + 1)


def _lift_left_out(lift: Lift, lexicon: Lexicon, wording: Wording) -> None:
    """Take the names that are not wanted, with the "not from" before them."""
    while (found := find_left_out(lift.words, lexicon, wording)) is not None:
        lift.bodies_out += found.bodies
        lift.companies_out += found.companies
        lift.topics_out += found.topics
        for term in found.words:
            _leave_words_out(lift, term, wording)
        lift.take(found.start, found.end)


def _leave_words_out(lift: Lift, term: Term, wording: Wording) -> None:
    """Leave out drafts, open and closed, or a kind of document, where the words say so; else the words.

    A word is left out in either language.
    """
    said = fold(term.text)
    kind = find_value(Key.TYPE, said.replace(" ", "_"))
    if said in wording.drafts or any(said == name for name, _ in wording.statuses):
        statuses = (status for name, status in wording.statuses if name == said)
        status = next(statuses, PolicyStatus.DRAFT_FOR_COMMENT)
        lift.status_out += [status, COMMENT_CLOSED] if status == PolicyStatus.DRAFT_FOR_COMMENT else [status]
    elif kind:
        lift.types_out.append(kind)
    elif said in wording.sections:
        lift.sections_out.append(wording.sections[said])
    else:
        names = wording.list_translations(term.text)
        lift.words_out += [term, *(Term(text=name, phrase=" " in name, excluded=True) for name in names)]


def _lift_names(
    lift: Lift, asked: tuple[Term, ...], lexicon: Lexicon, wording: Wording, *, tells_who: bool, acts: bool
) -> None:
    """Take the names; where the text tells who issued, its bodies are those who did so together, or the one alone."""
    acts = (
        acts
        or tells_who
        or any(
            fold(term.text) in wording.issuing or any(verb in term.text for verb in wording.chinese.issuing)
            for term in asked
            if not term.phrase
        )
    )
    for width in range(min(LONGEST_NAME, len(lift.words)), 0, -1):
        for start in range(len(lift.words) - width + 1):
            text = lift.text(start, start + width)
            if text is None or (width == 1 and is_filler(Term(text=text), wording)):
                continue
            bodies, companies = find_named(text, lexicon)
            if bodies:
                (lift.ministry if acts else lift.mentions).extend(body.id for body in bodies)
            elif companies:
                lift.company.extend(company.id for company in companies)
            else:
                continue
            lift.take(start, start + width)
    if tells_who:
        _take_issuers(lift, wording)


def _take_issuers(lift: Lift, wording: Wording) -> None:
    named = list(dict.fromkeys(lift.ministry))
    if not asks_for_alone(lift.words, wording):
        lift.ministry, lift.joint = [], named
    elif len(named) > 1:
        refuse_several_alone(named)
    else:
        lift.never_joint = named
    lift.words[:] = drop_marks(lift.words, wording)
