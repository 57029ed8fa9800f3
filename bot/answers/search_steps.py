"""How a search looks further when no item has all words: one step after the other, and the answer says which found it.

All words; the same words without the filters that were lifted from them; the bodies that a named one was or became;
other spellings (pinyin, a known name or word spelled almost so); the same things by their names in the other language;
most of the words; the same in other words (synonyms); any of either, where no item has enough of them; and, where it
is installed, closeness in meaning. A step comes only when those before it found nothing, so a later one never displaces
a match of words; where all words find few items, those of the other language stand behind them. The filters that a
person typed hold in every step; but a body may be one that it was or became.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

from bot.answers.nearest import choose_spelling, find_in_pinyin, find_misspelt_run, find_name_spelling, list_near_stems
from bot.answers.rows import LOOSE, Searched, Step
from bot.answers.semantic import SentenceIndex
from bot.answers.some_words import (
    FEW,
    NEAR_SHOWN,
    IndexWords,
    OtherNames,
    Share,
    Weight,
    asks_for_absent,
    choose_beside,
    choose_near,
    find_apart,
    find_some,
    share_words,
    weigh,
)
from bot.model.briefing import PolicyStatus
from bot.names.lexicon import Lexicon
from bot.names.pinyin import list_splits, reads_as_pinyin, syllable_token
from bot.query.query_record import COMMENT_CLOSED, Query
from bot.query.query_scan import Term
from bot.query.question_dates import find_days
from bot.query.question_marks import asks_for_view, take_issuer_count
from bot.query.question_names import drop_fillers, refuse_negation, widen_bodies
from bot.query.questions import understand_query
from bot.query.search_plan import Alternatives, SearchPlan, compose_search_plan, widen_words
from bot.query.wording import Wording
from bot.store.database import Database
from bot.store.search import Found, Hit, find_items, is_in_index, list_printed

# Words put otherwise than the index has them: Chinese text without spaces cut up, a name in two words put together.

_LONGEST = 24
"""A longer text is no question but a passage."""
_WIDEST = 4
_LEAST = 2
_LONGEST_NAME = 16
_LINK = "的"
"""Links two words and begins none, though an item may print it before the second."""
_LATIN = re.compile(r"[A-Za-z0-9]{2}", re.ASCII)
"""Between two of these no word in Latin letters ends: "AI" is none of "AIGC"."""


def cut_chinese(db: Database, text: str, wording: Wording, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the pieces of a text without spaces that items or our synonyms have, the longest first from the left.

    Words such as 的 and those for doing in general (实行) are left out; () where anything else is left, since that is
    asked for too. The name of a body or company that the text begins with is a piece, and whatever follows another.
    """
    named = range(min(len(text) - _LEAST, _LONGEST_NAME), _LEAST - 1, -1)
    end = next((end for end in named if lexicon.find_companies(text[:end]) or lexicon.find_bodies(text[:end])), 0)
    if end and not text.isascii() and len(text) <= _LONGEST:
        rest = text[end:].removeprefix(_LINK)
        return (text[:end], *(_cut(db, rest, wording, lexicon) or (rest,)))
    return _cut(db, text, wording, lexicon)


def _cut(db: Database, text: str, wording: Wording, lexicon: Lexicon) -> tuple[str, ...]:
    if text.isascii() or len(text) > _LONGEST or any(c.isspace() for c in text):
        return ()
    ways: dict[int, tuple[str, ...] | None] = {len(text): ()}

    def cut_from(position: int) -> tuple[str, ...] | None:
        """Return the pieces from here on; None where something would be left."""
        if position not in ways:
            ways[position] = _take(position)
        return ways[position]

    def _take(position: int) -> tuple[str, ...] | None:
        light = next((word for word in wording.light_by_length if text.startswith(word, position)), "")
        ends = () if text[position] == _LINK else range(len(text), position + max(_LEAST, len(light) + 1) - 1, -1)
        for end in ends:
            inside = not _LATIN.fullmatch(text[end - 1 : end + 1])
            if inside and _is_known(db, text[position:end], wording, lexicon) and (rest := cut_from(end)) is not None:
                return (text[position:end], *rest)
        return cut_from(position + len(light)) if light else None

    return cut_from(0) or ()


