"""The words of questions and the other names of things, as they travel with the program (``data/reference/``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.names.reference import read_toml, refuse_entry
from bot.query.phrases import PhraseTable, Table
from bot.query.synonyms import Synonyms, load_synonyms

QUESTIONS_FILE = "question_words.toml"
_FIRMS = ("companies", "company", "firms", "firm", "businesses", "enterprises", "公司", "企业")


@dataclass(frozen=True, kw_only=True, eq=False)
class Wording:
    """The phrases of questions in English and Chinese, and other names of the same things."""

    synonyms: Synonyms = field(default_factory=Synonyms)
    phrases: PhraseTable = field(default_factory=PhraseTable)

    def is_phrase(self, text: str) -> bool:
        """Return whether words are one thing that our lists know by another name too."""
        return bool(self.synonyms.list_all(text))

    @cached_property
    def _nations(self) -> dict[str, str]:
        return {fold(said): country for country, names in self.phrases.table.nations.items() for said in names}

    @cached_property
    def _trades(self) -> dict[str, str]:
        return {fold(said): sector for sector, names in self.phrases.table.trades.items() for said in names}

    def list_firms(self, text: str, lexicon: Lexicon) -> tuple[str, ...]:
        """Return the ids of the companies that a text means by their country, their trade or both; () for none."""
        said = fold(text)
        home = next((said.removesuffix(firms).strip() for firms in _FIRMS if said.endswith(firms)), "")
        first, _, rest = said.partition(" ")
        country = self._nations.get(home) or (self._nations.get(first) if rest in self._trades else None)
        trade = self._trades.get(said) or self._trades.get(rest)
        if not (country or trade):
            return ()
        found = (each for each in lexicon.companies if trade in {None, each.sector})
        return tuple(sorted(each.id for each in found if country in {None, each.country}))


def load_wording(folder: Path) -> Wording:
    """Return the words in the files of this folder; raises StoreError, naming the file, for a mistake in one."""
    synonyms, questions = load_synonyms(folder), folder / QUESTIONS_FILE
    try:
        table = msgspec.convert(read_toml(questions), Table)
    except msgspec.ValidationError as error:
        raise refuse_entry(questions, "as a whole", str(error)) from error
    names = (name for group in (*synonyms.sets, *synonyms.related) for name in group)
    return Wording(synonyms=synonyms, phrases=PhraseTable(table, tuple(name for name in names if not name.isascii())))
