"""Tables of a PDF: whole cells row by row, whatever rules are drawn, and what is no table stays text."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from bot.reading.formats.pdf import read_pdf
from tests.reading.formats.pdf_sheet import BODY, CHINESE, Sheet

STYLES = getSampleStyleSheet()
ALL = ((0, 0), (-1, -1))
HEAD = ((0, 0), (-1, 0))
LAST = ((0, -1), (-1, -1))
TOP = ("VALIGN", *ALL, "TOP")
BOLD_HEAD = ("FONT", *HEAD, "Helvetica-Bold")
ABOVE = ("LINEABOVE", *HEAD, 1, colors.black)
FRAME, UPRIGHT = ("BOX", *ALL, 0.5, colors.black), ("LINEAFTER", *ALL, 0.5, colors.black)
GRID = ("GRID", *ALL, 0.5, colors.black)
WIDTHS = (80, 90, 220, 80)
SAID = "A machine that talks shall keep a diary of all that it has said, in every workshop of the land"
TOLD = "A listening machine shall nod at least once in each quarter of an hour until the end of next year"
READ = [
    ("heading", "Rules in brief"),
    ("table_row", "Date | Issuer | Measure | Deadline"),
    ("table_row", f"5 May 2024 | CAC | {SAID} | 5 June 2024"),
    ("table_row", "18 May 2024 | NEA, NDRC and also the State Council | Plan for quiet grids |"),
    ("table_row", f"| MOF | {TOLD} | -"),
    ("table_row", "26 May 2024 | MOHURD, PBOC | Loans widened to two hundred humming towns | -"),
    ("heading", "Firms"),
    ("paragraph", f"{BODY} {BODY}"),
]


def text(said: str, style: str = "Normal") -> Paragraph:
    return Paragraph(said, STYLES[style])


def measures() -> list[list[Any]]:
    return [
        ["Date", "Issuer", "Measure", "Deadline"],
        ["5 May 2024", "CAC", text(SAID), "5 June 2024"],
        ["18 May 2024", text("NEA, NDRC and also the State Council"), text("Plan for quiet grids"), ""],
        ["", "MOF", text(TOLD), "-"],
        ["26 May 2024", "MOHURD, PBOC", text("Loans widened to two hundred humming towns"), "-"],
    ]


def build(*flowables: Flowable) -> bytes:
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(list(flowables))
    return out.getvalue()


def outline(data: bytes) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read_pdf(data, source_name="a.pdf")[0]]


def read_table(
    data: list[list[Any]], *styles: Sequence[Any], widths: Sequence[float] = WIDTHS, above: float = 0
) -> list[tuple[str, str]]:
    """Read a table between two headings, so many points below the first."""
    table = Table(data, colWidths=widths, style=list(styles))
    spaces = [Spacer(1, above)] if above else []
    return outline(
        build(text("Rules in brief", "Heading1"), *spaces, table, text("Firms", "Heading1"), text(f"{BODY} {BODY}"))
    )


@pytest.mark.parametrize(
    "styles",
    [
        pytest.param([], id="bare, cells at the bottom"),
        pytest.param([TOP], id="bare, cells at the top"),
        pytest.param([("VALIGN", *ALL, "MIDDLE")], id="bare, cells in the middle"),
        pytest.param([TOP, ("TOPPADDING", *ALL, 0), ("BOTTOMPADDING", *ALL, 0)], id="no space between rows"),
        pytest.param([GRID], id="grid"),
        pytest.param([GRID, ("VALIGN", *ALL, "MIDDLE")], id="grid, cells in the middle"),
        pytest.param([("INNERGRID", *ALL, 0.5, colors.black)], id="grid without a frame"),
        pytest.param([FRAME], id="frame"),
        pytest.param([TOP, ("LINEBELOW", *ALL, 0.5, colors.black)], id="level rules"),
        pytest.param(
            [TOP, BOLD_HEAD, *(("LINEBELOW", *part, 1, colors.black) for part in (HEAD, LAST)), ABOVE],
            id="rules about the head and below",
        ),
        pytest.param(
            [FRAME, UPRIGHT, ("LINEBELOW", *HEAD, 1, colors.black)], id="upright rules and one below the head"
        ),
        pytest.param([TOP, FRAME, UPRIGHT], id="upright rules"),
        pytest.param([TOP, ("ROWBACKGROUNDS", *ALL, [colors.lightgrey, colors.white])], id="shaded rows"),
    ],
)
def test_cells_are_joined_and_rows_kept(styles: list[Sequence[Any]]) -> None:
    """Each row of a table is one block with all its cells, also empty ones; the headings around it stay headings."""
    assert read_table(measures(), *styles) == READ


@pytest.mark.parametrize(
    ("styles", "above"),
    [([TOP], 470), ([TOP], 500), ([TOP, GRID], 470), ([TOP, GRID], 500), ([TOP, GRID], 530), ([TOP, GRID], 560)],
)
def test_a_table_goes_on_overleaf(styles: list[Sequence[Any]], above: float) -> None:
    """Rows after a page end are rows of the table, even a single one."""
    assert read_table(measures(), *styles, above=above) == READ


def test_columns_set_close_are_still_parted() -> None:
    """Cells with only a small gap between them are cut where their columns begin."""
    rows = [["Date", "Issuer", "Measure"], ["5 May", "CAC", "Plan"], ["18 December", "MOHURD", "Notice"]]
    read = read_table(rows, ("RIGHTPADDING", *ALL, 4), ("LEFTPADDING", *ALL, 4), widths=(67, 60, 200))
    assert [said for kind, said in read if kind == "table_row"] == [" | ".join(row) for row in rows]


def test_merged_cells() -> None:
    """A title over all columns is text of its own; what a cell over several rows says counts for each of them."""
    rows = [["Rules of May", "", "", ""], *measures()]
    read = read_table(rows, TOP, GRID, ("SPAN", (0, 0), (-1, 0)), ("SPAN", (0, 3), (0, 4)))
    assert read[1] == ("paragraph", "Rules of May")
    assert read[2:5] == READ[1:4]
    assert read[5] == ("table_row", f"18 May 2024 | MOF | {TOLD} | -")


@pytest.mark.parametrize(
    ("head", "first", "styles"),
    [
        ("Date", ("5 May", "8 May", "26 May"), [TOP]),
        ("Body", ("MIIT", "NEA", "PBOC"), [TOP, BOLD_HEAD]),
        ("Body", ("MIIT", "NEA", "PBOC"), [TOP, GRID]),
        ("Body", ("MIIT", "NEA", "PBOC"), [TOP, ("LINEBELOW", *ALL, 0.5, colors.black)]),
    ],
)
def test_two_columns_with_a_short_first_one(head: str, first: Sequence[str], styles: list[Sequence[Any]]) -> None:
    """Dates, a bold head or rules make a table of a short column beside one of text."""
    rows = [[head, "Measure"], *([cell, text(said)] for cell, said in zip(first, (SAID, "Plan", "Note"), strict=True))]
    read = read_table(rows, *styles, widths=(80, 300))
    assert [said for kind, said in read if kind == "table_row"] == [
        f"{head} | Measure",
        f"{first[0]} | {SAID}",
        f"{first[1]} | Plan",
        f"{first[2]} | Note",
    ]


def test_a_grid_drawn_as_boxes_or_one_path() -> None:
    """A box around each cell, or all rules in one path, part cells like single rules; Chinese joins without a space."""
    for one_path in (False, True):
        sheet = Sheet()
        path = sheet.canvas.beginPath()
        for row, cells in enumerate((("Body", "Title"), ("CAC", "机器"), ("NEA", "Grids"))):
            for column, cell in enumerate(cells):
                path.rect(70 + 100 * column, 700 - 30 * row, 100, 30)
                sheet.text(75 + 100 * column, 720 - 30 * row, cell, font=CHINESE if cell == "机器" else "Helvetica")
                if not one_path:
                    sheet.canvas.drawPath(path)
                    path = sheet.canvas.beginPath()
        sheet.text(175, 678, "互联", font=CHINESE)
        if one_path:
            sheet.canvas.drawPath(path)
        assert [said for _, _, said in sheet.outline()] == ["Body | Title", "CAC | 机器互联", "NEA | Grids"]


def test_a_split_word_in_a_cell_is_mended_and_looks_and_links_stay() -> None:
    """Cells join like paragraphs do, with their spans."""
    sheet = Sheet()
    for row, (left, right) in enumerate((("Date", "Measure"), ("5 May", "Plan"), ("8 May", "Note"))):
        sheet.text(75, 720 - 40 * row, left, font="Helvetica-Bold")
        sheet.text(155, 720 - 40 * row, right)
        sheet.canvas.rect(70, 700 - 40 * row, 80, 40)
        sheet.canvas.rect(150, 700 - 40 * row, 200, 40)
    sheet.text(180, 680, "on the infor-")
    end = sheet.text(155, 668, "mation of all")
    sheet.canvas.linkURL("https://example.org/n", (155, 665, end, 677))
    spans = sheet.read()[0][1].spans
    assert [(span.text, span.bold, span.link) for span in spans] == [
        ("5 May", True, None),
        (" | Plan on the infor", False, None),
        ("mation of all", False, "https://example.org/n"),
    ]


def test_a_table_beside_text() -> None:
    """A ruled table in one of two columns leaves the other column alone."""
    left = "The ministry wants every factory to report what its machines do, and it names three provinces. "
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, invariant=1)
    document.addPageTemplates([PageTemplate(frames=[Frame(50, 60, 240, 300), Frame(300, 60, 240, 300)])])
    table = Table([["Date", "Issuer"], ["5 May", "CAC"], ["8 May", "NEA"]], style=[GRID])
    document.build([text(left * 4), table, *(text(left * 4) for _ in range(5))])
    assert outline(out.getvalue()) == [
        ("paragraph", (left * 4).strip()),
        ("table_row", "Date | Issuer"),
        ("table_row", "5 May | CAC"),
        ("table_row", "8 May | NEA"),
        *([("paragraph", (left * 4).strip())] * 5),
    ]


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_of_prose_are_no_table(columns: int) -> None:
    """Running text in columns is read column by column, also with a figure in it here and there."""
    said = "In 2024 the ministry wants every factory to report what its machines do, and it names three provinces. "
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, invariant=1)
    width = 480 / columns
    frames = [Frame(50 + at * (width + 10), 60, width, 700) for at in range(columns)]
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build([text(said * 3) for _ in range(24)])
    read = outline(out.getvalue())
    assert {kind for kind, _ in read} == {"paragraph"}
    assert " ".join(told.replace("\n", " ") for _, told in read) == (said * 3 * 24).strip()


def test_an_imprint_in_three_columns_is_no_table() -> None:
    """Names under headings side by side, set like text, stay with their headings."""
    sheet = Sheet()
    sheet.lines(70, 760, BODY, BODY)
    sheet.lines(70, 690, "AUTHORS", "Ann Example", "Bo Sample", "Cy Specimen", step=12)
    sheet.lines(230, 690, "EDITORS", "Di Pattern", "Ed Model", step=12)
    sheet.lines(400, 690, "PUBLISHER", "House of Notes", "Berlin", step=12)
    read = sheet.outline()
    assert all(kind == "paragraph" for kind, _, _ in read)
    assert "EDITORS\nDi Pattern\nEd Model" in [said for _, _, said in read]


def test_boxes_around_parts_of_a_page_are_no_table() -> None:
    """Frames that hold much text are parts of the page; a frame around one text parts nothing."""
    sheet = Sheet()
    for x in (60, 300):
        sheet.canvas.rect(x, 380, 240, 360)
        sheet.canvas.rect(x, 350, 240, 30)
        sheet.lines(x + 5, 725, *(f"Line {number} of what this part says" for number in range(25)))
        sheet.text(x + 5, 360, "It ends here")
    sheet.canvas.rect(60, 280, 480, 40)
    sheet.text(65, 295, BODY)
    assert all(kind != "table_row" for kind, _, _ in sheet.outline())


def test_text_after_a_bare_table_is_no_row() -> None:
    """A line in the first column, away from the rows, follows the table; close to them it goes on with a cell."""
    sheet = Sheet()
    for y, cells in ((700, ("Date", "Body", "Act")), (680, ("5 May", "CAC", "Plan")), (660, ("8 May", "NEA", "Note"))):
        for x, cell in zip((70, 150, 250), cells, strict=True):
            sheet.text(x, y, cell)
    sheet.text(70, 648, "2024")
    sheet.text(70, 620, "So ends")
    assert [(kind, said) for kind, _, said in sheet.outline()] == [
        ("table_row", "Date | Body | Act"),
        ("table_row", "5 May | CAC | Plan"),
        ("table_row", "8 May 2024 | NEA | Note"),
        ("paragraph", "So ends"),
    ]


def draw_rows(sheet: Sheet, *rows: Sequence[tuple[float, str]], y: float = 700) -> None:
    """Draw rows of pieces, each at its x, one below the other."""
    for at, row in enumerate(rows):
        for x, piece in row:
            sheet.text(x, y - 20 * at, piece)


def test_a_cell_with_a_gap_in_it_makes_no_column() -> None:
    """A wide gap inside one cell is not taken for a column that no other row has."""
    sheet = Sheet()
    draw_rows(
        sheet,
        ((70, "Date"), (150, "Body"), (250, "Act")),
        ((70, "5 May"), (150, "CAC"), (250, "Plan"), (290, "for grids")),
        ((70, "8 May"), (150, "NEA"), (250, "A note on humming grids")),
    )
    assert [said for _, _, said in sheet.outline()] == [
        "Date | Body | Act",
        "5 May | CAC | Plan for grids",
        "8 May | NEA | A note on humming grids",
    ]


def test_a_drawing_is_no_table() -> None:
    """Very many rules, a shape of very many lines, a curve: none of them parts the text on it."""
    sheet = Sheet()
    path = sheet.canvas.beginPath()
    path.moveTo(60, 300)
    for at in range(700):
        path.lineTo(60 + at % 2 * 300, 300 + at // 2)
    sheet.canvas.drawPath(path)
    for at in range(1100):
        sheet.canvas.line(60 + at % 50 * 5, 20 + at // 50 * 10, 60 + at % 50 * 5, 26 + at // 50 * 10)
    sheet.canvas.circle(300, 720, 40)
    sheet.lines(70, 700, BODY, BODY)
    sheet.lines(70, 120, BODY, BODY)
    assert {kind for kind, _, _ in sheet.outline()} == {"paragraph"}


def test_upright_rules_that_meet_nothing_part_nothing() -> None:
    """A rule beside a text, a cross below it, and a frame with a rule through its upper part make no grid."""
    sheet = Sheet()
    sheet.lines(70, 700, BODY, BODY)
    sheet.canvas.line(65, 680, 65, 720)
    sheet.canvas.line(60, 600, 200, 600)
    sheet.canvas.line(130, 560, 130, 640)
    sheet.canvas.rect(60, 300, 400, 200)
    sheet.canvas.line(60, 450, 460, 450)
    sheet.canvas.line(200, 450, 200, 500)
    sheet.lines(70, 400, BODY, BODY)
    assert {kind for kind, _, _ in sheet.outline()} == {"paragraph"}


def test_a_dash_far_from_its_text_is_a_cell() -> None:
    """A dash that stands for nothing is a cell of its own and no bullet of the next one."""
    sheet = Sheet()
    draw_rows(
        sheet,
        ((70, "Due"), (105, "Body"), (250, "Date")),
        ((70, "-"), (105, "The agency of quiet grids"), (250, "5 May")),
        ((70, "July"), (105, "NEA"), (250, "8 May")),
    )
    assert sheet.outline()[1] == ("table_row", 0, "- | The agency of quiet grids | 5 May")


def test_a_contents_line_ends_a_table() -> None:
    """Lines with leaders are never rows."""
    sheet = Sheet()
    draw_rows(
        sheet,
        ((70, "Date"), (150, "Body"), (250, "Act")),
        ((70, "5 May"), (150, "CAC"), (250, "Plan")),
        ((70, "8 May"), (150, "NEA"), (250, "Note")),
        ((70, "Rails"), (150, "hum .................. 3")),
    )
    read = sheet.outline()
    assert [kind for kind, _, _ in read] == ["table_row"] * 3 + ["paragraph"]


def test_lines_above_a_table_in_small_letters_are_no_heading() -> None:
    """The text outside tables tells the size of most text, where there is enough of it."""
    sheet = Sheet()
    sheet.text(70, 780, "Dock Report", size=20)
    sheet.lines(70, 750, "Embassy of Brenn in Hull", "Economic Section", "Date of issue: 4 October 2024")
    for row in range(12):
        sheet.lines(70, 690 - 12 * row, f"{row + 1} Sep", size=8)
        sheet.lines(140, 690 - 12 * row, "MOT closed a dock in the south, and its owners have to sell the land", size=8)
    for edge in range(13):
        sheet.canvas.line(65, 700 - 12 * edge, 500, 700 - 12 * edge)
    for x in (65, 130, 500):
        sheet.canvas.line(x, 700, x, 700 - 12 * 12)
    sheet.lines(70, 500, f"{BODY} {BODY[:20]}", f"{BODY} {BODY[:20]}", f"{BODY} {BODY[:20]}.")
    outline = sheet.outline()
    assert [kind for kind, _, _ in outline] == ["heading", *["paragraph"] * 2, *["table_row"] * 12, "paragraph"]
    assert outline[2][2] == "Date of issue: 4 October 2024"


def test_names_and_values_side_by_side_are_rows_and_the_last_of_a_page_is_kept() -> None:
    """Without any rule, set far apart, in a size below the text's: no columns, and no footer."""
    rows = (("Authority", "MOT"), ("Measure", "Final ruling"), ("Date", "4 July 2025"), ("Status", "In force"))
    sheet = Sheet()
    sheet.lines(70, 780, f"{BODY}", f"{BODY}.")
    for at, top in enumerate((720, 100)):
        sheet.text(70, top, f"{at + 1}. Ropes get names", font="Helvetica-Bold")
        for row, (name, value) in enumerate(rows[: 4 if at == 0 else 3]):
            sheet.text(72, top - 22 - 26 * row, name, size=9)
            sheet.text(180, top - 22 - 26 * row, value, size=9)
    sheet.page()
    sheet.text(72, 780, rows[3][0], size=9)
    sheet.text(180, 780, rows[3][1], size=9)
    sheet.lines(70, 757, f"{BODY}", f"{BODY}.", f"{BODY} {BODY[:20]}")
    read = [(kind, text) for kind, _, text in sheet.outline() if kind == "table_row"]
    assert read == [("table_row", f"{name} | {value}") for name, value in rows] * 2
