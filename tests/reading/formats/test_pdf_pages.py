"""Pages of a PDF: columns, tables, running lines, turned text, and what goes on overleaf."""

import pytest

from tests.reading.formats.pdf_sheet import BODY, Sheet


def test_a_paragraph_and_an_item_go_on_over_a_page_break() -> None:
    """What a page end cuts is joined and says both pages; a finished one is not joined."""
    sheet = Sheet()
    sheet.lines(70, 120, BODY, BODY)
    sheet.page()
    y = sheet.lines(70, 760, "its factories.")
    sheet.text(70, y - 8, "•")
    sheet.text(82, y - 8, BODY)
    sheet.page()
    sheet.text(82, 760, "its workshops")
    sheet.text(70, 740, "•")
    sheet.text(82, 740, "Then more")
    sheet.page()
    sheet.text(70, 760, "A new paragraph.")
    found = [(block.kind.value, block.text, block.page, block.last_page) for block in sheet.read()[0]]
    assert found == [
        ("paragraph", f"{BODY} {BODY} its factories.", 1, 2),
        ("list_item", f"{BODY} its workshops", 2, 3),
        ("list_item", "Then more", 3, 3),
        ("paragraph", "A new paragraph.", 4, 4),
    ]


def test_running_lines_become_furniture() -> None:
    """What repeats at the edge of pages, digits aside, and page numbers are left out of the text, and kept."""
    sheet = Sheet()
    for number in range(1, 4):
        sheet.text(70, 815, "Weekly Notes", size=8)
        sheet.text(400, 815, "May 2024", size=8)
        sheet.text(300, 25, f"Page {number} of 3", size=8)
        sheet.lines(70, 700, f"Part {number} says this. {BODY}", BODY)
        sheet.page()
    blocks, furniture = sheet.read()
    assert [block.text[:6] for block in blocks] == ["Part 1", "Part 2", "Part 3"]
    assert [block.text for block in furniture][:2] == ["Weekly Notes May 2024", "Page 1 of 3"]
    assert [block.page for block in furniture] == [1, 1, 2, 2, 3, 3]


def test_columns_are_read_one_after_the_other() -> None:
    """Two columns under a title: left first, then right; a paragraph goes on from one to the other."""
    sheet = Sheet()
    sheet.text(70, 760, "A title over the whole width of the page, over both of its columns", size=14)
    left = [
        "The ministry wants every factory to",
        "report what its machines do, and it",
        "names three provinces to begin with",
    ]
    sheet.lines(70, 730, *left, *left)
    sheet.lines(310, 724, "for the first year of all that work.", *left, "as long as it lasts.")
    assert [text for _, _, text in sheet.outline()][1:] == [
        " ".join([*left, *left, "for the first year of all that work.", *left, "as long as it lasts."])
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_upright(turn: int) -> None:
    """Text that runs up, down or upside down over a whole page is read along its own lines."""
    sheet = Sheet()
    sheet.canvas.translate(300, 420)
    sheet.canvas.rotate(turn)
    sheet.lines(-180, 40, BODY, "its factories.")
    assert sheet.outline() == [("paragraph", 0, f"{BODY} its factories.")]


def test_text_across_the_page_is_set_aside() -> None:
    """A few words that run another way than the rest are kept with the furniture."""
    sheet = Sheet()
    sheet.lines(70, 700, BODY, BODY)
    sheet.canvas.saveState()
    sheet.canvas.translate(40, 300)
    sheet.canvas.rotate(90)
    sheet.text(0, 0, "Draft copy")
    sheet.canvas.restoreState()
    blocks, furniture = sheet.read()
    assert len(blocks) == 1
    assert [block.text for block in furniture] == ["Draft copy"]
