"""Which days are the last ones of something, by the words right beside them: "until", "closes on", "at the latest"."""

from __future__ import annotations

import re

from bot.reading.recognition.deadline_words import CLOCK_ZH

_UNTIL = re.compile(
    r"(?:\b(?:until|till|by|before|through|no later than|not later than|up to|due(?: on| by)?)"
    r"(?:\s?[:：|])?|截至|截止[至到]?|期限[至到]|即日起?[至到]|不(?:得|能|应)?[晚迟]于|[最至][迟晚]应?[于在]?)\s*"
    r"(?:and including |the end of |close of business on |(?:midnight|noon|midday) (?:on |of )?"
    r"|\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?,? (?:Beijing time,? )?(?:on )?)?"
    r"(?:\w+day,? )?(?:the )?$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:comments?|feedback|repl(?:y|ies)|answers?|responses?|consultation|input|views|suggestions|opinions|applications?|bids"
    r"|proposals?|submissions?|tenders?|registrations?|nominations?)"
    r"(?:\s(?:(?:is|are)\s)?(?:open|welcome|possible|invited|accepted|due|sought))?\s(?:up\s)?to\s"
    r"(?:\w+day,? )?(?:the )?$",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\b(?:clos(?:e|es|ed|ing)|shuts?|wraps?\sup|end(?:s|ed|ing)?|expir(?:e|es|ed|ing)|conclud(?:e|es|ed)|due"
    r"|(?:deadline|(?:last|final|closing) (?:day|date))\b[^.;]{0,60}?\b(?:is|of"
    r"|for|on|set|falls|to)|deadline:?|r[ua]n(?:s|ning)?)\b"
    r"(?:(?!from|since)[^.;]){0,20}?(?:on|by|is|at|for|to|until)?\s*(?:\w+day,? )?(?:the )?$"
    r"|(?:截止|截至)(?:时间|日期|日)?(?:为|是|：|:|到|于)?\s*$",
    re.IGNORECASE,
)
_EXTENDED = re.compile(
    r"\b(?:deadline|period|window|consultation|applications?|comments?)\b[^.;]{0,80}?\b(?:extended|prolonged"
    r"|moved|pushed back|put back|pushed out|postponed)"
    r"\s(?:to|until)\s(?:\w+day,? )?(?:the )?\Z"
    r"|\bextend(?:s|ed)\s[^.;]{0,60}?\b(?:deadline|period|window"
    r"|consultation)\b[^.;]{0,60}?\sto\s(?:\w+day,? )?(?:the )?\Z"
    r"|(?:\A|时间|期限|日期|工作)(?:统一)?(?:延长?|顺延|延期|推迟|延后|调整)[至到为]\s*\Z",
    re.IGNORECASE,
)
_COUNTED_TO = re.compile(r"\b(?:days|weeks?|months?),?\s(?:to|until|till)\s(?:\w+day,? )?(?:the )?\Z")
"""The end of a term that is counted too ("four weeks, to 7 April, to comment")."""
_TERM_BEFORE = (_UNTIL, _TO, _CLOSES, _EXTENDED, _COUNTED_TO)
_AFTER_LAST = re.compile(
    r"\b(?:remarks|comments|submissions|letters|replies|responses|views|feedback|applications|bids|entries"
    r"|proposals)\b[^.;]{0,60}?\safter\s(?:\w+day,? )?(?:the )?\Z",
    re.IGNORECASE,
)
_NOT_TAKEN = re.compile(
    r"\s(?:(?:19|20)\d\d\s)?(?:cannot|won[’']t|(?:will|can|are|shall|may)\s(?:not|no longer"
    r"|never))\s(?:be\s)?(?:counted|considered|accepted|read|taken|looked|processed|heard|reviewed)\b"
)
"""What comes in after a day is not taken: it is the last one."""
_AT_LATEST = re.compile(
    r"\s(?:(?:19|20)\d\d\s)?(?:at (?:the )?(?:very )?latest|or (?:earlier|before)|latest)\b"
    r"|\W{1,3}(?:is\s)?(?:the\s|your\s)?(?:last|final)\s(?:chance|day|call|opportunity)\s(?:to|for)\b"
)
"""Behind the last day of a term."""
_BEFORE_ZH = re.compile(CLOCK_ZH + r"(?:之?前|以前|为?止|截止|结束|关闭|（含）前|\(含\)前)")


def is_term(before: str, after: str) -> bool:
    """Return whether the words beside a day make it the last one of something."""
    return bool(
        _AT_LATEST.match(after) or _BEFORE_ZH.match(after) or any(pattern.search(before) for pattern in _TERM_BEFORE)
    )


def is_last_taken(before: str, after: str) -> bool:
    """Get whether what comes in after a day is not taken any more ("remarks posted after 2 May will not be read")."""
    return _AFTER_LAST.search(before) is not None and _NOT_TAKEN.match(after) is not None


def is_moved_on(before: str) -> bool:
    """Return whether the words before a day move a term to it ("the deadline has been put back to")."""
    return _EXTENDED.search(before) is not None
