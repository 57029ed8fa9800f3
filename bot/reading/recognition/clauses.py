"""Which bodies stand in the main clause of a sentence, and which only in what it recalls, explains or follows.

A body's name is one sign in the sentences read here. Setting a body aside changes its sign to another one, so that the
patterns of who acts do not see it while every place and count stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

BODY = "\ue000"
"""Stands for a body's name in a sentence."""
SET_ASIDE = "\ue001"
"""Stands for a body's name in a clause that does not tell the news."""
THE = r"(?:(?:the |The |Beijing[’']s |China['’]s |CHINA['’]S |its )(?:(?:[a-z]+ )?(?:planner|regulator|watchdog) )?)?"
_UNIT = (
    rf"{BODY}(?:\s*[(（][^()（）]{{0,40}}[)）])?"
    r"(?:['’]s (?:General Office|(?:[A-Za-z]\w+ ){1,3}?(?:[Dd]epartment|[Bb]ureau|[Oo]ffice)))?"
)
_WITH = (
    r"(?:along with|together with|as well as|jointly with|alongside|with|in (?:cooperation|collaboration"
    r"|coordination|conjunction) with)"
)
_SEP = (
    rf"(?:\s*[,;、]\s*(?:and |{_WITH} )?|\s+(?:and|or|&|{_WITH})\s+(?:of\s+(?=the\b))?|\s*[/+]\s*"
    r"|,?\s+(?:including|such as|namely)\s+|:\s+"
    rf"|\s+[–-]\s+){THE}(?:(?:[a-z]+ ){{1,3}}?(?:regulator|watchdog|authority|agency|planner) )?"
)
_OTHERS = (
    r"(?:\w+(?:-\w+)? )?(?:other |further |more )?(?:central |government |state |relevant |Chinese )*"
    r"(?:departments|agencies|ministries|bodies|regulators|authorities|commissions|ministerial agencies)\b"
    rf"|(?:[A-Z][\w-]+\s){{1,5}}(?:Department|Office|Bureau|Administration|Commission|Ministry|Committee|Agency)\b"
    rf"(?:\sof\s(?:the\s)?{BODY})?|[A-Z]{{3,6}}\b"
    r"|(?:[a-z-]+\s){1,3}(?:bureau|office|administration|commission|ministry|agency|authority|regulator|watchdog"
    r"|department(?:\sof\sthe\s[a-z]+)?)\b"
)
_AND_MORE = r"(?:,?\s(?:and|&)\s(?:\w+\s)?others\b|,?\set\sal\b\.?)?"
CHAIN = (
    rf"{_UNIT}(?:{_SEP}(?:{_UNIT}|(?:{_OTHERS}))){{0,24}}{_AND_MORE}"
    rf"(?:,\s{THE}{_UNIT}(?:{_SEP}{_UNIT}){{0,6}}\samong\sthem,?)?"
)
BY = rf"(?:\s(?:on|in) [^,;.{BODY}]{{3,20}})?(?: jointly| collectively| together)? by {THE}"

