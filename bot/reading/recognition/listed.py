"""Documents that a list names without a verb.

"NDRC, MEE: Notice on ...", "MIIT draft standard for ...", "Catalogue of ... (NDRC, MOFCOM): comments until 18 May".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import Passage, Place

_FIRST = re.compile(r"\s*(?:the\s)?", re.IGNORECASE)
_NEXT = re.compile(r"\)?\s*(?:[,;/+、&(]|\band\b|\b(?:jointly|together)\swith\b|\bwith\b)?\s*(?:and\s)?(?:the\s)?")
_SIGN = re.compile(
    r"\)?(?:,?\s\(?(?:\d{1,2}\s[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.?\s\d{1,2})(?:,?\s(?:19|20)\d\d)?\)?)?\s*(?:[:：]\s*|[–—-]\s+)"
)
"""What parts the bodies, perhaps with the day behind them, from the document."""
_POSSESSIVE = re.compile(r"\)?(?:['’]s?)?(?:\s+|\Z)")
_DRAFT = re.compile(r"(?:\w+\s)?drafts?\s(?=\w|[“\"])|(?:public\s|open\s)?consultation\son\s", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"(?:(?:[A-Z][\w'’-]*|\d{1,3}|an?|joint|new|revised|amended|updated|national|interim|trial|final|draft|mandatory|guiding|action"
    r"|work|implementation|pilot|industry|[\w-]+-year)\s){0,6}?"
    r"(?:[Mm]easures|[Pp]rovisions|[Gg]uidelines?|[Gg]uidance|[Oo]pinions?|[Nn]otices?|[Cc]irculars?|[Pp]lans?"
    r"|[Rr]egulations?|[Cc]atalogues?|[Rr]ules|[Ss]tandards?|[Ll]aws?|[Dd]ecisions?|[Oo]utlines?|[Ss]chemes?"
    r"|[Ll]ists?|[Pp]rogram(?:me)?s?|[Ss]pecifications?|[Ii]nterpretations?|[Aa]nnouncements?|[Ll]etters?|[Cc]odes?"
    r"|Q&As?|[Ff]rameworks?|[Rr]oadmaps?|[Ww]hite [Pp]apers?)"
    r"(?=\s(?:on|for|of|to|regarding|concerning|governing|about|against|under)\s|\s*(?:[;,.(–—]|\Z))"
)
_ENTRY = re.compile(
    r"(?:[\w'’-]+\s){0,6}(?:measures|provisions|guidelines|opinions|notice|circular|plan|regulations|catalogue|rules"
    r"|standards?|law|scheme|announcement)\.?"
)
_DATED = re.compile(
    r"(?:[\w'’-]+\s){1,3}(?:measures|provisions|guidelines?|opinions|notice|circular|plan|regulations?|catalogue|rules"
    r"|standards?|law|scheme)\s(?:on|for|of)\s[^.;]{2,80}?(?:,\s|;\s|\s[–—-]\s|\s\()"
    r"(?:(?P<asked>comments?|feedback|consultation|views)|in force|effective|takes? effect|adopted|passed|approved)\b"
)
"""A document in any words, of which it is said behind a sign that comments are asked for, or that it holds."""
_ASKED = re.compile(
    r"[^().;:]*\)\s?(?:[:：;,–—-]|\s-)\s*(?:(?:public|open|for)\s)*(?:comments?|feedback|consultation|views)\b"
    r"[^.;]{0,30}?\b(?:until|till|by|to|close|closes|closing|due|open|ends?)\b.*",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:comments?|views|feedback|opinions|consultations?)\b", re.IGNORECASE)
"""Says in a heading that all below it is open for comment."""
_UNTIL = re.compile(r"\)\s?[,:;–—-]?\s*(?:until|till|by|to|closing|due)\s\w")
_SETTLED = re.compile(
    r"\b(?:adopt|pass|approv|enact|finali[sz])(?:ed|es)\b|\b(?:took effect|takes effect|in(?:to)? force|withdrawn)\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """What an entry names: the words from the document on, and whether it is a draft or a consultation."""

    wording: str
    is_draft: bool


def find_listed(passages: Iterable[Passage]) -> Listed | None:
    """Get the document that the news begins with, beside the bodies that issue it; None where it begins otherwise."""
    held = tuple(passages)
    first = next((one for one in held if one.place in {Place.HEADLINE, Place.SUMMARY} and one.sentences), None)
    if first is None:
        return None
    labelled = any(one.place is Place.ISSUER for one in held)
    is_open = any(one.place is Place.HEADING and _OPEN.search(one.text) for one in held)
    return _find_behind(first) or _find_before(first, is_open=is_open) or (_find_alone(first) if labelled else None)


def _find_alone(first: Passage) -> Listed | None:
    """Return the document that an entry is all about, whose issuer stands beside it, as in a table."""
    sentence = first.sentences[0].text
    named = _DOCUMENT.match(sentence) or _ENTRY.fullmatch(sentence)
    is_draft = _DRAFT.match(sentence) is not None
    return Listed(wording=sentence, is_draft=is_draft) if named or is_draft else None


def _find_before(first: Passage, *, is_open: bool) -> Listed | None:
    """Return the document that an entry names before its bodies in brackets, where comments are asked for after them.

    ``is_open`` tells that they are asked for on all that stands below the heading: the day alone follows then.
    """
    sentence = first.sentences[0]
    names = first.names_within(sentence, NameKind.BODY)
    opening = first.text.find("(", sentence.start, names[0].start) if names else -1
    if opening < 0 or first.text[opening + 1 : names[0].start].strip():
        return None
    asked = _ASKED.match(first.text, names[0].end, sentence.end)
    wording = first.text[sentence.start : opening].strip()
    if is_open and wording and _UNTIL.match(first.text, names[-1].end, sentence.end):
        return Listed(wording=wording, is_draft=True)
    return Listed(wording=wording, is_draft=not _SETTLED.search(asked[0])) if asked and wording else None


def _find_behind(first: Passage) -> Listed | None:
    sentence = first.sentences[0]
    end, led = sentence.start, False
    for name in first.names_within(sentence, NameKind.BODY):
        if not (_NEXT if led else _FIRST).fullmatch(first.text, end, name.start):
            break
        end, led = name.end, True
    sign = _SIGN.match(first.text, end, sentence.end) if led else None
    lead = sign or (_POSSESSIVE.match(first.text, end, sentence.end) if led else None)
    wording = first.text[lead.end() : sentence.end] if lead else ""
    is_draft = _DRAFT.match(wording) is not None
    dated = _DATED.match(wording) if sign else None
    if not (is_draft or dated or (sign and _DOCUMENT.match(wording))):
        return None
    is_draft = is_draft or bool(dated and dated["asked"])
    return Listed(wording=wording, is_draft=is_draft and not _SETTLED.search(wording))
