"""Writes into a Word file what Word draws and does not write: the numbers of lists, and which paragraphs head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = f"{{{_WORD}}}"
_BUILT_IN = re.compile(r"(?P<kind>heading|list bullet|list number|toc|contents) ?(?P<level>[1-9])?(?: .*)?")
_TITLES = {"title": 1, "subtitle": 2}
_LOWEST_HEADING, _LAST_OUTLINE, _MOST_LEVELS, _MOST_ANCESTORS = 6, 8, 9, 20
_LETTERS, _TENS = 26, 10
_BULLETS = "99990"
"""The list of bullets in which all items stand, numbered ones with their numbers as text."""
_HAN_DIGITS = "零一二三四五六七八九"
_HAN_FORMS = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"})
_Place = tuple[str, int]
"""A list by its number, and a depth in it from 0."""


def write_numbers(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a Word file's parts with numbers as text and heading styles as Word's own; the rest as it was."""
    # Parts of the strict form of the standard name the same things by another address.
    shown = {name: part.replace(_STRICT.encode(), _WORD.encode()) for name, part in parts.items()}
    if DOCUMENT not in shown:
        return shown
    numbering = parse_part(shown[NUMBERING]) if NUMBERING in shown else etree.Element(f"{W}numbering")
    writer = _Writer(styles=dict(_read_styles(shown.get(STYLES))), numbers=_read_numbers(numbering))
    document = parse_part(shown[DOCUMENT])
    for paragraph in document.iter(f"{W}p"):
        writer.write(paragraph)
    bullets = etree.Element(f"{W}abstractNum", {f"{W}abstractNumId": _BULLETS})
    for depth in range(_MOST_LEVELS):
        _set_value(etree.SubElement(bullets, f"{W}lvl", {f"{W}ilvl": str(depth)}), "numFmt", "bullet")
    numbering.insert(0, bullets)
    _set_value(etree.SubElement(numbering, f"{W}num", {f"{W}numId": _BULLETS}), "abstractNumId", _BULLETS)
    written = {DOCUMENT: etree.tostring(document), NUMBERING: etree.tostring(numbering)}
    if STYLES in shown:
        styles = parse_part(shown[STYLES])
        for element in [each for style in styles for each in style if each.tag != f"{W}name"]:
            element.getparent().remove(element)  # takes longer to read than the text
        written[STYLES] = etree.tostring(styles)
    return shown | written


