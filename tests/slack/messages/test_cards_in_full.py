"""Cards as people see them: whether a policy binds, charts with their words, fields, news, timelines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.cli.text import render_block
from bot.domain.records.briefing import Figure, PolicyStatus
from bot.slack.actions import Ask
from bot.slack.arguments import parse_request
from bot.slack.messages.answers import build_answer
from bot.slack.messages.charts import MAX_POINTS, build_month_chart
from bot.slack.messages.frame import Frame, Place
from tests import builders as b
from tests.block_rules import check_message
from tests.domain.query_lexicon import LEXICON, TODAY
from tests.shown import ANSWERS, list_labels, load, show

MINISTRY = Frame(ask=Ask(command="ministry", text="MIIT"))


def months(count: int, alone: int = 1) -> tuple[tuple[dt.date, int, int], ...]:
    return tuple((dt.date(2020 + place // 12, place % 12 + 1, 1), alone, place % 2) for place in range(count))


def test_a_policy_says_whether_it_binds_and_is_final() -> None:
    """And that both are read off its kind, with what builds on it, or that nothing held does."""
    shown = show(ANSWERS["policy"])
    assert "Binding: no, a draft · final: no, a draft for comment" in shown
    assert "Built on by: nothing held" in shown
    assert "Binding and final are read off kind, issuer and status." in shown
    issued = b.build_policy_card(
        policy=b.build_policy(status=PolicyStatus.ISSUED), built_on_by=(b.build_policy(id="P8"),)
    )
    assert "Built on by: P8 Safety rules for battery storage" in show(issued)
    assert list_labels(issued)[1:3] == ["Open P8", "Timeline"]
    assert "Timeline" in list_labels(ANSWERS["policy"])


def test_figures_stand_as_printed() -> None:
    """Value and unit, each once."""
    figures = (Figure(value="318,900", unit="stations", quote="q"), Figure(value="318,900", unit="stations", quote="r"))
    shown = show(b.build_policy_card(rows=(b.build_item_row(b.build_item(figures=figures)),)))
    assert "Figures as printed: 318,900 stations\n" in shown


def test_counts_have_a_chart_and_its_figures_in_words() -> None:
    """The words say what the chart draws, since not every reader sees charts."""
    shown = show(ANSWERS["drawn ministry"], MINISTRY)
    assert "Issued by month, alone and jointly\n  Jan 2023 aj 2\n  Feb 2023 a 1" in shown
    assert "By topic: Batteries 6" in shown
    assert "By month: Jan 2023 2 (1 joint) · Feb 2023 1 · Mar 2023 2 (1 joint) · Apr 2023 1" in shown
    assert check_message({"text": "x", "blocks": load(build_answer(ANSWERS["drawn ministry"], MINISTRY))}) == []
    assert "Only joint" in list_labels(ANSWERS["drawn ministry"], MINISTRY)


def test_a_window_has_the_words_alone() -> None:
    """Charts stand in messages only; a further page and the joint view have neither."""
    card = b.build_ministry_card(by_month=months(6), by_topic=(("Batteries", 6),), alone=3, joint=3)
    window = show(card, replace(MINISTRY, place=Place.WINDOW))
    assert "Issued by month" not in window
    assert "By month:" in window
    for other in (replace(card, offset=8), replace(card, only_joint=True)):
        assert "By month:" not in show(other, MINISTRY)
    assert "All 6" in list_labels(replace(card, only_joint=True), MINISTRY)


@pytest.mark.parametrize(
    ("by_month", "points"), [(months(2), 0), (months(3, 0), 0), (months(5), 5), (months(40), MAX_POINTS)]
)
def test_a_chart_is_drawn_where_there_is_enough(by_month: tuple[tuple[dt.date, int, int], ...], points: int) -> None:
    """From three months with something and five policies on, and the last twenty months at most."""
    chart = build_month_chart(by_month)
    assert (len(chart["chart"]["axis_config"]["categories"]) if chart else 0) == points
    if chart:
        assert check_message({"text": "x", "blocks": [chart]}) == []
        assert render_block(chart).count("\n") == points + 1


def test_long_counts_are_cut_with_a_word() -> None:
    """Topics beyond eight and months that the chart does not draw are counted."""
    topics = tuple((f"t{number}", 1) for number in range(11))
    shown = show(b.build_ministry_card(by_month=months(22), by_topic=topics), MINISTRY)
    assert "t7 1 and 3 more" in shown
    assert "By month: before that 3, not drawn · " in shown


def test_succession_has_its_dates() -> None:
    """As far as the list is certain of them."""
    bodies = (replace(b.MII, since="1998-03", until="2008-03"), replace(b.MII, since=None, until="2008-03"))
    shown = show(
        b.build_ministry_card(predecessors=bodies, successors=(replace(b.MII, since="2023", until=None),)), MINISTRY
    )
    assert "(1998-03 – 2008-03)" in shown
    assert "(until 2008-03)" in shown
    assert "since then: MII 信息产业部 (since 2023)" in shown
    assert "before: MII 信息产业部 · " in show(
        b.build_ministry_card(predecessors=(replace(b.MII, since=None, until=None),), successors=(b.MII,)), MINISTRY
    )


def test_calls_that_wait_are_told_with_their_day() -> None:
    """Drafts open for comment, and calls for applications."""
    call = b.build_policy_row(policy=b.build_policy(id="P7", applications_close_on=dt.date(2024, 4, 2)), is_open=False)
    shown = show(b.build_ministry_card(open_drafts=(b.build_policy_row(), call)), MINISTRY)
    assert "P5 Safety rules for battery storage, comments until 22 Mar 2024" in shown
    assert "P7 Safety rules for battery storage, applications until 2 Apr 2024" in shown


def test_policies_of_a_companys_fields_are_linked_by_nobody() -> None:
    """The card says so; without any it says that none is held, without fields nothing."""
    assert (
        "Policies of its fields (batteries), none of which a source held links to Huawei:"
        " P5 Safety rules for battery storage" in show(ANSWERS["fields"])
    )
    assert "Policies of its fields (batteries): none held." in show(b.build_company_card(fields=("Batteries",)))
    assert "Policies of its fields" not in show(ANSWERS["company"])
    assert "Seen with: nobody else" in show(b.build_company_card(seen_with=()))


def test_a_briefing_tells_its_news() -> None:
    """Against the one before, with what both report; or that there is none before."""
    shown = show(ANSWERS["compared briefing"])
    assert "New against B9 (5 Jan 2024): 1 policy · companies Huawei · bodies State Council; in both: P3" in shown
    assert "No earlier briefing is held to compare it with." in show(ANSWERS["briefing"])
    many = b.build_briefing_news(companies=tuple(f"C{number}" for number in range(10)), bodies=(), again=())
    shown = show(b.build_briefing_card(news=many))
    assert "C7 and 2 more; in both: no policy" in shown


def test_a_timeline_parts_what_is_ahead() -> None:
    """Each event has its day, its standing and its source; a claim is marked; the line stands once."""
    shown = show(ANSWERS["timeline"])
    assert "Timeline of P5: 3 dated events · 1 entry without a date" in shown
    assert "20 Feb 2024 · draft published (as reported): P5 Safety rules for battery storage · MIIT with NEA" in shown
    assert "claim, as reported, not checked" in shown
    assert shown.count("Ahead, after 10 Mar 2024") == 1
    assert shown.index("Ahead") < shown.index("22 Mar 2024 · comments close")
    assert "Understood: topic Batteries" in show(ANSWERS["timeline of all"])
    official = b.build_policy_row(policy=b.build_policy(official=b.build_policy(), status=PolicyStatus.ISSUED))
    first = b.build_timeline().rows[0]
    row = replace(first, row=official, event=replace(first.event, is_official=True))
    assert "issued (official): P5" in show(b.build_timeline(rows=(row,), total=1))
    assert "Open P5" in list_labels(ANSWERS["timeline"])


@pytest.mark.parametrize(
    ("command", "text", "action", "number"),
    [
        ("policy", "timeline", "timeline", None),
        ("policy", "timeline p5", "timeline", 5),
        ("policy", "timeline P5 export:ics", "timeline", 5),
        ("policy", "timeline robots since:2023", "timeline", None),
        ("policy", "timeline I3", "search", None),
        ("ministry", "joint MIIT", "joint", None),
        ("ministry", "joint the MIIT", "joint", None),
        ("ministry", "joint ministry:MIIT", "joint", None),
        ("ministry", "joint venture", "search", None),
    ],
)
def test_what_timeline_and_joint_take(command: str, text: str, action: str, number: int | None) -> None:
    """A policy's id, words and keys; the name of a body that is known."""
    request = parse_request(command, text, lexicon=LEXICON, today=TODAY)
    assert (request.action, request.id[1] if request.id else None) == (action, number)
