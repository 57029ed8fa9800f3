"""A change of a subscription that names a part of it: the filter, or some of its schedule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.subscription_rules import Asker, Zones
from bot.digests.subscriptions import Changed, Subscriptions
from bot.errors import BadQueryError
from bot.model.subscription import compose_schedule, format_schedule
from bot.query.query import parse_query
from bot.store.database import Store
from bot.store.subscriptions import set_rule
from tests.corpus import LEXICON, TopicMatcher
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, FakeRenderer, add_active

ASKER = Asker(workspace=TEAM, channel=CHANNEL, user="U1")
ZONES = Zones(names=frozenset({"UTC", "Europe/Berlin", "Asia/Shanghai"}), default="UTC")
FILTER = "-topic:robotics due:30d"
WEEKLY = compose_schedule(
    every="mon,thu", at="08:30", zone="Europe/Berlin", quiet="20:00-07:00,weekends", remind="14,1"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    with opened.write() as db:
        set_rule(db, add_active(db).id, filter_text=FILTER, schedule=WEEKLY)
    yield opened
    opened.close()


@pytest.fixture
def service(store: Store) -> Subscriptions:
    return Subscriptions(store, TopicMatcher(), FakeRenderer(), zones=ZONES)


def change(service: Subscriptions, text: str, *, is_whole: bool = False) -> tuple[str, str]:
    """Return the filter and the schedule that D1 is about to have."""
    query = parse_query(text, lexicon=LEXICON, today=NOW.date(), bare_cadence=True)
    changed: Changed = service.change(1, query, asker=ASKER, now=NOW, is_whole=is_whole)
    assert changed.waiting is not None
    return changed.waiting.filter, format_schedule(changed.waiting.schedule)


_AS_IT_WAS = "every:mon,thu at:08:30 tz:Europe/Berlin quiet:20:00-07:00,weekends remind:14,1"


@pytest.mark.parametrize(
    ("text", "filter_text", "schedule"),
    [
        ("topic:energy", "topic:energy", _AS_IT_WAS),
        ("everything", "", _AS_IT_WAS),
        ("everything -topic:energy", "-topic:energy", _AS_IT_WAS),
        ("daily", FILTER, _AS_IT_WAS.replace("mon,thu", "daily")),
        ("at 07:00", FILTER, _AS_IT_WAS.replace("08:30", "07:00")),
        ("tz:Asia/Shanghai", FILTER, _AS_IT_WAS.replace("Europe/Berlin", "Asia/Shanghai")),
        ("quiet:none remind:7", FILTER, "every:mon,thu at:08:30 tz:Europe/Berlin"),
        ("immediate", FILTER, "every:immediate tz:Europe/Berlin quiet:20:00-07:00,weekends remind:14,1"),
        ("everything monthly", "", _AS_IT_WAS.replace("mon,thu", "monthly")),
    ],
)
def test_what_is_not_named_stays(service: Subscriptions, text: str, filter_text: str, schedule: str) -> None:
    """The filter, the pace, the time, the zone, the quiet times and the reminders stay, each by itself."""
    assert change(service, text) == (filter_text, schedule)


def test_a_filter_that_cannot_be_read_is_asked_for(store: Store, service: Subscriptions) -> None:
    """A rule whose filter is broken is mended by naming another one; times alone do not do."""
    with store.write() as db:
        set_rule(db, 1, filter_text="list:L9 colour:red", schedule=WEEKLY)
    with pytest.raises(BadQueryError, match=r"The filter of D1 cannot be read any more"):
        change(service, "daily")
    assert change(service, "topic:energy") == ("topic:energy", _AS_IT_WAS)


def test_everything_is_a_word_of_subscriptions(service: Subscriptions) -> None:
    """``subscribe everything`` or ``all`` asks for everything; in quotes it is a word to search for."""
    for text, filter_text in (
        ("everything daily", ""),
        ("all monthly", ""),
        ("all -topic:energy daily", "-topic:energy"),
        ("everything robots weekly", "robots"),
        ("all drones -steel", "drones -steel"),
        ('"everything" weekly', '"everything"'),
    ):
        query = parse_query(text, lexicon=LEXICON, today=NOW.date(), bare_cadence=True)
        added = service.subscribe(query, asker=Asker(workspace=TEAM, channel="C5", user="U1"), now=NOW)
        assert added.subscription.filter == filter_text


@pytest.mark.parametrize("text", ["everything but company news", "all except topic:energy", "Everything besides steel"])
def test_everything_but_something_is_written_with_a_dash(service: Subscriptions, text: str) -> None:
    """It would become words, or follow the very topic that is to be left out: the answer says how it is written."""
    query = parse_query(text, lexicon=LEXICON, today=NOW.date(), bare_cadence=True)
    with pytest.raises(BadQueryError, match="would be words to search for") as refused:
        service.subscribe(query, asker=Asker(workspace=TEAM, channel="C5", user="U1"), now=NOW)
    assert "-section:company" in refused.value.hint
