"""Waits grow to their limit, are never shorter than asked for, and begin again."""

from __future__ import annotations

from bot.slack.calls.client import Backoff


def test_waits_double_to_the_limit_and_begin_again() -> None:
    """Each twice the one before it, until the longest."""
    backoff = Backoff(first_s=1, longest_s=5, draw=lambda: 1.0)
    assert [backoff.take() for _ in range(4)] == [1, 2, 4, 5]
    backoff.reset()
    assert backoff.take() == 1


def test_waits_differ_so_that_not_all_come_back_at_once() -> None:
    """Between half and all of it, by what is drawn; what the other side asks for counts more."""
    assert Backoff(first_s=4, draw=lambda: 0.0).take() == 2
    assert Backoff(first_s=4, draw=lambda: 0.5).take() == 3
    assert Backoff(first_s=4, draw=lambda: 0.0).take(at_least_s=30) == 30
    assert 0.5 <= Backoff().take() <= 1
