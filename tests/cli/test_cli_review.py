"""``gongbao review``, ``merge`` and ``split`` on the samples."""

import re
from typing import Any

from tests.cli.terminal import Terminal


def find(terminal: Terminal, *args: str, **wanted: str) -> dict[str, Any]:
    """Return the first entry of the list with these values."""
    entries: list[dict[str, Any]] = terminal.load("review", "--json", *args)["entries"]
    return next(each for each in entries if all(each[name] == value for name, value in wanted.items()))


def test_the_list_names_what_settles_each_entry(held: Terminal) -> None:
    """The unlisted companies of the samples wait, each with the words to type."""
    shown = held.run("review").stdout
    assert shown.startswith("2 things to review, least certain first\n")
    assert "Is “Butterfly Effect” a company?" in shown
    entry = find(held, name="Butterfly Effect")
    assert f"  gongbao review {entry['shown_id']} yes | same | no\n" in shown
    assert held.run("review", "--briefing", "B1").stdout.startswith("Nothing to review in B1.\n")


def test_a_decision_changes_the_export_for_good(held: Terminal) -> None:
    """Yes, same and no; then the same file again changes nothing, and what is settled is off the list."""
    entries = [find(held, name=name)["shown_id"] for name in ("Butterfly Effect", "Hefei Heyi Aviation")]
    assert "is a company" in held.run("review", entries[0], "yes").stdout
    assert "another name of EHang" in held.run("review", entries[1].lower(), "same", "EHang").stdout
    assert "decided before: yes" in held.run("review", entries[0], "no").stdout
    companies = {each["id"]: each for each in held.load("export")["companies"]}
    assert companies["butterfly-effect"]["confirmed"] is True
    assert "Hefei Heyi Aviation" in companies["ehang"]["aliases"]
    assert held.run("review").stdout.startswith("Nothing to review.")


def test_a_merge_leads_on_and_a_split_parts(held: Terminal) -> None:
    """The older id stays; the other shows it; an item split off gets an id of its own."""
    assert held.run("merge", "P2", "P1").stdout == "P2 and P1 are one policy now: P1.\n"
    assert "P1 · " in held.ask("/policy P2")
    item = held.load("export")["policies"][0]["item_ids"][1]
    done = re.fullmatch(rf"{item} is about (P\d+) now, no longer about P1\.\n", held.run("split", item).stdout)
    assert done
    assert f"{done[1]} · " in held.ask(f"/policy {done[1]}")


def test_an_entry_alone_says_what_it_takes(held: Terminal) -> None:
    """The words that may settle an entry."""
    entry = find(held, name="Butterfly Effect")["shown_id"]
    assert "Choose one of: yes, no, same" in held.refuse("review", entry, status=2)
