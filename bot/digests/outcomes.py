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
    """How a call to Slack ended, as far as the caller can tell; a look into a channel ends ABSENT after all pages."""

    OK = "ok"
    REFUSED = "refused"
    RATE_LIMITED = "rate_limited"
    ERROR = "error"
    UNCLEAR = "unclear"
    ABSENT = "absent"


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
ENDLESS = "more than 100 pages of history"
"""Our own word of a channel in which a post cannot be looked up."""
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
_CLASS_OF = {code: kind for kind, codes in CODES.items() for code in codes.split()} | {ENDLESS: ErrorClass.MESSAGE}


_PASSING = frozenset({ErrorClass.NOT_SENT, ErrorClass.UNCLEAR})


def classify_error(code: str) -> ErrorClass:
    """Return the class of a Slack error code; an unknown one is unclear."""
    return _CLASS_OF.get(code, ErrorClass.UNCLEAR)


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
        """What the end says about the message."""
        if self.kind is OutcomeKind.ERROR:
            return classify_error(self.error)
        return ErrorClass.UNCLEAR if self.kind is OutcomeKind.UNCLEAR else ErrorClass.NOT_SENT

    @property
    def may_pass(self) -> bool:
        """Whether a failure may pass by itself: asked again later, Slack may answer."""
        return self.error_class in _PASSING


def refuses_blocks(outcome: Outcome) -> bool:
    """Return whether Slack refused a message for its blocks, so that the same may be said as text alone."""
    return outcome.error_class is ErrorClass.BLOCKS


def parse_retry_after(text: str | None) -> float:
    """Return the seconds of a ``Retry-After`` header: 1 to 3600, 30 where it says nothing sensible."""
    try:
        seconds = float(text or "")
    except ValueError:
        return _FIRST_RETRY_S
    if not math.isfinite(seconds) or seconds < 0:
        return _FIRST_RETRY_S
    return min(max(seconds, 1.0), LONGEST_RETRY_AFTER.total_seconds())


_AFTER = {
    ErrorClass.NOT_SENT: (PostState.RETRY, Why.REFUSED),
    ErrorClass.CHANNEL: (PostState.HELD, Why.CHANNEL),
    ErrorClass.TOKEN: (PostState.RETRY, Why.TOKEN),
    ErrorClass.BLOCKS: (PostState.RETRY, Why.BLOCKS),
    ErrorClass.MESSAGE: (PostState.HELD, Why.MESSAGE),
    ErrorClass.THREAD: (PostState.CANCELLED, Why.THREAD),
    ErrorClass.UNCLEAR: (PostState.HELD, Why.UNCLEAR),
}
"""What follows for a post from each class of errors."""
_CHANGE_ENDS = frozenset({"cant_update_message", "edit_window_closed", "is_inactive", "message_not_owned_by_app"})


def decide_after(outcome: Outcome, *, attempts: int, has_blocks: bool, now: dt.datetime) -> Verdict:
    """Decide what follows from one attempt to post; ``attempts`` counts this one."""
    if outcome.kind is OutcomeKind.OK:
        return Verdict(PostState.SENT, ts=outcome.ts)
    state, why = _AFTER[_find_class(outcome, has_blocks=has_blocks)]
    if outcome.kind is OutcomeKind.RATE_LIMITED:
        return _retry(Why.RATE, "Slack asked to wait", now, outcome.retry_after_s or _FIRST_RETRY_S)
    if state is PostState.RETRY:
        return _retry(why, outcome.error, now, _backoff_s(attempts) if why is Why.REFUSED else 0.0)
    reason = outcome.error or "Slack gave no clear answer"
    return Verdict(state, why, f"its thread is gone ({reason})" if why is Why.THREAD else reason)


def decide_change(outcome: Outcome, *, attempts: int, has_blocks: bool, now: dt.datetime) -> Verdict:
    """Decide after an attempt to change a message, which may be repeated safely; ``attempts`` counts this one.

    It is cancelled for THREAD when the message is there no more, for MESSAGE when nobody may change it.
    """
    if outcome.kind is OutcomeKind.OK:
        return Verdict(PostState.SENT)
    if outcome.error == "message_not_found":
        return Verdict(PostState.CANCELLED, Why.THREAD, "its message is gone")
    found = _find_class(outcome, has_blocks=has_blocks)
    if found in {ErrorClass.TOKEN, ErrorClass.BLOCKS}:
        return _retry(_AFTER[found][1], outcome.error, now)
    if found not in _PASSING or outcome.error in _CHANGE_ENDS or attempts >= MAX_CHANGE_ATTEMPTS:
        return Verdict(PostState.CANCELLED, Why.MESSAGE, outcome.error)
    return _retry(Why.REFUSED, outcome.error, now, outcome.retry_after_s or _backoff_s(attempts))


def decide_found(found: Outcome, post: Post, now: dt.datetime) -> Verdict:
    """Decide what becomes of an unclear post after a look into the channel's history.

    A look that Slack keeps putting off is given up after LATE_AFTER.
    """
    if found.kind is OutcomeKind.OK:
        return Verdict(PostState.SENT, ts=found.ts)
    if found.kind is not OutcomeKind.ABSENT:
        if found.may_pass and (post.attempted_at is None or now - post.attempted_at <= LATE_AFTER):
            return Verdict(PostState.HELD, Why.UNCLEAR, found.error)
        reason = f"the channel's history can't be read: {found.error}"
        return Verdict(PostState.HELD, Why.UNPROVEN, reason)
    if post.withdrawn_at is not None:
        reason = "it was taken back, and isn't in the channel"
        return Verdict(PostState.CANCELLED, Why.WITHDRAWN, reason)
    if post.resends >= MAX_RESENDS:
        reason = f"it was sent {post.resends + 1} times and never found in the channel"
        return Verdict(PostState.HELD, Why.UNPROVEN, reason)
    return _retry(Why.ABSENT, "it isn't in the channel", now)


def _find_class(outcome: Outcome, *, has_blocks: bool) -> ErrorClass:
    is_text = outcome.error_class is ErrorClass.BLOCKS and not has_blocks
    return ErrorClass.MESSAGE if is_text else outcome.error_class


def _retry(why: Why, reason: str, now: dt.datetime, seconds: float = 0.0) -> Verdict:
    return Verdict(PostState.RETRY, why, reason, not_before=now + dt.timedelta(seconds=seconds))


def _backoff_s(attempts: int) -> float:
    return float(min(_FIRST_RETRY_S * 2 ** min(max(attempts - 1, 0), 10), _LONGEST_RETRY_S))
