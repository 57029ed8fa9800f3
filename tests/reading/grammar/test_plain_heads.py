"""Lines of a text that marks no headings, which by turns with prose are its headlines."""

from __future__ import annotations

import pytest

from tests.reading.grammar.grammar_blocks import read

DOCKS = "The Ministry of Transport named nine docks that may lift heavier boxes from next year on."
ROPES = "Customs officers in Ningbo seized a load of ropes that bore the marks of another maker."
SCALES = "A second list of scales was put before the public, with a month in which to comment on it."
BROKEN = "Makers of lamps in the two provinces have to say by the end of the year how many of them they sell abroad and"


def _headlines(*notes: str) -> list[str | None]:
    return [item.headline for item in read("Dock and Rope Monthly", *notes).parts.items]


@pytest.mark.parametrize(
    "notes",
    [
        ("Heavier boxes at docks", DOCKS, "Ropes seized in Ningbo", ROPES, SCALES),
        ("Law & Policy", "Heavier boxes at docks", DOCKS, "Ropes seized in Ningbo", BROKEN),
        ("2 May 2024", "Heavier boxes at docks", DOCKS, "9 May 2024", "Ropes seized in Ningbo", ROPES),
        ("Heavier boxes at docks", DOCKS, "Details>> Docks", "Ropes seized in Ningbo", ROPES, "Details>> Ropes"),
    ],
)
def test_lines_by_turns_with_prose_are_headlines(notes: tuple[str, ...]) -> None:
    """Also the first right under the name, over what breaks off, between days, and where sources follow."""
    assert _headlines(*notes) == ["Heavier boxes at docks", "Ropes seized in Ningbo"]


@pytest.mark.parametrize(
    "notes",
    [
        ("Heavier boxes at docks", DOCKS, ROPES),
        ("Heavier boxes at docks", "Ropes for boats and for docks", "New lamps", "A list of scales", ROPES, SCALES),
        ("Heavier boxes at docks", DOCKS, *((ROPES, SCALES) * 4), "Ropes seized in Ningbo", ROPES),
        ("**Boxes**", "Heavier boxes at docks", DOCKS, "**Ropes**", "Ropes seized in Ningbo", ROPES),
        ("### Boxes", DOCKS, "### Ropes", ROPES, "Heavier boxes at docks", DOCKS, "Ropes seized in Ningbo", ROPES),
    ],
)
def test_other_lines_are_none(notes: tuple[str, ...]) -> None:
    """Nor is one alone, among many like it, among much prose, as a second line, or beside headings that are as many."""
    assert "Ropes seized in Ningbo" not in _headlines(*notes)


def test_a_short_line_that_counts_on_is_a_headline_too() -> None:
    """Without a number it may be a topic, right over a paragraph that opens with a day."""
    told = (
        "5月13日，港口管理局印发《起重机登记办法》，要求所有起重机按年登记，登记由港口所在地的管理机构办理。",
        "点评：登记从严。",
    )
    last = "5月16日，北海船厂宣布交付第三艘渡轮，这艘渡轮将在东港与北海之间运行，每天往返六次。"
    notes = (
        "01 港口管理局发布起重机登记办法",
        *told,
        "02 粮食局公开征求粮仓检查规定的意见",
        *told,
        "03 北海渡轮交付",
        last,
    )
    assert _headlines(*notes) == ["港口管理局发布起重机登记办法", "粮食局公开征求粮仓检查规定的意见", "北海渡轮交付"]
