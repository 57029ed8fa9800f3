"""The tree of errors: one line each, and a status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import errors
from bot.errors import BadQueryError, GongbaoError

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
