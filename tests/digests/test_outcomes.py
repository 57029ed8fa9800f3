"""What follows from an attempt to post, as tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.digests.outcomes import ErrorClass, Found, FoundKind, classify_error, decide_found, parse_retry_after
from bot.model.post import LATE_AFTER, PostState, Why
from tests.posting import NOW, make_post

SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ratelimited", ErrorClass.NOT_SENT),
        ("message_limit_exceeded", ErrorClass.NOT_SENT),
        ("channel_not_found", ErrorClass.CHANNEL),
        ("not_in_channel", ErrorClass.CHANNEL),
        ("is_archived", ErrorClass.CHANNEL),
        ("restricted_action", ErrorClass.CHANNEL),
        ("invalid_auth", ErrorClass.TOKEN),
        ("token_revoked", ErrorClass.TOKEN),
        ("missing_scope", ErrorClass.TOKEN),
        ("invalid_blocks", ErrorClass.BLOCKS),
        ("msg_blocks_too_long", ErrorClass.BLOCKS),
        ("no_text", ErrorClass.MESSAGE),
        ("metadata_too_large", ErrorClass.MESSAGE),
        ("thread_not_found", ErrorClass.THREAD),
        ("fatal_error", ErrorClass.UNCLEAR),
        ("internal_error", ErrorClass.UNCLEAR),
        ("service_unavailable", ErrorClass.UNCLEAR),
        ("a_code_of_tomorrow", ErrorClass.UNCLEAR),
        ("", ErrorClass.UNCLEAR),
    ],
)
def test_classes_of_error_codes(code: str, kind: ErrorClass) -> None:
    """Each error code has one class; one that is not known is unclear."""
    assert classify_error(code) is kind


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7), ("0", 1), ("1.5", 1.5), ("99999", 3600), ("-3", 30), ("soon", 30), ("", 30), (None, 30), ("nan", 30)],
)
def test_parse_retry_after(text: str | None, seconds: float) -> None:
    """Odd Retry-After values become a sensible wait."""
    assert parse_retry_after(text) == seconds


@pytest.mark.parametrize(
    ("found", "changes", "why"),
    [
        (Found(kind=FoundKind.FOUND, ts="9.9"), {}, Why.NONE),
        (Found(kind=FoundKind.FOUND, ts="9.9"), {"withdrawn_at": NOW}, Why.NONE),
        (Found(kind=FoundKind.ABSENT), {}, Why.ABSENT),
        (Found(kind=FoundKind.ABSENT), {"resends": 1}, Why.ABSENT),
        (Found(kind=FoundKind.ABSENT), {"resends": 2}, Why.UNPROVEN),
        (Found(kind=FoundKind.ABSENT), {"withdrawn_at": NOW}, Why.WITHDRAWN),
        (Found(kind=FoundKind.IMPOSSIBLE, reason="missing_scope"), {}, Why.UNPROVEN),
        (Found(kind=FoundKind.LATER, reason="ratelimited"), {}, Why.UNCLEAR),
        (Found(kind=FoundKind.LATER), {"attempted_at": NOW - LATE_AFTER}, Why.UNCLEAR),
        (Found(kind=FoundKind.LATER), {"attempted_at": NOW - LATE_AFTER - SECOND}, Why.UNPROVEN),
    ],
)
def test_decide_found(found: Found, changes: dict[str, Any], why: Why) -> None:
    """Found is sent; surely absent is sent again, twice at most; what cannot be looked up is held."""
    verdict = decide_found(found, make_post(**({"state": PostState.HELD, "why": Why.UNCLEAR} | changes)), NOW)
    assert verdict.why is why
    assert verdict.ts == found.ts
