"""Reading's work grows with a document's size: nothing in it is called for each pair of things.

Counted in calls, which are the same in every run; ``make growth`` prints times, for all shapes and formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.reading.pipeline import read_briefing
from tests.reading.growing_forms import list_documents
from tests.reading.recognition.recognise_lexicon import LEXICON
from tests.work import find_growing

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.no_cover
SIZE = 60
"""Things of the smallest document; a title page ends within so many lines, and a passage within so many sentences."""
SHAPES = (
    *(("same paragraphs", "md"), ("same bullets", "docx"), ("headings alone", "md"), ("short lines", "txt")),
    *(("same bullets", "eml"), ("labels alone", "html"), ("bare words", "pdf"), ("tags never closed", "html")),
)
"""Those whose lines differ little: what is kept of lines seen before does not blur the count."""


@pytest.mark.parametrize(("shape", "ending"), SHAPES)
def test_nothing_is_called_for_each_pair(shape: str, ending: str) -> None:
    """Whatever is doubled: paragraphs, bullets, headings, labels, days, links, pages or tags."""
    build = list_documents()[shape, ending]

    def prepare(count: int) -> Callable[[], object]:
        data = build(count)
        return lambda: read_briefing(data, source_name=f"a.{ending}", lexicon=LEXICON)

    assert find_growing(prepare, SIZE) == {}
