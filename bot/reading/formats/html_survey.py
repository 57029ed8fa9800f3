"""A first look over a page: which tables only lay out, which parts are its frame and not its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bs4.element import Tag

from bot.dates.printed_dates import find_printed_dates
from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.html_tree import Page, Step, get_attribute, get_class_names

# What a page draws before a text: bullets and numbers in cells of their own, and the days of layout tables.

MARKER = re.compile(r"[•·■▪●○◦‣⁃□➢➤►▶▸❖◉◆–-]|\(?\d{1,2}[.)]|[a-z][.)]")
"""A drawn bullet or a number, as a whole cell."""
_MONTH_DAY = re.compile(
    r"(?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|1[0-2])\s?月\s?(?:0?[1-9]|[12]\d|3[01])\s?日"
)
_LONGEST_DATE = 40


def is_counted(marker: str) -> bool:
    """Return whether what stands before a text is a number or a day, which stays in it, and no drawn bullet."""
    return marker.strip(" ().").isalnum() or is_day(marker.strip())


def is_day(text: str) -> bool:
    """Return whether the whole of a text is a day in figures or in Chinese, without its year."""
    return _MONTH_DAY.fullmatch(text) is not None


def is_whole_date(text: str) -> bool:
    """Return whether the whole of a text is a date with its year."""
    found = find_printed_dates(text) if len(text) <= _LONGEST_DATE else []
    return bool(found) and found[0][:2] == (0, len(text))


# What a page says of itself around its text: sharing, tags, other articles, comments, where to subscribe.

_SHARING = re.compile(
    r"share (?:this|on|via|with)\b.{0,30}|share|sharing|follow us(?: on .{1,30})?|tags|filed under"
    r"|分享(?:到|至)?.{0,8}|标签",
    re.IGNORECASE,
)
"""Heads a row of links, behind which the text may go on."""
_OTHERS = re.compile(
    r"(?:related|recent|latest|similar|previous|more|popular|most[ -]read|recommended|further)"
    r" (?:posts?|articles?|stories|reading|insights|publications|from (?:the|our) blog)|more from .{3,40}"
    r"|you (?:may|might) also (?:like|be interested in)|most (?:read|popular|viewed)|read next|what to read next"
    r"|(?:leave|post|write|add) an? (?:comment|reply)|\d{1,4} (?:comments?|responses?|replies)|comments? \(\d{1,4}\)"
    r"|post navigation"
    r"|(?:stay|keep) (?:informed|up to date|in touch|connected|updated)|join (?:our mailing list|the conversation)"
    r"|(?:subscribe|sign up)(?: (?:to|for) .{3,60})?|get (?:our|the) newsletter"
    r"|相关(?:阅读|文章|推荐|链接)|推荐(?:阅读|文章)|延伸阅读|热门(?:文章|阅读|推荐)|最新文章|"
    r"(?:\d{1,2}小时|今日|[本一]周|本月|月度|[日周月])?(?:热[文读评榜]|(?:热门|热文|热点|点击|阅读|浏览|文章|新闻)(?:排行榜?|榜))|发表(?:评论|回复)|网友评论|猜你喜欢",
    re.IGNORECASE,
)
"""Heads what is no part of the article: other articles, comments, the site's letters."""
_APPEARED = re.compile(r"\s*the post\s.{1,400}\s(?:appeared first on|first appeared on)\s", re.IGNORECASE | re.DOTALL)
_TAGGED = re.compile(
    r"\s*(?:tags?|tagged(?: (?:as|with|in))?|filed under|posted in|categor(?:y|ies))\s*[:：]?\s*", re.IGNORECASE
)
_RELATED = re.compile(
    r"\s*(?:related(?: (?:articles?|stories|posts?|reading|links?))?|(?:also )?read (?:also|next)|also read"
    r"|相关(?:阅读|文章|链接|报道)|延伸阅读)\W*",
    re.IGNORECASE,
)
"""Stands before links to other articles, in the same line."""
_SHARED = re.compile(
    r"\s*(?:(?:share|tweet|e-?mail|print|forward) (?:this|it|the|on|via|with)"
    r"|found this|enjoyed this|liked? what)\b",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"\s*(?:book|contact|follow|join|visit|register|sign up|subscribe|talk|speak|write|get in touch|meet|support|rate"
    r"|donate|download our app)\b(?=.*\b(?:us|our|now|here|today)\b|\s*\Z)",
    re.IGNORECASE,
)
"""Asks the reader to do something for the house, on a button."""
_LEADS_ON = re.compile(
    r"(?:load|show|view|see) (?:more|all|older)(?: (?:stories|news|posts|articles|updates|items))?"
    r"|(?:older|newer|next|previous) (?:stories|news|posts|articles|updates|items|page)"
    r"|(?:(?:(?:加载|查看|点击)更多|[上下]一[页篇]|返回(?:列表|首页|顶部|目录|上[页级])|回到顶部)\s*[|｜/]?\s*)+",
    re.IGNORECASE,
)
"""Leads on to more of the same list."""
_NETWORKS_TEXT = (
    "linkedin x twitter facebook instagram youtube wechat weibo bluesky mastodon threads xing whatsapp telegram reddit "
    "email rss 微信 微博 print share copy"
)
_NETWORKS = frozenset((*_NETWORKS_TEXT.split(), "copy link", "share link"))
_LONGEST_LINE = 600
_LONGEST_CALL = 60
_LONGEST_OTHER = 400
_HTML_SERVICE_FEW = 0.34
_MIN_NETWORKS = 2
_LEAST_TEASERS = 3
_HEAD_WORDS = 4


