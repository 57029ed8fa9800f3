"""The words of questions and the synonyms, as they travel with the program (``data/reference/``)."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from bot.names.reference import read_toml, refuse_entry
from bot.query.search_plan import Parts
from bot.query.wording import QuestionWords, Wording

QUESTIONS_FILE = "question_words.toml"
SYNONYMS_FILE = "synonyms.toml"


class _Synonyms(msgspec.Struct, forbid_unknown_fields=True):
    groups: tuple[tuple[str, ...], ...]
    translations: tuple[tuple[str, ...], ...]
    parts: tuple[Parts, ...] = ()


@cache
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