def _is_known(db: Database, text: str, wording: Wording, lexicon: Lexicon) -> bool:
    return bool(wording.list_synonyms(text) or lexicon.find_same_or_place(text)) or is_in_index(db, text)


def join_name(texts: Sequence[str], start: int, lexicon: Lexicon) -> str | None:
    """Return the words from here on, as many as make a known name when written as one ("hua wei"); None for none."""
    for width in range(min(_WIDEST, len(texts) - start), 1, -1):
        run = texts[start : start + width]
        joined = "".join(run)
        is_plain = all(each.isascii() and each.isalpha() for each in run)
        if is_plain and (lexicon.find_bodies(joined) or lexicon.find_companies(joined)):
            return " ".join(run)
    return None


# Words of a question in another spelling: replaced by what was meant, or read as pinyin.


def replace_terms(terms: list[Term], text: str, spelling: str) -> list[Term]:
    """Return the terms with the words of this text, where they first stand in a row, as those of the spelling."""
    width = len(text.split())
    for start in range(len(terms) - width + 1):
        run = terms[start : start + width]
        if " ".join(term.text for term in run) == text:
            words = [replace(run[0], text=word) for word in spelling.split()]
            return [*terms[:start], *words, *terms[start + width :]]
    return terms


def read_pinyin(
    wanted: list[Alternatives], texts: list[str], weights: list[Weight], notes: list[str], *, lexicon: Lexicon
) -> None:
    """Read runs of words as pinyin where no item has one of them; a name that is known is no part of one.

    ``gongxinbu shuju anquan`` is a ministry, and two words.
    """
    start = 0
    while start < len(texts):
        end = start
        while end < len(texts) and _goes_on(texts[end], weights[end], lexicon):
            end += 1
        run = " ".join(texts[start:end])
        if end > start and reads_as_pinyin(run) and any(not weight.items for weight in weights[start:end]):
            phrases = (" ".join(map(syllable_token, way)) for way in list_splits(run))
            notes.append(f"“{run}” was read as pinyin.")
            wanted[start:end] = [Alternatives(wordings=tuple((phrase,) for phrase in phrases))]
            weights[start:end] = [replace(weights[start], text=run, items=1)]
            texts[start:end] = [run]
        start = max(end, start + 1)


def _goes_on(text: str, weight: Weight, lexicon: Lexicon) -> bool:
    """Say whether a text of words may be part of a run of pinyin: all are of syllables, and no known name is held."""
    is_pinyin = text.isascii() and all(list_splits(word) for word in text.split())
    return is_pinyin and not (weight.items and (lexicon.find_bodies(text) or lexicon.find_companies(text)))


# A year beside words is a date or stands in the text: which of the two is meant, what is held tells.

_DATE = re.compile(
    r"(?:19|20)\d\d|[Qq][1-4]|[Hh][12]|May|(?i:January|February|April|June|July|August|September|October|November|December)|March",
    re.ASCII,
)
"""A year, a quarter or half of one, or a month by its name; "may" and "march" only with a capital."""


def read_year(query: Query, plan: SearchPlan, today: dt.date) -> Query | None:
    """Read a year or month left beside other words as a date; None without one, or with several.

    A year in a name ("Made in China 2025") is none.
    """
    plain = (term for term in query.terms if not (term.phrase or term.excluded))
    years = [term for term in plain if _DATE.fullmatch(term.text) and term.text in plan.texts]
    if len(years) != 1 or len(query.terms) == 1 or query.dates or query.due or query.effect:
        return None
    terms = tuple(term for term in query.terms if term != years[0])
    notes = (*query.notes, f"“{years[0].text}” was read as a date.")
    return replace(query, terms=terms, dates=find_days(f"in {years[0].text.capitalize()}", today), notes=notes)


