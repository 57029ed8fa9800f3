"""Sources: the notices and articles named at the end of a piece of news, with or without links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.model.briefing import Link
from bot.model.ids import HAN, fold
from bot.reading.document import Span
from bot.reading.layout.beside import names_office
from bot.reading.layout.printed_days import is_day
from bot.reading.layout.spans import clean_label, cut_spans, has_letter, is_link_only, list_links, raw_of


def _names(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split(", ")))


def _ends(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PRESS = _names(
    "Xinhua, Reuters, Bloomberg, Caixin, Yicai, CGTN, CCTV, SCMP, AP, AFP, FT, WSJ, 36Kr, Nikkei, Nikkei Asia, Sixth "
    "Tone, The Paper, Jiemian, CLS, STCN, LatePost, TechNode, Politico, Handelsblatt, Les Echos, The Economist, "
    "Lloyd's List, Automotive News China, Weibo, Federal Register, EU Commission, 财新, 彭博, 参考消息, 36氪"
)
_GENERIC = _names(
    "Link, Here, Source, Sources, PDF, URL, Full text, Read more, Continue reading, Full story, More, Original, "
    "Details, Text, In Chinese, Chinese, English, Read the full text, Learn more, Read on, 链接, 原文, 原文链接, 来源, "
    "全文, 查看原文, 阅读原文, 阅读全文"
)
_STATES = _names(
    "draft, drafts, issued, in force, open, closed, final, repealed, amended, withdrawn, revised draft, consultation "
    "draft, exposure draft, 征求意见稿, 公开征求意见稿, 送审稿, 报批稿, 草案, 试行"
)
"""The state of a document in brackets behind its title, or behind the text as a badge."""
_HOUSE_ENDS = _ends("Post Times Daily Herald Journal Press Tribune Observer News Weekly")
_NOUNS = _names(
    "notice, notices, article, articles, report, reports, announcement, announcements, statement, statements, "
    "release, releases, document, documents, website, websites, post, posts, link, links, circular, circulars, "
    "interview, paper, papers, filing, filings, coverage, story, stories, blog, blogs, conference, briefing, "
    "analysis, editorial, results, wechat, tv, radio, transcript, original, translation, version, explainer, "
    "readout, pdf, text, page, site, gazette, letter, draft, information, data, prospectus, reporting, notes, "
    "research, account"
)
_NAMES_ZH = _ends(
    "报 周刊 新闻社 电视台 财经 官微 公众号 见闻 之家 通讯社 华社 透社 博社 招股书 招股说明书 年报 季报 披露 "
    "公报 新闻发布会 问询函 业绩预告 业绩快报 网 通知 公告 报道 新闻 文章 通报 官网 网站 新闻稿 通稿"
)
"""Ends of Chinese names of papers, agencies, sites, and of documents that are cited by their kind."""
_NO_NAMES_ZH = _ends("联网 电网 管网 路网 光网 入网 并网 组网")
_BESIDE_ZH = _ends("平台 发布 微信 微报 微博 之声 在线 商会 协会 学会 交易所 上交所 深交所 北交所 港交所 大学 研究院")
"""Ends of names that are sources where no gloss is to be feared."""
_GLOSSED_ZH = _ends("》 ） ) ” 号 部门 机构 单位 中心 交易所 协会 学会 商会 究院 务院")
"""Behind these words brackets say what something is called for short, and no source."""
_TONGUES = _names("chinese, english, cn, en, zh, in")
_PLAIN = _names(
    "company, corporate, exchange, stock, ministry, government, press, official, embassy, chamber, member, "
    "association, annual, quarterly, interim, half-year, local, our, own, industry, market"
)
"""Open the name of a source that has no name of its own ("company filing")."""
_JOINING = _names("and, see, also, see also, via")
_WORD = r"(?:sources?|via|(?:信息|消息|文章|新闻|资料|稿件)?来源)"
_PREFIX = re.compile(
    rf"\A\s*(?:{_WORD}|see(?:\s+also)?|read\s+more|[据摘](?:自|引自)?(?!悉|说|传|此|要|录))(?=\W|[{HAN}])\s*[:：]?\s*",
    re.IGNORECASE,
)
_AFTER_WORD = re.compile(rf"(?:\A|(?<=[.!?。！？)）”\]]))\s*{_WORD}\s*[:：]\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,;，；、|]|\s/\s|\s(?:and|&)\s)\s*|\s+(?=(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日)")
_NAME_WORD = rf"(?:[A-Z0-9][\w.&'’-]*|of|the|and|for|[{HAN}]+)"
_NAME_WORDS = re.compile(rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,6}}")
_PAIRS = {")": "(", "）": "（", "]": "[", "］": "［", "】": "【"}
_STOPS = (".", "!", "?", "。", "！", "？")
_SENTENCE_ENDS = (*_STOPS, "”", '"', "’")
_MOST_LISTS, _BESIDE, _LONGEST, _LONGEST_NAME, _LONGEST_LIST, _SHORT_LABEL = 6, 10, 600, 60, 200, 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """A text without the sources at its end, and those sources as labels and links in order."""

    spans: tuple[Span, ...]
    labels: tuple[str, ...]
    links: tuple[Link, ...]


def split_sources(spans: Sequence[Span]) -> Cited:
    """Take the sources out of the end of a text: bracketed, behind "Source:", links that close it, bare names."""
    rest = tuple(spans)
    links: tuple[Link, ...] = ()
    for _ in range(_MOST_LISTS):
        text = raw_of(rest)
        found = _find_bracketed(rest, text) or _find_behind_word(text) or _find_links(rest, text) or _find_bare(text)
        if found is None:
            break
        start, first, last = found
        links = list_sources(cut_spans(rest, first, last)) + links
        rest = cut_spans(rest, 0, len(text[:start].rstrip()))
        stop = text[last:].strip(" \n)）]］】")
        if stop == "." and not raw_of(rest).endswith(_SENTENCE_ENDS):
            rest = (*rest, Span(text=stop))
    return Cited(spans=rest, labels=tuple(link.label for link in links), links=links)


def list_sources(spans: Sequence[Span]) -> tuple[Link, ...]:
    """Return the sources that a list names: its links, and the names that carry none, without an address."""
    found: list[Link] = []
    for is_linked, group in groupby(spans, key=lambda span: span.link is not None):
        run = tuple(group)
        if is_linked:
            found.extend(list_links(run))
            continue
        for part in _PARTS.split(raw_of(run)):
            label, _, address = clean_label(_PREFIX.sub("", part, count=1)).strip(" .。:：—–").partition(" <")
            url = address.rstrip(">") if _is_address(address) else label if _is_address(label) else None
            if has_letter(label) and fold(label) not in _JOINING:
                found.append(Link(label=label, url=url))
    return tuple(found)


def is_source_line(spans: Sequence[Span]) -> bool:
    """Whether a line of its own is nothing but sources: links named like them, names in brackets or behind a word."""
    text = raw_of(spans).strip()
    if len(text) > _LONGEST:
        return False
    if is_link_only(spans):
        return all(is_generic_label(link.label) or is_source_name(link.label) for link in list_links(spans))
    if is_generic_label(clean_label(text)) or _AFTER_WORD.match(text):
        return len(text) <= _LONGEST_LIST
    around = text.rstrip(" .。")
    if around and _PAIRS.get(around[-1]) == around[0] and around[-1] not in around[:-1]:
        at = raw_of(spans).index(around)
        return _are_sources(cut_spans(spans, at + 1, at + len(around) - 1), ".")
    return False


def is_generic_label(label: str) -> bool:
    """Whether a link's words say only that it is a link ("Link", "here", an address)."""
    return len(label) <= _LONGEST_LIST and (fold(label).strip(" :>»→") in _GENERIC or _is_address(label))