def part_service(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the blocks that belong to a page's text, and those with which the page only speaks of itself."""
    aside = {at for at, block in enumerate(blocks) if _is_service_line(block)}
    aside |= {at for at, block in enumerate(blocks) if not aside.isdisjoint({at - 1, at + 1}) and _names_network(block)}
    aside |= _find_leading_on(blocks) | _find_own_links(blocks) | _find_related(blocks)
    whole = sum(len(block.text) for block in blocks)
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and at not in aside:
            end = _find_end(blocks, at)
            if sum(len(other.text) for other in blocks[at:end]) <= _HTML_SERVICE_FEW * whole:
                aside.update(range(at, end))
    if not aside:
        return list(blocks), []
    return (
        [block for at, block in enumerate(blocks) if at not in aside],
        [block for at, block in enumerate(blocks) if at in aside],
    )


def _find_leading_on(blocks: Sequence[Block]) -> set[int]:
    """Return the links with which teasers lead to their story, whose headlines lead there already.

    Nearly all teasers have the same words there, where sources differ.
    """
    heads = {at for at, block in enumerate(blocks) if _is_linked_head(block)}
    counts = Counter(block.text for block in blocks if len(block.text) <= _LONGEST_CALL and _is_linked(block))
    again = {text for text, count in counts.items() if count >= _LEAST_TEASERS and count * 3 >= len(heads) * 2}
    found: set[int] = set()
    above: set[str | None] = set()
    for at, block in enumerate(blocks):
        if at in heads:
            above = {span.link for span in block.spans}
        elif above and block.text in again and (block.spans[0].link in above or "" in {*above, block.spans[0].link}):
            found.add(at)
    return found


def _find_related(blocks: Sequence[Block]) -> set[int]:
    """Return the words that head links to other stories of the site beside one, and these links."""
    found: set[int] = set()
    for at, block in enumerate(blocks):
        follows = at - 1 in found and _is_linked(block) and not any(span.link for span in block.spans)
        heads = _RELATED.fullmatch(block.text) and at + 1 < len(blocks) and _is_linked(blocks[at + 1])
        if follows or (heads and not any(span.link for span in blocks[at + 1].spans)):
            found.add(at)
    return found


def _find_own_links(blocks: Sequence[Block]) -> set[int]:
    """Return the lines in the same few words that lead to a place of the page itself from each of its parts."""
    own = {
        at: block.text
        for at, block in enumerate(blocks)
        if len(block.text) <= _LONGEST_CALL and _is_linked(block) and not any(span.link for span in block.spans)
    }
    counts = Counter(own.values())
    return {at for at, text in own.items() if counts[text] >= _LEAST_TEASERS and " " in text and text[1:].islower()}


def _is_linked_head(block: Block) -> bool:
    """Whether a block is a headline with a link: a heading, or a line of some words that is all link."""
    if block.kind is BlockKind.HEADING:
        return any(span.link is not None for span in block.spans)
    return len(block.text.split()) >= _HEAD_WORDS and _is_linked(block)


def _find_end(blocks: Sequence[Block], at: int) -> int:
    """Return the index behind what a heading of the page's own heads; the heading's own index where it is none."""
    name = blocks[at].text.strip(" \n:：…")
    if len(name) > _LONGEST_CALL:
        return at
    if _SHARING.fullmatch(name):
        return next((end for end in range(at + 1, len(blocks)) if not _is_linked(blocks[end])), len(blocks))
    if not _OTHERS.fullmatch(name):
        return at
    for end in range(at + 1, len(blocks)):
        other = blocks[end]
        if other.kind is BlockKind.HEADING and other.level <= blocks[at].level:
            return end
        if len(other.text) > _LONGEST_OTHER:
            return at
    return len(blocks)


def _is_linked(block: Block) -> bool:
    """Whether all words of a block that is no heading are links."""
    if block.kind is BlockKind.HEADING:
        return False
    return all(span.link is not None for span in block.spans if any(map(str.isalnum, span.text)))


def _is_service_line(block: Block) -> bool:
    """Whether a line shares, tags or signs the article, or only leads to the house's pages elsewhere."""
    if block.kind is BlockKind.HEADING or len(block.text) > _LONGEST_LINE:
        return False
    linked = [span for span in block.spans if span.link is not None]
    if not linked:
        return False
    if _APPEARED.match(block.text) is not None:
        return True
    plain = "".join("" if span.link is not None else span.text for span in block.spans)
    words = [word for word in plain.split() if any(map(str.isalnum, word))]
    if _RELATED.fullmatch(plain) or _TAGGED.fullmatch(plain.strip(" ,;|·、")) or _SHARED.match(block.text) is not None:
        return True
    if words:
        return False
    if sum(map(_is_network, linked)) >= _MIN_NETWORKS:
        return True
    told = block.text.strip(" \n<>«»‹›←→")
    return len(block.text) <= _LONGEST_CALL and (_CALLS.match(told) or _LEADS_ON.fullmatch(told)) is not None


def _is_network(span: Span) -> bool:
    return span.text.strip().lower() in _NETWORKS


def _names_network(block: Block) -> bool:
    """Whether a line is nothing but a link to one."""
    return len(block.spans) == 1 and block.spans[0].link is not None and _is_network(block.spans[0])


# What stands beside a page's text, told by its form: boxes to type in, bars and columns of the site's own links.

_BOXES = frozenset({"div", "p", "fieldset", "section", "aside", "form", "td"})
_WHOLE = frozenset({"html", "body", "main", "article", "[document]"})
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
        """Return the ids of those boxes that hold few words of a page of so many signs, and no title."""
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
class _HtmlBesidePart:
    tag: Tag
    text: int
    linked: int
    own: int
    links: int
    is_head: bool


@dataclass(kw_only=True, slots=True)
class Bars:
    """The rows and side columns of links with which a page leads to the other pages of its site."""

    _open: list[_HtmlBesidePart] = field(default_factory=list)
    _bars: list[_HtmlBesidePart] = field(default_factory=list)
    _cells: list[_HtmlBesidePart] = field(default_factory=list)
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
                _HtmlBesidePart(tag=tag, text=text, linked=linked, own=self._own, links=self._links, is_head=is_head)
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
        """Return the ids of such rows and columns of a page of so many signs."""
        few = [part for part in self._bars if part.text <= min(_LONGEST_LINK * part.links, _FEW * whole)]
        rows = {id(part.tag.parent) for part in self._cells if part.text > _HALF * whole}
        beside = [part for part in self._cells if id(part.tag.parent) in rows and _is_column(part, whole=whole)]
        return {id(part.tag) for part in (*few, *beside)}


def _is_column(part: _HtmlBesidePart, *, whole: int) -> bool:
    """Whether a cell beside one with most of the text holds links to other pages of the site."""
    few = part.text < _FEW * whole and part.linked > _SOME * part.text
    return few and part.links > 1 and part.own == part.links


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAIN_SHARE = 0.5
_LINK_SHARE = 0.5
_FEW = 0.25
_MIN_LINKS = 3
_ALL_LINKED = 0.9
_LONGEST_MARKER = 4
_LONGEST_CELL = 2000
_LONG_CELL = 45
"""Letters of a cell that is no list of short entries, so that its line breaks part a headline or fields from text."""
_LONGEST_HEAD = 40
_LONGEST_LABEL = 24
_MIN_ROWS = 2
_MIN_CELLS = 2
_NEAR = 5
_FRAMES = frozenset({"header", "footer", "aside"})
_FRAME_ROLES = {
    "navigation": "nav",
    "menu": "nav",
    "search": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "dialog": "page",
    "alertdialog": "page",
}
_FRAMES_TEXT = (
    "nav navbar navigation menu submenu topnav mainnav breadcrumb breadcrumbs crumbs footer site-footer header-menu "
    "share social pagination pager author-box author-bio about-author related related-posts cookie cookies tags "
    "tag-list taglist tagcloud post-tags entry-tags prevnext nav-links post-navigation"
)
_PAGE_NAMES_TEXT = (
    "breadcrumb breadcrumbs crumb crumbs sidebar toc table-of-contents topbar top-bar toolbar tabs tab-bar pager "
    "pagination ticker paywall promo cta signup sign-up newsletter-signup newsletter-box newsletter-promo "
    "subscribe-box most-read  most-popular trending ad ads advert advertisement sponsored  advertorial promoted "
    "comments comments-area comment-list comment-respond skip-link  visually-hidden sr-only screen-reader-text"
)
_PAGE_NAMES = frozenset(_PAGE_NAMES_TEXT.split())
_CONSENT = ("cookie", "consent", "gdpr")
"""With these words begin the class names of what asks for a visitor's consent."""
_FRAME_NAMES = frozenset(_FRAMES_TEXT.split())


@dataclass(kw_only=True, slots=True)
class _Table:
    tag: Tag
    lays_out: bool = False
    presents: bool = False
    first: list[str] = field(default_factory=list)
    named: bool = False
    listed: bool = False
    stacked: bool = False
    rows: list[list[int]] = field(default_factory=list)
    marked: int = 0
    cell: list[str] | None = None
    size: int = 0
    paragraphs: int = 0
    lines: int = 0


@dataclass(kw_only=True, slots=True)
class _Part:
    tag: Tag
    kind: str
    main: bool
    text: int
    linked: int
    links: int
    inside: bool
    has_title: bool = False


@dataclass(kw_only=True, slots=True)
class Survey:
    """What the first look found, by ``id`` of the element: tables of data, tables of labels, parts that are frame."""

    data_tables: set[int] = field(default_factory=set)
    label_tables: set[int] = field(default_factory=set)
    frame: set[int] = field(default_factory=set)
    _tables: list[_Table] = field(default_factory=list)
    _labelled: list[_Table] = field(default_factory=list)
    _parts: list[_Part] = field(default_factory=list)
    _closed: list[_Part] = field(default_factory=list)
    _mains: int = 0
    _main_text: int = 0
    _main_title: bool = False
    _articles: int = 0
    _article_text: int = 0
    _links: int = 0
    _text: int = 0
    _linked: int = 0
    _seen_links: int = 0
    _controls: Controls = field(default_factory=Controls)
    _bars: Bars = field(default_factory=Bars)

    def enter(self, tag: Tag) -> None:
        """Take note of an element that opens."""
        name = tag.name
        if name == "a" and tag.has_attr("href"):
            self._links += 1
            self._seen_links += 1
            self._bars.meet_link(tag)
        elif name == "input":
            self._controls.meet(tag)
        self._bars.enter(tag, text=self._text, linked=self._linked)
        if name in {"main", "article"} or get_attribute(tag, "role") == "main":
            self._mains += 1
            self._articles += name == "article"
        if kind := _name_part(tag):
            self._parts.append(
                _Part(
                    tag=tag,
                    kind=kind,
                    main=self._mains > 0,
                    text=self._text,
                    linked=self._linked,
                    links=self._seen_links,
                    inside=self._articles > 0,
                )
            )
        if name == "h1":
            self._main_title = self._main_title or self._mains > 0
            for part in self._parts[-_NEAR:]:
                part.has_title = True
        if name == "table":
            if self._tables:
                self._tables[-1].lays_out = True
            presents = get_attribute(tag, "role").lower() in {"presentation", "none"}
            self._tables.append(_Table(tag=tag, presents=presents))
        elif self._tables:
            _enter_in_table(self._tables[-1], name)

    def read_text(self, text: str) -> None:
        """Take note of a text."""
        size = len("".join(text.split()))
        self._text += size
        self._linked += size if self._links else 0
        self._main_text += size if self._mains else 0
        self._article_text += size if self._articles else 0
        if self._tables and size:
            table = self._tables[-1]
            table.size += size
            if table.cell is not None and len(table.cell) < _LONGEST_MARKER:
                table.cell.append(text.strip()[: _LONGEST_MARKER + 1])

    def leave(self, tag: Tag) -> None:
        """Take note of an element that closes."""
        name = tag.name
        if name == "a" and tag.has_attr("href"):
            self._links -= 1
        self._bars.leave(tag, text=self._text, linked=self._linked)
        if name in {"main", "article"} or get_attribute(tag, "role") == "main":
            self._mains -= 1
            self._articles -= name == "article"
        if self._parts and self._parts[-1].tag is tag:
            part = self._parts.pop()
            part.text = self._text - part.text
            part.linked = self._linked - part.linked
            part.links = self._seen_links - part.links
            self._closed.append(part)
        if self._tables and name in {"td", "th", "tr", "table"}:
            _end_cell(self._tables[-1])
        if name == "table" and self._tables:
            table = self._tables.pop()
            if table.presents and _may_hold_labels(table):
                self._labelled.append(table)
            elif _holds_data(table):
                self.data_tables.add(id(table.tag))

    def finish(self) -> None:
        """Decide what is frame and which tables hold labels, once the whole page was seen."""
        times = Counter(name for table in self._labelled for name in set(table.first))
        for table in self._labelled:
            if sum(times[name] > 1 for name in table.first) * 2 > len(table.first):
                self.label_tables.add(id(table.tag))
        has_main = self._main_text > _MAIN_SHARE * self._text
        for part in self._closed:
            if self._is_frame(part, has_main=has_main):
                self.frame.add(id(part.tag))
        self.frame |= self._controls.find_boxes(whole=self._text)
        self.frame |= self._bars.find_bars(whole=self._text)

    def _is_frame(self, part: _Part, *, has_main: bool) -> bool:
        if part.has_title and not self._main_title:
            return False
        least = 1 if part.kind == "named" and part.linked >= _ALL_LINKED * part.text else _MIN_LINKS
        full_of_links = part.linked > _LINK_SHARE * part.text and part.links >= least
        if part.kind == "nav" or (part.kind == "page" and part.text < _FEW * self._text):
            return True
        if part.kind in _FRAMES and has_main and not part.main:
            return True
        beside = part.kind == "aside" and not part.inside and self._article_text > _MAIN_SHARE * self._text
        if beside and part.text < _FEW * self._text:
            return True
        return full_of_links and part.text < _FEW * self._text


def survey_page(page: Page) -> Survey:
    """Look over a page, in time linear in its size."""
    survey = Survey()
    for step, tag, text in page.walk():
        if step is Step.ENTER:
            survey.enter(tag)
        elif step is Step.TEXT:
            survey.read_text(text)
        else:
            survey.leave(tag)
    survey.finish()
    return survey


def _name_part(tag: Tag) -> str:
    """Return what part of a page's frame an element may be, or nothing."""
    if tag.name in _FRAMES and get_class_names(tag) & _PAGE_NAMES:
        return "page"
    if tag.name == "nav" or tag.name in _FRAMES:
        return tag.name
    if not tag.attrs:
        return ""
    role = _FRAME_ROLES.get(get_attribute(tag, "role").lower(), "")
    if role or tag.name not in {"div", "ul", "ol", "section", "p", "td", "table"}:
        return role
    names = get_class_names(tag)
    if names & _PAGE_NAMES or any(name.startswith(_CONSENT) for name in names):
        return "page"
    return "named" if names & _FRAME_NAMES else ""


def _enter_in_table(table: _Table, name: str) -> None:
    if name == "tr":
        _end_cell(table)
        table.rows.append([])
    elif name in {"td", "th"}:
        _end_cell(table)
        table.cell, table.size, table.paragraphs, table.lines = [], 0, 0, 0
        table.named = table.named or name == "th"
    elif name == "thead":
        table.named = True
    elif name in HEADINGS or name == "hr":
        table.lays_out = True
    elif name in {"ul", "ol"}:
        table.listed = True
    elif name in {"p", "blockquote", "pre"}:
        table.paragraphs += 1
        table.stacked = table.stacked or table.paragraphs > 1
    elif name == "br":
        table.lines += 1


def _end_cell(table: _Table) -> None:
    if table.cell is None:
        return
    if not table.rows:
        table.rows.append([])
    table.rows[-1].append(table.size)
    table.first += ["".join(table.cell)] if len(table.rows[-1]) == 1 else []
    table.stacked = table.stacked or (table.lines > 1 and table.size > _LONG_CELL)
    if len(table.rows[-1]) == 1 and MARKER.fullmatch("".join(table.cell)):
        table.marked += 1
    table.cell = None


def _may_hold_labels(table: _Table) -> bool:
    """Say whether a table that is marked as layout has rows of a few letters and a value each, as fields are set."""
    paired = all(len(row) == _MIN_CELLS and all(row) and row[0] <= _LONGEST_LABEL for row in table.rows)
    worded = all(name.replace(" ", "").isalpha() for name in table.first)
    return bool(table.rows) and paired and worded and not (table.lays_out or table.listed)


def _holds_data(table: _Table) -> bool:
    """Say whether a table's rows belong to be read across, each as one: by its head, or by its even, small cells."""
    if table.lays_out or table.presents:
        return False
    if table.named:
        return True
    filled = [sum(size > 0 for size in row) for row in table.rows]
    full = [len(row) for row, cells in zip(table.rows, filled, strict=True) if cells >= _MIN_CELLS]
    even = len(full) >= _MIN_ROWS and len(full) >= len([row for row in filled if row]) / 2 and len(set(full)) == 1
    small = all(size <= _LONGEST_CELL for row in table.rows for size in row)
    headed = bool(full) and len(table.rows[0]) == full[0] and all(0 < s <= _LONGEST_HEAD for s in table.rows[0])
    plain = not table.listed and (headed or not table.stacked)
    return even and small and plain and table.marked < len(full)
