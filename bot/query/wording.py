"""The words that questions are put in, and the groups of words that stand for the same thing.

Both come from ``data/reference/`` (``question_words.toml`` and ``synonyms.toml``; see ``bot.query.wording``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.names.reference import read_toml, refuse_entry
from bot.query.phrases import PhraseTable, Table
from bot.query.search_plan import Parts, WordGroups


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionWords:
    """The words of questions in one language.

    ``openers`` begin a question (in Chinese: mark one), ``fillers`` are left out of it, ``light`` words where no item
    has all that is asked for, ``issuing`` make a body the
    one that acts, ``goals`` make a year the one of a goal. ``deadlines`` make a date the one of a deadline,
    ``deadlines_past`` of one gone by (those of ``effects`` the day from which a document binds), as ``past`` does
    before one of ``deadlines``; ``future`` says that it is to come, ``moments`` that the day is what is asked for.
    ``calls`` are words for a call for comments, open or not; ``drafts`` are drafts where deadlines are asked for,
    ``binding`` asks for what binds, ``final`` for what is final, ``closing_days`` behind a denial for what prints no
    deadline, of ``documents``; ``ours`` says that something is about whoever asks, and with ``everything`` a
    question that names nothing is for all there is; ``briefings`` are words for a briefing, ``previous`` for the one
    before the latest, ``succession`` for what a body was or became, ``ministries`` and ``companies`` for a list of all,
    ``affected`` what such companies have to do with what is asked (in Chinese at its edges).
    ``newest`` asks for the newest first, ``views`` for what the publisher thinks. ``negations`` leave out the name
    behind them, ``untrue`` make a status behind them one that is not wanted; so do ``lacking`` with a deadline, a draft
    or what is final, and ``not_yet`` puts off what takes effect. ``exceptions`` leave out whatever words stand there;
    ``excepted`` are what an exception is made of ("firms other than"). ``jointly`` and ``alone`` say that bodies
    issued together, or one without others. ``statuses`` gives for each value of ``status:`` what people say for it,
    ``sections`` the same for each value of ``section:``, ``nations`` for each country (ISO 3166) what its companies are
    called by, ``trades`` for each sector of our list of companies. ``kept`` are words that hold a filler and are none
    (Chinese only: it has no spaces).
    """

    openers: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    issuing: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    deadlines_past: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    future: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    binding: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    closing_days: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    everything: tuple[str, ...] = ()
    newest: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    briefings: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    succession: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    untrue: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    jointly: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    statuses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    nations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    trades: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Wording:
    """The words of questions in English and Chinese, the groups of wordings that mean the same, and parts of things."""

    english: QuestionWords = field(default_factory=QuestionWords)
    chinese: QuestionWords = field(default_factory=QuestionWords)
    synonyms: tuple[tuple[str, ...], ...] = ()
    translations: tuple[tuple[str, ...], ...] = ()
    parts: tuple[Parts, ...] = ()
    phrases: PhraseTable = field(default_factory=PhraseTable)
    """Groups of the names of one thing in both languages, none wider than another."""

    @cached_property
    def english_words(self) -> frozenset[str]:
        """Every English word that stands in any list of words of questions, alone or in a phrase, folded."""
        held = [getattr(words, each.name) for words in (self.english, self.chinese) for each in fields(words)]
        lists = (listed for each in held for listed in (each.values() if isinstance(each, dict) else (each,)))
        said = (word for listed in lists for phrase in listed for word in fold(phrase).split())
        return frozenset(word for word in said if word.isascii())

    @cached_property
    def openers(self) -> frozenset[str]:
        """The first words of English questions, folded."""
        return frozenset(map(fold, self.english.openers))

    @cached_property
    def fillers(self) -> frozenset[str]:
        """The English words that are left out of questions, folded."""
        return frozenset(map(fold, self.english.fillers))

    @cached_property
    def light(self) -> frozenset[str]:
        """The words for doing in general, in either language, folded."""
        return frozenset(map(fold, (*self.english.light, *self.chinese.light)))

    @cached_property
    def light_by_length(self) -> tuple[str, ...]:
        """Those in Chinese, with the words that questions are put in, the longest first."""
        words = dict.fromkeys((*self.chinese.light, *self.chinese.fillers))
        return tuple(sorted(words, key=len, reverse=True))

    @cached_property
    def issuing(self) -> frozenset[str]:
        """The English verbs of issuing, folded."""
        return frozenset(map(fold, self.english.issuing))

    @cached_property
    def goals(self) -> frozenset[str]:
        """The words for a goal in either language, folded."""
        return frozenset(map(fold, (*self.english.goals, *self.chinese.goals)))

    @cached_property
    def deadlines(self) -> frozenset[str]:
        """The words for a deadline in either language, folded."""
        return frozenset(map(fold, (*self.english.deadlines, *self.chinese.deadlines)))

    @cached_property
    def deadlines_past(self) -> frozenset[str]:
        """The words for a deadline gone by in either language, folded."""
        return frozenset(map(fold, (*self.english.deadlines_past, *self.chinese.deadlines_past)))

    @cached_property
    def effects(self) -> frozenset[str]:
        """The words that ask from when a document binds, in either language, folded."""
        return frozenset(map(fold, (*self.english.effects, *self.chinese.effects)))

    @cached_property
    def past(self) -> frozenset[str]:
        """The words before one for a deadline that say that it has gone by, folded."""
        return frozenset(map(fold, self.english.past))

    @cached_property
    def future(self) -> frozenset[str]:
        """The words that say that a deadline is to come, in either language, folded."""
        return frozenset(map(fold, (*self.english.future, *self.chinese.future)))

    @cached_property
    def ahead(self) -> frozenset[str]:
        """The words that say that something is to come and are none for a deadline, in either language, folded."""
        return self.future - self.deadlines

    def asks_for_day(self, said: str) -> bool:
        """Return whether a word of a question asks for a day: "when", or one in Chinese that holds such a word."""
        return fold(said) in self.english.moments or any(word in said for word in self.chinese.moments)

    @cached_property
    def drafts(self) -> frozenset[str]:
        """The words for a draft in either language, folded."""
        return frozenset(map(fold, (*self.english.drafts, *self.chinese.drafts)))

    @cached_property
    def calls(self) -> frozenset[str]:
        """The words for a call for comments, open or closed, in either language, folded."""
        return frozenset(map(fold, (*self.english.calls, *self.chinese.calls)))

    @cached_property
    def ours(self) -> frozenset[str]:
        """What is said for "about us" in either language, folded."""
        return frozenset(map(fold, (*self.english.ours, *self.chinese.ours)))

    @cached_property
    def everything(self) -> frozenset[str]:
        """The words for all there is, or the newest of it, in either language, folded."""
        return frozenset(map(fold, (*self.english.everything, *self.chinese.everything)))

    @cached_property
    def newest(self) -> frozenset[str]:
        """The words for the newest of what there is, in either language, folded."""
        return frozenset(map(fold, (*self.english.newest, *self.chinese.newest)))

    @cached_property
    def newest_openings(self) -> tuple[str, ...]:
        """What a question for the newest may begin with that is several words, folded, with the space behind."""
        return tuple(f"{said} " for said in self.newest if " " in said)

    @cached_property
    def briefings(self) -> frozenset[str]:
        """The words for a briefing itself, in either language, folded."""
        return frozenset(map(fold, (*self.english.briefings, *self.chinese.briefings)))

    @cached_property
    def previous(self) -> frozenset[str]:
        """The words for the issue before the latest, in either language, folded."""
        return frozenset(map(fold, (*self.english.previous, *self.chinese.previous)))

    @cached_property
    def succession(self) -> frozenset[str]:
        """The words that ask what a body was before or became, in either language, folded."""
        return frozenset(map(fold, (*self.english.succession, *self.chinese.succession)))

    @cached_property
    def listed(self) -> dict[str, str]:
        """What is listed for the words of a question for all of a kind: ``ministries`` or ``companies``."""
        groups = {"ministries": (self.english.ministries, self.chinese.ministries)}
        groups["companies"] = (self.english.companies, self.chinese.companies)
        return {fold(said): kind for kind, words in groups.items() for listed in words for said in listed}

    @cached_property
    def affected(self) -> frozenset[str]:
        """The words for what companies have to do with what is asked, in either language, folded."""
        return frozenset(map(fold, (*self.english.affected, *self.chinese.affected)))

    @cached_property
    def binding(self) -> frozenset[str]:
        """The words that ask for what binds, in either language, folded."""
        return frozenset(map(fold, (*self.english.binding, *self.chinese.binding)))

    @cached_property
    def final(self) -> frozenset[str]:
        """The words that ask for what is final, in either language, folded."""
        return frozenset(map(fold, (*self.english.final, *self.chinese.final)))

    @cached_property
    def closing_days(self) -> frozenset[str]:
        """The nouns for a deadline, in either language, folded."""
        return frozenset(map(fold, (*self.english.closing_days, *self.chinese.closing_days)))

    @cached_property
    def documents(self) -> frozenset[str]:
        """The English words for documents of any kind, folded."""
        return frozenset(map(fold, self.english.documents))

    @cached_property
    def sections(self) -> dict[str, str]:
        """The section that is meant by what people say for one in either language, folded."""
        return {
            fold(said): section
            for words in (self.english, self.chinese)
            for section, listed in words.sections.items()
            for said in listed
        }

    @cached_property
    def nations(self) -> dict[str, str]:
        """The country that is meant by what people call its companies in either language, folded."""
        listed = (pair for words in (self.english, self.chinese) for pair in words.nations.items())
        return {fold(said): country for country, names in listed for said in names}

    @cached_property
    def trades(self) -> dict[str, str]:
        """The sector that is meant by what people call its companies in either language, folded."""
        listed = (pair for words in (self.english, self.chinese) for pair in words.trades.items())
        return {fold(said): sector for sector, names in listed for said in names}

    @cached_property
    def openings(self) -> tuple[str, ...]:
        """What a text begins with that is for a section ("company news", "only ...") or a status of several words.

        Folded, each with the space behind it.
        """
        sections = (f"{only}{section} " for section in self.sections for only in ("", "only "))
        return (*sections, *(f"{status} " for status in self.said_statuses if " " in status))

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """What a text ends with that is for a status, folded, each with the space before it: " open for comment"."""
        return tuple(f" {status}" for status in self.said_statuses if " " in status)

    @cached_property
    def joined(self) -> frozenset[str]:
        """The words for a deadline or a section, and fillers, that are several, folded: "takes effect", "builds on"."""
        said = (*self.deadlines, *self.deadlines_past, *self.sections, *self.fillers)
        return frozenset(each for each in said if " " in each)

    @cached_property
    def negations(self) -> frozenset[str]:
        """The words that leave out what follows, in either language, folded."""
        said = (self.english.negations, self.chinese.negations)
        return frozenset(fold(word) for words in said for word in words) | self.exceptions

    @cached_property
    def untrue(self) -> frozenset[str]:
        """The words that deny the status behind them, in either language, folded."""
        return frozenset(map(fold, (*self.english.untrue, *self.chinese.untrue)))

    @cached_property
    def denials(self) -> frozenset[str]:
        """The words that deny a condition behind them, in either language, folded."""
        return frozenset(map(fold, (*self.english.lacking, *self.chinese.lacking))) | self.untrue | self.not_yet

    @cached_property
    def conditions(self) -> frozenset[str]:
        """The words for what documents are or have that a denial may stand before, in either language, folded."""
        return self.closing_days | self.final | self.binding | self.effects

    @cached_property
    def denials_by_length(self) -> tuple[str, ...]:
        """The words that deny in Chinese, the longest first."""
        denying = {*self.chinese.lacking, *self.chinese.untrue, *self.chinese.not_yet}
        return tuple(sorted(denying, key=lambda word: (-len(word), word)))

    @cached_property
    def denied_in_chinese(self) -> tuple[str, ...]:
        """What denies a condition in Chinese, with the condition behind it."""
        conditions = [word for word in self.conditions if not word.isascii()]
        return tuple(f"{no}{each}" for no in self.denials_by_length for each in sorted(conditions))

    @cached_property
    def not_yet(self) -> frozenset[str]:
        """The words that put off what takes effect, in either language, folded."""
        return frozenset(map(fold, (*self.english.not_yet, *self.chinese.not_yet)))

    @cached_property
    def exceptions(self) -> frozenset[str]:
        """The words that leave out whatever follows, in either language, folded; some are several words."""
        return frozenset(map(fold, (*self.english.exceptions, *self.chinese.exceptions)))

    @cached_property
    def excepted(self) -> frozenset[str]:
        """The words for what an exception is made of, folded."""
        return frozenset(map(fold, self.english.excepted))

    @cached_property
    def jointly(self) -> frozenset[str]:
        """The words that say that bodies issued together, in either language, folded."""
        return frozenset(map(fold, (*self.english.jointly, *self.chinese.jointly)))

    @cached_property
    def alone(self) -> frozenset[str]:
        """The words that say that a body issued without others, in either language, folded."""
        return frozenset(map(fold, (*self.english.alone, *self.chinese.alone)))

    @cached_property
    def said_statuses(self) -> frozenset[str]:
        """What people say for a status, folded."""
        return frozenset(said for said, _ in self.statuses)

    @cached_property
    def statuses(self) -> tuple[tuple[str, str], ...]:
        """What people say for a status in either language, folded, the longest first, each with the status."""
        pairs = [
            (fold(said), status)
            for words in (self.english, self.chinese)
            for status, listed in words.statuses.items()
            for said in listed
        ]
        return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))

    @cached_property
    def in_force(self) -> frozenset[str]:
        """What people say for a document that is in force, in either language, folded."""
        return frozenset(said for said, status in self.statuses if status == "in_force")

    @cached_property
    def status_widths(self) -> tuple[int, ...]:
        """Of how many words what people say for a status may be."""
        return tuple({len(said.split()) for said in self.said_statuses})

    @cached_property
    def _set_off_untrue(self) -> tuple[str, ...]:
        """The words that deny a status, each with the space before and behind it."""
        return tuple(f" {no} " for no in self.untrue)

    def denies_status(self, said: str) -> bool:
        """Return whether a folded text says that a status does not hold: "no longer in force"."""
        text = f" {said} "
        denying = [no for no in self._set_off_untrue if no in text]
        return any(f"{no}{status} " in text for no in denying for status, _ in self.statuses)

    def is_phrase(self, text: str) -> bool:
        """Return whether words are one thing that our lists know by another name too."""
        return bool(self.list_synonyms(text))

    def list_firms(self, text: str, lexicon: Lexicon) -> tuple[str, ...]:
        """Return the ids of the companies that a text means by their country, their trade or both; () for none."""
        said = fold(text)
        for firms in _FIRMS:
            said = said.removesuffix(f" {firms}") if said != firms else said
        first, _, rest = said.partition(" ")
        country = self.nations.get(said) or (self.nations.get(first) if rest else None)
        trade = self.trades.get(fold(text)) or self.trades.get(fold(text).partition(" ")[2])
        if trade is None and (country is None or said == fold(text)):
            return ()
        found = (each for each in lexicon.companies if trade in {None, each.sector})
        return tuple(sorted(each.id for each in found if country in {None, each.country}))

    def list_translations(self, text: str) -> tuple[str, ...]:
        """Return the other names of the same thing; see ``WordGroups``."""
        return self._word_groups.list_translations(text)

    def list_synonyms(self, text: str) -> tuple[str, ...]:
        """Return every other wording of the groups that hold this one; see ``WordGroups``."""
        return self._word_groups.list_synonyms(text)

    @cached_property
    def _word_groups(self) -> WordGroups:
        return WordGroups(synonyms=self.synonyms, translations=self.translations, parts=self.parts)


# The words of questions and the synonyms, as they travel with the program (``data/reference/``).

_FIRMS = ("companies", "company", "firms", "firm", "businesses", "enterprises")

QUESTIONS_FILE = "question_words.toml"
SYNONYMS_FILE = "synonyms.toml"


class _Synonyms(msgspec.Struct, forbid_unknown_fields=True):
    groups: tuple[tuple[str, ...], ...]
    translations: tuple[tuple[str, ...], ...]
    parts: tuple[Parts, ...] = ()


def load_wording(folder: Path) -> Wording:
    """Return the words in the two files of this folder; raises StoreError, naming the file, for a mistake in one."""
    questions, synonyms = folder / QUESTIONS_FILE, folder / SYNONYMS_FILE
    words, others = read_toml(questions), read_toml(synonyms)
    try:
        groups = msgspec.convert(others, _Synonyms)
    except msgspec.ValidationError as error:
        raise refuse_entry(synonyms, "as a whole", str(error)) from error
    return Wording(
        english=_read_words(questions, words, "english"),
        chinese=_read_words(questions, words, "chinese"),
        synonyms=groups.groups,
        translations=groups.translations,
        parts=groups.parts,
        phrases=PhraseTable(
            msgspec.convert(read_toml(folder / "question_phrases.toml"), Table),
            tuple(word for group in (*groups.groups, *groups.translations) for word in group if not word.isascii()),
        ),
    )


def _read_words(file: Path, words: dict[str, Any], language: str) -> QuestionWords:
    """Return the words of one language: its table has one entry for each of our groups that it knows, and no other."""
    table = words.get(language, {})
    if unknown := sorted(set(table) - {each.name for each in fields(QuestionWords)}):
        raise refuse_entry(file, language, f"there is no group {', '.join(unknown)}")
    try:
        return msgspec.convert(table, QuestionWords)
    except msgspec.ValidationError as error:
        raise refuse_entry(file, language, str(error)) from error
