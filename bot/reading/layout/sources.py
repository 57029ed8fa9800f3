"""Sources: the notices and articles named at the end of a piece of news, with or without links."""

import re
from collections.abc import Sequence
from itertools import accumulate, groupby

from bot.model.briefing import Link
from bot.model.ids import HAN, fold
from bot.reading.document import Span
from bot.reading.layout.printed_days import is_day
from bot.reading.layout.spans import clean_label, cut_spans, has_letter, is_link_only, list_links, raw_of


def _names(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split(", ")))


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
_HOUSE_ENDS = ("Post", "Times", "Daily", "Herald", "Journal", "Press", "Tribune", "Observer", "News", "Weekly")
_NOUNS = _names(
    "notice, notices, article, articles, report, reports, announcement, announcements, statement, statements, "
    "release, releases, document, documents, website, websites, post, posts, link, links, circular, circulars, "
    "interview, paper, papers, filing, filings, coverage, story, stories, blog, blogs, conference, briefing, "
    "analysis, editorial, results, wechat, tv, radio, transcript, original, translation, version, explainer, "
    "readout, pdf, text, page, site, gazette, letter, information, data, prospectus, reporting, notes, "
    "research, account"
)
_ENDS_ZH = (
    "报 周刊 新闻社 电视台 财经 官微 公众号 见闻 之家 通讯社 华社 透社 博社 招股书 招股说明书 年报 季报 披露 "
    "公报 新闻发布会 问询函 业绩预告 业绩快报 网 通知 公告 报道 新闻 文章 通报 官网 网站 新闻稿 通稿"
)
_NAMES_ZH = tuple(_ENDS_ZH.split())
"""Ends of Chinese names of papers, agencies, sites, and of documents that are cited by their kind."""
_TONGUES = _names("chinese, english, cn, en, zh, in")
_PLAIN = _names(
    "company, corporate, exchange, stock, ministry, government, press, official, embassy, chamber, member, "
    "association, annual, quarterly, interim, half-year, local, our, own, industry, market"
)
"""Open the name of a source that has no name of its own ("company filing")."""
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
_BEFORE_LINKS = (*_SENTENCE_ENDS, "|", "–", "—", "→", "-")
_MOST_LISTS, _LONGEST, _LONGEST_NAME, _LONGEST_LIST = 6, 600, 60, 200


def split_sources(spans: Sequence[Span]) -> tuple[tuple[Span, ...], tuple[Link, ...]]:
    """Return a text without the sources at its end (in brackets, behind "Source:", links, bare names), and them."""
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
        if text[last:].strip(" \n)]）］】") == "." and not raw_of(rest).endswith(_SENTENCE_ENDS):
            rest = (*rest, Span(text="."))
    return rest, links


def list_sources(spans: Sequence[Span]) -> tuple[Link, ...]:
    """Return the sources that a list names: its links, and the names that carry none, without an address."""
    found: list[Link] = []
    for is_linked, group in groupby(spans, key=lambda span: span.link is not None):
        run = tuple(group)
        for part in () if is_linked else _PARTS.split(raw_of(run)):
            label = clean_label(_PREFIX.sub("", part, count=1)).strip(" .。:：—–")
            if has_letter(label):
                found.append(Link(label=label, url=label if _is_address(label) else None))
        found.extend(list_links(run) if is_linked else ())
    return tuple(found)


def is_source_line(spans: Sequence[Span]) -> bool:
    """Whether a line of its own is nothing but links named like sources."""
    return is_link_only(spans) and _names_sources(list_links(spans))


def _names_sources(links: Sequence[Link]) -> bool:
    return all(is_generic_label(link.label) or _is_source_name(link.label) for link in links)


def is_generic_label(label: str) -> bool:
    """Whether a link's words say only that it is a link ("Link", "here", an address)."""
    return len(label) <= _LONGEST_LIST and (fold(label).strip(" :>»→") in _GENERIC or _is_address(label))


