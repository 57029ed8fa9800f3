"""What follows from an attempt to post: pure decisions over outcomes, each Slack error code in one class.

The rule behind them: a post is sent again only when it is surely not in the channel. What is unclear is looked up
after ``RECONCILE_AFTER``; what cannot be looked up is held for a person.
"""

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum

from bot.model.post import LATE_AFTER, LONGEST_RETRY_AFTER, Post, PostKind, PostState, Verdict, Why

RECONCILE_AFTER = dt.timedelta(seconds=120)
"""How long an accepted message may take to show in its channel's history."""
LATE = dt.timedelta(minutes=15)
"""A post that is not out so long after it was due is worth an alarm."""
_MAX_RESENDS = 2
_MAX_CHANGES = 20
"""How often a change of a message is tried."""
_FIRST_WAIT, _LONGEST_WAIT = dt.timedelta(seconds=5), dt.timedelta(minutes=5)
_DEFAULT_RETRY_AFTER_S = 30.0


class OutcomeKind(StrEnum):
    """How a call to Slack ended, as far as the caller can tell; a look into a channel ends ABSENT after all pages."""

    OK = "ok"
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"
    ERROR = "error"
    UNCLEAR = "unclear"
    ABSENT = "absent"


class ErrorClass(StrEnum):
    """What a failure says about the post."""

    NOT_SENT = "not_sent"
    CHANNEL = "channel"
    TOKEN = "token"  # noqa: S105
    BLOCKS = "blocks"
    MESSAGE = "message"
    THREAD = "thread"
    UNCLEAR = "unclear"


CHANNEL_SCOPE_MISSING = "channel_scope_missing"
"""Our own code: without this scope Slack does not say whether a channel is shared."""
ENDLESS = "history_too_long"
"""Our own code: a history of more than 100 pages proves nothing."""
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
    f" slack_connect_lists_sharing_blocked markdown_text_conflict cant_update_message edit_window_closed is_inactive"
    f" message_not_owned_by_app {ENDLESS}",
    ErrorClass.THREAD: "thread_not_found cannot_reply_to_message restricted_action_thread_locked message_not_found"
    " duplicate_message_not_found duplicate_channel_not_found",
    ErrorClass.UNCLEAR: "fatal_error internal_error service_unavailable",
}
_CLASSES = {code: kind for kind, codes in CODES.items() for code in codes.split()}


def classify_error(code: str) -> ErrorClass:
    """Return the class of a Slack error code; an unknown one is unclear."""
    return _CLASSES.get(code, ErrorClass.UNCLEAR)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """The end of one call that posts, updates, or looks for a post.

    ``ts`` with OK; ``error`` is Slack's code with ERROR, else what happened in words; ``retry_after_s`` is how long
    Slack asked to wait. REFUSED means that no byte of the request was accepted (no connection). ``slack_ts`` is Slack's
    clock as its answer gave it (its ``Date`` header), in seconds.
    """

    kind: OutcomeKind
    ts: str | None = None
    error: str = ""
    retry_after_s: float | None = None
    slack_ts: float | None = None

    @property
    def error_class(self) -> ErrorClass:
        """What a failure says about the message."""
        if self.kind in {OutcomeKind.REFUSED, OutcomeKind.RATE_LIMITED}:
            return ErrorClass.NOT_SENT
        return classify_error(self.error) if self.kind is OutcomeKind.ERROR else ErrorClass.UNCLEAR

    @property
    def may_pass(self) -> bool:
        """Whether a failure may pass by itself: asked again later, Slack may answer."""
        return self.error_class in {ErrorClass.NOT_SENT, ErrorClass.UNCLEAR}


def parse_retry_after(text: str | None) -> float:
    """Return the seconds of a ``Retry-After`` header: 1 to 3600, 30 where it says nothing sensible."""
    try:
        seconds = float(text or "")
    except ValueError:
        return _DEFAULT_RETRY_AFTER_S
    if not math.isfinite(seconds) or seconds < 0:
        return _DEFAULT_RETRY_AFTER_S
    return min(max(seconds, 1.0), LONGEST_RETRY_AFTER.total_seconds())


