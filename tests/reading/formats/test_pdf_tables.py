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
from tests.reading.formats.pdf_sheet import BODY

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
