"""PDFs arrive as the blocks a reader sees: in order, whole over pages, with exact titles and labels."""

import importlib.util
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, Document
from bot.reading.pdf import MAX_PAGES, read_pdf
from bot.reading.source import read_document

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed"
CHINESE = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
BODY = "Machines that talk to each other are what the ministry wants to see in"
Text = tuple[float, float, str]


class Sheet:
    """A PDF drawn by hand: text at (x, y) from the lower left corner of an A4 page."""

    def __init__(self, **options: Any) -> None:
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1, **options)

    def text(self, x: float, y: float, text: str, *, font: str = "Helvetica", size: float = 10) -> float:
        """Draw a text and give where it ends."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)
        return x + float(pdfmetrics.stringWidth(text, font, size))

    def lines(
        self, x: float, y: float, *lines: str, font: str = "Helvetica", size: float = 10, step: float = 13
    ) -> float:
        """Draw lines below each other and give the height for the next one."""
        for line in lines:
            self.text(x, y, line, font=font, size=size)
            y -= step
        return y

    def page(self) -> None:
        self.canvas.showPage()

    def read(self) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
        self.canvas.save()
        return read_pdf(self.out.getvalue(), source_name="a.pdf")

    def outline(self) -> list[tuple[str, int, str]]:
        return [(block.kind.value, block.level, block.text) for block in self.read()[0]]


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


def test_glyphs_drawn_out_of_order_are_put_in_order() -> None:
    """A sign that the file draws after its neighbours still stands between them."""
    sheet = Sheet()
    x = sheet.text(70, 700, "(one")
    end = sheet.text(x + 8, 700, "two three")
    sheet.text(x, 700, ")")
    sheet.text(end, 700, " and four are numbers")
    assert sheet.outline()[0][2] == "(one) two three and four are numbers"


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_pdf(data, source_name="a.pdf")
    assert caught.value.hint
    return caught.value.message


def test_pdfs_that_cannot_be_read_say_why() -> None:
    """Encrypted, damaged, scanned and overlong files each have their sentence."""
    locked = Sheet(encrypt=StandardEncryption("secret"))
    locked.text(70, 700, BODY)
    locked.canvas.save()
    assert refused(locked.out.getvalue()) == "a.pdf is encrypted."
    scanned = Sheet()
    scanned.canvas.rect(70, 70, 300, 300, fill=1)
    scanned.canvas.save()
    assert refused(scanned.out.getvalue()) == "a.pdf has no text in it; it looks scanned."
    assert refused(scanned.out.getvalue()[:300]) == "a.pdf is damaged or no PDF."
    long = Sheet()
    for _ in range(MAX_PAGES + 1):
        long.page()
    long.canvas.save()
    assert refused(long.out.getvalue()) == f"a.pdf has {MAX_PAGES + 1} pages."


def test_a_pdf_locked_only_against_printing_is_read() -> None:
    """Without a password to open it, a file may be read."""
    sheet = Sheet(encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    sheet.text(70, 700, BODY)
    assert sheet.outline() == [("paragraph", 0, BODY)]


def load_maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_pdf", ROOT / "data" / "briefings" / "make_pdf.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outline_of(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    """Texts with link labels, contents lines left out: their leaders differ in length."""
    return [
        (block.text, tuple(span.text for span in block.spans if span.link is not None))
        for block in document.blocks
        if "...." not in block.text
    ]


def test_the_sample_pdf_is_made_the_same_each_time_and_reads_like_its_markdown() -> None:
    """The PDF in the repository is what the maker writes, and says what its Markdown says."""
    maker = load_maker()
    source = maker.find_newest_sample()
    target = source.with_suffix(".pdf")
    assert maker.build_pdf(source.read_text(encoding="utf-8")) == target.read_bytes()
    documents = [read_document(path.read_bytes(), source_name=path.name) for path in (source, target)]
    assert outline_of(documents[0]) == outline_of(documents[1])
    assert {block.text for block in documents[1].furniture} >= {"2", "3"}
