"""What is forged, sent to the program; ``make inbound`` adds load, replays and a look for secrets."""

from pathlib import Path

import pytest

from tests.benchmarks import inbound

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_forged_requests_are_refused_and_a_replay_has_one_effect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is odd, old or forged is not heard, too much is not read, and nothing leaves a traceback."""
    assert inbound.try_signatures(tmp_path) == 0
    assert capsys.readouterr().out.endswith("effects of the replay: 1; tracebacks: none\n")
