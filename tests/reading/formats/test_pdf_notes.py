"""Footnotes of a PDF stand behind the paragraphs that cite them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.document import Span
from tests.reading.formats.pdf_sheet import BODY, Sheet

if TYPE_CHECKING:
    from bot.reading.document import Block

ADDRESS = "https://a.example/rope"


def cite(sheet: Sheet, x: float, y: float, text: str, number: str) -> None:
    """Draw a line's end with a raised number behind it."""
    sheet.text(sheet.text(x, y, text), y + 4, number, size=6)


def texts(sheet: Sheet) -> list[str]:
    return [block.text for block in sheet.read()[0]]


def draw(*notes: str) -> Sheet:
    """Draw two paragraphs with a raised number each, the second one going on on the next page, and notes."""
    sheet = Sheet()
    sheet.text(70, 740, BODY)
    cite(sheet, 70, 727, "factories by May.", "1")
    sheet.text(70, 701, BODY)
    sheet.text(70, 688, "factories by June, as the plan for them says in a long and winding line and it")
    for at, note in enumerate(notes):
        sheet.text(70, 120 - 10 * at, note, size=8)
    sheet.page()
    cite(sheet, 70, 740, "tells why.", "2")
    sheet.text(70, 714, BODY)
    sheet.text(70, 120, f"2 Pier Post, {ADDRESS}", size=8)
    return sheet


def test_a_note_is_a_source_of_the_paragraph_that_cites_it() -> None:
    """Words and address of a note are one link; the paragraph goes on over the page's end."""
    blocks: tuple[Block, ...] = draw(f"1. Rope notice, {ADDRESS}.").read()[0]
    assert [block.text for block in blocks] == [
        f"{BODY} factories by May. (Rope notice)",
        f"{BODY} factories by June, as the plan for them says in a long and winding line and it tells why. (Pier Post)",
        BODY,
    ]
    assert Span(text="Rope notice", link=ADDRESS) in blocks[0].spans


def test_a_note_without_address_keeps_its_words() -> None:
    """Also over two lines; marks may touch the words."""
    first = texts(draw("1Rope notice of the harbour,", "page 4"))[0]
    assert first == f"{BODY} factories by May. (Rope notice of the harbour, page 4)"


def test_small_print_that_nothing_cites_stays() -> None:
    """A number that no text calls, or small lines without one, are no notes."""
    assert "3. Rope notice" in texts(draw("3. Rope notice"))
    assert "Prices without tax." in texts(draw("Prices without tax."))


def test_two_notes_called_at_once_stand_in_their_order() -> None:
    """Raised digits that touch are two numbers where no note has both."""
    sheet = Sheet()
    sheet.text(70, 740, BODY)
    cite(sheet, 70, 727, "factories.", "12")
    sheet.lines(70, 120, "1 Rope notice", "2 Pier Post", size=8, step=10)
    assert texts(sheet) == [f"{BODY} factories. (Rope notice; Pier Post)"]


def test_a_raised_digit_stands_on_its_line() -> None:
    """It is raised by two fifths of the letters' size, and may touch the word before it."""
    sheet = Sheet()
    sheet.text(sheet.text(70, 700, "Ropes hold.") - 0.05, 704.5, "8", size=6)
    assert texts(sheet) == ["Ropes hold.⁸"]


def test_a_bold_line_in_its_own_size_is_a_heading_however_wide() -> None:
    """Neither its width nor a small distance makes it a part of the paragraph below it."""
    sheet = Sheet()
    for y in (740, 600):
        sheet.text(70, y, "Factories talk to each other and to the ministry about it", font="Helvetica-Bold", size=10.5)
        sheet.lines(70, y - 14.5, BODY, BODY, "and elsewhere.", step=13)
    kinds = [kind for kind, _, _ in sheet.outline()]
    assert kinds == ["heading", "paragraph"] * 2


def test_first_and_last_rows_that_come_again_are_furniture_further_in() -> None:
    """On small pages headers and footers stand further from the edge."""
    sheet = Sheet()
    for page in "123":
        sheet.text(70, 730, "Pier House | 3 May 2024")
        sheet.lines(70, 690, BODY, BODY, f"in port {page}.")
        sheet.text(70, 110, f"Rope Letter, page {page}")
        sheet.page()
    blocks, framed = sheet.read()
    assert len(blocks) == len("123")
    assert {block.text for block in framed} == {"Pier House | 3 May 2024", *(f"Rope Letter, page {n}" for n in "123")}


def test_an_item_goes_on_wherever_the_next_column_begins() -> None:
    """By its small first letter, where that column holds nothing else and stands elsewhere on its page."""
    sheet = Sheet()
    sheet.text(70, 740, BODY)
    sheet.text(80, 720, "•")
    sheet.lines(95, 720, "Ropes are to be made of hemp and all the makers of them shall say in the")
    sheet.page()
    sheet.lines(140, 740, "list what it is.")
    assert texts(sheet)[1:] == [
        "Ropes are to be made of hemp and all the makers of them shall say in the list what it is."
    ]


def test_a_mark_in_brackets_may_be_raised_higher() -> None:
    """As pages of the web have it, also beside lines of another column."""
    sheet = Sheet()
    sheet.text(sheet.text(70, 740, "Ropes hold."), 745, "[1]", size=9)
    sheet.text(320, 744, "Cars run and drive.")
    sheet.lines(70, 728, *("They hold what there is to hold on piers.",) * 4, step=12)
    sheet.lines(320, 732, *("They run where there is a road to run on.",) * 4, step=12)
    sheet.text(70, 120, "[1] Pier Post", size=8)
    found = texts(sheet)
    assert found[0].startswith("Ropes hold.\nThey hold")
    assert found[0].endswith("(Pier Post)")


def test_columns_may_stand_close_below_a_large_title() -> None:
    """The size of the text, not that of the title, says how wide a gutter is."""
    sheet = Sheet()
    sheet.text(70, 780, "Rope Letter", size=20)
    line = "All the ropes of the harbour hold the ships"
    end = sheet.lines(70, 740, line, line, line, line, step=12)
    x = sheet.text(70, end, line)
    sheet.lines(x + 9.5, 746, *("Cars drive on all the roads of the country",) * 5, step=12)
    assert " ".join(texts(sheet)).count("ships Cars") == 1
