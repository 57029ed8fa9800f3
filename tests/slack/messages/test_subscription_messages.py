"""What is said of subscriptions: lists, answers to changes, and the lines that channels get."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.models.blocks import Block

from bot.domain.posts.digest import Decided, Digest, DigestItem, DigestRule, DigestSource, Fate, compose_digest
from bot.domain.posts.schedule import Schedule, ScheduledSlot, compose_schedule
from bot.domain.posts.subscription import SubscriptionState, SubscriptionVerb
from bot.services.subscribing.subscription_rules import Rule
from bot.services.subscribing.subscriptions import Changed
from bot.slack.messages.digest import DigestRenderer
from bot.slack.messages.subscriptions import build_changed, build_subscribed, build_subscriptions
from tests.builders import build_subscription
from tests.corpus import make_company_item, make_policy_item

if TYPE_CHECKING:
    from bot.domain.posts.post import Message

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
WEEKLY = compose_schedule(every="weekly", at="09:00", zone="Europe/Berlin", quiet="weekends,holidays")
SLOTS = tuple(
    ScheduledSlot(on=dt.date(2024, 3, day), at=dt.datetime(2024, 3, day, 8, tzinfo=dt.UTC)) for day in (11, 18, 25)
)
SUBSCRIPTION = build_subscription(created_at=NOW, noticed_at=NOW, started_at=NOW)
ROW = Changed(subscription=SUBSCRIPTION, changed=True, filter_words=("on Energy",))
OWN = replace(SUBSCRIPTION, id=4, channel="U1", schedule=WEEKLY)


def compose(*, included: bool) -> Digest:
    source = DigestSource(
        briefing_id=1, name="Harbour Notes", published_on=dt.date(2024, 3, 5), period_start=None, period_end=None
    )
    items = (make_policy_item(1, "Rules on storage."), make_company_item(1, "BYD says a plant runs."))
    decided = [
        Decided(
            item=DigestItem(item_id=n, version=1, item=item, policy_id=None),
            fate=Fate.INCLUDED if included and n == 1 else Fate.FILTERED,
            reason="",
        )
        for n, item in enumerate(items, start=1)
    ]
    rule = DigestRule(rule="D3", filter_words=("on Energy",))
    return compose_digest(sources=(source,), decided=decided, sentences={}, of=rule, issuers={}, now=NOW)


def texts(message: Message) -> list[str]:
    found = []
    for block in json.loads(message.blocks):
        found += [block["text"]["text"]] if "text" in block else []
        found += [element["text"] for element in block.get("elements", ()) if isinstance(element["text"], str)]
    return found


def whole(message: Message) -> str:
    return "\n".join(texts(message))


def labels(message: Message) -> list[str]:
    elements = [element for block in json.loads(message.blocks) for element in block.get("elements", ())]
    return [element["text"]["text"] for element in elements if element["type"] == "button"]


def check_limits(message: Message) -> None:
    loaded: list[dict[str, Any]] = json.loads(message.blocks)
    assert len(loaded) <= 50
    assert len(message.blocks) + len(message.text) <= 12_000
    for block in loaded:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.to_dict()


@pytest.mark.parametrize(("heir", "said"), [("U2", "<@U2>"), ("C1", "<#C1>")])
def test_the_list_names_who_made_it_and_who_has_it_now(heir: str, said: str) -> None:
    """What was inherited, by a person or by its channel, was not made by the heir."""
    row = replace(ROW, subscription=replace(SUBSCRIPTION, owned_by=heir))
    message = build_subscriptions([row], channel="C1")
    assert f"since 10 Mar 2024 by <@U1>, looked after by {said}" in whole(message)


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (SubscriptionState.ACTIVE, None, "immediate, active"),
        (SubscriptionState.PAUSED, None, "immediate, paused ·"),
        (SubscriptionState.PAUSED, "Slack refuses <it>", "immediate, paused (Slack refuses &lt;it&gt;)"),
        (SubscriptionState.PENDING_NOTICE, None, "immediate, waits for its notice to land"),
    ],
)
def test_the_list(state: SubscriptionState, reason: str | None, words: str) -> None:
    """The list shows id, filter in words, cadence, state with its reason, since when and by whom, with its buttons."""
    row = replace(ROW, subscription=replace(SUBSCRIPTION, state=state, reason=reason))
    message = build_subscriptions([row], channel="C1", notes=("read so",))
    assert texts(message)[:2] == ["Read so", "*This channel has 1 subscription*"]
    assert f"*D3* · on Energy · {words}" in whole(message)
    assert "since 10 Mar 2024 by <@U1>" in whole(message)
    turn = "Resume" if state is SubscriptionState.PAUSED else "Pause"
    assert labels(message) == ["Change", turn, "End"]
    check_limits(message)


def test_the_list_of_a_person() -> None:
    """What comes to direct messages is listed apart, with the next time and a change that waits."""
    own = Changed(subscription=OWN, changed=False, filter_words=(), next_slots=SLOTS)
    both = whole(build_subscriptions([ROW, own], channel="C1"))
    assert "This channel has 1 subscription · you have 1 in direct messages" in both
    schedule = "every Monday at 09:00 (Europe/Berlin), quiet: weekends and Chinese public holidays"
    assert f"*D4* · everything · {schedule}, active" in both
    assert "next Mon 11 Mar 2024 09:00 (Europe/Berlin)" in both
    assert "You have 1 subscription" in whole(build_subscriptions([own], channel="D9"))
    becoming = replace(own, waiting=Rule(filter="", words=("“x”",), schedule=Schedule(), channel="U1"))
    assert "about to become: “x”, immediate" in whole(build_subscriptions([becoming], channel="D9"))


def test_an_empty_list_says_how_to_begin() -> None:
    """Without subscriptions the answer shows the command that makes one."""
    message = build_subscriptions([], channel="C1", prefix="cn-")
    assert "`/cn-digest subscribe topic:data_security weekly at 09:00`" in whole(message)
    assert "This channel follows nothing yet." in whole(message)
    assert "You follow nothing yet." in whole(build_subscriptions([], channel="D1"))


def test_a_long_list_says_what_is_missing() -> None:
    """A channel with very many subscriptions gets a message within Slack's limits."""
    message = build_subscriptions([replace(ROW, filter_words=("w" * 280,))] * 80, channel="C1")
    check_limits(message)
    assert "more, left out" in whole(message)


