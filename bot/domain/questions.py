"""Questions as people type them: what is asked for is lifted out of the words around it.

Question words are dropped; known names, statuses, kinds of document and dates become filters. Only a text that is put
as a question is read so; dates written out, and names behind a "not" or "without", are lifted from any text. Quoted
words are never touched, and whatever is lifted is said to the person, who can edit it. What can be read two ways is
refused by the date grammar.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain.briefing import PolicyStatus
from bot.domain.date_ranges import DateRange, intersect_ranges
from bot.domain.names import fold
from bot.domain.query import Choices, Key, Query, Term, follow_list
from bot.domain.query_values import COMMENT_CLOSED, find_value
from bot.domain.question_cuts import split_chinese
from bot.domain.question_dates import LEADS, find_days, find_goal_year, may_hold_date
from bot.domain.question_deadlines import (
    Asked,
    Due,
    find_asked_deadlines,
    find_due_days,
    find_open_until,
    join_deadline_words,
)
from bot.domain.question_joint import (
    asks_for_alone,
    drop_marks,
    leave_others,
    refuse_several_alone,
    tells_who_issued,
)
from bot.domain.question_lists import choose_own_list, find_ours
from bot.domain.question_names import (
    LONGEST_NAME,
    find_denial,
    find_left_out,
    find_named,
    find_open_negation,
    is_filler,
)
from bot.errors import BadQueryError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.wording import Wording

_IN = "in"
"""What a date stands behind, as the date grammar knows it."""
_KINDS_ASKED = 4
"""A kind of document is meant where it stands among so many first words of a question."""


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


@dataclass(slots=True)
class _Lift:
    """What has been lifted so far, and the words that are left."""

    words: list[Term | None]
    ministry: list[str] = field(default_factory=list)
    joint: list[str] = field(default_factory=list)
    never_joint: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    company: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    dates: DateRange | None = None
    due: Due | None = None
    bodies_out: list[str] = field(default_factory=list)
    companies_out: list[str] = field(default_factory=list)
    topics_out: list[str] = field(default_factory=list)
    words_out: list[Term] = field(default_factory=list)
    types_out: list[str] = field(default_factory=list)
    status_out: list[str] = field(default_factory=list)
    is_ours: bool = False

    def text(self, start: int, end: int) -> str | None:
        """Give the words from start to end as one text; None where one is taken, quoted or excluded."""
        run = self.words[start:end]
        if any(term is None or term.phrase or term.excluded for term in run):
            return None
        return " ".join(term.text for term in run if term)

    def take(self, start: int, end: int) -> None:
        """Take these words out."""
        self.words[start:end] = [None] * (end - start)

    @property
    def leaves_out(self) -> bool:
        """Whether something is not wanted."""
        out = (self.bodies_out, self.companies_out, self.topics_out, self.words_out, self.types_out, self.status_out)
        return any(out)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was lifted."""
        chosen = (self.ministry, self.joint, self.mentions, self.company, self.types, self.status, self.targets)
        return not (any(chosen) or self.leaves_out or self.is_ours) and self.dates is None and self.due is None


