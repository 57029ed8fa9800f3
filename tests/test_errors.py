"""The tree of errors: one line each, and a status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import errors
from bot.errors import BadQueryError, DeliveryError, GongbaoError, StoreError, describe_for_log

if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(kind: type[GongbaoError]) -> Iterator[type[GongbaoError]]:
    """Give an error and all that stem from it in the same module."""
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from walk(child)


@pytest.mark.parametrize("kind", list(walk(GongbaoError)), ids=lambda kind: kind.__name__)
def test_every_error_is_a_message_and_a_hint(kind: type[GongbaoError]) -> None:
    """Both are kept apart and said on one line; the status is 1, or 2 for a wrong call."""
    error = kind("It is gone.", hint="Look again.")
    assert (error.message, error.hint) == ("It is gone.", "Look again.")
    assert str(error) == "It is gone. Look again."
    assert str(kind("It is gone.")) == "It is gone."
    assert error.exit_status == (2 if issubclass(kind, BadQueryError) else 1)
    assert kind.__doc__


def test_the_log_gets_the_kind_of_what_quotes_people_and_the_words_of_the_rest() -> None:
    """With the place where it was raised; a path or a code of Slack is what somebody has to see."""
    with pytest.raises(BadQueryError) as refused:
        raise BadQueryError("since: “my words” is not a date.", hint="Write my words.")
    said = describe_for_log(refused.value)
    assert said.startswith(f"BadQueryError in {__name__}, line ")
    assert describe_for_log(BadQueryError("my words")) == "BadQueryError"
    assert describe_for_log(StoreError("The disk is full.", hint="Make room.")) == "The disk is full. Make room."
    assert describe_for_log(DeliveryError("Slack refused (not_in_channel).")) == "Slack refused (not_in_channel)."
