"""Groups of words that find each other: synonyms, names of one thing in both languages, and wholes with their parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.domain.names import fold, list_forms


class Parts(NamedTuple):
    """What goes by these ``names`` is also found by those of its ``parts``, and not the other way round."""

    names: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WordGroups:
    """``synonyms`` mean much the same; ``translations`` are names of one thing, nothing wider and nothing narrower."""

    synonyms: tuple[tuple[str, ...], ...]
    translations: tuple[tuple[str, ...], ...]
    parts: tuple[Parts, ...]

    def list_translations(self, text: str) -> tuple[str, ...]:
        """Give the other names of the same thing in both languages, and of its parts, in either number; () for none."""
        forms, first = set(list_forms(text)), len(self.synonyms)
        numbers = sorted({number for form in forms for number in self._numbers.get(form, ()) if number >= first})
        words = dict.fromkeys(word for number in numbers for word in self._groups[number])
        return tuple(word for word in words if not forms.intersection(list_forms(word)))

    def list_synonyms(self, text: str) -> tuple[str, ...]:
        """Give every other wording of the groups that hold this one, in either number, the smallest group first."""
        numbers = dict.fromkeys(number for form in list_forms(text) for number in self._numbers.get(form, ()))
        groups = sorted((self._groups[number] for number in numbers), key=len)
        words = dict.fromkeys(word for group in groups for word in group)
        return tuple(word for word in words if fold(word) != fold(text))

    @cached_property
    def _groups(self) -> tuple[tuple[str, ...], ...]:
        return (*self.synonyms, *self.translations, *((*whole.names, *whole.parts) for whole in self.parts))

    @cached_property
    def _numbers(self) -> dict[str, tuple[int, ...]]:
        """Which groups a word finds, by its forms."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, group in enumerate((*self.synonyms, *self.translations, *(whole.names for whole in self.parts))):
            for word in group:
                for form in list_forms(word):
                    if number not in found[form]:
                        found[form].append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}
