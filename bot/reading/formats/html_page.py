"""A page's tree of elements: parsed in linear time, hidden parts known, footnotes put where they are cited."""

import re
from collections.abc import Sequence

from lxml import etree
from lxml.etree import _Element as Element

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, BlockKind

MAX_TAGS = 400_000
TAG = re.compile(r"<[^<>]*>")
_WORDLESS_TEXT = (
    "applet audio button canvas embed frameset head iframe map math noembed noframes noscript object rt script select"
    " style svg template textarea title video"
)
_WORDLESS = frozenset(_WORDLESS_TEXT.split())
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0.*overflow")
_PREVIEW = frozenset({"preheader", "preview-text", "mcnpreviewtext", "hidden-preheader"})


def parse_page(text: str, *, source_name: str) -> Element | None:
    """Return the root of a page or of a piece of one; None where it holds nothing.

    UnreadableDocumentError for one of more than MAX_TAGS tags; one nested deeper than any page keeps its words alone.
    """
    if text.count("<") > MAX_TAGS and sum(1 for _ in TAG.finditer(text)) > MAX_TAGS:
        raise UnreadableDocumentError(
            f"{source_name} is made of more than {MAX_TAGS} tags.", hint="Split it, or save it as text."
        )
    if text.rfind("<!--") > text.rfind("-->"):  # a comment that is never closed would hide the rest
        text = text.replace("<!--", "", text.count("<!--") - text.count("-->"))
    root, whole = _parse(text)
    if root is None or not whole or not get_words(root):
        root, _ = _parse(f"<p>{TAG.sub(' ', text).replace('<', ' ')}")
    if root is not None:
        _join_terms(root)
    return root


def _parse(text: str) -> tuple[Element | None, bool]:
    """Return the tree, and whether all of the text is in it."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.HTML(text.replace("\x00", "").encode(errors="replace"), parser)
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def is_hidden(element: Element) -> bool:
    """Say whether nothing of an element is seen on the page."""
    if element.tag in _WORDLESS:
        return True
    if not element.attrib or element.tag in {"html", "body"}:
        return False
    if "hidden" in element.attrib or element.get("aria-hidden", "").lower() == "true":
        return True
    style = element.get("style", "").lower()
    return _NOT_SHOWN.search(style) is not None or not _PREVIEW.isdisjoint(list_names(element))


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


# Footnotes, as programs write them into HTML, are none of the text; what calls them and leads back from them goes.

_NOTE_ID = re.compile(r"_?(?:sd)?(?:footnote|endnote|ftn|edn|fn)[-:]?\d{1,5}", re.IGNORECASE)


def find_notes(root: Element) -> set[Element]:
    """Return the page's footnotes, with the links that call them and lead back made empty."""
    ids = {note.get("id", ""): note for note in root.iter("li", "div", "p", "aside") if note.get("id")}
    notes = {name: note for name, note in ids.items() if _NOTE_ID.fullmatch(name)}
    calls: dict[str, Element] = {}
    for link in root.iter("a") if notes else ():
        name = link.get("href", "").removeprefix("#")
        if name in notes and notes[name] not in link.iterancestors():
            calls[name] = link
    for name, link in calls.items():
        for back in (link, *(each for each in notes[name].iter("a") if each.get("href", "").startswith("#"))):
            etree.strip_elements(back, "*", with_tail=False)
            back.tag, back.text = "span", None
    return {notes[name] for name in calls}


# Fields in definition lists: a short term and its only short value are one line ("Issued by: MIIT").

_LONGEST_TERM, _LONGEST_VALUE = 60, 200


def _join_terms(root: Element) -> None:
    for term in list(root.iter("dt")):
        value = term.getnext()
        after = value.getnext() if value is not None else None
        if value is None or value.tag != "dd" or (after is not None and after.tag == "dd"):
            continue
        said, told = get_words(term), get_words(value)
        if 0 < len(said) <= _LONGEST_TERM and 0 < len(told) <= _LONGEST_VALUE and value.find(".//li") is None:
            etree.strip_tags(value, "p")
            line = etree.Element("p")
            term.addprevious(line)
            line.extend([term, value])
            term.tag, value.tag = "b", "span"
            term.tail = " " if said.endswith((":", "：", "?", "？")) else ": "


# What a page's head says of it.

_TITLE_PARTS = re.compile(r"\s[|–—·»-]\s|[_|｜–—]")
_LONGEST_TITLE, _SHORTEST_HEAD = 240, 4


