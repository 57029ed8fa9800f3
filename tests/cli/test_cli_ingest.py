"""``ingest`` and ``undo``: reports, folders, repetition, and the way back."""

import json
import shutil
from pathlib import Path
from urllib.parse import quote

from bot.cli.ingest import read_source
from bot.reading.received import MAX_BYTES
from tests.cli.terminal import FORTNIGHT, MONITOR, MONITOR_PDF, NOW, Terminal

EXPORT_KEYS = {
    "": ["format", "briefings", "policies", "bodies", "companies"],
    "briefings": [
        *("id", "publisher", "series", "title", "published_on", "period_start", "period_end", "source_name"),
        *("media_type", "sha256", "people", "unread", "items"),
    ],
    "items": [
        *("id", "section", "position", "headline", "text", "points", "comment", "reported_on", "policy_id"),
        *("issuing_bodies", "bodies", "companies", "topics", "deadlines", "targets", "figures", "links"),
        *("pages", "lines"),
    ],
    "policies": [
        *("id", "title_en", "title_zh", "document_number", "document_type", "nature", "status", "issuing_bodies"),
        *("issued_on", "comments_close_on", "effective_on", "reports", "official", "item_ids"),
    ],
    "bodies": ["id", "name_en", "name_zh", "aliases", "item_ids"],
    "companies": ["id", "name", "aliases", "confirmed", "item_ids"],
    "deadlines": ["on", "kind", "quote"],
    "targets": ["year", "quote"],
    "figures": ["value", "unit", "quote"],
    "links": ["label", "url"],
    "reports": ["item_id", "issued_on", "issuing_bodies"],
}


def write_issue(folder: Path, *, day: int = 7) -> Path:
    """Return a short issue of our own wording; another day makes a correction."""
    path = folder / "issue.md"
    path.write_text(
        "# Harbour Notes\n\n5 March 2024\n\nReporting period: 1 February 2024 - 29 February 2024\n\n## Policy news\n\n"
        f"- *February {day}:* The MIIT asked carmakers to report faults of batteries within a week ([MIIT notice](#))\n"
        "- *February 9:* The NDRC set a lower price for the storage of power ([NDRC notice](#))\n"
    )
    return path


def test_the_report_says_what_was_read(terminal: Terminal) -> None:
    """Name, dates, counts by section, what was inferred, what to check, and how to take it back."""
    lines = terminal.run("ingest", str(MONITOR_PDF), "--now", NOW).stdout.splitlines()
    assert lines[0] == "Gongbao Samples China Industry Monitor, 2 Apr 2025 · covers 1 Mar – 31 Mar 2025 · B1"
    assert lines[1].startswith("15 items: 4 top, 5 policy, 6 company · everything was read")
    assert lines[2].startswith("3 deadlines · 11 with the year inferred · 1 without an issuer")
    assert any("It is on no list of ours." in line for line in lines)
    assert "Not posted: no channel follows what is in it" in lines
    assert lines[-3:] == ["Review: gongbao review", "Undo: gongbao undo B1", ""]


def test_undo_takes_a_briefing_out_and_ingest_brings_its_ids_back(held: Terminal) -> None:
    """Without an earlier reading the briefing is gone from the export; the file again comes back as it was."""
    before = held.export()
    assert "B2 was undone: it is in no answer any more" in held.run("undo", "B2").stdout
    assert [briefing["id"] for briefing in held.load("export")["briefings"]] == ["B1", "B3"]
    assert "B2" in held.refuse("undo", "B2")
    held.run("ingest", str(FORTNIGHT), "--now", NOW)
    assert held.export() == before


def test_a_correction_updates_its_items(terminal: Terminal, place: Path) -> None:
    """The issue with another date for one item is a correction: counted, and the item keeps its id."""
    terminal.run("ingest", str(write_issue(place)))
    path = write_issue(place, day=8)
    dry = terminal.run("ingest", str(path), "--dry-run").stdout
    assert "Corrected: 1 changed." in dry
    assert "This was a dry run: nothing was kept." in dry
    assert "Corrected: 1 changed." in terminal.run("ingest", str(path)).stdout
    (briefing,) = terminal.load("export")["briefings"]
    assert [(item["id"], item["reported_on"]) for item in briefing["items"]] == [
        ("I1", "2024-02-08"),
        ("I2", "2024-02-09"),
    ]


