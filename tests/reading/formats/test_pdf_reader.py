"""PDFs that cannot be read say why, and the sample PDF reads like its Markdown."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from bot.errors import UnreadableDocumentError
from bot.reading.document import Document
from bot.reading.formats.pdf import MAX_PAGES, read_pdf
from bot.reading.formats.source import read_document
from tests.reading.formats.pdf_sheet import BODY, CHINESE, Sheet

ROOT = Path(__file__).resolve().parents[3]
SEED = ROOT.parent / "shared" / "seed"


@pytest.mark.parametrize("pages", ["/Count 0/Kids[]", "/Count 1/Kids[3 0 R]"])
def test_a_pdf_without_its_pages_is_damaged(pages: str) -> None:
    """No page, or a page that is not there."""
    text = f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages{pages}>>endobj\n"
    assert refused(f"{text}trailer<</Root 1 0 R>>\n%%EOF".encode()) == "a.pdf is damaged or no PDF."


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
    spec = importlib.util.spec_from_file_location("make_pdf", ROOT / "data" / "make_sample_pdf.py")
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


def test_chinese_in_a_font_that_the_file_lacks_is_read_on_every_machine() -> None:
    """A sign alone between figures too, which PDFium leaves out where the machine has no such font."""
    sheet = Sheet()
    x = 70.0
    for text in ("工信部联科〔", "2024", "〕", "12", "号"):
        x = sheet.text(x, 700, text, font="Helvetica" if text.isascii() else CHINESE)
    assert "工信部联科〔2024〕12号" in sheet.outline()[0][2]


def test_the_sample_pdf_is_made_the_same_each_time_and_reads_like_its_markdown() -> None:
    """The PDF in the repository is what the maker writes, and says what its Markdown says."""
    maker = load_maker()
    source = maker.find_newest_sample()
    target = source.with_suffix(".pdf")
    assert maker.build_pdf(source.read_text(encoding="utf-8")) == target.read_bytes()
    documents = [read_document(path.read_bytes(), source_name=path.name) for path in (source, target)]
    assert outline_of(documents[0]) == outline_of(documents[1])
    assert {block.text for block in documents[1].furniture} >= {"2", "3"}


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed folder is not here; the sample above stands for it")
def test_pdfs_of_three_makers_read_like_their_markdown() -> None:
    """Texts and link labels of the items are the same, quotes aside, whoever made the PDF."""
    quotes = str.maketrans("“”‘’", "\"\"''")

    def items(path: Path) -> list[tuple[str, tuple[str, ...]]]:
        outline = [
            (text.translate(quotes), tuple(label.translate(quotes) for label in labels))
            for text, labels in outline_of(read_document(path.read_bytes(), source_name=path.name))
        ]
        start = max(at for at, (text, _) in enumerate(outline) if text.startswith("1. "))
        return outline[start : next(at for at, (text, _) in enumerate(outline) if text == "AUTHORS")]

    source = next(path for path in SEED.glob("*.md") if "_" not in path.stem and path.stem != "README")
    expected = items(source)
    assert len(expected) > 50
    for path in SEED.glob("*.pdf"):
        assert items(path) == expected, path.name
