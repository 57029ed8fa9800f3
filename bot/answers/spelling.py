"""Words of a question in another spelling: as items print them, Chinese cut into words, and runs of pinyin."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby

from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.names.pinyin import list_splits, reads_as_pinyin
from bot.names.spelling import find_nearest
from bot.query.tokens import find_words, stem
from bot.query.wording import Wording
from bot.store.access import is_narrowed
from bot.store.briefings import count_readings
from bot.store.database import Database
from bot.store.items import list_items
from bot.store.search import find_newest_with, list_index_words, list_printed


class Vocabulary(dict[str, tuple[int, list[str]]]):
    """The words of one store's index by letter, each with the reading as of which it was listed.

    SQLite goes through every place of every word to list them, so they are listed once a letter and reading.
    """

    def find_spelling(self, db: Database, word: str) -> str:
        """Return the word that is spelled almost so, as an item prints it; "" where there is none.

        The first letter must be right: people seldom miss it, and a wrong guess answers another question.
        """
        if is_narrowed(db):  # what is narrowed does not tell whose words it has
            return ""
        asked, state = stem(fold(word)), count_readings(db)
        letter = asked[:1]
        if letter not in self or self[letter][0] != state:
            self[letter] = state, list_index_words(db, letter)
        near = find_nearest(asked, self[letter][1])
        hit = find_newest_with(db, near) if near else None
        if hit is None:
            return ""
        item = list_items(db, [hit.item_id])[0].item
        text = "\n".join((item.headline or "", item.text, *item.points, item.comment or ""))
        return next((text[start:end] for token, start, end in find_words(text) if token == near), near)


_LONGEST = 24
"""A longer text is no question but a passage."""
_LEAST, _MOST = 2, 8
"""Characters of the words that a Chinese text is cut into."""


def cut_chinese(db: Database, text: str, wording: Wording, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the pieces of a text without spaces that items or our lists have, the longest first from the left.

    Words such as 的 and those for doing in general (实行) are left out; () where anything else is left, since that is
    asked for too.
    """
    if len(text) > _LONGEST or any(map(str.isspace, text)):
        return ()
    spans = {text[start : start + size] for size in range(_LEAST, _MOST + 1) for start in range(len(text) - size + 1)}
    names = (lexicon.find_companies, lexicon.find_bodies, lexicon.find_same, wording.synonyms.list_all)
    known = list_printed(db, list(spans)) | {span for span in spans if any(find(span) for find in names)}

    @cache
    def cut_from(start: int) -> tuple[str, ...] | None:
        """Return the pieces from here on; None where something would be left."""
        if start == len(text):
            return ()
        light = next((word for word in wording.light_chinese if text.startswith(word, start)), "")
        for size in range(_MOST, max(_LEAST - 1, len(light)), -1):
            piece = text[start : start + size]
            if len(piece) == size and piece in known and (rest := cut_from(start + size)) is not None:
                return (piece, *rest)
        return cut_from(start + len(light)) if light else None

    return cut_from(0) or ()


def list_pinyin_runs(texts: Sequence[str], missing: frozenset[str], lexicon: Lexicon) -> list[str]:
    """Return the runs of words that may be Chinese in pinyin: no item has one of their words.

    A name that is known is no part of one: ``gongxinbu shuju anquan`` is a ministry, and two words.
    """

    def is_pinyin(text: str) -> bool:
        is_name = text not in missing and (lexicon.find_bodies(text) or lexicon.find_companies(text))
        return text.isascii() and not is_name and all(map(list_splits, text.split()))

    runs = [list(run) for may_be, run in groupby(texts, key=is_pinyin) if may_be]
    return [" ".join(run) for run in runs if missing.intersection(run) and reads_as_pinyin(" ".join(run))]