def test_subscribed() -> None:
    """The answer says what was set up, when it comes next in its zone, and what of the latest briefing follows."""
    said = whole(build_subscribed(ROW, compose(included=True), notes=("read so",)))
    assert said.startswith("Read so\nD3 is set up: on Energy, immediate. It starts when its notice has landed")
    assert "Latest briefing: Harbour Notes, 5 Mar 2024. 1 of 2 items match. A summary of it follows" in said
    assert "So no summary of it is posted." in whole(build_subscribed(ROW, compose(included=False)))
    assert "Latest" not in whole(build_subscribed(ROW, None))
    had = replace(compose(included=False), left_out=(("company news", 1), ("left to D1", 2)))
    said = whole(build_subscribed(ROW, had))
    assert "2 of 3 items match; left out: left to D1 2. So no summary of it is posted." in said
    some = replace(compose(included=True), left_out=(("left to D1", 1),))
    said = whole(build_subscribed(ROW, some))
    assert "2 of 2 items match; left out: left to D1 1. A summary of the rest follows." in said
    own = Changed(subscription=OWN, changed=True, filter_words=(), next_slots=SLOTS, notes=("no list for 2031",))
    said = whole(build_subscribed(own, None))
    assert "has landed in your direct messages" in said
    assert "Next: Mon 11 Mar 2024 09:00, Mon 18 Mar 2024 09:00, Mon 25 Mar 2024 09:00 (Europe/Berlin)" in said
    assert "No list for 2031" in said


def test_subscribed_already() -> None:
    """The same filter again names the subscription that is there, with its buttons."""
    active = build_subscribed(replace(ROW, changed=False), None)
    assert whole(active) == "This channel follows on Energy already: D3, immediate, active."
    assert labels(active) == ["Change", "Pause", "End"]
    paused = replace(OWN, state=SubscriptionState.PAUSED)
    message = build_subscribed(Changed(subscription=paused, changed=False, filter_words=()), None)
    assert whole(message).startswith("You follow everything already: D4, every Monday at 09:00 (Europe/Berlin)")
    assert labels(message) == ["Change", "Resume", "End"]
    other = replace(ROW, changed=False, wanted=compose_schedule(every="fri", at="17:00", zone="UTC", quiet=None))
    assert whole(build_subscribed(other, None)) == (
        "This channel follows on Energy already: D3, immediate, active. A second rule would bring nothing more. To have"
        " it every Friday at 17:00 (UTC) instead, press Change or write"
        " `/digest change D3 every:fri at:17:00`."
    )


