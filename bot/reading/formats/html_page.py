"""A page's tree of elements: parsed in linear time, hidden parts known, footnotes put where they are cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from lxml import etree
from lxml.etree import _Element as Element

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, BlockKind

MAX_TAGS = 400_000
_TAG = re.compile(r"<[^<>]*>")
_WORDLESS_TEXT = (
    "applet audio button canvas embed frameset head iframe map math noembed noframes noscript object rt script select"
    " style svg template textarea title video"
)
_WORDLESS = frozenset(_WORDLESS_TEXT.split())
_NOT_SHOWN = re.compile(
    r"(?:\A|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:left|top)\s*:\s*-\d{3}"
    r"|(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|\Z)(?=.*overflow)|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|\Z)(?=.*colou?r))"
)
_PREVIEW = frozenset({"preheader", "preview-text", "previewtext", "mcnpreviewtext", "hidden-preheader"})


class Step(Enum):
    """What a step of the walk meets."""

    ENTER = "enter"
    TEXT = "text"
    LEAVE = "leave"


def parse_page(text: str, *, source_name: str) -> Element | None:
    """Return the root of a page or of a piece of one; None where it holds nothing.

    UnreadableDocumentError for one of more than MAX_TAGS tags; one nested deeper than any page keeps its words alone.
    """
    if text.count("<") > MAX_TAGS and sum(1 for _ in _TAG.finditer(text)) > MAX_TAGS:
        raise UnreadableDocumentError(
            f"{source_name} is made of more than {MAX_TAGS} tags.", hint="Split it, or save it as text."
        )
    if text.rfind("<!--") > text.rfind("-->"):  # a comment that is never closed would hide the rest
        text = text.replace("<!--", "", text.count("<!--") - text.count("-->"))
    root, whole = _parse(text)
    if root is None or not whole or not get_words(root):
        root, _ = _parse(f"<p>{_TAG.sub(' ', text).replace('<', ' ')}")
    if root is not None:
        _place_notes(root)
        _join_terms(root)
    return root


def _parse(text: str) -> tuple[Element | None, bool]:
    """Return the tree, and whether all of the text is in it."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.HTML(text.replace("\x00", "").encode(errors="replace"), parser)
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def walk_page(root: Element) -> Iterator[tuple[Step, Element, str]]:
    """Return every element that is shown twice, entered and left, with its texts between, in document order."""
    steps = etree.iterwalk(root, events=("start", "end"))
    hidden: Element | None = None
    for event, element in steps:
        if event == "start" and is_hidden(element):
            hidden = element
            steps.skip_subtree()
        elif event == "start":
            yield Step.ENTER, element, ""
            if element.text:
                yield Step.TEXT, element, element.text
        else:
            if hidden is None:
                yield Step.LEAVE, element, ""
            hidden = None
            if element.tail and (parent := element.getparent()) is not None:
                yield Step.TEXT, parent, element.tail


def is_hidden(element: Element) -> bool:
    """Say whether nothing of an element is seen on the page."""
    if element.tag in _WORDLESS or "hidden" in element.attrib:
        return True
    if not element.attrib or element.tag in {"html", "body"}:
        return False
    style = element.get("style", "").lower()
    return (
        element.get("aria-hidden", "").lower() == "true"
        or (bool(style) and _NOT_SHOWN.search(style) is not None)
        or not _PREVIEW.isdisjoint(list_names(element))
    )


def list_names(element: Element) -> set[str]:
    """Return the names of an element's classes and its id, in lower case."""
    return set(f"{element.get('class', '')} {element.get('id', '')}".lower().split())


def get_words(element: Element) -> str:
    """Return all words inside an element, single spaces between."""
    return " ".join("".join(element.itertext()).split())


def read_number(text: str | None, otherwise: int) -> int:
    """Return a small whole number that an attribute names, or another where it names none."""
    shown = (text or "").strip()
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) <= len("9999") else otherwise


# Footnotes, as programs write them into HTML: each stands in brackets behind the text that cites it.

_NOTE_ID = re.compile(r"_?(?:sd)?(?:footnote|endnote|ftn|edn|fn)[-:]?\d{1,5}", re.IGNORECASE)
_LONGEST_NOTE = 300


