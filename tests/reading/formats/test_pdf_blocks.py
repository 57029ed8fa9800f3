"""Blocks of a PDF: paragraphs, headings, lists, links and the characters in them."""

import pytest
from reportlab.pdfbase.pdfdoc import PDFArray

from tests.reading.formats.pdf_sheet import BODY, CHINESE, Sheet


def test_wrapped_lines_make_paragraphs_parted_by_space() -> None:
    """Lines at the usual pitch join; wider space, or a line ended early after a full stop, parts."""
    sheet = Sheet()
    y = sheet.lines(
        70, 700, BODY, "its factories by the end of the year. They shall send what they know of", "their work."
    )
    sheet.lines(
        70, y - 8, BODY, "three provinces.", "Another thought begins here without any space above it and it goes on"
    )
    assert [text for _, _, text in sheet.outline()] == [
        f"{BODY} its factories by the end of the year. They shall send what they know of their work.",
        f"{BODY} three provinces.",
        "Another thought begins here without any space above it and it goes on",
    ]


def test_a_line_ended_early_keeps_its_break_and_a_label_starts_a_block() -> None:
    """A name over a role stays two lines of one block; a label after it is a block of its own."""
    sheet = Sheet()
    y = sheet.lines(70, 700, BODY, BODY)
    sheet.lines(70, y - 20, "Ann Example", "Analyst", "Date: May 2")
    assert [text for _, _, text in sheet.outline()][1:] == ["Ann Example\nAnalyst", "Date: May 2"]


def test_headings_are_larger_or_bold() -> None:
    """Size ranks headings; bold text of body size is the lowest; a bold label and a large sentence are none."""
    sheet = Sheet()
    sheet.text(70, 760, "Weekly Notes", size=24)
    sheet.text(70, 720, "Policy news of the week which is", size=16)
    sheet.text(70, 700, "longer than a line", size=16)
    sheet.text(70, 670, "1. Factories talk", font="Helvetica-Bold")
    y = sheet.lines(70, 650, BODY, BODY, BODY)
    sheet.text(70, y - 10, "Issuing body: MIIT", font="Helvetica-Bold")
    sheet.text(70, y - 40, "2. Rails hum", font="Helvetica-Oblique")
    large = "This is one whole sentence in larger letters that leads us"
    sheet.lines(70, y - 70, large, large, f"{large} in.", size=11.5, step=15)
    assert sheet.outline() == [
        ("heading", 1, "Weekly Notes"),
        ("heading", 2, "Policy news of the week which is longer than a line"),
        ("heading", 4, "1. Factories talk"),
        ("paragraph", 0, f"{BODY} {BODY} {BODY}"),
        ("paragraph", 0, "Issuing body: MIIT"),
        ("heading", 4, "2. Rails hum"),
        ("paragraph", 0, f"{large} {large} {large} in."),
    ]


def test_bold_italic_and_links_become_spans() -> None:
    """A look ends where its font ends, a label where its area ends, also over two lines."""
    sheet = Sheet()
    x = sheet.text(70, 700, "Label:", font="Helvetica-Bold")
    x = sheet.text(x + 3, 700, "plain then", font="Helvetica")
    x = sheet.text(x + 3, 700, "slanted", font="Helvetica-Oblique")
    x = sheet.text(x + 3, 700, "and much more plain text (")
    start, x = x, sheet.text(x, 700, "a long notice label")
    sheet.canvas.linkURL("https://example.org/n", (start, 697, x, 709))
    end = sheet.text(70, 687, "that wraps")
    sheet.canvas.linkURL("https://example.org/n", (70, 684, end, 696))
    x = sheet.text(end, 687, ", ")
    end = sheet.text(x, 687, "inside")
    sheet.canvas.bookmarkPage("here")
    sheet.canvas.linkRect("", "here", (x, 684, end, 696), relative=0)
    sheet.text(end, 687, ") with a tail.")
    spans = sheet.read()[0][0].spans
    assert [(span.text, span.bold, span.italic, span.link) for span in spans] == [
        ("Label:", True, False, None),
        (" plain then ", False, False, None),
        ("slanted", False, True, None),
        (" and much more plain text (", False, False, None),
        ("a long notice label that wraps", False, False, "https://example.org/n"),
        (", ", False, False, None),
        ("inside", False, False, "#"),
        (") with a tail.", False, False, None),
    ]


