"""Titles and numbers of official documents: from the article's label, or as a report prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.model.text import CLAUSE_GAP, HAN
from bot.reading.recognition.document_numbers import (
    NUMBER,
    NUMBER_OF_OFFICE,
    OF_OFFICE,
    OF_SERIES,
    find_document_number,
)
from bot.reading.recognition.han_titles import find_run_in_title
from bot.reading.recognition.named_titles import MIN_TITLE_WORDS, list_named
from bot.reading.recognition.sentences import split_sentences
from bot.reading.recognition.title_ends import CLOSE, OPEN, split_brackets, wraps
from bot.reading.recognition.title_words import CAP, DOC_WORD, KIND_ZH, SAYS_IN_TITLE, SMALL
from bot.reading.recognition.word_led import WordLed


@dataclass(frozen=True, kw_only=True, slots=True)
class Titles:
    """What is printed of a document's name, in the source's own signs; each None when it is not printed."""

    en: str | None = None
    zh: str | None = None
    number: str | None = None


_IS_HAN = re.compile(f"[{HAN}]")
_SERIES_BESIDE = re.compile(rf"(?<=[{HAN}）)》])\s+(?:{OF_SERIES}|(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号)\s*$")
_NUMBER_IN_BRACKETS = re.compile(rf"\s*[(（]\s*(?:{OF_OFFICE}|{OF_SERIES})\s*[)）]")
_LATIN_TAIL = re.compile(rf"(?:\s*[,，;；]\s*[“\"]?[A-Za-z][^,，;；《》{HAN}]*)+$")
_LATIN_HEAD = re.compile(rf"^[A-Za-z][a-z]+(?:\s[A-Za-z][a-z]+){{0,3}}\s?:?\s(?=[《“]?[{HAN}])")
"""What says in brackets what the Chinese title behind it is ("formally 数据规定")."""
_CJK = rf"{HAN}《》（）“”‘’、，。：；〔〕"
_GAPS = re.compile(
    rf"(?!{CLAUSE_GAP})(?:(?<=[{HAN}])\s+(?=[{_CJK}])|(?<=[{_CJK}])\s+(?=[{HAN}])|(?<=[（《〔“])\s+|\s+(?=[）》〕，；、]))"
)
"""A space inside a Chinese title, none between two clauses of it."""
_EDGES = " \t\n,;:，；：–—-|"
_ASIDE = re.compile(r"\s*(?:[–—|;；:]|-\s|[.,]\s)")
"""Opens what is told beside a title, behind its Chinese one in brackets ("– text in Chinese")."""
_EMPTY_LINK = re.compile(r"\(\s*(?:link|链接)?\s*\)|（\s*(?:链接)?\s*）", re.IGNORECASE)
_SQUARE = re.compile(rf"[\[［]([^\[\]［］]*[{HAN}][^\[\]［］]*)[\]］]")
_DOCUMENT_WORD = WordLed(
    "measures provisions guid opinion notice circular action plan regulation catalogue rules standard law decision"
    " outline scheme list program specification interpretation announcement letter directory framework"
    " access admission normative safety security technical general basic code recommendations roadmap white"
    " strategy handbook key conditions"
    " principles",
    rf"\b{DOC_WORD}\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\((?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d\)")
_QUOTED = re.compile(r"[“\"„«]([^“”\"„»\n]{8,300}?)[”\"»]")
_QUOTED_ZH = re.compile(r"《((?:[^《》]|《[^《》]*》){2,200})》")
_TELLS_IN_TITLE = re.compile(rf"\s{SAYS_IN_TITLE}\s")
_TRAILING_MARKS = re.compile(r"[,，;；\s]+$")
_ENDS_AS_TITLE = re.compile(
    rf"^(?=.{{6}}|[{HAN}]{{1,3}}[^\W办方做司执立违非合看手想说用]法\Z).*(?:{KIND_ZH})"
    r"(?:[（(][^（）()]*[）)])*$"
)
"""A title has six signs, a law's three ("能源法")."""
_MOST_TITLE_WORDS = 12
"""Words of a text with a full stop that may still be a title."""
_NO_TITLE = re.compile(
    r"\s*(?:none|n\s?/?\s?a|not (?:yet )?(?:published|public|available|applicable|released|seen|given|stated|known)"
    r"|unpublished|tbc|tba|无|no\.\s?\d{1,4}"
    r"|(?-i:(?:[A-Z][\w&]*\s){0,6}(?:Announcement|Order|Decree)\sNo\.?\s?\d{1,4}(?:\sof\s(?:19|20)\d\d)?(?=\s*(?:\Z|[(（])))"
    r"|(?-i:(?:[A-Z][A-Za-z]*[. ]\s?){0,6}[(\[](?:19|20)\d\d[)\]]\s?(?:No\.?\s?)?\d{1,4}))\b[^()（）]{0,60}",
    re.IGNORECASE,
)
_TELLS_OF_TITLE = re.compile(
    r"[A-Z][\w’'&. -]{1,80}?\s(?:consults?|(?:seeks?|solicits?|invites?|collects?)"
    r"\s(?:public\s)?(?:comments?|opinions?|feedback|views))\son\s"
)
"""Tells who asks for views on what, where a table has its title."""
_ORDER_BEHIND = re.compile(
    r"(?<=[)）\w])\s*[,，;；]\s*(?:[A-Z][\w&]*\s+){0,5}(?:Order|Decree|Announcement|Notice|Circular)\s+No\.?\s?\d{1,4}"
    r"(?:\s+of\s+(?:(?:19|20)\d\d|[A-Z][A-Za-z]+)|\s?[\[(〔](?:19|20)\d\d[\])〕])?\s*\Z"
)
"""The number that stands behind a title and its brackets ("Measures (办法), Order No. 5")."""
STANDARD_CODE = re.compile(r"[,，;；]?\s*[(（]?[A-Z]{2,4}(?:/[TZ])?\s?\d+(?:\.\d+)?\s?[-—–]\s?(?:19|20)\d\d[)）]?\s*\Z")
"""The code that stands behind a standard's title ("规范, GB 5-2025")."""
_SITE_BEHIND = re.compile(
    r"(?<=[)）\w])\s*[,，;；]\s*(?:[A-Z][\w&.]*\s+){0,6}(?:web\s?site|portal|homepage)\s*\Z", re.IGNORECASE
)
"""Where a document stands, behind its title ("Measures (办法), MIIT website")."""
_SOURCE = re.compile(r"[A-Z]{2,8}")
"""Whose page it is on, in brackets behind the Chinese title."""
_NUMBER_LAST = re.compile(rf"\s*[,，;；]\s*(?:{OF_SERIES}|{OF_OFFICE})\s*\Z")
_OWNED_ZH = re.compile(
    rf"\A\s*(?!.*关于《)(?=[^《]*(?:、|《(?!关于)))[{HAN}、，\s]{{1,78}}(?:[部委局署院厅会行室所府司门等心大团]|国办|信办)\s*"
    rf"《(?P<title>[^《》]+)》\s*\Z"
)
"""A title behind the names of those whose document it is ("商务部、财政部《...办法》")."""
_ENGLISH_BEHIND = re.compile(
    rf"(?P<zh>《.+》(?:[（(][{HAN}]+[）)])?|(?:\dG)?[^A-Za-z]*[{HAN}）)])\s*[/|｜—–-]?\s*(?P<en>[A-Z][^{HAN}]+)"
)
"""A Chinese title with the English one behind it ("《...条例》 Regulations on ...")."""
_CHINESE_BEHIND = re.compile(rf"(?P<en>[A-Z][^{HAN}]*[\w)）”\"])[\s,，/|｜—–-]+(?P<zh>[《“]?(?:\dG)?[{HAN}][^A-Za-z]*)")
"""Titles in both languages with no brackets between them."""


