"""Titles of official documents: under an article's label, and as running text prints them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.dates.date_words import MONTH, WEEKDAY
from bot.model.ids import HAN
from bot.reading.facts.document_numbers import NUMBER, find_document_number
from bot.reading.facts.known_names import is_han
from bot.reading.facts.sentences import split_sentences

DOC_WORD = (
    r"(?:Measures|Provisions|Guidelines?|Opinions?|Notice|Circular|Plan|Regulations?|Catalogue|Rules|Standards?|Law"
    r"|Decision|Outline|Scheme|Guide|List|Programme|Program|Specifications?|Interpretation|Announcement"
    r"|Letter|Directory"
    r"|Framework|Conditions|Requirements|Roadmap|White\sPaper|Strategy|Handbook|Key\s(?:Points|Tasks)|Principles|Code"
    r"|Recommendations|Policies)"
)
KIND_ZH = (
    "通知|意见|公告|通告|办法|规定|条例|规则|细则|计划|规划|方案|纲要|指南|指引|目录|清单|标准|规范|条件"
    "|决定|函|原则|要点|措施|举措|准则|规程"
    "|导则|预案|要求|限额|限定值|战略|路线图|(?<=的)建议|(?<![方做想看说依执立])法"
)
"""The last signs of a title in Chinese."""
_CAP = r"(?:[A-Z0-9][\w’'+/&–-]*(?:\.\d+)?|[“\"][A-Z0-9][^“”\"\n]{1,60}[”\"])"
_SMALL = (
    r"(?:of|the|and|or|for|in|on|to|with|by|from|a|an|&|at|its|under|out|up|into|over|through|within|between|across"
    r"|among|against|towards?|along|beyond|as|regarding|concerning|governing)"
)
_RUN = re.compile(
    rf"(?<![\w“]){_CAP}(?:,?\s(?:and\s"
    rf"|&\s)?(?:{_SMALL}\s){{0,3}}{_CAP}){{1,30}}(?:\s\((?![^()]*\bNo\.)[^(){HAN}“”\"]{{2,40}}\)){{0,2}}"
)
"""Words in title case, as those of which the title of a document is made."""
_NAMES = re.compile(
    rf"\b{DOC_WORD}(?:\s\([^()]*\))?\s(?:for|on|of|to|regarding|concerning|governing|in)\s"
    r"|\b(?:Measures|Provisions|Guidelines|Regulations?|Law|Rules|Framework|Catalogue|Outline|Specifications?|Plan"
    r"|Programme|List)(?:\s\([^()]*\))*\Z"
)
"""The word for a document, with what it is on behind it, or at the end."""
_LEAD = re.compile(
    r"\A.*?\b(?:Releas|Issu|Publish|Announc|Unveil|Launch|Promulgat|Introduc|Adopt|Approv|Amend|Revis|Seek"
    r"|Solicit)(?:e?s|ed)\s(?:Comments\son\s)?"
    r"|\A(?:(?:Under|In|With|On|By|From|Since|After|Before|And|But|Both|This|That|These|Those|Its|New|The"
    r"|An?|Entitled|Titled|Draft)\s)+"
    r"|\A(?:[A-Z][\w-]*\s(?:(?:of|and"
    rf"|for)\s(?:the\s)?)?){{0,6}}[A-Z][\w-]*['’]s\s(?=(?:[\w-]+\s){{0,5}}{DOC_WORD}\b)"
    rf"|\A(?:State\sCouncil|[A-Z]{{3,8}}(?:(?:,|\sand"
    rf"|\s&)\s[A-Z]{{3,8}})*)\s(?=(?:[A-Z]\w+\s)*{DOC_WORD}\s(?:on|for|of)\b)"
)
"""What stands before a title in capitals too: verbs of a headline, words that open a sentence, whose it is."""
_DETERMINED = re.compile(r".*\b(?:the|its|an?)\s")
_OFFICE = re.compile(rf"(?:(?!{DOC_WORD}s?\b)\S+\s)*(?:Administration|Commission|Authority|Bureau|Ministry)\b")
"""Opens with the name of an office, of which a word for a document may be a part ("for Market Regulation")."""
_WHEN = re.compile(
    rf"\s\(?(?:on|in|during|of|from|dated)\s(?:(?i:{WEEKDAY})\b|(?:early\s|mid-|late\s)?(?i:{MONTH})\b"
    rf"|\d{{1,2}}\s(?i:{MONTH})\b).*\Z"
    rf"|,?\s\(?(?:(?i:{MONTH})\s)?\d{{1,2}}\s(?i:{MONTH}).*\Z|\s(?:on|via|through|in)\sits\b.*\Z"
    r"|\sfor\san?\s\d.*\Z|\s(?:by|through|under|in|with)\s(?:the\s)?(?:Order|Decree|Announcement"
    r"|Circular)(?:\s(?:No\b|\d).*)?\Z",
    re.DOTALL,
)
"""When, and by which act, a document was issued, behind its title."""
_QUOTED = re.compile(r"[“\"](?P<en>[^“”\"\n]{8,300}?)[”\"]|《(?P<zh>(?:[^《》]|《[^《》]*》){2,200})》")
_DOC = re.compile(rf"\b{DOC_WORD}\b", re.IGNORECASE)
_LEAST_WORDS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Titles:
    """What is printed of a document's name, in the source's own signs; each None when it is not printed."""

    en: str | None = None
    zh: str | None = None
    number: str | None = None


# In running text.


@lru_cache(maxsize=1024)
def list_printed_titles(text: str) -> tuple[tuple[int, str], ...]:
    """Return the titles of documents that running text prints, each with its offset, in order, without overlaps.

    Chinese in 《》, English in quotation marks with a document's word or a span of years, or as a capitalised name
    ("the Measures for ...").
    """
    quoted = ((m.start(m.lastgroup or 0), m[m.lastgroup or 0]) for m in _QUOTED.finditer(text))
    marked = [
        (start, title)
        for start, title in quoted
        if text[start - 1] == "《"
        or (_DOC.search(title) and len(title.split()) >= _LEAST_WORDS and (title[0].isupper() or title[0].isdigit()))
    ]
    named = (one for one in _list_named(text) if not any(_only_leads(*one, at) for at, _ in marked))
    found: list[tuple[int, str]] = []
    end = 0
    for start, title in sorted((*marked, *named), key=lambda one: (one[0], -len(one[1]))):
        if start >= end:
            found.append((start, _tidy(title).rstrip(".,;")))
            end = start + len(title)
    return tuple(found)


def _only_leads(start: int, title: str, at: int) -> bool:
    """Return whether a name's words before a marked title inside it name no document themselves."""
    return start < at < start + len(title) and not _DOC.search(title[: at - start])


