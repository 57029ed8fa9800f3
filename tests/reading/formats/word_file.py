"""Word files written by hand, for the tests of the DOCX reader."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from bot.reading.document import Block, BlockKind, Span

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_P}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_ROOT = (
    f'<Relationships xmlns="{_P}/relationships"><Relationship Id="rId1" Type="{_R}/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
BULLETS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def build_parts(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    links: Iterable[str] = (),
    more: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the parts of a Word file with this body; links get the ids L0, L1 and so on."""
    targets = "".join(
        f'<Relationship Id="L{number}" Type="{_R}/hyperlink" Target={quoteattr(link)} TargetMode="External"/>'
        for number, link in enumerate(links)
    )
    inner = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "numbering", "footnotes")
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_P}/relationships">{targets}{inner}</Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"/>',
    }
    return parts | dict(more or {})


def build_file(parts: Mapping[str, str | bytes]) -> bytes:
    """Return the file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def build_paragraph(text: str, *, style: str = "", settings: str = "") -> str:
    """Return a paragraph of one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{settings}</w:pPr>{_build_run(Span(text=text))}</w:p>"


def build_number(number: int, depth: int = 0) -> str:
    """Return a paragraph's setting that puts it into a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def build_word_file(blocks: Iterable[Block]) -> bytes:
    """Return a Word file that says the same as these blocks."""
    links: list[str] = []
    body = "".join(_build_block(block, links) for block in blocks)
    return build_file(build_parts(body, numbering=BULLETS, links=links))


def _build_block(block: Block, links: list[str]) -> str:
    settings = ""
    if block.kind is BlockKind.HEADING:
        settings = f'<w:pStyle w:val="Heading{block.level}"/>'
    elif block.kind is BlockKind.LIST_ITEM:
        settings = build_number(1, block.level - 1)
    runs = []
    for span in block.spans:
        if span.link is None:
            runs.append(_build_run(span))
            continue
        runs.append(f'<w:hyperlink r:id="L{len(links)}">{_build_run(span)}</w:hyperlink>')
        links.append(span.link)
    return f"<w:p><w:pPr>{settings}</w:pPr>{''.join(runs)}</w:p>"


def _build_run(span: Span) -> str:
    look = f"{'<w:b/>' if span.bold else ''}{'<w:i/>' if span.italic else ''}"
    pieces = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in span.text.split("\n"))
    return f"<w:r><w:rPr>{look}</w:rPr>{pieces}</w:r>"
