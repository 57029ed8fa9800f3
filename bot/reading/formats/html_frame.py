"""Tells the frame around a page's text: menus, side columns, and the lines in which it speaks of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from bot.reading.document import Block
from bot.reading.formats.html_page import Step, list_names, walk_page

_FRAMES = frozenset({"header", "footer", "aside"})
_ROLES = {
    **dict.fromkeys(("navigation", "menu", "search"), "nav"),
    **dict.fromkeys(("dialog", "alertdialog"), "beside"),
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
}
_BESIDE_TEXT = (
    "breadcrumb breadcrumbs crumb crumbs sidebar toc table-of-contents topbar top-bar toolbar tabs tab-bar pager"
    " pagination ticker paywall promo cta signup sign-up newsletter-signup subscribe-box most-read most-popular"
    " trending ad ads advert advertisement sponsored comments comments-area comment-list comment-respond skip-link"
    " sr-only visually-hidden screen-reader-text wp-caption-text related related-posts"
)
_BESIDE_NAMES = frozenset(_BESIDE_TEXT.split())
"""Names of classes and ids of parts that stand beside the text."""
_CONSENT = ("cookie", "consent", "gdpr")
_LINKED_NAMES = frozenset(("nav", "navbar", "navigation", "menu", "topnav", "share", "social", "tags", "footer"))
_NAMED = frozenset({"div", "ul", "ol", "section", "p", "td", "table"}) | _FRAMES
_HALF, _FEW, _ALL_LINKED, _MIN_LINKS = 0.5, 0.25, 0.9, 3


@dataclass(kw_only=True, slots=True)
class _Part:
    """What may be frame: its kind, and how many letters, letters of links and links stood before it, then in it."""

    element: Element
    kind: str
    in_main: bool
    text: int
    linked: int
    links: int
    has_title: bool = False


def find_frame(root: Element) -> set[Element]:
    """Return the elements that are a page's frame, in time linear in its size."""
    open_parts: list[_Part] = []
    parts: list[_Part] = []
    text = linked = links = main_text = mains = in_links = 0
    main_title = False
    for step, element, words in walk_page(root):
        if step is Step.TEXT:
            size = len("".join(words.split()))
            text += size
            linked += size if in_links else 0
            main_text += size if mains else 0
            continue
        turn = 1 if step is Step.ENTER else -1
        if element.tag == "a" and "href" in element.attrib:
            in_links += turn
            links += turn > 0
        mains += turn * (element.tag in {"main", "article"} or element.get("role") == "main")
        if step is Step.ENTER:
            if kind := _name_part(element):
                part = _Part(element=element, kind=kind, in_main=mains > 0, text=text, linked=linked, links=links)
                open_parts.append(part)
            if element.tag == "h1":
                main_title = main_title or mains > 0
                for part in open_parts[-_MIN_LINKS:]:
                    part.has_title = True
        elif open_parts and open_parts[-1].element is element:
            part = open_parts.pop()
            part.text, part.linked, part.links = text - part.text, linked - part.linked, links - part.links
            parts.append(part)
    has_main = main_text > _HALF * text
    framed = (part for part in parts if main_title or not part.has_title)
    return {part.element for part in framed if _is_frame(part, whole=text, has_main=has_main)} | set(
        root.iter("figcaption")
    )


def _is_frame(part: _Part, *, whole: int, has_main: bool) -> bool:
    few = part.text < _FEW * whole
    if part.kind == "nav" or (part.kind == "beside" and few):
        return True
    if part.kind in _FRAMES and has_main and not part.in_main:
        return True
    least = 1 if part.kind == "linked" and part.linked >= _ALL_LINKED * part.text else _MIN_LINKS
    return few and part.linked > _HALF * part.text and part.links >= least


def _name_part(element: Element) -> str:
    """Return what part of a page's frame an element may be, or nothing."""
    if element.tag == "nav":
        return "nav"
    names = list_names(element) if element.attrib and element.tag in _NAMED else set()
    if names and (names & _BESIDE_NAMES or any(name.startswith(_CONSENT) for name in names)):
        return "beside"
    if element.tag in _FRAMES:
        return str(element.tag)
    role = _ROLES.get(element.get("role", "").lower(), "") if element.attrib else ""
    return role or ("linked" if names & _LINKED_NAMES else "")


_SERVICE = re.compile(
    r"\bunsubscribe\b|\b(?:view|read|open)\b.{0,30}\b(?:in|on)\s+(?:your\s+|a\s+|the\s+)?(?:web\s*)?browser\b"
    r"|\bview online\b|\b(?:manage|update|change)\b.{0,30}\b(?:preferences|subscription)\b"
    r"|\bforward (?:it |this )?to a friend\b|\bno longer wish to receive\b|退订|取消订阅|在浏览器中"
    r"|\A(?:share|tweet|e-?mail|print) (?:this|it|the|on|via)\b|\b(?:appeared first|first appeared) on\b"
    r"|\A(?:tags?|tagged|filed under|posted in|related(?: \w+)?|分享到?|标签|相关阅读|延伸阅读)\s*[:：]",
    re.IGNORECASE,
)
_LONGEST_SERVICE = 250


def is_service_line(block: Block) -> bool:
    """Say whether a line with a link is about the mailing or the page (unsubscribe, view in browser, share, tags)."""
    linked = any(span.link is not None for span in block.spans)
    return linked and len(block.text) <= _LONGEST_SERVICE and _SERVICE.search(block.text) is not None
