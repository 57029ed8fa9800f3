"""Reads Word files (DOCX): checked, converted to HTML by mammoth, and read like a page."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import mammoth
from lxml import etree
from lxml.etree import _Element as Element

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, BlockKind
from bot.reading.formats.html import read_html_text
from bot.reading.formats.normalise import Blocks, build_block
from bot.reading.received import refusing

_DOCUMENT, _STYLES, _NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = f"{{{_WORD}}}"
_HEADINGS = {"title": 1, "subtitle": 2} | {f"heading {level}": level for level in range(1, 10)}
_LOWEST_HEADING, _BODY_OUTLINE, _MOST_LEVELS, _MOST_ANCESTORS = 6, 9, 9, 20
_BULLETS = "99990"
"""The list of bullets in which all items stand, numbered ones with their numbers as text."""
_HAN_DIGITS = "零一二三四五六七八九"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HUNDRED = 100


def write_numbers(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a Word file's parts with numbers as text and heading styles as Word's own; the rest as it was."""
    # Parts of the strict form of the standard name the same things by another address.
    shown = {name: part.replace(_STRICT.encode(), _WORD.encode()) for name, part in parts.items()}
    if _DOCUMENT not in shown:
        return shown
    numbering = parse_part(shown[_NUMBERING]) if _NUMBERING in shown else etree.Element(f"{W}numbering")
    styles = parse_part(shown[_STYLES]) if _STYLES in shown else etree.Element(f"{W}styles")
    writer = _Writer(
        styles={style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")},
        lists={each.get(f"{W}numId", ""): each for each in numbering.iter(f"{W}num")},
        forms={each.get(f"{W}abstractNumId", ""): each for each in numbering.iter(f"{W}abstractNum")},
    )
    document = parse_part(shown[_DOCUMENT])
    for settings in list(document.iter(f"{W}pPr")):
        writer.write(settings)
    bullets = etree.Element(f"{W}abstractNum", {f"{W}abstractNumId": _BULLETS})
    for depth in range(_MOST_LEVELS):
        _set_value(etree.SubElement(bullets, f"{W}lvl", {f"{W}ilvl": str(depth)}), "numFmt", "bullet")
    numbering.insert(0, bullets)
    _set_value(etree.SubElement(numbering, f"{W}num", {f"{W}numId": _BULLETS}), "abstractNumId", _BULLETS)
    for element in [each for style in styles for each in style if each.tag != f"{W}name"]:
        element.getparent().remove(element)  # takes longer to read than the text
    written = {_DOCUMENT: document, _NUMBERING: numbering, _STYLES: styles}
    return shown | {name: etree.tostring(root) for name, root in written.items()}


def parse_part(part: bytes) -> Element:
    """Return the tree of an XML part; no entities are resolved and nothing is fetched."""
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Writer:
    """Word's styles, lists and forms of lists by their ids, and how far each level of a form has counted."""

    styles: Mapping[str, Element]
    lists: Mapping[str, Element]
    forms: Mapping[str, Element]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def write(self, settings: Element) -> None:
        """Put a paragraph's number before its text, and name its kind as Word itself would."""
        styles = self._list_styles(_get_value([settings], "pStyle"))
        names = [_get_value([style], "name").lower() for style in styles]
        holders = [settings, *(found for style in styles if (found := style.find(f"{W}pPr")) is not None)]
        number, depth = _get_value(holders, "numPr/w:numId"), _read_int(_get_value(holders, "numPr/w:ilvl")) or 0
        label = self._count(number, min(depth, _MOST_LEVELS - 1)) if number else None
        paragraph = settings.getparent()
        if label and paragraph is not None:
            run = etree.Element(f"{W}r")
            text = etree.SubElement(run, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            text.text = f"{label} "
            paragraph.insert(paragraph.index(settings) + 1, run)
        if any(name.startswith(("toc", "contents")) for name in names):
            return
        level = next((_HEADINGS[name] for name in names if name in _HEADINGS), 0)
        outline = _read_int(_get_value(holders, "outlineLvl"))
        level = level if outline is None or level else (outline + 1) % (_BODY_OUTLINE + 1)
        if level:
            _set_value(settings, "pStyle", f"Heading{min(level, _LOWEST_HEADING)}")
        elif label is not None or (not number and any(name.startswith("list bullet") for name in names)):
            deeper = next((int(name[-1]) - 1 for name in names if name.startswith("list ") and name[-1].isdigit()), 0)
            numbered = settings.find(f"{W}numPr")
            numbered = etree.SubElement(settings, f"{W}numPr") if numbered is None else numbered
            _set_value(numbered, "ilvl", str(depth or deeper))
            _set_value(numbered, "numId", _BULLETS)

    def _list_styles(self, style: str) -> list[Element]:
        """Return a style and those it is based on."""
        found: list[Element] = []
        while style in self.styles and len(found) < _MOST_ANCESTORS:
            found.append(self.styles[style])
            style = _get_value(found[-1:], "basedOn")
        return found

    def _count(self, number: str, depth: int) -> str | None:
        """Count one item of a list on and give its label ("1.", "2.3", "(a)"), "" for a bullet, None for no list."""
        form = _get_value([self.lists[number]], "abstractNumId") if number in self.lists else ""
        levels = self._list_levels(form)
        if depth not in levels:
            return None
        kind = _get_value([levels[depth]], "numFmt")
        if kind in {"bullet", "none"}:
            return ""
        counts = self.counts.setdefault(form, {})
        override = self.lists[number].find(f"{W}lvlOverride[@{W}ilvl='{depth}']")
        restart = _read_int(_get_value([override], "startOverride")) if override is not None else None
        if restart is not None:
            self.lists[number].remove(override)  # it holds for the list's first item alone
        counts[depth] = (
            counts[depth] + 1 if restart is None and depth in counts else restart or _get_start(levels, depth)
        )
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]

        def write(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            written = _get_value([levels[at]], "numFmt") if at in levels else ""
            return _write_number(counts.get(at, _get_start(levels, at)), written)

        return re.sub(r"%([1-9])", write, _get_value([levels[depth]], "lvlText"))

    def _list_levels(self, form: str) -> dict[int, Element]:
        levels = self.forms[form].iter(f"{W}lvl") if form in self.forms else ()
        return {_read_int(level.get(f"{W}ilvl", "")) or 0: level for level in levels}


def _get_start(levels: Mapping[int, Element], depth: int) -> int:
    return (_read_int(_get_value([levels[depth]], "start")) if depth in levels else None) or 1


def _get_value(holders: Sequence[Element], name: str) -> str:
    """Return the value of the first of these elements that has one of this name, "" where none has."""
    found = (element.get(f"{W}val", "") for holder in holders for element in holder.findall(f"w:{name}", {"w": _WORD}))
    return next(filter(None, found), "")


def _set_value(element: Element, name: str, value: str) -> None:
    found = element.find(f"{W}{name}")
    found = etree.SubElement(element, f"{W}{name}") if found is None else found
    found.set(f"{W}val", value)


def _read_int(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("99999") else None


def _write_number(number: int, form: str) -> str:
    """Write a number as Word does in the forms that lists use; in others as digits."""
    written = str(number)
    if form.endswith("Letter") and 1 <= number <= len(_LETTERS):
        written = _LETTERS[number - 1]
    elif "ounting" in form and 1 <= number < _HUNDRED:  # chineseCounting and its like
        tens, ones = divmod(number, 10)
        written = (f"{_HAN_DIGITS[tens] if tens > 1 else ''}十" if tens else "") + (_HAN_DIGITS[ones] if ones else "")
    return written.upper() if form.startswith("upper") else written.zfill(2) if form == "decimalZero" else written


_STYLE_MAP = """
p[style-name^='toc '] => nav > p:fresh
p[style-name^='Contents Heading'] => nav > p:fresh
r[style-name='Emphasis'] => em
i => em
"""
"""Word's own contents list is furniture, as the page's navigation is."""
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_RATIO = 250
_RATIO_FROM = 1024 * 1024
_ENCRYPTED = 0x1
_DECLARES = b"<!doctype"
"""Opens a declaration of a document's type, in which entities are declared: no Word file has any."""
_NEEDED = "[Content_Types].xml"
_MARGINS = ("word/header", "word/footer")


def read_docx(data: bytes, *, source_name: str) -> Blocks:
    """Return a Word file's blocks and furniture, without positions: a file of this kind has neither pages nor lines.

    Headings come from styles, list numbers stay in the text, headers and footers are furniture, pictures and comments
    go. UnreadableDocumentError where the file is damaged, encrypted or a bomb.
    """
    with refusing(f"{source_name} is damaged or no Word document.", "Save it again as DOCX, or save it as PDF."):
        parts = _read_parts(data, source_name)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, part in write_numbers(parts).items():
                archive.writestr(name, part)
        converted = mammoth.convert_to_html(packed, style_map=_STYLE_MAP, convert_image=lambda _: [])
        blocks, furniture = read_html_text(str(converted.value), source_name=source_name)
        return blocks, (*furniture, *_read_margins(parts))


def _read_parts(data: bytes, source_name: str) -> dict[str, bytes]:
    """Return the XML parts of a Word file by name, once sizes and names are checked; pictures are left packed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        _refuse_bomb(entries, source_name)
        wanted = [entry.filename for entry in entries if entry.filename.endswith((".xml", ".rels"))]
        parts = {name: archive.read(name) for name in wanted}
    sound = _NEEDED in parts and any(name.startswith("word/") for name in parts)
    if not sound or any(_DECLARES in part.replace(b"\x00", b"").lower() for part in parts.values()):
        raise zipfile.BadZipFile
    return parts


def _refuse_bomb(entries: Sequence[zipfile.ZipInfo], source_name: str) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableDocumentError(
            f"{source_name} is encrypted.", hint="Save it without a password and send it again."
        )
    advice = "Save it again without pictures and embedded files, or as PDF."
    if len(entries) > MAX_ENTRIES:
        raise UnreadableDocumentError(f"{source_name} has more than {MAX_ENTRIES} parts.", hint=advice)
    whole = sum(entry.file_size for entry in entries)
    swollen = any(entry.file_size > max(_RATIO_FROM, MAX_RATIO * entry.compress_size) for entry in entries)
    if whole > MAX_UNPACKED_BYTES or swollen:
        raise UnreadableDocumentError(
            f"{source_name} would unpack to more than is sensible ({whole / 1024 / 1024:.0f} MB).", hint=advice
        )


def _read_margins(parts: Mapping[str, bytes]) -> tuple[Block, ...]:
    """Return the lines of headers and footers, each once; a damaged part says nothing."""
    lines: dict[str, None] = {}
    for name in sorted(name for name in parts if name.startswith(_MARGINS)):
        try:
            lines.update(dict.fromkeys(_list_lines(parts[name])))
        except etree.XMLSyntaxError:
            continue
    return tuple(block for line in lines for block in build_block(BlockKind.PARAGRAPH, line))


def _list_lines(part: bytes) -> Iterator[str]:
    for paragraph in parse_part(part).iter(f"{W}p"):
        words = ""
        for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}ptab", f"{W}br"):
            if element.tag == f"{W}t":
                words += element.text or ""
            elif words:
                words += " " if element.tag == f"{W}br" else " | "
        yield words
