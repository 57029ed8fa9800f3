"""Titles and numbers of official documents: from the article's label, or as a report prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

from bot.dates.date_words import MONTH, WEEKDAY
from bot.dates.printed_dates import find_printed_dates, find_short_days
from bot.model.ids import CLAUSE_GAP, HAN
from bot.reading.facts.document_numbers import (
    NUMBER,
    NUMBER_OF_OFFICE,
    OF_OFFICE,
    OF_SERIES,
    find_document_number,
)
from bot.reading.facts.passages import WordLed, split_sentences

# The words of which titles are made: kinds of documents in both languages, and what stands between capitals.

DOC_WORD = (
    r"(?:Measures|Provisions|Guidelines?|Guiding Opinions|Opinions?|Notice|Circular|Action Plan|Plan|Regulations?"
    r"|Catalogue|Rules"
    r"|Standards?|Law|Decision|Outline|Scheme|Guide|List|Programme|Program|Specifications?|Interpretation"
    r"|Announcement|Letter|Directory|Framework|(?:Standard|Access|Admission|Normative) Conditions"
    r"|(?:Safety|Security|Technical|General|Basic)(?: (?:Safety|Security|Technical|Performance))? Requirements"
    r"|Roadmap|White Paper|Strategy|Handbook|Key (?:Points|Tasks)(?= (?:for|of|on) )|Conditions(?= for the )"
    r"|Principles(?= (?:for|on) )|Code(?= for)|Recommendations(?= (?:for|on) (?:the )?[A-Z]))"
)
KIND_ZH = (
    "通知|意见|公告|通告|办法|规定|条例|规则|细则|计划|规划|方案|纲要|指南|指引|目录|清单|标准|规范|条件|决定|函|法|》|原则"
    r"|要点|措施|若干政策|(?<=政策)举措|准则|规程|导则|预案|要求|限额|限定值|战略(?:20\d\d)?|路线图|(?<=的)建议"
)
"""The last signs of a title in Chinese."""
CAP = (
    r"(?:(?:[A-Z]\.){2,}|[A-Z][\w-]*s'(?=\s[A-Z])|[A-Z0-9“‘][\w’'+/&.,–-]*[\w”’]|[A-Z]"
    r"|[“\"][A-Z0-9][^“”\"\n]{1,60}[”\"])"
)
SMALL = (
    r"(?:of|the|and|or|for|in|on|to|with|by|from|a|an|&|at|its|under|out|up|into|over|through|within|between|across|among|against|towards?|along|beyond|as"
    r"|regarding|concerning|governing)"
)
SAYS_IN_TITLE = (
    r"(?:Releas|Issu|Publish|Announc|Unveil|Launch|Promulgat|Introduc|Adopt|Approv|Amend|Revis|Seek|Solicit)(?:e?s|ed)"
)
"""What a headline in title case says of a document; no word of a title before its kind."""


# Where a title ends that nothing marks: before the words that tell when, and by which act, it was issued.

OPEN, CLOSE = "(（", ")）"
REPLACED = re.compile(
    r"\b(?:(?:replac|supersed)(?:es?|ed|ing)|(?:overtaken|outdated|outmoded|made (?:obsolete|redundant"
    r"|superfluous)) by)\s[^,.;]{0,60}?\b(?:versions?|measures|rules|provisions|regulations?|guidelines)\b"
    r"|(?:(?:19|20)\d\d年|原|旧|此前|现行)[^，。；《》]{0,24}?(?:试行|暂行)[^，。；《》]{0,12}?(?:同时|同步|随之|相应|即行)?废止"
)
"""What was there before: that it was on trial says nothing of what comes in its place."""
_DAY_LEAD = re.compile(
    r",?\s(?:(?:dated|effective|starting|as)\s)?(?:on|of|from|dated|this|last)\s(?:the\s)?\Z", re.IGNORECASE
)
_WEEKDAY_BEFORE = re.compile(rf"\s{WEEKDAY}\b\.?,?\s?\Z", re.IGNORECASE)
_THEN = re.compile(
    rf"\s(?:on\s{WEEKDAY}\b|(?:in|during|on|of|from)\s(?:(?:early|mid|late)[\s-])?{MONTH}\b\.?"
    r"(?=,?\s(?:19|20)\d\d\b|\s*\Z)"
    r"|(?:on|via|through)\sits\b|in\s(?:its|the|an?)\s(?:\w+\s)?(?:session|meeting|reading)\b|in\sits\s(?:\w+\Z)|(?-i:Released|Issued|Published)\Z"
    r"|for\s(?:an?\s)?(?:\d{1,3}|one|two|three|four|six)[\s-](?:day|week|month)s?\Z"
    r"|(?:by|through|under|in|with)\s(?:the\s)?(?:Order|Decree|Announcement|Circular)(?:\s(?:No\b|\d)|\Z)).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_LAST_BRACKETS = re.compile(r"\s?\(([^()]*)\)\Z")
_SHORT_NAME = re.compile(
    r"(?:(?-i:[A-Z]{2,4})(?:/[TZ])?\s?\d{3,6}(?:\.\d+)?[-—–]\d{4}|hereinafter\b.*|(?:the\s)?[“\"][^“”\"]+[”\"])",
    re.IGNORECASE,
)
"""What a text calls a document from here on ("the “Measures”"), or a standard's number."""
_YEAR_OF_PATTERN = 2000


