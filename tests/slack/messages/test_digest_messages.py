"""Unprompted posts and the answers of /digest, as people see them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.domain.lexicon import NamedList
from bot.domain.posts.digest import Decided, Digest, DigestItem, DigestRule, DigestSource, Fate, compose_digest
from bot.domain.posts.reminder import Reminder
from bot.domain.posts.schedule import Cadence, Schedule
from bot.domain.records.briefing import (
    Deadline,
    DeadlineKind,
    DocumentType,
    Link,
    Nature,
    PolicyStatus,
    ReportedPolicy,
    Section,
    Target,
)
from bot.slack.messages.digest import DigestRenderer, build_digest, build_private_digest, build_push_text
from bot.slack.messages.digest_lines import list_shown_items, name_item
from tests.builders import build_subscription
from tests.corpus import make_company_item, make_policy_item

if TYPE_CHECKING:
    from bot.domain.posts.post import Message
    from bot.domain.records.briefing import Item

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
SOURCE = DigestSource(
    briefing_id=1,
    name="Harbour Notes",
    published_on=dt.date(2024, 3, 5),
    period_start=dt.date(2024, 2, 1),
    period_end=dt.date(2024, 2, 29),
)
DRAFT = DigestItem(
    item_id=1,
    version=1,
    item=make_policy_item(1, "The ministry opens rules on storage.", closes_on=dt.date(2024, 3, 20)),
    policy_id="P4",
)
NEWS = DigestItem(item_id=2, version=1, item=make_company_item(1, "BYD says a plant runs."), policy_id=None)
SUBSCRIPTION = build_subscription(created_at=NOW, noticed_at=NOW, started_at=NOW)


def compose(*items: DigestItem, left_out: tuple[DigestItem, ...] = (), rule: str | None = "D3") -> Digest:
    decided = [Decided(item=item, fate=Fate.INCLUDED, reason="") for item in items]
    decided += [Decided(item=item, fate=Fate.FILTERED, reason="x") for item in left_out]
    return compose_digest(
        sources=(SOURCE,),
        decided=decided,
        sentences={item.item_id: item.item.text for item in items},
        of=DigestRule(rule=rule, filter_words=("on Energy",)),
        issuers={"STATE_COUNCIL": "State Council"},
        now=NOW,
    )


def blocks(message: Message) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(message.blocks)
    return loaded


def texts(message: Message) -> list[str]:
    found = []
    for block in blocks(message):
        found += [block["text"]["text"]] if "text" in block else []
        found += [element["text"] for element in block.get("elements", ()) if isinstance(element["text"], str)]
    return found


def whole(message: Message) -> str:
    return "\n".join(texts(message))


def check_limits(message: Message) -> None:
    loaded = blocks(message)
    assert len(loaded) <= 50
    assert len(message.blocks) + len(message.text) <= 12_000
    for block in loaded:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.to_dict()


def test_an_official_act_in_company_news_is_marked_as_no_claim() -> None:
    """Its heading calls all below it claims, which what a body did is not."""
    acted = replace(make_company_item(1, "BYD was fined."), acting_bodies=("SAMR",))
    message, *_ = build_digest(compose(replace(NEWS, item=acted)), prefix="")
    assert any("(_an official body acts, no claim of a company_)" in text for text in texts(message))
    message, *_ = build_digest(compose(NEWS), prefix="")
    assert not any("official body" in text for text in texts(message))


def test_a_summary_in_full() -> None:
    """Act-by first, then what is new, then what was left out, the source, and how to stop it."""
    left = DigestItem(item_id=5, version=1, item=make_policy_item(2, "Robots."), policy_id=None)
    message, *_ = build_digest(compose(NEWS, DRAFT, left_out=(left,)), prefix="cn-")
    assert message.text == "China policy: 2 new, answer by 20 Mar 2024: MIIT Headline 1"
    assert texts(message) == [
        "China policy",
        "Harbour Notes, 5 Mar 2024 · covers 1 Feb – 29 Feb 2024 · rule D3 · on Energy",
        "*Act by* 20 Mar 2024 (10 days, Beijing): comment on Headline 1 (P4)",
        "*Policy*",
        "• *MIIT · draft measures · 20 Feb 2024*: The ministry opens rules on storage. (P4)",
        "*Company news: claims as reported, not checked*",
        "• *BYD*: BYD says a plant runs. (I2)",
        "Left out 1: other topics 1",
        "Source: Harbour Notes, 5 Mar 2024 (B1) · pages and quotes in the thread · an id opens it: `/cn-policy P4`",
    ]
    buttons = blocks(message)[-1]["elements"]
    assert [button["text"]["text"] for button in buttons] == ["Why these?", "Change", "Pause"]
    assert {button["value"] for button in buttons} == {"D3"}
    check_limits(message)


def test_the_publishers_view_is_never_in_a_summary() -> None:
    """No word of the publisher's comment is in a summary."""
    message, *_ = build_digest(compose(DRAFT))
    assert "doubt" not in message.blocks + message.text


