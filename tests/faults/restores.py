"""Random days of a workspace whose old backups are put back, and whose admins then read again what was lost.

    python -m tests.faults.restores [--seeds N] [--first SEED]

As ``tests.faults.wander``, but an operator takes backups and restores them, also two in a row. Then an admin brings
each briefing, in any order and at once or later, to what it was before: what is lost is read again, and what was undone
is undone again. Every message says what it tells, so it is counted in the channels themselves that nothing stands in
one twice, and that all stands there that the ledger counts as posted. Every second seed is calm: there only restores
happen, and no call fails. In every second pair of seeds posts have a part in their thread too, and in two of five what
was lost is read again late: after the channels were read, and not all at one time. In two of seven people also say
which policies are one, and which are two.
"""

from __future__ import annotations

import argparse
import copy
import datetime as dt
import re
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.posts.post import PostKind
from bot.errors import GongbaoError
from bot.services.ingesting.merges import merge_policies, split_item
from bot.store.database import open_store
from bot.store.ledger import list_ledger
from bot.store.restored import restore_marked
from tests.corpus import make_briefing, make_policy_item
from tests.faults.telling import MARK, TellingRenderer, find_mark, list_marks
from tests.faults.wander import TOPICS, Wander, run_wander

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.domain.posts.post import Slot
    from bot.domain.records.briefing import Briefing
    from tests.posting import FakeRenderer

_STEPS = 120
_POLICIES = (
    *("Batteries beside the grid", "Robots at work", "Drones over towns", "Chips for cars"),
    *("Steel without smoke", "Wind at sea", "Records of hospitals", "Seeds and soil"),
)
"""What they are about; so far apart that a correction takes none for another."""
_MOST_RESTORES = 5
_NEW_DISK = 0.2
_LATE = 0.4
_ONE_BY_ONE = 0.1
_TELLS = re.compile(r"D\d+: <")
_REMINDS = re.compile(r"D\d+ reminds of (.+)")
_NOT_CHANGED = "Slack did not let the post be changed"
_NOT_ADDED = f"added by a correction, but {_NOT_CHANGED}"
"""So the ledger says where nobody knows whether a change was made."""


