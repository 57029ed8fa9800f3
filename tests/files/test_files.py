"""The files of a paper: what stands in each, and that no text of others runs or breaks there."""

import csv
import datetime as dt
import io
from dataclasses import replace

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt

from bot.errors import BadQueryError
from bot.files.files import (
    check_paper,
    escape_markdown,
    guard_cell,
    name_file,
    write_board_paper,
    write_csv,
    write_file,
    write_ics,
    write_markdown,
)
from bot.files.paper import FileKind, Paper, PaperDeadline, PaperRow
from tests.files.paper import CLAIM, DRAFT, NOW, SOURCE, build_paper


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        (FileKind.CSV, b"\xef\xbb\xbfid,"),
        (FileKind.ICS, b"BEGIN:VCALENDAR"),
        (FileKind.MD, b"# Robots"),
        (FileKind.DOCX, b"PK"),
    ],
)
def test_each_kind_has_its_writer(kind: FileKind, start: bytes) -> None:
    """The name says what was asked and for which day."""
    paper = build_paper()
    check_paper(paper, kind)
    assert name_file(paper, kind) == f"gongbao-robots-2024-03-07.{kind.value}"
    assert write_file(paper, kind, now=NOW).startswith(start)


def test_an_empty_calendar_is_refused() -> None:
    """Without a printed deadline there is nothing to import; a table of the same rows is one."""
    check_paper(build_paper(CLAIM), FileKind.CSV)
    with pytest.raises(BadQueryError, match="the calendar would be empty"):
        check_paper(build_paper(CLAIM), FileKind.ICS)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("", "answer"),
        ("工信部 on: robots", "工信部-on-robots"),
        ("x" * 99, "x" * 40),
        ("topic carbon and climate, since 1 January 2025", "topic-carbon-and-climate-since-1-january"),
        ("topic carbon and climate, since 10 January", "topic-carbon-and-climate-since-10"),
    ],
)
def test_a_name_is_no_path(title: str, name: str) -> None:
    """Letters and figures of any language, and not too many."""
    assert name_file(build_paper(title=title), FileKind.MD) == f"gongbao-{name}-2024-03-07.md"


# The calendar: whole days, and events that a later export moves.


def test_a_deadline_is_a_whole_day_with_its_source() -> None:
    """The event says what closes, whose policy it is, and where it stands."""
    data = write_ics(build_paper(), now=NOW)
    (event,) = Calendar.from_ical(data).events
    assert (dt.date(2024, 4, 1), dt.date(2024, 4, 2)) == (event.DTSTART, event.DTEND)
    assert str(event["summary"]) == "comments close: P5 Measures for Robots (Draft)"
    for part in ("机器人管理办法", "MIIT, MOT", "item 1, p. 5", "no link", "As of 2024-03-07"):
        assert part in str(event["description"])
    assert max(map(len, data.splitlines())) <= 75


def test_an_event_keeps_its_uid() -> None:
    """Another day, title or moment of export is the same event; another workspace, policy or kind is not."""

    def uid(row: object = DRAFT, *, team: str = "T1") -> str:
        (event,) = Calendar.from_ical(write_ics(build_paper(row, team=team), now=NOW)).events  # type: ignore[arg-type]
        return str(event["uid"])

    moved = replace(DRAFT, title="Other", deadlines=(replace(DRAFT.deadlines[0], on=dt.date(2024, 5, 1)),))
    assert uid(moved) == uid() == "p5-comments_close@t1.gongbao"
    takes_effect = PaperDeadline(on=dt.date(2024, 6, 1), kind="takes_effect", source=SOURCE)
    others = {uid(team="T2"), uid(replace(DRAFT, id="P6")), uid(replace(DRAFT, deadlines=(takes_effect,)))}
    assert len(others) == 3
    assert uid() not in others
    assert uid(team="") == "p5-comments_close@local.gongbao"


def test_several_days_of_one_kind_are_several_events() -> None:
    """The last keeps the UID that a policy's only day has, the others have their own, each with its own sentence."""
    early = replace(DRAFT.deadlines[0], on=dt.date(2024, 3, 20), is_main=False, quote="Associations by 20 March.")
    calendar = Calendar.from_ical(write_ics(build_paper(replace(DRAFT, deadlines=(early, *DRAFT.deadlines))), now=NOW))
    said = {str(event["uid"]): str(event["description"]) for event in calendar.events}
    assert set(said) == {"p5-comments_close-2024-03-20@t1.gongbao", "p5-comments_close@t1.gongbao"}
    assert "“Associations by 20 March.”" in said["p5-comments_close-2024-03-20@t1.gongbao"]