def is_source_name(part: str) -> bool:
    """Whether words name a source by its kind, or a house of the press ("MIIT notice", "Xinhua")."""
    name = part.strip(" .。《》")
    if not name or len(name) > _LONGEST_NAME:
        return False
    if fold(name) in _PRESS or _is_address(name) or is_day(name, in_figures=True) or _is_house_zh(name):
        return True
    words = [word.strip("()") for word in fold(name).split()]
    if not words:
        return False
    while len(words) > 1 and words[-1] in _TONGUES:
        words.pop()
    opens = name[0].isupper() or name[0].isdigit() or words[0] in _PLAIN or "'" in name.split()[0]
    return (name[0].isupper() and name.endswith(_HOUSE_ENDS)) or (words[-1] in _NOUNS and opens)


def _is_house_zh(name: str) -> bool:
    """Whether a Chinese name is that of a paper, an agency, a site, or of a document by its kind."""
    return " " not in name and not name.isascii() and name.endswith(_NAMES_ZH) and not name.endswith(_NO_NAMES_ZH)


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://", "www.")) and " " not in text.strip()


def _find_bracketed(spans: Sequence[Span], text: str) -> tuple[int, int, int] | None:
    """Return where the sources in brackets at the end start, and the offsets between which they are named."""
    body = text.rstrip().rstrip(".。").rstrip()
    opening = _PAIRS.get(body[-1:])
    depth, start = 0, -1
    for at in range(len(body) - 1, max(-1, len(body) - _LONGEST), -1) if opening else ():
        depth += (body[at] == body[-1]) - (body[at] == opening)
        if depth == 0:
            start = at
            break
    if start <= 0 or not text[:start].strip() or _goes_on(spans, start):
        return None
    whole = [span for span in cut_spans(spans, start, len(body)) if span.text.strip()]
    named = _are_sources(cut_spans(spans, start + 1, len(body) - 1), text[:start]) or all(span.link for span in whole)
    return (start, start + 1, len(body) - 1) if named else None