@dataclass(kw_only=True)
class Counted:
    """What many walks came to."""

    restores: int = 0
    told: int = 0
    lost: int = 0
    twice: int = 0

    def add(self, other: Counted) -> None:
        """Count another walk too."""
        for name in ("restores", "told", "lost", "twice"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The numbers of briefings, their readings in force, which were undone and when, and the words that items had."""

    briefings: dict[int, int]
    readings: dict[int, list[Briefing]]
    undone: set[tuple[int, int]]
    said: dict[str, set[str]]


@dataclass(frozen=True, kw_only=True)
class _Backup:
    """A file, and what was so when it was made."""

    path: Path
    known: _Known


@dataclass(kw_only=True)
class Restores(Wander):
    """One workspace; ``readings`` are those in force of each briefing, the last of them counts.

    With ``late`` hours may pass before they are read again, and between them. With ``settles`` people say which
    policies are one and which are two; what they said in a time that was lost they do not say again.
    """

    renderer: FakeRenderer = field(default_factory=TellingRenderer)
    calm: bool = False
    late: bool = False
    settles: bool = False
    readings: dict[int, list[Briefing]] = field(default_factory=dict)
    counted: Counted = field(default_factory=Counted)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._backups: list[_Backup] = []
        self._undone: set[tuple[int, int]] = set()
        self._undone_since: set[int] = set()
        self._said: dict[str, set[str]] = {}
        self._slots: dict[str, Slot] = {}
        self._blind: set[str] = set()
        if self.calm:
            self.slack.pick = lambda _: None
            self.slack.lag_s = 0.0

    def list_kinds(self) -> tuple[Callable[[], None], ...]:
        ill = () if self.calm else (self._archive, self._jump)
        often = (self._subscribe, self._change, self._change, self._resume, self._ingest, self._ingest, self._wait)
        settling = (self._merge, self._split, self._split) if self.settles else ()
        seldom = (self._correct, self._pause, self._end, self._undo, self._hold, self.start)
        return (*often, *often, *seldom, *settling, *ill, self._wait, self._wait, self._back_up, self._restore)

    def list_faults(self) -> list[str]:
        """Give also what stands in a channel twice, and what the ledger counts as posted and stands in none."""
        stands, reminded = self._count_told()
        self.counted.told = len(stands)
        twice = self._list_told_twice(stands)
        twice += [f"{told} stands {n} times" for told, n in reminded.items() if n > 1 and self._is_sure(told[1])]
        lost = self._list_lost(set(stands))
        self.counted.twice, self.counted.lost = len(twice), len(lost)
        return [*super().list_faults(), *twice, *lost]

    def _is_sure(self, told: str) -> bool:
        """Say whether the briefing of what is told was never undone in a time that was lost: nobody knows that then."""
        return int(find_mark(told)[1:].split(".")[0]) not in self._undone_since

    def _count_told(self) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
        """Give how often each item stands in a channel as news, and each reminder."""
        items, reminders = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for channel, message in self.slack.list_ours():
            if _TELLS.match(message["text"]):
                items.update((channel, mark) for mark in set(MARK.findall(message["text"])))
            elif found := _REMINDS.fullmatch(message["text"]):
                reminders[channel, found[1]] += 1
        return items, reminders

    def _list_told_twice(self, stands: Counter[tuple[str, str]]) -> list[str]:
        """Give what stands in a channel twice, in the same words, or in words of which the item had one after another.

        Words that nobody has read again are not known for the item's.
        """
        words = {frozenset({mark}) for _, mark in stands}
        for said in self._said.values():
            words |= {frozenset(mark for mark in said if mark[:-2] == one[:-2]) for one in said}
        found = []
        for channel in {channel for channel, _ in stands}:
            counts = {each: sum(stands[channel, mark] for mark in each) for each in words}
            found += [(channel, sorted(each), n) for each, n in counts.items() if n > 1 and self._is_sure(min(each))]
        return [f"{' or '.join(marks)} stands {n} times in {channel}" for channel, marks, n in sorted(found)]

    def list_twice(self, counts: Mapping[str, int]) -> list[str]:
        """Leave out lines in places that could not be read: they go there all the same, so that people hear of what is.

        A key of a time that was lost stands for what it stood for then.
        """
        self._note_posts()
        return [
            f"{self._slots[key]} stands {count} times"
            for key, count in counts.items()
            if not (self._slots[key].kind is PostKind.NOTICE and self._slots[key].channel in self._blind)
        ]

    def _note_posts(self) -> None:
        self._slots |= self.list_slots()
        with self.store.read() as db:
            self._blind |= {channel for (channel,) in db.execute(_BLIND).fetchall()}

    def _list_lost(self, stands: set[tuple[str, str]]) -> list[str]:
        """Give what the ledger counts as posted, or as had by another's post, and does not stand there.

        Where Slack let nobody change a post, and in posts of a lost time, the words of before stand.
        """
        with self.store.read() as db:
            now = {f"I{number}": find_mark(text) for number, text in db.execute(_NOW_SAID).fetchall()}
            places = {f"D{number}": self._find_place(place) for number, place in db.execute(_PLACES).fetchall()}
            rows = list_ledger(db)
        stands = stands | self._list_ahead()
        unchanged = {(row.subscription, row.item) for row in rows if _NOT_CHANGED in row.reason}
        lost = []
        for row in rows:
            if row.item not in now or row.fate not in {"posted", "already had"} or not self._is_sure(now[row.item]):
                continue
            if row.reason.endswith(_NOT_ADDED):
                continue
            is_old = row.fate == "already had" or (row.subscription, row.item) in unchanged
            marks = self._said[row.item] if is_old else {now[row.item]}
            at = {places[row.subscription]} if row.fate == "posted" else {place for place, _ in stands}
            if stands.isdisjoint((place, mark) for place in at for mark in marks):
                lost.append(f"{now[row.item]} of {row.subscription} {row.item} {row.fate}: {row.reason} is not there")
        return lost

    def _list_ahead(self) -> set[tuple[str, str]]:
        """Give what digests of deadlines list in each place."""
        texts = [(place, post["text"]) for place, post in self.slack.list_ours() if " ahead: " in post["text"]]
        return {(place, mark) for place, text in texts for mark in MARK.findall(text)}

    def _find_place(self, place: str) -> str:
        return self.slack.open_direct(place).id if place.startswith("U") else place

    def _make_rule(self) -> str:
        rule = super()._make_rule()
        if rule.startswith("topic:") or self.chance.random() < 0.6:
            return rule
        return f"due:60d {rule}".replace("immediate", "daily at:13:30")

    def _read(self, name: int) -> None:
        """Read a briefing whose items bear marks; corrected, it has the days that it had."""
        today = self.times.true().date()
        before = self.readings[name][-1] if self.readings.get(name) else None
        items = []
        for at, policy in enumerate(self.chance.sample(range(1, 9), self.chance.randrange(1, 4)), 1):
            subject = _POLICIES[policy - 1]
            text = f"{subject} <{name}.{policy}{self.chance.choice('ab')}>."
            day = today + dt.timedelta(days=self.chance.choice((3, 8, 15, 30, 60)))
            item = make_policy_item(at, text, closes_on=day, topic=self.chance.choice(TOPICS))
            assert item.policy is not None
            policy_read = replace(item.policy, title_zh=f"第{policy}号管理办法")
            items.append(replace(item, headline=subject, policy=policy_read))
        on = before.published_on if before and before.published_on else today
        issue = replace(
            make_briefing(on, sha256=f"{name} {len(self.done)}", items=tuple(items)), series=f"Series {name}"
        )
        self.give(name, issue)

    def give(self, name: int, issue: Briefing) -> None:
        super().give(name, issue)
        self.readings.setdefault(name, []).append(issue)
        self._note_words()
        self.done[-1] += f" S{name} {list_marks(issue)}"

    def _wait(self) -> None:
        self.times.go_on(self.chance.choice((600.0, 3600.0, 6 * 3600.0, 12 * 3600.0)))

    def _ingest(self) -> None:
        self._read(len(self.readings) + 1)

    def _undo(self) -> None:
        names = [name for name, readings in sorted(self.readings.items()) if readings]
        if names and self.chance.random() < 0.5:
            self._take_back(self.chance.choice(names))

    def _merge(self) -> None:
        with self.store.write() as db:
            policies = [policy for (policy,) in db.execute(_POLICIES_HELD).fetchall()]
            if len(policies) > 1:
                one, other = self.chance.sample(policies, 2)
                self.done[-1] += f" P{one} P{other}"
                merge_policies(db, one, other, by="U9", now=self.times.now())

    def _split(self) -> None:
        with self.store.write() as db:
            items = [item for (item, _) in db.execute(_NOW_SAID).fetchall()]
            if items:
                item = self.chance.choice(items)
                self.done[-1] += f" I{item}"
                split_item(db, item, by="U9", now=self.times.now())

    def _take_back(self, name: int) -> None:
        self._ingesting.undo(self.briefings[name], by="U9", now=self.times.now())
        self.readings[name].pop()
        self._note_words()
        self._undone.add((name, len(self.done)))
        self.done[-1] += f" S{name} {list_marks(self.readings[name][-1]) if self.readings[name] else 'taken away'}"

    def _note_words(self) -> None:
        with self.store.read() as db:
            for number, text in db.execute(_NOW_SAID).fetchall():
                self._said.setdefault(f"I{number}", set()).add(find_mark(text))

    def _back_up(self) -> None:
        path = self.path.with_name(f"{len(self._backups)}.db")
        self.store.backup(path)
        known = _Known(briefings=self.briefings, readings=self.readings, undone=self._undone, said=self._said)
        self._backups.append(_Backup(path=path, known=copy.deepcopy(known)))

    def _restore(self) -> None:
        """Put one of the last backups back, and bring the briefings to what they were."""
        if not self._backups or self.counted.restores >= _MOST_RESTORES:
            return
        back = self.chance.choice(self._backups[-3:])
        self._note_posts()
        for _ in range(self.chance.choice((1, 1, 2))):
            self.store.close()
            if self.chance.random() < _NEW_DISK:
                self._lose_file()
            copied = Path(shutil.copy(back.path, back.path.with_suffix(".copy")))
            restore_marked(copied, self.path, place=self.counted.restores + 1)
            self.store = open_store(self.path, create=False)
        self.start()
        self.counted.restores += 1
        wanted, known = self.readings, copy.deepcopy(back.known)
        self.readings, self.briefings, self._said = known.readings, known.briefings, known.said
        self._undone_since |= {name for name, _ in self._undone - known.undone}
        self._undone = known.undone
        self.done[-1] += f" {back.path.name}"
        for _ in range(self.chance.choice((0, 0, 1, 2))):
            self.tick()
        if self.late and self.chance.random() < _LATE:
            self._go_on()
        names = sorted(wanted)
        self.chance.shuffle(names)
        for name in names:
            self._bring_back(name, wanted[name])
            if self.late and self.chance.random() < _ONE_BY_ONE:
                self._go_on()

    def _go_on(self) -> None:
        """Let hours pass, so that the channels were read, and something was decided."""
        self._wait()
        for _ in range(self.chance.randrange(1, 4)):
            self.tick()

    def _lose_file(self) -> None:
        """Let nothing be there but the backup, as on a new disk."""
        for end in ("", "-wal", "-shm"):
            self.path.with_name(f"{self.path.name}{end}").unlink(missing_ok=True)

    def _bring_back(self, name: int, wanted: list[Briefing]) -> None:
        """Read a briefing again as it was, or undo what was undone; sometimes also what is as it was."""
        held = self.readings.setdefault(name, [])
        self.done.append("  again")
        try:
            while held and not wanted:
                self._take_back(name)
            if wanted and (held[-1:] != wanted[-1:] or self.chance.random() < 0.3):
                self.give(name, wanted[-1])
        except GongbaoError as error:
            self.done[-1] += f": {error.message}"


_NOW_SAID = "SELECT id, json_extract(json(record), '$.text') FROM items WHERE active"
_POLICIES_HELD = "SELECT id FROM policies WHERE merged_into IS NULL"
_PLACES = "SELECT id, channel FROM subscriptions"
_BLIND = "SELECT channel FROM restore_scans WHERE state = 'blind'"


def run_restores(path: Path, seed: int, *, steps: int = _STEPS) -> tuple[list[str], Counted]:
    """Let so many random things happen; give what was wrong at the end, and what was counted."""
    renderer = TellingRenderer(parts=1 + seed // 2 % 2)
    walk = Restores(
        path=path, seed=seed, calm=bool(seed % 2), late=seed % 5 > 2, settles=seed % 7 in {4, 5}, renderer=renderer
    )
    return run_wander(walk, steps=steps), walk.counted


def main() -> int:
    """Run the seeds, print what was wrong and what was counted, and give the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=40)
    parser.add_argument("--first", type=int, default=90)
    given = parser.parse_args()
    wrong, all_counted = 0, Counted()
    for seed in range(given.first, given.first + given.seeds):
        with tempfile.TemporaryDirectory() as folder:
            faults, counted = run_restores(Path(folder, "g.db"), seed)
        wrong += bool(faults)
        all_counted.add(counted)
        if faults:
            sys.stdout.write("\n".join((f"seed {seed}:", *faults, "")))
            sys.stdout.flush()
    sys.stdout.write(
        f"{given.seeds} seeds, {all_counted.restores} restores, {all_counted.told} items told, "
        f"{all_counted.lost} lost, {all_counted.twice} twice, {wrong} seeds wrong\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