# What follows.

_AFTER_POST = {
    ErrorClass.NOT_SENT: (PostState.RETRY, Why.REFUSED),
    ErrorClass.CHANNEL: (PostState.HELD, Why.CHANNEL),
    ErrorClass.TOKEN: (PostState.RETRY, Why.TOKEN),
    ErrorClass.BLOCKS: (PostState.RETRY, Why.BLOCKS),
    ErrorClass.MESSAGE: (PostState.HELD, Why.MESSAGE),
    ErrorClass.THREAD: (PostState.CANCELLED, Why.THREAD),
    ErrorClass.UNCLEAR: (PostState.HELD, Why.UNCLEAR),
}
_AFTER_CHANGE = _AFTER_POST | {
    ErrorClass.CHANNEL: (PostState.CANCELLED, Why.MESSAGE),
    ErrorClass.MESSAGE: (PostState.CANCELLED, Why.MESSAGE),
    ErrorClass.UNCLEAR: (PostState.RETRY, Why.REFUSED),
}
"""A change may be repeated safely: nobody has to know how it ended."""
_AT_ONCE = (Why.TOKEN, Why.BLOCKS)


def decide_after(outcome: Outcome, post: Post, *, now: dt.datetime) -> Verdict:
    """Decide what follows from an attempt to make a post, or to change one; ``post`` counts this attempt."""
    is_change = post.slot.kind is PostKind.CHANGE
    if outcome.kind is OutcomeKind.OK:
        return Verdict(state=PostState.SENT, ts=None if is_change else outcome.ts)
    table, kind = _AFTER_CHANGE if is_change else _AFTER_POST, outcome.error_class
    has_tried_all = kind is ErrorClass.BLOCKS and post.message.blocks == "[]"
    if has_tried_all or (is_change and kind is not ErrorClass.TOKEN and post.attempts >= _MAX_CHANGES):
        kind = ErrorClass.MESSAGE
    state, why = table[kind]
    if why is Why.UNCLEAR and post.after_ts is None:  # nothing bounds a look: it would prove nothing
        why = Why.UNPROVEN
    if outcome.kind is OutcomeKind.RATE_LIMITED:
        why = Why.RATE
    wait = dt.timedelta() if why in _AT_ONCE else _wait_after(outcome, post.attempts)
    return Verdict(
        state=state, why=why, reason=outcome.error, not_before=now + wait if state is PostState.RETRY else None
    )


def _wait_after(outcome: Outcome, attempts: int) -> dt.timedelta:
    if outcome.retry_after_s is not None:
        return dt.timedelta(seconds=outcome.retry_after_s)
    return min(_FIRST_WAIT * (1 << min(attempts, 7) - 1), _LONGEST_WAIT)


def decide_found(found: Outcome, post: Post, *, now: dt.datetime) -> Verdict:
    """Decide what becomes of an unclear post after a look into its channel's history.

    It stays unclear after a look that may succeed later, for 12 hours at most.
    """
    if found.kind is OutcomeKind.OK:
        return Verdict(state=PostState.SENT, ts=found.ts)
    if found.kind is OutcomeKind.ABSENT and post.resends < _MAX_RESENDS:
        return Verdict(state=PostState.RETRY, why=Why.ABSENT, reason=post.reason, not_before=now)
    is_over = post.attempted_at is not None and now - post.attempted_at > LATE_AFTER
    if found.kind is not OutcomeKind.ABSENT and found.may_pass and not is_over:
        return Verdict(state=PostState.HELD, why=Why.UNCLEAR, reason=post.reason)
    reason = found.error or f"sent {post.attempts} times and never found"
    return Verdict(state=PostState.HELD, why=Why.UNPROVEN, reason=reason)