def test_guessed_companies_are_not_named() -> None:
    """A company that stands on no list of ours is not put forward as the actor."""
    guess = replace(NEWS, item=make_company_item(1, "A plant runs.", name="Quayworks", company_id=None))
    message, *_ = build_digest(compose(guess))
    assert "Quayworks" not in message.blocks


@pytest.mark.parametrize(
    ("kind", "day", "line"),
    [
        (DeadlineKind.APPLICATIONS_CLOSE, dt.date(2024, 3, 11), "*Act by* 11 Mar 2024 (1 day, Beijing): apply under"),
        (DeadlineKind.COMMENTS_CLOSE, dt.date(2024, 3, 10), "*Act by* 10 Mar 2024 (today, Beijing): comment on"),
        (DeadlineKind.TAKES_EFFECT, dt.date(2024, 5, 1), "*Takes effect* 1 May 2024 (52 days, Beijing): Headline"),
    ],
)
def test_deadlines(kind: DeadlineKind, day: dt.date, line: str) -> None:
    """Each kind of deadline says what is to be done, and how far it is."""
    deadline = replace(DRAFT.item.deadlines[0], kind=kind, on=day)
    item = replace(DRAFT, item=replace(DRAFT.item, deadlines=(deadline,)))
    message, *_ = build_digest(compose(item))
    assert texts(message)[2].startswith(line)


def test_two_deadlines_of_one_kind_are_told_apart() -> None:
    """Each has its line and the sentence that says for whom it is; with one of a kind the line stays short."""
    said = {20: "Firms have until 20 March.", 28: "A & B have until 28 March."}
    days = tuple(replace(DRAFT.item.deadlines[0], on=dt.date(2024, 3, day), quote=text) for day, text in said.items())
    item = replace(DRAFT, item=replace(DRAFT.item, deadlines=days))
    message, *_ = build_digest(compose(item))
    assert texts(message)[2].split("\n") == [
        "*Act by* 20 Mar 2024 (10 days, Beijing): comment on Headline 1 (P4): “Firms have until 20 March.”",
        "*Act by* 28 Mar 2024 (18 days, Beijing): comment on Headline 1 (P4): “A &amp; B have until 28 March.”",
    ]
    one = replace(item, item=replace(item.item, deadlines=days[:1]))
    assert "have until" not in texts(build_digest(compose(one))[0])[2]