_LONGEST_GLUED = 5
"""Letters right before Chinese words are one with them ("5G规模化…", "AI终端…")."""


def parse_article(text: str) -> Titles:
    """Read the wording after an "Article" label: an English title, Chinese ones in brackets, perhaps a number.

    Brackets of any shape count alike; only the outer pair around a Chinese title goes, and stray spaces inside.
    """
    if _NO_TITLE.fullmatch(text):
        return Titles()
    if " | " in text:  # fields beside the title, such as its number
        titles = parse_article(text.split(" | ", maxsplit=1)[0])
        return replace(titles, number=titles.number or find_document_number(text))
    told = split_sentences(text) if ". " in text or text.endswith(".") else ()
    if len(told) > 1 or (told and len(text.split()) > _MOST_TITLE_WORDS):  # a table's cell, with what is in it
        titles = _parse_title(told[0].text.rstrip(". "))
        return replace(titles, en=titles.en if titles.en and is_named(titles.en) else None)
    return _parse_title(text)


def _parse_title(text: str) -> Titles:
    asked = _TELLS_OF_TITLE.match(text)
    if asked:
        quoted = next((title for _, title in list_printed_titles(text[asked.end() :])), None)
        return parse_article(quoted) if quoted else Titles()
    plain = _ORDER_BEHIND.sub("", _SITE_BEHIND.sub("", _SQUARE.sub(r"(\1)", _EMPTY_LINK.sub("", text))))
    plain = STANDARD_CODE.sub("", plain) or plain
    number = find_document_number(plain)
    if "的" not in plain and NUMBER.fullmatch(plain.strip(f"{_EDGES}.。")):
        return Titles(number=number)
    bare = _NUMBER_IN_BRACKETS.sub("", plain)
    whole = _EMPTY_LINK.sub("", _SERIES_BESIDE.sub("", NUMBER_OF_OFFICE.sub("", bare))) if number else plain
    if number and whole.strip() != number:
        whole = whole.strip().removesuffix(number)
    whole = _OWNED_ZH.sub(r"\g<title>", whole).strip(_EDGES)
    both = _ENGLISH_BEHIND.fullmatch(whole)
    if both and len(both["en"].split()) >= MIN_TITLE_WORDS:
        return Titles(en=_tidy(both["en"]), zh=_tidy(both["zh"]), number=number)
    both = _CHINESE_BEHIND.fullmatch(whole)
    if both and _ENDS_AS_TITLE.match(both["zh"]):
        return Titles(en=_tidy(both["en"]), zh=_tidy(both["zh"]), number=number)
    outside, groups = split_brackets(whole)
    zh = [group for group in groups if is_chinese_title(group)]
    if zh and not is_chinese_title("".join(outside)):
        last = groups.index(zh[-1])
        behind = [group for group in groups[last + 1 :] if _SOURCE.fullmatch(group)]
        if _ASIDE.match(outside[last + 1]) and outside[0].strip(_EDGES):
            outside, groups = [*outside[: last + 1], ""], groups[: last + 1]
        return Titles(
            en=_tidy(_drop(outside, groups, [*zh, *behind])) or None,
            zh=_tidy("；".join(map(_strip_latin, zh))) or None,
            number=number,
        )
    if (first := _IS_HAN.search(whole)) is None:
        return Titles(en=_tidy(whole) or None, number=number)
    latin = [group for group in groups if not is_chinese_title(group) and len(group.split()) >= MIN_TITLE_WORDS]
    if latin and is_chinese_title(outside[0]):
        rest = whole.replace(f"({latin[-1]})", "").replace(f"（{latin[-1]}）", "")
        return Titles(en=_tidy(latin[-1]), zh=_tidy(rest) or None, number=number)
    start = _start_of_chinese(whole, first.start())
    return Titles(en=_tidy(whole[:start]) or None, zh=_tidy(whole[start:]) or None, number=number)


