"""Reads Word files (DOCX): checked, converted to HTML by mammoth, and read like a page."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

import mammoth

from bot.errors import GongbaoError, UnreadableDocumentError
from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.html import read_html_text
from bot.reading.formats.normalise import normalise_spans

# What Word draws and does not write: the numbers of lists and headings, and which styles are headings.

DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_SPACE_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_URI = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = f"{{{_SPACE_URI}}}"
_HEADING_NAME = re.compile(r"heading (?P<level>[1-9])")
_LIST_NAME = re.compile(r"list (?:bullet|number) (?P<level>[2-9])")
_BULLET_NAME = re.compile(r"list bullet(?: [2-9])?")
_NAMED_LEVELS = {"title": 1, "subtitle": 2}
_LOWEST_HEADING = 6
_LAST_OUTLINE = 8
_MOST_LEVELS = 9
_MOST_ANCESTORS = 20
_LETTERS = 26
_TENS = 10
_BULLETS = "99990"
_HAN_DIGITS = "零一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HAN_FORMATS = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Style:
    name: str
    parent: str
    outline: int | None
    number: tuple[str, int] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Level:
    form: str = "decimal"
    start: int = 1
    text: str = ""


@dataclass(kw_only=True, slots=True)
class _Numbers:
    """Word's numbering: which list a number id belongs to, how each level is written, and how far each has counted."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def count(self, number: str, depth: int) -> str | None:
        """Count one item on and give its label ("1.", "2.3", "(a)"), "" for a bullet, None for no list."""
        name = self.lists.get(number)
        level = self.levels.get(name or "", {}).get(depth)
        if name is None or level is None:
            return None
        if level.form in {"bullet", "none"}:
            return ""
        counts = self.counts.setdefault(name, {})
        restart = self.restarts.pop((number, depth), None)
        counts[depth] = counts[depth] + 1 if restart is None and depth in counts else restart or level.start
        for deeper in [place for place in counts if place > depth]:
            del counts[deeper]
        return re.sub(r"%([1-9])", lambda match: self._write(name, int(match[1]) - 1), level.text)

    def _write(self, name: str, depth: int) -> str:
        level = self.levels[name].get(depth, _Level())
        return _write_number(self.counts[name].get(depth, level.start), level.form)


