from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.posts.digest import Fate
from bot.domain.posts.post import PostState
from bot.domain.posts.posting import UNTIL_RELEASED, Announced, PostFacts, PostingState, decide_posting

NOW = dt.datetime(2024, 3, 7, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=10)
NEW = Announced(announced=True, reason="new", not_before=LATER)


def post(
    state: PostState, channel: str = "C1", *, not_before: dt.datetime = LATER, withdrawn: bool = False
) -> PostFacts:
    return PostFacts(channel=channel, state=state, not_before=not_before, withdrawn=withdrawn)


@pytest.mark.parametrize(
    ("decided", "posts", "state"),
    [
        (None, [], PostingState.ARCHIVED),
        (Announced(announced=False, reason="old", not_before=LATER), [], PostingState.ARCHIVED),
        (Announced(announced=False, reason="old", not_before=NOW), [post(PostState.SENT)], PostingState.POSTED),
        (Announced(announced=True, reason="", not_before=NOW, undone=True), [], PostingState.WITHDRAWN),
        (NEW, [], PostingState.NOBODY),
        (NEW, [post(PostState.PENDING)], PostingState.WAITING),
        (NEW, [post(PostState.RETRY, not_before=NOW)], PostingState.GOING),
        (NEW, [post(PostState.SENDING)], PostingState.GOING),
        (NEW, [post(PostState.SENT), post(PostState.AMBIGUOUS, "C2")], PostingState.GOING),
        (NEW, [post(PostState.SENT)], PostingState.POSTED),
        (NEW, [post(PostState.SENT, withdrawn=True)], PostingState.WITHDRAWN),
        (NEW, [post(PostState.SENT, withdrawn=True), post(PostState.SENT, "C2")], PostingState.POSTED),
        (NEW, [post(PostState.PARKED)], PostingState.POSTED),
        (NEW, [post(PostState.CANCELLED)], PostingState.NOBODY),
        (
            Announced(announced=True, reason="", not_before=UNTIL_RELEASED),
            [post(PostState.PENDING, not_before=UNTIL_RELEASED)],
            PostingState.ON_HOLD,
        ),
    ],
)
def test_the_state_follows_from_the_decision_and_the_posts(
    decided: Announced | None, posts: list[PostFacts], state: PostingState
) -> None:
    """One state for all posts of a briefing, the one that says what can still be done."""
    assert decide_posting(decided, posts, now=NOW).state is state


@pytest.mark.parametrize(
    ("fates", "said"),
    [
        ((), "no channel follows what is in it"),
        ((Fate.FILTERED, Fate.PAUSED), "no channel follows what is in it"),
        (
            (Fate.UNCHANGED, Fate.FILTERED),
            "what channels follow of it they were told before, and nothing of that changed",
        ),
        ((Fate.UNCHANGED, Fate.WAITING), "digests bring it at their time"),
        ((Fate.ALREADY_HAD,), "who follows what is in it has it already"),
        ((Fate.WITHHELD,), "its licence keeps what is in it from those who follow it"),
        ((Fate.UNCERTAIN,), "what channels follow of it is not certain enough"),
    ],
)
def test_where_nobody_gets_a_post_it_is_said_why(fates: tuple[Fate, ...], said: str) -> None:
    """Only where nothing in it is followed is that said."""
    held = Announced(announced=True, reason="", not_before=UNTIL_RELEASED)
    assert [decide_posting(each, [], now=NOW, fates=fates).reason for each in (NEW, held)] == [said, said]


def test_channels_are_counted_once_and_the_next_moment_is_given() -> None:
    """Two rules of one channel are one channel; withdrawn posts do not count as sent."""
    posts = [
        post(PostState.PENDING, "C1", not_before=LATER + dt.timedelta(hours=1)),
        post(PostState.PENDING, "C1"),
        post(PostState.RETRY, "C2"),
        post(PostState.SENDING, "C3"),
        post(PostState.HELD, "C4"),
        post(PostState.SENT, "C5"),
        post(PostState.SENT, "C6", withdrawn=True),
    ]
    posting = decide_posting(NEW, posts, now=NOW)
    assert (posting.waiting, posting.going, posting.stuck, posting.sent, posting.withdrawn) == (2, 1, 1, 1, 1)
    assert posting.due_at == LATER
    assert posting.state is PostingState.WAITING
