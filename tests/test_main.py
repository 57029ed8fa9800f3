"""``python -m bot``: the same program as the console script."""

import contextlib
import io
import runpy
import sys

import pytest

from bot import __version__


@pytest.mark.parametrize("stream", [io.StringIO(), io.TextIOWrapper(io.BytesIO(), encoding="ascii")])
def test_the_module_runs_the_command_line(monkeypatch: pytest.MonkeyPatch, stream: io.TextIOBase) -> None:
    """It takes the arguments of the process and ends with the status; a narrow terminal is no error."""
    monkeypatch.setattr(sys, "argv", ["bot", "--version"])
    with contextlib.redirect_stdout(stream), pytest.raises(SystemExit) as ended:
        runpy.run_module("bot", run_name="__main__")
    assert ended.value.code == 0
    stream.seek(0)
    assert stream.read() == f"gongbao, version {__version__}\n"
    if isinstance(stream, io.TextIOWrapper):
        assert stream.errors == "replace"


def test_importing_it_runs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """The console script imports the module and calls ``main``."""
    assert callable(runpy.run_module("bot.__main__", run_name="imported")["main"])
    assert capsys.readouterr() == ("", "")
