"""Logging goes to standard error, as text or as one JSON object a line, and no secret ever goes with it."""

import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import HIDDEN, set_up_logging

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
    """Level, logger and message; less than a warning is left out; set up anew it writes once, in the last format."""
    set_up_logging("json")
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
@pytest.mark.parametrize(
    ("name", "line", "kept"),
    [
        ("slack_sdk.web.base_client", "Sending a request - url: https://a.b/api/x, body_params: %s", "/api/x"),
        ("slack_sdk.web.base_client", "Sending a request - url: https://a/b, json_body: {'a': '%s'}", "a/b"),
        ("slack_sdk.web.base_client", "Received the following response - status: 200, body: %s", "200"),
        ("slack_sdk.webhook.client", "Sending a request - url: http://127.0.0.1:1/somebody, body: %s", "Sending"),
        ("slack_bolt.x", 'Responding with status: 200 body: "%s" (8 millis)', "status: 200"),
        ("slack_bolt.x", "Skipped self event: {'text': '%s'}", "Skipped self"),
        ("slack_bolt.x", "A global middleware (x) returned nothing for the request (%s)", "middleware (x)"),
        ("slack_bolt", "Unhandled request ({'value': '%s'})", "Unhandled request"),
    ],
)
def test_what_a_library_sends_is_cut_off(
    capsys: pytest.CaptureFixture[str], log_format: str, name: str, line: str, kept: str
) -> None:
    """Over all its lines, with the address of a reply; what was called and what came of it stays."""
    set_up_logging(log_format, level=logging.DEBUG)
    logging.getLogger(name).debug(line, "what somebody\nwrote")
    said = capsys.readouterr().err
    assert "somebody" not in said
    assert "wrote" not in said
    assert kept in said


def test_what_is_no_secret_stays(capsys: pytest.CaptureFixture[str]) -> None:
    """Words that look a little like one are left alone; what is fetched is left out, its address may hold a key."""
    line = "command '/policy' from U0ADMIN in T0LOCAL; see https://slack.com/help and hooks.slack.com"
    set_up_logging("text", level=logging.DEBUG)
    for name in ("httpx", "httpcore.http11"):
        logging.getLogger(name).info("GET https://files.example/x?key=1")
    log.debug(line)
    assert capsys.readouterr().err == f"DEBUG bot.test: {line}\n"