@pytest.mark.parametrize("bullet", ["•", "–", "o", "path", "dash"])
def test_bullets_printed_drawn_or_dashed(bullet: str) -> None:
    """A bullet is a sign, a shape, or a dash, and never part of the text; lines go on under it."""
    sheet = Sheet()
    y = sheet.lines(70, 700, BODY, "its factories, which means that they shall do the following things:") - 8
    for lines in (
        ("Send what they know of their work to those who ask for it in each of", "the provinces"),
        ("Learn",),
    ):
        if bullet == "path":
            sheet.canvas.rect(78, y + 2, 3, 3, fill=1)
        elif bullet == "o":
            sheet.text(78, y, "o", font="Courier")
        elif bullet != "dash":
            sheet.text(78, y, bullet)
        y = sheet.lines(90, y, *(f"- {line}" if bullet == "dash" and not at else line for at, line in enumerate(lines)))
    assert sheet.outline()[1:] == [
        ("list_item", 1, "Send what they know of their work to those who ask for it in each of the provinces"),
        ("list_item", 1, "Learn"),
    ]


def test_lists_have_depth() -> None:
    """Where its bullet stands gives an item's depth."""
    sheet = Sheet()
    sheet.text(70, 720, BODY)
    for y, x, word in ((700, 80, "one"), (685, 100, "two"), (670, 100, "three"), (655, 80, "four")):
        sheet.text(x, y, "•")
        sheet.text(x + 12, y, word)
    assert [block[1:] for block in sheet.outline()[1:]] == [(1, "one"), (2, "two"), (2, "three"), (1, "four")]


def test_chinese_titles_keep_their_characters() -> None:
    """Chinese wraps without a space, beside Latin text with one."""
    sheet = Sheet()
    x = sheet.text(70, 700, "Guiding Opinions on Machines That Talk to Each Other (")
    sheet.text(x, 700, "关于印发《机器互联指导意", font=CHINESE)
    x = sheet.text(70, 687, "见（试行）》的通知", font=CHINESE)
    sheet.text(x, 687, ") and so on")
    assert sheet.outline()[0][2] == (
        "Guiding Opinions on Machines That Talk to Each Other (关于印发《机器互联指导意见（试行）》的通知) and so on"
    )


def _draw_beside(sheet: Sheet, y: float, gap: float, pieces: list[tuple[str, str]]) -> None:
    """Draw pieces beside each other, each of them a gap further, without a space between them."""
    x = 70.0
    for font, piece in pieces:
        x = sheet.text(x, y, piece, font=font) + gap


def test_a_gap_between_chinese_and_figures_is_no_space() -> None:
    """A quarter of a character is what typesetters leave there; a wider one is meant, and so is a drawn space."""
    pieces = [(CHINESE, "机器规范第"), ("Helvetica", "12"), (CHINESE, "号于"), ("Helvetica", "5G"), (CHINESE, "网络")]
    sheet = Sheet()
    _draw_beside(sheet, 700, 2.5, pieces)
    _draw_beside(sheet, 640, 5, pieces)
    sheet.text(70, 580, "机器互联 5G 网络", font=CHINESE)
    assert [text for _, _, text in sheet.outline()] == [
        "机器规范第12号于5G网络",
        "机器规范第 12 号于 5G 网络",
        "机器互联 5G 网络",
    ]


def test_a_gap_beside_chinese_in_latin_text_is_narrower_than_a_space() -> None:
    """Where most of a page is Latin, a gap as wide as a space parts a word from a Chinese name."""
    sheet = Sheet()
    sheet.text(70, 700, BODY)
    _draw_beside(sheet, 640, 2.6, [("Helvetica", "Plan"), (CHINESE, "方案")])
    _draw_beside(sheet, 580, 1.8, [(CHINESE, "第"), ("Helvetica", "790"), (CHINESE, "号")])
    assert [text for _, _, text in sheet.outline()][1:] == ["Plan 方案", "第790号"]


def test_hyphens_at_line_ends_are_mended() -> None:
    """A split word becomes whole, a compound keeps its hyphen."""
    sheet = Sheet()
    sheet.lines(
        70,
        700,
        "The mass production of all these machines is a matter of the infor-",
        "mation that they share, and of how mass-",
        "production goes on.",
    )
    text = sheet.outline()[0][2]
    assert "information" in text
    assert "mass-production" in text


def test_contents_lines_stay_blocks_of_their_own() -> None:
    """Each line with dot leaders is a block, so that the grammar can tell it from the text."""
    sheet = Sheet()
    sheet.lines(
        70,
        700,
        "1. Factories talk ............................................ 2",
        "Policy news ................................................. 3",
    )
    assert [text.rstrip("0123456789. ") for _, _, text in sheet.outline()] == ["1. Factories talk", "Policy news"]


def test_raised_digits_do_not_stick_to_words() -> None:
    """A footnote mark is a raised digit, not part of a number."""
    sheet = Sheet()
    x = sheet.text(70, 700, "It grew by 14")
    x = sheet.text(x, 704, "2", size=6)
    sheet.text(x, 700, " percent in the year.")
    assert sheet.outline()[0][2] == "It grew by 14² percent in the year."


