"""Whether a running bot does its work, for a supervisor: seen from inside, and by its heartbeat from outside."""

from __future__ import annotations

import datetime as dt
import logging
import socket
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial

from bot.answers.follow import find_over
from bot.clock import Clock
from bot.digests.outcomes import LATE
from bot.digests.pace import DeliveryReport
from bot.digests.slots import decide_slot, to_local
from bot.errors import BadQueryError, StoreError
from bot.model.deadlines import beijing_day
from bot.model.post import LATE_AFTER, Message, Post, PostKind, Slot
from bot.model.subscription import Holidays, Subscription, SubscriptionState, is_person
from bot.names.lexicon import Lexicon
from bot.operations.overdue import LAST_ISSUES, is_overdue
from bot.query.query import parse_query
from bot.store.alarms import (
    Heartbeat,
    find_stopped_at,
    list_followers,
    list_heartbeats,
    list_overdue_posts,
    list_series,
    list_skipped_posts,
    remove_heartbeat,
    write_heartbeat,
)
from bot.store.database import Database, Store
from bot.store.outbox import NewPost, add_post, find_post, find_stop
from bot.store.schedules import find_last_days, list_late_slots
from bot.store.subscriptions import get_subscription, list_scheduled, list_subscriptions

log = logging.getLogger(__name__)

# Telling people something once, in private, by the road that every unprompted message takes.


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
        people = self._list_people(also)
        for person in people:
            self._add(db, person, notice, now=now)
        return bool(people)

    def tell_owner(self, db: Database, owner: str, notice: Notice, *, now: dt.datetime) -> None:
        """Return who looks after something alone; the admins where that is no person."""
        for person in [owner] if is_person(owner) else self._list_people(()):
            self._add(db, person, notice, now=now)

    def is_told(self, db: Database, notice: Notice, *, also: Iterable[str] = ()) -> bool:
        """Say whether all whom ``tell`` would tell were told."""
        return all(find_post(db, self._slot(person, notice)) for person in self._list_people(also))

    def tell_followers(
        self, db: Database, notice: Notice, issues: Collection[int], *, now: dt.datetime, besides: Collection[str] = ()
    ) -> None:
        """Notify the owners of active subscriptions to which these briefings brought something, and name those.

        Left out are the admins and ``besides``, who hear of it otherwise.
        """
        followed: dict[str, list[str]] = {}
        for rule in list_followers(db, workspace=self._workspace, briefings=issues):
            if is_person(rule.owner):
                followed.setdefault(rule.owner, []).append(rule.shown_id)
        admins = self._list_people(besides)
        told = "; the admins were told too" if len(self._admins) else ""
        for person, rules in followed.items():
            if person not in admins:
                said = f"{notice.text} {_say_rules(rules)} it{told}."
                self._add(db, person, replace(notice, text=said), now=now)

    def _list_people(self, also: Iterable[str]) -> list[str]:
        return list(dict.fromkeys((*filter(is_person, also), *sorted(self._admins))))

    def _add(self, db: Database, person: str, notice: Notice, *, now: dt.datetime) -> None:
        slot = self._slot(person, notice)
        add_post(db, NewPost(slot=slot, parts=(self._render(notice.text),), not_before=now, late_after=None), now=now)

    def _slot(self, person: str, notice: Notice) -> Slot:
        return Slot(
            workspace=self._workspace,
            channel=person,
            kind=PostKind.NOTICE,
            source=notice.source,
            slot=notice.about,
        )


class NoNotices(PrivateNotices):
    """Tells nobody: where there is no workspace, the command line says it itself."""

    def __init__(self) -> None:
        """Need neither a workspace nor admins."""

    def tell(self, db: Database, notice: Notice, *, now: dt.datetime, also: Iterable[str] = ()) -> bool:
        """Do nothing, and say so."""
        _ = (db, notice, now, also)
        return False

    def tell_followers(
        self, db: Database, notice: Notice, issues: Collection[int], *, now: dt.datetime, besides: Collection[str] = ()
    ) -> None:
        """Do nothing."""
        _ = (db, notice, issues, now, besides)


def _say_rules(rules: Sequence[str]) -> str:
    *others, last = rules
    return f"{', '.join(others)} and {last} follow" if others else f"{last} follows"


# Posts that do not go out, and sources that fall silent: the owners concerned and the admins are told, once each.

