"""Questions as people type them: what is asked for is lifted out of the words around it.

Question words are dropped; known names, statuses, kinds of document and dates become filters. Only a text that is put
as a question is read so; dates written out, and names behind a "not" or "without", are lifted from any text. Quoted
words are never touched, and whatever is lifted is said to the person, who can edit it. What can be read two ways is
refused by the date grammar.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.errors import BadQueryError
from bot.model.briefing import PolicyStatus
from bot.model.deadlines import DateRange
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.names.records import NamedList
from bot.query.query import follow_list
from bot.query.query_record import COMMENT_CLOSED, KIND_WORDS, Query, find_value, is_kind
from bot.query.query_scan import Key, Term
from bot.query.question_conditions import (
    ANY_DRAFT,
    DRAFT_WORDS,
    is_for_several,
    lift_conditions,
    lift_kinds,
    read_list,
    take_count,
)
from bot.query.question_dates import (
    LEADS,
    Asked,
    Due,
    Lift,
    add_filters,
    find_asked_deadlines,
    find_days,
    find_due_days,
    find_effect_days,
    find_goal_year,
    find_open_effect,
    find_open_until,
    join_deadline_words,
    list_goal_years,
    may_hold_date,
    split_chinese,
)
from bot.query.question_marks import (
    asks_for_alone,
    asks_for_newest,
    drop_marks,
    find_may_comment,
    find_open_drafts,
    is_said_of_date,
    leave_others,
    lower_shouted,
    part_names,
    read_not_joint,
    reads_as_question,
    refuse_several_alone,
    refuse_since_briefing,
    take_either,
    take_full_names,
    tells_who_issued,
)
from bot.query.question_names import (
    CAPITALS,
    LONGEST_NAME,
    find_denial,
    find_left_out,
    find_named,
    find_open_negation,
    is_filler,
)
from bot.query.search_plan import CAPITALS_ONLY
from bot.query.wording import Wording

# Statuses and drafts that a question asks for: what is said for one, and which drafts deadlines mean.

_IN = "in"
"""What a date stands behind, as the date grammar knows it."""
_OF_NOW = frozenset({"are", "is", "any"})
_OF_DRAFTS = frozenset({PolicyStatus.DRAFT_FOR_COMMENT.value, COMMENT_CLOSED})
_OF_THEN = frozenset({"was", "were"})
_OPEN_ON = re.compile(
    r"\bopen(?: for(?: public)? (?:comments?|consultations?|feedback))? (?:on|as of|at) (?:[a-z]+ )?\d"
)


def lift_statuses(lift: Lift, wording: Wording, asked: Asked) -> None:
    """Take what is said for a status; of "open for comment until May" the date is left, as one of a deadline.

    A call for comments is one that is open, unless deadlines gone by are asked for. Whether one document is in force
    or repealed is asked, and no condition: the answer tells it.
    """
    for place in (find_may_comment(lift.words), find_open_drafts(lift.words, wording)):
        if place is not None and find_open_until(lift.words) is None:
            lift.status.append(PolicyStatus.DRAFT_FOR_COMMENT)
            lift.take(*place)
    until = find_open_until(lift.words)
    if until is not None:
        lift.status.append(PolicyStatus.DRAFT_FOR_COMMENT)
        lift.words[slice(*until)] = [*[None] * (until[1] - until[0] - 1), Term(text=_IN)]
    starts = range(len(lift.words))
    texts = (lift.text(start, start + width) for width in wording.status_widths for start in starts)
    told = {fold(text) for text in texts if text is not None}
    is_of_one = not is_for_several(lift.words)
    for said, status in wording.statuses:
        if said not in told:
            continue
        width = len(said.split())
        for start in range(len(lift.words) - width + 1):
            text = lift.text(start, start + width)
            if text is not None and fold(text) == said:
                denied = find_denial(lift.words, start, wording)
                if is_of_one and status not in _OF_DRAFTS:
                    lift.take(start - denied, start + width)
                    continue
                is_over = said in wording.calls and asked is Asked.GONE_BY
                (lift.status_out if denied else lift.status).append(COMMENT_CLOSED if is_over else status)
                lift.take(start - denied, start + width)


def lift_drafts(lift: Lift, wording: Wording, asked: Asked) -> None:
    """Take the word for drafts whose deadlines are asked for: open ones, closed ones, or both; and of open drafts."""
    if not lift.has_word(wording.drafts):
        if asked is not Asked.NOTHING and {PolicyStatus.DRAFT_FOR_COMMENT, COMMENT_CLOSED}.intersection(lift.status):
            lift.drop_words(wording.deadlines | wording.deadlines_past | wording.ahead)
        return
    if asked is Asked.NOTHING:
        place = next((n for n in range(len(lift.words) - 1) if _is_draft_kind(lift, n, wording)), None)
        if place is not None and not lift.status:
            lift.status += [PolicyStatus.DRAFT_FOR_COMMENT]
        if {PolicyStatus.DRAFT_FOR_COMMENT, COMMENT_CLOSED}.intersection(lift.status):
            lift.drop_words(wording.drafts)
        return
    if not lift.status:
        lift.status += [] if asked is Asked.GONE_BY else [PolicyStatus.DRAFT_FOR_COMMENT]
        lift.status += [] if asked is Asked.TO_COME else [COMMENT_CLOSED]
    lift.drop_words(wording.drafts | wording.deadlines | wording.deadlines_past | wording.ahead)


def refuse_open_then(lift: Lift, said: Sequence[Term], today: dt.date) -> None:
    """Refuse which drafts "were open", or are "open on", a day gone by: that day can be set, and is not the draft's."""
    days, words = lift.dates, [fold(term.text) for term in said]
    is_one_day = days is not None and days.start is not None and days.start == days.last and days.start < today
    if days and is_one_day and PolicyStatus.DRAFT_FOR_COMMENT in lift.status and _asks_of_then(words):
        raise BadQueryError(
            "What is open is asked for as of today, whatever the date of the draft.",
            hint=f"For what was open then write: status:draft_for_comment asof:{days.start}.",
        )


