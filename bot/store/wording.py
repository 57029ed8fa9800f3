"""The words of questions and the synonyms, as they travel with the program (``data/reference/``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.domain.queries.wording import QuestionWords, Wording
from bot.store.reference import read_toml, refuse_entry

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS_FILE = "question_words.toml"
SYNONYMS_FILE = "synonyms.toml"


class _Chinese(msgspec.Struct, forbid_unknown_fields=True):
    marks: tuple[str, ...]
    fillers: tuple[str, ...]
    kept: tuple[str, ...]
    issuing: tuple[str, ...]
    goals: tuple[str, ...]
    deadlines: tuple[str, ...]
    deadlines_past: tuple[str, ...]
    effects: tuple[str, ...]
    future: tuple[str, ...]
    moments: tuple[str, ...]
    drafts: tuple[str, ...]
    binding: tuple[str, ...]
    calls: tuple[str, ...]
    ours: tuple[str, ...]
    everything: tuple[str, ...]
    newest: tuple[str, ...]
    briefings: tuple[str, ...]
    previous: tuple[str, ...]
    negations: tuple[str, ...]
    untrue: tuple[str, ...]
    exceptions: tuple[str, ...]
    jointly: tuple[str, ...]
    alone: tuple[str, ...]
    statuses: dict[str, tuple[str, ...]]
    sections: dict[str, tuple[str, ...]]


class _English(msgspec.Struct, forbid_unknown_fields=True):
    openers: tuple[str, ...]
    fillers: tuple[str, ...]
    issuing: tuple[str, ...]
    goals: tuple[str, ...]
    deadlines: tuple[str, ...]
    deadlines_past: tuple[str, ...]
    past: tuple[str, ...]
    effects: tuple[str, ...]
    future: tuple[str, ...]
    moments: tuple[str, ...]
    drafts: tuple[str, ...]
    binding: tuple[str, ...]
    calls: tuple[str, ...]
    ours: tuple[str, ...]
    everything: tuple[str, ...]
    newest: tuple[str, ...]
    briefings: tuple[str, ...]
    previous: tuple[str, ...]
    negations: tuple[str, ...]
    untrue: tuple[str, ...]
    exceptions: tuple[str, ...]
    excepted: tuple[str, ...]
    jointly: tuple[str, ...]
    alone: tuple[str, ...]
    statuses: dict[str, tuple[str, ...]]
    sections: dict[str, tuple[str, ...]]


class _Questions(msgspec.Struct, forbid_unknown_fields=True):
    english: _English
    chinese: _Chinese


class _Synonyms(msgspec.Struct, forbid_unknown_fields=True):
    groups: tuple[tuple[str, ...], ...]
    translations: tuple[tuple[str, ...], ...]


def load_wording(folder: Path) -> Wording:
    """Give the words in the two files of this folder; raises StoreError, naming the file, for a mistake in one."""
    questions, synonyms = folder / QUESTIONS_FILE, folder / SYNONYMS_FILE
    try:
        words = msgspec.convert(read_toml(questions), _Questions)
    except msgspec.ValidationError as error:
        raise refuse_entry(questions, "as a whole", str(error)) from error
    try:
        others = msgspec.convert(read_toml(synonyms), _Synonyms)
    except msgspec.ValidationError as error:
        raise refuse_entry(synonyms, "as a whole", str(error)) from error
    english, chinese = words.english, words.chinese
    return Wording(
        english=QuestionWords(
            openers=english.openers,
            fillers=english.fillers,
            issuing=english.issuing,
            goals=english.goals,
            deadlines=english.deadlines,
            deadlines_past=english.deadlines_past,
            past=english.past,
            effects=english.effects,
            future=english.future,
            moments=english.moments,
            drafts=english.drafts,
            binding=english.binding,
            calls=english.calls,
            ours=english.ours,
            everything=english.everything,
            newest=english.newest,
            briefings=english.briefings,
            previous=english.previous,
            negations=english.negations,
            untrue=english.untrue,
            exceptions=english.exceptions,
            excepted=english.excepted,
            jointly=english.jointly,
            alone=english.alone,
            statuses=english.statuses,
            sections=english.sections,
        ),
        chinese=QuestionWords(
            openers=chinese.marks,
            fillers=chinese.fillers,
            kept=chinese.kept,
            issuing=chinese.issuing,
            goals=chinese.goals,
            deadlines=chinese.deadlines,
            deadlines_past=chinese.deadlines_past,
            effects=chinese.effects,
            future=chinese.future,
            moments=chinese.moments,
            drafts=chinese.drafts,
            binding=chinese.binding,
            calls=chinese.calls,
            ours=chinese.ours,
            everything=chinese.everything,
            newest=chinese.newest,
            briefings=chinese.briefings,
            previous=chinese.previous,
            negations=chinese.negations,
            untrue=chinese.untrue,
            exceptions=chinese.exceptions,
            jointly=chinese.jointly,
            alone=chinese.alone,
            statuses=chinese.statuses,
            sections=chinese.sections,
        ),
        synonyms=others.groups,
        translations=others.translations,
    )
