"""What follows from an attempt to post, as tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.digests.outcomes import ErrorClass, Found, FoundKind, classify_error, decide_found, parse_retry_after
from bot.model.post import LATE_AFTER, Message, Post, PostKind, PostState, Slot

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def make_post(**changes: Any) -> Post:
    values: dict[str, Any] = {
        "id": 7,
        "key": "k",
        "slot": Slot(workspace="T1", channel="C1", kind=PostKind.IMMEDIATE, source="D3", slot="B1v1"),
        "part": 0,
        "parent_id": None,
        "subscription_id": 3,
        "briefing_id": 1,
        "message": Message(text="t"),
        "state": PostState.PENDING,
        "reason": None,
        "attempts": 0,
        "resends": 0,
        "not_before": NOW,
        "due_at": NOW,
        "late_after": None,
        "attempted_at": None,
        "after_ts": None,
        "ts": None,
        "withdrawn_at": None,
    }
    return Post(**(values | changes))


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
    ("found", "changes", "state"),
    [
        (Found(kind=FoundKind.FOUND, ts="9.9"), {}, PostState.SENT),
        (Found(kind=FoundKind.FOUND, ts="9.9"), {"withdrawn_at": NOW}, PostState.SENT),
        (Found(kind=FoundKind.ABSENT), {}, PostState.RETRY),
        (Found(kind=FoundKind.ABSENT), {"resends": 1}, PostState.RETRY),
        (Found(kind=FoundKind.ABSENT), {"resends": 2}, PostState.HELD),
        (Found(kind=FoundKind.ABSENT), {"withdrawn_at": NOW}, PostState.CANCELLED),
        (Found(kind=FoundKind.IMPOSSIBLE, reason="missing_scope"), {}, PostState.HELD),
        (Found(kind=FoundKind.LATER, reason="ratelimited"), {}, PostState.AMBIGUOUS),
        (Found(kind=FoundKind.LATER), {"attempted_at": NOW - LATE_AFTER}, PostState.AMBIGUOUS),
        (Found(kind=FoundKind.LATER), {"attempted_at": NOW - LATE_AFTER - SECOND}, PostState.HELD),
    ],
)
def test_decide_found(found: Found, changes: dict[str, Any], state: PostState) -> None:
    """Found is sent; surely absent is sent again, twice at most; what cannot be looked up is held."""
    verdict = decide_found(found, make_post(**({"state": PostState.AMBIGUOUS} | changes)), NOW)
    assert verdict.state is state
    assert verdict.ts == found.ts
    assert verdict.tell is (state is PostState.HELD)
