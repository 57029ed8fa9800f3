"""What a text asks for, in English and Chinese, on every command.

The text is cut into parts; each rule takes the parts it understands and makes filters of them. Words that only ask are
left out, the rest is searched for. Quoted words are never touched. Whatever is lifted, or left out, is said to the
person.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import dropwhile, takewhile
from typing import Any

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, intersect_ranges
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.query.keys import ANY_DRAFT, COMMENT_CLOSED, Key
from bot.query.query import parse_query, strip_word
from bot.query.query_record import Choices, Query, Term, describe_query
from bot.query.question_dates import is_by_year, list_goal_years, read_days, read_deadline_days
from bot.query.question_parts import Part, cut_terms, find_shapes, list_terms, spell
from bot.query.schedule import quote_schedule_words
from bot.query.wording import Wording, normalise

_OPEN = ANY_DRAFT[0]
_TIMES = "deadline|closed|effect|effective"
_DEADLINES = tuple(_TIMES.split("|"))
_ASKING = ("plain", "opener", "asking", "issuing", "newest", "and", "count")
_DROPPED = (*_ASKING, *_DEADLINES, "compare", "goal", "moment", "past", "view", "saying", "latest", "draft")
"""What is left out of a question where no rule has taken it."""
_ISSUED = "joint|alone | issuing together | combined (?= !word | $ ) .. body"
_QUESTIONS = (
    "^ plain* newest | ^ plain* opener|compare|goal&!plain .",
    "filter&long | filter kind|asking",
    f"^ {_TIMES} | {_TIMES} $",
    f"{_TIMES} .. date|ahead",
    _ISSUED,
    "goal .. date",
    "compare|or .. name .* name",
    "han&opener|moment|issuing",
    "name&possessive | name&han link&han .. word",
    "^ !word|quoted* !word|quoted|name|and|plain !word|quoted* $",
)
"""A text that has all shapes of a line asks, or is nothing but conditions: "MIIT 2024", "CAC drafts"."""
_OF_POLICIES = ("^ !word&!han* policies&!han", "^ han&opener policies", "policies&han !word* $")
_LIST, _LEADS = "companies|ministries&several", "opener|plain|asking|count|latest"
_LISTS = (
    f"^ {_LEADS}* {_LIST}&opener | ^ {_LEADS}* opener|count|limit {_LEADS}* {_LIST}",
    f"^ {_LIST} (?= $ | affected | plain* count )",
    f"listing&counted {_LIST}",
)
"""What ends with a word for companies or ministries that are asked for."""
_CHOOSERS = "(?: link|date|latest|previous&!title )*"
_BEFORE = f"{_CHOOSERS}+ (?: (title+) {_CHOOSERS}+ )?"
_ASIDE = "(?: saying|aside )?"
_BRIEFINGS = (
    f"{_BEFORE} briefing|briefings&!edition {_CHOOSERS} (title*) {_ASIDE}",
    f"{_BEFORE} edition {_ASIDE}",
    "(title+) saying|view",
    f"according {_CHOOSERS} (title+)",
)
_BRIEFINGS_ALONE = (f"{_CHOOSERS} () latest|previous aside* $", "() inside")
"""How a text names a briefing; on the command for briefings also without a word for one."""
_GOALS_BACK, _GOALS_AHEAD = 30, 70
"""Goals without a year are those of so many years before this one and from it on."""
_MOST_FIRMS = 250
"""So many companies make a filter; more are nearly all there are."""
_LONGEST_GROUP, _LONGEST_TITLE = 4, 8
_CLOSES = ("until ", "till ", "by ", "before ")
"""What is open "until May" closes then."""
_DENIED = {"effect": "effect:after today", "deadline": "due:none", "draft": f"-status:{','.join(ANY_DRAFT)}"}
"""What a denied word means."""


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


_NAMED = {"ministry": (Asked.MINISTRY, Asked.MINISTRIES), "company": (Asked.COMPANY, Asked.COMPANIES)}
"""What these commands show of one that is named, and of none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A text as it was understood: ``query`` has the filters that were lifted and the words to search for.

    ``plain`` is the same with its names, kinds, trades and years left as words, for where the filters find nothing.
    ``notes`` say what was not understood. ``wants_most``: those of a list that are named most come first.
    ``wants_policies``: policies are asked for, and news of companies is none. ``absent_briefing`` is how the text names
    a briefing that is not there.
    """

    asked: Asked
    query: Query
    plain: Query
    lifted: bool = False
    notes: tuple[str, ...] = ()
    wants_comment: bool = False
    wants_most: bool = False
    wants_policies: bool = False
    absent_briefing: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """A briefing there is: what it may be called (``name_issue``), its date and the days it covers."""

    number: int
    names: tuple[str, ...]
    published_on: dt.date | None
    first_on: dt.date | None
    last_on: dt.date | None


def _fold_title(said: str) -> str:
    return fold(said.removesuffix("'s").removesuffix("’s")).removeprefix("the ")


@lru_cache(maxsize=8192)
def name_issue(names: tuple[str | None, ...]) -> tuple[str, ...]:
    """Return the folded names of a briefing of this publisher, series and title, and two words or more of each."""
    parts = [" ".join(name.split()) for name in names if name and name.strip()]
    folded = [fold(name).removeprefix("the ").split() for name in (*parts, " ".join(parts[:2])) if name]
    begun = (" ".join(words[:end]) for words in folded for end in (len(words), *range(2, len(words))))
    return tuple(dict.fromkeys(begun))


def read_question(
    query: Query,
    *,
    lexicon: Lexicon,
    wording: Wording,
    today: dt.date,
    command: str = "policy",
    list_issues: Callable[[], Sequence[Issue]] = tuple,
) -> Question:
    """Return what a query's words ask for; raises BadQueryError for a date of two readings and what names nothing."""
    return _Reading(query, lexicon, wording, today, command).read(list_issues)