def _strip_latin(group: str) -> str:
    """Return a Chinese title in brackets without what stands there in Latin letters beside it."""
    return _NUMBER_LAST.sub("", _LATIN_TAIL.sub("", _LATIN_HEAD.sub("", group)))


def find_opening_title(text: str) -> str | None:
    """Return the Chinese title with which a text opens, where it reads as that of a document; else None."""
    opening = _QUOTED_ZH.match(text)
    return opening[1] if opening and _ENDS_AS_TITLE.match(opening[1]) else None


def find_bracketed_title(text: str) -> str | None:
    """Return the Chinese title that stands in brackets in running text, a document's kind at its end; else None."""
    groups = split_brackets(_SQUARE.sub(r"(\1)", text))[1] if _IS_HAN.search(text) else []
    for group in groups:
        title = _TRAILING_MARKS.sub("", NUMBER.sub("", _LATIN_TAIL.sub("", _LATIN_HEAD.sub("", group)))).strip(_EDGES)
        if is_chinese_title(title) and _ENDS_AS_TITLE.search(title):
            return _tidy(title)
    run = find_run_in_title(text, in_chinese=is_chinese_title(text))
    return _tidy(run) if run else None


@lru_cache(maxsize=1024)
def list_printed_titles(text: str) -> tuple[tuple[int, str], ...]:
    """Return the titles of documents that running text prints, each with its offset, in order, without overlaps.

    Chinese in 《》, English in quotation marks with a document's word or a span of years, or as a capitalised name
    ("the Measures for ...").
    """
    words = [match[0] for match in _DOCUMENT_WORD.finditer(text)]
    has_han = not text.isascii() and _IS_HAN.search(text) is not None
    if not (words or has_han or _YEARS.search(text)):
        return ()
    zh = [(m.start(1), m.end(1), m[1]) for m in _QUOTED_ZH.finditer(text)]
    quoted = [(m.start(1), m.end(1), m[1]) for m in _QUOTED.finditer(text) if _is_title(m[1])]
    named = list_named(text, capital=not all(map(str.islower, words)), has_han=has_han)
    found: list[tuple[int, str]] = []
    end_of_last = 0
    marked = {*zh, *quoted}
    named = [one for one in named if not any(_only_leads(text, one[0], at) for at, end, _ in marked if end <= one[1])]
    for start, end, title in sorted((*marked, *named), key=lambda one: (one[0], one not in marked, -one[1])):
        if start >= end_of_last:
            found.append((start, _tidy(title).rstrip(".,;")))
            end_of_last = end
    return tuple(found)