def test_glyphs_drawn_out_of_order_are_put_in_order() -> None:
    """A sign that the file draws after its neighbours still stands between them."""
    sheet = Sheet()
    x = sheet.text(70, 700, "(one")
    end = sheet.text(x + 8, 700, "two three")
    sheet.text(x, 700, ")")
    sheet.text(end, 700, " and four are numbers")
    assert sheet.outline()[0][2] == "(one) two three and four are numbers"


def test_a_sign_drawn_after_what_it_precedes_is_put_back() -> None:
    """Within one piece of text, too, glyphs are read from left to right."""
    sheet = Sheet()
    sheet.text(70, 720, BODY)
    sheet.raw(r"BT /F1 10 Tf 1 0 0 1 70 700 Tm [(\(one) -800 (two) 2356 (\))] TJ ET")
    assert sheet.outline()[0][2].endswith("(one) two")


def test_symbol_fonts_give_bullets() -> None:
    """A sign from a font of signs before text of another font is a bullet, whatever letter it stands for."""
    sheet = Sheet()
    sheet.text(70, 720, BODY)
    for y, word in ((700, "one"), (687, "two")):
        sheet.text(70, y, "❑", font="ZapfDingbats")
        sheet.text(90, y, word)
    assert [block[0] for block in sheet.outline()[1:]] == ["list_item", "list_item"]


def test_a_sign_alone_or_a_dash_in_a_sentence_is_no_bullet() -> None:
    """A bullet has text beside it, at a distance."""
    sheet = Sheet()
    sheet.lines(70, 700, BODY, "– as it says – its factories")
    sheet.text(70, 600, "•")
    sheet.text(70, 500, "o")
    assert [kind for kind, _, _ in sheet.outline()] == ["paragraph"] * 3


def test_shapes_that_are_no_bullets_are_left_alone() -> None:
    """A long dash, a large box, and a square behind the text are no bullets."""
    sheet = Sheet()
    sheet.lines(70, 700, BODY, BODY)
    for x, y, width, height in ((60, 700, 8, 1), (55, 687, 11, 11), (400, 700, 3, 3), (60, 650, 3, 3), (20, 702, 3, 3)):
        sheet.canvas.rect(x, y, width, height, fill=1, stroke=0)
    assert [kind for kind, _, _ in sheet.outline()] == ["paragraph"]


def test_links_over_two_lines_may_have_corners() -> None:
    """A link with several four-cornered areas covers just those."""
    sheet = Sheet()
    x = sheet.text(70, 700, "See the")
    start, end = x + 3, sheet.text(x + 3, 700, "notice")
    sheet.text(end + 3, 700, "of May")
    sheet.canvas.linkURL("", (0, 0, 500, 800), QuadPoints=PDFArray([start, 709, end, 709, start, 697, end, 697]))
    assert [(span.text, span.link) for span in sheet.read()[0][0].spans] == [
        ("See the ", None),
        ("notice", "#"),
        (" of May", None),
    ]


def test_numbers_and_bold_lines_part_what_has_no_space_between() -> None:
    """A numbered line, and a bold line over its text, start blocks at the usual pitch too."""
    sheet = Sheet()
    sheet.lines(70, 700, BODY, "It ends", "1. Factories talk", BODY, "so it goes")
    sheet.text(70, 600, "Rails hum", font="Helvetica-Bold")
    sheet.lines(70, 587, BODY, "and on")
    assert [text for _, _, text in sheet.outline()] == [
        f"{BODY} It ends",
        "1. Factories talk\n" + f"{BODY} so it goes",
        "Rails hum",
        f"{BODY} and on",
    ]


def test_a_centred_title_over_two_lines_is_one() -> None:
    """Centred lines end early on both sides; that is no break."""
    sheet = Sheet()
    sheet.lines(70, 700, BODY, BODY)
    title = ("The ministry of all machines that talk to each other and also some", "that listen to each other")
    sheet.canvas.setFont("Helvetica", 10)
    sheet.canvas.drawCentredString(223, 600, title[0])
    sheet.canvas.drawCentredString(223, 587, title[1])
    assert sheet.outline()[-1][2] == " ".join(title)


def test_a_quotation_set_in_on_both_sides_stays_one_paragraph() -> None:
    """Lines that wrap at an edge of their own are not broken at each end."""
    sheet = Sheet()
    sheet.lines(70, 700, BODY, BODY)
    quoted = (
        "Every machine that talks shall also",
        "listen to the others of its kind, in",
        "all workshops, the minister says",
        "today.",
    )
    sheet.lines(100, 640, *quoted)
    assert sheet.outline()[-1][2] == " ".join(quoted)