@pytest.mark.parametrize(
    ("days", "kind", "words"),
    [
        ((9,), DeadlineKind.COMMENTS_CLOSE, "*MIIT · draft measures, comments closed 9 Mar 2024 · 20 Feb 2024*"),
        ((5, 9), DeadlineKind.APPLICATIONS_CLOSE, "· draft measures, applications closed 9 Mar 2024 ·"),
        ((9, 10), DeadlineKind.COMMENTS_CLOSE, "· draft measures ·"),
        ((9,), DeadlineKind.TAKES_EFFECT, "· draft measures ·"),
    ],
)
def test_a_deadline_that_passed_is_said_to_be_over(days: tuple[int, ...], kind: DeadlineKind, words: str) -> None:
    """From the day after its last in Beijing what nobody can answer any more stands with what it was for."""
    deadlines = tuple(Deadline(on=dt.date(2024, 3, day), kind=kind, quote="q") for day in days)
    message, *_ = build_digest(compose(replace(DRAFT, item=replace(DRAFT.item, deadlines=deadlines))))
    assert words in whole(message)


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ((DocumentType.GUIDELINES, Nature.TRIAL, PolicyStatus.DRAFT_FOR_COMMENT), "· draft trial guidelines ·"),
        ((DocumentType.ACTION_PLAN, None, PolicyStatus.ISSUED), "· action plan ·"),
        ((DocumentType.OTHER, Nature.INTERIM, PolicyStatus.IN_FORCE), "· interim, in force ·"),
        ((DocumentType.PROVISIONS, Nature.TRIAL, PolicyStatus.IN_FORCE), "· trial provisions, in force ·"),
        ((DocumentType.OTHER, None, PolicyStatus.IN_FORCE), "· in force ·"),
        ((DocumentType.MEASURES, None, PolicyStatus.REPEALED), "· repealed measures ·"),
        ((None, None, PolicyStatus.UNKNOWN), "*State Council · 20 Feb 2024*"),
    ],
)
def test_kind_and_status(policy: tuple[DocumentType | None, Nature | None, PolicyStatus], words: str) -> None:
    """Status, nature and kind stand in words; what is not known is not said."""
    reported = ReportedPolicy(
        title_en="Title",
        title_zh=None,
        document_number=None,
        document_type=policy[0],
        nature=policy[1],
        status=policy[2],
    )
    item = replace(DRAFT.item, policy=reported, issuing_bodies=("STATE_COUNCIL",), deadlines=())
    message, *_ = build_digest(compose(replace(DRAFT, item=item)))
    assert words in whole(message)


def test_a_document_that_its_text_does_not_name_is_named() -> None:
    """A row of a table says "the plan": the line has its title, unless a headline or the text tells it."""
    said_of = DRAFT.item.policy
    assert said_of
    policy = replace(said_of, title_en="Storage_Plan")
    item = replace(DRAFT.item, headline=None, policy=policy, text="The plan has two goals.")
    for text, zh, headline, said in (
        ("The plan has two goals.", "储能方案", None, ": _Storage＿Plan_: The plan has two goals. (P4)"),
        ("The 储能方案 has two goals.", "储能方案", None, "2024*: The 储能方案 has two goals. (P4)"),
        ("The plan has two goals.", None, "Storage_Plan", ": _Storage＿Plan_: The plan has two goals. (P4)"),
        ("The plan has two goals.", None, "Two goals", "2024*: The plan has two goals. (P4)"),
    ):
        changed = replace(item, text=text, headline=headline, policy=replace(policy, title_zh=zh))
        assert said in whole(build_digest(compose(replace(DRAFT, item=changed)))[0])
    digest = compose(replace(DRAFT, item=replace(item, headline="Storage_Plan")))
    headed = replace(digest, entries=(replace(digest.entries[0], sentence="Storage_Plan"),))
    assert "2024*: Storage_Plan (P4)" in whole(build_digest(headed)[0])


def test_push_text_without_a_deadline() -> None:
    """Without anything to act on the notification names the first new thing; with nothing new it only counts."""
    quiet = replace(DRAFT, item=replace(DRAFT.item, deadlines=()))
    assert build_push_text(compose(quiet)) == "China policy: 1 new: Headline 1"
    assert build_push_text(compose()) == "China policy: 0 new"


def many(count: int, length: int = 250) -> list[DigestItem]:
    return [
        DigestItem(
            item_id=n,
            version=1,
            item=replace(
                make_policy_item(n, f"Number {n} 能源 " + "x" * length),
                section=Section.POLICY_NEWS,
                headline=None,
            ),
            policy_id=f"P{n}",
        )
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [1, 20, 45, 60, 300])
def test_what_does_not_fit_goes_into_the_thread(count: int) -> None:
    """Every entry is in exactly one part, all parts are within Slack's limits, and the first says how many follow."""
    parts = build_digest(compose(*many(count)))
    shown = [text for part in parts for text in texts(part) if text.startswith("•")]
    assert len(shown) == count
    for part in parts:
        check_limits(part)
    first = sum(text.startswith("•") for text in texts(parts[0]))
    left = f"{count - first} more below, in the thread"
    assert (left in whole(parts[0])) is (first < count)
    assert sum("· no link" in text for part in parts[1:] for text in texts(part)) == count