_TERM_BEHIND = re.compile(
    r"(?:\s\([A-Z][A-Za-z/, &]{1,30}\))?\s?[:;,–—-]\s(?:public )?(?:comments?|feedback|consultation"
    r"|applications?|open|effective|in (?:force|effect)|until|applies|valid)\b[^:;]*\Z"
    r"|(?:\s\([A-Z]{2,8}(?:(?:[/,]\s?|\s(?:and|&)\s)[A-Z]{2,8}){0,6}\))?:\s(?!on\b|for\b|of\b)[a-z]+\s.*\Z"
)


def cut_terms(text: str) -> str:
    """Return the title that opens a line without its term or contents ("... (MIIT): comments by 12 December 2025")."""
    return _TERM_BEHIND.sub("", text)


def cut_circumstances(title: str) -> str:
    """Return a title without the day, month or order behind it ("... on 8 March", "... by Order 7", "(2 May)").

    So does the term of a consultation ("for a 30-day"). Spans and goals stay: "(2023-2025)", "for 2025", "by 2030".
    """
    while (brackets := _LAST_BRACKETS.search(title)) and (_has_day(brackets[1]) or _SHORT_NAME.fullmatch(brackets[1])):
        title = title[: brackets.start()]
    for start, _, _ in find_printed_dates(title, default_year=_YEAR_OF_PATTERN):
        before = title[:start]
        weekday = _WEEKDAY_BEFORE.search(before)
        lead = _DAY_LEAD.search(f"{before[: weekday.start()]} " if weekday else before)
        if lead:
            title = title[: lead.start()]
            break
    then = _THEN.search(title)
    return title[: then.start()].removesuffix(",") if then else title


def _has_day(text: str) -> bool:
    return bool(find_short_days(text)) or any(True for _ in find_printed_dates(text, default_year=_YEAR_OF_PATTERN))


def wraps(text: str, left: str, right: str) -> bool:
    """Return whether a text stands within one pair of marks, other pairs inside it or not."""
    if not (len(text) > 1 and text.startswith(left) and text.endswith(right)):
        return False
    if left == right:
        return left not in text[1:-1]
    depth = accumulate((char == left) - (char == right) for char in text)
    return next(at for at, deep in enumerate(depth, start=1) if not deep or at == len(text)) == len(text)


def split_brackets(text: str) -> tuple[list[str], list[str]]:
    """Return the text outside the outermost brackets, in pieces, and the contents of those brackets."""
    edges = [0]
    depth = 0
    for index, char in enumerate(text):
        if char in OPEN:
            depth += 1
            if depth == 1:
                edges.append(index)
        elif char in CLOSE and depth:
            depth -= 1
            if not depth:
                edges.append(index + 1)
    if depth:
        edges = edges[:-1] if len(edges) % 2 == 0 else edges
    pieces = [text[start:end] for start, end in pairwise([*edges, len(text)])]
    return pieces[::2], [piece[1:-1] for piece in pieces[1::2]]


# English names of documents in running text, told by their capitals ("the Measures for ...", "its Rope Law").

