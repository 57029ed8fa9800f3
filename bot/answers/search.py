"""One search in steps, and the answer says which of them found it.

All words, then names that mean the same or nearly so, other spellings, any word, and meaning where it is installed. A
later step never displaces what an earlier one found. Filters hold in every step.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import chain, groupby
from math import log

from bot.answers.semantic import SentenceIndex
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.names.pinyin import list_splits, reads_as_pinyin, syllable_token
from bot.names.spelling import find_nearest
from bot.query.query_record import Alternatives, Choices, Query, Term
from bot.query.questions import Question
from bot.query.search_plan import Others, SearchPlan, compose_search_plan, exclude_equal, widen_plan
from bot.query.tokens import facet_token, find_words, list_kin, stem
from bot.query.wording import Wording, normalise
from bot.store import search as index
from bot.store.access import is_narrowed
from bot.store.briefings import count_readings
from bot.store.database import Database
from bot.store.items import list_items
from bot.store.search import Hit


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
_LOOKED_AT, _FEW, _NEAR_SHOWN, _CANDIDATES = 200, 5, 3, 40
"""So many hits are looked at; where fewer than a few are found, wider ways follow; so many are shown as near."""
_SOME, _SOME_OF_TWO, _NEAR = 0.5, 0.35, 0.2
"""Shares of the words' weight from which an item is an answer, also one to two words, and from which it is near."""
_SEVERAL = 1.5
"""So much more than a word weighs a name of several."""
_LEAST_WORDS, _MOST_WORDS, _LONGEST_RUN = 2, 12, 8
"""Of fewer words none is some of several; of more only the first are tried apart; the longest name misspelt."""
_LACKING = "No item has all of these words. Showing "
_LONGEST, _LEAST_SIGNS, _MOST_SIGNS = 24, 2, 8
"""A longer text is no question but a passage; signs of the words that a Chinese text is cut into."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """What a search came to: the query and words that found the hits, the step that did, and what to say of it.

    ``total`` is None where there are more than are counted. ``near`` are items with too little to be an answer.
    """

    query: Query
    plan: SearchPlan
    hits: tuple[Hit, ...] = ()
    total: int | None = 0
    step: Step = Step.NOTHING
    notes: tuple[str, ...] = ()
    near: tuple[Hit, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Searcher:
    """Searches one state of the store; ``today`` is the day in Beijing, and with ``limit`` None every hit is given."""

    db: Database
    lexicon: Lexicon
    wording: Wording
    today: dt.date
    limit: int | None = _LOOKED_AT
    pinyin: bool = True
    meaning: SentenceIndex | None = None
    vocabulary: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    """The words of the index by letter, each listed as of a reading: SQLite goes through every place of every word."""

    def search(self, question: Question) -> Searched:
        """Return what the first step that finds anything found, of the question as read and of its plain words."""
        read, plain = question.query, question.plain
        ways = [read, plain] if question.lifted and plain != read else [read]
        alike = replace(read, terms=(), dates=None) == replace(plain, terms=(), dates=None)
        may_be_words = alike and bool(read.terms)  # a year or month beside words, which may be one of them
        asked = [self._begin(query) for query in (reversed(ways) if may_be_words else ways)]
        steps = (
            map(self._find_all, asked),
            (self._widen(each, self._ask_lighter) for each in asked),
            *map(self._list_further, asked if may_be_words else asked[:1]),
        )
        for found in chain(*steps):
            if found.hits:
                break
        return found

    def _begin(self, query: Query, notes: tuple[str, ...] = ()) -> Searched:
        """Return what a query asks for before anything is found."""
        plan = exclude_equal(compose_search_plan(query.terms, self.lexicon), self.wording.synonyms.list_equal)
        return Searched(query=query, plan=plan, notes=notes)

    def _ask(self, asked: Searched, step: Step, *notes: str) -> Searched:
        """Return what query and plan find by a step, with what is to be said of it."""
        found = index.find_items(self.db, asked.query, asked.plan, today=self.today, limit=self.limit)
        notes = (*asked.notes, *notes)
        return replace(asked, hits=found.hits, total=found.total, step=step, notes=notes) if found.hits else asked

    # All words, and names that mean just the same; where that is little, what is found in wider ways behind it.

    def _find_all(self, asked: Searched) -> Searched:
        found = self._find_equal(asked)
        return self._widen(self._widen(found, self._ask_lighter), self._ask_related) if found.hits else found

    def _find_equal(self, asked: Searched) -> Searched:
        """Return what has all words as typed, and behind it what has them by equal names, or as a trade's companies."""

        def list_equal(text: str) -> Others:
            firms = self.lexicon.find_group(text, of_firms=True)
            records = tuple(facet_token("company", firm.id) for firm in firms)
            return Others(names=self.wording.synonyms.list_equal(text), records=records)

        return self._widen(self._ask(asked, Step.ALL), lambda also: self._ask_names(also, list_equal), _LOOKED_AT)

    def _widen(self, found: Searched, ask: Callable[[Searched], tuple[Searched, str]], most: int = _FEW) -> Searched:
        """Return what was found; where that is less than ``most``, with what another way finds behind it."""
        if found.total is None or found.total >= most:
            return found
        also, way = ask(self._begin(found.query, () if found.hits else found.notes))
        if not found.hits:
            ways = (each.removeprefix(_LACKING).rstrip(".") for each in also.notes if each.startswith(_LACKING))
            note = f"{_LACKING}{'; '.join((way, *ways))}."
            others = (each for each in also.notes if not each.startswith(_LACKING))
            return replace(also, notes=(note, *others)) if also.hits else found
        behind = [hit for hit in also.hits if hit not in found.hits]
        if not behind:
            return found
        hits = (*found.hits, *behind) if also.query.sort in {None, "relevance"} else also.hits
        total, notes = also.total and max(also.total, len(hits)), (*found.notes, f"Also found {way}.")
        return replace(also, query=found.query, hits=hits[: self.limit], total=total, step=Step.ALL, notes=notes)

    def _ask_names(self, asked: Searched, list_others: Callable[[str], Others]) -> tuple[Searched, str]:
        """Return what has the words by other names, and which these are."""
        plan, said = widen_plan(asked.plan, list_others)
        also = self._ask(replace(asked, plan=plan), Step.OTHER_NAMES) if plan != asked.plan else asked
        return also, f"other names: {'; '.join(said)}" if said else "other forms of them"

    def _ask_related(self, asked: Searched) -> tuple[Searched, str]:
        return self._ask_names(asked, self._list_related)

    def _list_related(self, text: str) -> Others:
        """Return other names, verbs of nouns, the companies of a trade or country, and what a body was or became."""
        firms = self.lexicon.find_group(text)
        line = (other for body in self.lexicon.find_bodies(text) for other in self.lexicon.list_line(body.id))
        records = [facet_token("company", firm.id) for firm in firms]
        records += [facet_token("body", other.id) for other in line]
        equal = self.wording.synonyms.list_equal(text)
        names = sorted(self.wording.synonyms.list_all(text), key=equal.__contains__)  # what an earlier step had is last
        forms = tuple(word for name in (text, *equal) for word in list_kin(name))
        return Others(names=tuple(names), forms=forms, records=tuple(records))

    def _ask_lighter(self, asked: Searched) -> tuple[Searched, str]:
        """Return what lacks words that hardly say anything, and which these are."""
        lighter = self._leave_light(asked)
        left = [text for text in asked.plan.texts if text not in lighter.plan.texts]
        return self._find_equal(lighter) if left else asked, f"without {_join_quoted(left)}"

    def _leave_light(self, asked: Searched) -> Searched:
        """Return the question without words that hardly say what is asked for, "rules", where others are left."""
        texts, quoted = asked.plan.texts, asked.plan.quoted
        light = {text for text in texts if normalise(text) in self.wording.light and text not in quoted}
        terms = tuple(term for term in asked.query.terms if term.excluded or term.text not in light)
        return asked if light.issuperset(texts) else self._begin(replace(asked.query, terms=terms), asked.notes)

    # Where nothing has all words: related names, other spellings, some of the words.

    def _list_further(self, asked: Searched) -> Iterator[Searched]:
        """Yield what each further step comes to, the surest first; the last has what is near."""
        if not asked.plan.wanted:
            yield self._follow_bodies(asked)
            return
        asked = self._cut_chinese(asked)
        light, missing = self._leave_light(asked), self._list_missing(asked)
        if asked.notes:
            yield self._find_reworded(asked)
        yield from self._list_by_names(light)
        if missing:
            yield self._read_pinyin(asked, missing)
            if (respelled := self._respell(asked, missing)) != asked:
                yield self._find_reworded(respelled)
                yield from self._list_by_names(respelled)
        yield self._find_some(light)

    def _find_reworded(self, asked: Searched) -> Searched:
        return replace(self._widen(self._find_equal(asked), self._ask_lighter), step=Step.SPELLING)

    def _list_by_names(self, asked: Searched) -> Iterator[Searched]:
        """Yield what has the words in related ones, then what is found of a body by what it was or became."""
        yield self._widen(asked, self._ask_related)
        yield self._follow_bodies(asked)

    def _list_missing(self, asked: Searched) -> list[str]:
        """Return the texts that no item has, but for those in quotes."""
        counts = zip(asked.plan.texts, index.count_words(self.db, asked.plan.wanted)[1], strict=True)
        return [text for text, count in counts if not count and text not in asked.plan.quoted]

    def _follow_bodies(self, asked: Searched) -> Searched:
        """Return what is found where a body asked for may be any that it was or became."""

        def add_line(bodies: Choices) -> Choices:
            line = (other.id for each in bodies.include for other in self.lexicon.list_line(each))
            return replace(bodies, include=tuple(dict.fromkeys((*bodies.include, *line))))

        query = asked.query
        widened = replace(query, ministry=add_line(query.ministry), mentions=add_line(query.mentions))
        note = "Including what came before and after these bodies."
        found = self._ask(replace(asked, query=widened), Step.OTHER_NAMES, note) if widened != query else asked
        return found if found.hits else asked

    def _cut_chinese(self, asked: Searched) -> Searched:
        """Return the question with Chinese text that no item has as a whole cut into words."""
        found = (text for text in self._list_missing(asked) if not (text.isascii() or any(map(str.isspace, text))))
        cut = ((text, *self._list_pieces(text)) for text in found if len(text) <= _LONGEST)
        changes = [(text, *pieces) for text, *pieces in cut if pieces and pieces != [text]]
        return self._reword(asked, changes, 'Read "{typed}" as {read}.')

    def _list_pieces(self, text: str) -> tuple[str, ...]:
        """Return the pieces of a text that items or our lists have, the longest first from the left.

        Words such as 的 and those for doing in general (实行) are left out; () where anything else is left, since that
        is asked for too.
        """
        sizes, lexicon, wording = range(_MOST_SIGNS, _LEAST_SIGNS - 1, -1), self.lexicon, self.wording
        spans = {text[start : start + size] for size in sizes for start in range(len(text) - size + 1)}
        names = (lexicon.find_companies, lexicon.find_bodies, lexicon.find_same, wording.synonyms.list_all)
        known = index.list_printed(self.db, list(spans)) | {span for span in spans if any(find(span) for find in names)}

        @cache
        def cut_from(start: int) -> tuple[str, ...] | None:
            if start == len(text):
                return ()
            light = next((word for word in wording.light_chinese if text.startswith(word, start)), "")
            for piece in (text[start : start + size] for size in sizes if len(light) < size <= len(text) - start):
                if piece in known and (rest := cut_from(start + len(piece))) is not None:
                    return (piece, *rest)
            return cut_from(start + len(light)) if light else None

        return cut_from(0) or ()

    def _read_pinyin(self, asked: Searched, missing: Sequence[str]) -> Searched:
        """Return what is found where runs of words, one of which no item has, are Chinese written in pinyin.

        A name that is known is no part of one: ``gongxinbu shuju anquan`` is a ministry, and two words.
        """
        if not self.pinyin or asked.plan.quoted:
            return asked

        def is_pinyin(text: str) -> bool:
            is_name = text not in missing and (self.lexicon.find_bodies(text) or self.lexicon.find_companies(text))
            return text.isascii() and not is_name and all(map(list_splits, text.split()))

        def list_ways(text: str) -> Others:
            ways = [" ".join(map(syllable_token, way)) for way in list_splits(text)]
            ways += [facet_token("company", firm.id) for firm in self.lexicon.find_companies_in_pinyin(text)]
            return Others(records=tuple(ways)) if text in runs else Others()

        groups = [list(run) for may_be, run in groupby(asked.plan.texts, key=is_pinyin) if may_be]
        runs = [" ".join(run) for run in groups if set(missing).intersection(run) and reads_as_pinyin(" ".join(run))]
        joined = self._reword(asked, [(run, run) for run in runs], 'Read "{typed}" as pinyin.')
        read = replace(joined, plan=widen_plan(joined.plan, list_ways)[0])
        return self._ask(read, Step.SPELLING) if runs else asked

    def _respell(self, asked: Searched, missing: Sequence[str]) -> Searched:
        """Return the question with what no item has, words or a name in capitals, as it is usually spelled."""
        texts = asked.plan.texts
        widths = range(min(_LONGEST_RUN, len(texts)), 1, -1)
        runs = (texts[start : start + width] for width in widths for start in range(len(texts) - width + 1))
        names = [" ".join(run) for run in runs if run[0][:1].isupper() and set(missing).intersection(run)]
        spelled = ((typed, self._find_spelling(typed)) for typed in (*names, *missing))
        changes = [(typed, *meant.split()) for typed, meant in spelled if meant]
        return self._reword(asked, changes, 'Showing results for "{meant}" (you typed "{typed}").')

    def _find_spelling(self, text: str) -> str:
        """Return the known name, or the word that items have, that a text is spelled almost like; "" for none."""
        if self.wording.synonyms.list_all(text) or normalise(text) in self.wording.light:
            return ""
        word = "" if " " in text else self._find_word(text)
        if word and text.islower():
            return word  # who writes no capital need not mean a name
        name = self.lexicon.find_spelling(text) or ""
        is_held = name and not self._list_missing(self._begin(Query(terms=(Term(text=name),))))
        return name if is_held else word

    def _find_word(self, word: str) -> str:
        """Return the word that is spelled almost so, as an item prints it; "" where there is none.

        The first letter must be right: people seldom miss it, and a wrong guess answers another question.
        """
        if is_narrowed(self.db):  # what is narrowed does not tell whose words it has
            return ""
        asked, state = stem(fold(word)), count_readings(self.db)
        letter = asked[:1]
        if letter not in self.vocabulary or self.vocabulary[letter][0] != state:
            self.vocabulary[letter] = state, index.list_index_words(self.db, letter)
        near = find_nearest(asked, self.vocabulary[letter][1])
        hit = index.find_newest_with(self.db, near) if near else None
        for held in list_items(self.db, [hit.item_id]) if hit else ():
            text = "\n".join((held.item.headline or "", held.item.text, *held.item.points, held.item.comment or ""))
            return next((text[start:end] for token, start, end in find_words(text) if token == near), near)
        return ""

    def _reword(self, asked: Searched, changes: Sequence[Sequence[str]], note: str) -> Searched:
        """Return the question with other words for some texts: each text as typed, then its words; and says so."""
        terms, said = asked.query.terms, list[str]()
        for typed, *words in changes:
            width = len(typed.split())
            runs = ((start, terms[start : start + width]) for start in range(len(terms) - width + 1))
            at = next((start for start, run in runs if " ".join(term.text for term in run) == typed), None)
            if at is not None:
                meant = (replace(terms[at], text=word) for word in words)
                terms = (*terms[:at], *meant, *terms[at + width :])
                said.append(note.format(typed=typed, read=_join_quoted(words), meant=" ".join(words)))
        return self._begin(replace(asked.query, terms=terms), (*asked.notes, *said)) if said else asked

    def _find_some(self, asked: Searched) -> Searched:
        """Return what has some of the words, else what is close in meaning; else what is near, which does not count.

        A thing with a name that no item has is absent, and nothing else answers for it.
        """
        wide = replace(asked, plan=widen_plan(asked.plan, self._list_related)[0])
        absent, shared, texts = self._list_missing(wide), self._share_words(wide), wide.plan.texts
        present, firms = (
            len(texts) - len(absent),
            {at for at, text in enumerate(texts) if self.lexicon.find_companies(text)},
        )
        if not (asked.plan.quoted or any(map(_names_thing, absent))):
            is_some = present >= _LEAST_WORDS and len(absent) <= 1 and len(texts) <= _MOST_WORDS
            enough = 0 if firms else _SOME_OF_TWO if len(texts) == _LEAST_WORDS else _SOME
            able = (
                hit
                for hit, share, held in shared
                if firms <= held and (len(held) == present if absent else share >= enough)
            )
            hits, step = tuple(able if is_some else ())[: self.limit], Step.SOME
            shown = ". Showing items with the other words."
            shown = shown if absent else " together. Showing items with some of the words, most first."
            note = f"No item has {_join_quoted(absent or texts)}{shown}"
            if not hits and self.meaning:
                hits, step = self.meaning.find(self.db, asked.query, asked.plan, today=self.today), Step.MEANING
                note = "No item has these words. Showing items close in meaning."
            if hits:
                return replace(wide, hits=hits, total=len(hits), step=step, notes=(*asked.notes, note))
        if wide.plan != asked.plan:  # what has a word as typed comes before what has a related one
            shared = [*self._share_words(asked), *shared]
        near = tuple(dict.fromkeys(hit for hit, share, _ in shared if share >= _NEAR))[:_NEAR_SHOWN]
        said = (f"No item has {_join_quoted(absent)}.",) if near and 0 < len(absent) < len(texts) else ()
        return replace(asked, near=near, notes=(*asked.notes, *said))

    def _share_words(self, asked: Searched) -> list[tuple[Hit, float, set[int]]]:
        """Return the best items that have any words, their share of all words' weight, and which words; most first."""
        plan = asked.plan
        total, counts = index.count_words(self.db, plan.wanted)
        pairs = zip(plan.texts, counts, strict=True)
        weights = [log(1 + total / (count + 0.5)) * (_SEVERAL if " " in text else 1) for text, count in pairs]
        present = [place for place, count in enumerate(counts) if count][:_MOST_WORDS]
        if not present:
            return []
        ways = tuple(way for each in plan.wanted for way in each.wordings)
        either, query = (
            replace(plan, wanted=(Alternatives(wordings=ways),)),
            replace(asked.query, sort=None, limit=None),
        )
        hits = index.find_items(self.db, query, either, today=self.today, limit=_CANDIDATES).hits
        holding = index.list_holding(self.db, [plan.wanted[place] for place in present], [hit.item_id for hit in hits])
        shared = []
        for hit in hits:
            held = {place for place, ids in zip(present, holding, strict=True) if hit.item_id in ids}
            shared.append((hit, sum(weights[place] for place in held) / sum(weights), held))
        return sorted(shared, key=lambda each: -each[1])


def _names_thing(text: str) -> bool:
    """Return whether a text is the name of something: a capital, a figure, or Chinese."""
    return not text.isascii() or any(c.isupper() or c.isdigit() for c in text)


def _join_quoted(texts: Sequence[str]) -> str:
    """Return texts in quotes as a list in words; "" for none."""
    quoted = [f'"{text}"' for text in texts]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))
