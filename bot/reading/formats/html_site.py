"""Whose a page is, and what its head says of it: the site's name, a title that the page does not show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from bs4.element import Tag

from bot.model.text import HAN
from bot.reading.document import Block, BlockKind
from bot.reading.formats.html_tree import get_attribute

_TITLE = re.compile(r"<title[^>]*>([^<]{1,400})</title>", re.IGNORECASE)
_BESIDE = re.compile(r"\s+[|–—·»-]\s+")
_BESIDE_HAN = re.compile(rf"(?<=[{HAN}）》])\s*[-_|｜–—]+\s*(?=[{HAN}])")
_SITE_NAME = re.compile(
    r"<meta\s+(?:property=[\"']og:site_name[\"']\s+content=\"(?P<name>[^\"<>]{2,80})\""
    r"|content=\"(?P<ahead>[^\"<>]{2,80})\"\s+property=[\"']og:site_name[\"'])",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\bid=[\"']js_name[\"'][^<>]{0,400}>\s*([^<>]{2,60})<")
"""The account's name, as articles of accounts on WeChat have it."""
_HAN_NAME = re.compile(rf"[{HAN}]{{4,24}}")
_HEAD_LENGTH = 50_000
_LONGEST_SITE = 60
_SHORTEST_SITE = 5
_NAME_WORDS = re.compile(r"[A-Z][\w&’'-]*(?: (?:[A-Z&][\w&’'-]*|of|the|and|for)){1,5}")
_FIRST_LINKS = 40
_FIRST_BLOCKS = 6


def read_hidden_title(text: str, shown: set[str]) -> str:
    """Return a page's title that tells a day or number where no part of it is shown on the page; else ""."""
    title = _TITLE.search(text, 0, _HEAD_LENGTH)
    words = " ".join(unescape(title[1]).split()) if title else ""
    told = any(sign.isdigit() for sign in words)
    return words if told and not any(part.casefold() in shown for part in (words, *_BESIDE.split(words))) else ""


def read_home(text: str, root: Tag) -> str:
    """Return the words of the link to the page's home: where it says so, or the page's title holds them; else ""."""
    title = _TITLE.search(text, 0, _HEAD_LENGTH)
    words = f" {' '.join(unescape(title[1]).split())} ".casefold() if title else ""
    for link in root.find_all("a", href=True, limit=_FIRST_LINKS):
        name = " ".join(link.get_text().split())
        leads = "home" in get_attribute(link, "rel").lower().split()
        leads = leads or (get_attribute(link, "href").strip() == "/" and f" {name} ".casefold() in words)
        if leads and _SHORTEST_SITE <= len(name) <= _LONGEST_SITE:
            return _find_whole(name, title[1]) if title else name
    return ""


def _find_whole(name: str, title: str) -> str:
    """Get the last part of a page's title where it is the site's whole name, of which a link has the end ("Post")."""
    last = _BESIDE.split(" ".join(unescape(title).split()))[-1]
    whole = last.endswith(f" {name}") and len(last) <= _LONGEST_SITE and _NAME_WORDS.fullmatch(last)
    return last if whole else name


def read_account(text: str) -> str:
    """Return the name of the account whose article a page is, "" where the page is no account's."""
    account = _ACCOUNT.search(text)
    return " ".join(unescape(account[1]).split()) if account else ""


def read_site(text: str, blocks: Sequence[Block]) -> str:
    """Return the site's name out of a page's title, where it stands beside a first heading of the page; else "".

    In Chinese nothing need part the two but a dash, and the page's section may stand between them.
    """
    title = _TITLE.search(text, 0, _HEAD_LENGTH)
    words = " ".join(unescape(title[1]).split()) if title else ""
    shown = {" ".join(block.text.split()).casefold() for block in blocks if block.level == 1}
    headings = shown | {block.text.casefold() for block in blocks if block.kind is BlockKind.HEADING}
    for sign in _BESIDE_HAN.finditer(words):
        if words[: sign.start()].casefold() in headings:
            last = _BESIDE_HAN.split(words)[-1].strip()
            return last if _HAN_NAME.fullmatch(last) else ""
    whole = next((len(heading) for heading in shown if heading and words.casefold().startswith(heading)), 0)
    parts = [words[:whole], *_BESIDE.split(words[whole:])[1:]] if whole else _BESIDE.split(words)
    others = [part for part in parts if part.casefold() not in shown]
    if len(parts) == len(others) + 1 and len(others) == 1 and len(others[0]) <= _LONGEST_SITE:
        return others[0]
    return _read_masthead(parts, blocks)


def read_site_name(text: str) -> str:
    """Return the site's name that a page's head has for those who pass the page on (Open Graph); else ""."""
    named = _SITE_NAME.search(text, 0, _HEAD_LENGTH)
    name = " ".join(unescape(named["name"] or named["ahead"]).split()) if named else ""
    return name if _SHORTEST_SITE <= len(name) <= _LONGEST_SITE and " " in name else ""


def _read_masthead(parts: Sequence[str], blocks: Sequence[Block]) -> str:
    """Return the first line of a page, where its title names it beside another of the first lines; else ""."""
    lines = [block.text.partition("\n")[0].strip() for block in blocks[:_FIRST_BLOCKS]]
    named = {part.partition(",")[0].strip().casefold() for part in parts}
    shown = [line for line in lines if line.casefold() in named]
    return shown[0] if len(named) > 1 < len(shown) and shown[0] == lines[0] else ""