def _list_named(text: str) -> Iterator[tuple[int, str]]:
    """Return the names in title case that have a word for a document, without what stands before and behind them."""
    for run in _RUN.finditer(text) if _DOC.search(text) else ():
        start, title = run.start(), run[0]
        while lead := _LEAD.match(title):
            start, title = start + lead.end(), title[lead.end() :]
        title = _WHEN.sub("", title)
        named = _NAMES.search(title)
        ahead = _DETERMINED.match(title, 0, named.start()) if named else None
        start, title = (start + ahead.end(), title[ahead.end() :]) if ahead else (start, title)
        long_enough = len(title.split()) >= (_LEAST_WORDS - title.endswith("Law"))
        goes_on = title[-1:].isdigit() and text[start + len(title) :].lstrip(" ")[:1].islower()  # "the 2026 quota"
        if named and long_enough and not (goes_on or _OFFICE.match(title)):
            yield start, title


def is_chinese(text: str) -> bool:
    """Return whether a title or another text is written in Chinese."""
    signs = 0 if text.isascii() else sum(map(is_han, text))
    return signs > 0 and signs * 3 >= sum(map(str.isalpha, text))


_ENDS_AS_TITLE = re.compile(rf"(?=.{{5}}|.{{2,3}}法\Z).*(?:{KIND_ZH})(?:20\d\d)?(?:[（(][^（）()]*[）)])*")


def is_title_zh(text: str) -> bool:
    """Return whether Chinese words end in a document's kind, as a title does, with or without their marks."""
    return _ENDS_AS_TITLE.fullmatch(text.strip("《》")) is not None


_BESIDE = re.compile(
    r"(?<=[a-zA-Z0-9”\"’)）])\s?[(（\[,/"
    rf"|–-]*\s*(?:[a-z]+\s){{0,2}}(?P<zh>[《“]?[{HAN}A-Z0-9](?:[{HAN}A-Za-z0-9“”‘’《》〈〉、：+×—–\s-]"
    rf"|[（(][^（）()]*[）)]){{2,90}}?)(?=[)）\],，;；.:]|\s[a-z(\[]|\Z)"
)
"""Chinese words within English ones, in brackets or beside them."""