def write_numbers(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts with numbers as text and heading styles as Word's own; the rest as it was."""
    # Parts of the strict form of the standard name the same things by another address.
    shown = {name: part.replace(_STRICT_URI.encode(), _SPACE_URI.encode()) for name, part in parts.items()}
    if DOCUMENT not in shown:
        return shown
    styles = _read_styles(shown.get(STYLES))
    numbering = _parse_part(shown[NUMBERING]) if NUMBERING in shown else ET.Element(f"{_W}numbering")
    numbers = _read_numbers(numbering)
    document = _parse_part(shown[DOCUMENT])
    for paragraph in document.iter(f"{_W}p"):
        _rewrite_paragraph(paragraph, styles, numbers)
    shown[DOCUMENT] = ET.tostring(document, encoding="utf-8")
    _add_bullets(numbering)
    shown[NUMBERING] = ET.tostring(numbering, encoding="utf-8")
    return shown


def _parse_part(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314  parts that declare entities were refused before


def _rewrite_paragraph(paragraph: ET.Element, styles: Mapping[str, _Style], numbers: _Numbers) -> None:
    settings = paragraph.find(f"{_W}pPr")
    if settings is None:
        return
    style = _get_value(settings, "pStyle")
    level = _find_heading_level(settings, style, styles)
    place = _read_number(settings) or _find_style_number(style, styles)
    label = numbers.count(*place) if place and place[0] != "0" else None
    if label:
        run = ET.Element(f"{_W}r")
        text = ET.SubElement(run, f"{_W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        text.text = f"{label} "
        paragraph.insert(list(paragraph).index(settings) + 1, run)
    if level:
        _set_value(settings, "pStyle", f"Heading{level}")
    elif (place and label is not None) or (place is None and _is_named_bullet(style, styles)):
        _set_list(settings, (place[1] if place else 0) or _find_named_depth(style, styles))


def _find_heading_level(settings: ET.Element, style: str, styles: Mapping[str, _Style]) -> int:
    """Return a paragraph's level as a heading by its own outline level or its style's, or 0."""
    outline = _read_int(_get_value(settings, "outlineLvl"))
    for found in _list_ancestors(style, styles):
        name = found.name.lower()
        if name.startswith("toc"):
            return 0
        match = _HEADING_NAME.fullmatch(name)
        own = int(match["level"]) - 1 if match else _NAMED_LEVELS.get(name, 0) - 1
        if outline is None and own >= 0:
            outline = own
        if outline is None:
            outline = found.outline
    return min(outline + 1, _LOWEST_HEADING) if outline is not None and outline <= _LAST_OUTLINE else 0


def _list_ancestors(style: str, styles: Mapping[str, _Style]) -> list[_Style]:
    found: list[_Style] = []
    while style in styles and len(found) < _MOST_ANCESTORS:
        found.append(styles[style])
        style = styles[style].parent
    return found


def _find_style_number(style: str, styles: Mapping[str, _Style]) -> tuple[str, int] | None:
    return next((found.number for found in _list_ancestors(style, styles) if found.number), None)


def _is_named_bullet(style: str, styles: Mapping[str, _Style]) -> bool:
    """Return whether a style is Word's own of bullets, which other programs write without their numbering."""
    return any(_BULLET_NAME.fullmatch(found.name.lower()) for found in _list_ancestors(style, styles))


def _find_named_depth(style: str, styles: Mapping[str, _Style]) -> int:
    """Get the depth that Word's own style of deeper lists has ("List Bullet 2"), each of which is a list by itself."""
    names = (_LIST_NAME.fullmatch(found.name.lower()) for found in _list_ancestors(style, styles))
    return next((int(match["level"]) - 1 for match in names if match), 0)


def _read_styles(part: bytes | None) -> dict[str, _Style]:
    if part is None:
        return {}
    found: dict[str, _Style] = {}
    for element in _parse_part(part).iter(f"{_W}style"):
        settings = element.find(f"{_W}pPr")
        empty = ET.Element("none")
        found[element.get(f"{_W}styleId", "")] = _Style(
            name=_get_value(element, "name"),
            parent=_get_value(element, "basedOn"),
            outline=_read_int(_get_value(settings if settings is not None else empty, "outlineLvl")),
            number=_read_number(settings if settings is not None else empty),
        )
    return found


def _read_numbers(numbering: ET.Element) -> _Numbers:
    found = _Numbers()
    for element in numbering.iter(f"{_W}abstractNum"):
        found.levels[element.get(f"{_W}abstractNumId", "")] = {
            _read_int(level.get(f"{_W}ilvl", "")) or 0: _Level(
                form=_get_value(level, "numFmt") or "decimal",
                start=_read_int(_get_value(level, "start")) or 1,
                text=_get_value(level, "lvlText"),
            )
            for level in element.iter(f"{_W}lvl")
        }
    for element in numbering.iter(f"{_W}num"):
        number = element.get(f"{_W}numId", "")
        found.lists[number] = _get_value(element, "abstractNumId")
        for override in element.iter(f"{_W}lvlOverride"):
            start = _read_int(_get_value(override, "startOverride"))
            if start is not None:
                found.restarts[number, _read_int(override.get(f"{_W}ilvl", "")) or 0] = start
    return found


def _add_bullets(numbering: ET.Element) -> None:
    """Add the list of bullets in which all items stand, numbered ones with their numbers as text."""
    plain = ET.Element(f"{_W}abstractNum", {f"{_W}abstractNumId": _BULLETS})
    for depth in range(_MOST_LEVELS):
        level = ET.SubElement(plain, f"{_W}lvl", {f"{_W}ilvl": str(depth)})
        ET.SubElement(level, f"{_W}numFmt", {f"{_W}val": "bullet"})
    number = ET.Element(f"{_W}num", {f"{_W}numId": _BULLETS})
    ET.SubElement(number, f"{_W}abstractNumId", {f"{_W}val": _BULLETS})
    numbering.insert(0, plain)
    numbering.append(number)


def _read_number(settings: ET.Element) -> tuple[str, int] | None:
    number = settings.find(f"{_W}numPr")
    if number is None or not _get_value(number, "numId"):
        return None
    return _get_value(number, "numId"), min(_read_int(_get_value(number, "ilvl")) or 0, _MOST_LEVELS - 1)


def _set_list(settings: ET.Element, depth: int) -> None:
    """Put a paragraph into the list of bullets: its number, if it had one, is text."""
    found = settings.find(f"{_W}numPr")
    if found is None:
        found = ET.SubElement(settings, f"{_W}numPr")
    _set_value(found, "ilvl", str(depth))
    _set_value(found, "numId", _BULLETS)


def _get_value(element: ET.Element, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return found.get(f"{_W}val", "") if found is not None else ""


def _set_value(element: ET.Element, name: str, value: str) -> None:
    found = element.find(f"{_W}{name}")
    if found is None:
        found = ET.SubElement(element, f"{_W}{name}")
    found.set(f"{_W}val", value)


def _read_int(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("99999") else None


def _write_number(number: int, form: str) -> str:
    """Write a number as Word does in the forms that lists use; in others as digits."""
    if form in {"lowerLetter", "upperLetter"} and 1 <= number <= _LETTERS:
        letter = chr(ord("a") + number - 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 1 <= number < 4 * _TENS:
        roman, rest = "", number
        for value, signs in _ROMAN:
            roman += signs * (rest // value)
            rest %= value
        return roman if form == "lowerRoman" else roman.upper()
    if form in _HAN_FORMATS and 1 <= number < _TENS * _TENS:
        tens, ones = divmod(number, _TENS)
        return f"{(_HAN_DIGITS[tens] if tens > 1 else '') + '十' if tens else ''}{_HAN_DIGITS[ones] if ones else ''}"
    return f"{number:02d}" if form == "decimalZero" else str(number)


# Opens a Word file with care: its size and names are checked before anything in it is unpacked.

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_PART_BYTES = 40 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_RATIO = 250
_RATIO_FROM = 1024 * 1024
_ENCRYPTED = 0x1
_STRANGE_NAME = re.compile(r"\A[/\\]|\A[A-Za-z]:|(?:\A|[/\\])\.\.(?:[/\\]|\Z)|[\x00-\x1f]")
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_ENTITIES = re.compile(rb"<\x00!\x00[DE]\x00|\x00<\x00!\x00[DE]", re.IGNORECASE)
_NEEDED = "[Content_Types].xml"


def read_parts(data: bytes, *, source_name: str) -> dict[str, bytes]:
    """Return the XML parts of a Word file by name, pictures and other attachments left packed.

    UnreadableDocumentError where it is damaged, encrypted, or would unpack to more than is sensible.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, source_name)
            wanted = [entry.filename for entry in entries if entry.filename.endswith((".xml", ".rels"))]
            parts = {name: archive.read(name) for name in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise damaged(source_name) from error
    if _NEEDED not in parts or not any(name.startswith("word/") for name in parts):
        raise damaged(source_name)
    if any(_ENTITIES.search(part) or _WIDE_ENTITIES.search(part) for part in parts.values()):
        raise damaged(source_name)
    return parts


def pack_parts(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return an archive of these parts, in memory and not compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    packed.seek(0)
    return packed


def damaged(source_name: str) -> UnreadableDocumentError:
    """Return the error for a file that is no sound Word document."""
    return UnreadableDocumentError(
        f"{source_name} is damaged or no Word document.", hint="Save it again as DOCX, or save it as PDF."
    )


def _refuse_bomb(entries: Iterable[zipfile.ZipInfo], source_name: str) -> None:
    found = list(entries)
    if any(entry.flag_bits & _ENCRYPTED for entry in found):
        raise UnreadableDocumentError(
            f"{source_name} is encrypted.", hint="Save it without a password and send it again."
        )
    names = [entry.filename for entry in found]
    if len(set(names)) < len(names) or any(_STRANGE_NAME.search(name) for name in names):
        raise damaged(source_name)
    whole = sum(entry.file_size for entry in found)
    swollen = any(
        entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1) for entry in found
    )
    large = any(entry.file_size > MAX_PART_BYTES for entry in found if entry.filename.endswith((".xml", ".rels")))
    if len(found) > MAX_ENTRIES:
        raise UnreadableDocumentError(
            f"{source_name} has more than {MAX_ENTRIES} parts.",
            hint="Save it again without pictures and embedded files, or as PDF.",
        )
    if whole > MAX_UNPACKED_BYTES or swollen or large:
        raise UnreadableDocumentError(
            f"{source_name} would unpack to more than is sensible ({whole / 1024 / 1024:.0f} MB).",
            hint="Save it again without pictures and embedded files, or as PDF.",
        )


# The headers and footers of a Word file, which stand in parts of their own.

_MARGIN = re.compile(r"word/(?:header|footer)\d{0,4}\.xml")


def read_margins(parts: Mapping[str, bytes]) -> tuple[Block, ...]:
    """Return each line of the headers and footers once; one that is damaged says nothing."""
    texts: dict[str, None] = {}
    for name in sorted(parts):
        if _MARGIN.fullmatch(name):
            texts.update(dict.fromkeys(_list_lines(parts[name])))
    shown = (normalise_spans([Span(text=text)]) for text in texts)
    return tuple(Block(kind=BlockKind.PARAGRAPH, spans=spans) for spans in shown if spans)


def _list_lines(part: bytes) -> Iterator[str]:
    try:
        root = ET.fromstring(part)  # noqa: S314  parts that declare entities were refused before
    except ET.ParseError:
        return
    words: list[str] = []
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "p" and words:
            yield "".join(words)
            words = []
        elif kind == "t":
            words.append(element.text or "")
        elif kind in {"tab", "br", "ptab"} and words:
            words.append(" | " if kind != "br" else " ")
    yield "".join(words)


# Word's own contents list is furniture, as the page's navigation is.
_STYLE_MAP = "\n".join(
    (
        *(f"p[style-name='{name} {level}'] => nav > p:fresh" for name in ("toc", "TOC") for level in range(1, 10)),
        "p[style-name='TOC Heading'] => nav > p:fresh",
        "p[style-name='Contents Heading'] => nav > p:fresh",
        "r[style-name='Emphasis'] => em",
        "b => strong",
        "i => em",
    )
)
_UNUSED = ("customXml/", "docProps/", "word/glossary/", "word/theme/", "word/charts/", "word/diagrams/")


def read_docx(data: bytes, *, source_name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return a Word file's blocks and furniture, without positions: a file of this kind has neither pages nor lines.

    Headings come from styles, list numbers stay in the text, headers and footers are furniture, pictures and comments
    go. UnreadableDocumentError where the file is damaged, encrypted or a bomb.
    """
    parts = read_parts(data, source_name=source_name)
    used = {name: part for name, part in parts.items() if not name.startswith(_UNUSED)}
    try:
        packed = pack_parts(write_numbers(used))
        converted = mammoth.convert_to_html(packed, style_map=_STYLE_MAP, convert_image=_leave_out)
        blocks, furniture = read_html_text(str(converted.value), source_name=source_name)
    except (GongbaoError, MemoryError):
        raise
    except Exception as error:
        raise damaged(source_name) from error
    return blocks, (*furniture, *read_margins(used))


def _leave_out(_image: object) -> list[object]:
    return []
