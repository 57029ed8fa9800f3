"""Sources: the notices and articles named at the end of a piece of news, with or without links."""

from __future__ import annotations

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


_PRESS = _names(
    "Xinhua, Reuters, Bloomberg, Caixin, Yicai, CGTN, CCTV, China Daily, Global Times, People's Daily, SCMP, AP, "
    "AFP, FT, WSJ, 36Kr, Nikkei, Nikkei Asia, Sixth Tone, The Paper, Jiemian, CLS, STCN, LatePost, TechNode, "
    "Politico, Handelsblatt, Les Echos, The Economist, Lloyd's List, Automotive News China, Weibo, Federal "
    "Register, EU Commission, 财新, 彭博, 路透社, 彭博社, 澎湃新闻, 盖世汽车, 参考消息, 36氪"
)
_GENERIC = _names(
    "Link, Here, Source, Sources, PDF, URL, Full text, Read more, Continue reading, Full story, More, Original, "
    "Details, Text, In Chinese, Chinese, English, Read the full text, Learn more, Read on, 链接, 原文, 原文链接, "
    "来源, 全文, 查看原文, 阅读原文, 阅读全文"
)
_STATES = _names(
    "draft, drafts, issued, in force, open, closed, final, repealed, amended, withdrawn, revised draft, "
    "consultation draft, exposure draft, 征求意见稿, 公开征求意见稿, 送审稿, 报批稿, 草案, 试行"
)
"""The state of a document in brackets behind its title, or behind the text as a badge."""
_WORD = r"(?:sources?|via|(?:信息|消息|文章|新闻|资料|稿件)?来源)"
_PREFIX = re.compile(
    rf"\A\s*(?:{_WORD}|see(?:\s+also)?|read\s+more|[据摘](?:自|引自)?(?!悉|说|传|此|要|录))(?=\W"
    rf"|[{HAN}])\s*[:：]?\s*",
    re.IGNORECASE,
)
_AFTER_WORD = re.compile(rf"(?:\A|(?<=[.!?。！？)）”\]]))\s*{_WORD}\s*[:：]\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,;，；、|]|\s/\s|\s(?:and|&)\s)\s*|\s+(?=(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日)")
_URL = re.compile(r"(?:(?P<label>[^<>]*\w[^<>]*?)\s*<)?(?P<url>(?:https?://|www\.)[^\s<>]+)>?", re.IGNORECASE)
"""An address, perhaps behind the name of the source as plain text prints them ("Xinhua <https://...>")."""
_PRESS_END = re.compile(
    r"[A-Z].*(?:Post|Times|Daily|Herald|Journal|Press|Tribune|Observer|News|Weekly)\Z"
    rf"|《?[{HAN}\d]{{2,14}}(?:报|周刊|日报社|新闻社?|电视台|财经|官微|公众号|见闻|之家"
    rf"|(?<![联组电管并光路入力])网)》?\Z|[{HAN}]{{1,3}}[联新华同斯评]社\Z"
    rf"|[{HAN}]{{0,8}}(?:招股书|招股说明书|[年季]报|(?:公司|企业|交易?所)披露|公报|新闻发布会|(?:问询|回复)函"
    rf"|业绩(?:预告|快报))\Z"
)
"""A newspaper, an agency or a company's own paper by the end of its name."""
_NOUN_END = re.compile(
    rf"(?:\A|\s|(?<=[{HAN}]))(?:notices?|articles?|reports?|announcements?|statements?|releases?|documents?"
    rf"|websites?|news|posts?"
    r"|links?|circulars?|interviews?|papers?|filings?|coverage|stor(?:y|ies)|blogs?|conferences?|briefings?"
    r"|analys[ie]s|op-ed"
    r"|editorial|results|wechat(?:\s(?:account|post))?|tv|radio|transcripts?|originals?|translations?|versions?|q&a"
    r"|explainers?|readouts?|pdf|text|page|site|gazette|letter|draft|information|data|prospectus"
    r"|own\s(?:reporting|notes|research)"
    r"|通知|公告|报道|新闻|文章|通报|官网|网站|新闻稿|通稿)(?:\s*\(?(?:in\s+)?(?:chinese|english|cn|en|zh)\)?)?\Z",
    re.IGNORECASE,
)
_TITLE = re.compile(r"关于.*(?:通知|意见|办法|规定|公告|方案)|《[^《》]{5,}》")
"""The title of a document, where it stands in the place of a source."""
_TERM = re.compile(r"\s*(?:effective|in (?:force|effect)|takes effect|deadline|until|due|valid|to|by)\b", re.IGNORECASE)
_NAME_WORD = rf"(?:[A-Z0-9][\w.&'’-]*|of|the|and|for|[{HAN}]+)"
_NAME_WORDS = re.compile(rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,6}}")
_HOUSE_ZH = re.compile(
    rf"(?:(?!的)[{HAN}]){{2,16}}(?:平台|发布|微[报信博]|之声|在线|商会|协会|学会|交易所|大学|研究院)|[上深北港]交所"
)
_BEFORE_GLOSS = re.compile(r"(?:[》）)”\d号]|部门|机构|单位|中心|交易所|[协学商]会|[究务]院)\s*\Z")
"""Behind this brackets say what something is called for short, and no source."""
_JOINING = _names("and, see, also, see also, via")
_PAIRS = {")": "(", "）": "（", "]": "[", "］": "［", "】": "【"}
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "”", '"', "’")
_LEANING = _names(
    "a, an, the, its, their, his, her, this, that, new, draft, of, to, by, in, on, from, for, with, and, as"
)
_PLAIN = _names(
    "company, corporate, exchange, stock, ministry, government, press, official, embassy, chamber, member, "
    "association, annual, quarterly, interim, half-year, local, our, own, industry, market"
)
"""Open the name of a source that has no name of its own ("company filing")."""
_MOST_LISTS, _BESIDE = 6, 10
_LONGEST, _LONGEST_NAME, _LONGEST_LIST, _SHORT_LABEL = 600, 60, 200, 40


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
        found = _find_tail(rest, raw_of(rest))
        if found is None:
            break
        start, first, last = found
        links = list_sources(cut_spans(rest, first, last)) + links
        stop = raw_of(rest)[last:].strip(" \n)）]］】")
        rest = cut_spans(rest, 0, len(raw_of(cut_spans(rest, 0, start)).rstrip()))
        if stop in {".", "。"} and not raw_of(rest).endswith(_SENTENCE_ENDS):
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
            label = clean_label(_PREFIX.sub("", part, count=1)).strip(" .。:：—–")
            led = _URL.fullmatch(label[:_LONGEST])
            if has_letter(label) and fold(label) not in _JOINING:
                found.append(
                    Link(label=led["label"] or led["url"], url=led["url"]) if led else Link(label=label, url=None)
                )
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
    if _PAIRS.get(around[-1:]) == around[:1] and around[:1]:
        at = raw_of(spans).index(around)
        return _are_sources(cut_spans(spans, at + 1, at + len(around) - 1), ".")
    return False


