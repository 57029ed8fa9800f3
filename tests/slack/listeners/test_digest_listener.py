"""/digest from the command's text to the answer, with the real services over a real store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.answers.absent import Absent
from bot.answers.sources import Coverage
from bot.clock import FixedClock
from bot.config import find_data_folder
from bot.digests.accounts import Accounts
from bot.digests.previews import Previews
from bot.digests.rules import Asker
from bot.digests.subscriptions import Subscriptions
from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.names.lexicon import Lexicon
from bot.query.query_record import Query
from bot.query.questions import read_rule
from bot.query.related import Related, list_related
from bot.query.wording import Synonyms, load_wording
from bot.slack.actions import SUBSCRIBE, parse_ask
from bot.slack.arguments import parse_request
from bot.slack.calls.client import load_blocks
from bot.slack.in_memory.local import find_buttons
from bot.slack.listeners.digest import answer_digest, subscribe_too
from bot.slack.messages.notices import DigestRenderer
from bot.slack.services import Services
from bot.store.database import Store
from bot.store.outbox import list_posts
from bot.store.subscriptions import list_channel_subscriptions
from tests.corpus import LEXICON, TopicMatcher, make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM

WORDING = load_wording(find_data_folder("reference"))
ASKER = Asker(workspace=TEAM, channel=CHANNEL, user="U1")
HELD = Coverage(briefings=0, period_start=None, period_end=None, newest_id=None, newest_name=None, newest_on=None)


class FakeLookup:
    """Knows our names and holds no policy."""

    def lexicon(self) -> Lexicon:
        return LEXICON

    def read_rule(self, query: Query, *, now: dt.datetime) -> Query:
        return read_rule(query, lexicon=LEXICON, wording=WORDING, today=beijing_day(now))

    def list_related(self, query: Query) -> tuple[Related, ...]:
        return list_related(query, LEXICON, Synonyms(sets=(("robots", "机器人"),)))

    def get_policy(self, number: int, *, now: Any) -> Absent:
        _ = now
        return Absent(kind="policy", asked=f"P{number}", nearest=(), coverage=HELD)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    with opened.write() as db:
        store_briefing(db, make_briefing(), now=NOW)
    yield opened
    opened.close()


def build_services(store: Store) -> Services:
    lookup: Any = FakeLookup()
    renderer = DigestRenderer()
    gatekeeper: Any = SimpleNamespace(require=lambda *_, **__: None)
    return Services(
        gatekeeper=gatekeeper,
        lookup=lookup,
        clock=FixedClock(NOW),
        subscriptions=Subscriptions(store, TopicMatcher(), renderer),
        previews=Previews(store, TopicMatcher()),
        accounts=Accounts(store),
    )


@pytest.fixture
def ask(store: Store) -> Callable[..., str]:
    services = build_services(store)

    def answer(text: str, asker: Asker = ASKER) -> str:
        request = parse_request("digest", text, lexicon=LEXICON, today=beijing_day(NOW))
        message = answer_digest(request, asker, services)
        buttons = [each for each in find_buttons({"blocks": load_blocks(message)}) if each["action_id"] == SUBSCRIBE]
        for pressed in buttons:
            message = subscribe_too(parse_ask(pressed["value"]).text, (), asker, services)
        return f"{message.text}\n{message.blocks}"

    return answer


def test_a_subscription_from_beginning_to_end(store: Store, ask: Callable[..., str]) -> None:
    """Subscribe, list, preview, pause, resume, unsubscribe: each answers privately; only the notice is to be posted."""
    assert "follows nothing yet" in ask("")
    assert "Done." in ask("subscribe topic:energy immediate")
    assert "2 of 3 items of" in ask("subscribe topic:energy section:top,corporate_news")
    assert "already gets" in ask("subscribe topic:energy")
    assert "2 subscriptions" in ask("list")
    assert "Your latest briefing would bring this" in ask("preview D1")
    assert "topic Energy" in ask("D1")
    assert "D1 is paused" in ask("pause D1")
    assert "D1 is on again" in ask("resume D1")
    assert "D1 has ended" in ask("unsubscribe D1")
    assert "1 subscription" in ask("")
    with store.read() as db:
        assert {post.slot.kind.value for post in list_posts(db)} == {"notice"}


def test_what_is_followed_is_shown_first_with_related_terms(store: Store) -> None:
    """Nothing is set up by asking; the names that are ticked are followed, too, in either language."""
    services = build_services(store)
    request = parse_request("digest", "subscribe robots weekly", lexicon=LEXICON, today=beijing_day(NOW))
    blocks = load_blocks(answer_digest(request, ASKER, services))
    assert "would get a summary of what's new: “robots” · every Monday at 09:00" in blocks[0]["text"]["text"]
    assert [each["value"] for each in blocks[2]["accessory"]["options"]] == ["机器人"]
    with store.read() as db:
        assert list_channel_subscriptions(db, workspace=TEAM, channel=CHANNEL) == []
    (pressed,) = (each for each in find_buttons({"blocks": blocks}) if each["action_id"] == SUBSCRIBE)
    subscribe_too(parse_ask(pressed["value"]).text, ("机器人",), ASKER, services)
    with store.read() as db:
        (rule,) = list_channel_subscriptions(db, workspace=TEAM, channel=CHANNEL)
    assert rule.filter == 'robots OR "机器人"'


def test_a_question_becomes_conditions(store: Store, ask: Callable[..., str]) -> None:
    """What a search would understand is followed and said; days counted from asking count from each digest."""
    said = ask("subscribe drafts closing this month weekly")
    assert "status: open for comment, deadlines within “this month” of the day of posting · every Monday" in said
    ask("subscribe what did MIIT issue on robots?")
    ask("subscribe everything except drafts")
    ask("subscribe robots")
    with store.read() as db:
        assert [rule.filter for rule in list_channel_subscriptions(db, workspace=TEAM, channel=CHANNEL)] == [
            "status:draft_for_comment due:this month",
            "robots ministry:MIIT",
            "-status:draft_for_comment,comment_closed",
            "robots",
        ]
    assert "Following: issued by MIIT." in ask("preview what did MIIT issue?")
    assert "Following: issued by MIIT." in ask("change D4 what did MIIT issue?")


@pytest.mark.parametrize(
    "text",
    [
        "pause",
        "pause P3",
        "preview P3",
        "subscribe at:06:30 quiet:22:00-07:00",
        "subscribe to:C2",
        "change D1",
        "change",
    ],
)
def test_refusals(ask: Callable[..., str], text: str) -> None:
    """What cannot be done is refused in one line with what to do."""
    with pytest.raises(BadQueryError) as caught:
        ask(text)
    assert caught.value.hint


def test_status_and_change(ask: Callable[..., str]) -> None:
    """Status says how the rules here stand, change gives a rule another form."""
    ask("subscribe topic:energy")
    assert "*D1*" in ask("status")
    changed = ask("change D1 topic:robotics weekly at 08:00")
    assert "topic Robotics · every Monday at 08:00 (UTC)." in changed
    assert "reminders 14 days before a deadline" in ask("change D1 topic:energy remind:14")