_NAMED = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Tt]wo|[Nn]ew)?\s?((?![“‘])(?:(?:[A-Z][a-z]+\s){{0,2}}[A-Z]\w+-\s(?:and|to)\s|(?:Policies|Principles|Standards|Procedures)\sand\s)?(?:(?!{SAYS_IN_TITLE}\b){CAP}\s){{0,5}}(?<!ublic\s)(?<!eeks\s)"
    rf"(?<!olicits\s){DOC_WORD}\s(?:No\.\s?\d{{1,3}}\s)?(?:for|on|of|to|regarding"
    rf"|concerning"
    rf"|governing|in)\s"
    rf"(?:(?:{SMALL})\s){{0,2}}{CAP}(?:(?:\s\([A-Z][\w-]{{1,9}}\))?\s(?:{SMALL}\s){{0,3}}{CAP}"
    rf"|(?:,\s{CAP}(?:\s{CAP}){{0,2}}){{1,4}},?\sand\s{CAP}){{0,24}}(?:\s\((?![^()]*\bNo\.)[^()]{{2,40}}\)){{0,3}}(?:\s[–—]\s{CAP}(?:\s{CAP}){{0,4}}(?=[:;,.]))?)"
)
_NAMED_AT_END = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Aa]|[Aa]n|[Nn]ew|[Rr]evised)\s((?![“‘])(?:{CAP}\s(?:(?:and|of|for|on|&)\s)?){{2,10}}"
    r"(?:Measures|Provisions|Guidelines|Regulations?|Law|Rules|Framework|Catalogue|Outline|Specifications?))\b"
    r"(?!\s(?:for|on|of|to|regarding|concerning|governing|in)\s(?:the\s)?[A-Z])"
)
_NAMED_LAW = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Nn]ew|[Rr]evised|[Aa]mended|China['’]s)\s((?:(?!New\s|Revised\s|Amended\s){CAP}\s(?:and\s)?){{1,10}}Law\b(?:\s\([A-Z][^()]{{2,30}}\))?)"
    r"(?!\s(?:on|of)\s(?!\d|\w+day\b)|\s[A-Z])"
)
_NAMED_WITH_YEARS = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts|[Aa]|[Aa]n|[Nn]ew)\s((?:{CAP}\s(?:(?:and|of|for|on|&)\s)?){{1,12}}"
    r"(?:Action\sPlan|Plan|Programme|Program|Outline|Catalogue|List)\s\((?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)\d\d)?\))"
)
"""A plan with its span of years ("the Green Coast Three-Year Action Plan (2024–2026)")."""
_NO_NAME = (
    r"(?:Under|In|With|On|By|From|Since|After|Before|According|Following|Pursuant|For|To|At|As|While|When|If|And|But|Both"
    r"|This|That|These|Those|Their|Our|What|How)"
)
_NAMED_BEFORE_ZH = re.compile(
    rf"(?:(?<=\s)|\A)(?:(?:The|A|An|Its|New)\s)?((?![“‘]|{_NO_NAME}\b){CAP}(?:(?:\s{CAP}){{1,3}}(?<!Title)(?<!Name):\s{CAP})?(?:\s(?:(?:{SMALL})\s){{0,2}}{CAP}){{1,24}}(?:\s\([^(){HAN}]{{2,40}}\))?)"
    rf"(?=\s?[(（]\s?[《“]?[{HAN}\d][{HAN}“”、（）()\d —–-]{{1,60}}(?:{KIND_ZH})[)）,，;；（(》”])"
)
"""A name with its Chinese title right behind."""
_DAY_AHEAD = re.compile(
    r"(?:\d{1,2}\s)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s\d{1,2})?(?:,?\s\d{4})?,?"
    r"\s(?:an?|the|its)\s(?=[A-Z])"
    r"|(?:Ent|T)itled\s(?=[A-Z])"
)
_OWNER = re.compile(
    rf"(?:[A-Z][\w-]*\s(?:(?:of|and|for)\s(?:the\s)?)?){{0,6}}[A-Z][\w-]*['’]s\s(?=(?:[\w-]+\s){{0,5}}{DOC_WORD}\b)"
    r"|(?:State Council|CPC Central Committee(?: and (?:the )?State Council)?|[A-Z]{3,8}(?:(?:, | and |, and "
    r"| & )[A-Z]{3,8}){0,6})\s"
    r"(?=(?:(?:Several|Implementation|Implementing|Guiding|Interim|Provisional|Joint)\s){0,2}"
    r"(?:Opinions|Notice|Circular|Decision|Measures|Announcement)\s(?:on|for|of|regarding|concerning)\b)"
)
_WHOSE = re.compile(
    rf"{DOC_WORD} (?:of|by|from) (?:the )?(?:\w+ )*"
    r"(?:Ministry|Commission|Administration|Council|Office|Bureau|Bank|Committee)"
    r"(?: of(?: [A-Z][\w’'-]+| and| of| the){1,8})?"
)
"""Words on whose documents these are, and not what they are called ("Rules of the Ministry of Finance")."""
_WHOSE_BEHIND = re.compile(
    r"(?P<title>(?:(?!of\b|on\b|for\b)[\w’'&-]+\s){1,8}(?:Measures|Provisions|Opinions|Regulations?|Rules|Guidelines?|Plan|Catalogue))"
    r" (?:of|by|from) (?:the )?(?:(?:[A-Z]\w+ )*(?:Ministry|Commission|Administration|Council|Office|Bureau|Committee)"
    r"(?: (?:of|for)(?: [A-Z][\w’'-]+| and| of| the){1,8})?|People['’]s Bank of China)"
)
"""A title with whose it is behind it ("Rope Rules of the Ministry of Finance")."""
_REGULATOR = re.compile(
    r"(?:[A-Z]\w+\s)*(?:Administration|Commission|Authority|Bureau)\s(?:for|of)\s(?:[A-Z]\w+\s)+Regulation"
)
MIN_TITLE_WORDS = 3
"""Words that a title has at least."""
_PAPER = re.compile(
    rf"\b(?:white|green|blue|position)\spapers?(?:,?\s(?:(?:en)?titled|called|named)\s(?:the\s)?|,\s)(?P<title>(?:The\s)?{CAP}:?(?:\s(?:(?:{SMALL})\s){{0,3}}{CAP}:?){{2,24}})"
)
"""What a white paper is called behind it, where no mark shows it."""
_CALLED_SO = re.compile(
    rf"(?:\A|(?<=[.:]\s))(?P<title>(?:The\s)?{CAP}:?(?:\s(?:(?:{SMALL})\s){{0,3}}{CAP}:?){{2,24}})(?=\sis\s(?:the\s(?:name|title)\sof|what\s[^.;]{{2,60}}?\scalls?)\s)"
)
"""A name with which a sentence begins that says what is called so."""


