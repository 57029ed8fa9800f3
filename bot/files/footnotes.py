"""Footnotes of a Word document, which python-docx does not know: a part of their own, and references to them.

Source: ECMA-376, part 1, 17.11 (footnotes and endnotes) and 11.3.7 (the footnotes part).
"""

from __future__ import annotations

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from bot.files.wording import clean_line, escape_xml

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_SIZE = 15
"""Half points."""
_FIRST = 1
"""Ids -1 and 0 are the two lines above footnotes, which every document must have."""


class Footnotes:
    """Collects a document's footnotes; ``close`` puts them into it, once, when all are there."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._texts: list[str] = []

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Put a reference at the end of a paragraph, and keep its note."""
        self._texts.append(text)
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._texts) - 1 + _FIRST))
        run._r.append(reference)  # noqa: SLF001  python-docx has no other way to an element it does not know

    def close(self) -> None:
        """Write the part that holds the notes."""
        body = "".join(_build_note(number, text) for number, text in enumerate(self._texts, start=_FIRST))
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:footnotes {nsdecls('w')}>{_build_line(-1, 'separator')}{_build_line(0, 'continuationSeparator')}"
            f"{body}</w:footnotes>"
        )
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, xml.encode("utf-8"), package)
        self._document.part.relate_to(part, _RELATION)


def _build_line(number: int, kind: str) -> str:
    return f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'


def _build_note(number: int, text: str) -> str:
    size = f'<w:sz w:val="{_SIZE}"/>'
    mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/>{size}</w:rPr><w:footnoteRef/></w:r>'
    said = f'<w:r><w:rPr>{size}</w:rPr><w:t xml:space="preserve"> {escape_xml(clean_line(text))}</w:t></w:r>'
    spacing = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="auto"/></w:pPr>'
    return f'<w:footnote w:id="{number}"><w:p>{spacing}{mark}{said}</w:p></w:footnote>'
