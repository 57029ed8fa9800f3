"""No secret is ever written to the log, whatever a library writes there."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from bot.logs import HIDDEN, set_up_logging

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


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize(
    "line",
    [
        "token xoxb-1234-canary",
        "token xoxe.xoxb-1-canary",
        "app token xapp-1-A0-12-canary.",
        "Authorization: Bearer canary",
        "posting to https://hooks.slack.com/commands/T1/12/canary now",
        "'response_url': 'http://127.0.0.1:1/response/canary', 'text'",
        '{"response_url":"http://127.0.0.1:1/response/canary","text":""}',
        '{"response_url": "http://127.0.0.1:1/response/canary"}',
        r'{"response_url":"https:\/\/hooks.slack.com\/commands\/T1\/canary"}',
        r"posted to https:\/\/hooks.slack.com\/actions\/T1\/canary",
        "command=x&response_url=http%3A%2F%2F127.0.0.1%2Fcanary&text=x",
        "opening wss://wss-primary.slack.com/link/?app_id=1&ticket=canary now",
        "https://slack.com/api/x?token=canary&y=1",
        "signed with my-own-canary",
    ],
)
def test_what_must_not_be_read_is_hidden(capsys: pytest.CaptureFixture[str], log_format: str, line: str) -> None:
    """At the lowest level, as text and as JSON, in the message and in a traceback; the rest of the line stays."""
    set_up_logging(log_format, level=logging.DEBUG, secrets=("my-own-canary", ""))
    log.debug("%s", line)
    log.error("failed", exc_info=ValueError(line))
    said = capsys.readouterr().err
    assert "canary" not in said
    assert said.count(HIDDEN) == 2
    assert "failed" in said


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_reply_address_of_any_host_is_hidden(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    """The SDK's own line about a reply names where it goes; the rest of the line stays."""
    set_up_logging(log_format, level=logging.DEBUG)
    logging.getLogger("slack_sdk.webhook.client").debug(
        "Sending a request - url: http://127.0.0.1:1/response/canary, body: x"
    )
    said = capsys.readouterr().err
    assert "canary" not in said
    assert "body: x" in said


def test_what_is_no_secret_stays(capsys: pytest.CaptureFixture[str]) -> None:
    """Words that merely look a little like one are left alone."""
    line = "command '/policy' from U0ADMIN in T0LOCAL; see https://slack.com/help and hooks.slack.com"
    set_up_logging("text", level=logging.DEBUG)
    log.debug(line)
    assert capsys.readouterr().err == f"DEBUG bot.test: {line}\n"
