"""Commands under load, in short: none stays without its answer while documents are read and posts go out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.load import Load, print_mode
from tests.fake_slack.volley import Shots

if TYPE_CHECKING:
    from pathlib import Path

SHORT = Load(items=200, lines=40, documents=(8, 4), commands=400, channels=3, most_waves=3)


@pytest.mark.no_cover
@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize("mode", ["socket", "http"])
def test_every_command_is_answered_while_it_reads_and_posts(tmp_path: Path, mode: str) -> None:
    """A hundred at once during eight ingests, and a stream of fifty at once during ingests and first posts."""
    said: list[str] = []
    assert print_mode(mode, tmp_path, SHORT, say=said.append) == 0
    waves, stream = said
    sent, answered = re.findall(r"([\d,]+) (?:sent|answered)", waves)
    assert (sent == answered, int(sent.replace(",", "")) >= 100) == (True, True)
    assert "400 sent    400 acked    400 answered" in stream
    assert "bare ack" in stream


def test_the_figures_of_a_volley_are_its_own() -> None:
    """What was not acknowledged is missing from the times, and two volleys add up."""
    one = Shots(sent=3, answered=2, times_ms=(1.0, 3.0))
    both = one.join(Shots(sent=1, answered=1, times_ms=(2.0,)))
    assert (both.sent, both.acked, both.answered) == (4, 3, 3)
    assert both.find_percentile(50) == 2.0