def list_named(text: str, *, capital: bool, has_han: bool) -> list[tuple[int, int, str]]:
    """Return where each such name begins and ends, and the name; in no order.

    ``capital`` tells that a word for a document has its capital in the text, ``has_han`` that it has Chinese words.
    """
    forms: tuple[re.Pattern[str], ...] = (_NAMED, _NAMED_AT_END, _NAMED_LAW, _NAMED_WITH_YEARS) if capital else ()
    forms += (_NAMED_BEFORE_ZH,) if has_han else ()  # without marks, the word has its capital
    forms += (_PAPER,) if " paper" in text else ()
    forms += (_CALLED_SO,) if " is the " in text or " is what " in text else ()
    named = (_within_bounds(m.start(1), m[1]) for form in forms for m in form.finditer(text))
    return [one for one in named if one]


def _within_bounds(start: int, title: str) -> tuple[int, int, str] | None:
    """Return a title without the issuer before it ("the State Council's ...") and what tells when it was issued.

    None where nothing but a kind of document is left.
    """
    owner = _OWNER.match(title) or _DAY_AHEAD.match(title)
    cut = owner.end() if owner else 0
    kept = cut_circumstances(title[cut:])
    if _WHOSE.fullmatch(kept) or _REGULATOR.fullmatch(kept):
        return None
    if len(kept) < len(title) - cut and len(kept.split()) < MIN_TITLE_WORDS:
        return None
    return start + cut, start + cut + len(kept), kept


def drop_owner(title: str | None) -> str | None:
    """Return a title without whose it is ("A Opinions on Ropes", "Rope Rules of the Ministry of Finance")."""
    if title is None:
        return None
    owner, owned = _OWNER.match(title), _WHOSE_BEHIND.fullmatch(title)
    return owned["title"] if owned else title[owner.end() :] if owner else title


# Titles in Chinese as sentences print them: without marks, or behind those whose they are.