def closing(count: int) -> list[DigestItem]:
    """Give so many drafts, of which the later ones close sooner."""
    day = dt.date(2024, 3, 20)
    return [
        replace(
            DRAFT,
            item_id=n,
            item=replace(
                make_policy_item(n, f"Number {n}.", closes_on=day + dt.timedelta(days=(count - n) // 9)),
                headline=f"Rules & tables of great length number {n} end",
            ),
            policy_id=f"P{n}",
        )
        for n in range(1, count + 1)
    ]


def _list_ahead(*parts: Message) -> list[str]:
    lines = [line for part in parts for text in texts(part) for line in text.split("\n")]
    return [line for line in lines if line.startswith("*Act by*")]


@pytest.mark.parametrize("count", [1, 20, 70, 300])
def test_many_deadlines_are_cut_between_lines(count: int) -> None:
    """Each deadline stands whole in one part, the soonest first; the first message says how many follow, and where."""
    digest = compose(*closing(count))
    parts = build_digest(digest)
    for part in parts:
        check_limits(part)
    ahead = _list_ahead(*parts)
    assert [line[line.rindex("(P") :] for line in ahead] == [
        f"({each.entry.item.shown_id})" for each in digest.deadlines
    ]
    assert len(ahead) == count
    first = len(_list_ahead(parts[0]))
    assert first >= min(count, 20)
    assert (f"{count - first} more deadlines ahead: below, in the thread" in whole(parts[0])) is (first < count)
    assert ("*More deadlines ahead*" in whole(parts[1])) is (first < count)
    assert sum(text.startswith("•") for part in parts for text in texts(part)) == count


def test_deadlines_that_one_person_is_not_shown_are_counted() -> None:
    """A private summary is one message: it says how many deadlines it leaves out, and what lists them."""
    message = build_private_digest(compose(*closing(70)), prefix="cn-")
    check_limits(message)
    left = 70 - len(_list_ahead(message))
    said = f"{left} more deadlines ahead: left out here to keep this short; `/cn-policy due` lists them"
    assert 0 < left < 70
    assert said in whole(message)
    assert "more deadline" not in whole(build_private_digest(compose(DRAFT)))


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=80))
def test_hostile_text_stays_text(text: str, headline: str, reason: str) -> None:
    """No text of a document makes a mention, a link or too long a message."""
    item = replace(DRAFT.item, text=text + "<!channel> <@U1>", headline=headline or None)
    digest = replace(compose(replace(DRAFT, item=item)), left_out=((reason, 1),), filter_words=(text,))
    for message in build_digest(digest):
        check_limits(message)
        assert "<!" not in message.blocks + message.text
        assert "<@" not in message.blocks + message.text


def test_renderer() -> None:
    """The renderer is these builders behind one port."""
    renderer = DigestRenderer("cn-")
    assert renderer.render_digest(compose(DRAFT)) == build_digest(compose(DRAFT), prefix="cn-")
    notice = whole(renderer.render_notice(SUBSCRIPTION, ("on Energy",)))
    assert "<@U1> set up D3" in notice
    assert "this channel gets a summary of what is new: on Energy" in notice
    assert "`/cn-digest pause D3`" in notice
    of_a_body = whole(renderer.render_notice(SUBSCRIPTION, ("issued by MIIT",)))
    assert "this channel gets a summary of what is new: issued by MIIT. It starts" in of_a_body
    schedule = Schedule(cadence=Cadence.DAILY)
    ahead = replace(SUBSCRIPTION, filter="due:30d", schedule=schedule)
    assert "this channel gets what is ahead: due" in whole(renderer.render_notice(ahead, ("due",)))
    other = replace(ahead, filter="topic:energy")
    assert "this channel gets what is new: due" in whole(renderer.render_notice(other, ("due",)))
    withdrawn = renderer.render_withdrawn("Harbour <Notes>", dt.date(2024, 3, 5))
    assert withdrawn.text.startswith("Withdrawn: Harbour &lt;Notes&gt;, 5 Mar 2024")
    assert renderer.render_withdrawn("Notes", None).text.startswith("Withdrawn: Notes, which this post told of, was")
    taken_out = renderer.render_taken_out("Harbour <Notes>", dt.date(2024, 3, 5))
    assert taken_out.text.startswith("Corrected: what this post told of Harbour &lt;Notes&gt;")
    assert taken_out.text.endswith("is not in it any more.")
    assert renderer.render_kept_out().text.startswith("Removed: its publisher's licence")
    trouble = renderer.render_trouble(rules=("D3",), channel="C1", reason="is_archived").text
    assert trouble.startswith("Gongbao cannot post D3 to <#C1>: is_archived.")
    assert trouble.endswith("then `/cn-digest resume D3`.")
    stands = renderer.render_standing(rule="D3", channel="C1", slot="B1v1", reason="edit_window_closed").text
    assert stands.startswith("A post of D3 (B1v1) stands in <#C1> as it was, though what it tells was taken back")
    several = renderer.render_trouble(rules=("D3", "D4"), channel="C1", reason="is_archived").text
    assert several.startswith("Gongbao cannot post D3 and D4 to <#C1>: is_archived.")
    assert several.endswith("then `/cn-digest resume D3` and so for each of them.")


