"""Named lists: whose they are, who may use them, and what a search and a subscription make of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers.named_lists import NamedLists, asking_in
from bot.digests.rules import Asker, read_rule
from bot.errors import BadQueryError
from bot.model.subscription import Schedule
from bot.store.subscriptions import add_subscription
from tests.room import ISSUE, NOW, Room

OURS = {"user": "U1", "owner": "C1"}
MINE = {"user": "U1", "owner": "U1"}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(ISSUE)
    yield opened
    opened.close()


@pytest.fixture
def lists(room: Room) -> NamedLists:
    return NamedLists(room.store, room.lookup.lexicon)


def find(room: Room, text: str) -> list[str]:
    return list(room.lookup.find_ids(room.query(text), now=NOW)[0])


def test_a_list_finds_what_has_any_of_it(room: Room, lists: NamedLists) -> None:
    """A topic's item and a company's are both on it; excluded, neither is found."""
    everything = find(room, "")
    with asking_in("C1", "U1"):
        (card,) = lists.save("us", "company:Huawei topic:robotics", now=NOW, **OURS).rows
        assert (card.id, card.is_own, card.filter) == ("L1", False, "company:Huawei topic:robotics")
        assert sorted(find(room, "list:us")) == sorted(everything)
        assert find(room, "-list:us") == []
        lists.save("us", "company:Huawei", now=NOW, **OURS)
        assert find(room, "list:us") == ["I2"]
        assert find(room, "-list:us") == ["I1"]
        assert find(room, "list:L1 licence") == []
        lists.save("words", 'licence "robot hand"', now=NOW, **OURS)
        assert sorted(find(room, "list:words")) == sorted(everything)
        assert find(room, "list:us,words") == everything


def test_nobody_sees_the_list_of_another(room: Room, lists: NamedLists) -> None:
    """A person's list is theirs everywhere, a channel's is found in that channel only, by name or by id."""
    lists.save("mine", "topic:robotics", now=NOW, **MINE)
    lists.save("ours", "topic:robotics", now=NOW, **OURS)
    with asking_in("C2", "U1"):
        assert names(room) == ["mine"]
    with asking_in("D9", "U1"):
        assert names(room) == ["mine"]
    with asking_in("C1", "U1"):
        assert names(room) == ["ours", "mine"]
    with asking_in("", ""):
        assert names(room) == []
    for name in ("mine", "L1"):
        with asking_in("C1", "U2"), pytest.raises(BadQueryError, match="no named list") as refused:
            find(room, f"list:{name}")
        assert "mine" not in refused.value.hint
        with asking_in("C1", "U2"), pytest.raises(BadQueryError, match="no named list"):
            room.lookup.show_lists(now=NOW, name=name)
    assert names(room) == ["mine", "ours"], "the operator sees all"


def names(room: Room) -> list[str]:
    return [row.name for row in room.lookup.show_lists(now=NOW).rows]


def test_what_cannot_be_saved_is_refused(lists: NamedLists) -> None:
    """A topic that is none, a text without end; a company of no list is kept with a note."""
    with pytest.raises(BadQueryError, match="is no topic") as refused:
        lists.save("us", "topic:robotcs", now=NOW, **OURS)
    assert "Did you mean robotics?" in refused.value.hint
    with pytest.raises(BadQueryError, match="too long"):
        lists.save("us", "lathe " * 400, now=NOW, **OURS)
    assert lists.save("us", "company:Nobody", now=NOW, **OURS).notes == ("“Nobody” is a company on none of our lists.",)


def test_a_followed_list_stays(room: Room, lists: NamedLists) -> None:
    """A list that a subscription follows cannot be deleted, and the subscription finds by it without anybody asking."""
    with asking_in("C1", "U1"):
        lists.save("us", "company:Huawei", now=NOW, **OURS)
        rule = rule_of(room, "list:us", channel="C1")
    assert (rule, room.query(rule).list.include) == ("list:L1", ("L1",))
    assert room.list_matching(rule, briefing=1) == ["I2"]
    with room.store.write() as db:
        added = add_subscription(
            db,
            workspace="T1",
            channel="C1",
            filter_text=f"{rule} topic:robotics",
            schedule=Schedule(),
            user="U1",
            now=NOW,
        )
    with pytest.raises(BadQueryError, match=f"followed by {added.shown_id}"):
        lists.delete("us", now=NOW, **OURS)


def rule_of(room: Room, text: str, *, channel: str) -> str:
    asker = Asker(workspace="T1", channel=channel, user="U1")
    lexicon = room.lookup.lexicon()
    return read_rule(room.query(text), asker=asker, lexicon=lexicon, zone="UTC", today=NOW.date()).filter


def test_a_subscription_follows_lists_of_its_place(room: Room, lists: NamedLists) -> None:
    """A person's list would show itself to the channel, and a channel's would reach out of it."""
    lists.save("mine", "lathe", now=NOW, **MINE)
    lists.save("ours", "lathe", now=NOW, **OURS)
    with asking_in("C1", "U1"):
        with pytest.raises(BadQueryError, match="“mine” is your own"):
            rule_of(room, "list:mine", channel="C1")
        with pytest.raises(BadQueryError, match="“ours” is this channel's") as refused:
            rule_of(room, "-list:ours to:me", channel="C1")
        assert refused.value.hint == "Save one for there: /policy list save ours = … to:me."
        assert rule_of(room, "list:mine to:me", channel="C1") == "list:L1"
        with pytest.raises(BadQueryError, match="no named list “them” here") as unknown:
            rule_of(room, "list:them", channel="C1")
        assert unknown.value.hint == "Lists here: ours, mine."
