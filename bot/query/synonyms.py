"""Other names of the same thing, in both languages: equal ones, and those that mean much the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from bot.model.ids import list_forms
from bot.names.reference import read_reference

_LATIN = re.compile(r"[A-Za-z]+")
SYNONYMS_FILE = "synonyms.toml"


class Parts(NamedTuple):
    """What goes by these ``names`` is also found by those of its ``parts``, and not the other way round."""

    names: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Synonyms:
    """Sets of names: whoever asks for one of a set asks for all of it.

    ``sets`` name one thing, nothing wider and nothing narrower; ``related`` mean much the same.
    """

    sets: tuple[tuple[str, ...], ...] = ()
    related: tuple[tuple[str, ...], ...] = ()
    parts: tuple[Parts, ...] = ()

    def list_equal(self, text: str) -> tuple[str, ...]:
        """Return the other names of the same thing, in either number; () for a word that has none."""
        return self._list_others(text, self._equal)

    def list_all(self, text: str) -> tuple[str, ...]:
        """Return these, then the names of the parts of a thing, then what means much the same."""
        return tuple(dict.fromkeys((*self.list_equal(text), *self._list_others(text, self._related))))

    @property
    def names(self) -> tuple[str, ...]:
        """All names of the sets, and of what means much the same."""
        return tuple(name for group in (*self.sets, *self.related) for name in group)

    def _list_others(self, text: str, held: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        forms = list_forms(text)
        asked = (*forms, *self._spell_in_chinese(text))
        others = dict.fromkeys(other for form in asked for other in held.get(form, ()))
        return tuple(other for other in others if not set(forms).intersection(list_forms(other)))

    def _spell_in_chinese(self, text: str) -> tuple[str, ...]:
        """Return a text of both scripts with the name in Latin letters in Chinese: 生成式AI is 生成式人工智能."""
        latin = None if text.isascii() else _LATIN.search(text)
        names = self._related.get(latin[0].casefold(), ()) if latin else ()
        return tuple(_LATIN.sub(name, text, count=1) for name in names if not name.isascii())

    @cached_property
    def _equal(self) -> dict[str, tuple[str, ...]]:
        return _index((group, group) for group in self.sets)

    @cached_property
    def _related(self) -> dict[str, tuple[str, ...]]:
        wholes = ((whole.names, (*whole.names, *whole.parts)) for whole in self.parts)
        return _index((*wholes, *((group, group) for group in sorted(self.related, key=len))))


def _index(groups: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for names, others in groups:
        for form in {form for name in names for form in list_forms(name)}:
            found[form] |= dict.fromkeys(others)
    return {form: tuple(others) for form, others in found.items()}


def load_synonyms(folder: Path) -> Synonyms:
    """Return the sets of the file in this folder; raises StoreError, naming the file, for a mistake in it."""
    return read_reference(folder / SYNONYMS_FILE, Synonyms)
