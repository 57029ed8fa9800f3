"""From when something applies, where no word of effect says it: "must waive tolls as of 1 October", "since 1 May".

A duty, a right or an act of an office stands in the same clause, or else a day only begins something.
"""

from __future__ import annotations

import datetime as dt
import re

from bot.reading.recognition.deadline_days import PrintedDay
from bot.reading.recognition.deadline_words import CLOCK_ZH, find_asked
from bot.reading.recognition.word_led import mentions

_DAY = r"(?:(?:noon|midnight|\d{1,2}[:.]\d\d)\s(?:on\s)?)?(?:\w+day,?\s)?(?:the\s)?\Z"
_IN_CLAUSE = r"(?:[^.;:]|\.(?=\d)){0,160}?"
_DUTY = (
    r"(?:will\s(?:license|licence|restrict|control|tax|subsidi[sz]e|use|follow|observe|demand|require|need|accept|charge|levy|ban|check|pay|face|not)|pays?|no\s\w+\swithout|needs?|must|shall|may|can|cannot|requires?|required|compl(?:y|ies)|appl(?:y|ies)|allow(?:s|ed)|permit(?:s|ted)|accepts?"
    r"|ha(?:ve|s)\sto|becomes?\s(?:illegal|unlawful|impossible|subject|liable|free|due|payable)|(?:is|are)\s(?:to\s(?!start|begin|open)|subject|required|allowed|banned|barred|exempt|collected|levied|charged|waived|shut|suspended|halted)|banned|exempt(?:s|ed)?|no\slonger)"
)
_ACT = (
    r"(?:orders?|ordered|instruct(?:s|ed)|tells|told|waiv(?:es?|ed|ing)|cuts?|lower(?:s|ed)|rais(?:es|ed)|adds?|added"
    r"|lift(?:s|ed)|scrap(?:s|ped)|bans|bar(?:s|red)|plac(?:es|ed)|impos(?:es|ed)|suspend(?:s|ed)|resum(?:es|ed)"
    r"|extend(?:s|ed)|introduc(?:es|ed)|levi(?:es|ed)|announc(?:es|ed)|abolish(?:es|ed)|end(?:s|ed)|stop(?:s|ped))"
)
_AS_OF = re.compile(
    rf"\b(?:{_DUTY}|{_ACT})\b{_IN_CLAUSE}"
    rf"\b(?:as\s(?:of|from)|with\seffect\sfrom|effective(?:\s(?:from|on))?|(?:start|beginn)ing(?:\sfrom|\son)?)\s{_DAY}",
    re.IGNORECASE,
)
_FROM = re.compile(rf"\b{_DUTY}\b{_IN_CLAUSE}\sfrom\s{_DAY}", re.IGNORECASE)
_CHANGES = (
    r"(?:cuts?|lower(?:s|ed)|rais(?:es|ed)|adds?|added|lift(?:s|ed)|scrap(?:s|ped)|bans|bar(?:s|red)|impos(?:es|ed)"
    r"|suspend(?:s|ed)|resum(?:es|ed)|levi(?:es|ed)|abolish(?:es|ed)|waiv(?:es|ed)|doubl(?:es|ed)|halv(?:es|ed))"
)
_CHANGED_FROM = re.compile(rf"\b{_CHANGES}\b{_IN_CLAUSE},?\sfrom\s{_DAY}", re.IGNORECASE)
_APPLY_TO = re.compile(r"\bappl(?:y|ies)\sto\b")
_RUNS = re.compile(
    rf"\b(?:extension|exemption|scheme|rates?|measures|dut(?:y|ies))\s(?:runs?|lasts?|(?:is|are)\svalid)\sfrom\s{_DAY}",
    re.IGNORECASE,
)
_STARTS = ("as of", "as from", "with effect", "effective", "starting", "beginning", "from")
_TODAY = re.compile(
    r"\b(?:from|as of|as from|starting|beginning|(?P<effective>effective|with effect from))\stoday\b", re.IGNORECASE
)
_OPENS_TODAY = re.compile(r"(?:From|Starting|Beginning)\stoday\b")
_NO_LONGER = re.compile(
    r"\bno longer (?:appl(?:y|ies)|valid|in (?:force|effect))\b|\bceases? to (?:apply|have effect)\b"
)
"""Something ends today."""
_SINCE = re.compile(rf"\bsince\s{_DAY}", re.IGNORECASE)
_REQUIRED = re.compile(
    rf"\b(?:ha(?:ve|s)\s(?:required|needed|applied|banned|been\s(?:required|banned|barred|subject|obliged|bound|binding|allowed|exempt|charged|levied|collected|imposed|waived|suspended|applied))|{_DUTY})\b"
)
_TO = re.compile(r"\s?(?:[-–—~至到]|to\b|until\b|till\b|through\b)")
_TERM_ZH = re.compile(r"(?:实施期限|执行期限|征收期限|有效期限?)(?:为|是)?[自从]\Z")
_FROM_ZH = re.compile(r"[自从](?:北京时间)?\Z|将于\Z|(?:\A|[，。；：:])\s*\Z")
_MUST_FROM_ZH = re.compile(r"(?:须|应当?|不得)[自从](?:北京时间)?\Z")
"""A duty from a day on ("须自7月1日起…")."""
_STARTS_ZH = re.compile(
    CLOCK_ZH + r"起[，,]?(?!至|到|止)[^，。；]{0,40}?(?:[加征]征|征收|收取|免征|减征|提高|降低|下调|上调|不再|取消|停止"
    r"|暂停|恢复|启用|实行"
    r"|采取|适用|允许|便利|扩大|缩短|统一|放开|禁止|限制|不得|不准|无需|须|应(?![对急用收税纳])|可(?!能))"
)


def tells_start(printed: PrintedDay, before: str, after: str, *, reported_on: dt.date | None) -> bool:
    """Return whether something applies from a day on, by the words before and after it in its clause."""
    if _FROM_ZH.search(before):
        return (
            _MUST_FROM_ZH.search(before) is not None
            or _TERM_ZH.search(before) is not None
            or _STARTS_ZH.match(after) is not None
        )
    if _SINCE.search(before):
        return _REQUIRED.search(before) is not None or _requires_next(after)
    if _TO.match(after) or not mentions(before[-30:], _STARTS):
        return False
    if reported_on and printed.on < reported_on:
        return False
    return (
        any(form.search(before) for form in (_AS_OF, _FROM, _CHANGED_FROM, _RUNS))
        and find_asked(_APPLY_TO.sub("", before)) is None
    )


def _find_clause_end(text: str, today: re.Match[str]) -> int:
    return min(at for sign in ".;" if (at := f"{text}{sign}".find(sign, today.end())) >= 0)


def tells_start_today(text: str) -> bool:
    """Return whether something must or may be done from the day of the news on: "need a licence from today"."""
    today = _TODAY.search(text) if mentions(text, (" today",)) else None
    return (
        today is not None
        and _NO_LONGER.search(text, max(map(text[: today.start()].rfind, ".;")) + 1, _find_clause_end(text, today))
        is None
        and (
            _OPENS_TODAY.match(text) is not None
            or today["effective"] is not None
            or re.search(rf"\b{_DUTY}\b", text) is not None
        )
    )


def _requires_next(after: str) -> bool:
    """Return whether the main clause behind a day says what must be done, or what applies."""
    clause = after.partition(".")[0].partition(";")[0][:200]
    return _REQUIRED.search(clause) is not None