def _is_source_name(part: str) -> bool:
    """Whether words name a source by its kind, or a house of the press ("MIIT notice", "Xinhua")."""
    name = part.strip(" .。《》")
    words = [word.strip("()") for word in fold(name).split()] if len(name) <= _LONGEST_NAME else []
    while len(words) > 1 and words[-1] in _TONGUES:
        words.pop()
    if not words or fold(name) in _PRESS or is_day(name, in_figures=True) or name.endswith(_NAMES_ZH):
        return bool(words)
    opens = name[0].isupper() or name[0].isdigit() or words[0] in _PLAIN or "'" in name.split()[0]
    return name.endswith(_HOUSE_ENDS) or (words[-1] in _NOUNS and opens)


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://", "www.")) and " " not in text.strip()


Found = tuple[int, int, int] | None
"""Where the text before the sources ends, and the offsets between which they are named."""


def _find_bracketed(spans: Sequence[Span], text: str) -> Found:
    """Return the sources in the brackets that close a text, where these do not go on with a link ("Text (Chinese)")."""
    body = text.rstrip().rstrip(".。").rstrip()
    opening = _PAIRS.get(body[-1:], "")
    low = max(0, len(body) - _LONGEST)
    depths = accumulate((sign == body[-1]) - (sign == opening) for sign in reversed(body[low:]))
    start = next((len(body) - count for count, depth in enumerate(depths, 1) if not depth), 0) if opening else 0
    before = [span.link for span in cut_spans(spans, 0, start) if span.text.strip()]
    if not before or (before[-1] is not None and before[-1] == cut_spans(spans, start, start + 1)[0].link):
        return None
    inner = cut_spans(spans, start + 1, len(body) - 1)
    return (start, start + 1, len(body) - 1) if _are_sources(inner, text[:start]) else None


def _are_sources(inner: Sequence[Span], before: str) -> bool:
    """Whether what stands in brackets behind a text are sources."""
    text = raw_of(inner)
    if any(span.link is not None for span in inner):
        plain = (_PREFIX.sub("", part) for part in _PARTS.split(raw_of(span for span in inner if span.link is None)))
        return all(_is_source_name(part) for part in plain if has_letter(part))
    parts = [part.strip() for part in _PARTS.split(_PREFIX.sub("", text, count=1)) if part.strip()]
    about = "关于" in text or all(is_day(part, in_figures=True) for part in parts)
    told = before.rstrip().endswith(_SENTENCE_ENDS)
    return _AFTER_WORD.match(text) is not None or (not about and _are_names(parts, are_told=told))


def _are_names(parts: Sequence[str], *, are_told: bool) -> bool:
    """Whether all parts are names, and one a source's where nothing else tells that they are sources."""
    named = {part for part in parts if _is_source_name(part)}
    return bool(are_told or named) and all(part in named or _NAME_WORDS.fullmatch(part) for part in parts)


def _find_behind_word(text: str) -> Found:
    """Return the sources after "Source:" near the end, where the words before it end a sentence."""
    for match in reversed(list(_AFTER_WORD.finditer(text, max(0, len(text) - _LONGEST_LIST)))):
        fits = text[: match.start()].strip() and text[match.end() :].strip()
        return (match.start(), match.end(), len(text)) if fits else None
    return None


def _find_links(spans: Sequence[Span], text: str) -> Found:
    """Return the links that stand after the last sentence's end, or close a text and are named like sources."""
    start = len(text)
    for span in reversed(spans):
        if span.link is None and has_letter(span.text):
            break
        start -= len(span.text)
    before = text[:start].rstrip()
    links = list_links(cut_spans(spans, start))
    fits = links and before and (_names_sources(links) or before.endswith(_BEFORE_LINKS))
    return (len(before.rstrip("|–—→- ")), start, len(text)) if fits else None


def _find_bare(text: str) -> Found:
    """Return the sources that stand bare behind the last sentence ("... ropes. Xinhua, Kiel Daily")."""
    low = max(0, len(text) - _LONGEST_NAME)
    end = max((at for sign in _STOPS if (at := text.rfind(sign, low)) > 0), default=0)
    names = text[end + 1 :].strip()
    parts = [part.strip(" —–") for part in _PARTS.split(names)]
    fits = end > 0 and names[-1:].isalnum() and not any(map(is_day, parts)) and _are_names(parts, are_told=False)
    return (end + 1, end + 1, len(text)) if fits else None