@pytest.mark.parametrize(
    ("action", "state", "changed", "said"),
    [
        ("unsubscribe", SubscriptionState.CANCELLED, True, "D3 has ended: on Energy."),
        ("pause", SubscriptionState.PAUSED, True, "D3 is paused: on Energy.\n`/digest resume D3`"),
        ("resume", SubscriptionState.ACTIVE, True, "D3 goes on: on Energy.\n`/digest pause D3`"),
        ("resume", SubscriptionState.ACTIVE, False, "Nothing to do: D3 (on Energy), active.\n`/digest pause D3`"),
        (
            "resume",
            SubscriptionState.PENDING_NOTICE,
            True,
            "D3 goes on: on Energy. It waits for its notice to land here.\n`/digest pause D3`",
        ),
    ],
)
def test_changed(*, action: str, state: SubscriptionState, changed: bool, said: str) -> None:
    """Each change is answered with what it did, and how to turn it back."""
    row = replace(ROW, subscription=replace(SUBSCRIPTION, state=state), changed=changed)
    assert whole(build_changed(row, action)) == said


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        (1, "1 item that matches was not brought while it was paused; `/digest now` shows it if you have not seen it."),
        (2, "2 items that match were not brought while it was paused; `/digest now` shows those that you have"),
    ],
)
def test_what_a_pause_kept_away_is_told(missed: int, said: str) -> None:
    """The answer to who resumes it and the channel's line say how much was not brought, and where it is."""
    row = replace(ROW, changed=True, missed=missed)
    assert said in whole(build_changed(row, "resume"))
    line = DigestRenderer().render_state_change(SUBSCRIPTION, SubscriptionVerb.RESUME, by="U2", missed=missed)
    assert said in line.text


def test_a_new_form_is_told_with_its_times() -> None:
    """A rule that changes is said to stay as it is until its line has landed, and when it then comes."""
    waiting = Rule(filter="", words=(), schedule=WEEKLY, channel="C1")
    said = whole(build_changed(replace(ROW, waiting=waiting, next_slots=SLOTS), "change"))
    assert said.startswith("D3 will change: everything, every Monday at 09:00 (Europe/Berlin), quiet:")
    assert "Until the line about it has landed, all stays as it is." in said
    assert "Next: Mon 11 Mar 2024 09:00" in said


def test_lines_for_the_channel() -> None:
    """Each change has one line that names who did what; a person's own direct messages say “You”."""
    renderer = DigestRenderer("cn-")
    assert whole(renderer.render_state_change(SUBSCRIPTION, SubscriptionVerb.PAUSE, by="U2")) == (
        "<@U2> paused D3. `/cn-digest resume D3` lets it go on."
    )
    assert whole(renderer.render_state_change(SUBSCRIPTION, SubscriptionVerb.RESUME, by="U2")) == "<@U2> resumed D3."
    assert whole(renderer.render_state_change(OWN, SubscriptionVerb.CANCEL, by="U1")) == "You ended D4."
    changed = whole(renderer.render_rule_change(SUBSCRIPTION, ("<b>",), WEEKLY, by="U2"))
    assert changed.startswith("<@U2> changed D3: from now on &lt;b&gt;, every Monday at 09:00 (Europe/Berlin), quiet:")
    assert whole(renderer.render_rule_change(OWN, (), Schedule(), by="U1")).startswith("You changed D4")
    weekly = whole(renderer.render_notice(replace(SUBSCRIPTION, schedule=WEEKLY), ("on Energy",)))
    assert (
        "<@U1> set up D3: every Monday at 09:00 (Europe/Berlin), quiet: weekends and Chinese public holidays," in weekly
    )
    assert "this channel gets what is new: on Energy." in weekly
    quiet = compose_schedule(every=None, at=None, zone="UTC", quiet="20:00-07:00")
    at_once = whole(renderer.render_notice(replace(OWN, schedule=quiet), ()))
    assert (
        "You set up D4: when a new briefing is read, you get a summary of what is new: everything, quiet: 20:00–07:00"
        " (UTC)." in at_once
    )


def test_who_wants_everything_at_once_is_told_what_comes_again() -> None:
    """A private rule at once waits for no channel's digest: its notice, its answer and a change to it say so."""
    again = "What a channel of yours gets in a digest comes there again on its day."
    at_once = replace(OWN, schedule=Schedule())
    render = DigestRenderer()
    assert again in render.render_notice(at_once, ()).text
    assert again in build_subscribed(replace(ROW, subscription=at_once), None).text
    assert again in render.render_rule_change(OWN, (), Schedule(), by="U1").text
    for other in (OWN, SUBSCRIPTION):
        assert again not in render.render_notice(other, ()).text
        assert again not in build_subscribed(replace(ROW, subscription=other), None).text
    assert again not in render.render_rule_change(at_once, (), WEEKLY, by="U1").text
