"""The tree of errors: one line each, and what the log may say of them."""

import pytest

from bot.errors import BadQueryError, DeliveryError, NotFoundError, StoreError, describe_for_log


def test_an_error_is_a_message_and_a_hint() -> None:
    """Both are kept apart and said on one line; the status is 1, or 2 for a wrong call."""
    error = NotFoundError("It is gone.", hint="Look again.")
    assert (error.message, error.hint, str(error)) == ("It is gone.", "Look again.", "It is gone. Look again.")
    assert str(NotFoundError("It is gone.")) == "It is gone."
    assert (NotFoundError.exit_status, BadQueryError.exit_status) == (1, 2)


def test_the_log_gets_the_kind_of_what_quotes_people_and_the_words_of_the_rest() -> None:
    """With the place where it was raised; a path or a code of Slack is what somebody has to see."""
    with pytest.raises(BadQueryError) as refused:
        raise BadQueryError("since: “my words” is not a date.", hint="Write my words.")
    assert describe_for_log(refused.value).startswith(f"BadQueryError in {__name__}, line ")
    assert describe_for_log(BadQueryError("my words")) == "BadQueryError"
    assert describe_for_log(StoreError("The disk is full.", hint="Make room.")) == "The disk is full. Make room."
    assert describe_for_log(DeliveryError("Slack refused (not_in_channel).")) == "Slack refused (not_in_channel)."
