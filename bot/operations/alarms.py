"""What people are told once, in private: posts that don't go out, a silent series, a stop that is over."""

import datetime as dt
import itertools
import statistics
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from bot.digests.outcomes import LATE
from bot.digests.schedule import to_local
from bot.digests.troubles import notify
from bot.model.deadlines import beijing_day
from bot.model.post import Message, Post, PostKind, Slot
from bot.model.subscription import Subscription, is_person
from bot.store.alarms import list_series
from bot.store.database import Database, Store
from bot.store.outbox import find_post, find_stop, list_not_out
from bot.store.subscriptions import get_subscription


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What people are told in private; the same ``about`` of a ``source`` is told to a person once for good."""

    text: str
    source: str
    about: str


class PrivateNotices:
    """Puts notices into the outbox, one for each person; ``admins`` are those of a workspace at that moment."""

    def __init__(self, *, workspace: str, admins: Collection[str], render: Callable[[str], Message]) -> None:
        self._workspace = workspace
        self._admins = admins
        self._render = render

    def tell(self, db: Database, notice: Notice, *, now: dt.datetime, also: Iterable[str] = ()) -> bool:
        """Warn the admins, and who of ``also`` is a person, in the caller's transaction; False when there is nobody."""
        people = [*also, *sorted(self._admins)]
        notify(db, people, self._render(notice.text), about=self._slot("", notice), now=now)
        return any(map(is_person, people))

    def is_told(self, db: Database, notice: Notice, *, also: Iterable[str] = ()) -> bool:
        """Say whether all whom ``tell`` would tell were told."""
        people = filter(is_person, (*also, *self._admins))
        return all(find_post(db, self._slot(person, notice)) for person in people)

    def _slot(self, person: str, notice: Notice) -> Slot:
        return Slot(
            workspace=self._workspace, channel=person, kind=PostKind.NOTICE, source=notice.source, slot=notice.about
        )


class NoNotices(PrivateNotices):
    """Tells nobody: where there is no workspace, the command line says it itself."""

    def __init__(self) -> None:
        """Need neither a workspace nor admins."""

    def tell(self, db: Database, notice: Notice, *, now: dt.datetime, also: Iterable[str] = ()) -> bool:
        """Do nothing, and say so."""
        _ = (db, notice, now, also)
        return False


_LOOK_EVERY = dt.timedelta(minutes=1)
_NAMES = {PostKind.DIGEST: "digest", PostKind.REMINDER: "reminder", PostKind.NOTICE: "notice"}


class Alarms:
    """Watches the posts and sources of one workspace."""

    def __init__(self, store: Store, notices: PrivateNotices, *, workspace: str) -> None:
        self._store = store
        self._notices = notices
        self._workspace = workspace
        self._looked_at: dt.datetime | None = None
        self._asked_on: dt.date | None = None

    def start(self, *, now: dt.datetime) -> None:
        """Report a stop of all sending that is over now."""
        with self._store.read() as db:
            stop = find_stop(db, self._workspace)
        if stop is None:
            return
        reason, since = stop
        with self._store.write() as db:
            waiting = len(list_not_out(db, workspace=self._workspace, due_by=now))
            text = (
                f"Nothing was posted since {_format(since, 'UTC')}: Slack said {reason}. It goes on now;"
                f" {waiting} post{'' if waiting == 1 else 's'} waited, and what is more than 12 hours late is left out."
            )
            notice = Notice(text=text, source="sending", about=f"stopped {since.isoformat()}")
            self._notices.tell(db, notice, now=now)

    def look(self, now: dt.datetime) -> None:
        """Report what has become late since the last look, a minute ago or longer; raises a StoreError."""
        if self._looked_at is not None and dt.timedelta() <= now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        with self._store.read() as db:
            if find_stop(db, self._workspace) is not None:
                return  # nobody can be told before it is over, and then one message says it all
            late = list_not_out(db, workspace=self._workspace, due_by=now - LATE)
            found = [_describe(post, get_subscription(db, post.subscription_id or 0)) for post in late]
            news = [(notice, owner) for notice, owner in found if not self._notices.is_told(db, notice, also=(owner,))]
        if news:
            with self._store.write() as db:
                for notice, owner in news:
                    self._notices.tell(db, notice, now=now, also=(owner,))
        if self._asked_on != beijing_day(now):
            self._tell_silence(now=now)
            self._asked_on = beijing_day(now)

    def _tell_silence(self, *, now: dt.datetime) -> None:
        """Report the series whose next issue is long overdue."""
        with self._store.read() as db:
            silent = [series for series in list_series(db) if is_overdue(series.days, today=beijing_day(now))]
        for series in silent:
            since = series.days[-1]
            text = f"{series.name} has brought nothing since {since}, much longer than usual. Is an issue missing?"
            notice = Notice(text=text, source=f"series {series.key}", about=f"silent since {since}")
            with self._store.write() as db:
                self._notices.tell(db, notice, now=now)


def _describe(post: Post, rule: Subscription) -> tuple[Notice, str]:
    """Return what is said of a late post, and who looks after its subscription."""
    what = _NAMES.get(post.slot.kind, "summary")
    text = (
        f"The {what} of {rule.shown_id} that was due {_format(post.due_at, rule.schedule.zone)} is not out yet:"
        f" {post.reason or 'it waits to be sent'}. It is tried further; /digest status shows how it stands."
    )
    return Notice(text=text, source=rule.shown_id, about=f"late {post.id}"), rule.owner


def _format(moment: dt.datetime, zone: str) -> str:
    return f"{to_local(moment, zone):%Y-%m-%d %H:%M} ({zone})"


_ENOUGH_DATES = 4
"""Issues that must be known before anybody can say how often they come."""
_LAST_ISSUES = 12
"""How many of a source's last issues say how often they come."""
_GRACE = dt.timedelta(days=7)


def is_overdue(issued: Iterable[dt.date], *, today: dt.date) -> bool:
    """Say whether a source is silent for much longer than usual: twice its usual gap, and a week more than that gap."""
    days = sorted(set(issued))[-_LAST_ISSUES:]
    if len(days) < _ENOUGH_DATES:
        return False
    gap = statistics.median((after - before).days for before, after in itertools.pairwise(days))
    return (today - days[-1]).days > max(2 * gap, gap + _GRACE.days)
