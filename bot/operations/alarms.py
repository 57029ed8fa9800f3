"""What admins are notified of once: posts that don't go out or can't be taken back, a silent series, an ended stop."""

import datetime as dt
import itertools
import statistics
from collections.abc import Callable, Collection, Iterable

from bot.digests.holds import notify
from bot.digests.outcomes import LATE
from bot.digests.schedule import to_local
from bot.model.briefing import Briefing
from bot.model.deadlines import beijing_day
from bot.model.identity import briefing_name, series_key
from bot.model.post import ON_ITS_WAY, Message, Post, PostKind
from bot.model.subscription import Subscription, SubscriptionState
from bot.store.briefings import list_briefings
from bot.store.database import Database, Store
from bot.store.memos import MemoKind, find_memo
from bot.store.outbox import list_posts, list_unmarked
from bot.store.subscriptions import get_subscription

_LOOK_EVERY = dt.timedelta(minutes=1)
_NAMES = {PostKind.DIGEST: "digest", PostKind.REMINDER: "reminder", PostKind.NOTICE: "notice"}


class Alarms:
    """Watches the posts and sources of one workspace for its ``admins``; ``render`` makes a message of a text.

    The outbox keeps who was notified of what; ``_sounded`` saves asking it each minute.
    """

    def __init__(
        self, store: Store, *, workspace: str, admins: Collection[str], render: Callable[[str], Message]
    ) -> None:
        self._store = store
        self._workspace = workspace
        self._admins = admins
        self._render = render
        self._sounded: set[tuple[str, str]] = set()
        self._looked_at: dt.datetime | None = None
        self._asked_on: dt.date | None = None

    def start(self, *, now: dt.datetime) -> None:
        """Report a stop of all sending that is over now."""
        with self._store.read() as db:
            stop = find_memo(db, MemoKind.STOPPED, self._workspace)
            waiting = len(_list_late(db, self._workspace, due_by=now)) if stop else 0
        if stop is not None:
            text = (
                f"Nothing was posted since {_format(stop.at, 'UTC')}: Slack said {stop.record}. It goes on now;"
                f" {waiting} post{'' if waiting == 1 else 's'} waited, and what is more than 12 hours late is left out."
            )
            self._sound(text, source="sending", about=f"stopped {stop.at.isoformat()}", now=now)

    def look(self, now: dt.datetime) -> None:
        """Report what has become late since the last look, a minute ago or longer; raises a StoreError."""
        if self._looked_at is not None and dt.timedelta() <= now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        with self._store.read() as db:
            if find_memo(db, MemoKind.STOPPED, self._workspace) is not None:
                return  # nobody can be reached before it is over, and then one message says it all
            late = _list_late(db, self._workspace, due_by=now - LATE)
            unmarked = list_unmarked(db, self._workspace)
            series = _list_series(db) if self._asked_on != beijing_day(now) else {}
        for post, rule in late:
            text = _describe(post, rule)
            self._sound(text, source=rule.shown_id, about=f"late {post.id}", now=now, also=(rule.owner,))
        for post in unmarked:
            text = (
                f"The post of {post.slot.source} ({post.slot.slot}) was taken back, but Slack doesn't let me mark it."
                " Please delete it in its channel."
            )
            self._sound(text, source=post.slot.source, about=f"unmarked {post.id}", now=now)
        for name, days in series.items():
            if is_overdue(days, today=beijing_day(now)):
                text = f"{name} has brought nothing since {days[-1]}, much longer than usual. Is an issue missing?"
                self._sound(text, source=f"series {name}", about=f"silent since {days[-1]}", now=now)
        self._asked_on = beijing_day(now)

    def _sound(self, text: str, *, source: str, about: str, now: dt.datetime, also: Iterable[str] = ()) -> None:
        if (source, about) not in self._sounded:
            people = (*also, *sorted(self._admins))
            with self._store.write() as db:
                notify(db, self._workspace, people, self._render(text), source, about, now=now)
            self._sounded.add((source, about))


def _list_late(db: Database, workspace: str, *, due_by: dt.datetime) -> list[tuple[Post, Subscription]]:
    """Return the first parts of posts that were due and decided by a moment and are not out, each with its rule."""
    posts = [post for post in list_posts(db, workspace=workspace, states=ON_ITS_WAY) if post.is_on_its_way]
    late = [post for post in posts if post.parent_id is None and max(post.due_at, post.created_at) <= due_by]
    found = [(post, get_subscription(db, post.subscription_id)) for post in late if post.subscription_id]
    return [(post, rule) for post, rule in found if rule.state is SubscriptionState.ACTIVE]


def _list_series(db: Database) -> dict[str, list[dt.date]]:
    """Return the days of the dated issues of each series, under the name of its newest issue."""
    issues: dict[str, list[Briefing]] = {}
    for held in list_briefings(db).values():
        if held.briefing.published_on is not None:
            issues.setdefault(series_key(held.briefing), []).append(held.briefing)
    return {
        briefing_name(found[-1]): [each.published_on for each in found if each.published_on]
        for found in issues.values()
    }


def _describe(post: Post, rule: Subscription) -> str:
    return (
        f"The {_NAMES.get(post.slot.kind, 'summary')} of {rule.shown_id} that was due"
        f" {_format(post.due_at, rule.schedule.zone)} is not out yet: {post.reason or 'it waits to be sent'}."
        " We keep trying; /digest status shows how it goes."
    )


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
