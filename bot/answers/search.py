"""One search in steps, and the answer says which of them found it.

All words; then names, translations and synonyms; then spelling; then any word; meaning last, where it is installed. A
step comes only where those before it found nothing, so a later one never displaces a match of words; but what goes by
an equal name in the other language stands behind what has the words as typed. Filters hold in every step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.answers.quotes import Words
from bot.answers.semantic import SentenceIndex
from bot.answers.some_words import choose_some, describe_some, join_quoted, names_thing, share_words
from bot.answers.spelling import Vocabulary, cut_chinese, list_pinyin_runs
from bot.names.lexicon import Lexicon
from bot.names.pinyin import list_splits, syllable_token
from bot.query.query_record import Alternatives, Choices, Query, Term
from bot.query.questions import Question
from bot.query.search_plan import NO_WORDS, Others, SearchPlan, compose_search_plan, exclude_equal, widen_plan
from bot.query.tokens import facet_token, list_kin
from bot.query.wording import Wording, normalise
from bot.store.database import Database
from bot.store.index_words import count_words
from bot.store.search import Hit, find_items


class Step(StrEnum):
    """What found the answer."""

    ALL = "all"
    OTHER_NAMES = "other names"
    SPELLING = "spelling"
    SOME = "some"
    MEANING = "meaning"
    NOTHING = "nothing"


LOOSE = frozenset({Step.SOME, Step.MEANING, Step.NOTHING})
"""Steps whose items need not be about what is asked."""
LOOKED_AT = 200
"""So many of the best hits are grouped by policy and can be paged through; more only where more are asked for."""
_FEW = 5
"""Where all words find fewer items, what is found in a wider way stands behind them."""
NEAR_SHOWN = 3
"""So many items that are no answer are shown where nothing was found."""
_LONGEST_RUN = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """What a search came to: the query and words that found the hits, the step that did, and what to say of it.

    ``total`` is None where there are more than are counted; ``is_ranked`` is False where the newest come first.
    ``near`` are items that have some of what was asked for, not enough to be an answer. ``commented`` are those of the
    hits that have the words in the publisher's comment alone.
    """

    question: Question
    query: Query
    plan: SearchPlan
    hits: tuple[Hit, ...] = ()
    total: int | None = 0
    is_ranked: bool = True
    step: Step = Step.NOTHING
    notes: tuple[str, ...] = ()
    near: tuple[Hit, ...] = ()
    commented: frozenset[Hit] = frozenset()

    @property
    def words(self) -> Words:
        """What to mark in the rows."""
        return self.plan.marked


@dataclass(frozen=True, kw_only=True, slots=True)
class Searcher:
    """Searches with these names and words; ``today`` is the day in Beijing, ``limit`` None gives every hit."""

    lexicon: Lexicon
    wording: Wording
    today: dt.date
    limit: int | None = LOOKED_AT
    pinyin: bool = True
    meaning: SentenceIndex | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def search(self, db: Database, question: Question) -> Searched:
        """Return what the first step that finds anything found, of the question as read and of its plain words."""
        ways = [question.query]
        if question.lifted and question.plain != question.query:
            place = 0 if _adds_dates(question) and self._drops_words(question) else 1  # all words typed come first
            ways.insert(place, question.plain)
        for find in (self._find_all, self._find_lighter):
            for query in ways:
                found = find(db, self._begin(question, query))
                if found.hits:
                    return self._add_lighter(db, found, ways)
        read = self._look_further(db, self._begin(question, ways[0]))
        if read.hits or len(ways) == 1 or not _adds_dates(question):
            return read
        plain = self._look_further(db, self._begin(question, ways[1]))
        return plain if plain.hits else read

    def _begin(self, question: Question, query: Query) -> Searched:
        """Return what a query asks for before anything is found."""
        plan = exclude_equal(compose_search_plan(query.terms, self.lexicon), self.wording.synonyms.list_equal)
        return Searched(question=question, query=query, plan=plan)

    def _ask(self, db: Database, asked: Searched, step: Step, plan: SearchPlan | None = None) -> Searched:
        """Return what the query and a plan, that of ``asked`` or another, find by this step."""
        plan = plan or asked.plan
        found = find_items(db, asked.query, plan, today=self.today, limit=self.limit)
        return replace(
            asked,
            plan=plan,
            hits=found.hits,
            total=found.total,
            is_ranked=found.ranked,
            commented=found.commented,
            step=step if found.hits else Step.NOTHING,
        )

    def _find_all(self, db: Database, asked: Searched) -> Searched:
        """Return what has all words, and behind it what has them by names that mean just the same."""
        result = self._ask(db, asked, Step.ALL)
        plan, said = widen_plan(asked.plan, self._list_equal)
        if not said or result.total is None or result.total >= LOOKED_AT:
            return result
        also = self._ask(db, asked, Step.OTHER_NAMES, plan)
        return self._put_behind(result, also, f"other names: {'; '.join(said)}")

    def _find_lighter(self, db: Database, asked: Searched) -> Searched:
        """Return what has all words but those that hardly say what is asked for: "rules", "using"."""
        kept = self._leave_light(asked)
        if kept == asked.query.terms:
            return asked
        found = self._find_all(db, self._begin(asked.question, replace(asked.query, terms=kept)))
        left = [text for text in asked.plan.texts if text not in found.plan.texts]
        note = f"No item has all of these words. Showing without {join_quoted(left)}."
        return replace(found, notes=(note, *found.notes)) if found.hits else found

    def _add_lighter(self, db: Database, result: Searched, ways: Sequence[Query]) -> Searched:
        """Return what was found; where that is little, with what lacks a word that hardly says anything behind."""
        if result.total is None or result.total >= _FEW or result.query not in ways:
            return result
        asked = self._begin(result.question, result.query)
        lighter = self._find_lighter(db, asked)
        left = [text for text in asked.plan.texts if text not in lighter.plan.texts]
        return self._put_behind(result, lighter, f"without {join_quoted(left)}")

    def _drops_words(self, question: Question) -> bool:
        """Return whether a question was read without a word that hardly says what is asked for: "plan"."""
        left = (term.text for term in question.plain.terms if term not in question.query.terms)
        return any(normalise(text) in self.wording.light for text in left)

    def _put_behind(self, result: Searched, also: Searched, way: str) -> Searched:
        """Return what was found with what was found in a wider way behind it; that alone where nothing was found."""
        if not result.hits:
            note = f"No item has all of these words. Showing {way}."
            return replace(also, notes=(note, *also.notes)) if also.hits else result
        behind = [hit for hit in also.hits if hit not in result.hits]
        if not behind:
            return result
        hits = sorted((*result.hits, *behind), key=lambda hit: hit in also.commented) if also.is_ranked else also.hits
        both = replace(also, query=result.query, hits=tuple(hits[: self.limit]), step=Step.ALL, notes=result.notes)
        return _say(both, f"Also found {way}.")

    def _leave_light(self, asked: Searched) -> tuple[Term, ...]:
        """Return the terms without words that hardly say what is asked for, where others are left."""
        texts = asked.plan.texts
        kept = {each for each in texts if normalise(each) not in self.wording.light or each in asked.plan.quoted}
        left = {text for text in texts if text not in kept} if kept else set()
        return tuple(term for term in asked.query.terms if term.excluded or term.text not in left)

    def _list_equal(self, text: str) -> Others:
        """Return the names that mean just the same, and the companies of a trade or country."""
        names = self.wording.synonyms.list_equal(text)
        return Others(names=names, records=self._list_firms(text, of_firms=True))

    def _list_related(self, text: str) -> Others:
        """Return these, what means much the same, verbs of nouns, and what a body was or became."""
        line = (other for body in self.lexicon.find_bodies(text) for other in self.lexicon.list_line(body.id))
        named = (text, *self.wording.synonyms.list_equal(text))
        return Others(
            names=self.wording.synonyms.list_all(text),
            forms=tuple(word for name in named for word in list_kin(name)),
            records=(*self._list_firms(text), *(facet_token("body", other.id) for other in line)),
        )

    def _list_firms(self, text: str, *, of_firms: bool = False) -> tuple[str, ...]:
        found = self.lexicon.find_group(text, of_firms=of_firms)
        return tuple(facet_token("company", firm.id) for firm in found)

    def _look_further(self, db: Database, asked: Searched) -> Searched:
        """Return what other words, other spellings and some of the words find, whichever finds anything first."""
        if not asked.plan.wanted:
            return self._follow_bodies(db, asked)
        light = self._begin(asked.question, replace(asked.query, terms=self._leave_light(asked)))
        related = self._find_related(db, light)
        if related.hits:
            return related
        counts = count_words(db, asked.plan.wanted)[1]
        missing = [text for text, count in zip(asked.plan.texts, counts, strict=True) if not count]
        missing = [text for text in missing if text not in asked.plan.quoted]
        cut = self._cut_chinese(db, light, missing)
        other = cut or self._respell(db, asked, missing)
        if other is not None and not other.hits:
            other = self._find_related(db, other)
        return other if other is not None and other.hits else self._find_some(db, cut or light)

    def _find_related(self, db: Database, asked: Searched) -> Searched:
        """Return what has the words in related ones; without such, what is found of a body by what it was or became."""
        plan, said = widen_plan(asked.plan, self._list_related)
        if plan == asked.plan:
            return self._follow_bodies(db, asked)
        ways = f"other names: {'; '.join(said)}" if said else "other forms of them"
        return _say(self._ask(db, asked, Step.OTHER_NAMES, plan), f"No item has these words. Showing {ways}.")

    def _follow_bodies(self, db: Database, asked: Searched) -> Searched:
        """Return what is found where a body asked for may be any that it was or became."""
        (ministry, issuing), (mentions, named) = map(self._widen, (asked.query.ministry, asked.query.mentions))
        said = (*issuing, *named)
        if not said:
            return asked
        found = self._ask(
            db, replace(asked, query=replace(asked.query, ministry=ministry, mentions=mentions)), Step.OTHER_NAMES
        )
        return _say(found, f"Including what came before and after it: {'; '.join(said)}.") if found.hits else asked

    def _widen(self, choices: Choices) -> tuple[Choices, tuple[str, ...]]:
        """Return bodies with what each was or became, and the same in words."""
        known = self.lexicon.body_by_id
        line = [other.id for each in choices.include if each in known for other in self.lexicon.list_line(each)]
        if not line:
            return choices, ()
        include = tuple(dict.fromkeys((*choices.include, *line)))
        return replace(choices, include=include), (f"{', '.join(choices.include)} → {', '.join(line)}",)

    def _cut_chinese(self, db: Database, asked: Searched, missing: Sequence[str]) -> Searched | None:
        """Return what is found where Chinese text that no item has as a whole is cut into words; None where none is."""
        terms, said = asked.query.terms, list[str]()
        for text in (each for each in missing if not each.isascii()):
            pieces = cut_chinese(db, text, self.wording, self.lexicon)
            if pieces and pieces != (text,):
                terms = _replace_terms(terms, text, pieces)
                said.append(f'Read "{text}" as {join_quoted(pieces)}.')
        return self._ask_again(db, asked, terms, said)

    def _ask_again(
        self, db: Database, asked: Searched, terms: tuple[Term, ...], said: Sequence[str]
    ) -> Searched | None:
        """Return what other terms find, and say which; None where there are none."""
        if not said:
            return None
        again = self._begin(asked.question, replace(asked.query, terms=terms))
        found = self._find_all(db, again)
        found = found if found.hits else self._find_lighter(db, again)
        step = Step.SPELLING if found.hits else Step.NOTHING
        return replace(found, step=step, notes=(*asked.notes, *said, *found.notes))

    def _respell(self, db: Database, asked: Searched, missing: Sequence[str]) -> Searched | None:
        """Return what is found where words that no item has are read in pinyin or spelled otherwise; None for none."""
        if not missing:
            return None
        read = self._read_pinyin(db, asked, frozenset(missing))
        if read.hits:
            return read
        terms, said = asked.query.terms, list[str]()
        for typed in _list_runs(asked.plan.texts, missing):
            spelling = self._find_spelling(db, typed)
            if spelling and (respelled := _replace_terms(terms, typed, spelling.split())) != terms:
                terms = respelled
                said.append(f'Showing results for "{spelling}" (you typed "{typed}").')
        return self._ask_again(db, asked, terms, said)

    def _find_spelling(self, db: Database, text: str) -> str:
        """Return the known name, or the word that items have, that a text is spelled almost like; "" for none."""
        if self.wording.synonyms.list_all(text) or normalise(text) in self.wording.light or self.lexicon.is_word(text):
            return ""
        word = "" if " " in text else self.vocabulary.find_spelling(db, text)
        if word and text.islower():
            return word  # who writes no capital need not mean a name
        name = self.lexicon.find_spelling(text)
        if name and any(count_words(db, compose_search_plan((Term(text=name),), self.lexicon).wanted)[1]):
            return name
        return word or ("" if " " in text else self.lexicon.find_word_spelling(text))

    def _read_pinyin(self, db: Database, asked: Searched, missing: frozenset[str]) -> Searched:
        """Return what is found where a run of words, one of which no item has, is Chinese written in pinyin."""
        plan = asked.plan
        runs = list_pinyin_runs(plan.texts, missing, self.lexicon) if self.pinyin and not plan.quoted else ()
        for start, end in runs:
            text = " ".join(plan.texts[start:end])
            ways = [" ".join(map(syllable_token, way)) for way in list_splits(text)]
            ways += [facet_token("company", firm.id) for firm in self.lexicon.find_companies_in_pinyin(text)]
            read = replace(
                plan,
                wanted=(*plan.wanted[:start], Alternatives(wordings=tuple((way,) for way in ways)), *plan.wanted[end:]),
                texts=(*plan.texts[:start], text, *plan.texts[end:]),
                marked=(*plan.marked[:start], (text,), *plan.marked[end:]),
            )
            found = self._ask(db, asked, Step.SPELLING, read)
            if found.hits:
                return _say(found, f'Read "{text}" as pinyin.')
        return asked

    def _find_some(self, db: Database, asked: Searched) -> Searched:
        """Return what has some of the words, else what is close in meaning; else what is near, which does not count.

        A thing with a name that no item has is absent, and nothing else answers for it.
        """
        wide = replace(asked, plan=widen_plan(asked.plan, self._list_related)[0])
        counts = count_words(db, wide.plan.wanted)[1]
        absent = [text for text, count in zip(wide.plan.texts, counts, strict=True) if not count]
        shared = share_words(db, wide.query, wide.plan, today=self.today)
        if not (asked.plan.quoted or any(map(names_thing, absent))):
            firms = {place for place, text in enumerate(wide.plan.texts) if self.lexicon.find_companies(text)}
            if some := choose_some(wide.plan, shared, absent, firms):
                found = replace(wide, hits=some[: self.limit], total=len(some), step=Step.SOME)
                return _say(found, describe_some(wide.plan.texts, absent))
            if self.meaning and (close := self.meaning.find(db, asked.query, asked.plan, today=self.today)):
                found = replace(asked, hits=close, total=len(close), step=Step.MEANING)
                return _say(found, "No item has these words. Showing items close in meaning.")
        if wide.plan != asked.plan:  # what has a word as typed comes before what has a related one
            shared = [*share_words(db, asked.query, asked.plan, today=self.today), *shared]
        near = tuple(dict.fromkeys(each.hit for each in shared if each.is_near))[:NEAR_SHOWN]
        near = near or self._list_named(db, asked.query)
        said = (f"No item has {join_quoted(absent)}.",) if near and 0 < len(absent) < len(wide.plan.texts) else ()
        return replace(asked, near=near, notes=(*asked.notes, *said))

    def _list_named(self, db: Database, query: Query) -> tuple[Hit, ...]:
        """Return the newest items of the bodies and companies that filters ask for, whatever they say."""
        if not (query.ministry.include or query.joint.include or query.mentions.include or query.company.include):
            return ()
        return find_items(db, replace(query, terms=()), NO_WORDS, today=self.today, limit=NEAR_SHOWN).hits


def _adds_dates(question: Question) -> bool:
    """Return whether a year or month beside words was read as a date, and nothing else became a filter."""
    read, plain = (replace(each, terms=(), dates=None) for each in (question.query, question.plain))
    return read == plain and bool(question.query.terms)


def _say(result: Searched, note: str) -> Searched:
    return replace(result, notes=(*result.notes, note)) if result.hits else result


def _list_runs(texts: Sequence[str], missing: Sequence[str]) -> list[str]:
    """Return the runs of texts that may be one misspelt name, longest first, then the missing words alone."""
    runs = [
        " ".join(texts[start:end])
        for width in range(min(_LONGEST_RUN, len(texts)), 1, -1)
        for start, end in ((start, start + width) for start in range(len(texts) - width + 1))
        if texts[start][:1].isupper() and set(missing).intersection(texts[start:end])
    ]
    return [*runs, *missing]


def _replace_terms(terms: tuple[Term, ...], typed: str, words: Sequence[str]) -> tuple[Term, ...]:
    """Return the terms with the words of a text, where they first stand in a row, as these."""
    width = len(typed.split())
    for start in range(len(terms) - width + 1):
        run = terms[start : start + width]
        if " ".join(term.text for term in run) == typed:
            return (*terms[:start], *(replace(run[0], text=word) for word in words), *terms[start + width :])
    return terms
