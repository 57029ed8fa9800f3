"""What follows from an attempt to post: pure decisions over outcomes, each Slack error code in one class.

The rule behind them: a post is sent again only when it is surely not in the channel. What is unclear is looked up
after ``RECONCILE_AFTER``; what cannot be looked up is held for a person.
"""

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum

from bot.model.post import LATE_AFTER, LONGEST_RETRY_AFTER, Post, PostState, Verdict, Why

RECONCILE_AFTER = dt.timedelta(seconds=120)
"""How long an accepted message may take to show in the channel's history."""
LATE = dt.timedelta(minutes=15)
"""How long after its time a post counts as late."""
MAX_RESENDS = 2
"""How often a post that was looked up and not found is sent again."""
MAX_CHANGE_ATTEMPTS = 20
_FIRST_RETRY_S = 30.0
_LONGEST_RETRY_S = 600.0


class OutcomeKind(StrEnum):
    """How a call to Slack ended, as far as the caller can tell."""

    OK = "ok"
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"
    ERROR = "error"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The end of one call that posts or updates.

    ``ts`` with OK; ``error`` is Slack's code with ERROR, else what happened in words; ``retry_after_s`` with
    RATE_LIMITED. REFUSED means that no byte of the request was accepted (no connection). ``slack_ts`` is Slack's clock
    as its answer gave it (its ``Date`` header), in seconds.
    """

    kind: OutcomeKind
    ts: str | None = None
    error: str = ""
    retry_after_s: float | None = None
    slack_ts: float | None = None


class FoundKind(StrEnum):
    """How a look into the channel's history ended."""

    FOUND = "found"
    ABSENT = "absent"
    LATER = "later"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What the history says of a key: FOUND with ``ts``; ABSENT only after all pages; LATER when Slack asked to wait.

    ``slack_ts`` is Slack's clock at the time of the look (its ``Date`` header), as seconds, where it was given;
    ``retry_after_s`` is how long Slack asked not to look again.
    """

    kind: FoundKind
    ts: str | None = None
    reason: str = ""
    slack_ts: float | None = None
    retry_after_s: float | None = None


class ErrorClass(StrEnum):
    """What an error code says about the post."""

    NOT_SENT = "not_sent"
    CHANNEL = "channel"
    TOKEN = "token"  # noqa: S105  a class of errors, no secret
    BLOCKS = "blocks"
    MESSAGE = "message"
    THREAD = "thread"
    UNCLEAR = "unclear"


CHANNEL_SCOPE_MISSING = "channel_scope_missing"
"""Our own code where Slack does not tell the app what channel it is."""
CODES: dict[ErrorClass, str] = {
    ErrorClass.NOT_SENT: "rate_limited ratelimited message_limit_exceeded request_timeout team_added_to_org"
    " external_channel_migrating streaming_state_conflict",
    ErrorClass.CHANNEL: "channel_not_found not_in_channel is_archived restricted_action"
    " restricted_action_read_only_channel restricted_action_thread_only_channel"
    " restricted_action_non_threadable_channel posting_to_general_channel_denied messages_tab_disabled"
    " user_not_found users_not_found user_disabled user_not_visible user_is_bot user_is_restricted cannot_dm_bot"
    " ekm_access_denied no_permission team_not_found team_access_not_granted channel_type_not_supported"
    " method_not_supported_for_channel_type not_supported_in_channel slack_connect_blocked action_prohibited"
    f" channel_shared_with_others channel_maybe_shared {CHANNEL_SCOPE_MISSING}",
    ErrorClass.TOKEN: "not_authed invalid_auth account_inactive token_revoked token_expired missing_scope"
    " not_allowed_token_type org_login_required two_factor_setup_required access_denied enterprise_is_restricted"
    " accesslimited app_missing_action_url deprecated_endpoint method_deprecated missing_app_token invalid_app_id"
    " as_user_not_supported unknown_method",
    ErrorClass.BLOCKS: "invalid_blocks invalid_blocks_format msg_blocks_too_long block_mismatch",
    ErrorClass.MESSAGE: "no_text msg_too_long too_many_attachments too_many_contact_cards invalid_attachments"
    " attachment_payload_limit_exceeded invalid_metadata_format invalid_metadata_schema metadata_too_large"
    " metadata_must_be_sent_from_app invalid_arg_name invalid_arguments invalid_array_arg invalid_charset"
    " invalid_form_data invalid_post_type missing_post_type invalid_json json_not_object missing_charset"
    " slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked"
    " slack_connect_lists_sharing_blocked markdown_text_conflict",
    ErrorClass.THREAD: "thread_not_found cannot_reply_to_message restricted_action_thread_locked"
    " duplicate_message_not_found duplicate_channel_not_found",
    ErrorClass.UNCLEAR: "fatal_error internal_error service_unavailable",
}
"""Each code that Slack documents for posts and for updates, in its class."""
_CLASS_OF = {code: kind for kind, codes in CODES.items() for code in codes.split()}


def classify_error(code: str) -> ErrorClass:
    """Return the class of a Slack error code; an unknown one is unclear."""
    return _CLASS_OF.get(code, ErrorClass.UNCLEAR)


def decide_after(outcome: Outcome, *, attempts: int, has_blocks: bool, now: dt.datetime) -> Verdict:
    """Decide what follows from one attempt to post; ``attempts`` counts this one."""
    match outcome.kind:
        case OutcomeKind.OK:
            return Verdict(state=PostState.SENT, ts=outcome.ts)
        case OutcomeKind.UNCLEAR:
            return _wait_unclear(outcome.error or "Slack gave no clear answer")
        case OutcomeKind.REFUSED:
            return _retry(Why.REFUSED, outcome.error or "no connection", now, _backoff_s(attempts))
        case OutcomeKind.RATE_LIMITED:
            return _retry(Why.RATE, "Slack asked to wait", now, outcome.retry_after_s or _FIRST_RETRY_S)
        case OutcomeKind.ERROR:
            return _decide_after_error(outcome.error, attempts=attempts, has_blocks=has_blocks, now=now)


def _decide_after_error(code: str, *, attempts: int, has_blocks: bool, now: dt.datetime) -> Verdict:
    match classify_error(code):
        case ErrorClass.CHANNEL:
            return Verdict(state=PostState.HELD, why=Why.CHANNEL, reason=code)
        case ErrorClass.TOKEN:
            return _retry(Why.TOKEN, code, now)
        case ErrorClass.BLOCKS if has_blocks:
            return _retry(Why.BLOCKS, code, now)
        case ErrorClass.BLOCKS | ErrorClass.MESSAGE:
            return Verdict(state=PostState.HELD, why=Why.MESSAGE, reason=code)
        case ErrorClass.THREAD:
            return Verdict(state=PostState.CANCELLED, why=Why.THREAD, reason=f"its thread is gone ({code})")
        case ErrorClass.NOT_SENT:
            return _retry(Why.REFUSED, code, now, _backoff_s(attempts))
    return _wait_unclear(code)


def _wait_unclear(reason: str) -> Verdict:
    return Verdict(state=PostState.HELD, why=Why.UNCLEAR, reason=reason)


def _retry(why: Why, reason: str, now: dt.datetime, seconds: float = 0.0) -> Verdict:
    return Verdict(state=PostState.RETRY, why=why, reason=reason, not_before=now + dt.timedelta(seconds=seconds))


def _backoff_s(attempts: int) -> float:
    return float(min(_FIRST_RETRY_S * 2 ** min(max(attempts - 1, 0), 10), _LONGEST_RETRY_S))


def parse_retry_after(text: str | None) -> float:
    """Return the seconds of a ``Retry-After`` header: 1 to 3600, 30 where it says nothing sensible."""
    try:
        seconds = float(text or "")
    except ValueError:
        return _FIRST_RETRY_S
    if not math.isfinite(seconds) or seconds < 0:
        return _FIRST_RETRY_S
    return min(max(seconds, 1.0), LONGEST_RETRY_AFTER.total_seconds())


def decide_found(found: Found, post: Post, now: dt.datetime) -> Verdict:
    """Decide what becomes of an unclear post after a look into the channel's history.

    A look that Slack keeps putting off is given up after LATE_AFTER.
    """
    if found.kind is FoundKind.FOUND:
        return Verdict(state=PostState.SENT, ts=found.ts)
    if found.kind is FoundKind.LATER and (post.attempted_at is None or now - post.attempted_at <= LATE_AFTER):
        return _wait_unclear(found.reason)
    if found.kind is not FoundKind.ABSENT:
        return Verdict(
            state=PostState.HELD, why=Why.UNPROVEN, reason=f"the channel's history can't be read: {found.reason}"
        )
    if post.withdrawn_at is not None:
        return Verdict(
            state=PostState.CANCELLED, why=Why.WITHDRAWN, reason="it was taken back, and isn't in the channel"
        )
    if post.resends >= MAX_RESENDS:
        reason = f"it was sent {post.resends + 1} times and never found in the channel"
        return Verdict(state=PostState.HELD, why=Why.UNPROVEN, reason=reason)
    return _retry(Why.ABSENT, "it isn't in the channel", now)


def refuses_blocks(outcome: Outcome) -> bool:
    """Return whether Slack refused a message for its blocks, so that the same may be said as text alone."""
    return outcome.kind is OutcomeKind.ERROR and classify_error(outcome.error) is ErrorClass.BLOCKS


def decide_change(outcome: Outcome, *, attempts: int, has_blocks: bool, now: dt.datetime) -> Verdict:
    """Decide after an attempt to change a message, which may be repeated safely; ``attempts`` counts this one.

    It is cancelled for THREAD when the message is there no more, for MESSAGE when nobody may change it.
    """
    if outcome.kind is OutcomeKind.OK:
        return Verdict(state=PostState.SENT)
    kind = classify_error(outcome.error) if outcome.kind is OutcomeKind.ERROR else ErrorClass.NOT_SENT
    if outcome.error == "message_not_found":
        return Verdict(state=PostState.CANCELLED, why=Why.THREAD, reason="its message is gone")
    if kind is ErrorClass.TOKEN or (kind is ErrorClass.BLOCKS and has_blocks):
        return _retry(Why.TOKEN if kind is ErrorClass.TOKEN else Why.BLOCKS, outcome.error, now)
    is_final = kind not in {ErrorClass.NOT_SENT, ErrorClass.UNCLEAR} or outcome.error in _CHANGE_ENDS
    if is_final or attempts >= MAX_CHANGE_ATTEMPTS:
        return Verdict(state=PostState.CANCELLED, why=Why.MESSAGE, reason=outcome.error)
    return _retry(Why.REFUSED, outcome.error, now, outcome.retry_after_s or _backoff_s(attempts))


_CHANGE_ENDS = frozenset({"cant_update_message", "edit_window_closed", "is_inactive", "message_not_owned_by_app"})