PREPARED = r"(?:drafted|formulated|prepared|proposed|initiated|compiled|drawn up|put forward)"
_NOUN = (
    r"(?:guidelines?|rules?|regulations?|notice|circular|measures|plans?|opinions|scheme|catalogue|list|standards?"
    r"|draft)"
)
_RELATIVE = re.compile(r",\s(?:\w+ )?(?:which|who|whom|whose|where)\b")
_OF_NOUN = re.compile(rf"\b{_NOUN}\s(?:(?:that|which)\s{THE}|the\s)(?P<chain>{CHAIN})")
_IN_A_NOTICE = re.compile(r"(?:^|[.;,]\s)(?:[Ii]n|[Bb]y|[Ww]ith)\s(?:an?|the|its)\s(?:\w+\s)?$")
_CONJUNCTION = re.compile(
    rf"\b(?:after|before|while|whereas|although|though|because|since|until|when|once|unless|if|following)\b"
    r"(?!\s(?:\w+day,?\s)?(?-i:\d{1,2}\s[A-Z]|[A-Z][a-z]+\s\d{1,2}\b|(?:19|20)\d\d\b))"
    rf"|\b(?:(?<!well )(?<!such )as(?=\s{THE}{BODY}))\b",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    r"\b(?:[a-z]{2,}ed|had|has|have|is|are|was|were|will|would|may|said|says|told|put|set|cut|sought|met|gave|took"
    r"|made|held|began|withdrew|[a-z]+(?:es|ts|ns))\b"
)
_PREPOSITION = re.compile(r"\bfollowing\b", re.IGNORECASE)
_ON_BEHALF = re.compile(
    r"\b(?i:on behalf of|(?:at|on) the (?:request|suggestion|proposal|behest|instructions?|orders?"
    r"|initiative) of|under the (?:guidance|leadership|supervision) of"
    r"|with the (?:approval|consent|support|blessing|backing|nod|permission|authori[sz]ation|endorsement) of"
    r"|(?:following|upon|after|with) (?:the )?approval (?:by|from|of))\s"
    rf"{THE}(?P<chain>{_UNIT}(?:\s(?:and|&)\s{THE}{_UNIT})*)"
)
_MADE_BY_ZH = re.compile(
    rf"由(?P<chain>{BODY}(?:[、和与]?{BODY}){{0,9}})[^，。；《》]{{0,8}}?(?:制定|起草|编制|研制|提出|归口|修订)的"
)
"""By whom a thing was made that others issue ("批准由A组织制定的标准")."""
_HAD = re.compile(rf"(?P<chain>{CHAIN})(?:,\s[^,;.]{{3,80}},)?\s(?:\w+ly\s)?had\s(?!to\b)")
_HAD_BEEN = re.compile(rf"\bhad (?:\w+ly )?been (?:\w+ ){{0,2}}?\w+{BY}(?P<chain>{CHAIN})")
_REDUCED = re.compile(
    rf"\b(?P<verb>(?:\w+-)?\w+(?:ed|wn up|put forward)){BY}(?P<chain>{CHAIN})(?P<after>[^,;.]{{0,30}})"
)
_FINITE_BEFORE = re.compile(
    r"(?:^|,|\b(?:was|were|been|be|being|is|are|and|or|then|gets?|got)\b)\s*(?:\w+ly\s|also\s|then\s|first\s|later\s)*$"
)
_LED = re.compile(r"led|headed|spearheaded|chaired")
_IN_YEAR = re.compile(r"\s(?:back )?in (?:the )?(?:19|20)\d\d\b|\s(?:last year|years? ago|earlier)\b")
_GROUND_BEFORE = re.compile(
    r"\b(?:under|in line with|based on|violat\w+|breach\w+|in accordance with|following|pursuant to"
    r"|in breach of|in violation of|implement\w*|replac\w+|supersed\w+|citing|per)\s(?:[^\s,;.:]+\s){1,5}$",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"\s(?:New Year['’]s Day|(?:the\s)?[\w’'-]+(?:\s[\w’'-]+){{0,2}})(?<!{BODY})(?=,\s)")
"""What opens a sentence up to its first comma, without a verb ("Since New Year's Day, ...")."""
_LONGEST_CLAUSE = 240
_WINDOW = 120


@lru_cache(maxsize=128)
def set_recalled_aside(text: str) -> str:
    """Get the sentence with the bodies set aside that only prepared, had acted before or are a relative's subject."""
    return _set_aside(text, [*_list_recalled(text)])


@lru_cache(maxsize=128)
def set_subordinate_aside(text: str) -> str:
    """Return the sentence with all bodies set aside but those of its main clauses."""
    clauses = [_end_of_clause(text, found) for found in _CONJUNCTION.finditer(text)]
    reduced = [found.span("chain") for found in _list_reduced(text)]
    return _set_aside(set_recalled_aside(text), [*clauses, *reduced])


def _set_aside(text: str, spans: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if end > done:
            pieces += [text[done:start] if start > done else "", text[max(start, done) : end].replace(BODY, SET_ASIDE)]
            done = end
    return "".join([*pieces, text[done:]])


def _list_recalled(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span("chain") for found in (_MADE_BY_ZH.finditer(text) if f"由{BODY}" in text else ()))
    for pattern in (_ON_BEHALF, _HAD, _HAD_BEEN, _OF_NOUN):
        for found in pattern.finditer(text):
            if pattern is not _OF_NOUN or not _IN_A_NOTICE.search(_before(text, found)):
                yield found.span("chain")
    yield from (_end_of_clause(text, found) for found in _RELATIVE.finditer(text))
    for found in _list_reduced(text):
        of_ground = _GROUND_BEFORE.search(_before(text, found))
        if of_ground or re.fullmatch(PREPARED, found["verb"]) or _IN_YEAR.match(found["after"]):
            yield found.span("chain")


def _list_reduced(text: str) -> Iterator[re.Match[str]]:
    """Return the participles that only say whose a thing is: "the draft prepared by", not "was prepared by"."""
    for found in _REDUCED.finditer(text) if " by " in text else ():
        if not _FINITE_BEFORE.search(_before(text, found)) and not _LED.fullmatch(found["verb"]):
            yield found


def _before(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - _WINDOW) : found.start()]


def _end_of_clause(text: str, opening: re.Match[str]) -> tuple[int, int]:
    """Return the clause from its first word to the comma behind its verb, else to the end of the sentence."""
    if opening.start() == 0 and (lead := _LEAD.match(text, opening.end())):
        return opening.start(), lead.end()
    for found in re.finditer(r"[,;]", text[opening.end() : opening.end() + _LONGEST_CLAUSE]):
        end = opening.end() + found.start()
        if _PREPOSITION.fullmatch(opening[0]) or _HAS_VERB.search(text, opening.end(), end):
            return opening.start(), end
    return opening.start(), len(text)