def test_several_briefings() -> None:
    """A digest of several briefings says what time it covers, names each source, and places items in theirs."""
    other = replace(SOURCE, briefing_id=2, name="Quay Watch", published_on=dt.date(2024, 3, 6))
    late = replace(NEWS, briefing_id=2, item_id=7)
    digest = replace(
        compose(replace(DRAFT, briefing_id=1), late),
        sources=(SOURCE, other),
        window=(dt.date(2024, 3, 4), dt.date(2024, 3, 10)),
    )
    message, thread = build_digest(digest)
    said = texts(message)
    assert said[1] == "learned 4 Mar – 10 Mar 2024 · rule D3 · on Energy"
    assert "(P4 · B1)" in whole(message)
    assert "(I7 · B2)" in whole(message)
    assert "*I7* B2, company news 1, lines 40–41 · no link in the source" in whole(thread)
    assert "Sources: Harbour Notes, 5 Mar 2024 (B1); Quay Watch, 6 Mar 2024 (B2)" in whole(message)
    without_window = replace(digest, window=None)
    assert texts(build_digest(without_window)[0])[1] == "rule D3 · on Energy"


@pytest.mark.parametrize(("length", "shown"), [(20, 45), (60, 25), (2500, 1)])
def test_many_briefings_are_named_whole_and_the_rest_counted(length: int, shown: int) -> None:
    """Where sources do not find room they are cut between two of them, and what follows them stands all the same."""
    sources = tuple(replace(SOURCE, briefing_id=n, name="Q" * length) for n in range(1, 46))
    items = [replace(NEWS, briefing_id=source.briefing_id, item_id=source.briefing_id) for source in sources]
    message = build_digest(replace(compose(*items), sources=sources))[0]
    line = next(text for text in texts(message) if text.startswith("Sources: "))
    named, *closing = line.split(" · ")
    assert closing == ["pages and quotes in the thread", "an id opens it: `/policy I1`"]
    assert named.count("QQ, 5 Mar 2024 (B") == (shown if length < 2000 else 0)
    assert f"(B{shown})" in named or named.startswith(f"Sources: {'Q' * 1990}")
    assert (f"; and {45 - shown} more, whose ids stand beside their items" in named) is (shown < 45)
    check_limits(message)


def test_what_changed() -> None:
    """A policy that was reported before stands apart, with what the earlier report said otherwise."""
    final = replace(
        DRAFT.item,
        policy=replace(DRAFT.item.policy, status=PolicyStatus.IN_FORCE) if DRAFT.item.policy else None,
        deadlines=(),
    )
    changed = replace(DRAFT, item=final, before=DRAFT.item)
    same = replace(DRAFT, item_id=8, before=DRAFT.item)
    message, *_ = build_digest(compose(changed, same))
    said = whole(message)
    assert "*Reported before: what changed*" in said
    assert "_deadline: was 20 Mar 2024 / new: none printed; status: was draft for comment / new: in force_" in said
    assert "_reported before, and no issuer, date, status, number or deadline differs_" in said
    assert "*Policy*" not in said


