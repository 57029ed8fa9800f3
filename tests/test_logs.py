"""Logging goes to standard error, as text or as one JSON object a line."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from bot.logs import set_up_logging

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger("bot.test")


@pytest.fixture(autouse=True)
def root() -> Iterator[None]:
    """The root logger is as it was afterwards."""
    logger = logging.getLogger()
    handlers, level = list(logger.handlers), logger.level
    yield
    logger.handlers[:] = handlers
    logger.setLevel(level)


def test_text_is_a_line_from_warnings_up(capsys: pytest.CaptureFixture[str]) -> None:
    """Level, logger and message; what is less than a warning is left out."""
    set_up_logging("text")
    log.info("quiet")
    log.warning("look at %s", "this")
    assert capsys.readouterr() == ("", "WARNING bot.test: look at this\n")


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The cause stands in the same object; nothing is escaped that need not be."""
    set_up_logging("json", level=logging.INFO)
    log.info("公报")
    log.error("failed", exc_info=ValueError("odd"))
    out, err = capsys.readouterr()
    assert out == ""
    first, second = err.splitlines()
    assert json.loads(first) == {"level": "INFO", "logger": "bot.test", "message": "公报"}
    assert "公报" in first
    assert json.loads(second)["exception"].endswith("ValueError: odd")


def test_setting_up_again_replaces(capsys: pytest.CaptureFixture[str]) -> None:
    """A record is written once, in the format set last, to what standard error is then."""
    set_up_logging("json")
    set_up_logging("text")
    log.error("once")
    assert capsys.readouterr().err == "ERROR bot.test: once\n"