def is_generic_label(label: str) -> bool:
    """Whether a link's words say only that it is a link ("Link", "here", an address)."""
    short = len(label) <= _LONGEST_LIST
    return short and (fold(label).strip(" :>»→") in _GENERIC or _URL.fullmatch(label.strip()) is not None)


def is_source_name(part: str) -> bool:
    """Whether words name a source by its kind, or a house of the press ("MIIT notice", "Xinhua")."""
    name = part.strip(" .。")
    if not name or len(name) > _LONGEST_NAME:
        return False
    if fold(name) in _PRESS or _URL.fullmatch(name) or is_day(name, in_figures=True) or _PRESS_END.match(name):
        return True
    noun = _NOUN_END.search(name)
    if noun is None:
        return False
    if name.isascii():
        return name[0].isupper() or name[0].isdigit() or name.split()[0] in _PLAIN or "'" in name.split()[0]
    return len(name) <= len("国家市场监督管理总局通知公告")


def _find_tail(spans: Sequence[Span], text: str) -> tuple[int, int, int] | None:
    """Return where the last sources start, and the offsets between which they are named."""
    return (
        _find_bracketed(spans, text) or _find_behind_word(text) or _find_links(spans, text) or _find_behind_stop(text)
    )


def _find_bracketed(spans: Sequence[Span], text: str) -> tuple[int, int, int] | None:
    body = text.rstrip().rstrip(".。").rstrip()
    opening = _PAIRS.get(body[-1:])
    if opening is None:
        return None
    depth, start = 0, -1
    for at in range(len(body) - 1, max(-1, len(body) - _LONGEST), -1):
        depth += (body[at] == body[-1]) - (body[at] == opening)
        if depth == 0:
            start = at
            break
    if start <= 0 or not text[:start].strip() or _goes_on(spans, start):
        return None
    whole = [span for span in cut_spans(spans, start, len(body)) if span.text.strip()]
    if _are_sources(cut_spans(spans, start + 1, len(body) - 1), text[:start]) or all(span.link for span in whole):
        return start, start + 1, len(body) - 1
    return None