def test_a_policy_that_two_briefings_report_alike_is_told_once() -> None:
    """A second report that says nothing otherwise is named in the line of the first; one that does has its own."""
    other = replace(SOURCE, briefing_id=2, name="Quay Watch")
    first = replace(DRAFT, briefing_id=1)
    again = replace(first, item_id=8, briefing_id=2, before=DRAFT.item)
    digest = replace(compose(again, first), sources=(SOURCE, other))
    said = whole(build_digest(digest)[0])
    assert said.count("rules on storage. (P4") == 1
    assert "(P4 · B1; also B2)" in said
    assert "what changed" not in said
    private = build_private_digest(digest)
    assert "(P4 · B1, item 1, p. 2; also B2, item 1, p. 2)" in whole(private)
    assert sorted(list_shown_items(digest, private)) == [1, 8]
    shorter = replace(again, item=replace(DRAFT.item, deadlines=()))
    assert "(P4 · B1; also B2)" in whole(build_digest(replace(compose(first, shorter), sources=(SOURCE, other)))[0])
    moved = replace(DRAFT.item.deadlines[0], on=dt.date(2024, 3, 27))
    later = replace(again, item=replace(DRAFT.item, deadlines=(moved,)))
    differing = whole(build_digest(replace(compose(first, later), sources=(SOURCE, other)))[0])
    assert "(P4 · B2) _deadline: was 20 Mar / new: 27 Mar 2024_" in differing
    twice = whole(build_digest(replace(compose(first, replace(first, item_id=9)), sources=(SOURCE, other)))[0])
    assert twice.count("rules on storage. (P4 · B1)") == 2


def _with(**facts: Any) -> Item:
    return replace(DRAFT.item, **facts)


def _numbered(number: str | None) -> Item:
    assert DRAFT.item.policy is not None
    return _with(policy=replace(DRAFT.item.policy, document_number=number))


def _closing(kind: DeadlineKind, on: dt.date) -> Item:
    return _with(deadlines=(*DRAFT.item.deadlines, replace(DRAFT.item.deadlines[0], kind=kind, on=on)))


@pytest.mark.parametrize(
    ("now", "was", "said"),
    [
        (_with(issuing_bodies=("MIIT", "STATE_COUNCIL")), DRAFT.item, "issuer: was MIIT / new: MIIT, State Council"),
        (DRAFT.item, _with(issuing_bodies=("MIIT", "STATE_COUNCIL")), "issuer: was MIIT, State Council / new: MIIT"),
        (DRAFT.item, _with(deadlines=()), "deadline: was none printed / new: 20 Mar 2024"),
        (
            _closing(DeadlineKind.APPLICATIONS_CLOSE, dt.date(2024, 4, 9)),
            _closing(DeadlineKind.APPLICATIONS_CLOSE, dt.date(2024, 4, 1)),
            "deadline for applications: was 1 Apr / new: 9 Apr 2024",
        ),
        (
            _closing(DeadlineKind.TAKES_EFFECT, dt.date(2025, 5, 1)),
            DRAFT.item,
            "takes effect: was none printed / new: 1 May 2025",
        ),
        (_with(reported_on=dt.date(2024, 2, 18)), DRAFT.item, "date: was 20 Feb / new: 18 Feb 2024"),
        (_numbered("工信部〔2024〕1号"), _numbered(None), "document number: was none printed / new: 工信部〔2024〕1号"),
        (
            _numbered("工信部〔2024〕1号"),
            _numbered("工信部[2024]1号"),
            "reported before, and no issuer, date, status, number or deadline differs",
        ),
    ],
)
def test_each_fact_that_changed_is_told(now: Item, was: Item, said: str) -> None:
    """Issuers, date, status, number and each kind of deadline are compared; that nothing differs is said only then."""
    message, *_ = build_digest(compose(replace(DRAFT, item=now, before=was)))
    assert f"_{said}_" in whole(message)


def test_a_private_digest_is_one_message_without_buttons() -> None:
    """What one person asked to see has no thread and no rule to pause; it says how much is left out."""
    message = build_private_digest(compose(*many(60)))
    check_limits(message)
    shown = sum(text.startswith("•") for text in texts(message))
    assert f"{60 - shown} more, left out here to keep this short" in whole(message)
    assert "Why these?" not in message.blocks
    assert "more, left out" not in whole(build_private_digest(compose(DRAFT)))