def understand_query(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Understood:
    """Give the query that is meant on ``today``.

    Raises BadQueryError for a date that can be read two ways, for "about us" where no list says who that is, and for a
    question that names nothing. A query without words is as it is, and "what is new?" asks for everything.
    """
    tells_who = tells_who_issued(query.terms, lexicon, wording)
    is_question = tells_who or _is_question(query.terms, wording)
    terms = tuple(map(leave_others, query.terms)) if tells_who else query.terms
    words = split_chinese(terms, lexicon, wording, is_question=is_question)
    words = join_deadline_words(words, wording) if is_question else words
    lift = _Lift(words=[term for term in words if not term.excluded or term in query.terms])
    for term in words:
        if term.excluded and term not in query.terms:
            _leave_words_out(lift, term, wording)
    _lift_left_out(lift, lexicon, wording)
    asked = find_asked_deadlines(words, wording) if is_question else Asked.NOTHING
    if is_question:
        _lift_statuses(lift, wording)
        _lift_drafts(lift, wording, asked)
    _lift_dates(lift, today, wording, is_question=is_question, asked=asked)
    if is_question:
        if (place := find_ours(lift.words, wording)) is not None:
            lift.take(*place)
            lift.is_ours = True
            query = follow_list(query, choose_own_list(lexicon), lexicon=lexicon, today=today)
        _lift_names(lift, query.terms, lexicon, wording, tells_who=tells_who)
        _lift_kinds(lift, wording)
    if not is_question and lift.is_empty:
        unread = find_open_negation(query.terms, wording)
        return Understood(query=query, plain=query, is_question=False, lifted=False, unread_negation=unread)
    left = [term for term in lift.words if term and not (is_question and _is_left_out(term, wording))]
    left += lift.words_out
    if is_question and not left and lift.is_empty and not query.has_filters:
        _refuse_nothing(words, wording)
    plain = tuple(term for term in words if not (is_question and is_filler(term, wording)))
    found = _add_filters(replace(query, terms=tuple(left)), lift)
    if found is None or not (found.terms or found.has_filters or is_question):
        return Understood(query=query, plain=query, is_question=False, lifted=False)
    return Understood(
        query=found,
        plain=found
        if lift.leaves_out or lift.is_ours or not found.terms
        else replace(query, terms=plain or query.terms),
        is_question=is_question,
        lifted=not lift.is_empty,
        unread_negation=find_open_negation(found.terms, wording),
    )


def _is_question(terms: tuple[Term, ...], wording: Wording) -> bool:
    first = terms[0] if terms else None
    if first and not first.phrase and not first.excluded and fold(first.text) in wording.openers:
        return len(terms) > 1
    plain = [term for term in terms if not term.phrase and not term.excluded]
    said = fold(" ".join(term.text for term in plain))
    return (
        wording.denies_status(said)
        or said in wording.said_statuses
        or (not said.isascii() and any(mark in term.text for term in plain for mark in wording.chinese.openers))
    )


def _is_left_out(term: Term, wording: Wording) -> bool:
    is_plain = not term.phrase and not term.excluded
    return is_filler(term, wording) or (is_plain and fold(term.text) in wording.goals | wording.deadlines)


def _lift_dates(lift: _Lift, today: dt.date, wording: Wording, *, is_question: bool, asked: Asked) -> None:
    """Take the longest date, and in a question the year of a goal; words for goals and deadlines go with it."""
    is_about_goals = is_question and _has_word(lift, wording.goals)
    is_about_deadlines = asked is not Asked.NOTHING
    first = lift.words[0] if lift.words else None
    words_ask_for_deadlines = is_about_deadlines and first is not None and fold(first.text) in wording.deadlines
    said = " ".join([term.text for term in lift.words if term])
    longest = min(LONGEST_NAME, len(lift.words)) if may_hold_date(said, ahead=is_about_deadlines) else 0
    for width in range(longest, 0, -1):
        for start in range(len(lift.words) - width + 1):
            text = _find_date_text(lift, start, start + width, ahead=is_about_deadlines)
            if text is None:
                continue
            goal = find_goal_year(text, is_about_goals=is_about_goals) if is_question else None
            if goal is not None:
                lift.targets.append(goal)
            elif is_about_deadlines:
                lift.due = find_due_days(text, today, asked)
            else:
                lift.dates = find_days(text, today)
            if goal is None and lift.dates is None and lift.due is None:
                continue
            lift.take(start, start + width)
            _drop_leads(lift, start)
    if lift.targets and is_about_goals:
        _drop_words(lift, wording.goals)
    if lift.due is None and words_ask_for_deadlines:
        lift.due = Due(DateRange(start=today), None)
    if lift.due:
        _drop_words(lift, wording.deadlines | wording.deadlines_past | wording.future)


def _find_date_text(lift: _Lift, start: int, end: int, *, ahead: bool) -> str | None:
    """Give these words where they may be a date and none was found yet; "end of 2027" behind "by the" is a goal's."""
    text = lift.text(start, end)
    is_found = lift.dates is not None or lift.due is not None
    if text is None or is_found or not may_hold_date(text, ahead=ahead):
        return None
    longer = (lift.text(lead, end) for lead in range(max(0, start - 2), start))
    return None if any(find_goal_year(each or "", is_about_goals=False) for each in longer) else text


def _refuse_nothing(words: Sequence[Term], wording: Wording) -> None:
    """Refuse a question of which nothing was understood, lest everything be taken for its answer."""
    if not any(fold(term.text) in wording.everything | wording.goals | wording.deadlines for term in words):
        raise BadQueryError(
            "Nothing in this question says what to look for.",
            hint="Name a subject, a ministry, a company or a date, such as: what did MIIT issue on robots?",
        )


def _has_word(lift: _Lift, words: frozenset[str]) -> bool:
    return any(term and not term.phrase and not term.excluded and fold(term.text) in words for term in lift.words)


def _drop_words(lift: _Lift, words: frozenset[str]) -> None:
    lift.words[:] = [term if term and (term.phrase or fold(term.text) not in words) else None for term in lift.words]


def _drop_leads(lift: _Lift, start: int) -> None:
    """Drop the "published in" that stands before a date."""
    while start > 0:
        term = lift.words[start - 1]
        if term is None or term.phrase or term.excluded or fold(term.text) not in LEADS:
            return
        start -= 1
        lift.words[start] = None


def _lift_statuses(lift: _Lift, wording: Wording) -> None:
    """Take what is said for a status; of "open for comment until May" the date is left, as one of a deadline."""
    until = find_open_until(lift.words)
    if until is not None:
        lift.status.append(PolicyStatus.DRAFT_FOR_COMMENT)
        lift.words[slice(*until)] = [*[None] * (until[1] - until[0] - 1), Term(text=_IN)]
    for said, status in wording.statuses:
        width = len(said.split())
        for start in range(len(lift.words) - width + 1):
            text = lift.text(start, start + width)
            if text is not None and fold(text) == said:
                denied = find_denial(lift.words, start, wording)
                (lift.status_out if denied else lift.status).append(status)
                lift.take(start - denied, start + width)


def _lift_drafts(lift: _Lift, wording: Wording, asked: Asked) -> None:
    """Take the word for drafts whose deadlines are asked for: open ones, closed ones, or both."""
    if asked is Asked.NOTHING or not _has_word(lift, wording.drafts):
        return
    if not lift.status:
        lift.status += [] if asked is Asked.GONE_BY else [PolicyStatus.DRAFT_FOR_COMMENT]
        lift.status += [] if asked is Asked.TO_COME else [COMMENT_CLOSED]
    _drop_words(lift, wording.drafts | wording.deadlines | wording.deadlines_past)


def _lift_left_out(lift: _Lift, lexicon: Lexicon, wording: Wording) -> None:
    """Take the names that are not wanted, with the "not from" before them."""
    while (found := find_left_out(lift.words, lexicon, wording)) is not None:
        lift.bodies_out += found.bodies
        lift.companies_out += found.companies
        lift.topics_out += found.topics
        for term in found.words:
            _leave_words_out(lift, term, wording)
        lift.take(found.start, found.end)


def _leave_words_out(lift: _Lift, term: Term, wording: Wording) -> None:
    """Leave out drafts, open and closed, or a kind of document, where the words say so; else the words."""
    said = fold(term.text)
    kind = find_value(Key.TYPE, said.replace(" ", "_"))
    if said in wording.drafts or any(said == name for name, _ in wording.statuses):
        statuses = (status for name, status in wording.statuses if name == said)
        status = next(statuses, PolicyStatus.DRAFT_FOR_COMMENT)
        lift.status_out += [status, COMMENT_CLOSED] if status == PolicyStatus.DRAFT_FOR_COMMENT else [status]
    elif kind:
        lift.types_out.append(kind)
    else:
        lift.words_out.append(term)


def _lift_names(lift: _Lift, asked: tuple[Term, ...], lexicon: Lexicon, wording: Wording, *, tells_who: bool) -> None:
    """Take the names; where the text tells who issued, its bodies are those who did so together, or the one alone."""
    acts = tells_who or any(
        fold(term.text) in wording.issuing or any(verb in term.text for verb in wording.chinese.issuing)
        for term in asked
        if not term.phrase
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


def _take_issuers(lift: _Lift, wording: Wording) -> None:
    named = list(dict.fromkeys(lift.ministry))
    if not asks_for_alone(lift.words, wording):
        lift.ministry, lift.joint = [], named
    elif len(named) > 1:
        refuse_several_alone(named)
    else:
        lift.never_joint = named
    lift.words[:] = drop_marks(lift.words, wording)


def _lift_kinds(lift: _Lift, wording: Wording) -> None:
    """Take a kind of document that the question asks for right at its beginning: "which notices ..."."""
    for start in range(1, min(_KINDS_ASKED, len(lift.words))):
        if any(
            term is not None and fold(term.text) not in wording.openers | wording.fillers for term in lift.words[:start]
        ):
            return
        for width in (2, 1):
            text = lift.text(start, start + width) if start + width <= len(lift.words) else None
            kind = find_value(Key.TYPE, text.replace(" ", "_")) if text else None
            if kind and text and fold(text) not in wording.fillers:
                lift.types.append(kind)
                lift.take(start, start + width)
                return


def _add_filters(query: Query, lift: _Lift) -> Query | None:
    """Give the query with what was lifted; None where the dates leave no day."""
    dates = query.dates
    if lift.dates:
        dates = intersect_ranges(query.dates, lift.dates) if query.dates else lift.dates
        if dates is None:
            return None
    return replace(
        query,
        ministry=_choose(query.ministry, lift.ministry),
        joint=_leave_out(_choose(query.joint, lift.joint), lift.never_joint),
        mentions=_leave_out(_choose(query.mentions, lift.mentions), lift.bodies_out),
        company=_leave_out(_choose(query.company, lift.company), lift.companies_out),
        topic=_leave_out(query.topic, lift.topics_out),
        type=_leave_out(_choose(query.type, lift.types), lift.types_out),
        status=_leave_out(_choose(query.status, lift.status), lift.status_out),
        targets=tuple(sorted({*query.targets, *lift.targets})),
        dates=dates,
        due=query.due or (lift.due.days if lift.due else None),
        due_text=query.due_text if query.due or lift.due is None else lift.due.text,
    )


def _choose(held: Choices, lifted: list[str]) -> Choices:
    return replace(held, include=tuple(dict.fromkeys((*held.include, *lifted)))) if lifted else held


def _leave_out(held: Choices, without: list[str]) -> Choices:
    return replace(held, exclude=tuple(dict.fromkeys((*held.exclude, *without)))) if without else held
