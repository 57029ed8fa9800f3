"""What is forged, sent to the program; ``make inbound`` adds load, replays and a look for secrets."""

from pathlib import Path

import pytest

from tests.benchmarks import inbound

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_forged_requests_are_refused_and_a_replay_has_one_effect(tmp_path: Path) -> None:
    """Whatever is odd, old or forged is not heard, too much is not read, and nothing leaves a traceback."""
    said: list[str] = []
    assert inbound.print_signatures(tmp_path, say=said.append) == 0
    assert said[-1].endswith("effects of the replay: 1; tracebacks: none")
