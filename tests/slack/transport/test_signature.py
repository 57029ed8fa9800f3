"""Only who knows the secret is heard, and only in time."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.transport.signature import WINDOW_S, build_signature, check_signature

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105  the example of Slack's own documentation
EXAMPLE = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
SIGNED = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
AT = 1_531_420_618


def check(*, timestamp: str = str(AT), signature: str = SIGNED, body: bytes = EXAMPLE, now: float = AT) -> bool:
    """Check Slack's example with one thing changed."""
    at = dt.datetime.fromtimestamp(now, tz=dt.UTC)
    return check_signature(SECRET, timestamp=timestamp, signature=signature, body=body, now=at)


def test_slacks_own_example_passes() -> None:
    """The documented request has the documented signature, until the window ends, either way."""
    assert build_signature(SECRET, timestamp=str(AT), body=EXAMPLE) == SIGNED
    assert check()
    assert check(now=AT + WINDOW_S)
    assert check(now=AT - WINDOW_S)
    assert not check(now=AT + WINDOW_S + 1)
    assert not check(now=AT - WINDOW_S - 1)


@pytest.mark.parametrize(
    "timestamp", ["", "x", "-1", "1e9", " 1531420618", "1531420618 ", "１５３１４２０６１８", "1531420618.0", "9" * 400]
)
def test_an_odd_timestamp_is_refused(timestamp: str) -> None:
    """Whatever stands there, the answer is no and not an error."""
    assert not check(timestamp=timestamp)


@pytest.mark.parametrize("signature", ["", "v0=", "v1" + SIGNED[2:], SIGNED.upper(), SIGNED + "0", "v0=ü", SIGNED[:-1]])
def test_an_odd_signature_is_refused(signature: str) -> None:
    """The same of the signature."""
    assert not check(signature=signature)


@given(st.text(), st.text(), st.binary())
def test_anything_may_come(timestamp: str, signature: str, body: bytes) -> None:
    """Nothing raises, and nothing passes."""
    assert not check(timestamp=timestamp, signature=signature, body=body)


def test_a_changed_body_is_refused() -> None:
    """One byte more, and it is not Slack's."""
    assert not check(body=EXAMPLE + b"x")
