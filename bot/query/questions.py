"""What a text asks for, in English and Chinese, on every command.

The text is cut into parts; each rule takes the parts it understands and makes filters of them: what is left out, who
issued, phrases of the table, times, names, kinds. Words that only ask are left out of what is put as a question, the
rest is searched for. Quoted words are never touched. Whatever is lifted, or left out, is said to the person.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from itertools import takewhile
from typing import Any

from dateutil.relativedelta import relativedelta

from bot.dates.date_words import describe_day
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, intersect_ranges
from bot.names.lexicon import Lexicon
from bot.query.keys import ANY_DRAFT, COMMENT_CLOSED, Key
from bot.query.query import parse_query, strip_word
from bot.query.query_record import Choices, Query, Term, describe_query
from bot.query.question_briefings import AskedBriefing, Issue, find_briefing, may_name_briefing
from bot.query.question_dates import is_by_year, leaves_year_open, list_goal_years, read_days, read_deadline_days
from bot.query.question_parts import Part, cut_exceptions, cut_terms, list_terms, spell
from bot.query.schedule import quote_schedule_words
from bot.query.wording import Wording, normalise

_OPEN = ANY_DRAFT[0]
_EFFECTS = ("effect", "effective")
_DEADLINES = ("deadline", "closed", *_EFFECTS)
_ASKING_ONLY = frozenset({"plain", "opener", "asking", "issuing", "newest", "and", "count"})
_DROPPED = _ASKING_ONLY | {*(*_DEADLINES, "compare", "goal", "moment", "past", "view", "saying", "latest", "draft")}
"""What is left out of a question where no rule has taken it."""
_OF_ONE = re.compile(r"is|are|was|were|did|do|does|has|have|had|can|could|will|would|should|when|who|why|how|where")
"""First words of a question about one thing that is named, unless "there" or "any" follows."""
_CLOSES = re.compile(r"(?:until|till|by|before) ", re.IGNORECASE)
"""What is open "until May" closes then."""
_GOALS_BACK, _GOALS_AHEAD = 30, 70
"""Goals without a year are those of so many years before this one and from it on."""
_MOST_FIRMS = 250
"""So many companies make a filter; more are nearly all there are."""
_LONGEST_GROUP = 4
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
    list_issues: Callable[[], Sequence[Issue]] = tuple,
    latest: dt.date | None = None,
) -> Question:
    """Return what a query's words ask for on ``today``; ``list_issues`` gives the briefings there are, oldest first.

    ``latest`` is the last day that they cover: where that is over a year ago, a month without its year is counted back
    from there.

    Raises BadQueryError for a date that can be read two ways, and for a question that names nothing.
    """
    if not query.terms:
        return Question(asked=_find_alone(query, command), query=query, plain=query)
    terms = cut_exceptions(query.terms)
    text = _Reading(cut_terms(terms, wording, lexicon, today), lexicon, wording, today, command, latest)
    issues = list_issues() if may_name_briefing(text.parts, command) else ()
    of_briefing = find_briefing(text.parts, issues, today, command)
    text.is_question = of_briefing is not None or _is_put_as_question(text)
    wants_most = text.has("count")
    listed = _find_list(text, query)
    _read_negations(text)
    for rule in (_read_issuers, _read_phrases) if text.is_question else ():
        rule(text)
    _read_times(text)
    for rule in (_read_names, _read_kinds) if text.is_question or command in _READ_AS_NAMES else ():
        rule(text)
    return replace(_conclude(text, replace(query, terms=terms), query, of_briefing, listed), wants_most=wants_most)


FOLLOWING = "Following:"
"""How the note of a rule begins that says what was understood."""


def read_rule(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query:
    """Return the filter that a subscription's words stand for.

    What was understood is said in its notes. What only forms an answer stays as it was given. Deadlines without a date
    stay the word ``deadlines``, which a subscription knows.
    """
    question = read_question(query, lexicon=lexicon, wording=wording, today=today, command="digest")
    found = question.query
    if not (found.has_filters or found.terms) or found == query:
        return quote_schedule_words(replace(query, terms=question.plain.terms)) if found.terms else query
    deadlines = question.asked is Asked.DUE and query.due is None and found.due == DateRange(start=today)
    found = replace(found, due=None) if deadlines else found
    said = " · ".join((*describe_query(found, lexicon, moving=True), *(("deadlines",) if deadlines else ())))
    terms = (*found.terms, Term(text="deadlines")) if deadlines else found.terms
    notes = (*found.notes, f"{FOLLOWING} {said}.")
    return quote_schedule_words(replace(found, terms=terms, sort=query.sort, limit=query.limit, notes=notes))


@dataclass(slots=True)
class _Reading:
    """A text while it is read: its parts, what was lifted out of them so far, and what could not be read."""

    parts: list[Part]
    lexicon: Lexicon
    wording: Wording
    today: dt.date
    command: str
    latest: dt.date | None = None
    is_question: bool = False
    lifted: Query = field(default_factory=Query)
    leaves_out: bool = False
    notes: list[str] = field(default_factory=list)

    def has(self, *marks: str) -> bool:
        """Return whether a part that no rule has taken bears one of these marks."""
        return any(part.has(*marks) for part in self.parts)

    def take(self, *parts: Part) -> None:
        """Take these parts out: they are no words to search for."""
        for part in parts:
            part.is_taken = True

    def take_marked(self, *marks: str) -> None:
        """Take all parts with one of these marks."""
        self.take(*(part for part in self.parts if part.has(*marks)))

    def lift(self, asked: Query) -> bool:
        """Add what is asked for; return False, and add nothing, where its dates leave no day."""
        both = _merge(self.lifted, asked)
        self.lifted = both or self.lifted
        return both is not None

    def choose(self, key: Key, values: Sequence[str], *, exclude: bool = False) -> None:
        """Add values of a key to what is asked for, or to what is left out."""
        self.leaves_out = self.leaves_out or exclude
        chosen = Choices(exclude=tuple(values)) if exclude else Choices(include=tuple(values))
        fields: dict[str, Any] = {key.value: chosen}
        self.lift(Query(**fields))

    def add_filter(self, text: str) -> None:
        """Add a filter in the command language."""
        self.lift(parse_query(text, lexicon=self.lexicon, today=self.today))

    @property
    def words(self) -> list[Part]:
        """The parts that are searched for so far: neither taken nor known for anything."""
        return [part for part in self.parts if part.is_word and not part.is_taken]

    @property
    def dates(self) -> list[Part]:
        """The dates that no rule has taken."""
        return [part for part in self.parts if part.is_date and not part.is_taken]

    def find_day_of_asking(self, date: Part) -> dt.date:
        """Return the day from which a date is counted: today, or for a month alone the last day of old briefings."""
        is_old = self.latest is not None and self.latest < self.today - relativedelta(years=1)
        if self.latest is None or not (is_old and leaves_year_open(date.text)):
            return self.today
        note = (
            f"“{date.text}” has no year, so it was counted from {describe_day(self.latest)}, where your briefings end."
        )
        self.notes.append(note)
        return self.latest

    def begins_with(self, *marks: str) -> bool:
        """Return whether what bears one of these marks is asked for: no word to search for stands before it."""
        first = next((part for part in self.parts if part.is_word or not part.phrase.marks.isdisjoint(marks)), None)
        return first is not None and not first.is_word


def _merge(one: Query, other: Query) -> Query | None:
    """Return the query for what is asked by both, any of their choices; None where their dates leave no day."""
    if one.dates and other.dates and intersect_ranges(one.dates, other.dates) is None:
        return None
    merged: dict[str, Any] = {}
    for name in (each.name for each in fields(Query)):
        mine, others = getattr(one, name), getattr(other, name)
        if isinstance(mine, Choices):
            include, exclude = (*mine.include, *others.include), (*mine.exclude, *others.exclude)
            merged[name] = Choices(include=tuple(dict.fromkeys(include)), exclude=tuple(dict.fromkeys(exclude)))
        else:
            merged[name] = tuple(dict.fromkeys((*mine, *others))) if isinstance(mine, tuple) else mine or others
    both = intersect_ranges(one.dates, other.dates) if one.dates and other.dates else merged["dates"]
    return Query(**{**merged, "dates": both})


# Whether a text is put as a question, or is so plain a list of conditions that it is read as one.


def _is_put_as_question(text: _Reading) -> bool:
    parts = text.parts
    first = next((part for part in parts if not part.has("plain")), parts[0])
    if parts[0].quoted is not None:
        return False
    opens = first.has("opener", "compare", "goal")
    if first.has("newest") or (len(parts) > 1 and opens):
        return True
    return any(_asks(text, place) for place in range(len(parts))) or _is_understood(text)


def _asks(text: _Reading, place: int) -> bool:
    """Say whether a part makes any text a question: a phrase that means a filter, deadlines with a date, 哪些."""
    part = text.parts[place]
    behind = text.parts[place + 1] if place + 1 < len(text.parts) else None
    is_chinese = not part.text.isascii()
    if part.means:
        return " " in part.text or is_chinese or bool(behind and (behind.kind or behind.has("asking")))
    if part.has(*_DEADLINES):
        return bool(text.dates) or text.has("ahead") or not place or not behind
    if part.has("joint", "alone"):
        return _tells_issuers(text)
    if part.has("goal"):
        return bool(text.dates)
    if part.has("compare", "or"):
        return sum(each.is_name for each in text.parts) > 1
    if part.has("not"):
        return behind is not None and (bool(behind.means) or behind.has("draft", *_DEADLINES))
    return is_chinese and part.has("opener", "moment", "issuing")


def _is_understood(text: _Reading) -> bool:
    """Say whether every word of a text is known and something of it is a condition: "MIIT 2024", "CAC drafts"."""
    if any(part.is_word or part.quoted for part in text.parts):
        return False
    is_named = text.has("asking") and any(part.is_name or part.has("opener") for part in text.parts)
    is_ranked = text.command in _NAMED and text.has("count", "newest")
    return is_named or is_ranked or any(map(_is_condition, text.parts))


def _is_condition(part: Part) -> bool:
    is_of_kind = part.is_several and ((part.kind and not part.phrase.marks) or part.has("draft", "goal"))
    return bool(part.is_date or part.means or part.has("deadline") or is_of_kind)


# Lists of ministries or companies, and things side by side.


def _find_list(text: _Reading, query: Query) -> Asked | None:
    """Return that all ministries or companies of some kind are asked for, or things side by side; None for neither."""
    named = [part for part in text.parts if part.is_name]
    are_several = len(query.policy.include) > 1 or len(query.briefing.include) > 1
    listed = next((at for at in range(len(text.parts)) if _is_listed(text, at)), None)
    found: Asked | None = None
    if text.has("compare") and (are_several or (len(named) > 1 and text.is_question)):
        text.take_marked("compare", "and", "or")
        found = Asked.COMPARE
    elif firms := _read_firms(text):
        found = firms
    elif listed is not None:
        found = Asked.COMPANIES if text.parts[listed].has("companies") else Asked.MINISTRIES
        text.take_marked("count", "companies" if found is Asked.COMPANIES else "ministries")
        text.take(*(other for other in text.parts[listed + 1 : listed + 3] if other.has("affected")))
    text.is_question = text.is_question or found is not None
    return found


def _is_listed(text: _Reading, place: int) -> bool:
    """Say whether a word for companies or ministries is what is listed: only words of asking stand before it."""
    part, before, behind = text.parts[place], text.parts[:place], text.parts[place + 1 :]
    if not part.has("companies", "ministries"):
        return False
    if before and before[-1].text.casefold() in _BY:
        return text.has("count")
    leads = all(other.has("opener", "plain", "asking", "count", "latest") for other in before)
    opens = any(other.has("opener", "count") for other in before) or part.has("opener")
    stands_alone = not before and (not behind or behind[0].has("affected"))
    return (part.is_several or text.has("count")) and leads and (opens or stands_alone)


def _read_firms(text: _Reading) -> Asked | None:
    """Read companies by their country or trade: "German companies", "pharma", 药企; None where none are named so."""
    parts = text.parts
    for start in range(len(parts)):
        for end in range(min(len(parts), start + _LONGEST_GROUP), start, -1):
            run = parts[start:end]
            is_whole = text.command == "company" and len(run) == len(parts)
            of_firms = is_whole or any(part.has("companies") for part in run)
            ids = [company.id for company in text.lexicon.find_group(spell(run))] if of_firms else []
            if not ids:
                continue
            others = [part for part in parts if part not in run and not part.has(*_ASKING_ONLY, "affected")]
            if others and (not text.is_question or len(ids) > _MOST_FIRMS):
                return None
            text.choose(Key.COMPANY, ids)
            text.take(*run)
            text.take_marked("affected")
            text.is_question = True
            return None if others and text.command != "company" else Asked.COMPANIES
    return None


# What is not wanted.


def _read_negations(text: _Reading) -> None:
    """Leave out what stands behind a "not", "without" or "except", and note what cannot be read so."""
    for place, part in enumerate(text.parts):
        if not part.has("not", "except"):
            continue
        links = takewhile(lambda other: other.has("plain", "asking"), text.parts[place + 1 : place + 3])
        behind = place + 1 + len(list(links))
        if behind == len(text.parts):
            continue
        width = _leave_out(text, part, text.parts[behind:])
        text.take(*text.parts[place : behind + width if width else place])
        if not width and text.parts[behind].is_word:
            word = text.parts[behind].text
            text.notes.append(f"“{part.text} {word}” is read as words. To leave it out write -{word}.")


def _leave_out(text: _Reading, sign: Part, rest: Sequence[Part]) -> int:
    """Leave out what stands first behind a negation, and return how many parts that are; 0 for nothing."""
    target, denied = rest[0], rest[0].phrase.filter.denied
    if target.has("effect"):
        text.add_filter("effect:after today")
    elif target.has("deadline"):
        text.lifted, text.leaves_out = replace(text.lifted, without_due=True), True
    elif target.has("draft"):
        text.choose(Key.STATUS, ANY_DRAFT, exclude=True)
    elif denied:
        text.add_filter(denied)
    elif target.means:
        text.add_filter(" ".join(f"-{word}" for word in target.means.split()))
        text.leaves_out = True
    elif target.is_name:
        names = list(takewhile(lambda part: part.is_name or part.has("and", "or"), rest))
        text.choose(Key.MENTIONS, [each for part in names for each in part.bodies], exclude=True)
        text.choose(Key.COMPANY, [each for part in names for each in part.companies], exclude=True)
        return len(names)
    elif target.kind and sign.has("except"):
        text.choose(Key.TYPE, (target.kind,), exclude=True)
    else:
        words = list(takewhile(lambda part: part.is_word or part.kind, rest))
        said = strip_word(" ".join(part.text for part in words))
        if topics := text.lexicon.find_topics(said):
            text.choose(Key.TOPIC, [topic.id for topic in topics], exclude=True)
        elif sign.has("except") and said:
            text.lift(Query(terms=(Term(text=said, phrase=" " in said, excluded=True),)))
            text.leaves_out = True
        else:
            return 0
        return len(words)
    return 1


# Who issued, and phrases that mean a filter.


def _tells_issuers(text: _Reading) -> bool:
    """Return whether a text asks for what bodies issued together, or one alone, and not for a joint venture."""
    parts = text.parts
    for place, part in enumerate(parts if any(part.bodies for part in parts) else ()):
        if part.has("joint", "alone"):
            said = part.text.casefold()
            is_of_word = said == "joint" and any(other.is_word for other in parts[place + 1 : place + 2])
            meets = said == "together" and (not place or "issuing" not in parts[place - 1].phrase.marks)
            if not is_of_word and not meets:
                return True
    return False


def _read_issuers(text: _Reading) -> None:
    """Read bodies that issued together as such, and one that issued alone."""
    if not _tells_issuers(text):
        return
    bodies = [part for part in text.parts if part.bodies and not part.is_taken]
    ids = [part.bodies[0] for part in bodies]
    is_alone = text.has("alone")
    text.choose(Key.MINISTRY, ids if is_alone else ())
    text.choose(Key.JOINT, ids, exclude=is_alone)
    text.take(*bodies)
    text.take_marked("joint", "alone")


def _read_phrases(text: _Reading) -> None:
    """Read the phrases of the table that mean a filter; what describes one document that is named is only asked."""
    said = [part.text.casefold() for part in text.parts[:2]]
    is_of_one = bool(_OF_ONE.fullmatch(said[0])) and said[-1] not in {"there", "any"}
    for part in (part for part in text.parts if part.means and not part.is_taken):
        means = part.means
        if not (part.phrase.filter.of_document and is_of_one and not means.startswith("status:draft")):
            text.add_filter(means)
        text.take(part)
    if text.has("comments") and not text.words and not text.has(*_DEADLINES) and not text.lifted.status:
        text.choose(Key.STATUS, (_OPEN,))
    if _OPEN in text.lifted.status.include:
        text.take_marked("comments")
    if text.lifted.joint:
        text.take_marked("joint")


# Times: of goals, of deadlines, of taking effect, or of the items themselves.


def _read_times(text: _Reading) -> None:
    """Read the dates; in a question they are those of goals or deadlines where one of their words stands there."""
    if text.is_question:
        _read_goals(text)
        closes = _OPEN in text.lifted.status.include and any(_CLOSES.match(part.text) for part in text.dates)
        if closes or text.has(*_DEADLINES):
            _read_deadlines(text)
            return
    for part in text.dates:
        days = None if is_by_year(part.text) else read_days(part.text, text.find_day_of_asking(part))
        if days and text.lift(Query(dates=days)):
            text.take(part)
            if not text.is_question:
                text.take_marked("asking")


def _read_goals(text: _Reading) -> None:
    """Read the years of goals; where goals and nothing before them are asked for, those of any year."""
    is_about_goals = text.has("goal")
    for part in text.dates:
        years = list_goal_years(part.text, text.today) if is_about_goals or is_by_year(part.text) else ()
        text.lift(Query(targets=years))
        text.take(*([part] if years else []))
    if is_about_goals and not text.lifted.targets and text.begins_with("goal"):
        first = text.today.year
        text.lift(Query(targets=tuple(range(first - _GOALS_BACK, first + _GOALS_AHEAD))))
    if text.lifted.targets:
        text.take_marked("goal")


def _read_deadlines(text: _Reading) -> None:
    """Read whether deadlines or days of taking effect are asked for, to come or gone by, and the dates for them."""
    is_soon, is_over = text.has("ahead"), text.has("closed", "effective")
    is_past = not is_soon and (is_over or (text.has("past") and not text.has("issuing")))
    of_effect = text.has(*_EFFECTS) and not text.has("deadline", "closed")
    asks_for_day = text.has("moment")
    if not of_effect and text.has("draft", "comments") and not text.lifted.status:
        text.choose(Key.STATUS, (COMMENT_CLOSED if is_past else _OPEN,))
        text.take_marked("draft", "comments")
    due, typed = None, None
    is_told = text.words and (asks_for_day or (of_effect and not is_soon))
    if dates := text.dates:
        text.take(dates[0])
        due, typed = read_deadline_days(dates[0].text, text.find_day_of_asking(dates[0]), is_past=is_past)
    elif (is_soon or text.begins_with(*_DEADLINES, "ahead")) and not (text.lifted.status or is_told):
        tomorrow = text.today + dt.timedelta(days=1)
        due = DateRange(end=tomorrow) if is_past else DateRange(start=text.today)
    if of_effect:
        text.lifted = replace(text.lifted, effect=due)
        if due is None and asks_for_day and not text.lifted.status:
            text.choose(Key.STATUS, ANY_DRAFT, exclude=True)  # a draft never binds
    else:
        is_ahead = (due or _OPEN in text.lifted.status.include) and not is_past
        text.lifted = replace(text.lifted, due=due, due_text=typed, sort="due" if is_ahead else None)
    text.take_marked(*_DEADLINES, "ahead")


# Names, kinds of document, and the order.


def _read_names(text: _Reading) -> None:
    """Read the names of bodies and companies; a body is the issuer where the question says that it acts."""
    parts = text.parts
    acting = {"issuing", "compare", "deadline"}
    acts = text.command in {"ministry", "digest"} or any(not part.phrase.marks.isdisjoint(acting) for part in parts)
    acts = acts or (not text.words and any(part.kind and not part.phrase.marks for part in parts))
    joins_words = text.has("or") and bool(text.words)
    for part in parts if not joins_words else ():
        if (part.is_name or part.has("or")) and not part.is_taken:
            text.choose(Key.MINISTRY if acts else Key.MENTIONS, part.bodies)
            text.choose(Key.COMPANY, part.companies)
            text.take(part)
    if text.command == "ministry" and not text.lifted.ministry:
        bodies = text.lexicon.find_bodies_of_field(" ".join(part.text for part in text.words))
        text.choose(Key.MINISTRY, [body.id for body in bodies])
        text.take(*(text.words if bodies else ()))


def _read_kinds(text: _Reading) -> None:
    """Read the kind of document that a question begins with, one in a mere list of conditions, or drafts; the newest.

    A kind at the end of a Chinese text, and one where no words are left, is a condition too.
    """
    told = [part for part in text.parts if not part.is_taken and (part.kind or part.is_word or part.has("draft"))]
    leads = text.parts[0].has("opener")
    for number, part in enumerate(told):
        if part.has("draft"):
            is_of_kind = len(told) == 1 or bool(told[number + 1 :] and told[number + 1].kind)
            if (part.is_several or is_of_kind) and not text.lifted.status:
                text.choose(Key.STATUS, ANY_DRAFT)
            text.take(part)
        elif part.kind and not part.phrase.marks:
            begins = all(other.has("draft") for other in told[:number] if not other.is_taken)
            ends = not part.text.isascii() and number + 1 == len(told)
            if (begins and (leads or part.is_several)) or ends or not text.words:
                text.choose(Key.TYPE, (part.kind,))
                text.take(part)
    if text.lifted.sort is None and text.has("newest"):
        text.lifted = replace(text.lifted, sort="date")


# What kind of answer is asked for, and what is left to search for.


def _find_alone(query: Query, command: str) -> Asked:
    """Return what filters without words ask for on a command."""
    names = {"ministry": (*query.ministry.include, *query.joint.include), "company": query.company.include}
    if names.get(command):
        return _NAMED[command]
    is_chosen = bool(query.briefing.include) or not query.has_filters
    return Asked.BRIEFINGS if command == "briefing" and not is_chosen else _ALL.get(command, Asked.SEARCH)


def _choose_answer(text: _Reading, query: Query, listed: Asked | None, of_briefing: AskedBriefing | None) -> Asked:
    if listed is not None:
        return Asked.SEARCH if listed is Asked.MINISTRIES and query.terms else listed
    has_more = query.terms or replace(query, briefing=Choices(), dates=None).has_filters
    if of_briefing is not None and not has_more:
        return Asked.BRIEFINGS if of_briefing.is_several or len(of_briefing.numbers or ()) > 1 else Asked.BRIEFING
    is_alone = not any(part.is_word or part.is_name or part.quoted for part in text.parts)
    if text.command == "briefing":
        is_one = is_alone and query.briefing.include and not text.has("briefings")
        return Asked.BRIEFING if is_one else Asked.BRIEFINGS
    if len(query.policy.include) == 1 and is_alone:
        return Asked.TIMELINE if text.has("timeline") else Asked.POLICY
    if text.command in _NAMED:
        is_named = query.ministry or query.joint or query.company or query.terms
        return (_NAMED if is_named else _ALL)[text.command]
    if query.targets and text.begins_with("goal"):
        return Asked.TARGETS
    return Asked.DUE if query.due and not query.terms and text.is_question else Asked.SEARCH


def _keep_days(text: _Reading, plain: Query, found: Query) -> Query:
    """Return the plain query with the days that were read: where no word is left, they are no words either.

    A year alone may be a figure of the text too.
    """
    days = [part for part in text.parts if part.is_date and not part.text.isdigit()]
    if found.terms or not days or not (found.dates or found.due or found.effect):
        return plain
    kept = [part for part in text.parts if part not in days and part.phrase.marks.isdisjoint(_DROPPED)]
    terms = list_terms(kept, plain.terms)
    return replace(plain, terms=terms, dates=found.dates, due=found.due, effect=found.effect)


def _conclude(
    text: _Reading, query: Query, typed: Query, of_briefing: AskedBriefing | None, listed: Asked | None
) -> Question:
    is_lifted = text.lifted != Query() or of_briefing is not None
    dropped = _DROPPED if text.is_question else frozenset({"plain", "and"})
    asking = _ASKING_ONLY if text.is_question else dropped
    kept = [part for part in text.parts if not part.is_taken and part.phrase.marks.isdisjoint(dropped)]
    terms = list_terms(kept, query.terms)
    plain_terms = list_terms([part for part in text.parts if part.phrase.marks.isdisjoint(asking)], query.terms)
    plain = replace(typed, terms=plain_terms or query.terms)
    unread = [part.text for part in text.parts if text.is_question and part.has("compare")]
    if text.is_question and is_lifted and all(normalise(term.text) in text.wording.light for term in terms):
        unread, terms = [*unread, *(term.text for term in terms)], ()  # they hardly say what is asked for
    text.notes += [f"Left out: {', '.join(f'“{word}”' for word in unread)}."] if unread else []
    if listed or text.command in _NAMED:
        terms = _lift_topic(text, terms)
    found = _merge(replace(query, terms=terms), text.lifted)
    if found is None:
        return Question(asked=Asked.SEARCH, query=plain, plain=plain, is_question=text.is_question)
    if of_briefing is not None and of_briefing.numbers is not None:
        found = replace(found, briefing=Choices(include=tuple(map(str, of_briefing.numbers)) or ("0",)))
    asked = _choose_answer(text, found, listed, of_briefing)
    if asked in {Asked.POLICY, Asked.TIMELINE} or (asked is Asked.BRIEFING and query.briefing.include):
        found = replace(typed, terms=())  # its card tells whatever is asked of it
    if not (found.terms or found.has_filters or found.limit):
        if asked is Asked.SEARCH and not is_lifted and text.is_question:
            _refuse_nothing(text)
        found = found if text.is_question else typed
    asks = text.is_question or bool(query.briefing)
    plain = _keep_days(text, plain, found)
    return Question(
        asked=asked,
        query=found,
        plain=found if text.leaves_out or (not found.terms and not plain.terms) else plain,
        is_question=text.is_question,
        lifted=is_lifted,
        notes=tuple(text.notes),
        wants_comment=asks and any("view" in part.phrase.marks for part in text.parts),
        absent_briefing=of_briefing.said if of_briefing and of_briefing.numbers == () else "",
    )


def _lift_topic(text: _Reading, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Lift the words that are left as a topic, where they are the name of one and nothing else."""
    is_plain = not any(term.phrase or term.excluded for term in terms)
    topics = text.lexicon.find_topics(" ".join(term.text for term in terms)) if is_plain else ()
    text.choose(Key.TOPIC, [topic.id for topic in topics])
    return () if topics else terms


def _refuse_nothing(text: _Reading) -> None:
    """Refuse a question of which nothing was understood, lest everything be taken for its answer."""
    understood = {"asking", "newest", "goal", *_DEADLINES}
    if not any(part.phrase.marks & understood for part in text.parts):
        raise BadQueryError(
            "Nothing in this question says what to look for.",
            hint="Name a subject, a ministry, a company or a date, such as: what did MIIT issue on robots?",
        )
