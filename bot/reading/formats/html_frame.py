"""Tells the frame around a page's text: menus, side columns, teasers, and the lines in which it speaks of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element

from bot.reading.document import Block, BlockKind
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
    " sr-only visually-hidden screen-reader-text wp-caption-text"
)
_BESIDE_NAMES = frozenset(_BESIDE_TEXT.split())
"""Names of classes and ids of parts that stand beside the text."""
_CONSENT = ("cookie", "consent", "gdpr")
_LINKED_TEXT = (
    "nav navbar navigation menu submenu topnav mainnav footer site-footer header-menu share social author-box"
    " author-bio about-author related related-posts tags tag-list taglist tagcloud post-tags entry-tags prevnext"
    " nav-links post-navigation"
)
_LINKED_NAMES = frozenset(_LINKED_TEXT.split())
"""Names of parts that are none of the text where they are full of links."""
_NAMED = frozenset({"div", "ul", "ol", "section", "p", "td", "table"})
_BARS = frozenset({"div", "p", "td", "ul", "section"})
_HALF, _FEW, _NEARLY_ALL, _ALL_LINKED = 0.5, 0.25, 0.8, 0.9
_MIN_LINKS, _NEAR = 3, 5
_HEAD, _LONGEST_LINK = 200, 20
"""A bar of links of some letters each stands behind so few letters outside links at the head of a page."""
_OUTSIDE = ("http:", "https:", "//", "mailto:", "#")


@dataclass(kw_only=True, slots=True)
class _Part:
    element: Element
    kind: str
    in_main: bool
    text: int
    linked: int
    links: int
    outside: int
    has_title: bool = False


def find_frame(root: Element) -> set[Element]:
    """Return the elements that are a page's frame, in time linear in its size."""
    open_parts: list[_Part] = []
    parts: list[_Part] = []
    text = linked = links = outside = main_text = mains = in_links = 0
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
            outside += turn > 0 and element.get("href", "").strip().lower().startswith(_OUTSIDE)
        mains += turn * (element.tag in {"main", "article"} or element.get("role") == "main")
        if step is Step.ENTER:
            kind = _name_part(element) or ("bar" if element.tag in _BARS and text - linked < _HEAD else "")
            if kind:
                part = _Part(
                    element=element,
                    kind=kind,
                    in_main=mains > 0,
                    text=text,
                    linked=linked,
                    links=links,
                    outside=outside,
                )
                open_parts.append(part)
            if element.tag == "h1":
                main_title = main_title or mains > 0
                for part in open_parts[-_NEAR:]:
                    part.has_title = True
        elif open_parts and open_parts[-1].element is element:
            part = open_parts.pop()
            part.text, part.linked = text - part.text, linked - part.linked
            part.links, part.outside = links - part.links, outside - part.outside
            parts.append(part)
    has_main = main_text > _HALF * text
    return {
        part.element
        for part in parts
        if (main_title or not part.has_title) and _is_frame(part, whole=text, has_main=has_main)
    } | set(root.iter("figcaption"))


def _is_frame(part: _Part, *, whole: int, has_main: bool) -> bool:
    few = part.text < _FEW * whole
    if part.kind == "bar":
        own = part.links >= _MIN_LINKS and not part.outside and part.linked >= _NEARLY_ALL * part.text
        return few and own and part.text <= _LONGEST_LINK * part.links
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
    names = list_names(element) if element.attrib and element.tag in _NAMED | _FRAMES else set()
    if names and (names & _BESIDE_NAMES or any(name.startswith(_CONSENT) for name in names)):
        return "beside"
    if element.tag in _FRAMES:
        return str(element.tag)
    role = _ROLES.get(element.get("role", "").lower(), "") if element.attrib else ""
    return role or ("linked" if names & _LINKED_NAMES else "")


# Lines and parts in which a page or mailing speaks of itself and not of its subject.

_SERVICE = re.compile(
    r"\bunsubscribe\b|\b(?:view|read|open)\b.{0,30}\b(?:in|on)\s+(?:your\s+|a\s+|the\s+)?(?:web\s*)?browser\b"
    r"|\bview online\b|\b(?:manage|update|change)\b.{0,30}\b(?:preferences|subscription)\b"
    r"|\bforward (?:it |this )?to a friend\b|\bno longer wish to receive\b|退订|取消订阅|在浏览器中"
    r"|\A(?:share|tweet|e-?mail|print) (?:this|it|the|on|via)\b|\b(?:appeared first|first appeared) on\b"
    r"|\A(?:tags?|tagged|filed under|posted in|related(?: \w+)?|分享到?|标签|相关阅读|延伸阅读)\s*[:：]",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:related|recent|latest|similar|more|popular|most[ -]read|recommended)"
    r" (?:posts?|articles?|stories|reading|insights|publications)|you (?:may|might) also like"
    r"|(?:leave|post|write|add) an? (?:comment|reply)|\d{1,4} (?:comments?|responses?|replies)|comments? \(\d{1,4}\)"
    r"|相关(?:阅读|文章|推荐|链接)|推荐(?:阅读|文章)|延伸阅读|热门(?:文章|阅读|推荐)|最新文章|发表(?:评论|回复)|网友评论|猜你喜欢",
    re.IGNORECASE,
)
"""Heads what is no part of the text: other articles of the site, comments."""
_LONGEST_SERVICE, _LONGEST_OTHER = 250, 400


def part_service(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the blocks that belong to a page's text, and those with which the page only speaks of itself."""
    aside = {at for at, block in enumerate(blocks) if block.kind is not BlockKind.HEADING and is_service_line(block)}
    whole = sum(len(block.text) for block in blocks)
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and _OTHERS.fullmatch(block.text.strip(" :：…")):
            end = _find_end(blocks, at)
            if sum(len(other.text) for other in blocks[at:end]) <= _FEW * whole:
                aside.update(range(at, end))
    return (
        [block for at, block in enumerate(blocks) if at not in aside],
        [block for at, block in enumerate(blocks) if at in aside],
    )


def is_service_line(block: Block) -> bool:
    """Say whether a line with a link is about the mailing or the page (unsubscribe, view in browser, share, tags)."""
    linked = any(span.link is not None for span in block.spans)
    return linked and len(block.text) <= _LONGEST_SERVICE and _SERVICE.search(block.text) is not None


def _find_end(blocks: Sequence[Block], at: int) -> int:
    """Return the index behind what a heading heads; its own where a long text stands below it."""
    for end in range(at + 1, len(blocks)):
        if blocks[end].kind is BlockKind.HEADING and blocks[end].level <= blocks[at].level:
            return end
        if len(blocks[end].text) > _LONGEST_OTHER:
            return at
    return len(blocks)