def _only_leads(text: str, start: int, quoted_at: int) -> bool:
    """Get whether the words from ``start`` to a quoted title name no document themselves ("March “Rules on ...”")."""
    return start < quoted_at and _DOCUMENT_WORD.search(text[start:quoted_at]) is None


def is_title_zh(text: str) -> bool:
    """Return whether Chinese words end in a document's kind, as a title does, with or without their marks."""
    return _ENDS_AS_TITLE.match(text.strip("《》")) is not None


def _is_title(quoted: str) -> bool:
    known = _DOCUMENT_WORD.search(quoted) or _YEARS.search(quoted)
    return (
        bool(known)
        and len(quoted.split()) >= MIN_TITLE_WORDS
        and (quoted.lstrip()[:1].isupper() or quoted.lstrip()[:4].isdigit())
    )


def is_chinese_title(text: str) -> bool:
    """Return whether a title or another text is written in Chinese."""
    signs = 0 if text.isascii() else len(_IS_HAN.findall(text))
    return signs > 0 and signs * 3 >= sum(map(str.isalpha, text))


def _drop(outside: list[str], groups: list[str], dropped: list[str]) -> str:
    kept = [f"({group})" if group not in dropped else "" for group in groups]
    return "".join(piece + (kept[index] if index < len(kept) else "") for index, piece in enumerate(outside))


def _start_of_chinese(text: str, first_han: int) -> int:
    start = first_han
    while start and (text[start - 1] in "《“‘(（ \"'" or (start == first_han and text[start - 1].isdigit())):
        first_han -= start == first_han
        start -= 1
    glued = start <= _LONGEST_GLUED and text[:start].strip().isalnum() and not text[:start][-1:].isspace()
    return start if text[:start].strip(f"{_EDGES}0123456789、《“") and not glued else 0


def _tidy(text: str) -> str:
    return _unwrap(_GAPS.sub("", " ".join(text.split())).strip(_EDGES))


def _unwrap(text: str) -> str:
    """Take off one pair of marks around the whole, and an opening bracket that nothing closes."""
    for left, right in (("“", "”"), ('"', '"'), ("《", "》"), ("(", ")"), ("（", "）")):
        if wraps(text, left, right):
            return text[1:-1].strip(_EDGES)
    return text[1:].strip(_EDGES) if text[:1] in OPEN and not any(char in CLOSE for char in text) else text