FOLLOWING = "Following:"
"""How the note of a rule begins that says what was understood."""


def read_rule(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query:
    """Return the filter that a subscription's words stand for, with a note of what was understood.

    What only forms an answer stays as given. Deadlines without a date stay the word that a subscription knows.
    """
    question = read_question(query, lexicon=lexicon, wording=wording, today=today, command="digest")
    found, words = question.query, list[str]()
    if not (found.has_filters or found.terms) or found == query:
        return query
    if question.asked is Asked.DUE and query.due is None and found.due == DateRange(start=today):
        found, words = replace(found, due=None), ["deadlines"]
    notes = (*found.notes, f"{FOLLOWING} {' · '.join((*describe_query(found, lexicon, moving=True), *words))}.")
    terms = (*found.terms, *(Term(text=word) for word in words))
    return quote_schedule_words(replace(found, terms=terms, sort=query.sort, limit=query.limit, notes=notes))


def _merge(one: Query, other: Query) -> Query | None:
    """Return the query for what is asked by both, any of their choices; None where their dates leave no day."""
    merged: dict[str, Any] = {}
    for name in Query.__slots__:
        mine, others = getattr(one, name), getattr(other, name)
        if isinstance(mine, Choices):
            merged[name] = mine.join(others)
        else:
            merged[name] = tuple(dict.fromkeys((*mine, *others))) if isinstance(mine, tuple) else mine or others
    if one.dates and other.dates:
        merged["dates"] = intersect_ranges(one.dates, other.dates)
    return None if one.dates and not merged["dates"] else Query(**merged)


def _choose(key: Key, values: Iterable[str], side: str = "include") -> Query:
    """Return the query for what has one of these values of a key; for what has none of them with ``exclude``."""
    held: dict[str, Any] = {key.value: Choices(**{side: tuple(values)})}
    return Query(**held)


class _Reading:
    """A text while it is read: its parts, the filters lifted out of them so far, and what could not be read.

    ``sure`` is ``lifted`` without the filters whose parts may be words of the text as well: those in ``as_words``.
    """

    def __init__(self, typed: Query, lexicon: Lexicon, wording: Wording, today: dt.date, command: str) -> None:
        self.typed, self.lexicon, self.wording, self.today, self.command = typed, lexicon, wording, today, command
        self.parts = cut_terms(typed.terms, wording, lexicon, today)
        self.was = frozenset(mark for part in self.parts for mark in part.marks)
        self.lifted = self.sure = replace(typed, terms=())
        self.as_words: list[Part] = []
        self.notes: list[str] = []
        self.listed: Asked | None = None
        self.briefing = self.absent = ""

    def read(self, list_issues: Callable[[], Sequence[Issue]]) -> Question:
        """Let each rule take what it understands, and return what all of them make of the text."""
        self.is_of_goals = bool(self.find("^ !word* goal"))
        self.of_policies = (bool(self.find("^ policies")), bool(self.find(*_OF_POLICIES)))
        for part in self.parts if "count" in self.was else ():
            part.marks |= {"several", "counted"}
        is_of_briefings = self.command == "briefing" or self.has("briefing", "briefings", "saying", "view", "according")
        if self.parts and is_of_briefings:
            self.read_briefing(list_issues())
        fits = (all(map(self.find, shapes.split(".."))) for shapes in _QUESTIONS)
        self.is_question = bool(self.briefing) or any(fits)
        self.read_list()
        self.read_negations()
        if self.is_question:
            self.read_issuers()
            self.read_phrases()
            self.read_goals()
        if not (self.is_question and self.read_deadlines()):
            self.read_dates()
        if self.is_question or self.command in {"ministry", "company", "digest"}:
            self.read_names()
            self.read_kinds()
            self.lift("sort:date" if self.has("newest") else "")
        if self.listed or self.command in _NAMED:
            self.read_topics(several=False)
        return self.conclude()

    def has(self, *marks: str) -> bool:
        """Return whether a part that no rule has taken bears one of these marks."""
        return any(part.has(*marks) for part in self.parts)

    def all_with(self, *marks: str) -> list[Part]:
        """Return the parts with one of these marks that no rule has taken."""
        return [part for part in self.parts if part.has(*marks)]

    def list_runs(self, longest: int) -> list[list[Part]]:
        """Return the runs of up to so many parts, the first and of these the longest first."""
        ends = ((at, end) for at in range(len(self.parts)) for end in range(at + longest, at, -1))
        return [self.parts[at:end] for at, end in ends if end <= len(self.parts)]

    def find(self, *shapes: str) -> Sequence[Part]:
        """Return the first parts that have one of these shapes."""
        return next((run for shape in shapes for run, *_ in find_shapes(self.parts, shape)), ())

    def take(self, *marks: str, parts: Iterable[Part] = ()) -> None:
        """Take these parts out, or those with these marks: they are no words to search for."""
        for part in (*parts, *self.all_with(*marks)):
            part.marks.clear()

    def lift(self, asked: Query | str, parts: Sequence[Part] = (), *, as_words: bool = False) -> bool:
        """Add what is asked for and take its parts; return False, and do neither, where dates leave no day."""
        added = parse_query(asked, lexicon=self.lexicon, today=self.today) if isinstance(asked, str) else asked
        lifted = _merge(self.lifted, added)
        if lifted is None:
            return False
        self.lifted = lifted
        self.sure = self.sure if as_words else _merge(self.sure, added) or self.sure
        self.as_words += parts if as_words else ()
        self.take(parts=parts)
        return True

    def read_briefing(self, issues: Sequence[Issue]) -> None:
        """Find those of the briefings, the oldest first, that a text speaks of by day, publisher, series or place."""
        names = {name for issue in issues for name in issue.names}
        for run in [run for run in self.list_runs(_LONGEST_TITLE) if _fold_title(spell(run)) in names]:
            for part in run:
                part.marks.add("title")
        for shape in (*(_BRIEFINGS_ALONE if self.command == "briefing" else ()), *_BRIEFINGS):
            for whole, *titles in find_shapes(self.parts, shape):
                if self.choose_briefing(whole, next(filter(None, titles), ()), issues):
                    return

    def choose_briefing(self, run: Sequence[Part], title: Sequence[Part], issues: Sequence[Issue]) -> bool:
        """Choose the briefings that a run of parts names; return False where it names none after all."""
        marks = {mark for part in run for mark in part.marks}
        date = next((part.text for part in run if part.has("date") and part not in title), "")
        is_chosen = bool(title or marks & {"latest", "previous", "inside"})
        is_of_body = not marks & {"briefing", "briefings"} and any(part.has("name") for part in title)
        if is_of_body or ("edition" in marks and not is_chosen and (not date or date.isdecimal())):
            return False  # a body says things itself, and an issue may be one of law
        at = self.parts.index(run[0])
        around = self.parts[max(0, at - 1) : at + len(run) + 1]
        if around[0].has("since") or around[-1].has("since"):
            hint = "The command briefing tells what is new against the issue before. Or write a day: since 2025-04-02."
            raise BadQueryError(f"“{spell(around)}” is no date.", hint=hint)
        chosen = [issue for issue in issues if not title or _fold_title(spell(title)) in issue.names]
        if date:
            days = read_days(date, self.today) or DateRange()
            published = [each for each in chosen if each.published_on and days.meets(each.published_on)]
            chosen = published or [
                each for each in chosen if each.first_on and each.last_on and days.meets(each.first_on, each.last_on)
            ]
        elif "previous" in marks:
            chosen = chosen[-2:-1]
        elif marks & {"latest", "inside"} and "briefings" not in marks:
            chosen = chosen[-1:]
        words = spell([part for part in run if not part.has("saying", "aside")]).split()
        links = self.wording.table.whole["link"] - {"the"}
        self.briefing = " ".join(dropwhile(lambda word: word.casefold() in links, words))
        if is_chosen or date:
            self.absent = "" if chosen else self.briefing
            self.lift(_choose(Key.BRIEFING, [str(issue.number) for issue in chosen] or ["0"]))
        self.take(parts=run)
        return True

    def read_list(self) -> None:
        """Read that all ministries or companies of some kind are asked for, or things side by side."""
        if self.has("compare"):
            named = len(self.all_with("name")) if self.is_question else 0
            is_of_several = max(named, len(self.typed.policy.include), len(self.typed.briefing.include)) > 1
            if is_of_several or self.read_topics(several=True):
                self.take("compare", "and", "or")
                self.listed = Asked.COMPARE
        if self.listed is None and not self.read_firms() and (run := self.find(*_LISTS)):
            self.listed = Asked.COMPANIES if run[-1].has("companies") else Asked.MINISTRIES
            self.take("count", self.listed, "affected")
        self.is_question = self.is_question or self.listed is not None

    def read_topics(self, *, several: bool) -> bool:
        """Read words that name one topic or several and nothing else; False where they do not."""
        words = self.all_with("word")
        found = [self.lexicon.find_topics(part.text) for part in words]
        is_read = bool(found) and (len(found) > 1) is several and all(found) and not self.has("quoted")
        if is_read:
            self.lift(_choose(Key.TOPIC, dict.fromkeys(topic.id for topics in found for topic in topics)), words)
        return is_read

    def read_firms(self) -> bool:
        """Read companies by their country or trade: "German companies", "pharma"; False where none are listed so."""
        for run in self.list_runs(_LONGEST_GROUP):
            is_whole = self.command == "company" and len(run) == len(self.parts)
            of_firms = is_whole or any(part.has("companies") for part in run)
            ids = [company.id for company in self.lexicon.find_group(spell(run))] if of_firms else []
            if not ids:
                continue
            others = [part for part in self.parts if part not in run and not part.has(*_ASKING, "affected")]
            if others and (not self.is_question or len(ids) > _MOST_FIRMS):
                return False
            self.lift(_choose(Key.COMPANY, ids), run, as_words=True)
            self.take("affected")
            self.is_question = True
            self.listed = None if others and self.command != "company" else Asked.COMPANIES
            return self.listed is not None
        return False

    def read_negations(self) -> None:
        """Leave out what stands behind a "not", "without" or "except", and note what cannot be read so."""
        for place, sign in enumerate(self.parts):
            is_exception = sign.has("except") or (sign.has("but") and self.has("outside"))
            behind = self.parts[place + 1 :] if is_exception or sign.has("not") else []
            rest = [*dropwhile(lambda part: part.has("plain", "asking"), behind)]
            if left_out := self.leave_out(rest, is_exception=is_exception) if rest else 0:
                self.take("outside", parts=(sign, *rest[:left_out]))
            elif rest and rest[0].has("word"):
                word = rest[0].text
                self.notes.append(f"“{sign.text} {word}” is read as words. To leave it out write -{word}.")

    def leave_out(self, rest: Sequence[Part], *, is_exception: bool) -> int:
        """Leave out what stands first behind a negation, and return how many parts it has."""
        target, meaning = rest[0], rest[0].phrase
        opposite = " ".join(f"-{word}" for word in meaning.means.split())
        if denied := next((said for mark, said in _DENIED.items() if target.has(mark)), meaning.denied or opposite):
            self.lift(denied)
            return 1
        if names := [*takewhile(lambda part: part.has("name", "and", "or"), rest if target.has("name") else ())]:
            for part in names:
                self.lift(_choose(Key.COMPANY if part.has("company") else Key.MENTIONS, part.ids, "exclude"))
            return len(names)
        words = [*takewhile(lambda part: part.has("word", "kind"), rest)]
        said = strip_word(" ".join(part.text for part in words))
        if topics := self.lexicon.find_topics(said):
            self.lift(_choose(Key.TOPIC, (topic.id for topic in topics), "exclude"))
        elif is_exception and said:
            self.lift(Query(terms=(Term(text=said, phrase=" " in said, excluded=True),)))
        else:
            return 0
        return len(words)

    def read_issuers(self) -> None:
        """Read bodies that issued together as such, and one that issued alone."""
        if all(map(self.find, _ISSUED.split(".."))):
            bodies, alone = self.all_with("body"), self.has("alone")
            ids = [part.ids[0] for part in bodies]
            self.lift(_choose(Key.MINISTRY if alone else Key.JOINT, ids), bodies, as_words=not alone)
            self.lift(_choose(Key.JOINT, ids if alone else (), "exclude"))
            self.take("joint", "alone", "combined", "together")

    def read_phrases(self) -> None:
        """Read the phrases of the table that mean a filter; what describes one document that is named is only asked."""
        is_of_one = self.find("^ of_one")
        for part in self.all_with("filter"):
            means = part.phrase.means
            is_asked = part.phrase.of_document and is_of_one and not means.startswith("status:draft")
            self.lift("" if is_asked else means, [part])
        self.take(*(("joint", "combined") if self.lifted.joint else ()))

    def read_dates(self) -> None:
        """Read the dates as those of the items; a year alone may be a figure of the text as well."""
        for part in self.all_with("date"):
            days = None if is_by_year(part.text) else read_days(part.text, self.today)
            is_year = part.text.rstrip("年").isdecimal()
            if days and self.lift(Query(dates=days), [part], as_words=is_year) and not self.is_question:
                self.as_words += self.all_with("asking")
                self.take("asking")

    def read_goals(self) -> None:
        """Read the years of goals; where goals and nothing before them are asked for, those of any year."""
        for part in self.all_with("date"):
            is_of_goal = self.has("goal") or is_by_year(part.text)
            if years := list_goal_years(part.text, self.today) if is_of_goal else ():
                self.lift(Query(targets=years), [part])
        if self.is_of_goals and not self.lifted.targets:
            first = self.today.year
            self.lift(Query(targets=tuple(range(first - _GOALS_BACK, first + _GOALS_AHEAD))))
        self.take(*(("goal",) if self.lifted.targets else ()))

    def read_deadlines(self) -> bool:
        """Read whether deadlines or days of taking effect are asked for, to come or gone by, and the dates for them."""
        dates, is_open = self.all_with("date"), _OPEN in self.lifted.status.include
        if not (self.has(*_DEADLINES) or (is_open and any(part.text.casefold().startswith(_CLOSES) for part in dates))):
            return False
        is_soon, asks_for_day = self.has("ahead"), self.has("moment")
        of_effect = self.has("effect", "effective") and not self.has("deadline", "closed")
        is_past = not is_soon and (self.has("closed", "effective") or (self.has("past") and not self.has("issuing")))
        if not of_effect and self.has("draft", "comments") and not self.lifted.status:
            self.lift(_choose(Key.STATUS, (COMMENT_CLOSED if is_past else _OPEN,)), self.all_with("draft", "comments"))
        due, typed = None, None
        is_told = self.has("word") and asks_for_day
        if dates:
            due, typed = read_deadline_days(dates[0].text, self.today, is_past=is_past)
            self.take(parts=dates[:1])
        elif (is_soon or self.find(f"^ !word* {_TIMES}|ahead")) and not (self.lifted.status or is_told):
            due = DateRange(end=self.today + dt.timedelta(days=1)) if is_past else DateRange(start=self.today)
        if not of_effect:
            is_ahead = (due or _OPEN in self.lifted.status.include) and not is_past
            self.lift(Query(due=due, due_text=typed, sort="due" if is_ahead else None))
        elif due or not asks_for_day:
            self.lift(Query(effect=due))
        else:
            self.lift(_choose(Key.STATUS, ANY_DRAFT, "exclude"))  # a draft never binds
        self.take(*_DEADLINES, "ahead")
        return True

    def read_names(self) -> None:
        """Read the names of bodies and companies; a body is the issuer where the question says that it acts."""
        acts = self.command in {"ministry", "digest"} or not self.was.isdisjoint({"issuing", "compare", "deadline"})
        acts = acts or ("type" in self.was and not self.has("word"))
        for part in self.all_with("name", "or") if not (self.has("or") and self.has("word")) else ():
            key = Key.COMPANY if part.has("company") else Key.MINISTRY if acts else Key.MENTIONS
            self.lift(_choose(key, part.ids), [part], as_words=True)
        if self.command == "ministry" and not self.lifted.ministry:
            words = self.all_with("word")
            said = fold(" ".join(part.text for part in words))
            begun = self.lexicon.find_bodies_begun(said)
            bodies = self.lexicon.find_bodies_of_field(said) or begun or (self.lexicon.find_body_of_word(said),)
            if ids := [body.id for body in bodies if body]:
                self.lift(_choose(Key.MINISTRY, ids), words)

    def read_kinds(self) -> None:
        """Read drafts, and the kind of document that a question begins with or a Chinese one ends with."""
        told = self.all_with("kind", "word", "draft")
        for number, part in enumerate(told):
            is_first = not any(other.marks for other in told[:number])
            if part.has("draft"):
                is_of_kind = len(told) == 1 or any(other.has("kind") for other in told[number + 1 : number + 2])
                if (part.has("several") or is_of_kind) and not self.lifted.status:
                    self.lift(_choose(Key.STATUS, ANY_DRAFT))
                self.take(parts=[part])
            elif part.has("type") and (is_first or (part.has("han") and number + 1 == len(told))):
                self.lift(_choose(Key.TYPE, part.ids), [part], as_words=True)

    def choose_answer(self, query: Query) -> Asked:
        """Return the kind of answer to what was understood."""
        are_several = "briefings" in self.was
        rest = replace(query, briefing=Choices(), dates=None)
        if self.listed is not None:
            return Asked.SEARCH if self.listed is Asked.MINISTRIES and query.terms else self.listed
        if self.briefing and not (rest.terms or rest.has_filters):
            return Asked.BRIEFINGS if are_several or len(query.briefing.include) > 1 else Asked.BRIEFING
        if self.command == "briefing":
            is_one = query.briefing.include or not (self.parts or query.has_filters)
            return Asked.BRIEFING if is_one and not are_several else Asked.BRIEFINGS
        if self.parts and len(query.policy.include) == 1 and self.was.isdisjoint({"word", "name", "quoted"}):
            return Asked.TIMELINE if self.has("timeline") else Asked.POLICY
        if self.command in _NAMED:
            return _NAMED[self.command][not (query.ministry or query.joint or query.company or query.terms)]
        if query.targets and self.is_of_goals:
            return Asked.TARGETS
        return Asked.DUE if query.due and not query.terms and self.is_question else Asked.SEARCH

    def conclude(self) -> Question:
        """Return what was understood, and note which words are left out."""
        start = replace(self.typed, terms=())
        is_lifted = self.lifted != start or bool(self.briefing)
        dropped = _DROPPED if self.is_question else ("plain", "and")
        kept = [part for part in self.parts if part.marks and not part.has(*dropped)]
        terms = list_terms(kept)
        unread = [part.text for part in self.all_with("compare") if self.is_question]
        if is_lifted and all(normalise(term.text) in self.wording.light for term in terms):
            unread, terms = [*unread, *(term.text for term in terms)], ()  # they hardly say what is asked for
        self.notes += [f"Left out: {', '.join(f'“{word}”' for word in unread)}."] if unread else []
        found = replace(self.lifted, terms=(*terms, *self.lifted.terms))
        asked = self.choose_answer(found)
        is_whole = asked is Asked.BRIEFING and self.typed.briefing.include and not found.terms
        if asked in {Asked.POLICY, Asked.TIMELINE} or is_whole:
            found = start  # its card tells whatever is asked of it
        if not (found.terms or found.has_filters or found.limit):
            is_empty = asked is Asked.SEARCH and not is_lifted and self.is_question
            if is_empty and self.was.isdisjoint({"asking", "newest", "goal", *_DEADLINES}):
                hint = "Name a subject, a ministry, a company or a date, such as: what did MIIT issue on robots?"
                raise BadQueryError("Nothing in this question says what to look for.", hint=hint)
            found = found if self.is_question else self.typed
        words = [part for part in self.parts if part in (*kept, *self.as_words)]
        plain = replace(self.sure, terms=(*list_terms(words), *self.sure.terms))
        return Question(
            asked=asked,
            query=found,
            plain=plain if self.as_words else found,
            lifted=is_lifted,
            notes=tuple(self.notes),
            wants_comment="view" in self.was and self.is_question,
            wants_most="count" in self.was,
            wants_policies=self.of_policies[self.is_question],
            absent_briefing=self.absent,
        )