def say_year(typed: Query, query: Query, today: dt.date) -> Query | None:
    """Read a year that became the date of a question as a word, where no item of that year has the others.

    None without such a year, and where a body is asked for what it did then.
    """
    dates = query.dates
    if typed.dates or not dates or not dates.start or not query.terms or query.ministry or query.joint:
        return None
    year = str(dates.start.year)
    if dates != find_days(f"in {year}", today):
        return None
    notes = (*query.notes, f"Nothing of {year} has these words, so “{year}” was looked for in the text.")
    return replace(query, terms=(*query.terms, Term(text=year, phrase=True)), dates=None, notes=notes)


_MOST_WORDS = "No item has all words; these have most of them."
LOOKED_AT = 200
"""So many of the best hits are grouped by policy and can be paged through; more only where more are asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Searcher:
    """Searches with these names and words; ``today`` is the day in Beijing, ``limit`` None gives every hit."""

    lexicon: Lexicon
    wording: Wording
    today: dt.date
    limit: int | None = LOOKED_AT
    pinyin: bool = True
    meaning: SentenceIndex | None = None
    words: IndexWords = field(default_factory=IndexWords)

    def search(self, db: Database, query: Query) -> Searched:
        """Return what the first step that finds anything found; where no draft is open, what finds closed ones."""
        result = self._name_otherwise(db).add(self._search(db, query))
        result = self._add_near(db, self._add_dated(db, result))
        status = result.query.status
        if result.found.hits or status.include != (PolicyStatus.DRAFT_FOR_COMMENT.value,) or not result.plan.wanted:
            return result
        closed = self._search(db, replace(result.query, status=replace(status, include=(COMMENT_CLOSED,))))
        return result if closed.step in LOOSE else replace(result, plan=closed.plan, notes=closed.notes)

    def _search(self, db: Database, query: Query) -> Searched:
        asked = understand_query(query, lexicon=self.lexicon, wording=self.wording, today=self.today)
        plan = compose_search_plan(asked.query.terms, self.lexicon)
        found = self._find(db, asked.query, plan)
        is_as_typed = asked.query.terms == query.terms
        result = Searched(
            asked=query,
            query=asked.query,
            plan=plan,
            found=found,
            step=Step.ALL if found.hits else Step.NOTHING,
            names=plan.texts if is_as_typed else compose_search_plan(query.terms, self.lexicon).texts,
            is_question=asked.is_question,
            asks_view=(asked.is_question or bool(query.briefing)) and asks_for_view(query.terms, self.wording),
        )
        if found.hits:
            return result
        if asked.unread_negation:
            refuse_negation(asked.unread_negation)
        if asked.lifted and not _names(asked.query) - _names(query):
            plain = compose_search_plan(asked.plain.terms, self.lexicon)
            found = self._find(db, asked.plain, plain)
            if found.hits:
                return replace(result, query=asked.plain, plan=plain, found=found, step=Step.WORDS)
        for other in (
            self._count_issuers(query),
            read_year(asked.query, plan, self.today),
            say_year(query, asked.query, self.today),
        ):
            if other is not None and (read := self.search(db, other)).found.hits:
                return read
        if plan.wanted:
            return self._look_further(db, result)
        succeeded = self._follow_succession(db, result)
        return succeeded if succeeded is not None and succeeded.found.hits else result

    def _count_issuers(self, query: Query) -> Query | None:
        """Read "four departments", 四部门, which no item prints so, as how many issued; None without such words."""
        taken = take_issuer_count(query.terms, self.wording)
        if taken is None or not self.wording.openers:
            return None
        terms, count, said = taken
        opener = Term(text=min(self.wording.openers))  # what is left is read as the words of a question
        joint = replace(query.joint, include=(*query.joint.include, str(count)))
        notes = (*query.notes, f"“{said}” was read as issued by {count} bodies.")
        return replace(query, terms=(opener, *terms), joint=joint, notes=notes)

    def _find(self, db: Database, query: Query, plan: SearchPlan) -> Found:
        return find_items(db, query, plan, today=self.today, limit=self.limit)

    def _add_dated(self, db: Database, result: Searched) -> Searched:
        """Return what all words found, where that is little, and behind it what a year among them finds as a date."""
        total = result.found.total
        is_little = result.step is Step.ALL and result.found.ranked and total is not None and total < FEW
        dated = read_year(result.query, result.plan, self.today) if is_little and total else None
        if dated is None or total is None:
            return result
        plan = compose_search_plan(dated.terms, self.lexicon)
        read = replace(result, query=dated, plan=plan, found=self._find(db, dated, plan))
        held = frozenset(result.found.hits)
        behind = [hit for hit in self._name_otherwise(db).add(read).found.hits if hit not in held]
        if not behind:
            return result
        found = replace(result.found, hits=(*result.found.hits, *behind)[: self.limit], total=total + len(behind))
        year = next(term.text for term in result.query.terms if term not in dated.terms)
        return replace(result, found=found, notes=(*result.notes, f"“{year}” was also read as a date."))

    def _add_near(self, db: Database, result: Searched) -> Searched:
        """Return what was found, where that is next to nothing, with what has half of the words beside it."""
        total = result.found.total or 0
        if not 0 < total <= NEAR_SHOWN or len(result.plan.texts) == 1 or result.plan.quoted or result.step in LOOSE:
            return result
        weights = weigh(db, result.plan)
        shared = share_words(db, result, weights, today=self.today)
        return replace(result, near=choose_beside(shared, weights, result.found.hits))

    def _name_otherwise(self, db: Database) -> OtherNames:
        find = partial(self._find, db)
        return OtherNames(lexicon=self.lexicon, wording=self.wording, find=find, limit=self.limit)

    def _look_further(self, db: Database, result: Searched) -> Searched:
        result = self._leave_fillers(db, result)
        if result.found.hits:
            return result
        succeeded = self._follow_succession(db, result)
        if succeeded is not None and succeeded.found.hits:
            return succeeded
        weights = weigh(db, result.plan)
        parted = self._part_words(db, result, weights)
        if parted is not None:
            if parted.found.hits:
                return parted
            result, weights = parted, weigh(db, parted.plan)
        spelled = self._respell(db, result, weights)
        if spelled is not None and spelled.found.hits:
            return spelled
        if spelled is not None:
            result, weights = spelled, weigh(db, spelled.plan)
        return self._look_wider(db, result, weights)

    def _look_wider(self, db: Database, result: Searched, weights: list[Weight]) -> Searched:
        """Let the words stand in other ways, or but some of them."""
        translated = self._name_otherwise(db).translate(result)
        if translated.found.hits:
            return translated
        share = cache(partial(share_words, db, result, weights, today=self.today))
        some = find_some(result, weights, share)
        if some.found.hits:
            return replace(some, step=Step.SOME, notes=(*result.notes, _MOST_WORDS))
        reworded, share_reworded = self._reword(db, result)
        if reworded.found.hits:
            return reworded
        last = self._find_loosely(db, result, weights, share)
        if last.found.hits:
            return last
        near = choose_near(share_reworded()) or choose_near(share())
        known = frozenset(text for text in result.plan.texts if self.wording.list_synonyms(text))
        return replace(result, step=Step.NOTHING, near=near or self._list_named(db, result.query), spelled=known)

    def _find_loosely(self, db: Database, result: Searched, weights: list[Weight], share: Share) -> Searched:
        """Return what has any of the words, else what is close in meaning; as it was where neither finds anything."""
        apart = find_apart(result, weights, share)
        if apart.found.hits:
            return apart
        if self.meaning is not None and not result.plan.quoted and not asks_for_absent(weights):
            hits = self.meaning.find(db, result.query, result.plan, today=self.today)
            if hits:
                note = "No item has these words; these are close in meaning."
                found = Found(hits=hits, total=len(hits), ranked=True)
                return replace(result, found=found, step=Step.MEANING, notes=(*result.notes, note))
        return result

    def _list_named(self, db: Database, query: Query) -> tuple[Hit, ...]:
        """Return the newest items of the bodies and companies asked for, whatever they say."""
        if not _names(query):
            return ()
        nothing_asked = SearchPlan(wanted=(), excluded=(), marked=())
        found = find_items(db, replace(query, terms=()), nothing_asked, today=self.today, limit=NEAR_SHOWN)
        return found.hits

    def _leave_fillers(self, db: Database, result: Searched) -> Searched:
        """Look for all words but "of" and "the", which nobody asks for, where other words are left."""
        kept = drop_fillers(result.query.terms, result.plan.texts, self.wording)
        if len(kept) == len(result.query.terms):
            return result
        query, plan = replace(result.query, terms=kept), compose_search_plan(kept, self.lexicon)
        found = self._find(db, query, plan)
        return replace(result, query=query, plan=plan, found=found, step=Step.ALL if found.hits else Step.NOTHING)

    def _follow_succession(self, db: Database, result: Searched) -> Searched | None:
        """Let bodies stand for those that took over from them and those they took over from; None without any."""
        query, plan, said = widen_bodies(result.query, result.plan, self.lexicon)
        if not said:
            return None
        found = self._find(db, query, plan)
        note = f"Read for all that the body was or became: {'; '.join(said)}."
        return replace(result, query=query, plan=plan, found=found, step=Step.SUCCESSION, notes=(*result.notes, note))

    def _part_words(self, db: Database, result: Searched, weights: list[Weight]) -> Searched | None:
        """Cut up Chinese text that no item has as a whole, and join words that are one name; None for neither."""
        terms = list(result.query.terms)
        notes: list[str] = []
        texts = [weight.text for weight in weights]
        for place, weight in enumerate(weights):
            if weight.items or weight.text in result.plan.quoted or self.lexicon.find_same(weight.text):
                continue
            pieces = cut_chinese(db, weight.text, self.wording, self.lexicon)
            if pieces and pieces != (weight.text,):
                terms = replace_terms(terms, weight.text, " ".join(pieces))
                notes.append(f"“{weight.text}” was read as {' and '.join(f'“{piece}”' for piece in pieces)}.")
            apart = join_name(texts, place, self.lexicon)
            if apart:
                joined = apart.replace(" ", "")
                terms = replace_terms(terms, apart, joined)
                notes.append(f"“{apart}” was read as “{joined}”.")
        return self._ask_again(db, result, terms, notes) if notes else None

    def _respell(self, db: Database, result: Searched, weights: list[Weight]) -> Searched | None:
        """Try pinyin, then known names and words of the index, for the words that no item has."""
        for named in (self._name_in_pinyin(db, result, weights), self._respell_name(db, result, weights)):
            if named is not None and named.found.hits:
                return named
        terms = list(result.query.terms)
        wanted, texts = list(result.plan.wanted), list(result.plan.texts)
        read: list[str] = []
        if self.pinyin and not result.plan.quoted:
            read_pinyin(wanted, texts, list(weights), read, lexicon=self.lexicon)
        if read:
            plan = replace(result.plan, wanted=tuple(wanted), texts=tuple(texts))
            found = self._find(db, result.query, plan)
            if found.hits:
                notes = (*result.notes, *read)
                return replace(result, plan=plan, found=found, step=Step.SPELLING, notes=notes)
        meant: list[str] = []
        for weight in weights:
            if weight.items or weight.text in result.plan.quoted or self.wording.list_synonyms(weight.text):
                continue
            spelling = self._find_name(db, weight.text) or self._find_word(db, weight.text)
            if spelling:
                terms = replace_terms(terms, weight.text, spelling)
                meant.append(f"Did you mean “{spelling}”? No item has “{weight.text}”; this is for “{spelling}”.")
        return self._ask_again(db, result, terms, meant) if meant else None

    def _respell_name(self, db: Database, result: Searched, weights: list[Weight]) -> Searched | None:
        """Read the question with a name of several words that is spelled almost so as that name; None without one."""
        words = [None if term.phrase or term.excluded else term.text for term in result.asked.terms]
        unheld = {weight.text for weight in weights if not weight.items}
        run = find_misspelt_run(words, unheld, self.lexicon)
        if run is None:
            return None
        start, end, name = run
        spelled = tuple(Term(text=word) for word in name.split())
        terms = (*result.asked.terms[:start], *spelled, *result.asked.terms[end:])
        asked = replace(result.asked, terms=terms)
        query = understand_query(asked, lexicon=self.lexicon, wording=self.wording, today=self.today).query
        plan = compose_search_plan(query.terms, self.lexicon)
        typed = " ".join(filter(None, words[start:end]))
        note = f"Did you mean “{name}”? No item has “{typed}”; this is for “{name}”."
        found = self._find(db, query, plan)
        return replace(result, query=query, plan=plan, found=found, step=Step.SPELLING, notes=(*result.notes, note))

    def _ask_again(self, db: Database, result: Searched, terms: list[Term], notes: list[str]) -> Searched:
        """Search with other words, and say why."""
        query = replace(result.query, terms=tuple(terms))
        plan = compose_search_plan(query.terms, self.lexicon)
        found = self._find(db, query, plan)
        told = (*result.notes, *notes)
        return replace(result, query=query, plan=plan, found=found, step=Step.SPELLING, notes=told)

    def _name_in_pinyin(self, db: Database, result: Searched, weights: list[Weight]) -> Searched | None:
        """Ask for the companies whose Chinese names stand in pinyin among the words; None without any."""
        terms = list(result.query.terms)
        notes: list[str] = []
        for weight in weights if self.pinyin else ():
            is_free = not weight.items and weight.text not in result.plan.quoted
            for company in find_in_pinyin(weight.text, self.lexicon.companies)[:1] if is_free else ():
                terms = replace_terms(terms, weight.text, company.name)
                notes.append(f"“{weight.text}” was read as “{company.name}”, the pinyin of its name.")
        return self._ask_again(db, result, terms, notes) if notes else None

    def _find_name(self, db: Database, text: str) -> str | None:
        """Return the known name that is spelled almost so, where an item has it: else it is only suggested."""
        name = find_name_spelling(text, self.lexicon)
        plan = compose_search_plan((Term(text=name),), self.lexicon) if name else None
        return name if plan and any(weight.items for weight in weigh(db, plan)) else None

    def _find_word(self, db: Database, text: str) -> str | None:
        """Return the word that the index has and that is spelled almost so, as an item prints it."""
        stems = list_near_stems(text, self.words.list_like(db, text))
        return choose_spelling(text, [word for stem in stems for word in list_printed(db, stem)])

    def _reword(self, db: Database, result: Searched) -> tuple[Searched, Share]:
        """Return what is found when any word may stand as one of its synonyms: all, most, any; and what has any.

        Nothing new is found, and nothing has any, where no word has synonyms.
        """
        plan, said = widen_words(result.plan, self.wording.list_synonyms)
        if not said:
            return result, list
        added = f"in other words too: {'; '.join(said)}."
        note = f"No item has these words; read {added}"
        reworded = replace(result, plan=plan, step=Step.SYNONYMS, notes=(*result.notes, note))
        found = self._find(db, result.query, plan)
        if found.hits:
            return replace(reworded, found=found), list
        weights = weigh(db, plan)
        share = cache(partial(share_words, db, reworded, weights, today=self.today))
        some = find_some(reworded, weights, share)
        if some.found.hits:
            return replace(some, notes=(*some.notes, _MOST_WORDS)), share
        return find_apart(replace(reworded, notes=(*result.notes, f"Read {added}")), weights, share), share


def _names(query: Query) -> set[str]:
    return {*query.ministry.include, *query.joint.include, *query.mentions.include, *query.company.include}