_ABOUT = r"关于[^，。；《》]{4,60}的(?:指导|实施)?(?:通知|通告|意见|公告|办法|规定|决定|方案)"
_ISSUED = r"(?:印发|发布|出台|公布|下[发达]|转发|发出|推出|起草|制定|修订)了?"
_WHEN = r"(?:(?:近日|日前|今日|昨日|正式|全文|对外|公开|随后|[已现于]|\d{1,2}月\d{1,2}日)*)"
_GOES_ON = rf"(?=[，。；、：:（(]|\Z|{_WHEN}(?:发布|印发|出台|公布|下发|公开|实施|施行|提出|明确|要求|规定|指出))"
_RUN_IN = re.compile(
    rf"{_ISSUED}(?P<title>{_ABOUT}){_GOES_ON}"
    rf"|\A(?:{_WHEN}，)?(?P<whole>(?:(?!印发|发布|公布|出台|下发|转发|解读|根据|按照|落实|依据|从)[{HAN}、]){{1,58}}"
    rf"(?:[部委局署院办厅会行]|部门|中央){_ABOUT}){_GOES_ON}"
)
"""A title that says what it is on: the object of a verb, or the first words of a sentence, its issuer a part of it."""
_KINDS = "通知|意见|公告|办法|规定|条例|规则|细则|计划|规划|方案|纲要|指南|指引|目录|标准|规范|要求"
_IN_ENGLISH = re.compile(
    rf"(?<=[a-z:;,)]\s)(?:关于[{HAN}“”《》、]{{4,80}}?(?:通知|意见|公告|办法|规定|决定|方案)|[{HAN}“”、]{{5,60}}(?:{_KINDS}))"
    rf"(?![{HAN}])(?:[（(][{HAN}\d—–-]+[）)])*"
)
"""A Chinese title in an English sentence, without a mark around it."""
_KIND = r"(?:办法|规定|条例|细则|规则|方案|计划|措施|意见|规划|目录|指南|指引|纲要|规范|标准)"
_TAIL = (
    r"[（(](?:(?:修订)?(?:征求意见稿|草案|送审稿)|试行|暂行|(?:19|20)\d\d年?(?:[—–─~～-](?:19|20)\d\d年?|[版本]))[)）]"
)
_HAN_TITLES_NAMED = re.compile(
    rf"{_ISSUED}(?:新修订的|修订后的|新版)?(?P<named>(?![了的]|通知|公告|通告|公报|文件)(?:(?:19|20)\d\d年度?[{HAN}“”、]{{3,30}}?(?:工作要点|(?:立法|工作|行动)计划|方案)"
    rf"(?=[，。；、：:（(]|\Z)|[{HAN}“”、A-Za-z0-9]{{4,40}}?{_KIND}(?:{_TAIL}){{1,3}}))"
)
"""A title that its year, or what stands in brackets behind its kind, tells from a mere description."""
_NAMED_BY = ("征求意见稿", "草案", "送审稿", "试行", "暂行", "工作要点", "计划", "方案", "年")

OWNED_ZH = re.compile(
    rf"(?:(?:\d{{1,2}}月)?\d{{1,2}}日，|近日，|日前，)?(?:[^，。；]{{0,40}}号文?，即)?(?:(?!根据|按照|依据|依照|落实|贯彻|遵照|配合|执行)[{HAN}、]){{1,78}}"
    r"(?:(?:[部委局署院办厅会行室]|部门|中央)[：:]?|(?:令|公告)(?:(?:19|20)\d\d年)?第\d{1,4}号)《"
)
"""Opens a sentence with those whose document it tells of, and with nothing else."""
LEADING_ZH = re.compile(r"(?P<title>[^，。：；:;（(]{4,60})(?:[（(][^（）()]{2,60}[）)])?[：:]")
"""A title before a colon, its number in brackets behind it: "……若干措施（苏政办发〔2026〕8号）：……"."""
BESIDE_ZH = re.compile(r"》的?(?:配套|相关|有关)")
"""Behind a title: what is issued only belongs to it ("修订《甲办法》配套规则")."""
PART_OF_NAME = re.compile(r"\A(?!.*关于).*的(?:通知|公告|通告|函|批复|决定|意见)\Z")
"""The end of a title that would say what it is on ("关于...的通知")."""
ENDED_ZH = re.compile(r"废止了?《\Z")


def find_run_in_title(text: str, *, in_chinese: bool) -> str | None:
    """Return the title that a sentence prints without marks, in a sentence in Chinese or another one; None without."""
    if text.isascii():
        return None
    form = (_RUN_IN if "关于" in text else None) if in_chinese else _IN_ENGLISH
    run = form.search(text) if form else None
    if run is None and in_chinese and any(map(text.__contains__, _NAMED_BY)):
        run = _HAN_TITLES_NAMED.search(text)
    return run[run.lastgroup or 0] if run else None


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
