"""Pages of a PDF: columns, tables, running lines, turned text, and what goes on overleaf."""

from collections.abc import Callable

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


def test_what_a_page_end_cuts_goes_on_by_its_first_letter() -> None:
    """Small behind a semicolon it goes on; a capital behind a Chinese title in brackets begins a paragraph."""
    sheet = Sheet()
    sheet.lines(70, 130, BODY, f"{BODY[:60]};")
    sheet.page()
    sheet.lines(70, 760, "its factories do so too.")
    end = sheet.text(70, 120, "Title: Measures for the Testing of Harbour Ropes in All Ports (")
    end = sheet.text(end, 120, "港口绳索检测管理办法", font="STSong-Light")
    sheet.text(end, 120, ")")
    sheet.page()
    sheet.lines(70, 760, "Ropes need a label.")
    texts = [block.text for block in sheet.read()[0]]
    assert texts == [
        f"{BODY} {BODY[:60]}; its factories do so too.",
        "Title: Measures for the Testing of Harbour Ropes in All Ports (港口绳索检测管理办法)",
        "Ropes need a label.",
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


def test_a_single_small_header_far_from_the_text_is_furniture() -> None:
    """With one page after the title page nothing repeats: size and distance tell; the title page keeps its own."""
    sheet = Sheet()
    for _ in range(2):
        sheet.text(70, 815, "May 2, 2024" if not _ else "Weekly Notes", size=8)
        sheet.lines(70, 700, BODY, BODY)
        sheet.page()
    blocks, furniture = sheet.read()
    assert [block.text for block in furniture] == ["Weekly Notes"]
    assert blocks[0].text == "May 2, 2024"


def test_a_header_with_the_documents_title_is_furniture() -> None:
    """With one page after the title page, the title set largest there tells; a heading that is no title stays."""
    sheet = Sheet()
    sheet.text(70, 780, "Rope Observer", size=20)
    sheet.lines(70, 700, BODY, BODY)
    sheet.page()
    sheet.text(70, 815, "ROPE OBSERVER", size=12)
    sheet.text(400, 815, "No. 3", size=12)
    sheet.lines(70, 795, f"And so {BODY}", BODY)
    sheet.page()
    blocks, furniture = sheet.read()
    assert [block.text for block in furniture] == ["ROPE OBSERVER No. 3"]
    assert not any("ROPE OBSERVER" in block.text for block in blocks)
    other = Sheet()
    other.text(70, 780, "Rope Observer", size=20)
    other.lines(70, 700, BODY, BODY)
    other.page()
    other.text(70, 815, "Ropes in spring", size=12)
    other.lines(70, 795, f"And so {BODY}", BODY)
    other.page()
    assert "Ropes in spring" in " ".join(block.text for block in other.read()[0])


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


def test_lines_beside_a_large_heading_of_the_next_column_stay_apart() -> None:
    """Small lines of one column are no single line because a heading of the other stands at the height of both."""
    sheet = Sheet()
    sheet.lines(60, 700, "The Great", "Rope Letter", "of Acme", size=20, step=25)
    for at, line in enumerate(
        ("Date: 1 May 2024", "Issued by: MIIT", "Title: Rules on Ropes", "In force: 1 June 2024")
    ):
        sheet.text(320, 706 - at * 12.5, line, size=9.5)
    sheet.lines(60, 600, *[BODY[:40]] * 6)
    sheet.lines(320, 640, *[BODY[:40]] * 8)
    text = "\n".join(block.text for block in sheet.read()[0])
    for line in ("Date: 1 May 2024", "Issued by: MIIT", "Title: Rules on Ropes", "In force: 1 June 2024"):
        assert line in text


def test_small_digits_beside_a_heading_of_the_next_column_are_not_raised() -> None:
    """Digits are raised by the text that they stand in, whatever stands at the height of it in another column."""
    sheet = Sheet()
    sheet.lines(60, 700, *[BODY[:40]] * 3, size=9.5, step=12.5)
    sheet.text(60, 650, "A heading of some length here", size=12)
    sheet.lines(60, 630, *[BODY[:40]] * 6, size=9.5, step=12.5)
    sheet.lines(320, 700, *[BODY[:40]] * 3, size=9.5, step=12.5)
    sheet.text(320, 652, "Published: 3 January 2025", size=9.5)
    sheet.lines(320, 630, *[BODY[:40]] * 6, size=9.5, step=12.5)
    assert any("Published: 3 January 2025" in block.text for block in sheet.read()[0])


def test_a_title_of_two_lines_stays_in_its_column() -> None:
    """The wide step between two large lines is no white space that would end the columns beside each other."""
    sheet = Sheet()
    sheet.text(57, 802, "Rope Letter", size=8)
    sheet.lines(63, 745, "Great Harbour Ropes |", "Acme House", size=20, step=25)
    sheet.text(322, 755.5, "•", size=9.5)
    sheet.lines(332, 755.5, "1 June: Second column goes", "on below its start, and so it does", size=9.5, step=12.5)
    sheet.text(318, 720, "Numbers", size=15)
    sheet.lines(63, 697.8, BODY[:30], *[BODY[:45]] * 8, size=9.5, step=12.5)
    sheet.text(322, 697.8, "•", size=9.5)
    sheet.lines(332, 697.8, *[BODY[:36]] * 2, size=9.5, step=12.5)
    sheet.lines(318, 666, *[BODY[:40]] * 2, size=9.5, step=12.5)
    texts = [block.text for block in sheet.read()[0]]
    assert texts[1] == "Great Harbour Ropes | Acme House"
    assert texts[3].startswith("1 June: Second column")


def test_blocks_side_by_side_below_each_other_stay_apart() -> None:
    """White space over the full width ends columns, so that names stay under their own headings."""
    sheet = Sheet()
    sheet.lines(70, 760, BODY, BODY, BODY)
    sheet.text(70, 680, "AUTHORS", size=16)
    sheet.lines(70, 655, "Ann Example", "Analyst")
    sheet.lines(250, 655, "Bo Sample", "Analyst")
    sheet.text(70, 590, "EDITORS", size=16)
    sheet.lines(70, 565, "Cy Specimen", "Editor")
    sheet.lines(250, 565, "Publisher House", "Berlin")
    texts = [text for _, _, text in sheet.outline()]
    assert texts[1:] == [
        "AUTHORS",
        "Ann Example\nAnalyst",
        "Bo Sample\nAnalyst",
        "EDITORS",
        "Cy Specimen\nEditor",
        "Publisher House\nBerlin",
    ]


def draw_labels(sheet: Sheet) -> None:
    for y, label, value in (
        (700, "Body:", "The ministry of all machines"),
        (680, "Date:", "May 2"),
        (660, "Type:", "Notice"),
    ):
        sheet.text(70, y, label, font="Helvetica-Bold")
        sheet.text(250, y, value)


def draw_ruled(sheet: Sheet) -> None:
    for y, left, right in (
        (700, "Measure of things", "Ministry of things"),
        (680, "Plan", "Agency"),
        (660, "Notice", "Office"),
    ):
        sheet.text(70, y, left)
        sheet.text(250, y, right)
        sheet.canvas.line(70, y - 4, 400, y - 4)


def draw_numbers(sheet: Sheet) -> None:
    for y, left, right in (
        (700, "Robots made in the year", "1,200 / 3,400 / 5,600"),
        (680, "Cars", "34"),
        (660, "Ships", "5"),
    ):
        sheet.text(70, y, left)
        sheet.text(250, y, right)


@pytest.mark.parametrize(
    ("draw", "first"),
    [
        (draw_labels, "Body: | The ministry of all machines"),
        (draw_ruled, "Measure of things | Ministry of things"),
        (draw_numbers, "Robots made in the year | 1,200 / 3,400 / 5,600"),
    ],
)
def test_tables_are_read_row_by_row(draw: Callable[[Sheet], None], first: str) -> None:
    """Labels and values, ruled rows and columns of numbers are tables, not columns of text."""
    sheet = Sheet()
    draw(sheet)
    rows = sheet.outline()
    assert [kind for kind, _, _ in rows] == ["table_row"] * 3
    assert rows[0][2] == first


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


def test_first_lines_set_in_begin_paragraphs() -> None:
    """Without space between paragraphs, an indent parts them; a new one may start on the next page."""
    sheet = Sheet()
    sheet.text(85, 120, BODY[:-4])
    y = sheet.lines(70, 107, BODY, f"{BODY[:-9]} May.")
    sheet.text(85, y, BODY[:-4])
    sheet.text(70, y - 13, f"{BODY[:-3]}.")
    sheet.page()
    sheet.text(85, 740, BODY[:-4])
    sheet.text(70, 727, BODY)
    assert len(sheet.outline()) == 3


def test_an_item_goes_on_where_a_page_holds_nothing_else() -> None:
    """A page whose left edge is the items' text still goes on with the item."""
    sheet = Sheet()
    sheet.lines(70, 720, BODY, BODY)
    sheet.text(70, 120, "•")
    sheet.text(82, 120, BODY)
    sheet.page()
    sheet.text(82, 740, "its factories")
    assert sheet.outline()[1:] == [("list_item", 1, f"{BODY} its factories")]


def test_the_left_column_may_begin_above_the_right_one() -> None:
    """A column that starts higher than its neighbour is still one column."""
    sheet = Sheet()
    left = [
        "The ministry wants every factory to",
        "report what its machines do, and it",
        "names three provinces to begin with",
    ]
    sheet.lines(70, 700, *left, *left)
    sheet.lines(260, 674, *left)
    assert [text for _, _, text in sheet.outline()] == [" ".join(left * 3)]


def test_a_row_between_others_is_no_single_header() -> None:
    """A small line at the page's edge with text close by, or in the middle of a group, stays."""
    sheet = Sheet()
    sheet.lines(70, 700, BODY, BODY)
    sheet.page()
    sheet.lines(70, 830, "Notes on this page", "More notes", "Even more", size=8, step=10)
    sheet.lines(70, 700, BODY, BODY)
    sheet.page()
    sheet.text(70, 830, "Lone line", size=8)
    assert not sheet.read()[1]


@pytest.mark.parametrize(
    ("above", "below", "font"),
    [
        (f"{BODY}:", "more of it goes here", "Helvetica"),
        (BODY, "2. Rails hum", "Helvetica"),
        (BODY, "Label here", "Helvetica-Bold"),
        (f"{BODY}.", "Date: May 2", "Helvetica"),
        (f"{BODY}.", "May 3: it began", "Helvetica-Oblique"),
    ],
)
def test_a_page_can_begin_with_a_block_of_its_own(above: str, below: str, font: str) -> None:
    """A colon before, a number, a label or a change of look after the page end part blocks."""
    sheet = Sheet()
    sheet.lines(70, 120, BODY, above)
    sheet.page()
    sheet.text(70, 760, below, font=font)
    assert [text for _, _, text in sheet.outline()] == [f"{BODY} {above}", below]


def test_a_column_that_goes_on_below_its_neighbour_is_read_to_its_end() -> None:
    """White space in the longer column ends nothing; what spans the width below does."""
    left = ["Words of the left column that fill it", "and more of them until it ends here."]
    right = ["Words of the right column that fill it", "and more, fewer lines than its neighbour."]
    for below, expected in (
        ("Short and narrow again here, left.", [*left, "A heading", "Short and narrow again here, left.", *right]),
        (BODY + " " + BODY[:30], [*left, *right, "A heading", BODY + " " + BODY[:30]]),
    ):
        sheet = Sheet()
        sheet.lines(70, 760, *left, *left, *left)
        sheet.lines(310, 760, *right, *right, *right)
        sheet.text(70, 640, "A heading", size=14)
        sheet.lines(70, 610, below)
        words = " ".join(text for _, _, text in sheet.outline()).split()
        assert words == " ".join(_thrice(expected, left, right)).split()


def test_a_footer_under_both_columns_ends_them_only_after_white_space() -> None:
    """The longer column goes on down to the foot of the page, whose line spans both columns."""
    left, right = "Words of the left column that fill it", "Words of the right column that fill it"
    sheet = Sheet()
    for at in range(9):
        sheet.text(70, 760 - 14 * at - 20 * (at // 3), left)
    sheet.lines(310, 760, right, right, right)
    sheet.text(70, 40, "The House")
    sheet.text(440, 40, "Page 1")
    texts = [text for _, _, text in sheet.outline()]
    assert " ".join(texts).replace("\n", " ") == " ".join([left] * 9 + [right] * 3 + ["The House Page 1"])


def test_columns_go_on_below_white_space_that_only_happens_to_stand_in_both() -> None:
    """One of them has such space elsewhere too; long columns are no grid of boxes."""
    left, right = "Words of the left column that fill it", "Words of the right column that fill it"
    sheet = Sheet()
    for at in range(24):
        sheet.text(70, 760 - 13 * at - 20 * (at // 12), left)
        sheet.text(310, 760 - 13 * at - 20 * (at // 6 - (at >= 6)), right)
    words = " ".join(text for _, _, text in sheet.outline()).split()
    assert words == " ".join([left] * 24 + [right] * 24).split()


def _thrice(lines: list[str], *columns: list[str]) -> list[str]:
    """Give the lines with each column's own three times, as drawn."""
    text = "\n".join(lines)
    for column in columns:
        text = text.replace("\n".join(column), "\n".join(column * 3))
    return text.split("\n")


def test_a_page_of_any_length_is_read_whole() -> None:
    """Tables and columns are looked for in parts of it, so that the time grows with its lines alone."""
    sheet = Sheet()
    height = 9000.0
    sheet.canvas.setPageSize((595, height))
    numbers = range(1, 641)
    for number in numbers:
        sheet.text(70, height - 13 * number, f"Line {number} ends.")
    words = " ".join(block.text for block in sheet.read()[0])
    assert words.split() == " ".join(f"Line {number} ends." for number in numbers).split()
