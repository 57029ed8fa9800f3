"""A page's tree of elements: built from safe markup, walked without recursion, hidden parts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from html import unescape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from bot.errors import UnreadableDocumentError
from bot.model.ids import HAN
from bot.reading.document import Block, BlockKind

# Makes any markup safe to parse: whole tags with the few attributes that matter, no scripts, in linear time.

MAX_TAGS = 400_000
_MAX_NAME = 40
_MAX_VALUE = 8000
_MAX_LENIENT = 2000
_LENIENT_TRIES = 1000
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][^\s<>/\"'=]*+)(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_LENIENT_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>[A-Za-z][^\s<>/\"'=]*+)"
    rf"(?P<rest>(?:[^<>\"']|\"[^\"]{{0,{_MAX_LENIENT}}}\"|'[^']{{0,{_MAX_LENIENT}}}'){{0,{_MAX_LENIENT}}})>"
)
_BARE_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][^\s<>/\"'=]*+)[^<>]*+>")
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'>]*+)))?+"
)
_SELF_CLOSED = re.compile(r"(?:\A|[\s\"'])/\Z")
_KEPT_TEXT = (
    "align alt aria-hidden aria-level charset class colspan content datetime hidden href id property rel role rowspan "
    "start style type value"
)
_WORDLESS_TEXT = (
    "applet audio button canvas embed frameset iframe map math noembed noframes noscript object rt script select style "
    "svg template textarea title video"
)
_KEPT = frozenset(_KEPT_TEXT.split())
_WORDLESS = frozenset(_WORDLESS_TEXT.split())
# Content that is no markup, or no text of the document: left out from the opening tag to the closing one.
_SKIPPED = ("script", "style", "title", "iframe", "noframes", "noembed", "textarea", "svg", "math")
_CLOSERS = {name: re.compile(rf"</{name}(?=[\s/>])[^<>]*+>?", re.IGNORECASE) for name in _SKIPPED}


@dataclass(frozen=True, kw_only=True, slots=True)
class CleanMarkup:
    """Markup whose every ``<`` opens a whole tag, and the text of the style sheets that stood in it."""

    markup: str
    styles: str


def clean_markup(text: str, *, source_name: str) -> CleanMarkup:
    """Return markup that can be parsed in linear time; UnreadableDocumentError for more than MAX_TAGS tags.

    Comments, declarations and scripts go; one that is never closed loses its opening only, so no text is lost. A ``<``
    that opens no tag becomes text.
    """
    scan = _Scan(text=text.replace("\x00", ""), source_name=source_name)
    scan.run()
    return CleanMarkup(markup="".join(scan.pieces), styles="\n".join(scan.styles))


def is_wordless(name: str) -> bool:
    """Say whether an element of this name holds nothing that a reader sees as text."""
    return name in _WORDLESS


@dataclass(kw_only=True, slots=True)
class _Scan:
    text: str
    source_name: str
    pieces: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    never: set[str] = field(default_factory=set)
    lenient: int = _LENIENT_TRIES
    tags: int = 0

    def run(self) -> None:
        position = 0
        while (at := self.text.find("<", position)) >= 0:
            self.pieces.append(_escape_text(self.text[position:at]))
            position = self._read_mark(at)
        self.pieces.append(_escape_text(self.text[position:]))

    def _read_mark(self, at: int) -> int:
        """Take what opens at a ``<``; give where to go on."""
        text = self.text
        if text.startswith("<!--", at):
            closed = next((end for end in ("<!-->", "<!--->") if text.startswith(end, at)), "")
            return at + len(closed) if closed else self._skip_to("-->", at, at + 4)
        if text.startswith("<![CDATA[", at):
            end = self._skip_to("]]>", at, at + 9)
            self.pieces.append(_escape_text(text[at + 9 : end - 3].replace("<", "&lt;")) if end > at + 9 else "")
            return end
        if text.startswith(("<!", "<?"), at):
            return self._skip_to(">", at, at + 2)
        match = self._match_tag(at)
        if match is None:
            self.pieces.append("&lt;")
            return at + 1
        return self._take_tag(match)

    def _skip_to(self, closer: str, at: int, start: int) -> int:
        """Return the place after the closer, or after the opening where none follows."""
        end = -1 if closer in self.never else self.text.find(closer, start)
        if end >= 0:
            return end + len(closer)
        self.never.add(closer)
        if self.text[at : at + 2] in {"<!", "<?"} and start == at + 2:
            self.pieces.append("&lt;")
            return at + 1
        return start

    def _match_tag(self, at: int) -> re.Match[str] | None:
        match = _TAG.match(self.text, at)
        if match is None and self.lenient and self.text[at + 1 : at + 2].isalpha():
            self.lenient -= 1
            match = _LENIENT_TAG.match(self.text, at)
        return match or _BARE_TAG.match(self.text, at)

    def _take_tag(self, match: re.Match[str]) -> int:
        name = match["name"].lower()
        self.tags += 1
        if self.tags > MAX_TAGS:
            raise UnreadableDocumentError(
                f"{self.source_name} is made of more than {MAX_TAGS} tags.", hint="Split it, or save it as text."
            )
        if name in _CLOSERS:
            return self._skip_content(name, match)
        if len(name) <= _MAX_NAME:
            attributes = "" if match["end"] else _write_attributes(match.groupdict().get("rest") or "")
            closed = "/" if not match["end"] and _is_self_closed(match) else ""
            self.pieces.append(f"<{match['end']}{name}{attributes}{closed}>")
        return match.end()

    def _skip_content(self, name: str, match: re.Match[str]) -> int:
        if match["end"] or _is_self_closed(match) or name in self.never:
            return match.end()
        closer = _CLOSERS[name].search(self.text, match.end())
        if closer is None:
            self.never.add(name)
            return match.end()
        if name == "style":
            self.styles.append(self.text[match.end() : closer.start()])
        return closer.end()


def _is_self_closed(match: re.Match[str]) -> bool:
    """Say whether a tag ends with a slash of its own, not with that of an address without quotes."""
    return _SELF_CLOSED.search(match.groupdict().get("rest") or "") is not None


def _write_attributes(rest: str) -> str:
    """Write the attributes that matter anew, each in double quotes."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest) if rest else ():
        name = match["name"].lower()
        value = match["double"] or match["single"] or match["bare"] or ""
        if name in _KEPT and name not in found and len(value) <= _MAX_VALUE:
            found[name] = value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f' {name}="{value}"' for name, value in found.items())


def _escape_text(text: str) -> str:
    """Return text in which nothing can be taken for a tag; references of characters stay."""
    return text.replace("<", "&lt;")


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


# Whose a page is, and what its head says of it: the site's name, a title that the page does not show.

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
