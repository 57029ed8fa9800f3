"""The smallest document of each format that reading needs a library for: the doctor reads them to see it work."""

from __future__ import annotations

import io
import zipfile

_LINE = "2 January 2024: A line to read."
_XML = "http://schemas.openxmlformats.org"
_MAIN = "officeDocument/2006/relationships/officeDocument"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_XML}/package/2006/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_XML}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_XML}/{_MAIN}" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{_XML}/wordprocessingml/2006/main">'
    f"<w:body><w:p><w:r><w:t>{_LINE}</w:t></w:r></w:p></w:body></w:document>",
}
"""What a Word file needs at least (ECMA-376, part 1, 11)."""
_SHOWN = f"BT /F 12 Tf 50 700 Td ({_LINE}) Tj ET"
_OBJECTS = (
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    f"<</Length {len(_SHOWN)}>>stream\n{_SHOWN}\nendstream",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)
"""What a PDF file of one line needs at least (ISO 32000-1, 7.5)."""


def list_probes() -> dict[str, bytes]:
    """Give a document of one dated line in each format, by file name."""
    entry = f"<item><title>Probe</title><description>{_LINE}</description></item>"
    return {
        "probe.md": f"# Probe\n\n- *{_LINE}*\n".encode(),
        "probe.html": f"<html><body><h1>Probe</h1><p>{_LINE}</p></body></html>".encode(),
        "probe.xml": f'<rss version="2.0"><channel><title>Probe</title>{entry}</channel></rss>'.encode(),
        "probe.docx": _build_word_file(),
        "probe.pdf": _build_pdf(),
    }


def _build_word_file() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as parts:
        for name, text in _PARTS.items():
            parts.writestr(name, text)
    return archive.getvalue()


def _build_pdf() -> bytes:
    """Write the objects and the table that says where each begins."""
    data, starts = b"%PDF-1.4\n", []
    for number, text in enumerate(_OBJECTS, 1):
        starts.append(len(data))
        data += f"{number} 0 obj{text}\nendobj\n".encode()
    count = len(_OBJECTS) + 1
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    trailer = f"trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()
