"""The words of questions and the other names of things, as they travel with the program (``data/reference/``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from bot.names.reference import read_toml, refuse_entry
from bot.query.phrases import PhraseTable, Table
from bot.query.synonyms import Synonyms, load_synonyms

QUESTIONS_FILE = "question_words.toml"


@dataclass(frozen=True, kw_only=True, eq=False)
class Wording:
    """The phrases of questions in English and Chinese, and other names of the same things."""

    synonyms: Synonyms = field(default_factory=Synonyms)
    phrases: PhraseTable = field(default_factory=PhraseTable)

    def is_phrase(self, text: str) -> bool:
        """Return whether words are one thing that our lists know by another name too."""
        return bool(self.synonyms.list_all(text))


def load_wording(folder: Path) -> Wording:
    """Return the words in the files of this folder; raises StoreError, naming the file, for a mistake in one."""
    synonyms, questions = load_synonyms(folder), folder / QUESTIONS_FILE
    try:
        table = msgspec.convert(read_toml(questions), Table)
    except msgspec.ValidationError as error:
        raise refuse_entry(questions, "as a whole", str(error)) from error
    names = (name for group in (*synonyms.sets, *synonyms.related) for name in group)
    return Wording(synonyms=synonyms, phrases=PhraseTable(table, tuple(name for name in names if not name.isascii())))
