"""Tells the frame around a page's text: menus, side columns, and the lines in which it speaks of itself."""

import re

from lxml import etree
from lxml.etree import _Element as Element

from bot.reading.document import Block
from bot.reading.formats.html_page import is_hidden, list_names

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


def find_frame(root: Element) -> set[Element]:
    """Return the elements that are a page's frame, in time linear in its size."""
    sizes = _measure(root)
    whole = sizes.get(root, (0, 0, 0))[0]
    mains = [
        element for element in root.iter() if _is_main(element) and sizes.get(element, (0, 0, 0))[0] > _HALF * whole
    ]
    inside = {element for main in mains[:1] for element in main.iter()}
    outside = {element for main in mains[:1] for element in main.iterancestors()}
    headed = any(main.find(".//h1") is not None for main in mains[:1])
    found: set[Element] = set(root.iter("figcaption"))
    steps = etree.iterwalk(root, events=("start",))
    for _, element in steps:
        if element in outside or element not in sizes or not (element.attrib or element.tag in {"nav", *_FRAMES}):
            continue
        text, linked, links = sizes[element]
        few = text < _FEW * whole
        beside = element.tag in _PARTS and not _BESIDE_NAMES.isdisjoint(list_names(element))
        role = element.get("role", "").lower()
        framing = element.tag in _FRAMES or role in _ROLES
        full_of_links = links >= _MIN_LINKS and linked > _HALF * text
        around = framing and bool(inside) and element not in inside and (headed or element.find(".//h1") is None)
        if element.tag == "nav" or role in _MENUS or around or (few and (beside or (framing and full_of_links))):
            found.add(element)
            steps.skip_subtree()
    return found


def _is_main(element: Element) -> bool:
    return element.tag in {"main", "article"} or element.get("role") == "main"


def _measure(root: Element) -> dict[Element, tuple[int, int, int]]:
    """Return how many letters, letters of links and links each element that is shown holds."""
    sizes: dict[Element, tuple[int, int, int]] = {}
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if event == "start" and is_hidden(element):
            steps.skip_subtree()
        elif event == "end" and not is_hidden(element):
            inner = [(sizes.get(child, (0, 0, 0)), len((child.tail or "").strip())) for child in element]
            text = len((element.text or "").strip()) + sum(size[0] + tail for size, tail in inner)
            linked, links = sum(size[1] for size, _ in inner), sum(size[2] for size, _ in inner)
            is_link = element.tag == "a" and "href" in element.attrib
            sizes[element] = (text, text, 1) if is_link else (text, linked, links)
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
