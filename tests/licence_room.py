"""A room for tests of licences and posts: a store, a sender with a last look, and publishers who are narrowed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.access.licences import Licences
from bot.access.roles import Role
from bot.digests.delivery import Delivery
from bot.digests.outbox import Digests
from bot.model.briefing import Briefing, Item
from bot.model.changes import decide_changes
from bot.model.series import briefing_identity
from bot.model.subscription import Cadence, Schedule
from bot.store.briefings import find_briefing
from bot.store.database import Store
from bot.store.items import list_held
from bot.store.ledger import list_ledger
from bot.store.licences import Licence, LicenceKind
from bot.store.outbox import get_post
from bot.store.subscriptions import add_subscription, mark_started
from tests.corpus import TopicMatcher, make_briefing, store_briefing
from tests.posting import CHANNEL, NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after

HELD_BACK = "kept out of this channel by its publisher's licence"
ELSEWHERE = frozenset({"C9"})


class LicenceRoom:
    """A store and a sender with a last look; ``roles`` says who people are, members unless it says otherwise.

    The channel is known to be the workspace's own.
    """

    def __init__(self, store: Store) -> None:
        renderer = FakeRenderer(parts=2, quotes=True)
        self.renderer = renderer
        self.store = store
        self.poster = FakePoster()
        self.roles: dict[str, Role] = {}
        self.digests = Digests(store, TopicMatcher(), renderer)
        self.delivery = Delivery(
            store, self.poster, renderer, workspace=TEAM, role_of=lambda user: self.roles.get(user, Role.MEMBER)
        )

    def decide(self, place: str, *, parts: int = 1) -> int:
        with self.store.write() as db:
            return add_summary(db, add_active(db, channel=place, user="U1"), parts=parts, late_after=after(hours=12))

    def follow(self, cadence: Cadence = Cadence.IMMEDIATE, *, remind: tuple[int, ...] = ()) -> None:
        schedule = Schedule(cadence=cadence, at=dt.time(6), remind=remind)
        with self.store.write() as db:
            added = add_subscription(
                db, workspace=TEAM, channel=CHANNEL, filter_text="", schedule=schedule, user="U1", now=NOW
            )
            mark_started(db, added.id, now=NOW)

    def ingest(self, publisher: str, *items: Item, now: dt.datetime = NOW) -> None:
        with self.store.write() as db:
            stored = store_briefing(db, make_issue(publisher, *items), now=now)
            self.digests.announce(db, briefing_id=stored, now=now, by="U9", is_new=True)

    def correct(self, publisher: str, *items: Item, now: dt.datetime) -> None:
        issue = make_issue(publisher, *items)
        with self.store.write() as db:
            known = find_briefing(db, briefing_identity(issue))
            assert known is not None
            changes = decide_changes(list_held(db, known.id), issue.items)
            store_briefing(db, issue, now=now)
            self.digests.announce(db, briefing_id=known.id, now=now, by="U9", is_new=False, changes=changes)

    def narrow(self, publisher: str, *, now: dt.datetime, quote: int | None = None) -> list[str]:
        licence = Licence(publisher=publisher, kind=LicenceKind.CHANNELS, channels=ELSEWHERE)
        if quote is not None:
            licence = Licence(publisher=publisher, longest_quote=quote)
        visible = Licences(self.store).set_licence(licence, by="U9", now=now).visible
        return [f"{each.link or each.channel}: {each.what}" for each in visible]

    def tick(self, now: dt.datetime) -> None:
        """Do what the program's tick does."""
        self.delivery.tick(now)
        if self.digests.enqueue_due(now=now):
            self.delivery.tick(now)

    def updates(self) -> list[str]:
        return [message.text for _, message in self.poster.updates]

    def fate(self, number: int) -> tuple[str, str | None]:
        with self.store.read() as db:
            post = get_post(db, number)
        return post.state.value, post.reason

    def ledger(self) -> list[tuple[str, str]]:
        with self.store.read() as db:
            return [(row.item, row.fate) for row in list_ledger(db)]

    def texts(self) -> list[str]:
        return [str(message["text"]) for message in self.poster.messages]


def make_issue(publisher: str, *items: Item) -> Briefing:
    """Return an issue of a publisher."""
    return replace(make_briefing(sha256=publisher, items=items), publisher=publisher, series=publisher)
