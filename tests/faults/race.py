"""Two processes that decide and send from one file at once, and are killed meanwhile."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.domain.posts.schedule import Cadence, Schedule
from tests.faults.office import Office
from tests.faults.rig import Count
from tests.faults.sender import Sender, Task

if TYPE_CHECKING:
    from tests.faults.lab import Lab, Row

_BEGIN = dt.datetime(2024, 6, 3, tzinfo=dt.UTC)
_AT = dt.time(9)
_ROUNDS = 2000
_KILLS = (0.3, 0.9, 1.4, 2.0)
"""After how many steps for each slot a bot dies; there are about nine of them from deciding to posting."""


def run_race(lab: Lab) -> Row:
    """Many slots due at once, two bots: each is decided once and posted once, whoever is killed."""
    slots = 60 if lab.short else 200
    office = Office.make(lab.make_copy("race"), _BEGIN)
    for number in range(slots):
        office.follow(f"C{number}", Schedule(cadence=Cadence.DAILY, at=_AT))
    office.ingest(1)
    office.go_to(dt.datetime.combine(_BEGIN.date(), _AT, dt.UTC))
    task = Task(path=str(office.path), decides=True)
    kills = [int(share * slots) for share in _KILLS]

    def start() -> Sender:
        bot = Sender(task, office.slack)
        if kills:
            bot.arm(kills.pop(0))
        return bot

    bots = [start(), start()]
    posted_by: list[int] = [0, 0]
    died = 0
    with ThreadPoolExecutor(len(bots)) as threads:
        for _ in range(_ROUNDS):
            reports = list(threads.map(Sender.tick, bots))
            for number, report in enumerate(reports):
                if report is None:
                    died += 1
                    bots[number].kill()
                    bots[number] = start()
                else:
                    posted_by[number] += report.sent
            office.times.go_on(1.0)
            if None not in reports and not office.list_due():
                break
    for bot in bots:
        bot.kill()
    office.times.go_on(300.0)
    posts = Counter(channel for channel, _ in office.slack.list_ours())
    channels = [rule.channel for rule in office.rules]
    count = Count(
        due=slots,
        posted=sum(1 for channel in channels if posts[channel] == 1),
        doubled=sum(1 for channel in channels if posts[channel] > 1),
        lost=sum(1 for channel in channels if not posts[channel]),
        wrong=len(office.slack.early) + len(office.failed),
    )
    office.close()
    lab.expect(holds=died > 0, about="nobody was killed")
    lab.add(count, kills=died, about=f"two bots, posted {posted_by}, {office.slack.early[:2]}")
    return lab.row(f"two processes, {slots} slots ({posted_by[0]} + {posted_by[1]} seen sent)")