_BARE_EN = re.compile(
    rf"^(?!(?:Ent|T)itled\b|Called\b|Named\b)(?:The\s)?(?:[A-Z][\w’'/+-]*\s(?:and\s)?){{0,6}}{DOC_WORD}\s(?:No\.\s?\d{{1,3}}\s)?(?:\([A-Z][^()]{{2,40}}\)\s)?(?:on|for|of|to|regarding|concerning"
    rf"|governing)\s[“\"(]?(?:the\s)?(?:[A-Z]|(?:19|20)\d\d\s[A-Z])"
)
_SAYS = re.compile(
    r"\b(?:issued|released|published|announced|unveiled|launched|was|were|is|are|has|have|will|aims?"
    r"|contains?|applies|apply|lists?|requires?|raises?|allows?|makes?|gives?|takes? effect|took effect"
    r"|sets?\s(?:an?|the|out|new|\d+)|bans?|wants?|calls? for|limits?|obliges?|demands?|names"
    r"|covers?|c[oa]mes? into|enter(?:s|ed) into|caps?|must|may|shall)\b"
)
_TOLD_BEHIND = re.compile(
    rf"(?:The\s)?(?:{CAP}\s(?:(?:{SMALL})\s){{0,3}}){{5,}}(?:\([^()]*\)\s)*(?!(?:{SMALL})\b)[a-z]+\s"
)
"""A title in title case with a verb behind it."""
_BARE_ZH = re.compile(
    r"关于.+(?:通知|意见|公告|通告|函|办法|规定|决定|批复|方案|若干(?:政策)?措施|的意见|意见稿》?[）)]?)[\s）)》]*"
    r"(?:[（(][^（）()]{2,20}\d号[）)])?$|^《[^《》]+》$"
    r"|^(?![^（(]*(?:出台|发布|印发|公布|推出|征求|解读|审议|通过|修[改订]|迎来|启动|落地|明确|要求|(?<!结构)调整|下发|有了|将有|再添|实施(?!方案|细则|办法|意见)))"
    rf"[{HAN}“”、A-Za-z0-9+—-]{{3,40}}(?<![^换更创]新)"
    r"(?:条例|办法|规定|细则|实施方案|行动计划|行动方案|若干(?:政策)?措施|管理措施|指导意见|实施意见|纲要|(?:目录|清单|名录|指南|条件)(?=[（(](?:19|20)\d\d年?[本版修]))(?:[（(][^（）()]*[）)]){0,3}$"
)
_REPORTS_ZH = re.compile(
    r"(?:(?!关于)[^《》])*?(?:(?:印发|发布|出台|公布|下发|颁布|解读|征求)[^《》]{0,6}|(?:转发|推出|修[改订]|废止)[^《》]{0,16})《"
)
"""A headline that tells who issued what, where a title says what it is on first."""
_NAMED_WHOLE = re.compile(
    rf"(?:The\s)?(?:{CAP}\s(?:(?:{SMALL})\s){{0,2}}){{2,12}}{DOC_WORD}(?:\s\([^()]{{2,40}}\)){{0,2}}"
)


def is_named(text: str) -> bool:
    """Return whether the whole of an English text is a document's name, with the capitals of one."""
    return not is_chinese_title(text) and (is_bare_title(text) or _NAMED_WHOLE.fullmatch(text) is not None)


def is_bare_title(text: str) -> bool:
    """Return whether this whole paragraph is the title of a document, as in a table or a list of documents."""
    has_han = not text.isascii() and _IS_HAN.search(text)
    both = (_ENGLISH_BEHIND.fullmatch(text) or _CHINESE_BEHIND.fullmatch(text)) if has_han else None
    if both and _BARE_EN.match(both["en"]):
        return is_bare_title(both["zh"])
    if is_chinese_title(text):
        return bool(_BARE_ZH.search(text)) and "。" not in text and not _REPORTS_ZH.match(text)
    bare = _BARE_EN.match(text)
    told = bare is not None and (_SAYS.search(text) or _TELLS_IN_TITLE.search(bare[0]) or _TOLD_BEHIND.match(text))
    return bare is not None and not told
