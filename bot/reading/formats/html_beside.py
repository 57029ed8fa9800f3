"""What stands beside a page's text, told by its form: boxes to type in, bars and columns of the site's own links."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.reading.formats.html_tree import get_attribute, get_class_names

if TYPE_CHECKING:
    from bs4.element import Tag

_BOXES = frozenset({"div", "p", "fieldset", "section", "aside", "form", "td"})
_WHOLE = frozenset({"html", "body", "main", "article", "[document]"})
_FEW = 0.25
_HALF = 0.5
_SOME = 0.3
_MOST_CONTROLS = 40
_CLIMB = 4
_LONGEST_BOX = 100
_LONGEST_MAIL_BOX = 500
_BARS = frozenset({"div", "p", "td", "ul", "section", "span"})
_HEAD = 200
"""Signs outside links at the head of a page, within which a row of links is the page's own."""
_LEAST_LINKS = 3
_BAR_LINKED = 0.8
_LONGEST_LINK = 20
_OUTSIDE = ("http:", "https:", "//", "mailto:")


@dataclass(kw_only=True, slots=True)
class Controls:
    """The boxes in which a page lets its visitors choose, search and give their address."""

    _boxes: list[tuple[Tag, int]] = field(default_factory=list)

    def meet(self, control: Tag) -> None:
        """Take note of an element to type or choose in."""
        kind = get_attribute(control, "type").lower()
        if kind == "hidden" or len(self._boxes) >= _MOST_CONTROLS:
            return
        form, box = None, None
        for at, parent in enumerate(control.parents):
            form = parent if parent.name == "form" else None
            box = box or (parent if parent.name in _BOXES | _WHOLE else None)
            if form is not None or at >= _CLIMB or parent.name == "li":
                break
        mails = kind == "email" or any("mail" in name for name in get_class_names(control))
        if mails and form is not None and form.parent is not None:
            self._boxes += [(form.parent, _LONGEST_MAIL_BOX), (form, _LONGEST_MAIL_BOX)]
        elif box is not None:
            self._boxes.append((box, _LONGEST_BOX))

    def find_boxes(self, *, whole: int) -> set[int]:
        """Give the ids of those boxes that hold few words of a page of so many signs, and no title."""
        return {id(box) for box, most in self._boxes if _is_box(box, most=most, whole=whole)}


def _is_box(box: Tag, *, most: int, whole: int) -> bool:
    if box.name in _WHOLE:
        return False
    size = 0
    for text in box.strings:
        size += len(text.strip())
        if size > most:
            return False
    return size < _FEW * whole and box.find("h1") is None


@dataclass(kw_only=True, slots=True)
class _Part:
    tag: Tag
    text: int
    linked: int
    own: int
    links: int
    is_head: bool


@dataclass(kw_only=True, slots=True)
class Bars:
    """The rows and side columns of links with which a page leads to the other pages of its site."""

    _open: list[_Part] = field(default_factory=list)
    _bars: list[_Part] = field(default_factory=list)
    _cells: list[_Part] = field(default_factory=list)
    _own: int = 0
    _links: int = 0

    def meet_link(self, link: Tag) -> None:
        """Take note of a link."""
        self._links += 1
        self._own += not get_attribute(link, "href").strip().lower().startswith(_OUTSIDE)

    def enter(self, tag: Tag, *, text: int, linked: int) -> None:
        """Take note of an element that opens behind so many signs of text, so many of them in links."""
        is_head = text - linked < _HEAD
        if tag.name == "td" or (is_head and tag.name in _BARS):
            self._open.append(
                _Part(tag=tag, text=text, linked=linked, own=self._own, links=self._links, is_head=is_head)
            )

    def leave(self, tag: Tag, *, text: int, linked: int) -> None:
        """Take note of an element that closes."""
        if not self._open or self._open[-1].tag is not tag:
            return
        part = self._open.pop()
        part.text, part.linked = text - part.text, linked - part.linked
        part.own, part.links = self._own - part.own, self._links - part.links
        if tag.name == "td":
            self._cells.append(part)
        if part.is_head and part.own == part.links >= _LEAST_LINKS and part.linked >= _BAR_LINKED * part.text:
            self._bars.append(part)

    def find_bars(self, *, whole: int) -> set[int]:
        """Give the ids of such rows and columns of a page of so many signs."""
        few = [part for part in self._bars if part.text <= min(_LONGEST_LINK * part.links, _FEW * whole)]
        rows = {id(part.tag.parent) for part in self._cells if part.text > _HALF * whole}
        beside = [part for part in self._cells if id(part.tag.parent) in rows and _is_column(part, whole=whole)]
        return {id(part.tag) for part in (*few, *beside)}


def _is_column(part: _Part, *, whole: int) -> bool:
    """Whether a cell beside one with most of the text holds links to other pages of the site."""
    few = part.text < _FEW * whole and part.linked > _SOME * part.text
    return few and part.links > 1 and part.own == part.links
