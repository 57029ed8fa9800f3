"""``ask``, ``search`` and ``export`` on the samples: the answers, their sources, and the forms they are printed in."""

import json
from pathlib import Path

import pytest

from tests.cli.terminal import NOW, Terminal

MISSING = "Your latest is from 2 Apr 2025, so anything newer is missing."
QUESTIONS = [
    ("/policy status:draft_for_comment", ("Comment by Sun 27 Apr", "CAC"), "Monitor, 2 Apr 2025"),
    ("/policy green certificates target:2030", ("• 2030", "NDRC with NEA"), "Monitor, 2 Apr 2025"),
    ("/policy P3", ("MIIT 工业和信息化部",), "Documents, 3 Apr 2024, policy news 3, line"),
    ("/company CATL", ("18 Mar 2025", "28 Jan 2024"), "Monitor, 2 Apr 2025"),
    ("/ministry NDRC", ("3 policies", "18 Mar 2025"), "Monitor, 2 Apr 2025"),
    ("/ministry 工信部", ("MIIT", "7 policies"), "Fortnight China, 16 Sep 2024"),
    ("/ministry gongxinbu", ("MIIT", "7 policies"), "Fortnight China, 16 Sep 2024"),
    ("/policy 数据安全", ("工业领域数据安全",), "Documents, 3 Apr 2024"),
    ("/policy 国发〔2024〕7号", ("Large-Scale Equipment Renewal",), "3 Apr 2024, policy news 5, line"),
    ("/briefing", ("B3", "4 top items · 5 policy news · 6 company news"), "2 Apr 2025 · covers"),
    ("/company Tesla", (), MISSING),
    ("/policy P999", (), MISSING),
]


@pytest.mark.parametrize(("command", "parts", "source"), QUESTIONS)
def test_each_answer_names_its_source(held: Terminal, command: str, parts: tuple[str, ...], source: str) -> None:
    """Every answer says what was asked and where it stands, as text and in the payload; without a find, the newest."""
    shown = held.ask(command)
    payload = held.run("ask", command, "--now", NOW, "--json").stdout
    for part in (*parts, source):
        assert part in shown
    assert source in payload
    assert json.loads(payload)["text"]


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("/policy colour:red", "“colour:” is not a key."),
        ("/policy since:2023-13", "since: “2023-13” is not a date"),
        ("/", "/ is not a command here."),
        ('/policy "steel', "“steel”"),
        ("/digest pause D9", "D9"),
    ],
)
def test_a_refusal_is_a_private_answer(held: Terminal, command: str, part: str) -> None:
    """What Slack would show as a private message is printed as the answer, with status 0."""
    assert part in held.ask(command)
    assert held.load("ask", command, "--json")["response_type"] == "ephemeral"


def test_the_day_decides(held: Terminal) -> None:
    """--now moves the day of asking; a draft is open to the end of its last day in Beijing, and not an hour longer."""
    assert "1 open for comment" in held.ask("/policy status:draft_for_comment", now="2025-04-27T23:59+08:00")
    shown = held.ask("/policy status:draft_for_comment", now="2025-04-27T16:00")
    for part in ("Nothing open", "27 Apr 2025", "newer is missing"):
        assert part in shown


@pytest.mark.parametrize("name", ["Full text", "full text", "item.source"])
def test_a_button_is_pressed_by_label_or_action(held: Terminal, name: str) -> None:
    """A label in any case or an action_id opens the window of the source; its text is the item as printed."""
    shown = held.ask("/policy P3", "--press", name)
    assert shown.startswith("[ Source ]")
    assert "Links: " in shown


def test_person_and_channel_are_as_given(held: Terminal) -> None:
    """A subscription made in one channel shows there and nowhere else."""
    held.run("ask", "/digest subscribe ministry:MIIT", "--press", "Subscribe", "--user", "U7", "--channel", "C7")
    assert "D1" in held.ask("/digest", "--channel", "C7")
    assert "D1" not in held.ask("/digest", "--channel", "C8")
    assert "D1" in held.ask("@Gongbao digest", "--user", "U7", "--channel", "C7")


@pytest.mark.parametrize(
    "typed", ["which drafts are open?", "目前可以提意见的草案有哪些？", "policy status:draft_for_comment"]
)
def test_a_question_needs_no_command(held: Terminal, typed: str) -> None:
    """Words without slash and mention are a question to the bot; a command's name alone is the command."""
    assert "Comment by Sun 27 Apr" in held.ask(typed)


def test_search_gives_ids(held: Terminal) -> None:
    """The JSON is one line with query, total, items and policies; total counts items; limit: cuts the list only."""
    printed = held.run("search", "ministry:CAC", "--json").stdout
    assert printed.count("\n") == 1
    found = json.loads(printed)
    assert list(found) == ["query", "total", "items", "policies"]
    assert found["query"] == "ministry:CAC"
    assert found["total"] == len(found["items"]) == 5
    cut = held.load("search", "ministry:CAC limit:2", "--json")
    assert cut["total"] == 5
    assert cut["items"] == found["items"][:2]
    everything = held.load("search", "", "--json")
    assert everything["total"] == 44


def test_export_of_one_briefing(held: Terminal) -> None:
    """--briefing leaves only that one and the policies, bodies and companies of its items."""
    whole, one = held.load("export"), held.load("export", "--briefing", "B2")
    assert [briefing["id"] for briefing in whole["briefings"]] == ["B1", "B2", "B3"]
    assert one["briefings"] == whole["briefings"][1:2]
    ids = {item["id"] for item in one["briefings"][0]["items"]}
    assert one["policies"]
    assert all(ids & set(policy["item_ids"]) for policy in one["policies"])
    assert all(ids & set(company["item_ids"]) for company in one["companies"])


def test_the_database_comes_from_option_environment_or_dotenv(held: Terminal, place: Path) -> None:
    """--db goes before $GONGBAO_DB, which goes before .env, which goes before data/gongbao.db below the folder."""
    none = Terminal(db=place / "none.db")
    unset = Terminal(db=None)
    assert "44 items" in none.run("search", "", "--db", str(held.db)).stdout
    assert "none.db" in none.refuse("search", "")
    assert str(Path("data") / "gongbao.db") in unset.refuse("search", "")
    (place / ".env").write_text(f"GONGBAO_DB={held.db}\n")
    assert "44 items" in unset.run("search", "").stdout
    assert "none.db" in none.refuse("search", "")
