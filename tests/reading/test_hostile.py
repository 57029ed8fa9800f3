"""Hostile documents end in one clear line or in text that is kept, and the reader goes on with the next one.

``make hostile`` tries all of them beside a bot that answers, doubles documents of every shape, and damages many more.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator

import pytest

from bot.config import find_data_folder
from bot.errors import UnreadableDocumentError
from bot.model.briefing import Briefing
from bot.names.reference import load_lexicon
from bot.reading.child import ChildReader
from bot.reading.pipeline import read_briefing
from tests.reading.doublings import list_documents
from tests.reading.hostile_set import HOSTILE, KEPT, LONG, MUTATED, mutate
from tests.work import find_growing

LEXICON = load_lexicon(find_data_folder("reference"))
MUTATIONS = 6
"""How often each kind of file is damaged."""
SIZE = 40
"""Things of the smallest document that is doubled."""
DOUBLED = (("same paragraphs", "md"), ("labels alone", "html"), ("same bullets", "eml"), ("tags never closed", "html"))
"""Those whose lines differ little: what is kept of lines seen before does not blur the count."""


@pytest.fixture(scope="module")
def reader() -> Iterator[ChildReader]:
    """One reader for all of them, as in a bot that runs."""
    with ChildReader(LEXICON) as opened:
        yield opened


def read(reader: ChildReader, name: str, data: bytes) -> Briefing | UnreadableDocumentError:
    """Return what comes of a document."""
    try:
        return reader.read(source_name=name, data=data)
    except UnreadableDocumentError as error:
        return error


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - LONG - KEPT))
def test_a_hostile_document_ends_well(reader: ChildReader, name: str) -> None:
    """Refused in one line that names it and says what to do, or kept: as news or as unread text."""
    found = read(reader, name, HOSTILE[name]())
    if isinstance(found, UnreadableDocumentError):
        assert name in found.message
        assert found.hint
        assert "\n" not in str(found)
    else:
        assert found.items or found.unread or found.title


@pytest.mark.parametrize("name", sorted(KEPT))
def test_what_is_merely_odd_arrives(reader: ChildReader, name: str) -> None:
    """NULs, UTF-16, GB 18030 and signs of direction do not keep the one line of news from being read and dated."""
    (item,) = reader.read(source_name=name, data=HOSTILE[name]()).items
    assert item.reported_on == dt.date(2024, 3, 4)
    assert item.issuing_bodies == ("MIIT",)


@pytest.mark.parametrize("kind", sorted(MUTATED))
def test_damaged_bytes_end_well(reader: ChildReader, kind: str) -> None:
    """Bytes changed, cut, doubled and moved at random: a briefing or one clear line, never a bug's or a hang's."""
    chosen = random.Random(kind)  # noqa: S311  damage that can be repeated, no secret
    sound = MUTATED[kind]()
    for number in range(MUTATIONS):
        data = mutate(sound, chosen)
        found = read(reader, f"{number}.{kind}", data)
        if isinstance(found, UnreadableDocumentError):
            assert found.hint, found.message
            assert "took longer" not in found.message, number
            assert "too large or damaged" not in found.message, number


@pytest.mark.no_cover
@pytest.mark.parametrize(("shape", "ending"), DOUBLED)
def test_nothing_is_called_for_each_pair(shape: str, ending: str) -> None:
    """The work of reading grows with a document's size, counted in calls, which are the same in every run."""
    build = list_documents()[shape, ending]

    def prepare(count: int) -> Callable[[], object]:
        data = build(count)
        return lambda: read_briefing(data, source_name=f"a.{ending}", lexicon=LEXICON)

    assert find_growing(prepare, SIZE) == {}