_LOOK_EVERY = dt.timedelta(minutes=1)
_RECENT = dt.timedelta(days=3)
_NAMES = {PostKind.DIGEST: "digest", PostKind.REMINDER: "reminder", PostKind.NOTICE: "notice"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Alarm:
    """What is to be told to the owners of ``rules`` and the admins."""

    rules: tuple[Subscription, ...]
    notice: Notice

    @property
    def owners(self) -> tuple[str, ...]:
        """Who looks after the rules."""
        return tuple(rule.owner for rule in self.rules)


class Alarms:
    """Watches the posts and sources of one workspace."""

    def __init__(
        self,
        store: Store,
        notices: PrivateNotices,
        *,
        workspace: str,
        holidays: Holidays,
        lexicon: Callable[[], Lexicon],
    ) -> None:
        self._lexicon = lexicon
        self._store = store
        self._notices = notices
        self._workspace = workspace
        self._holidays = holidays
        self._looked_at: dt.datetime | None = None
        self._asked_on: dt.date | None = None

    def start(self, *, now: dt.datetime) -> None:
        """Report a stop of all sending that is over now: the admins, and the owners whose posts it held up."""
        with self._store.read() as db:
            reason, since = find_stop(db, self._workspace), find_stopped_at(db, self._workspace)
        if reason is None or since is None:
            return
        with self._store.write() as db:
            late = list_overdue_posts(db, workspace=self._workspace, due_by=now)
            rules = tuple(_get_rule(db, post) for post in late)
            text = (
                f"Nothing was posted since {_say(since, 'UTC')}: Slack said {reason}. It goes on now;"
                f" {len(late)} post{'' if len(late) == 1 else 's'} waited, and what is more than"
                f" {LATE_AFTER // dt.timedelta(hours=1)} hours late is left out."
            )
            notice = Notice(text=text, source="sending", about=f"stopped {since.isoformat()}")
            self._tell(db, _Alarm(rules=rules, notice=notice), now=now)

    def look(self, now: dt.datetime) -> None:
        """Report what has become late since the last look, a minute ago or longer; raises a StoreError."""
        if self._looked_at is not None and dt.timedelta() <= now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        today = beijing_day(now)
        with self._store.read() as db:
            if find_stop(db, self._workspace) is not None:
                return  # nobody can be told before it is over, and then one message says it all
            found = [*self._list_late(db, now=now), *self._list_undecided(db, now=now)]
            news = [alarm for alarm in found if not self._is_told(db, alarm)]
        if news:
            with self._store.write() as db:
                for alarm in news:
                    self._tell(db, alarm, now=now)
        if self._asked_on != today:
            self._tell_silence(today, now=now)
            self._tell_over(today, now=now)
            self._asked_on = today

    def _list_late(self, db: Database, *, now: dt.datetime) -> Iterator[_Alarm]:
        for post in list_overdue_posts(db, workspace=self._workspace, due_by=now - LATE):
            rule = _get_rule(db, post)
            why = post.reason or "it waits to be sent"
            text = (
                f"{_name(post, rule)} is not out yet: {why}. It is tried further; /digest status shows how it stands."
            )
            yield _sound(rule, text, about=f"late {post.id}")
        for post in list_skipped_posts(db, workspace=self._workspace, since=now - _RECENT):
            rule = _get_rule(db, post)
            text = (
                f"{_name(post, rule)} was left out: it could not be sent within its limit. The ledger names its items."
            )
            yield _sound(rule, text, about=f"skipped {post.id}")

    def _list_undecided(self, db: Database, *, now: dt.datetime) -> Iterator[_Alarm]:
        last_days = find_last_days(db, before=now + _RECENT)
        for rule in list_scheduled(db):
            due = rule.slots_after and decide_slot(
                rule.schedule,
                self._holidays,
                after=rule.slots_after,
                last_on=last_days.get(rule.id),
                late_after=LATE_AFTER,
                now=now - LATE,
            )
            if due and rule.workspace == self._workspace:
                text = f"{_name_slot(rule, due.slot.at)} is not decided yet."
                yield _sound(rule, text, about=f"undecided {due.slot.on}")
        for slot in list_late_slots(db, since=now - _RECENT):
            rule = get_subscription(db, slot.subscription_id)
            if rule.workspace == self._workspace:
                text = f"{_name_slot(rule, slot.due_at)} was left out: {slot.reason}."
                yield _sound(rule, text, about=f"late {slot.slot_on}")

    def _tell_silence(self, today: dt.date, *, now: dt.datetime) -> None:
        """Report the series whose next issue is overdue: the admins, and the owners whom it brought something."""
        with self._store.read() as db:
            silent = [series for series in list_series(db) if is_overdue(series.days, today=today)]
        if not silent:
            return
        with self._store.write() as db:
            for series in silent:
                since = series.days[-1]
                text = f"{series.name} has brought nothing since {since}, much longer than usual."
                notice = Notice(text=text, source=f"series {series.key}", about=f"silent since {since}")
                self._notices.tell(db, replace(notice, text=f"{text} Is an issue missing?"), now=now)
                self._notices.tell_followers(db, notice, series.issues[-LAST_ISSUES:], now=now)

    def _tell_over(self, today: dt.date, *, now: dt.datetime) -> None:
        """Notify the owners of subscriptions to days that are over, which would be silent from now on."""
        with self._store.read() as db:
            rules = [rule for rule in list_subscriptions(db, (SubscriptionState.ACTIVE,)) if rule.filter]
            over = [(rule, self._find_over(rule, today)) for rule in rules if rule.workspace == self._workspace]
        for rule, last in over:
            if last is None:
                continue
            text = (
                f"{rule.shown_id} asks for days up to {last} alone, and they are over: nothing comes for it any more."
                f" /digest change {rule.shown_id} gives it others, /digest unsubscribe {rule.shown_id} ends it."
            )
            notice = Notice(text=text, source=rule.shown_id, about=f"over {last}")
            with self._store.write() as db:
                self._notices.tell_owner(db, rule.owner, notice, now=now)

    def _find_over(self, rule: Subscription, today: dt.date) -> dt.date | None:
        try:
            query = parse_query(rule.filter, lexicon=self._lexicon(), today=today)
        except BadQueryError:
            return None  # it pauses aloud when it is due
        over = find_over(query, today - dt.timedelta(days=1))
        return over.last if over else None

    def _is_told(self, db: Database, alarm: _Alarm) -> bool:
        return self._notices.is_told(db, alarm.notice, also=alarm.owners)

    def _tell(self, db: Database, alarm: _Alarm, *, now: dt.datetime) -> None:
        self._notices.tell(db, alarm.notice, now=now, also=alarm.owners)


def _sound(rule: Subscription, text: str, *, about: str) -> _Alarm:
    return _Alarm(rules=(rule,), notice=Notice(text=text, source=rule.shown_id, about=about))


def _get_rule(db: Database, post: Post) -> Subscription:
    return get_subscription(db, post.subscription_id or 0)


def _name(post: Post, rule: Subscription) -> str:
    what = _NAMES.get(post.slot.kind, "summary")
    return f"The {what} of {rule.shown_id} that was due {_say(post.due_at, rule.schedule.zone)}"


def _name_slot(rule: Subscription, due_at: dt.datetime) -> str:
    return f"The digest of {rule.shown_id} that was due {_say(due_at, rule.schedule.zone)}"


def _say(moment: dt.datetime, zone: str) -> str:
    return f"{to_local(moment, zone):%Y-%m-%d %H:%M} ({zone})"


BEAT_EVERY = dt.timedelta(seconds=30)
"""How often a heartbeat is written where nothing changes."""
SILENT_AFTER = dt.timedelta(seconds=120)
"""How old a heartbeat may be before the bot counts as not running."""
WAITING = "Slack cannot be reached yet; it is tried again until it answers."


def list_problems(store: Store, *, workspace: str) -> tuple[str, ...]:
    """Return what a person must mend, a sentence each; nothing when all is well."""
    try:
        with store.read() as db:
            stop = find_stop(db, workspace)
    except StoreError as error:
        return (str(error),)
    return () if stop is None else (f"Sending is stopped: Slack said {stop}. Check the bot's token.",)


class SendingWatch:
    """Remembers how the scheduler's ticks go; ``elapsed`` gives seconds that only ever grow, whatever the clock says.

    Two processes that serve from one file send in turns, tick by tick, and both are well. One is not when it got no
    turn for ``SILENT_AFTER``, which is longer than a tick can take. A tick that failed is told at once.
    """

    def __init__(self, *, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._good_s = self._ticked_s = elapsed()
        self._why = DeliveryReport()

    def note(self, report: DeliveryReport) -> None:
        """Take what a tick did."""
        self._ticked_s = self._elapsed()
        self._why = report
        if not report.blocked:
            self._good_s = self._ticked_s

    def list_problems(self) -> tuple[str, ...]:
        """Return what keeps posts from being sent, in one sentence with the age of the last good tick; else nothing."""
        why, now_s = self._why, self._elapsed()
        silent_s, idle_s = now_s - self._ticked_s, now_s - self._good_s
        if silent_s > SILENT_AFTER.total_seconds():
            return (f"Nothing is sent: the scheduler has not finished a tick for {silent_s:,.0f} s. Start it again.",)
        if why.blocked and (why.failed or idle_s > SILENT_AFTER.total_seconds()):
            return (f"Nothing has been sent from here for {idle_s:,.0f} s. {why.blocked}",)
        return ()


class Heart:
    """Writes the heartbeat of one workspace; ``check`` gives what else a person must mend at the moment.

    ``workspace`` is "" for a bot that waits for Slack to say which one it serves.
    """

    def __init__(self, store: Store, *, workspace: str, mode: str, check: Callable[[], tuple[str, ...]]) -> None:
        self._store = store
        self._workspace = workspace
        self._mode = mode
        self._check = check
        self._last: Heartbeat | None = None

    def beat(self, now: dt.datetime) -> None:
        """Write a heartbeat, unless the last one is fresh and says what is so; raises a StoreError when it cannot."""
        problems = self._check()
        last = self._last
        if last is not None and last.problems == problems and dt.timedelta() <= now - last.at < BEAT_EVERY:
            return
        beat = Heartbeat(workspace=self._workspace, at=now, mode=self._mode, problems=problems)
        with self._store.write() as db:
            write_heartbeat(db, beat)
        self._last = beat

    def end(self) -> None:
        """Take the heartbeat away; raises a StoreError when it cannot be written."""
        with self._store.write() as db:
            remove_heartbeat(db, self._workspace)

    def wait(self, seconds: float, *, clock: Clock, wait: Callable[[float], bool]) -> bool:
        """Wait and go on beating, as ``wait`` does in one go: True when it is time to stop."""
        while seconds > 0:
            with suppress(StoreError):  # nobody sees that we wait, and we wait all the same
                self.beat(clock.now())
            step = min(seconds, BEAT_EVERY.total_seconds())
            if wait(step):
                return True
            seconds -= step
        return False


@contextmanager
def beat_waiting(
    store: Store, *, mode: str, clock: Clock, wait: Callable[[float], bool]
) -> Iterator[Callable[[float], bool]]:
    """Let the heartbeat of a bot that waits for Slack be seen until the end; what it yields waits as ``wait`` does."""
    heart = Heart(store, workspace="", mode=mode, check=lambda: (WAITING,))
    try:
        yield partial(heart.wait, clock=clock, wait=wait)
    finally:
        heart.end()


def tell_supervisor(address: str, message: str) -> None:
    """Send systemd one message, as sd_notify(3) does, to the socket at ``address`` (a path, or ``@`` and a name).

    "" has nobody to tell. A supervisor that does not listen is logged: the bot goes on without it.
    """
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.connect(f"\0{address[1:]}" if address.startswith("@") else address)
            channel.sendall(message.encode())
    except OSError as error:
        log.warning("the supervisor at NOTIFY_SOCKET does not listen: %s", error.strerror or error)


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How the bots served from one file are: ``lines`` say it for each, ``well`` whether all are."""

    well: bool
    lines: tuple[str, ...]


def read_health(store: Store, *, now: dt.datetime) -> Health:
    """Say of each workspace whether its bot ticks and what it asks a person to mend; not well when none serves."""
    with store.read() as db:
        beats = list_heartbeats(db)
    if not beats:
        return Health(well=False, lines=("No bot has served from this database yet. Start one: gongbao serve.",))
    silent = [not -SILENT_AFTER <= now - beat.at <= SILENT_AFTER for beat in beats]
    is_starting = any(not beat.workspace and not late for beat, late in zip(beats, silent, strict=True))
    lines = [
        _describe(beat, is_silent=is_silent, is_starting=is_starting, now=now)
        for beat, is_silent in zip(beats, silent, strict=True)
    ]
    return Health(well=not any(silent) and not any(beat.problems for beat in beats), lines=tuple(lines))


def _describe(beat: Heartbeat, *, is_silent: bool, is_starting: bool, now: dt.datetime) -> str:
    where = f"{beat.workspace or 'A bot that is starting'} ({beat.mode} mode)"
    if is_silent:
        again = "" if is_starting else " Start it again: gongbao serve."
        return f"{where}: no heartbeat since {beat.at:%Y-%m-%d %H:%M:%S} UTC.{again}"
    if beat.problems:
        return f"{where}: {' '.join(beat.problems)}"
    return f"{where}: well, {max(0, int((now - beat.at).total_seconds()))} s ago"
