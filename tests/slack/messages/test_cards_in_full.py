"""Cards as people see them: whether a policy binds, charts with their words, fields, news, timelines."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.records.briefing import PolicyStatus
from bot.slack.actions import Ask
from bot.slack.messages.answers import build_answer
from bot.slack.messages.frame import Frame
from tests import builders as b
from tests.block_rules import check_message
from tests.shown import ANSWERS, list_labels, load, show

MINISTRY = Frame(ask=Ask(command="ministry", text="MIIT"))


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


def test_counts_have_a_chart_and_its_figures_in_words() -> None:
    """The words say what the chart draws, since not every reader sees charts."""
    shown = show(ANSWERS["drawn ministry"], MINISTRY)
    assert "Issued by month, alone and jointly\n  Jan 2023 aj 2\n  Feb 2023 a 1" in shown
    assert "By topic: Batteries 6" in shown
    assert "By month: Jan 2023 2 (1 joint) · Feb 2023 1 · Mar 2023 2 (1 joint) · Apr 2023 1" in shown
    assert check_message({"text": "x", "blocks": load(build_answer(ANSWERS["drawn ministry"], MINISTRY))}) == []
    assert "Only joint" in list_labels(ANSWERS["drawn ministry"], MINISTRY)


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
