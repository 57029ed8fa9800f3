"""Each probe of the doctor is of its format, and is read to its one line."""

from __future__ import annotations

import pytest

from bot.config import find_data_folder
from bot.names.reference import load_lexicon
from bot.operations.doctor import list_probes
from bot.reading.pipeline import read_briefing
from bot.reading.received import DOCX, HTML, MARKDOWN, PDF, RSS, sniff_media_type


def test_every_format_has_a_probe() -> None:
    """They are what their names say."""
    kinds = [sniff_media_type(data, name) for name, data in list_probes().items()]
    assert kinds == [MARKDOWN, HTML, RSS, DOCX, PDF]


@pytest.mark.parametrize("name", list(list_probes()))
def test_a_probe_is_one_item(name: str) -> None:
    """Nothing of it stays unread."""
    briefing = read_briefing(list_probes()[name], source_name=name, lexicon=load_lexicon(find_data_folder("reference")))
    (item,) = briefing.items
    assert "MIIT published a line to read." in item.text
    assert briefing.unread == ()
