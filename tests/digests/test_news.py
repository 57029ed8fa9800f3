"""What a person has not seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from bot.digests.delivery import Delivery
from bot.digests.news import News, Newsroom
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.slack.messages.previews import build_news
from bot.store.outbox import get_post
from bot.store.schedules import reserve_items
from tests.corpus import ITEMS, LEXICON, TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.empty_store import open_empty
from tests.posting import NOW, TEAM, FakePoster, FakeRenderer, add_active, add_summary, after


def list_items(news: News) -> list[int]:
    return [entry.item.item_id for entry in news.digest.entries] if news.digest else []


def test_what_was_posted_privately_is_not_new_and_a_moved_deadline_is(tmp_path: Path) -> None:
    """What a person's own rule has sent them is left out; a corrected deadline is shown, other words are not."""
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    room = Newsroom(store, TopicMatcher())

    def ask(now: dt.datetime) -> tuple[list[str], int]:
        news = room.get_news(Query(), workspace=TEAM, user="U1", now=now)
        room.mark_seen(news, shown=list_items(news), workspace=TEAM, user="U1", now=now)
        return [f"I{item}" for item in list_items(news)], build_news(news).blocks.count("new or changed item")

    ask(NOW)
    with store.write() as db:
        store_briefing(db, make_briefing(), now=after(hours=1))
        rule = add_active(db, channel="U1")
        post = get_post(db, add_summary(db, rule))
        reserve_items(db, post.slot, post.id, [(1, 1)])
    Delivery(store, FakePoster(), FakeRenderer(), workspace=TEAM).tick(after(hours=1))
    assert ask(after(hours=2)) == (["I2", "I3"], 0)
    moved = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 28))
    reworded = replace(ITEMS[1], text=f"{ITEMS[1].text} More.")
    with store.write() as db:
        store_briefing(db, make_briefing(sha256="b", items=(moved, reworded, ITEMS[2])), now=after(hours=3))
    corrected = room.get_news(Query(), workspace=TEAM, user="U1", now=after(hours=4))
    assert "deadline: was 20 Mar / new: 28 Mar 2024" in build_news(corrected).blocks
    assert ask(after(hours=4)) == (["I1"], 1)
    assert ask(after(hours=5)) == ([], 0)
    store.close()


def test_each_person_sees_what_is_new_to_them(tmp_path: Path) -> None:
    """The first look reaches back thirty days, the next ones to the last; a filtered look leaves the rest unseen."""
    store = open_empty(tmp_path / "g.db", wait_s=0.2)
    room = Newsroom(store, TopicMatcher())

    def ask(now: dt.datetime, text: str = "", user: str = "U1") -> News:
        query = parse_query(text, lexicon=LEXICON, today=now.date())
        news = room.get_news(query, workspace=TEAM, user=user, now=now, zone="UTC")
        if query == Query():
            room.mark_seen(news, shown=list_items(news), workspace=TEAM, user=user, now=now)
        return news

    first = ask(NOW)
    assert (first.is_first, first.digest, first.since) == (True, None, after(days=-30))
    assert "Nothing new since 9 Feb 2024 04:00 UTC, as you ask for the first time." in build_news(first).text
    with store.write() as db:
        store_briefing(db, make_briefing(), now=after(hours=1))
    some = ask(after(hours=2), "topic:robotics")
    assert some.digest is not None
    assert [entry.item.shown_id for entry in some.digest.entries] == ["I2"]
    whole = ask(after(hours=3))
    assert whole.digest is not None
    assert len(whole.digest.entries) == 3
    assert "3 new items* since you asked on 10 Mar 2024 04:00 UTC" in build_news(whole).blocks
    assert ask(after(hours=4)).digest is None
    other = ask(after(hours=4), user="U2")
    assert other.is_first
    assert other.digest is not None
    store.close()
