"""What follows from an attempt to post: pure decisions over outcomes, of each Slack error code one reason.

The rule behind them: a post is sent again only when it is surely not in the channel. What is unclear is looked up
after ``RECONCILE_AFTER``; what cannot be looked up is held for a person.
"""

import datetime as dt
import math
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from bot.model.post import LATE_AFTER, LONGEST_RETRY_AFTER, Post, PostKind, PostState, Verdict, Why, cancel, drop_blocks

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


CHANNEL_SCOPE_MISSING = "channel_scope_missing"
"""Our own code: without this scope Slack does not say whether a channel is shared."""
ENDLESS = "history_too_long"
"""Our own code: a history of more than 100 pages proves nothing."""
CODES = {
    Why.REFUSED: "rate_limited ratelimited message_limit_exceeded request_timeout team_added_to_org"
    " external_channel_migrating streaming_state_conflict",
    Why.CHANNEL: "channel_not_found not_in_channel is_archived restricted_action"
    " restricted_action_read_only_channel restricted_action_thread_only_channel"
    " restricted_action_non_threadable_channel posting_to_general_channel_denied messages_tab_disabled"
    " user_not_found users_not_found user_disabled user_not_visible user_is_bot user_is_restricted cannot_dm_bot"
    " ekm_access_denied no_permission team_not_found team_access_not_granted channel_type_not_supported"
    " method_not_supported_for_channel_type not_supported_in_channel slack_connect_blocked action_prohibited"
    f" channel_shared_with_others {CHANNEL_SCOPE_MISSING}",
    Why.TOKEN: "not_authed invalid_auth account_inactive token_revoked token_expired missing_scope"
    " not_allowed_token_type org_login_required two_factor_setup_required access_denied enterprise_is_restricted"
    " accesslimited app_missing_action_url deprecated_endpoint method_deprecated missing_app_token invalid_app_id"
    " as_user_not_supported unknown_method",
    Why.BLOCKS: "invalid_blocks invalid_blocks_format msg_blocks_too_long block_mismatch",
    Why.MESSAGE: "no_text msg_too_long too_many_attachments too_many_contact_cards invalid_attachments"
    " attachment_payload_limit_exceeded invalid_metadata_format invalid_metadata_schema metadata_too_large"
    " metadata_must_be_sent_from_app invalid_arg_name invalid_arguments invalid_array_arg invalid_charset"
    " invalid_form_data invalid_post_type missing_post_type invalid_json json_not_object missing_charset"
    " slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked"
    f" slack_connect_lists_sharing_blocked markdown_text_conflict cant_update_message edit_window_closed is_inactive"
    f" message_not_owned_by_app {ENDLESS}",
    Why.THREAD: "thread_not_found cannot_reply_to_message restricted_action_thread_locked message_not_found"
    " duplicate_message_not_found duplicate_channel_not_found",
    Why.UNCLEAR: "fatal_error internal_error service_unavailable",
}
_WHY = {code: why for why, codes in CODES.items() for code in codes.split()}


def classify_error(code: str) -> Why:
    """Return what a Slack error code says of a post; an unknown one is unclear."""
    return _WHY.get(code, Why.UNCLEAR)


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
    def why(self) -> Why:
        """What a failure says about the message."""
        said = {OutcomeKind.REFUSED: Why.REFUSED, OutcomeKind.RATE_LIMITED: Why.RATE}
        return classify_error(self.error) if self.kind is OutcomeKind.ERROR else said.get(self.kind, Why.UNCLEAR)

    @property
    def may_pass(self) -> bool:
        """Whether a failure may pass by itself: asked again later, Slack may answer."""
        return self.why in {Why.RATE, Why.REFUSED, Why.UNCLEAR}


def parse_retry_after(text: str | None) -> float:
    """Return the seconds of a ``Retry-After`` header: 1 to 3600, 30 where it says nothing sensible."""
    with suppress(ValueError):
        seconds = float(text or "")
        if 0 <= seconds < math.inf:
            return min(max(seconds, 1.0), LONGEST_RETRY_AFTER.total_seconds())
    return _DEFAULT_RETRY_AFTER_S


# What follows.

_HELD = {Why.CHANNEL, Why.MESSAGE, Why.UNCLEAR}
_AT_ONCE = {Why.TOKEN, Why.BLOCKS}


def decide_after(outcome: Outcome, post: Post, *, now: dt.datetime) -> Verdict:
    """Decide what follows from an attempt to make a post, or to change one; ``post`` counts this attempt.

    A change may be repeated safely: nobody has to know how it ended, and nobody is asked.
    """
    is_change, why = post.slot.kind is PostKind.CHANGE, outcome.why
    if outcome.kind is OutcomeKind.OK:
        return Verdict(state=PostState.SENT, ts=None if is_change else outcome.ts)
    has_tried_all = is_change and why is not Why.TOKEN and post.attempts >= _MAX_CHANGES
    if has_tried_all or (why is Why.BLOCKS and post.message.blocks == "[]"):
        why = Why.MESSAGE
    if is_change and why in _HELD:
        why = Why.REFUSED if why is Why.UNCLEAR else Why.MESSAGE
    elif why is Why.UNCLEAR and post.after_ts is None:  # nothing bounds a look: it would prove nothing
        why = Why.UNPROVEN
    if why is Why.THREAD or (is_change and why is Why.MESSAGE):
        return cancel(why, outcome.error)
    if why in {*_HELD, Why.UNPROVEN}:
        return Verdict(state=PostState.HELD, why=why, reason=outcome.error)
    return Verdict(
        state=PostState.RETRY,
        why=why,
        reason=outcome.error,
        not_before=now if why in _AT_ONCE else now + _wait_after(outcome, post.attempts),
        message=drop_blocks(post.message) if why is Why.BLOCKS else None,
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
