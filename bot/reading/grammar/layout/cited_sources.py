"""Cited sources: the notices and articles named at the end of a piece of news, with or without links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.briefing import Link
from bot.model.ids import HAN, fold
from bot.reading.document import Span
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import clean_label, cut_spans, is_link_only, join_lines, list_links
from bot.reading.grammar.lines.reports import names_office_han

# Words for sources: houses of the press by their names, and what only says that something is a link.

PRESS = frozenset(
    fold(name)
    for name in (
        "Xinhua",
        "Reuters",
        "Bloomberg",
        "Caixin",
        "Yicai",
        "CGTN",
        "CCTV",
        "China Daily",
        "Global Times",
        "People's Daily",
        "SCMP",
        "AP",
        "AFP",
        "FT",
        "WSJ",
        "36Kr",
        "South China Morning Post",
        "Financial Times",
        "Wall Street Journal",
        "Nikkei",
        "Nikkei Asia",
        "Sixth Tone",
        "The Paper",
        "Economic Daily",
        "Securities Times",
        "21st Century Business Herald",
        "Jiemian",
        "CLS",
        "STCN",
        "LatePost",
        "TechNode",
        "Politico",
        "Handelsblatt",
        "Les Echos",
        "The Economist",
        "Lloyd's List",
        "Automotive News China",
        "Weibo",
        "Federal Register",
        "EU Commission",
        "新华社",
        "新华网",
        "人民日报",
        "财新",
        "第一财经",
        "路透社",
        "彭博社",
        "澎湃新闻",
        "经济日报",
        "证券时报",
        "央视新闻",
        "36氪",
        "IT之家",
        "彭博",
        "盖世汽车",
        "参考消息",
    )
)
"""Houses of the press."""
GENERIC = frozenset(
    fold(name)
    for name in (
        "Link",
        "Here",
        "Source",
        "Sources",
        "PDF",
        "URL",
        "Full text",
        "Read more",
        "Continue reading",
        "Full story",
        "Weiterlesen",
        "Lire la suite",
        "Leer más",
        "More",
        "Original",
        "Details",
        "Text",
        "In Chinese",
        "Chinese",
        "English",
        "链接",
        "原文",
        "原文链接",
        "来源",
        "全文",
        "查看原文",
    )
)
"""Words of links that name no source."""


_SOURCE_NOUN = re.compile(
    r"(?:notices?|articles?|reports?|announcements?|statements?|(?:press\s+|news\s+)?releases?|documents?|websites?|news"
    r"|posts?|links?|circulars?|interviews?|papers?|filings?|coverage|stor(?:y|ies)|blogs?|(?:press\s+)?(?:conferences?|briefings?)|analys[ie]s|op-ed|editorial"
    r"|results|wechat(?:\s(?:account|post))?|tv|radio"
    r"|transcripts?|originals?|translations?|versions?|q&a|explainers?|readouts?|pdf|text|page|site|gazette|letter|draft|通知|公告|报道|新闻|文章|通报|官网|网站|新闻稿|通稿)"
    r"(?:\s*\(?(?:in\s+)?(?:chinese|english|cn|en|zh|de|german)\)?)?",
    re.IGNORECASE,
)
_PLAIN_SOURCE = re.compile(
    r"(?:company|corporate|(?:stock\s)?exchange|ministry|government|press|official|embassy|chamber|member|association"
    r"|annual|quarterly|interim|half-year|local)\s|(?:an?\s|the\s)?\w+(?:['’]s|s['’])\s",
    re.IGNORECASE,
)
_INFORMATION = re.compile(
    r"(?:company|embassy|consulate|chamber|federation|association|member|industry|market|official|own)\s(?:information|sources?|data)"
    r"|prospectus|(?:our\s)?own\s(?:reporting|notes|research)|our\snotes",
    re.IGNORECASE,
)
_PRESS_END = re.compile(
    r"[A-Z].*(?:Post|Times|Daily|Herald|Journal|Press|Tribune|Observer)\Z"
    rf"|《?[{HAN}]{{2,10}}(?:[日晚早晨时商周]报|都市报|周刊|新闻[网社]|电视台)》?\Z"
    rf"|[{HAN}]{{2,8}}(?:证券|经济|能源|汽车|电力|医药|化工|航空|工业|科技|青年|农民|交通|海关|建设|法[治制]|环境|观察)报(?:道)?\Z"
    rf"|[{HAN}]{{1,3}}[联新华同斯评]社\Z|[{HAN}\d]{{2,8}}(?:(?<![联组电管并光路入力])网|财经|官微|公众号|见闻|之家)\Z"
    rf"|[{HAN}]{{0,8}}(?:招股书|招股说明书|[年季]报|(?:公司|企业|交易?所)披露|公报|新闻发布会|(?:问询|回复)函|(?:调研|投资者关系)记录|业绩(?:预告|快报))\Z"
)
"""A newspaper by the end of its name."""
_PREFIX = re.compile(
    r"\A\s*(?:sources?|via|see(?:\s+also)?|read\s+more|(?:信息|消息|文章|新闻|资料|稿件)?来源|[据摘](?:自|引自)?(?!悉|说|传|此|要|录))\s*[:：]?\s*",
    re.IGNORECASE,
)
_SOURCE_COLON = re.compile(r"\A\s*(?:sources?|via|(?:信息|消息|文章|新闻|资料|稿件)?来源)\s*[:：]\s*", re.IGNORECASE)
_SPLIT = re.compile(
    r"\s*(?:[,;，；、|]|\s/\s|\s(?:and|&)\s)\s*|\s+(?=(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|(?:19|20)\d\d[-./]\d\d?[-./]\d\d?\b)"
    r"|(?<=日)\s*(?=(?:(?:信息|消息|文章|新闻|资料|稿件)?来源|出处)\s*[:：])"
)
_PAIRS = {")": "(", "）": "（", "]": "[", "］": "［", "】": "【"}
_BRACKETED = re.compile(r"\s*[(（\[［](?P<inner>[^()（）\[\]［］]{2,160})[)）\]］]\s*[.。]?\s*")
_IN_BRACKETS_EACH = re.compile(r"\s*[\[(（【](?:\s*[\])）】]\s*[\[(（【])*\s*[\])）】]\s*")
"""What is around links that stand in brackets each, or all in one."""
_DAY_IN_FIGURES = re.compile(r"[\s,，]\d{1,2}[-/.]\d{1,2}\s*\Z")
_ENDED = "."
"""What stands before sources that have a line of their own."""
_ENDS_SENTENCE = re.compile(r"[.!?。！？”\"’]\s*\Z")
_BEHIND_STOP = re.compile(r"(?:(?<=[a-z)][.!?])\s+|(?<=。)\s*)(?P<names>(?=\w)[^.!?。！？:：()（）]{2,60})\Z")
_IS_STATE = re.compile(r"(?:draft|issued|in force|open|closed|final|repealed|amended|withdrawn)\W*", re.IGNORECASE)
"""Tells the state of a document behind the text, as a badge does."""
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LABELLED_URL = re.compile(r"(?P<label>[^<>]*\w[^<>]*?)\s*<(?P<url>https?://[^<>\s]+)>")
"""A source and its address as plain text prints them ("Xinhua <https://...>")."""
_NAME_WORDS = re.compile(
    rf"(?:[A-Z0-9][\w.&'’-]*|of|the|and|for|[{HAN}]+)(?:\s+(?:[A-Z0-9][\w.&'’-]*|of|the|and|for|[{HAN}]+)){{0,6}}"
)
_KIND = (
    r"(?:通知|公告|通告|通报|意见|办法|规定|条例|规则|细则|计划|规划|方案|纲要|指南|指引|目录|标准|规范|决定|批复|函)"
)
_TITLE = re.compile(
    rf"关于[^，,;；]*{_KIND}|《[^《》]*{_KIND}[^《》]*》"
    rf"|\A[{HAN}“”、·—\w]{{5,}}(?!通知|公告|通报|通告){_KIND}(?:[(（][^()（）]*[)）])?\Z"
)
"""The title of a document, where it stands in the place of a source."""
_STATE = re.compile(
    r"\s*(?:(?:(?:re)?vised|amended|(?:first|second|third|final|new)(?:\s(?:reading|revised))?|exposure|consultation)\s)?drafts?\s*"
    r"|\s*(?:征求意见|公开征求意见|送审|报批)稿\s*",
    re.IGNORECASE,
)
"""The state of a document, in brackets behind its title."""
_TERM = re.compile(
    r"\s*(?:effective|in (?:force|effect)|(?:tak|com|enter)(?:es|ing)\b.{0,8}\b(?:effect|force)"
    r"|deadline|until|due|valid)\b",
    re.IGNORECASE,
)
"""Opens a note on when something ends or is in force, which names no source."""
_DOCUMENT_ZH = re.compile(r"(?:通知|公告|通报)\Z")
_HOUSE_ZH = re.compile(
    rf"(?:(?!的)[{HAN}]){{2,16}}(?:平台|发布|微[报信博]|之声|在线|商会|协会|学会|交易所|大学|研究院)|[上深北港]交所|[{HAN}]{{1,3}}证监会"
)
"""A house in Chinese that is no office, or known by a short name: an account, a platform, an exchange."""
_BEFORE_GLOSS = re.compile(r"(?:[》）)”\d号]|部门|机构|单位|中心|交易所|[协学商]会|[究务]院)\s*\Z")
"""Behind this brackets say what something is called for short, and no source."""
_ISSUER_ZH = re.compile(
    rf"(?:[{HAN}]{{0,30}}(?:[部委局署办院会厅司行社所网]|政府|中心|公司|集团)|(?:(?!的)[{HAN}]){{0,6}}|.*[^{HAN}])"
)
"""Who gives a notice that is cited ("工信部公告"), or a short name, perhaps a company's."""
_MOST_SOURCES_LENGTH = 600
_LONGEST_NAME = 60
_LONGEST_LIST = 200
_SHORT_LABEL = 40
_LINK_MARKS = frozenset("|–—→-")
_LEANS_ON = re.compile(
    r"(?:\b(?:an?|the|its|their|his|her|this|that|new|draft|of|to|by|in|on|from|for|with|and|as|latest|first)|[的了])\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CitedText:
    """A text without the sources at its end, and those sources as labels and links in order."""

    spans: tuple[Span, ...]
    labels: tuple[str, ...]
    links: tuple[Link, ...]


def split_cited_sources(spans: Sequence[Span]) -> CitedText:
    """Take the sources out of the end of a text: bracketed, after "Source:", or links that close a sentence."""
    rest = tuple(spans)
    labels: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    while (found := _find_tail(rest)) is not None:
        start, inner = found
        tail = cut_spans(rest, start)
        cited = list_cited(cut_spans(rest, *inner))
        labels, links = (tuple(link.label for link in cited) + labels, cited + links)
        stop = re.search(r"[)）\]］】\w]([.。])\s*\Z", "".join(span.text for span in tail))
        rest = cut_spans(rest, 0, start)
        if stop and not _ENDS_SENTENCE.search("".join(span.text for span in rest)):
            rest = (*cut_spans(rest, 0, len("".join(span.text for span in rest).rstrip())), Span(text=stop[1]))
    return CitedText(spans=rest, labels=labels, links=links)


def list_cited(spans: Sequence[Span]) -> tuple[Link, ...]:
    """Return the sources a list of them names: its links, and the names that carry none (without address)."""
    found: list[Link] = []
    plain = ""
    runs: list[Span] = []

    def flush_plain() -> None:
        nonlocal plain
        for at, part in enumerate(_SPLIT.split(plain)):
            said = _SOURCE_COLON if at or found else _PREFIX
            label = clean_label(said.sub("", part)).strip(" .。:：")
            if re.search(r"[^\W_]", label) and fold(label) not in {"and", "see", "also", "see also", "via"}:
                led = _LABELLED_URL.fullmatch(label)
                url = led["url"] if led else label if _URL.fullmatch(label) else None
                found.append(Link(label=led["label"] if led else label, url=url))
        plain = ""

    for span in (*spans, None):
        if span is not None and span.link is not None:
            flush_plain()
            runs.append(span)
            continue
        found.extend(list_links(runs))
        runs = []
        plain += span.text if span is not None else ""
    flush_plain()
    return tuple(found)


def is_generic_label(label: str) -> bool:
    """Whether a link's words say only that it is a link ("Link", "here", an address)."""
    return fold(label) in GENERIC or _URL.fullmatch(label.strip()) is not None


def find_lone_sources(spans: Sequence[Span]) -> tuple[Span, ...] | None:
    """Get the sources that a line of its own names in brackets, or with words that say only that; None for others."""
    text = "".join(span.text for span in spans)
    links = list_links(spans)
    cited = is_link_only(spans) and all(is_generic_label(one.label) or is_source_name(one.label) for one in links)
    beside = "".join(span.text for span in spans if not span.link) if links else ""
    if cited or _IN_BRACKETS_EACH.fullmatch(beside) or is_generic_label(clean_label(text)):
        return tuple(spans)
    whole = _BRACKETED.fullmatch(text)
    inner = cut_spans(spans, *whole.span("inner")) if whole else ()
    dated = whole is not None and _DAY_IN_FIGURES.search(whole["inner"]) is not None
    return inner if inner and not dated and _are_sources(inner, _ENDED) else None


def _find_tail(spans: Sequence[Span]) -> tuple[int, tuple[int, int]] | None:
    """Return where the last sources start, and the offsets between which they are named."""
    text = "".join(span.text for span in spans)
    found = _find_bracketed(spans, text) or _find_after_word(spans, text) or _find_closing_links(spans, text)
    return found or _find_behind_stop(text)


def _find_behind_stop(text: str) -> tuple[int, tuple[int, int]] | None:
    """Return the sources that stand bare behind the last sentence ("... ropes. Xinhua, Kiel Daily")."""
    behind = _BEHIND_STOP.search(text, max(0, len(text) - _LONGEST_NAME)) if text.rstrip()[-1:].isalnum() else None
    behind = None if behind and _IS_STATE.fullmatch(behind["names"]) else behind
    names = [part.strip() for part in _SPLIT.split(behind["names"])] if behind else []
    told = [is_source_name(name) and not is_date_line(name) for name in names]
    named = any(told) and all(one or _NAME_WORDS.fullmatch(name) for one, name in zip(told, names, strict=True))
    return (behind.start(), behind.span("names")) if behind and named else None


def _find_bracketed(spans: Sequence[Span], text: str) -> tuple[int, tuple[int, int]] | None:
    body = text.rstrip().rstrip(".。").rstrip()
    opening = _PAIRS.get(body[-1:])
    if opening is None or len(body) < len(text) - 8:
        return None
    depth = 0
    start = -1
    for at in range(len(body) - 1, max(-1, len(body) - _MOST_SOURCES_LENGTH), -1):
        depth += (body[at] == body[-1]) - (body[at] == opening)
        if depth == 0:
            start = at
            break
    if start <= 0 or not text[:start].strip() or _is_inside_link(spans, start):
        return None
    inner = cut_spans(spans, start + 1, len(body) - 1)
    if _are_sources(inner, text[:start]):
        return start, (start + 1, len(body) - 1)
    whole = cut_spans(spans, start, len(body))
    if all(span.link is not None for span in whole if span.text.strip()):
        return start, (start, len(body))
    return None


def _is_inside_link(spans: Sequence[Span], start: int) -> bool:
    """Whether a bracket goes on with the words of a link before it ("Text (Chinese)")."""
    before = next((span for span in reversed(cut_spans(spans, 0, start)) if span.text.strip()), None)
    bracket = cut_spans(spans, start, start + 1)[0]
    return before is not None and before.link is not None and before.link == bracket.link


def _are_sources(inner: Sequence[Span], before: str) -> bool:
    text = "".join(span.text for span in inner)
    plain = "".join(span.text for span in inner if span.link is None)
    if any(span.link is not None for span in inner):
        return not re.search(
            r"[^\W_]", re.sub(r"\b(?:and|see|also|via|sources?|来源)\b", "", plain, flags=re.IGNORECASE)
        ) or all(is_source_name(part) for part in _SPLIT.split(plain) if re.search(r"[^\W_]", part))
    if _SOURCE_COLON.match(text):
        return True
    day, *rest = _SPLIT.split(text)
    if rest and _SOURCE_COLON.match(rest[0]) and is_date_line(day):
        return True
    parts = [part for part in _SPLIT.split(_PREFIX.sub("", text, count=1)) if part.strip()]
    if parts and all(_PRESS_END.match(part.strip()) for part in parts):
        return True
    if not parts or _TITLE.search(text) or _STATE.fullmatch(text) or _TERM.match(text):
        return False
    if all(is_source_name(part) for part in parts) or fold(text) in GENERIC:
        return True
    named = any(is_source_name(part) for part in parts) or _ENDS_SENTENCE.search(before) is not None
    named = named or _are_told([part.strip() for part in parts], before) or _are_offices_zh(parts, before)
    return named and all(_NAME_WORDS.fullmatch(part.strip()) for part in parts)


def _are_offices_zh(names: Sequence[str], before: str) -> bool:
    """Whether all names are those of authorities or other houses in Chinese, and no gloss of one right before."""
    if before.isascii() or _BEFORE_GLOSS.search(before) or names_office_han(before):
        return False
    return all(names_office_han(name.strip()) or _HOUSE_ZH.fullmatch(name.strip()) for name in names)


def _are_told(names: Sequence[str], before: str) -> bool:
    """Whether a text tells of all the names, of the first as its subject: then they are no gloss but its sources."""
    if not all(name[:1].isupper() and name in before for name in names):
        return False
    return re.search(rf"(?:\A|[:–—-]\s)\W*(?:The\s)?{re.escape(names[0])}(?!\w)", before) is not None


def is_source_name(part: str) -> bool:
    """Whether words name a source by its kind, or a house of the press ("MIIT notice", "Xinhua")."""
    name = part.strip(" .。")
    if fold(name) in PRESS or _URL.fullmatch(name) or is_date_line(name) or _INFORMATION.fullmatch(name):
        return True
    if _PRESS_END.match(name) and len(name) <= _LONGEST_NAME:
        return True
    document = _DOCUMENT_ZH.search(name)
    if document and not _ISSUER_ZH.fullmatch(name[: document.start()].strip()):
        return False
    noun = re.search(rf"(?:\A|\s|(?<=[{HAN}]))(?:{_SOURCE_NOUN.pattern})\Z", name, re.IGNORECASE)
    return (
        noun is not None
        and len(name) <= _LONGEST_NAME
        and (name[:1].isupper() or name[:1].isdigit() or not name.isascii() or _PLAIN_SOURCE.match(name) is not None)
    )


def _find_after_word(spans: Sequence[Span], text: str) -> tuple[int, tuple[int, int]] | None:
    """Return the sources after "Source:" near the end, where the words before it end a sentence."""
    matches = list(
        re.finditer(
            r"(?:^|(?<=[.!?。！？)）]))\s*(?:sources?|via|(?:信息|消息|文章|新闻|资料|稿件)?来源)\s*[:：]\s*",
            text[-_MOST_SOURCES_LENGTH:],
            re.IGNORECASE,
        )
    )
    if not matches:
        return None
    shift = max(0, len(text) - _MOST_SOURCES_LENGTH)
    start, end = matches[-1].start() + shift, matches[-1].end() + shift
    if not text[:start].strip() or len(text) - end > _LONGEST_LIST or not cut_spans(spans, end):
        return None
    return start, (end, len(text))


def _find_closing_links(spans: Sequence[Span], text: str) -> tuple[int, tuple[int, int]] | None:
    """Return the links that stand after the last sentence's end and are named like sources."""
    start = len(text)
    for span in reversed(spans):
        if span.link is None and re.search(r"[^\W_]", span.text):
            break
        start -= len(span.text)
    before = text[:start]
    tail = cut_spans(spans, start)
    links = list_links(tail)
    if not links or not before.strip():
        return None
    named = all(is_generic_label(link.label) or is_source_name(link.label) for link in links)
    closes = _ENDS_SENTENCE.search(before) is not None or before.rstrip()[-1:] in _LINK_MARKS
    short = len(links) > 1 or len(links[0].label) <= _SHORT_LABEL
    if (closes and (named or short)) or (named and not _LEANS_ON.search(before)):
        return len(before.rstrip().rstrip("|–—→-").rstrip()), (start, len(text))
    return None


# What an article's line says apart from its links: the title's words, and the links that stand behind them.

_ARTICLE_WORDS_URL = r"(?:https?://|www\.)[^\s<>()（）\[\]，。；、》]*[^\s<>()（）\[\]，。；、》.,;:]"
_ADDRESS = re.compile(rf"[(（\[<]\s*({_ARTICLE_WORDS_URL})\s*[)）\]>]|({_ARTICLE_WORDS_URL})", re.IGNORECASE)

_OPENING = frozenset("(（[【")
_CLOSING = frozenset(")）]】")
_SOURCE_WORDS, _DASHED_WORDS, _LINK_WORDS = 2, 6, 4
_BESIDE_LINKS = re.compile(r"\s*[/|;,·]\s*(?:[A-Z][a-z]+(?:\s[a-z]+)?\s*:\s*)?")
"""What parts two links to sources, a label of the second's own perhaps."""
_DASHED = re.compile(r"\S\s+[–—|-]\Z")


def text_of(spans: Sequence[Span]) -> str:
    """Return the words of spans on one line."""
    return join_lines("".join(span.text for span in spans)).strip(" \t")


def plain_links(spans: Sequence[Span]) -> tuple[Link, ...]:
    """Return the link that a copy without marks shows as "(Link)" at the end."""
    text = text_of(spans)
    if text.endswith((")", "）", "]")):
        start = max(text.rfind("("), text.rfind("（"), text.rfind("["))
        if start >= 0 and is_generic_label(clean_label(text[start:])):
            return list_cited(_split_from(spans, text[start:]))
    return list_cited(tuple(spans)) if is_generic_label(clean_label(text)) else ()


def list_addresses(spans: Sequence[Span]) -> tuple[Link, ...]:
    """Return the addresses printed among the words, which no mark makes links."""
    printed = [match[1] or match[2] for span in spans if span.link is None for match in _ADDRESS.finditer(span.text)]
    return tuple(Link(label=url, url=url) for url in dict.fromkeys(printed))


def _split_from(spans: Sequence[Span], tail: str) -> tuple[Span, ...]:
    """Return the spans' look with only these last words."""
    return (type(spans[-1])(text=tail),)


def _is_source(spans: Sequence[Span], at: int) -> bool:
    """Whether a link says where the document stands: a few words alone in brackets behind others, or behind a dash."""
    before = "".join(span.text for span in spans[:at]).rstrip()
    closes = any(span.text.lstrip()[:1] in _CLOSING for span in spans[at + 1 : at + 2])
    alone = before[-1:] in _OPENING and len(before) > 1 and closes
    label = spans[at].text
    if _DASHED.search(before) and not any(span.text.strip() for span in spans[at + 1 :]):
        return len(label.split()) <= _DASHED_WORDS
    return alone and label.isascii() and len(label.split()) <= _SOURCE_WORDS


def without_link_words(spans: Sequence[Span]) -> str:
    """Return the words of a title without links that say only that, or where the document stands."""
    if _lists_sources(spans):
        return ""
    kept = "".join(
        ""
        if span.link is not None and (is_generic_label(clean_label(span.text)) or _is_source(spans, at))
        else _ADDRESS.sub(" ", span.text)
        for at, span in enumerate(spans)
    )
    text = join_lines(kept)
    while True:
        start = max(text.rfind("("), text.rfind("（"), text.rfind("["))
        inner = clean_label(text[start:]) if start >= 0 and text.endswith((")", "）", "]")) else None
        if inner is None or (inner and not is_generic_label(inner) and any(c.isalnum() for c in inner)):
            break
        text = text[:start].rstrip()
    return "" if is_generic_label(text) else text.strip(" ,;|–—")


def _lists_sources(spans: Sequence[Span]) -> bool:
    """Whether several links of few words stand beside each other ("[Ministry website] / Press: [Port News]")."""
    labels = [clean_label(span.text) for span in spans if span.link]
    beside = "".join(span.text for span in spans if not span.link)
    few = all(len(label.split()) <= _LINK_WORDS and label.isascii() for label in labels)
    return len(labels) > 1 and few and _BESIDE_LINKS.fullmatch(beside) is not None
