"""A Word file becomes the blocks its reader sees, and a hostile one an error in one line."""

import io

import pytest

from bot.errors import UnreadableDocumentError
from bot.reading.formats import html_page
from bot.reading.formats.docx import read_docx
from tests.reading.formats.word_file import (
    BULLETS,
    W,
    build_file,
    build_paragraph,
    build_parts,
)

STYLES = """
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="House"><w:name w:val="House Head"/><w:basedOn w:val="A"/></w:style>
<w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="Deep"/><w:pPr><w:outlineLvl w:val="7"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="toc 1"/><w:basedOn w:val="A"/></w:style>
<w:style w:type="paragraph" w:styleId="Dot"><w:name w:val="List Bullet"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
"""


def read(body: str, *, styles: str = "", numbering: str = "") -> list[tuple[str, int, str]]:
    data = build_file(build_parts(body, styles=styles, numbering=numbering))
    blocks, _ = read_docx(data, source_name="a.docx")
    return [(block.kind.value[0], block.level, block.text) for block in blocks]


def test_headings_come_from_styles_and_outline_levels() -> None:
    """Word's own, those of a house built on them, outline levels, titles; a style that goes in circles does no harm."""
    body = "".join(
        build_paragraph(style or "none", style=style)
        for style in ("T", "A", "House", "Deep", "Body", "Loop", "Dot", "")
    ) + build_paragraph("own", settings='<w:outlineLvl w:val="0"/>')
    assert read(body, styles=STYLES, numbering=BULLETS) == [
        ("h", 1, "T"),
        ("h", 2, "A"),
        ("h", 2, "House"),
        ("h", 6, "Deep"),
        ("p", 0, "Body"),
        ("p", 0, "Loop"),
        ("l", 1, "Dot"),
        ("p", 0, "none"),
        ("h", 1, "own"),
    ]


def test_headers_and_footers_are_furniture() -> None:
    """Each line once, parts that a tab sets apart with a bar between them; a damaged part says nothing."""
    inner = "<w:p><w:r><w:t>Rope House</w:t></w:r><w:r><w:tab/><w:t>3 May 2024</w:t></w:r></w:p><w:p/>"
    header = f'<w:hdr xmlns:w="{W}">{inner}</w:hdr>'
    more = {"word/header1.xml": header, "word/header2.xml": header, "word/footer1.xml": "<w:ftr>"}
    blocks, furniture = read_docx(build_file(build_parts(build_paragraph("A"), more=more)), source_name="a.docx")
    assert [block.text for block in blocks] == ["A"]
    assert [block.text for block in furniture] == ["Rope House | 3 May 2024"]


def test_contents_footnotes_and_pictures_are_no_text() -> None:
    """Word's contents list is furniture, and so is a footnote; a link, bold and a hard break stay."""
    note = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    body = (
        build_paragraph("First 3", style="Toc")
        + '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>One</w:t><w:br/><w:t>two</w:t></w:r><w:r><w:footnoteReference w:id="2"/>'
        '</w:r><w:hyperlink r:id="L0"><w:r><w:t> three</w:t></w:r></w:hyperlink></w:p>'
    )
    parts = build_parts(body, styles=STYLES, links=["https://a.example/"], more={"word/footnotes.xml": note})
    blocks, furniture = read_docx(build_file(parts), source_name="a.docx")
    assert [block.text for block in furniture] == ["First 3", "1. a note"]
    (block,) = blocks
    assert [(span.text, span.bold, span.link) for span in block.spans] == [
        ("One\ntwo", True, None),
        (" three", False, "https://a.example/"),
    ]


def test_a_table_gives_rows() -> None:
    """Cells stand beside each other, in Word as everywhere."""
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{build_paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in (("Date", "Body"), ("May 2", "MIIT"))
    )
    assert read(f"<w:tbl>{rows}</w:tbl>") == [("t", 0, "Date | Body"), ("t", 0, "May 2 | MIIT")]


BODY = build_parts(build_paragraph("text"))


def encrypted() -> bytes:
    data = bytearray(build_file(BODY))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def doubled() -> bytes:
    data = bytearray(build_file(BODY | {"word/documenu.xml": "<x/>"}))
    return bytes(data.replace(b"word/documenu.xml", b"word/document.xml"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (build_file({"word/document.xml": "<x/>"}), "damaged"),
        (build_file({"[Content_Types].xml": "<x/>"}), "damaged"),
        (build_file(BODY | {"word/document.xml": "<w:document"}), "damaged"),
        (build_file(BODY | {"word/document.xml": "<x/>"}), "damaged"),
        (build_file(BODY | {"word/document.xml": f"{'<x>' * 5000}{'</x>' * 5000}"}), "damaged"),
        (build_file(BODY | {"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "damaged"),
        (build_file(BODY | {"word/styles.xml": '<!ENTITY a "b">'.encode("utf-16")}), "damaged"),
        (build_file(BODY)[:-60], "damaged"),
        (build_file(BODY)[:200] + b"junk" + build_file(BODY)[204:], "damaged"),
        (b"PK\x03\x04", "damaged"),
        (doubled(), "damaged"),
        (encrypted(), "encrypted"),
        (build_file(BODY | {"word/big.xml": " " * 30_000_000}), "would unpack"),
        (build_file(BODY | {"word/media/a.bin": bytes(30_000_000)}), "would unpack"),
        (build_file(BODY | {f"word/{number}.xml": "" for number in range(2001)}), "more than 2000 parts"),
    ],
)
def test_a_hostile_file_is_refused_in_one_line(data: bytes, said: str) -> None:
    """Bombs, entities, damage: nothing is unpacked that should not be."""
    with pytest.raises(UnreadableDocumentError, match=said) as caught:
        read_docx(data, source_name="a.docx")
    assert caught.value.message.startswith("a.docx ")
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_file_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of pages holds for what a Word file becomes."""
    monkeypatch.setattr(html_page, "MAX_TAGS", 1)
    with pytest.raises(UnreadableDocumentError, match="more than 1 tags"):
        read_docx(build_file(BODY), source_name="a.docx")


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """What unpacks to more than the directory says is cut there and found damaged."""
    out = io.BytesIO(build_file(BODY))
    changed = out.getvalue().replace(b"PK\x01\x02", b"PK\x01\x02", 1)
    at = changed.find(b"PK\x01\x02")
    shorter = changed[: at + 24] + (5).to_bytes(4, "little") + changed[at + 28 :]
    with pytest.raises(UnreadableDocumentError, match="damaged"):
        read_docx(shorter, source_name="a.docx")