def find_address(root: Element) -> str:
    """Return the page's own address, as far as it tells it: what relative links start from."""
    found = root.xpath("//base/@href | //link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return str(found[0]) if found else ""


def find_site(root: Element, blocks: Sequence[Block]) -> str:
    """Return the site's name for those who pass the page on, the account of an article on WeChat, else "".

    Without these it is what stands behind a heading of the page in the page's title, where no figure is in it.
    """
    named = root.xpath("//*[@id='js_name']/text() | //meta[@property='og:site_name']/@content")
    if told := [words[:_LONGEST_TERM] for name in named if (words := " ".join(str(name).split()))]:
        return told[0]
    title = _get_title(root)
    heads = [block.text.casefold() for block in blocks if block.kind is BlockKind.HEADING]
    rests = (title.casefold().partition(head) for head in heads if len(head) >= _SHORTEST_HEAD)
    bounds = [(len(ahead), len(title) - len(behind)) for ahead, head, behind in rests if head]
    low, high = max(bounds, key=lambda bound: bound[1] - bound[0], default=(0, len(title)))
    parts = [part.strip() for text in (title[:low], title[high:]) for part in _TITLE_PARTS.split(text)]
    names = [part for part in parts if 0 < len(part) <= _LONGEST_TERM and not any(map(str.isdigit, part))]
    return names[-1] if names else ""


def find_title(root: Element, blocks: Sequence[Block]) -> str:
    """Return a page's title that tells a day or number where no part of it is shown on the page; else ""."""
    title = _get_title(root)
    shown = {block.text.casefold() for block in blocks}
    parts = (title, *(part.strip() for part in _TITLE_PARTS.split(title)))
    told = any(map(str.isdigit, title)) and len(title) <= _LONGEST_TITLE
    return title if told and not any(part.casefold() in shown for part in parts) else ""


def _get_title(root: Element) -> str:
    title = root.find(".//title")
    return get_words(title) if title is not None else ""


# The frame around a page's text: menus, side columns, and the lines in which it speaks of itself.

_FRAMES = frozenset({"header", "footer", "aside"})
_MENUS = frozenset({"navigation", "menu", "search"})
_ROLES = frozenset({"banner", "contentinfo", "complementary", "dialog"})
_BESIDE_TEXT = (
    "breadcrumb breadcrumbs sidebar toc table-of-contents topbar toolbar pager pagination paywall promo cta signup"
    " subscribe most-read most-popular trending ad ads advert advertisement sponsored comments comment-list"
    " skip-link sr-only visually-hidden screen-reader-text related related-posts menu navbar share social"
    " cookie consent"
)
_BESIDE_NAMES = frozenset(_BESIDE_TEXT.split())
"""Names of classes and ids of parts that stand beside the text."""
_PARTS = frozenset({"div", "ul", "ol", "section", "p", "td", "table"}) | _FRAMES
_HALF, _FEW, _MIN_LINKS = 0.5, 0.25, 3
_NOTHING = 0, 0, 0


def find_frame(root: Element) -> set[Element]:
    """Return the elements that are a page's frame, in time linear in its size."""
    sizes = _measure(root)
    whole = sizes.get(root, _NOTHING)[0]
    mains = root.xpath("//main | //article | //*[@role='main']")
    main = next((element for element in mains if sizes.get(element, _NOTHING)[0] > _HALF * whole), None)
    inside, outside = (set(main.iter()), set(main.iterancestors())) if main is not None else (set(), set())
    headed = main is not None and main.find(".//h1") is not None
    found: set[Element] = set(root.iter("figcaption"))
    steps = etree.iterwalk(root, events=("start",))
    for _, element in steps:
        if element in outside or element not in sizes or not (element.attrib or element.tag in {"nav", *_FRAMES}):
            continue
        text, linked, links = sizes[element]
        beside = element.tag in _PARTS and not _BESIDE_NAMES.isdisjoint(list_names(element))
        role = element.get("role", "").lower()
        framing = element.tag in _FRAMES or role in _ROLES
        full_of_links = links >= _MIN_LINKS and linked > _HALF * text
        around = framing and bool(inside) and element not in inside and (headed or element.find(".//h1") is None)
        small = text < _FEW * whole and (beside or (framing and full_of_links))
        if element.tag == "nav" or role in _MENUS or around or small:
            found.add(element)
            steps.skip_subtree()
    return found


def _measure(root: Element) -> dict[Element, tuple[int, int, int]]:
    """Return how many letters, letters of links and links each element that is shown holds."""
    sizes: dict[Element, tuple[int, int, int]] = {}
    steps = etree.iterwalk(root, events=("start", "end"))
    is_skipped = False
    for event, element in steps:
        if event == "start":
            is_skipped = is_hidden(element)
            if is_skipped:
                steps.skip_subtree()
        elif not is_skipped:
            inner = [sizes.get(child, _NOTHING) for child in element]
            text = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
            text, linked, links = (sum(each) for each in zip((text, 0, 0), *inner, strict=True))
            is_link = element.tag == "a" and "href" in element.attrib
            sizes[element] = (text, text, 1) if is_link else (text, linked, links)
        else:
            is_skipped = False
    return sizes


_SERVICE = re.compile(
    r"\bunsubscribe\b|\b(?:view|read|open)\b.{0,30}\b(?:in|on)\s+(?:your\s+|a\s+|the\s+)?(?:web\s*)?browser\b"
    r"|\bview online\b|\b(?:manage|update|change)\b.{0,30}\b(?:preferences|subscription)\b"
    r"|\bforward (?:it |this )?to a friend\b|退订|取消订阅|在浏览器中"
    r"|\A(?:share|tweet|e-?mail|print) (?:this|it|the|on|via)\b|\A(?:tags?|filed under|分享到?|标签|相关阅读)\s*[:：]",
    re.IGNORECASE,
)
_LONGEST_SERVICE = 250


def is_service_line(block: Block) -> bool:
    """Say whether a line with a link is about the mailing or the page (unsubscribe, view in browser, share, tags)."""
    linked = any(span.link is not None for span in block.spans)
    return linked and len(block.text) <= _LONGEST_SERVICE and _SERVICE.search(block.text) is not None
