"""What a text asks for, in English and Chinese, on every command.

The text is cut into parts; each rule takes the parts it understands and makes filters of them: which briefing, what is
left out, who issued, phrases of the table, times, names, kinds. Words that only ask are left out, the rest is searched
for. Quoted words are never touched. Whatever is lifted, or left out, is said to the person.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from typing import Any

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange, intersect_ranges
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.query.keys import ANY_DRAFT, COMMENT_CLOSED, Key
from bot.query.query import parse_query, strip_word
from bot.query.query_record import Choices, Query, Term, describe_query
from bot.query.question_dates import is_by_year, list_goal_years, read_days, read_deadline_days
from bot.query.question_parts import Part, cut_terms, list_terms, spell
from bot.query.schedule import quote_schedule_words
from bot.query.wording import Wording, normalise

_OPEN = ANY_DRAFT[0]
_EFFECTS = ("effect", "effective")
_DEADLINES = ("deadline", "closed", *_EFFECTS)
_ASKING = frozenset({"plain", "opener", "asking", "issuing", "newest", "and", "count"})
_DROPPED = _ASKING | {*_DEADLINES, "compare", "goal", "moment", "past", "view", "saying", "latest", "draft"}
"""What is left out of a question where no rule has taken it."""
_OF_ONE = re.compile(r"is|are|was|were|did|do|does|has|have|had|can|could|will|would|should|when|who|why|how|where")
"""First words of a question about one thing that is named, unless "there" or "any" follows."""
_CLOSES = re.compile(r"(?:until|till|by|before) ", re.IGNORECASE)
"""What is open "until May" closes then."""
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_GOALS_BACK, _GOALS_AHEAD = 30, 70
"""Goals without a year are those of so many years before this one and from it on."""
_MOST_FIRMS = 250
"""So many companies make a filter; more are nearly all there are."""
_LONGEST_GROUP, _LONGEST_TITLE = 4, 8
_BY = frozenset({"by", "per", "各", "每个", "按"})
_DENIED = {"effect": "effect:after today", "deadline": "due:none", "draft": f"-status:{','.join(ANY_DRAFT)}"}
"""What a denied word means."""
_LINKS = frozenset({"the", "a", "an", "our", "your", "of", "from", "for", "dated", "published", "in", "on", "by"})
_LINKS |= {"per", "to", "的"}
"""What may stand between a briefing and what chooses it."""
_ASIDE = frozenset({"one", "ones", "里", "里面", "中", "上"})
"""What may stand behind a briefing and says nothing of its own."""
_VERBS = frozenset({"issue", "issues", "edition", "editions"})
"""Verbs and years of a text as well: a briefing only behind what chooses one."""
_SINCE = re.compile(r"since|after|until|以来.*|[之以]后.*")


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
    is_question: bool = False
    lifted: bool = False
    notes: tuple[str, ...] = ()
    wants_comment: bool = False
    wants_most: bool = False
    wants_policies: bool = False
    absent_briefing: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """A briefing there is: its names folded, its date and the days it covers."""

    number: int
    names: tuple[str, ...]
    published_on: dt.date | None
    first_on: dt.date | None
    last_on: dt.date | None

    def is_called(self, said: str) -> bool:
        """Return whether a folded name is one of its own, or two words or more that one begins with."""
        return said in self.names or (" " in said and any(name.startswith(f"{said} ") for name in self.names))

    def is_of(self, days: DateRange) -> bool:
        """Return whether it covers one of these days."""
        return bool(self.first_on and self.last_on and days.meets(self.first_on, self.last_on))


@lru_cache(maxsize=8192)
def name_issue(names: tuple[str | None, ...]) -> tuple[str, ...]:
    """Return the folded names that a briefing of this publisher, series and title goes by, the longest last."""
    parts = [" ".join(name.split()) for name in names if name and name.strip()]
    return tuple(dict.fromkeys(fold(name).removeprefix("the ") for name in (*parts, " ".join(parts[:2])) if name))


def read_question(
    query: Query,
    *,
    lexicon: Lexicon,
    wording: Wording,
    today: dt.date,
    command: str = "policy",
    list_issues: Callable[[], Sequence[Issue]] = tuple,
) -> Question:
    """Return what a query's words ask for on ``today``; ``list_issues`` gives the briefings there are, oldest first.

    Raises BadQueryError for a date that can be read two ways, and for a question that names nothing.
    """
    if query.terms:
        parts = cut_terms(query.terms, wording, lexicon, today)
        return _Reading(parts, query, lexicon, wording, today, command).read(list_issues)
    names = {"ministry": query.ministry.include + query.joint.include, "company": query.company.include}
    is_chosen = bool(query.briefing.include) or not query.has_filters
    asked = Asked.BRIEFINGS if command == "briefing" and not is_chosen else _ALL.get(command, Asked.SEARCH)
    return Question(asked=_NAMED[command] if names.get(command) else asked, query=query, plain=query)


FOLLOWING = "Following:"
"""How the note of a rule begins that says what was understood."""


def read_rule(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query:
    """Return the filter that a subscription's words stand for.

    What was understood is said in its notes. What only forms an answer stays as it was given. Deadlines without a date
    stay the word ``deadlines``, which a subscription knows.
    """
    question = read_question(query, lexicon=lexicon, wording=wording, today=today, command="digest")
    found, terms = question.query, question.query.terms
    if not (found.has_filters or found.terms) or found == query:
        return query
    if question.asked is Asked.DUE and query.due is None and found.due == DateRange(start=today):
        found, terms = replace(found, due=None), (*terms, Term(text="deadlines"))
    words = [term.text for term in terms[len(found.terms) :]]
    notes = (*found.notes, f"{FOLLOWING} {' · '.join((*describe_query(found, lexicon, moving=True), *words))}.")
    return quote_schedule_words(replace(found, terms=terms, sort=query.sort, limit=query.limit, notes=notes))


def _merge(one: Query, other: Query) -> Query | None:
    """Return the query for what is asked by both, any of their choices; None where their dates leave no day."""
    merged: dict[str, Any] = {}
    for name in (each.name for each in fields(Query)):
        mine, others = getattr(one, name), getattr(other, name)
        if isinstance(mine, Choices):
            include, exclude = (*mine.include, *others.include), (*mine.exclude, *others.exclude)
            merged[name] = Choices(include=tuple(dict.fromkeys(include)), exclude=tuple(dict.fromkeys(exclude)))
        else:
            merged[name] = tuple(dict.fromkeys((*mine, *others))) if isinstance(mine, tuple) else mine or others
    if one.dates and other.dates:
        merged["dates"] = intersect_ranges(one.dates, other.dates)
        return Query(**merged) if merged["dates"] else None
    return Query(**merged)


@dataclass(slots=True)
class _Reading:
    """A text while it is read: its parts, what was lifted out of them so far, and what could not be read.

    ``briefings`` are the numbers of those that the text speaks of, None for whatever there is; ``briefing`` is how it
    names them, "" where it speaks of none.
    """

    parts: list[Part]
    typed: Query
    lexicon: Lexicon
    wording: Wording
    today: dt.date
    command: str
    is_question: bool = False
    briefing: str = ""
    briefings: tuple[int, ...] | None = None
    listed: Asked | None = None
    firms: Sequence[Part] = ()
    lifted: Query = field(default_factory=Query)
    notes: list[str] = field(default_factory=list)

    def read(self, list_issues: Callable[[], Sequence[Issue]]) -> Question:
        """Let each rule take what it understands, and return what all of them make of the text."""
        if self.command == "briefing" or self.has("briefing", "briefings", "saying", "view"):
            self.find_briefing(list_issues())
        self.is_question = bool(self.briefing) or self.is_put_as_question()
        wants_most = self.has("count")
        self.find_list()
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
        return replace(self.conclude(), wants_most=wants_most)

    def has(self, *marks: str) -> bool:
        """Return whether a part that no rule has taken bears one of these marks."""
        return any(part.has(*marks) for part in self.parts)

    def take(self, parts: Iterable[Part], *marks: str) -> None:
        """Take these parts out, of them those with one of the marks where any is given: they are no words to search."""
        for part in parts:
            part.is_taken = part.is_taken or not marks or part.has(*marks)

    def lift(self, asked: Query) -> bool:
        """Add what is asked for; return False, and add nothing, where its dates leave no day."""
        both = _merge(self.lifted, asked)
        self.lifted = both or self.lifted
        return both is not None

    def choose(self, key: Key, values: Iterable[str], *, exclude: bool = False) -> None:
        """Add values of a key to what is asked for, or to what is left out."""
        chosen = Choices(exclude=tuple(values)) if exclude else Choices(include=tuple(values))
        named: dict[str, Any] = {key.value: chosen}
        self.lift(Query(**named))

    @property
    def words(self) -> list[Part]:
        """The parts that are searched for so far: neither taken nor known for anything."""
        return [part for part in self.parts if part.is_word and not part.is_taken]

    @property
    def dates(self) -> list[Part]:
        """The dates that no rule has taken."""
        return [part for part in self.parts if part.is_date and not part.is_taken]

    def begins_with(self, *marks: str, in_either_order: bool = False) -> bool:
        """Return whether what bears one of these marks is asked for: no word to search for stands before it.

        In either order it may be the last in Chinese: 新能源汽车有什么政策.
        """
        parts = self.parts[::-1] if in_either_order and not self.parts[-1].text.isascii() else self.parts
        first = next((part for part in parts if part.is_word or not part.phrase.marks.isdisjoint(marks)), None)
        return first is not None and not first.is_word

    # Whether a text is put as a question, or is so plain a list of conditions that it is read as one.

    def is_put_as_question(self) -> bool:
        """Return whether the text asks, or is nothing but conditions: "MIIT 2024", "CAC drafts"."""
        parts = self.parts
        first = next((part for part in parts if not part.has("plain")), parts[0])
        if parts[0].quoted is not None:
            return False
        if first.has("newest") or (len(parts) > 1 and first.has("opener", "compare", "goal")):
            return True
        if any(self.asks(part, behind) for part, behind in zip(parts, (*parts[1:], None), strict=True)):
            return True
        is_known = not any(part.is_word or part.quoted for part in parts)
        return is_known and not all(part.is_name or part.has("and", "plain") for part in parts)

    def asks(self, part: Part, behind: Part | None) -> bool:
        """Say whether a part makes any text a question: a phrase that means a filter, deadlines with a date, 哪些."""
        is_chinese = not part.text.isascii()
        if part.phrase.means:
            return " " in part.text or is_chinese or bool(behind and (behind.kind or behind.has("asking")))
        if part.has("not"):
            return behind is not None and (bool(behind.phrase.means) or behind.has("draft", *_DEADLINES))
        return (
            (part.has(*_DEADLINES) and (bool(self.dates) or self.has("ahead") or not (part.start and behind)))
            or (part.has("joint", "alone") and self.tells_issuers())
            or (part.has("goal") and bool(self.dates))
            or (part.has("compare", "or") and sum(each.is_name for each in self.parts) > 1)
            or (is_chinese and part.has("opener", "moment", "issuing"))
        )

    # Which briefing a text speaks of: "what does the briefing of 16 September say about AI?", 最新一期简报.

    def find_briefing(self, issues: Sequence[Issue]) -> None:
        """Find the briefings that a text speaks of, and take their words.

        The date, the publisher or "latest" beside the word for a briefing choose among those there are; a publisher or
        a series is one too where it says something, unless it is a body or company, which say things themselves.
        """
        parts = self.parts
        for place, part in enumerate(parts):
            is_last = all(other.text.casefold() in _ASIDE for other in parts[place + 1 :])
            is_meant = self.command == "briefing" and is_last and part.has("latest", "previous")
            if (is_meant or part.has("briefing", "briefings")) and self.read_around(place, issues):
                return
        for place, part in enumerate(parts):
            step = 1 if part.text.casefold() == "according to" else -1
            edge = self.pass_choosers(place + 1, 1) if step > 0 else place
            run = self.find_title(edge, step, issues) if part.has("saying", "view") else []
            if run and not (len(run) == 1 and run[0].is_name):
                self.take((part, *run))
                self.briefings = tuple(each.number for each in issues if each.is_called(_name(run)))
                self.briefing = spell(run)
                return

    def read_around(self, place: int, issues: Sequence[Issue]) -> bool:
        """Read what stands around the word for a briefing, and chooses it: "the latest", a date, a name."""
        parts, noun = self.parts, self.parts[place]
        edge = self.pass_choosers(place, -1)
        title = self.find_title(edge, -1, issues)
        start, end = self.pass_choosers(edge - len(title), -1), place + 1
        if is_noun := noun.text.casefold() not in _VERBS:
            end = self.pass_choosers(end, 1)
            if not title:
                title = self.find_title(end, 1, issues)
                end += len(title)
        around, run = parts[max(0, start - 1) : end + 1], parts[start:end]
        if any(_SINCE.fullmatch(part.text.casefold()) for part in (around[0], around[-1])):
            hint = "The command briefing tells what is new against the issue before. Or write a day: since 2025-04-02."
            raise BadQueryError(f"“{spell(around)}” is no date.", hint=hint)
        date = next((part.text for part in run if part.is_date), "")
        is_newest, is_previous = (any(part.has(mark) for part in run) for mark in ("latest", "previous"))
        is_chosen = bool(title) or is_newest or is_previous
        if not (is_noun or is_chosen) and (not date or date.isdecimal()):
            return False
        chosen = [issue for issue in issues if not title or issue.is_called(_name(title))]
        if date:
            days = read_days(date, self.today) or DateRange()
            published = [each for each in chosen if each.published_on and days.contains(each.published_on)]
            chosen = published or [each for each in chosen if each.is_of(days)]
        elif is_previous or (is_newest and not noun.has("briefings")):
            chosen = chosen[-2:-1] if is_previous else chosen[-1:]
        self.take((*run, *(each for each in parts[end : end + 1] if each.has("saying") or each.text in _ASIDE)))
        said = spell(run)
        while (first := said.partition(" "))[0].casefold() in _LINKS - {"the"}:
            said = first[2]
        self.briefing = said
        self.briefings = tuple(issue.number for issue in chosen) if (is_chosen or date) and issues else None
        return True

    def pass_choosers(self, place: int, step: int) -> int:
        """Return the place past the links, dates and words such as "latest" on this side."""
        while 0 <= (at := place if step > 0 else place - 1) < len(self.parts):
            part = self.parts[at]
            if not (part.text.casefold() in _LINKS or part.is_date or part.has("latest", "previous")):
                break
            place += step
        return place

    def find_title(self, place: int, step: int, issues: Sequence[Issue]) -> list[Part]:
        """Return the parts of the longest name of a briefing that stands on this side of a place."""
        for width in range(_LONGEST_TITLE, 0, -1):
            run = self.parts[place : place + width] if step > 0 else self.parts[max(0, place - width) : place]
            is_free = len(run) == width and not any(part.quoted or part.is_taken for part in run)
            if is_free and any(issue.is_called(_name(run)) for issue in issues):
                return run
        return []

    # Lists of ministries or companies, and things side by side.

    def find_list(self) -> None:
        """Read that all ministries or companies of some kind are asked for, or things side by side."""
        query, parts = self.typed, self.parts
        names = sum(part.is_name for part in parts) if self.is_question else 0
        if self.has("compare") and max(names, len(query.policy.include), len(query.briefing.include)) > 1:
            self.take(parts, "compare", "and", "or")
            self.listed = Asked.COMPARE
        elif self.has("compare") and (topics := self.list_compared_topics()):
            self.choose(Key.TOPIC, topics)
            self.take(self.words)
            self.take(parts, "compare", "and", "or")
            self.listed = Asked.COMPARE
        elif not self.read_firms() and (at := next(filter(self.is_listed, range(len(parts))), None)) is not None:
            mark = "companies" if parts[at].has("companies") else "ministries"
            self.listed = Asked(mark)
            self.take(parts, "count", mark)
            self.take(parts[at + 1 : at + 3], "affected")
        self.is_question = self.is_question or self.listed is not None

    def list_compared_topics(self) -> tuple[str, ...]:
        """Return the topics that the words name under any of their names; () unless each names one, of two or more."""
        names = ((part.text, *self.wording.synonyms.list_all(part.text)) for part in self.words)
        found = [next(filter(None, map(self.lexicon.find_topics, each)), ()) for each in names]
        ids = tuple(dict.fromkeys(topic.id for topics in found for topic in topics[:1]))
        return ids if len(ids) == len(found) > 1 else ()

    def is_listed(self, place: int) -> bool:
        """Say whether a word for companies or ministries is what is listed: only words of asking stand before it."""
        part, before, behind = self.parts[place], self.parts[:place], self.parts[place + 1 :]
        if not part.has("companies", "ministries"):
            return False
        if before and before[-1].text.casefold() in _BY:
            return self.has("count")
        leads = all(other.has("opener", "plain", "asking", "count", "latest") for other in before)
        opens = any(other.has("opener", "count") for other in before) or part.has("opener")
        stands_alone = not before and (not behind or behind[0].has("affected"))
        return (part.is_several or self.has("count")) and leads and (opens or stands_alone)

    def read_firms(self) -> bool:
        """Read companies by their country or trade: "German companies", "pharma"; False where none are listed so."""
        parts = self.parts
        cuts = ((at, to) for at in range(len(parts)) for to in range(min(len(parts), at + _LONGEST_GROUP), at, -1))
        for start, end in cuts:
            run = parts[start:end]
            is_whole = self.command == "company" and len(run) == len(parts)
            of_firms = is_whole or any(part.has("companies") for part in run)
            ids = [company.id for company in self.lexicon.find_group(spell(run))] if of_firms else []
            if not ids:
                continue
            others = [part for part in parts if part not in run and not part.has(*_ASKING, "affected")]
            if others and (not self.is_question or len(ids) > _MOST_FIRMS):
                return False
            self.choose(Key.COMPANY, ids)
            self.firms = run
            self.take(run)
            self.take(parts, "affected")
            self.is_question = True
            self.listed = None if others and self.command != "company" else Asked.COMPANIES
            return self.listed is not None
        return False

    # What is not wanted.

    def read_negations(self) -> None:
        """Leave out what stands behind a "not", "without" or "except", and note what cannot be read so."""
        for place, part in enumerate(self.parts):
            links = [*takewhile(lambda other: other.has("plain", "asking"), self.parts[place + 1 : place + 3])]
            rest = self.parts[place + 1 + len(links) :] if part.has("not", "except") else []
            if rest and (left_out := self.leave_out(part, rest)):
                self.take((part, *links, *left_out))
            elif rest and rest[0].is_word:
                word = rest[0].text
                self.notes.append(f"“{part.text} {word}” is read as words. To leave it out write -{word}.")

    def leave_out(self, sign: Part, rest: Sequence[Part]) -> Sequence[Part]:
        """Leave out what stands first behind a negation, and return its parts."""
        target, meaning = rest[0], rest[0].phrase
        opposite = " ".join(f"-{word}" for word in meaning.means.split())
        if denied := next((said for mark, said in _DENIED.items() if target.has(mark)), meaning.denied or opposite):
            self.add_filter(denied)
            return rest[:1]
        if target.is_name:
            names = [*takewhile(lambda part: part.is_name or part.has("and", "or"), rest)]
            self.choose(Key.MENTIONS, (each for part in names for each in part.bodies), exclude=True)
            self.choose(Key.COMPANY, (each for part in names for each in part.companies), exclude=True)
            return names
        is_exception = sign.has("except")
        if target.kind and is_exception:
            self.choose(Key.TYPE, (target.kind,), exclude=True)
            return rest[:1]
        words = [*takewhile(lambda part: part.is_word or part.kind, rest)]
        said = strip_word(" ".join(part.text for part in words))
        if topics := self.lexicon.find_topics(said):
            self.choose(Key.TOPIC, (topic.id for topic in topics), exclude=True)
        elif is_exception and said:
            self.lift(Query(terms=(Term(text=said, phrase=" " in said, excluded=True),)))
        else:
            return ()
        return words

    def add_filter(self, text: str) -> None:
        """Add a filter in the command language."""
        self.lift(parse_query(text, lexicon=self.lexicon, today=self.today))

    # Who issued, and phrases that mean a filter.

    def tells_issuers(self) -> bool:
        """Return whether a text asks for what bodies issued together, or one alone, and not for a joint venture."""
        parts = self.parts if any(part.bodies for part in self.parts) else []
        for place, part in enumerate(parts):
            said = part.text.casefold() if part.has("joint", "alone") else ""
            is_of_word = said == "joint" and any(other.is_word for other in parts[place + 1 : place + 2])
            meets = said == "together" and (not place or "issuing" not in parts[place - 1].phrase.marks)
            if said and not (is_of_word or meets):
                return True
        return False

    def read_issuers(self) -> None:
        """Read bodies that issued together as such, and one that issued alone."""
        if self.tells_issuers():
            bodies = [part for part in self.parts if part.bodies and not part.is_taken]
            ids = [part.bodies[0] for part in bodies]
            is_alone = self.has("alone")
            self.choose(Key.MINISTRY, ids if is_alone else ())
            self.choose(Key.JOINT, ids, exclude=is_alone)
            self.take(bodies)
            self.take(self.parts, "joint", "alone")

    def read_phrases(self) -> None:
        """Read the phrases of the table that mean a filter; what describes one document that is named is only asked."""
        said = [part.text.casefold() for part in self.parts[:2]]
        is_of_one = bool(_OF_ONE.fullmatch(said[0])) and said[-1] not in {"there", "any"}
        for part in (part for part in self.parts if part.phrase.means and not part.is_taken):
            means = part.phrase.means
            if not (part.phrase.of_document and is_of_one and not means.startswith("status:draft")):
                self.add_filter(means)
            part.is_taken = True
        if self.has("comments") and not (self.words or self.has(*_DEADLINES) or self.lifted.status):
            self.choose(Key.STATUS, (_OPEN,))
        self.take(self.parts if _OPEN in self.lifted.status.include else (), "comments")
        self.take(self.parts if self.lifted.joint else (), "joint")

    # Times: of goals, of deadlines, of taking effect, or of the items themselves.

    def read_dates(self) -> None:
        """Read the dates as those of the items."""
        for part in self.dates:
            days = None if is_by_year(part.text) else read_days(part.text, self.today)
            if days and self.lift(Query(dates=days)):
                part.is_taken = True
                self.take(() if self.is_question else self.parts, "asking")

    def read_goals(self) -> None:
        """Read the years of goals; where goals and nothing before them are asked for, those of any year."""
        for part in self.dates:
            is_of_goal = self.has("goal") or is_by_year(part.text)
            if years := list_goal_years(part.text, self.today) if is_of_goal else ():
                self.lift(Query(targets=years))
                part.is_taken = True
        if not self.lifted.targets and self.has("goal") and self.begins_with("goal"):
            first = self.today.year
            self.lift(Query(targets=tuple(range(first - _GOALS_BACK, first + _GOALS_AHEAD))))
        self.take(self.parts if self.lifted.targets else (), "goal")

    def read_deadlines(self) -> bool:
        """Read whether deadlines or days of taking effect are asked for, to come or gone by, and the dates for them."""
        closes = _OPEN in self.lifted.status.include and any(_CLOSES.match(part.text) for part in self.dates)
        if not (closes or self.has(*_DEADLINES)):
            return False
        is_soon, is_over = self.has("ahead"), self.has("closed", "effective")
        is_past = not is_soon and (is_over or (self.has("past") and not self.has("issuing")))
        of_effect = self.has(*_EFFECTS) and not self.has("deadline", "closed")
        asks_for_day = self.has("moment")
        if not of_effect and self.has("draft", "comments") and not self.lifted.status:
            self.choose(Key.STATUS, (COMMENT_CLOSED if is_past else _OPEN,))
            self.take(self.parts, "draft", "comments")
        due, typed = None, None
        is_told = self.words and (asks_for_day or (of_effect and not is_soon))
        if dates := self.dates:
            dates[0].is_taken = True
            due, typed = read_deadline_days(dates[0].text, self.today, is_past=is_past)
        elif (is_soon or self.begins_with(*_DEADLINES, "ahead")) and not (self.lifted.status or is_told):
            tomorrow = self.today + dt.timedelta(days=1)
            due = DateRange(end=tomorrow) if is_past else DateRange(start=self.today)
        if of_effect:
            self.lifted = replace(self.lifted, effect=due)
            if due is None and asks_for_day and not self.lifted.status:
                self.choose(Key.STATUS, ANY_DRAFT, exclude=True)  # a draft never binds
        else:
            is_ahead = (due or _OPEN in self.lifted.status.include) and not is_past
            self.lifted = replace(self.lifted, due=due, due_text=typed, sort="due" if is_ahead else None)
        self.take(self.parts, *_DEADLINES, "ahead")
        return True

    # Names, kinds of document, and the order.

    def read_names(self) -> None:
        """Read the names of bodies and companies; a body is the issuer where the question says that it acts."""
        parts = self.parts
        acting = {"issuing", "compare", "deadline"}
        acts = self.command in {"ministry", "digest"} or any(part.phrase.marks & acting for part in parts)
        acts = acts or (not self.words and any(part.kind and not part.phrase.marks for part in parts))
        for part in parts if not (self.has("or") and self.words) else ():
            if (part.is_name or part.has("or")) and not part.is_taken:
                self.choose(Key.MINISTRY if acts else Key.MENTIONS, part.bodies)
                self.choose(Key.COMPANY, part.companies)
                part.is_taken = True
        if self.command == "ministry" and not self.lifted.ministry:
            said = fold(" ".join(part.text for part in self.words))
            bodies = self.lexicon.find_bodies_of_field(said) or (
                self.lexicon.find_bodies_begun(said) if " " in said else ()
            )
            body = None if bodies else self.lexicon.find_body_of_word(said)
            bodies = (body,) if body else bodies
            self.choose(Key.MINISTRY, (body.id for body in bodies))
            self.take(self.words if bodies else ())

    def read_kinds(self) -> None:
        """Read the kind of document that a question begins with, one in a mere list of conditions, or drafts.

        A kind at the end of a Chinese text, and one where no words are left, is a condition too.
        """
        told = [part for part in self.parts if not part.is_taken and (part.kind or part.is_word or part.has("draft"))]
        leads = self.parts[0].has("opener")
        for number, part in enumerate(told):
            if part.has("draft"):
                is_of_kind = len(told) == 1 or bool(told[number + 1 :] and told[number + 1].kind)
                if (part.is_several or is_of_kind) and not self.lifted.status:
                    self.choose(Key.STATUS, ANY_DRAFT)
                part.is_taken = True
            elif part.kind and not part.phrase.marks:
                begins = all(other.has("draft") for other in told[:number] if not other.is_taken)
                ends = not part.text.isascii() and number + 1 == len(told)
                if (begins and (leads or part.is_several)) or ends or not self.words:
                    self.choose(Key.TYPE, (part.kind,))
                    part.is_taken = True

    # What kind of answer is asked for, and what is left to search for.

    def choose_answer(self, query: Query) -> Asked:
        """Return the kind of answer to what was understood."""
        if self.listed is not None:
            return Asked.SEARCH if self.listed is Asked.MINISTRIES and query.terms else self.listed
        are_several = any("briefings" in part.phrase.marks for part in self.parts)
        if self.briefing and not (query.terms or replace(query, briefing=Choices(), dates=None).has_filters):
            return Asked.BRIEFINGS if are_several or len(self.briefings or ()) > 1 else Asked.BRIEFING
        is_alone = not any(part.is_word or part.is_name or part.quoted for part in self.parts)
        if self.command == "briefing":
            is_one = is_alone and query.briefing.include and not are_several
            return Asked.BRIEFING if is_one else Asked.BRIEFINGS
        if len(query.policy.include) == 1 and is_alone:
            return Asked.TIMELINE if self.has("timeline") else Asked.POLICY
        if self.command in _NAMED:
            is_named = query.ministry or query.joint or query.company or query.terms
            return (_NAMED if is_named else _ALL)[self.command]
        if query.targets and self.begins_with("goal"):
            return Asked.TARGETS
        return Asked.DUE if query.due and not query.terms and self.is_question else Asked.SEARCH

    def conclude(self) -> Question:
        """Return what was understood."""
        query, is_question = self.typed, self.is_question
        if is_question and self.has("newest") and self.lifted.sort is None:
            self.lifted = replace(self.lifted, sort="date")
        is_lifted = self.lifted != Query() or bool(self.briefing)
        dropped = _DROPPED if is_question else ("plain", "and")
        kept = [part for part in self.parts if not (part.is_taken or part.has(*dropped))]
        terms = self.list_words(kept, is_lifted=is_lifted)
        found = _merge(replace(query, terms=terms), self.lifted)
        if found is None:
            return Question(asked=Asked.SEARCH, query=query, plain=query, is_question=is_question)
        if self.briefing and self.briefings is not None:
            found = replace(found, briefing=Choices(include=tuple(map(str, self.briefings)) or ("0",)))
        asked = self.choose_answer(found)
        if asked in {Asked.POLICY, Asked.TIMELINE} or (asked is Asked.BRIEFING and query.briefing.include):
            found = replace(query, terms=())  # its card tells whatever is asked of it
        if not (found.terms or found.has_filters or found.limit):
            understood = {"asking", "newest", "goal", *_DEADLINES}
            is_empty = asked is Asked.SEARCH and not is_lifted and is_question
            if is_empty and not any(part.phrase.marks & understood for part in self.parts):
                hint = "Name a subject, a ministry, a company or a date, such as: what did MIIT issue on robots?"
                raise BadQueryError("Nothing in this question says what to look for.", hint=hint)
            found = found if is_question else query
        wants_policies = self.begins_with("policies", in_either_order=True)
        return Question(
            asked=asked,
            query=found,
            plain=self.keep_words(found, kept),
            is_question=is_question,
            lifted=is_lifted,
            notes=tuple(self.notes),
            wants_comment=(is_question or bool(query.briefing)) and any("view" in p.phrase.marks for p in self.parts),
            wants_policies=wants_policies if is_question else self.parts[0].has("policies"),
            absent_briefing=self.briefing if self.briefings == () else "",
        )

    def list_words(self, kept: Sequence[Part], *, is_lifted: bool) -> tuple[Term, ...]:
        """Return the words that are left to search for, and note what is left out of them.

        Words that are the name of a topic and nothing else are lifted as one where lists and names are asked for.
        """
        terms = list_terms(kept, self.typed.terms)
        unread = [part.text for part in self.parts if self.is_question and part.has("compare")]
        if self.is_question and is_lifted and all(normalise(term.text) in self.wording.light for term in terms):
            unread, terms = [*unread, *(term.text for term in terms)], ()  # they hardly say what is asked for
        self.notes += [f"Left out: {', '.join(f'“{word}”' for word in unread)}."] if unread else []
        if not (self.listed or self.command in _NAMED) or any(term.phrase or term.excluded for term in terms):
            return terms
        topics = self.lexicon.find_topics(" ".join(term.text for term in terms))
        self.choose(Key.TOPIC, (topic.id for topic in topics))
        return () if topics else terms

    def keep_words(self, found: Query, kept: Sequence[Part]) -> Query:
        """Return what was found with the names, kinds, trades and years that became filters as words again.

        A year alone may be a figure of the text, a name half of another one.
        """
        keys = (Key.MINISTRY, Key.JOINT, Key.MENTIONS, Key.COMPANY, Key.TYPE)
        taken = [part for part in self.parts if part.is_taken]
        names = [part for part in taken if part.is_name or part.kind or part in self.firms]
        years = [part for part in taken if part.is_date and _YEAR.fullmatch(part.text)]
        if any(self.lifted.choices(key).exclude for key in keys) or not (names or (years and found.dates)):
            return found
        terms = list_terms([part for part in self.parts if part in (*kept, *names, *years)], self.typed.terms)
        typed: dict[str, Any] = {key.value: self.typed.choices(key) for key in keys}
        return replace(found, terms=terms, dates=self.typed.dates if years else found.dates, **typed)


def _name(run: Sequence[Part]) -> str:
    """Return a name of a briefing as it is compared."""
    return fold(re.sub(r"['’]s?$", "", spell(run))).removeprefix("the ")