@pytest.mark.parametrize("hostile", ["x\r\nEND:VEVENT\r\nBEGIN:VEVENT", "a;b,c:d\\n", "\x00\x0b", "公" * 300])
def test_no_text_adds_an_event_or_a_property(hostile: str) -> None:
    """Breaks, signs and long lines of a document stay text of the one event."""
    row = replace(DRAFT, title=hostile, title_zh=hostile, source=hostile)
    data = write_ics(build_paper(row, title=hostile), now=NOW)
    (event,) = Calendar.from_ical(data).events
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "CATEGORIES"}
    assert data.count(b"BEGIN:VEVENT") == 1 or data.count(b"\nBEGIN:VEVENT") == 1


# The table for spreadsheets: every fact in a column of its own.


def read_rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_row_has_its_facts_and_its_source() -> None:
    """Dates are ISO days, what is not stated is empty, the publisher's view stands in a column of its own."""
    draft, claim = read_rows(write_csv(build_paper()))
    assert (draft["id"], draft["title_zh"], draft["issuing_bodies"]) == ("P5", "机器人管理办法", "MIIT; MOT")
    assert (draft["date"], draft["comments_close_on"]) == ("2024-03-01", "2024-04-01")
    assert (draft["document_number"], draft["url"], draft["effective_on"]) == ("", "", "")
    assert (draft["as_printed"], draft["publishers_view_not_fact"]) == (
        "Robots need a licence.",
        "Smaller makers will feel it.",
    )
    assert (draft["source"], draft["url"], draft["as_of"]) == (SOURCE, "", "2024-03-07")
    assert (claim["standing"], claim["companies"]) == ("company's claim, unverified", "Huawei")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "＝1+1", "|x", "%0a", "\r\n@x"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    """What a spreadsheet could run begins with an apostrophe."""
    (row,) = read_rows(write_csv(build_paper(replace(DRAFT, title=cell, said=cell, issuing_bodies=(cell,)))))
    assert row["title"].startswith("'")
    assert row["as_printed"] == row["title"] == row["issuing_bodies"]


@given(st.text())
def test_a_cell_stays_one_line_of_the_same_words(text: str) -> None:
    """Whatever comes in, nothing is lost but white space and NULs, and the first sign is harmless."""
    cell, line = guard_cell(text), " ".join(text.replace("\0", " ").split())
    assert cell in {line, f"'{line}"}
    assert not cell.startswith(("=", "+", "-", "@"))
    assert len(cell.splitlines()) <= 1


# Markdown: facts, claims and views apart, each with its footnote.


def test_facts_claims_and_views_stand_apart() -> None:
    """Each part has its heading, each statement a footnote to its place."""
    text = write_markdown(build_paper(total=9, notes=("Odd.",))).decode()
    parts = text.split("\n## ")
    assert [part.splitlines()[0] for part in parts] == [
        "# Robots",
        "Deadlines (Beijing time)",
        "As reported",
        "Company claims, unverified",
        "Publisher's comments (opinion)",
        "What is missing",
    ]
    assert "As of 7 Mar 2024 (Beijing)\n\nFrom 1 briefing." in parts[0]
    assert "- 1 Apr 2024, in 25 days: comments close (as reported) · P5 Measures for Robots (Draft)[^1]" in parts[1]
    assert "1 Mar 2024 (as reported) · comments close 1 Apr 2024" in parts[2]
    assert "> Robots need a licence.[^2]" in parts[2]
    assert "Smaller makers" not in parts[2]
    assert "> Huawei showed a robot hand[^3]" in parts[3]
    assert "*P5, Institute's comment: Smaller makers will feel it.*[^4]" in parts[4]
    assert "[^3]: Institute Watch, 6 Mar 2024, company news 1, p. 7 (I2); https://example.org/hand" in text
    assert "[^1]: Institute Watch, 6 Mar 2024, item 1, p. 5 (I1); no link: “Answer by 1 April.”" in text
    assert parts[5].splitlines()[2:10:2] == [
        "7 more results did not fit in this file.",
        "Odd.",
        "Anything newer than the latest briefing is missing here.",
        "Institute: licence internal.",
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "# heading",
        "1. one",
        "- item",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/a.png)",
        "`code`",
        "**bold** _it_",
        "> quote",
        "a\n\n# b",
        "| a | b |",
        "&lt;b&gt;",
        "=====",
    ],
)
def test_nothing_of_others_is_markup(hostile: str) -> None:
    """Text of a document reads as it stands, on one line."""
    html = MarkdownIt("commonmark").render(escape_markdown(hostile))
    assert html.startswith("<p>")
    assert html.count("<") == 2


