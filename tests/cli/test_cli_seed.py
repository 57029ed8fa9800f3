"""A publisher's real briefing, where it is held beside the checkout; the other files do the same on our samples."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.terminal import SEED, Terminal

if TYPE_CHECKING:
    from pathlib import Path

NAME = "china-industries-2023-12"
NOW = "2023-12-10"
SOURCE = "MERICS, 6 Dec 2023, "
pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="the publisher's briefing is not held here")


@pytest.fixture(scope="session")
def seed_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the Markdown rendering."""
    held = Terminal(db=tmp_path_factory.mktemp("seed") / "g.db")
    held.run("ingest", str(SEED / f"{NAME}.md"), "--now", NOW)
    return held.db or SEED


@pytest.fixture
def seed(tmp_path: Path, seed_db: Path) -> Terminal:
    shutil.copy(seed_db, tmp_path / "seed.db")
    return Terminal(db=tmp_path / "seed.db")


def test_the_counts_and_dates_of_the_briefing(seed: Terminal) -> None:
    """5 top, 7 policy and 8 company items of 2023, one deadline, no invented body or address."""
    value = seed.load("export")
    (briefing,) = value["briefings"]
    items = briefing["items"]
    sections = [item["section"] for item in items]
    assert [sections.count(name) for name in ("top", "policy_news", "corporate_news", "other")] == [5, 7, 8, 0]
    assert (briefing["published_on"], briefing["period_start"], briefing["period_end"]) == (
        *("2023-12-06", "2023-10-25", "2023-11-28"),
    )
    assert all(item["reported_on"].startswith("2023-") for item in items)
    assert [(d["on"], d["kind"]) for item in items for d in item["deadlines"]] == [("2023-12-22", "comments_close")]
    assert "MIT" not in {body for item in items for body in (*item["bodies"], *item["issuing_bodies"])}
    assert [link["url"] for item in items for link in item["links"]] == [None] * 37
    assert briefing["unread"] == []
    assert len(value["policies"]) == 12


def read_alike(value: Any) -> Any:
    """Leave out what may differ between renderings: source, hash, places, what was unread, and addresses."""
    for briefing in value["briefings"]:
        for key in ("source_name", "media_type", "sha256", "unread"):
            briefing.pop(key)
        for item in briefing["items"]:
            item.pop("pages")
            item.pop("lines")
            for link in item["links"]:
                link.pop("url")
    return value


@pytest.mark.parametrize("ending", [".pdf", "_chromium.pdf", "_libreoffice.pdf"])
def test_each_rendering_says_the_same(seed: Terminal, terminal: Terminal, ending: str) -> None:
    """Three PDF engines and the Markdown export alike, but for where things stand."""
    terminal.run("ingest", str(SEED / (NAME + ending)), "--now", NOW)
    assert read_alike(terminal.load("export")) == read_alike(seed.load("export"))


QUESTIONS = [
    ("/policy status:draft_for_comment", NOW, ("P5", "22 Dec 2023", "MIIT"), "item 5"),
    ("/policy autonomous vehicles", NOW, ("MIIT with MPS, MOHURD, MOT", "17 Nov 2023"), "item 4"),
    ("/policy humanoid robots target:2025", NOW, ("Goals for 2025:\n• ",), "item 1"),
    ("/company Huawei", NOW, ("13 Nov 2023", "14 Nov 2023", "Changan", "Chery"), "company news 6"),
    ("/ministry NDRC", NOW, ("6 Nov 2023", "24 Nov 2023", "issued 2"), "policy news 2"),
    ("/policy 数据安全", NOW, ("P5", "22 Dec 2023"), "item 5"),
    ("/ministry 工信部", NOW, ("MIIT", "issued 8"), "item 4"),
    ("/ministry gongxinbu", NOW, ("MIIT", "issued 8"), "item 4"),
    ("/policy status:draft_for_comment", "2025-01-10", ("Nothing open", "22 Dec 2023", "proves nothing"), "item 5"),
]


@pytest.mark.parametrize(("command", "now", "parts", "place"), QUESTIONS)
def test_the_questions_people_ask(seed: Terminal, command: str, now: str, parts: tuple[str, ...], place: str) -> None:
    """Each has its answer with the source, as text and as the payload."""
    shown = seed.ask(command, now=now)
    payload = json.dumps(seed.load("ask", command, "--now", now, "--json"), ensure_ascii=False)
    for part in (*parts, SOURCE + place):
        assert part in shown
    assert SOURCE + place in payload


def test_four_goals_for_robots(seed: Terminal) -> None:
    """The interim goals are all there, each once."""
    shown = seed.ask("/policy humanoid robots target:2025", now=NOW)
    assert sum(line.startswith("• ") for line in shown.splitlines()) == 4


def test_what_the_briefing_does_not_hold(seed: Terminal) -> None:
    """A company that it does not name is not in the corpus, with the newest briefing held."""
    shown = seed.ask("/company Tesla", now=NOW)
    assert "Not in the corpus" in shown
    assert "newest 6 Dec 2023" in shown