def _goes_on(spans: Sequence[Span], start: int) -> bool:
    """Whether a bracket goes on with the words of a link before it ("Text (Chinese)")."""
    before = [span for span in cut_spans(spans, 0, start) if span.text.strip()]
    bracket = cut_spans(spans, start, start + 1)[0]
    return bool(before) and before[-1].link is not None and before[-1].link == bracket.link


def _are_sources(inner: Sequence[Span], before: str) -> bool:
    text = raw_of(inner)
    plain = raw_of(span for span in inner if span.link is None)
    parts = [part.strip() for part in _PARTS.split(_PREFIX.sub("", text, count=1)) if part.strip()]
    if any(span.link is not None for span in inner):
        beside = [_PREFIX.sub("", part).strip() for part in _PARTS.split(plain) if has_letter(part)]
        return all(not part or is_source_name(part) or fold(part) in _JOINING for part in beside)
    if _AFTER_WORD.match(text) or (parts and all(_PRESS_END.match(part) for part in parts)):
        return True
    if not parts or _TITLE.search(text) or fold(text.strip()) in _STATES or _TERM.match(text):
        return False
    if all(is_day(part, in_figures=True) for part in parts):
        return False
    named = [is_source_name(part) for part in parts]
    if fold(text) in _GENERIC or all(named):
        return True
    closes = before.rstrip().endswith(_SENTENCE_ENDS)
    offices = not before.isascii() and not _BEFORE_GLOSS.search(before) and not names_office(before[-_BESIDE:])
    offices = offices and all(
        (names_office(part) or _HOUSE_ZH.fullmatch(part)) and not part.isascii() for part in parts
    )
    told = any(named) or closes or offices or _are_told(parts, before)
    return told and all(one or _NAME_WORDS.fullmatch(part) for one, part in zip(named, parts, strict=True))


def _are_told(names: Sequence[str], before: str) -> bool:
    """Whether a text tells of all the names, of the first as its subject: then they are no gloss but its sources."""
    return all(name[:1].isupper() and name in before for name in names) and before.lstrip(" *•-").removeprefix(
        "The "
    ).startswith(names[0])


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
    last_word = before.lower().split()[-1]
    leans = last_word in _LEANING or before.endswith(("的", "了"))
    if (closes and (named or short)) or (named and not leans):
        return len(before.rstrip("|–—→- ")), start, len(text)
    return None


def _find_behind_stop(text: str) -> tuple[int, int, int] | None:
    """Return the sources that stand bare behind the last sentence ("... ropes. Xinhua, Kiel Daily")."""
    tail = max(0, len(text) - _LONGEST_NAME)
    ends = [(at, sign) for sign in (". ", "! ", "? ", "。", "！", "？") if (at := text.rfind(sign, tail)) > 0]
    end, sign = max(ends, default=(0, ""))
    start = end + len(sign)
    names = text[start:].strip()
    if not ends or not names or not names[-1].isalnum() or ":" in names or "：" in names or fold(names) in _STATES:
        return None
    parts = [part.strip(" —–") for part in _PARTS.split(names)]
    told = [is_source_name(part) and not is_day(part) for part in parts]
    fits = any(told) and all(one or _NAME_WORDS.fullmatch(part) for one, part in zip(told, parts, strict=True))
    return (start, start, len(text)) if fits and (text[end - 1].islower() or not sign.isascii()) else None
