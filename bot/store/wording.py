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


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    """What both languages have; see ``QuestionWords``, whose fields these are."""

    fillers: tuple[str, ...]
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


class _English(_Words, forbid_unknown_fields=True):
    openers: tuple[str, ...]
    past: tuple[str, ...]
    excepted: tuple[str, ...]


class _Chinese(_Words, forbid_unknown_fields=True):
    openers: tuple[str, ...] = msgspec.field(name="marks")
    kept: tuple[str, ...]


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
    return Wording(
        english=QuestionWords(**msgspec.structs.asdict(words.english)),
        chinese=QuestionWords(**msgspec.structs.asdict(words.chinese)),
        synonyms=others.groups,
        translations=others.translations,
    )