def test_a_dry_run_keeps_nothing(terminal: Terminal, held: Terminal) -> None:
    """It reports and leaves the export as it was; where there is no database it leaves none."""
    before = held.export()
    assert "only its pages and lines changed." in held.run("ingest", str(MONITOR_PDF), "--dry-run").stdout
    assert held.export() == before
    shown = terminal.run("ingest", str(MONITOR), "--dry-run").stdout
    assert "This was a dry run: nothing was kept." in shown
    assert "undo" not in shown
    assert terminal.db is not None
    assert not terminal.db.parent.exists()


def test_a_folder_is_read_whole_and_goes_on_after_a_bad_file(terminal: Terminal, place: Path) -> None:
    """All readable files of a folder are read; bad ones are named, other types skipped in one line; status 1."""
    folder = place / "in"
    (folder / "deeper").mkdir(parents=True)
    shutil.copy(MONITOR, folder / "a.md")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\nnothing")
    shutil.copy(FORTNIGHT, folder / "deeper" / "z.MD")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.md").write_text("Not looked at.")
    shutil.copy(MONITOR, place / "named.bin")
    call = (str(folder), str(place / "missing.md"), "ftp://a.example/x", str(place / "named.bin"))
    result = terminal.run("ingest", *call, status=1)
    assert result.stdout.count("Undo: ") == 2
    lines = result.stderr.splitlines()
    assert lines[0] == "Skipped, no kind of document by name: logo.png."
    assert f"gongbao: There is no briefing at “{place / 'missing.md'}”." in lines[1]
    assert "a.example" in lines[2]
    assert lines[3].startswith("gongbao: bad.pdf is damaged")
    assert lines[-1] == "2 read, 1 unchanged, 3 refused"
    assert [briefing["source_name"] for briefing in terminal.load("export")["briefings"]] == ["z.MD", "a.md"]


def test_the_export_has_the_keys_of_format_1_in_order(held: Terminal) -> None:
    """Every object of every kind has exactly the keys of the contract, in its order; lists are never null."""
    value = held.load("export")
    assert list(value) == EXPORT_KEYS[""]
    kinds = {kind: list(value[kind]) for kind in ("briefings", "policies", "bodies", "companies")}
    kinds["items"] = [item for briefing in value["briefings"] for item in briefing["items"]]
    for kind in ("deadlines", "targets", "figures", "links"):
        kinds[kind] = [each for item in kinds["items"] for each in item[kind]]
    kinds["reports"] = [report for policy in kinds["policies"] for report in policy["reports"]]
    for kind, rows in kinds.items():
        assert rows, kind
        for row in rows:
            assert list(row) == EXPORT_KEYS[kind]
    sections = ["top", "policy_news", "corporate_news", "other"]
    for briefing in value["briefings"]:
        order = [(sections.index(item["section"]), item["position"]) for item in briefing["items"]]
        assert order == sorted(order)
    assert [briefing["published_on"] for briefing in value["briefings"]] == ["2024-04-03", "2024-09-16", "2025-04-02"]


def test_both_addresses_of_a_redirected_link_are_kept(terminal: Terminal, tmp_path: Path) -> None:
    """The answer shows where a counted link leads; the export keeps the address as printed beside it."""
    goal = "https://www.example.org/notice/7"
    printed = f"https://click.news.example.net/track?url={quote(goal, safe='')}"
    file = tmp_path / "letter.md"
    file.write_text(
        "# Harbour Notes\n\n8 January 2024\n\n## Policy news\n\n"
        f"- *January 4:* MIIT issued a notice on cranes ([MIIT notice]({printed}), [report]({goal})).\n",
        encoding="utf-8",
    )
    terminal.run("ingest", str(file))
    (item,) = json.loads(terminal.run("export").stdout)["briefings"][0]["items"]
    assert item["links"] == [
        {"label": "MIIT notice", "url": goal, "via": printed},
        {"label": "report", "url": goal},
    ]
    shown = terminal.run("ask", "/policy I1", "--press", "Open", "--press", "Full text").stdout
    assert "www.example.org" in shown


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    """At most one byte more is read, by which it is known to be too large."""
    path = tmp_path / "issue.txt"
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(read_source(path)) == MAX_BYTES
    path.write_bytes(b"x" * (MAX_BYTES + 9))
    assert len(read_source(path)) == MAX_BYTES + 1