def test_the_details_of_an_item() -> None:
    """The thread has what the digest does not say: titles, number, the rest of the text, points, quotes, links."""
    policy = ReportedPolicy(
        title_en="Storage <Rules>",
        title_zh="储能规定",
        document_number="工信部〔2024〕1号",
        document_type=None,
        nature=None,
        status=PolicyStatus.ISSUED,
    )
    item = replace(
        DRAFT.item,
        policy=policy,
        text="The ministry opens rules on storage. They hold from May.",
        points=tuple(f"Point {n}" for n in range(8)),
        targets=(Target(year=2025, quote="By 2025 all do."),),
        deadlines=(replace(DRAFT.item.deadlines[0], quote="Comments end soon."),),
        links=(Link(label="Notice", url="https://miit.example/a"),),
        pages=None,
    )
    digest = compose(replace(DRAFT, item=item))
    entry = replace(digest.entries[0], sentence="The ministry opens rules on storage.")
    _, thread = build_digest(replace(digest, entries=(entry,)))
    said = whole(thread)
    assert said.startswith("*Details*\n*P4* Headline 1 · Storage &lt;Rules&gt; · 储能规定 · 工信部〔2024〕1号\n")
    assert "> They hold from May.\n> • Point 0" in said
    assert "> • Point 5\n> … 2 more in the source\n" in said
    assert "*20 Mar 2024*: “Comments end soon.”\n*By 2025*: “By 2025 all do.”" in said
    assert "\nitem 1 · <https://miit.example/a|Notice> (miit.example)" in said


def detail(item: Item, sentence: str) -> str:
    """Give what the thread says of one policy whose digest says a sentence."""
    digest = compose(replace(DRAFT, item=replace(item, deadlines=())))
    _, thread = build_digest(replace(digest, entries=(replace(digest.entries[0], sentence=sentence),)))
    return whole(thread).removeprefix("*Details*\n")


def test_details_keep_the_order_of_the_source() -> None:
    """Points stand behind the words that announce them, and what follows them after them, all as one quotation."""
    item = replace(DRAFT.item, text="Rules open. Makers have to:\n\nA standard follows.", points=("mark it", "keep it"))
    said = detail(item, "Rules open.")
    assert "\n> Makers have to:\n> • mark it\n> • keep it\n> A standard follows.\n" in said
    assert "> Rules open. Makers have to:\n> • mark it" in detail(item, "mark it")


def test_details_do_not_lose_what_the_digest_cut() -> None:
    """A sentence too long for its line stands in the thread whole; one that says all is not said again."""
    long = "Rules open " + "and open " * 60 + "at last."
    assert "and open at last.\n" in detail(replace(DRAFT.item, text=long), long)
    assert ">" not in detail(replace(DRAFT.item, text="Rules open."), "Rules open.")
    announced = replace(DRAFT.item, text="Makers have to:", points=("mark it",))
    assert "mark it" not in detail(announced, "Makers have to: • mark it")


def test_details_repeat_no_quote_that_they_show() -> None:
    """The sentence of a goal that is one of the points shown is not printed a second time."""
    goal = Target(year=2030, quote="A & B are marked")
    item = replace(DRAFT.item, text="Goals include:", points=("A & B are marked",), targets=(goal,))
    assert detail(item, "Headline 1").count("A &amp; B are marked") == 1


def test_details_of_a_document_without_titles_are_one_line() -> None:
    """What has no title, and nothing that the digest does not say, only says where it stands."""
    item = replace(DRAFT.item, headline=None, policy=None, section=Section.POLICY_NEWS, text="A ban came.", pages=None)
    assert detail(item, "A ban came.") == "*P4* policy news 1 · no link in the source"


def test_long_details_keep_their_place() -> None:
    """However long text and points are, place and links are not cut off."""
    points = tuple("word " * 70 for _ in range(9))
    item = replace(DRAFT.item, text="text " * 400 + "as follows:\n\n" + "after " * 400, points=points, pages=None)
    said = detail(item, "Headline 1")
    assert len(said) <= 3000
    assert said.endswith("item 1 · no link in the source")


def test_a_name_does_not_run_across_points() -> None:
    """An item without a title is named by how it begins, points where they stand."""
    item = replace(NEWS.item, text="They will:\n\nThe rest is open.", points=("sell it",))
    assert name_item(item) == "They will: • sell it The rest is open."


def test_much_news_shares_blocks_within_the_limit() -> None:
    """Other news stands together in as few blocks of the thread as Slack's limit lets."""
    link = Link(label="A wire story", url=f"https://wire.example/{'a' * 200}")
    news = [replace(NEWS, item_id=n, item=replace(NEWS.item, position=n, links=(link,))) for n in range(1, 31)]
    _, *thread = build_digest(compose(*news))
    found = [text for part in thread for text in texts(part) if "company news" in text]
    assert 1 < len(found) < 30
    assert sum(text.count("company news ") for text in found) == 30


