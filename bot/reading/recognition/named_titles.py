"""English names of documents in running text, told by their capitals ("the Measures for ...", "its Rope Law")."""

from __future__ import annotations

import re

from bot.model.text import HAN
from bot.reading.recognition.title_ends import cut_circumstances
from bot.reading.recognition.title_words import CAP, DOC_WORD, KIND_ZH, SAYS_IN_TITLE, SMALL

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
