"""A page's tree of elements: built from safe markup, walked without recursion, hidden parts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from bot.reading.formats.html_source import clean_markup, is_wordless

# Fields in definition lists: a short term and its only short value are one line ("Issued by: MIIT").

_LONGEST_TERM = 60
_LONGEST_VALUE = 200
_ENDS = (":", "：", "?", "？")


def join_terms(root: Tag) -> None:
    """Make a paragraph of each such term and its value, in the tree itself."""
    for term, value in list(_list_pairs(root)):
        said = " ".join(term.get_text().split())
        term.clear()
        term.name = "p"
        label = Tag(name="b")
        label.append(said if said.endswith(_ENDS) else f"{said}:")
        term.append(label)
        term.append(" ")
        for paragraph in value.find_all("p"):
            paragraph.unwrap()
        for child in list(value.contents):
            term.append(child.extract())
        value.decompose()


def _list_pairs(root: Tag) -> Iterator[tuple[Tag, Tag]]:
    for term in root.find_all("dt"):
        value, after = _find_next(term), None
        if value is None or value.name != "dd":
            continue
        after = _find_next(value)
        only = after is None or after.name != "dd"
        said, told = term.get_text().strip(), value.get_text().strip()
        short = 0 < len(said) <= _LONGEST_TERM and 0 < len(told) <= _LONGEST_VALUE
        if only and short and value.find(["ul", "ol", "table", "dl"]) is None and len(value.find_all("p")) <= 1:
            yield term, value


def _find_next(tag: Tag) -> Tag | None:
    after = tag.find_next_sibling()
    return after if isinstance(after, Tag) else None


_SIMPLE = re.compile(r"(?:[a-z]+\d?)?[.#](?P<name>[\w-]+)")
_NOT_SHOWN = re.compile(
    r"(?:\A|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?:left|top)\s*:\s*-\d{3})"
)
_NO_HEIGHT = re.compile(r"(?:\A|[;\s])(?:max-)?height\s*:\s*0(?:px)?\s*(?:!important)?\s*(?:;|\Z)")
_NO_OVERFLOW = re.compile(r"overflow\s*:\s*hidden")
_NO_SIZE = re.compile(r"font-size\s*:\s*[01](?:px|pt)?\s*(?:!important)?\s*(?:;|\Z)")
_NO_COLOUR = re.compile(
    r"(?:\A|[;\s])(?:opacity\s*:\s*0(?:\.0+)?|color\s*:\s*transparent)\s*(?:!important)?\s*(?:;|\Z)"
)
_PREVIEW = frozenset({"preheader", "preview-text", "previewtext", "mcnpreviewtext", "hidden-preheader"})


class Step(Enum):
    """What a step of the walk meets."""

    ENTER = "enter"
    TEXT = "text"
    LEAVE = "leave"


class Page:
    """The tree of a page or of a piece of one, hidden elements aside."""

    def __init__(self, text: str, *, source_name: str) -> None:
        clean = clean_markup(text, source_name=source_name)
        self.root: Tag = BeautifulSoup(f"<body>{clean.markup}", "html.parser", multi_valued_attributes=None)
        if "<dt" in clean.markup.lower():
            join_terms(self.root)
        self._unseen = _find_unseen_names(clean.styles)

    def walk(self) -> Iterator[tuple[Step, Tag, str]]:
        """Return every element that is shown twice, entered and left, with its texts between, in document order."""
        open_tags = [self.root]
        places = [0]
        while open_tags:
            tag, place = open_tags[-1], places[-1]
            if place >= len(tag.contents):
                open_tags.pop()
                places.pop()
                if open_tags:
                    yield Step.LEAVE, tag, ""
                continue
            places[-1] += 1
            child = tag.contents[place]
            if isinstance(child, Tag):
                if not self._is_hidden(child):
                    yield Step.ENTER, child, ""
                    open_tags.append(child)
                    places.append(0)
            elif type(child) is NavigableString:
                yield Step.TEXT, tag, str(child)

    def find_address(self) -> str:
        """Return the page's own address, as far as it tells it: what relative links start from."""
        for tag in self.root.find_all(["base", "link", "meta"], limit=200):
            if tag.name == "base" and get_attribute(tag, "href"):
                return get_attribute(tag, "href")
            if tag.name == "link" and get_attribute(tag, "rel").lower() == "canonical":
                return get_attribute(tag, "href")
            if tag.name == "meta" and get_attribute(tag, "property").lower() == "og:url":
                return get_attribute(tag, "content")
        return ""

    def find_site(self) -> str:
        """Return the name of the site that a page's head tells, "" without one."""
        for tag in self.root.find_all("meta", limit=200):
            if get_attribute(tag, "property").lower() == "og:site_name":
                return " ".join(get_attribute(tag, "content").split())
        return ""

    def _is_hidden(self, tag: Tag) -> bool:
        if is_wordless(tag.name) or tag.has_attr("hidden"):
            return True
        if not tag.attrs or tag.name in {"html", "body"}:
            return False
        if get_attribute(tag, "aria-hidden").lower() == "true":
            return True
        style = get_attribute(tag, "style").lower()
        if style and _is_unseen(style, tag):
            return True
        names = get_class_names(tag)
        return bool(names & _PREVIEW or names & self._unseen)


def _is_unseen(style: str, tag: Tag) -> bool:
    """Say whether a style hides an element: letters of no size do, where the style is not for pictures or spaces."""
    if _NOT_SHOWN.search(style) or (_NO_HEIGHT.search(style) and _NO_OVERFLOW.search(style)):
        return True
    if "font-size" not in style or not _NO_SIZE.search(style):
        return False
    return _NO_COLOUR.search(style) is not None or not any(isinstance(child, Tag) for child in tag.contents)


def get_attribute(tag: Tag, name: str) -> str:
    """Return an attribute's text, ``""`` where there is none."""
    value = tag.attrs.get(name)
    return str(value) if value is not None else ""


def get_class_names(tag: Tag) -> frozenset[str]:
    """Return the names of an element's classes and its id, in lower case."""
    return frozenset(f"{get_attribute(tag, 'class')} {get_attribute(tag, 'id')}".lower().split())


def read_number(text: str, otherwise: int) -> int:
    """Return a small whole number that an attribute names, or another where it names none."""
    shown = text.strip()
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) <= len("9999") else otherwise


def _find_unseen_names(styles: str) -> frozenset[str]:
    """Return the classes and ids that a style sheet hides on every screen (rules inside ``@media`` do not count)."""
    plain = _drop_conditional(_drop_comments(styles)).lower()
    rules = (rule.partition("{") for rule in plain.split("}"))
    return frozenset(
        match["name"]
        for selectors, opened, body in rules
        if opened and _NOT_SHOWN.search(body)
        for selector in selectors.split(",")
        if (match := _SIMPLE.fullmatch(selector.strip()))
    )


def _drop_comments(styles: str) -> str:
    first, *others = styles.split("/*")
    return "".join((first, *(other.partition("*/")[2] for other in others)))


def _drop_conditional(styles: str) -> str:
    """Leave out the blocks of at-rules, which hold rules themselves."""
    kept: list[str] = []
    depth, start, inside = 0, 0, False
    for match in re.finditer(r"[@{}]", styles):
        sign, at = match[0], match.start()
        if sign == "@" and not depth and not inside:
            kept.append(styles[start:at])
            inside = True
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(depth - 1, 0)
            if inside and not depth:
                inside, start = False, at + 1
    return "".join(kept) if inside else "".join((*kept, styles[start:]))
