"""What licences say of channels, and of the posts that stand or wait in them when a licence changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.post import UNSENT
from bot.model.roles import Licence, Place, decide_shown
from bot.model.subscription import is_person
from bot.model.text import fold
from bot.store.database import Database
from bot.store.inbox import StandingAnswer, list_standing, want_recall
from bot.store.licences import (
    AuditRow,
    add_audit,
    ask_for_looks,
    is_channel_allowed,
    list_licences,
    list_publishers,
    list_quoting,
)

ACTOR = "licence"
"""Who stands in the audit trail for what follows from one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Staying:
    """How many answers of a person stay in a channel although a licence does not allow it."""

    channel: str
    user: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Affected:
    """How many posts a change reaches: taken back, looked through for what to cut, written again before they go.

    ``answers`` are those to mentions and shared ones that are taken back, ``staying`` those that nobody but a person
    can delete.
    """

    taken_back: int = 0
    looked_through: int = 0
    waiting: int = 0
    answers: int = 0
    staying: tuple[Staying, ...] = ()


NONE_AFFECTED = Affected()


def is_shown(db: Database, publisher: str | None, channel: str) -> bool:
    """Return whether what this publisher wrote may be posted to a channel, from inside a transaction.

    A channel that an admin opened counts as shared; one that is shared and was not opened is never posted to. A
    person's own messages, which members alone get, take everything.
    """
    place = Place(channel=channel, is_shared=is_channel_allowed(db, channel))
    return is_person(channel) or decide_shown(licence_of(list_licences(db), publisher), place)


def licence_of(licences: Mapping[str, Licence], publisher: str | None) -> Licence:
    """Return a publisher's licence out of those that were set, by folded name; else the default."""
    name = publisher or ""
    return licences.get(fold(name), Licence(publisher=name))


def recall_posts_of(db: Database, publisher: str, *, before: Licence, now: dt.datetime) -> Affected:
    """Ask for a look at the posts that a publisher's licence, as it is by now, does not allow as they are any more.

    ``before`` is the licence that was in force when they were made. The looks are taken later, post by post.
    """
    publishers = [name for name in list_publishers(db) if fold(name) == fold(publisher)]
    if not publishers:
        return NONE_AFFECTED
    quote = licence_of(list_licences(db), publisher).longest_quote
    is_shorter = quote is not None and (before.longest_quote is None or quote < before.longest_quote)
    return _recall(db, publishers=publishers, is_shorter=is_shorter, now=now)


def recall_posts_in(db: Database, channel: str, *, now: dt.datetime) -> Affected:
    """Ask for a look at the posts in a channel, open to others by now, that licences do not allow there any more."""
    return _recall(db, publishers=list_publishers(db), channel=channel, now=now)


def _recall(
    db: Database, *, publishers: list[str], channel: str | None = None, is_shorter: bool = False, now: dt.datetime
) -> Affected:
    posts = list_quoting(db, publishers=publishers, channel=channel)
    kept_out = [post for post in posts if not is_shown(db, post.publisher, post.channel)]
    barred = {post.post_id for post in kept_out if not post.is_before}
    cut = [post for post in posts if is_shorter and not post.is_before]
    reached = {post.post_id: post.state for post in (*kept_out, *cut)}
    ask_for_looks(db, reached, now=now)
    standing = {number for number, state in reached.items() if state not in UNSENT}
    answers, staying = _recall_answers(db, publishers, channel=channel, is_shorter=is_shorter, now=now)
    return Affected(
        taken_back=len(standing & barred),
        looked_through=len(standing - barred),
        waiting=len(reached) - len(standing),
        answers=answers,
        staying=staying,
    )


def _recall_answers(
    db: Database, publishers: list[str], *, channel: str | None, is_shorter: bool, now: dt.datetime
) -> tuple[int, tuple[Staying, ...]]:
    """Want the answers taken back that may not stand as they are; give how many, and those that stay all the same."""
    barred: dict[int, list[StandingAnswer]] = {}
    for each in list_standing(db, publishers=publishers, channel=channel):
        if is_shorter or not is_shown(db, each.publisher, each.channel):
            barred.setdefault(each.number, []).append(each)
    for number, quotes in barred.items():
        want_recall(db, number, [each.publisher for each in quotes], now=now)
    firsts = [quotes[0] for quotes in barred.values()]
    stays = Counter((each.channel, each.user) for each in firsts if not each.is_ours)
    staying = tuple(Staying(channel=place, user=user, count=count) for (place, user), count in sorted(stays.items()))
    for stay in staying:
        detail = f"{stay.count} shared by {stay.user}, which Gongbao cannot take back"
        add_audit(db, AuditRow(at=now, actor=ACTOR, action="answers stay", subject=stay.channel, detail=detail))
    return sum(each.is_ours for each in firsts), staying