def _place_notes(root: Element) -> None:
    """Move the words of each note behind the call for it; signs that lead to a note or back from it go."""
    notes = {
        name: note
        for note in root.iter("li", "div", "p", "aside")
        if (name := note.get("id", "").lower()) and _NOTE_ID.fullmatch(name)
    }
    for link in list(root.iter("a")) if notes else ():
        note = notes.pop(link.get("href", "").lower().removeprefix("#"), None)
        if note is None or note in link.iterancestors():
            continue
        for back in note.iter("a"):
            back.text = None if back.get("href", "").startswith("#") else back.text
        words = get_words(note).removeprefix(get_words(link)).strip(" ↑↩^[].")
        if words and len(words) <= _LONGEST_NOTE and note.getparent() is not None:
            source = next((other.get("href", "") for other in note.iter("a") if "://" in other.get("href", "")), "")
            etree.strip_elements(link, "*", with_tail=False)
            link.tag, link.text = ("a" if source else "span"), f" ({words})"
            link.set("href", source)
            note.clear(keep_tail=True)


# Fields in definition lists: a short term and its only short value are one line ("Issued by: MIIT").

_LONGEST_TERM, _LONGEST_VALUE = 60, 200


def _join_terms(root: Element) -> None:
    for term in list(root.iter("dt")):
        value = term.getnext()
        after = value.getnext() if value is not None else None
        if value is None or value.tag != "dd" or (after is not None and after.tag == "dd"):
            continue
        said, told = get_words(term), get_words(value)
        short = 0 < len(said) <= _LONGEST_TERM and 0 < len(told) <= _LONGEST_VALUE
        if short and next(value.iter("ul", "ol", "table", "dl"), None) is None and len(value.findall("p")) <= 1:
            etree.strip_tags(value, "p")
            line = etree.Element("p")
            term.addprevious(line)
            line.extend([term, value])
            term.tag, value.tag = "b", "span"
            term.tail = " " if said.endswith((":", "：", "?", "？")) else ": "


# Whose a page is, and what its head says of it: the site's name, a title that the page does not show.

_TITLE_PARTS = re.compile(r"\s+[|–—·»-]\s+|\s*[_|｜–—]+\s*")
_LONGEST_SITE, _SHORTEST_SITE = 60, 4


def find_address(root: Element) -> str:
    """Return the page's own address, as far as it tells it: what relative links start from."""
    found = root.xpath("//base/@href | //link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return str(found[0]) if found else ""


def find_site(root: Element, blocks: list[Block]) -> str:
    """Return the name of the site that a page's head tells, "" without one.

    It is the account of an article on WeChat, the name for those who pass the page on, or what stands in the page's
    title beside a heading of the page, no number of an issue or day.
    """
    named = root.xpath("//*[@id='js_name']/text() | //meta[@property='og:site_name']/@content")
    for name in named:
        if words := " ".join(str(name).split()):
            return words[:_LONGEST_SITE]
    parts = _TITLE_PARTS.split(_get_title(root))
    shown = {block.text.casefold() for block in blocks if block.kind is BlockKind.HEADING}
    others = [part.strip() for part in parts if not any(_is_like(part.casefold(), head) for head in shown)]
    names = [part for part in others if not any(map(str.isdigit, part))] if len(others) < len(parts) else []
    return next((name for name in names[::-1] if _SHORTEST_SITE <= len(name) <= _LONGEST_SITE), "")


def _is_like(part: str, heading: str) -> bool:
    return len(heading) >= _SHORTEST_SITE and (heading in part or part in heading)


def find_hidden_title(root: Element, blocks: list[Block]) -> str:
    """Return a page's title that tells a day or number where no part of it is shown on the page; else ""."""
    title = _get_title(root)
    shown = {block.text.casefold() for block in blocks}
    told = any(map(str.isdigit, title)) and len(title) <= 4 * _LONGEST_SITE
    return title if told and not any(part.casefold() in shown for part in (title, *_TITLE_PARTS.split(title))) else ""


def _get_title(root: Element) -> str:
    title = root.find(".//title")
    return get_words(title) if title is not None else ""