def find_chinese_title(text: str) -> str | None:
    """Return the Chinese title that stands in an English text: in brackets, or behind an English one."""
    if text.isascii() or is_chinese(text):
        return None
    found = (NUMBER.sub("", match["zh"]).strip(_EDGES) for match in _BESIDE.finditer(text))
    return next((_tidy(zh) for zh in found if is_chinese(zh) and is_title_zh(zh)), None)


# Under a label, or in a cell.

_EDGES = " \t\n,;:，；：–—-|/"
_NO_TITLE = re.compile(
    r"\s*(?:none|n\s?/?\s?a|not\s(?:yet\s)?\w+|unpublished|tbc|tba|无"
    r"|(?:[A-Z][\w&]*\s){0,6}(?:Announcement|Order|Decree)?\s?No\.?\s?\d{1,4}(?:\sof\s(?:19|20)\d\d)?"
    r"|(?:[A-Z][A-Za-z]*[. ]\s?){0,6}[(\[](?:19|20)\d\d[)\]]\s?(?:No\.?\s?)?\d{1,4})(?:\s*[(（][^()（）]*[)）])?",
    re.IGNORECASE,
)
"""Stands where a title would: that there is none, or a number."""
_BEHIND = re.compile(
    r"\s*[(（]\s*(?:link|链接)?\s*[)）]|\A[A-Z]{2,4}(?:/[TZ])?\s?[\d.]+[-—–]\d{4},\s"
    r"|[,，;；]?\s*[(（]?\b[A-Z]{2,4}(?:/[TZ])?\s?\d+(?:\.\d+)?\s?[-—–]\s?(?:19|20)\d\d[)）]?\s*\Z"
    r"|(?<=[)）\w])\s*[,，;；]\s*(?:[A-Z][\w&.]*\s+){0,6}(?:web\s?site|portal|homepage|(?:Order|Decree"
    r"|Announcement|Notice|Circular)\s+No\.?\s?\d[^)]*)\s*\Z"
    r"|\s(?:State\sCouncil|[A-Z]{2,6})\s(?:Order|Decree|Announcement|Notice|Circular)\sNo\.?\s?\d+\s*\Z"
)
"""What stands beside a title: a link's place, a standard's code, a number in English, where it is published."""
_IN_BRACKETS = re.compile(r"\s*[(（\[［]((?:[^()（）\[\]［］]|[(（][^()（）]*[)）])*)[)）\]］]")
"""A title behind the names of those whose document it is ("商务部、财政部《...办法》")."""
_PAIRED = re.compile(
    rf"(?P<zh>《.+》(?:[（(][{HAN}]+[）)])?|[^A-Za-z]*[{HAN}）)])\s*[/|｜—–-]?\s*(?P<en>[A-Z][^{HAN}]+)"
    rf"|(?P<first>[A-Z][^{HAN}]*[\w)）”\"])[\s,，/|｜—–-]+(?P<then>[《“]?(?:\dG)?[{HAN}][^A-Za-z]*)"
)
"""Titles in both languages with no brackets between them."""


def parse_article(text: str) -> Titles:
    """Return what the wording after an "Article" label holds: titles in English and Chinese, perhaps a number.

    Brackets of any shape count alike; only the outer pair around a Chinese title goes, and stray spaces inside.
    """
    if _NO_TITLE.fullmatch(text):
        return Titles()
    number = find_document_number(text)
    plain = _BEHIND.sub("", NUMBER.sub("", text.split(" | ", maxsplit=1)[0]))
    plain = plain.strip(f"{_EDGES}（(")
    told = split_sentences(plain)  # a table's cell, with what is in the document
    en, zh = _part_languages(told[0].text if told else plain)
    en = "" if (len(told) > 1 or plain.endswith(".")) and not is_named(en.rstrip(".")) else en.rstrip(".")
    return Titles(en=_tidy(en) or None, zh=_tidy(zh) or None, number=number)


