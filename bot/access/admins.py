"""Admins, and what only they open: granted and taken back on the command line, each with an audit row.

An admin is who stands in the setting GONGBAO_ADMINS or was granted it; without either nobody is one. Being one counts
only for a full member of the workspace (``bot.model.roles``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.errors import BadQueryError, NotFoundError
from bot.model.ids import fold
from bot.model.post import UNSENT
from bot.model.roles import Licence, PersonFacts, Place, decide_shown
from bot.model.subscription import is_person
from bot.store.database import Database, Store
from bot.store.inbox import StandingAnswer, list_standing, want_recall
from bot.store.licences import (
    AuditRow,
    Grant,
    add_admin,
    add_allowed_channel,
    add_audit,
    ask_for_looks,
    delete_admin,
    delete_allowed_channel,
    find_person,
    is_admin,
    is_channel_allowed,
    list_admins,
    list_allowed_channels,
    list_licences,
    list_publishers,
    list_quoting,
    write_person,
)

# What licences say of channels, and of the posts that stand or wait in them when a licence changes.

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


_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
USER_ID_EXAMPLE = "U012AB3CD: in their Slack profile, under More, Copy member ID"
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,20}")


@dataclass(frozen=True, kw_only=True, slots=True)
class AdminList:
    """Who is an admin: by the setting, by a grant; and the shared channels that are open."""

    configured: tuple[str, ...]
    granted: tuple[Grant, ...]
    channels: tuple[Grant, ...]


class Admins:
    """Keeps the admins; ``configured`` are those of the setting, which nothing here changes."""

    def __init__(self, store: Store, *, configured: frozenset[str] = frozenset()) -> None:
        self._store = store
        self._configured = configured

    def is_admin(self, user: str) -> bool:
        """Return whether somebody is an admin."""
        if user in self._configured:
            return True
        with self._store.read() as db:
            return is_admin(db, user)

    def list_users(self) -> tuple[str, ...]:
        """Return all admins, by id; those who are told what needs a person."""
        with self._store.read() as db:
            return tuple(sorted(self._configured | {grant.subject for grant in list_admins(db)}))

    def __len__(self) -> int:
        """Return how many admins there are."""
        return len(self.list_users())

    def __contains__(self, user: object) -> bool:
        """Return whether somebody is an admin."""
        return isinstance(user, str) and self.is_admin(user)

    def __iter__(self) -> Iterator[str]:
        """Go through all admins as they are at the moment."""
        return iter(self.list_users())

    def is_channel_allowed(self, channel: str) -> bool:
        """Return whether an admin opened a shared channel."""
        with self._store.read() as db:
            return is_channel_allowed(db, channel)

    def list_all(self) -> AdminList:
        """Return everybody and everything that was let in."""
        with self._store.read() as db:
            return AdminList(
                configured=tuple(sorted(self._configured)),
                granted=tuple(list_admins(db)),
                channels=tuple(list_allowed_channels(db)),
            )

    def grant(self, user: str, *, by: str, now: dt.datetime) -> bool:
        """Make somebody an admin; False when they are one. BadQueryError for what is no user id."""
        _check(user, _USER, "user", USER_ID_EXAMPLE)
        if user in self._configured:
            return False
        with self._store.write() as db:
            done = add_admin(db, Grant(subject=user, by=by, at=now))
            _audit(db, done, by=by, action="admin grant", subject=user, now=now)
        return done

    def revoke(self, user: str, *, by: str, now: dt.datetime) -> None:
        """Take it back; NotFoundError for who is no admin, BadQueryError for who is one by the setting."""
        if user in self._configured:
            raise BadQueryError(
                f"{user} is an admin by the setting GONGBAO_ADMINS.", hint="Take the id out there and start again."
            )
        with self._store.write() as db:
            if not delete_admin(db, user):
                raise NotFoundError(f"{user} is no admin.", hint="gongbao admin list shows who is.")
            _audit(db, True, by=by, action="admin revoke", subject=user, now=now)

    def allow_channel(self, channel: str, *, by: str, now: dt.datetime) -> Affected | None:
        """Open a shared channel; None when it is open. BadQueryError for what is no channel id.

        What stands there and licences keep from others is taken back with the next ticks; gives how many posts.
        """
        check_channel_id(channel)
        with self._store.write() as db:
            done = add_allowed_channel(db, Grant(subject=channel, by=by, at=now))
            _audit(db, done, by=by, action="channel allow", subject=channel, now=now)
            return recall_posts_in(db, channel, now=now) if done else None

    def refuse_channel(self, channel: str, *, by: str, now: dt.datetime) -> None:
        """Close a shared channel again; NotFoundError for one that is not open."""
        with self._store.write() as db:
            if not delete_allowed_channel(db, channel):
                raise NotFoundError(f"{channel} is not open.", hint="gongbao admin list shows which channels are.")
            _audit(db, True, by=by, action="channel refuse", subject=channel, now=now)

    def find_person(self, user: str) -> PersonFacts | None:
        """Return what Slack said of a person last."""
        with self._store.read() as db:
            return find_person(db, user)

    def keep_person(self, facts: PersonFacts) -> None:
        """Keep what Slack says of a person."""
        with self._store.write() as db:
            write_person(db, facts)


def is_user_id(text: str) -> bool:
    """Return whether a text is the id of a person, as Slack gives them."""
    return _USER.fullmatch(text) is not None


def check_channel_id(channel: str) -> None:
    """Raise BadQueryError for what is no channel id; direct messages are no channel."""
    _check(
        channel, _CHANNEL, "channel", "C012AB3CD: at the foot of the channel's details; direct messages are no channel"
    )


def _check(text: str, form: re.Pattern[str], what: str, where: str) -> None:
    if not form.fullmatch(text):
        raise BadQueryError(f"“{text[:40]}” is no {what} id.", hint=f"It looks like {where}.")


def _audit(db: Database, done: bool, *, by: str, action: str, subject: str, now: dt.datetime) -> None:  # noqa: FBT001  whether there is anything to write
    if done:
        add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=""))