def _asks_of_then(words: Sequence[str]) -> bool:
    return not _OF_THEN.isdisjoint(words) or _OPEN_ON.search(" ".join(words)) is not None


def _is_draft_kind(lift: Lift, place: int, wording: Wording) -> bool:
    """Say whether a question is for drafts of a kind, with only its first words ahead: "are there any draft laws?"."""
    one, kind = lift.text(place, place + 1), lift.text(place + 1, place + 2)
    is_now = lift.words[0] is not None and fold(lift.words[0].text) in _OF_NOW
    ahead = is_now and all(
        term is None or fold(term.text) in wording.openers | wording.fillers for term in lift.words[:place]
    )
    return ahead and one is not None and fold(one) in wording.drafts and kind is not None and is_kind(kind)


# Texts of which no rule for questions can say anything, so that none of them needs to look: "lithium batteries".

_LETTERS = re.compile(r"[A-Za-z ]+")
_RULES = (
    frozenset(
        {
            *("and", "or", "joint", "together", "with", "whom", "along", "let", "all", "every", "only", "most", "the"),
            *("cooperation", "coordination", "collaboration", "partnership", "number", "count", "top", "last", "open"),
            *("can", "could", "may", "able", "comment", "comments", "commented", "consultation", "next", "deadlines"),
            *("by", "since", "until", "till", "before", "after", "between"),
        }
    )
    | {word.casefold() for word in CAPITALS_ONLY | CAPITALS}
    | DRAFT_WORDS
    | KIND_WORDS
    | LEADS
)
"""The words that the rules for questions know themselves, beside those of ``Wording``."""
_DENYING = ("un", "non")


def says_nothing_else(terms: Sequence[Term], wording: Wording) -> bool:
    """Return whether a text is nothing but words to search for: it is no question, and nothing in it becomes a filter.

    It is where all of it is English letters and no word is one that a rule for questions goes by. Of another text the
    rules have to tell. A rule that goes by a word of its own has it named here.
    """
    said = " ".join([term.text for term in terms])
    if _LETTERS.fullmatch(said) is None:
        return False
    words = said.lower().split()
    if not (_RULES.isdisjoint(words) and wording.english_words.isdisjoint(words)):
        return False
    return not any(word.startswith(_DENYING) for word in words) and not may_hold_date(said)


# A question about whoever asks ("which of these are about us?"): which of their named lists is meant.

_NAMES = ("us", "我们")
_LONGEST = 3
_SHOWN = 8


def find_ours(words: Sequence[Term | None], wording: Wording) -> tuple[int, int] | None:
    """Return where it stands that something is about us, as first place and the one behind it; None where it does not.

    "US" in capitals is a country.
    """
    for width in range(_LONGEST, 0, -1):
        for start in range(len(words) - width + 1):
            run = [term for term in words[start : start + width] if term and not term.phrase and not term.excluded]
            said = " ".join(term.text for term in run)
            if len(run) == width and not run[-1].text.isupper() and fold(said) in wording.ours:
                return start, start + width
    return None


def choose_own_list(lexicon: Lexicon) -> NamedList:
    """Return the list named "us" (or 我们), else the only one; BadQueryError, saying what to write, for neither."""
    named = next((held for name in _NAMES if (held := lexicon.find_list(name))), None)
    if named is not None:
        return named
    if not lexicon.lists:
        raise BadQueryError(
            "There is no list that says who “us” is.",
            hint="Save one and ask again: /policy list save us = topic:robotics company:Huawei.",
        )
    if len(lexicon.lists) > 1:
        listed = ", ".join(f"list:{held.name}" for held in lexicon.lists[:_SHOWN])
        raise BadQueryError("There are several lists, and none is named “us”.", hint=f"Write one of {listed}.")
    return lexicon.lists[0]


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
    """Return the query that is meant on ``today``.

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
    """Return a lift of these words, with what the text itself leaves out in Chinese left out."""
    lift = Lift(words=[term for term in words if not term.excluded or term in query.terms])
    for term in words:
        if term.excluded and term not in query.terms:
            _leave_words_out(lift, term, wording)
    return lift


def _choose_order(query: Query, lift: Lift, asked: Asked, wording: Wording) -> str | None:
    """Return the order that a question asks for: the newest first, or what closes next; None for no order."""
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
    """Return the query without an "and" between names, save where names are left out: "other than BYD and CATL"."""
    if find_open_negation(query.terms, wording):
        return query
    parted = part_names(query.terms, lexicon)
    return query if parted == query.terms else replace(query, terms=parted)


def _list_left(lift: Lift, wording: Wording, *, is_question: bool) -> list[Term]:
    """Return the words that are searched for; a question for nothing but drafts is for open and closed ones."""
    left = [term for term in lift.words if term and not _is_left_out(term, wording, lift, is_question=is_question)]
    is_for_drafts = is_question and not lift.status and lift.has_word(DRAFT_WORDS)
    if is_for_drafts and all(fold(term.text) in DRAFT_WORDS for term in left):
        lift.status += ANY_DRAFT
        return []
    return left


def _take_year(lift: Lift, left: list[Term], today: dt.date) -> list[Term]:
    """Return the words without a bare year that is all that is left beside filters: it is their date."""
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
    """Return these words where they may be a date and none was found yet; "end of 2027" behind "by the" is a goal's."""
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