def parse_part(part: bytes) -> Element:
    """Return the tree of an XML part; no entities are resolved and nothing is fetched."""
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Style:
    name: str
    parent: str
    outline: int | None
    place: _Place | None


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
    restarts: dict[_Place, int] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def count(self, place: _Place) -> str | None:
        """Count one item on and give its label ("1.", "2.3", "(a)"), "" for a bullet, None for no list."""
        name, depth = self.lists.get(place[0], ""), place[1]
        levels = self.levels.get(name, {})
        if depth not in levels:
            return None
        if levels[depth].form in {"bullet", "none"}:
            return ""
        counts = self.counts.setdefault(name, {})
        restart = self.restarts.pop(place, None)
        counts[depth] = counts[depth] + 1 if restart is None and depth in counts else restart or levels[depth].start
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]

        def write(match: re.Match[str]) -> str:
            level = levels.get(int(match[1]) - 1, _Level())
            return _write_number(counts.get(int(match[1]) - 1, level.start), level.form)

        return re.sub(r"%([1-9])", write, levels[depth].text)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Writer:
    styles: dict[str, _Style]
    numbers: _Numbers

    def write(self, paragraph: Element) -> None:
        """Put a paragraph's number before its text, and name its kind as Word itself would."""
        settings = paragraph.find(f"{W}pPr")
        if settings is None:
            return
        styles = list(self._list_ancestors(_get_value(settings, "pStyle")))
        named = [match for style in styles if (match := _BUILT_IN.fullmatch(style.name))]
        place = _read_place(settings) or next((style.place for style in styles if style.place), None)
        label = self.numbers.count(place) if place and place[0] != "0" else None
        if label:
            run = etree.Element(f"{W}r")
            text = etree.SubElement(run, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            text.text = f"{label} "
            paragraph.insert(paragraph.index(settings) + 1, run)
        if any(match["kind"] in {"toc", "contents"} for match in named):
            return
        if level := _find_level(settings, styles):
            _set_value(settings, "pStyle", f"Heading{level}")
        elif label is not None or (place is None and any(match["kind"] == "list bullet" for match in named)):
            deeper = next((int(match["level"] or 1) - 1 for match in named if match["kind"].startswith("list")), 0)
            numbered = settings.find(f"{W}numPr")
            numbered = etree.SubElement(settings, f"{W}numPr") if numbered is None else numbered
            _set_value(numbered, "ilvl", str((place[1] if place else 0) or deeper))
            _set_value(numbered, "numId", _BULLETS)

    def _list_ancestors(self, style: str) -> Iterator[_Style]:
        for _ in range(_MOST_ANCESTORS):
            if style not in self.styles:
                return
            yield self.styles[style]
            style = self.styles[style].parent


def _find_level(settings: Element, styles: list[_Style]) -> int:
    """Return a paragraph's level as a heading by its own outline level or its styles', or 0."""
    outline = _read_int(_get_value(settings, "outlineLvl"))
    for style in styles:
        built_in = _BUILT_IN.fullmatch(style.name)
        if outline is None and built_in and built_in["kind"] == "heading" and built_in["level"]:
            outline = int(built_in["level"]) - 1
        elif outline is None and style.name in _TITLES:
            outline = _TITLES[style.name] - 1
        outline = style.outline if outline is None else outline
    return min(outline + 1, _LOWEST_HEADING) if outline is not None and outline <= _LAST_OUTLINE else 0


def _read_styles(part: bytes | None) -> Iterator[tuple[str, _Style]]:
    for element in parse_part(part).iter(f"{W}style") if part is not None else ():
        settings = element.find(f"{W}pPr")
        settings = etree.Element("none") if settings is None else settings
        yield (
            element.get(f"{W}styleId", ""),
            _Style(
                name=_get_value(element, "name").lower(),
                parent=_get_value(element, "basedOn"),
                outline=_read_int(_get_value(settings, "outlineLvl")),
                place=_read_place(settings),
            ),
        )


def _read_numbers(numbering: Element) -> _Numbers:
    found = _Numbers()
    for element in numbering.iter(f"{W}abstractNum"):
        found.levels[element.get(f"{W}abstractNumId", "")] = {
            _read_int(level.get(f"{W}ilvl", "")) or 0: _Level(
                form=_get_value(level, "numFmt") or "decimal",
                start=_read_int(_get_value(level, "start")) or 1,
                text=_get_value(level, "lvlText"),
            )
            for level in element.iter(f"{W}lvl")
        }
    for element in numbering.iter(f"{W}num"):
        number = element.get(f"{W}numId", "")
        found.lists[number] = _get_value(element, "abstractNumId")
        for override in element.iter(f"{W}lvlOverride"):
            start = _read_int(_get_value(override, "startOverride"))
            if start is not None:
                found.restarts[number, _read_int(override.get(f"{W}ilvl", "")) or 0] = start
    return found


def _read_place(settings: Element) -> _Place | None:
    number = settings.find(f"{W}numPr")
    if number is None or not _get_value(number, "numId"):
        return None
    return _get_value(number, "numId"), min(_read_int(_get_value(number, "ilvl")) or 0, _MOST_LEVELS - 1)


def _get_value(element: Element, name: str) -> str:
    found = element.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _set_value(element: Element, name: str, value: str) -> None:
    found = element.find(f"{W}{name}")
    found = etree.SubElement(element, f"{W}{name}") if found is None else found
    found.set(f"{W}val", value)


def _read_int(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("99999") else None


def _write_number(number: int, form: str) -> str:
    """Write a number as Word does in the forms that lists use; in others as digits."""
    written = str(number)
    if form.endswith("Letter") and 1 <= number <= _LETTERS:
        written = chr(ord("a") + number - 1)
    elif form in _HAN_FORMS and 1 <= number < _TENS * _TENS:
        tens, ones = divmod(number, _TENS)
        written = (f"{_HAN_DIGITS[tens] if tens > 1 else ''}十" if tens else "") + (_HAN_DIGITS[ones] if ones else "")
    return written.upper() if form.startswith("upper") else written.zfill(2) if form == "decimalZero" else written