# The board paper: what it says, its numbered sources, and that it stays short.


def read_lines(paper: Paper) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(write_board_paper(paper, now=NOW))).paragraphs]


def test_the_paper_in_full() -> None:
    """First the day and what is to be done, then facts, claims and comments, what is missing, and the sources."""
    assert read_lines(build_paper()) == [
        "Robots",
        "As of 7 Mar 2024 (Beijing)",
        "From 1 briefing. Asked: /policy robots",
        "Deadlines (Beijing time)",
        "1 Apr 2024, in 25 days: comments close (as reported) · P5 Measures for Robots (Draft) [1]",
        "As reported",
        "P5 Measures for Robots (Draft)",
        (
            "机器人管理办法 · measures · draft for comment · MIIT, MOT · 1 Mar 2024 (as reported)"
            " · comments close 1 Apr 2024"
        ),
        "“Robots need a licence.” [1]",
        "Company claims, unverified",
        "I2",
        "1 Mar 2024 (as reported) · companies: Huawei",
        "“Huawei showed a robot hand” [2]",
        "Publisher's comments (opinion)",
        "P5, Institute's comment: Smaller makers will feel it. [1]",
        "What is missing",
        "Anything newer than the latest briefing is missing here.",
        "Institute: licence internal.",
        "Sources",
        "[1] Institute Watch, 6 Mar 2024, item 1, p. 5 (I1); no link",
        "[2] Institute Watch, 6 Mar 2024, company news 1, p. 7 (I2); https://example.org/hand",
    ]


def test_only_deadlines_ahead_are_listed() -> None:
    """What closed before the paper's day is left out; without any the paper says so."""
    assert "No deadlines ahead." in read_lines(build_paper(as_of=dt.date(2024, 4, 2)))
    today = read_lines(build_paper(as_of=dt.date(2024, 3, 31)))
    assert any(line.startswith("1 Apr 2024, in 1 day: ") for line in today)


def make_long(number: int, row: PaperRow) -> PaperRow:
    deadline = replace(DRAFT.deadlines[0], on=dt.date(2024, 4, 1 + number % 28))
    return replace(
        row,
        id=f"P{number}",
        title="A long title of something " * 12,
        title_zh="很长的中文标题" * 12,
        said="It says a lot " * 40 if number % 2 else "说" * 400,
        view="It thinks a lot " * 40,
        deadlines=(deadline,),
    )


def test_a_paper_of_many_long_rows_is_cut_to_two_pages() -> None:
    """What does not fit is left out and counted; all lines stay within the room of two pages."""
    rows = tuple(make_long(number, CLAIM if number % 3 == 0 else DRAFT) for number in range(1, 40))
    lines = read_lines(build_paper(*rows, total=900, notes=("note " * 60,) * 9))
    assert sum(-(-len(line) // 70) for line in lines) <= 105
    assert sum(line.startswith("“") for line in lines) == 7
    assert sum("comment: It thinks" in line for line in lines) == 3
    assert {"893 more results did not fit in this file.", "… and 33 more"} <= set(lines)


@pytest.mark.parametrize("hostile", ["a\x00b\x0bc", "<w:p/>&amp;", "\ud800x", "\ufffe", "=cmd"])
def test_no_text_breaks_the_document(hostile: str) -> None:
    """Signs that XML does not know are dropped, markup is text."""
    row = replace(DRAFT, title=hostile, said=hostile, view=hostile, title_zh=hostile, source=hostile)
    assert read_lines(build_paper(row, title=hostile, asked=hostile))[-3] == "Sources"