def _goes_on(spans: Sequence[Span], start: int) -> bool:
    """Whether a bracket goes on with the words of a link before it ("Text (Chinese)")."""
    before = [span for span in cut_spans(spans, 0, start) if span.text.strip()]
    bracket = cut_spans(spans, start, start + 1)[0]
    return bool(before) and before[-1].link is not None and before[-1].link == bracket.link


def _are_sources(inner: Sequence[Span], before: str) -> bool:
    """Whether what stands in brackets behind a text are sources."""
    text = raw_of(inner)
    plain = raw_of(span for span in inner if span.link is None)
    if any(span.link is not None for span in inner):
        beside = [_PREFIX.sub("", part).strip() for part in _PARTS.split(plain) if has_letter(part)]
        return all(not part or is_source_name(part) or fold(part) in _JOINING for part in beside)
    if _AFTER_WORD.match(text):
        return True
    parts = [part.strip() for part in _PARTS.split(_PREFIX.sub("", text, count=1)) if part.strip()]
    titled = "关于" in text or ("《" in text and not all(_is_house_zh(part.strip("《》")) for part in parts))
    if not parts or titled or fold(text.strip()) in _STATES or all(is_day(part, in_figures=True) for part in parts):
        return False
    named = [is_source_name(part) for part in parts]
    if fold(text) in _GENERIC or all(named):
        return True
    offices = not before.isascii() and not before.endswith(_GLOSSED_ZH) and not before[-1:].isdigit()
    offices = offices and not names_office(before[-_BESIDE:])
    offices = offices and all(
        (names_office(part) or part.endswith(_BESIDE_ZH)) and not part.isascii() for part in parts
    )
    told = any(named) or before.rstrip().endswith(_SENTENCE_ENDS) or offices
    return told and all(one or _NAME_WORDS.fullmatch(part) for one, part in zip(named, parts, strict=True))


def _find_behind_word(text: str) -> tuple[int, int, int] | None:
    """Return the sources after "Source:" near the end, where the words before it end a sentence."""
    matches = list(_AFTER_WORD.finditer(text, max(0, len(text) - _LONGEST)))
    if not matches:
        return None
    start, end = matches[-1].span()
    fits = bool(text[:start].strip()) and len(text) - end <= _LONGEST_LIST and bool(text[end:].strip())
    return (start, end, len(text)) if fits else None


def _find_links(spans: Sequence[Span], text: str) -> tuple[int, int, int] | None:
    """Return the links that stand after the last sentence's end and are named like sources."""
    start = len(text)
    for span in reversed(spans):
        if span.link is None and has_letter(span.text):
            break
        start -= len(span.text)
    before = text[:start].rstrip()
    links = list_links(cut_spans(spans, start))
    if not links or not before:
        return None
    named = all(is_generic_label(link.label) or is_source_name(link.label) for link in links)
    closes = before.endswith((*_SENTENCE_ENDS, "|", "–", "—", "→", "-"))
    short = len(links) > 1 or len(links[0].label) <= _SHORT_LABEL
    fits = (closes and (named or short)) or named
    return (len(before.rstrip("|–—→- ")), start, len(text)) if fits else None


def _find_bare(text: str) -> tuple[int, int, int] | None:
    """Return the sources that stand bare behind the last sentence ("... ropes. Xinhua, Kiel Daily")."""
    low = max(0, len(text) - _LONGEST_NAME)
    end = max((at for sign in _STOPS if (at := text.rfind(sign, low)) > 0), default=0)
    names = text[end + 1 :].strip()
    fits = (
        end > 0
        and text[end].isascii() is text[end + 1 : end + 2].isspace()
        and (text[end - 1].islower() or not text[end].isascii())
    )
    if not fits or not names or not names[-1].isalnum() or ":" in names or "：" in names or fold(names) in _STATES:
        return None
    parts = [part.strip(" —–") for part in _PARTS.split(names)]
    told = [is_source_name(part) and not is_day(part) for part in parts]
    named = any(told) and all(one or _NAME_WORDS.fullmatch(part) for one, part in zip(told, parts, strict=True))
    return (end + 1, end + 1, len(text)) if named else None