def _part_languages(text: str) -> tuple[str, str]:
    """Return what of a title is English, and what Chinese: one in brackets, behind the other, or alone."""
    first = next((at for at, char in enumerate(text) if is_han(char)), None)
    if first is None:
        return text, ""
    paired = _PAIRED.fullmatch(text)
    if paired and len((paired["en"] or paired["first"]).split()) >= _LEAST_WORDS:
        return paired["en"] or paired["first"], paired["zh"] or paired["then"]
    groups = [match[1] for match in _IN_BRACKETS.finditer(text)]
    zh = [group for group in groups if is_chinese(group)]
    outside = _IN_BRACKETS.sub(lambda match: "" if is_chinese(match[1]) else match[0], text)
    if zh and not is_chinese(outside) and any(map(str.isalpha, outside)):
        return outside, "；".join(map(_strip_latin, zh))
    latin = [group for group in groups if len(group.split()) >= _LEAST_WORDS and not is_chinese(group)]
    rest = _IN_BRACKETS.sub(lambda match: "" if match[1] in latin else match[0], text)
    if latin and is_chinese(rest):
        return latin[-1], rest
    if is_chinese(text) and first <= len("5G AI "):
        return "", text
    return text[:first].rstrip("《“‘(（ \"'"), text[first:]


def _strip_latin(group: str) -> str:
    """Return a Chinese title in brackets without what stands there in Latin letters beside it."""
    first, comma, _ = group.partition(", ")
    return first if comma and is_title_zh(first) else group


def _tidy(text: str) -> str:
    plain = " ".join(text.split()).strip(_EDGES)
    for left, right in ("“”", '""', "《》", "()", "（）"):
        inner = plain[1:-1]
        if plain.startswith(left) and plain.endswith(right) and left not in inner and right not in inner:
            return inner.strip(_EDGES)
    return plain


# A paragraph that is a title as a whole, as in a table or a list of documents.

_BARE_EN = re.compile(
    rf"(?:The\s)?(?:[A-Z][\w’'/+-]*\s(?:and\s)?){{0,6}}{DOC_WORD}\s(?:No\.\s?\d{{1,3}}\s)?(?:\([^()]{{2,40}}\)\s)?"
    r"(?:on|for|of|to|regarding|concerning|governing)\s[“\"(]?(?:the\s)?(?:[A-Z]|(?:19|20)\d\d\s[A-Z])"
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|will|must|may|shall|[a-z]{3,}ed|aims?|contains?|applies|apply|lists?"
    r"|requires?|raises?|allows?|makes?|gives?"
    r"|takes?|took|sets?|bans?|wants?|calls?|limits?|obliges?|names|covers?|comes?|came|enters?|caps?)\b"
)
_BARE_ZH = re.compile(
    rf"(?:[^《》]*关于.+(?:{KIND_ZH})|《[^《》]+》"
    r"|(?!.*(?:出台|发布|印发|公布|推出|征求(?!意见稿)|解读|审议|通过|修[改订]|启动|明确|要求|下发|调整"
    rf"|有了|迎来|落地|再添))[{HAN}“”、A-Za-z0-9+—-]{{3,40}}"
    r"(?:条例|办法|规定|细则|实施方案|行动计划|行动方案|若干(?:政策)?措施|指导意见|实施意见|纲要))"
    r"[）)》]*(?:[（(][^（）()]*[）)]){0,3}"
)


def is_bare_title(text: str) -> bool:
    """Return whether this whole paragraph is the title of a document, as in a table or a list of documents."""
    paired = None if text.isascii() else _PAIRED.fullmatch(text)
    if paired and _BARE_EN.match(paired["en"] or paired["first"]):
        return is_bare_title(paired["zh"] or paired["then"])
    if is_chinese(text):
        return bool(_BARE_ZH.fullmatch(text.strip()))
    bare = _BARE_EN.match(text)
    return bare is not None and not _VERB.search(text)


def is_cited_title(label: str) -> bool:
    """Return whether the words of a link are the title of a document, perhaps with its number."""
    bare = NUMBER.sub("", label).strip(_EDGES)
    return is_bare_title(bare) or (is_chinese(bare) and is_title_zh(bare) and not bare.endswith(("公告", "通告")))


def is_named(text: str) -> bool:
    """Return whether the whole of an English text is a document's name, with the capitals of one."""
    named = (text.endswith(title) for at, title in _list_named(text) if at <= len("The "))
    return not is_chinese(text) and (is_bare_title(text) or any(named))