def test_a_reminder_of_what_takes_effect() -> None:
    """It says when; today needs no count, and an item without issuer or quote is named all the same."""
    deadline = replace(DRAFT.item.deadlines[0], kind=DeadlineKind.TAKES_EFFECT, on=NOW.date(), quote="")
    item = replace(DRAFT, item=replace(DRAFT.item, deadlines=(deadline,)))
    reminder = Reminder(
        rule="D3", item=item, deadline=deadline, left=0, is_late=False, source=SOURCE, issuers={}, answer=None
    )
    message = DigestRenderer().render_reminder(reminder)
    assert message.text == "Today: Headline 1 (P4) takes effect on 10 Mar 2024 (Beijing)"
    assert "“" not in whole(message)
    void = DigestRenderer().render_void_reminder(reminder.key)
    assert void.text == "Corrected: P4 has no deadline on 10 Mar 2024 any more, so this reminder is void."


def test_what_admins_are_told_of_an_owner_who_left() -> None:
    """Who has left, what goes on where, and how one of them takes it over, as it is typed there."""
    renderer = DigestRenderer(prefix="cn-")
    other = replace(SUBSCRIPTION, id=4, channel="C2")
    left = renderer.render_left((SUBSCRIPTION, other), gone="U1", is_guest=False)
    assert left.text == "<@U1> has left. What they set up in channels goes on, and nobody looks after it: D3, D4"
    assert "• D3 in <#C1>\\n• D4 in <#C2>" in left.blocks
    assert "takes it over: `/cn-digest list` and *Change*, or `/cn-digest change D3 …`" in left.blocks
    guest = renderer.render_left((SUBSCRIPTION,), gone="U1", is_guest=True)
    assert guest.text.startswith("<@U1> is no member of this workspace any more.")


def test_what_a_guest_is_told_of_their_own() -> None:
    """It has ended, and why."""
    assert DigestRenderer().render_ended(["D3", "D4"]).text.startswith("D3, D4 have ended: only members")


def test_who_changed_a_list() -> None:
    """A channel reads who changed what a list of its rules holds, and to what; a person reads of their own."""
    renderer = DigestRenderer()
    held = NamedList(id=1, owner="C1", name="us & them", filter="topic:ai lathe")
    words = ("topic AI", "“lathe”")
    assert renderer.render_list_change(held, words, rules=("D1", "D3"), by="U2").text == (
        "<@U2> changed the list “us &amp; them”, which D1, D3 follow: from now on any of topic AI, “lathe”."
    )
    own = renderer.render_list_change(replace(held, owner="U2"), words, rules=("D4",), by="U2").text
    assert own.startswith("You changed the list “us &amp; them”, which D4 follows:")


def test_an_agenda_counts_deadlines() -> None:
    """A digest of deadlines ahead does not call them new."""
    message, *_ = build_digest(replace(compose(DRAFT), is_agenda=True))
    assert message.text.startswith("China policy: 1 with a deadline ahead, answer by 20 Mar 2024")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Carbon market to grow. On 9 May, the ministry asked.", "Carbon market to grow"),
        ("A frame for risks: The committee set it out.", "A frame for risks"),
        ("The U.S. Trade office said so. More follows.", "The U.S. Trade office said so"),
        ("Short. On it goes.", "Short. On it goes."),
    ],
)
def test_a_title_set_before_a_text_is_its_name(text: str, name: str) -> None:
    """An item without headline and title is named by the title that its text begins with, else by the text."""
    assert name_item(replace(NEWS.item, text=text)) == name


def test_what_one_answers_is_the_document() -> None:
    """A deadline ahead names the document by its English title where one is held, else by the report's headline."""
    assert DRAFT.item.policy is not None
    titled = replace(DRAFT.item, headline="A storm in a port", policy=replace(DRAFT.item.policy, title_en="Port Rules"))
    untitled = replace(titled, policy=replace(DRAFT.item.policy, title_en=None))
    for item, name in ((titled, "Port Rules"), (untitled, "A storm in a port")):
        said = whole(build_digest(compose(replace(DRAFT, item=item)))[0])
        assert f"(10 days, Beijing): comment on {name} (P4)" in said
