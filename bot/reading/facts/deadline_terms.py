"""Terms that a sentence counts instead of printing their day: "within 30 days of publication", "自公布之日起30日内".

Decided: counted from the day that the sentence prints as the first, else from the item's own; never from that of the
whole document. Terms in working days, those of authorities, standing duties and what is over give no day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.dates.date_words import HAN_DIGITS, month_end, month_start, parse_number
from bot.model.briefing import DeadlineKind
from bot.reading.facts.deadline_words import CLOCK_ZH, Frame, PrintedDay, find_asked, find_kind
from bot.reading.facts.passages import mentions

# From when a document has effect, by words that say so right beside the day: "takes effect on", "in force since".

_DEADLINE_EFFECTS_EFFECT = re.compile(
    r"(?:\b(?:takes?|taking|come?s?|coming|enters?|entering|go|goes|going|put|brought|be)\s(?:in)?(?:to\s)?"
    r"(?:full\s)?(?:effect|force|operation)"
    r"|\b(?:becomes?|is|are|be|being|which are)?\s?(?:effective|applicable|mandatory|compulsory|binding"
    r"|operative|in force"
    r"|in effect)"
    r"|\bappl(?:y|ies|ied)(?!\sis\b)(?:\sfor\s(?:an?\s)?[\w-]+\s(?:years?|months?))?"
    r"|\b(?:be )?(?:implemented|enforced)|\bvalid|\bkicks?\sin|\bbites?|\bbinds?(?:\s[^.;:,]{2,40}?)?"
    r"|\btakes?\sthe\splace\sof\s[^.;:,]{2,40}?|\b(?:be|becomes?)\s(?:the\s)?law(?:\sof\sthe\sland)"
    r"|\bimplementation (?:will )?(?:starts?|begins?|date)|\bstart(?:s|ing)? implementation)\b"
    r"(?:\s(?:next|this)\s(?:year|month|week|spring|summer|autumn|winter))?"
    r"(?:\s(?!early\b|only\b)\w{4,}ly)?,?\s(?:from|on|as of|as from|starting(?: from| on)?|beginning(?: on)?"
    r"|with effect from|since|of|is)\s"
    r"(?:\w+day,? )?(?:the )?$"
    r"|\b(?:scheme|program(?:me)?|subsid(?:y|ies)|pilot|ban|system|regime|tariffs?|dut(?:y|ies)|quotas?|licensing)\s(?:will\s)?"
    r"(?:starts?|begins?)\s(?:at\s(?:midnight|noon)\s)?(?:on|from)\s(?:\w+day,? )?(?:the )?$"
    r"|\b(?:standards?|rules?|measures|rates?|regime|system|scheme)\b[^.;:]{0,60}?\s(?:holds?|goes\slive|go\slive)\s(?:from|on|as\sof)"
    r"\s(?:\w+day,? )?(?:the )?$"
    r"|\b(?:rules?|measures|regime|system|scheme|controls?)\b[^.;:]{0,40}?\s(?:in\splace|operational)\s(?:from|as\sof|on|by)"
    r"\s(?:\w+day,? )?(?:the )?$"
    r"|\b(?:announcement|notice|rules?|measures|order|law|regulations?|controls?|regime|ban)\b(?:[^.;:]|\.(?=\s?\d)){0,80}?,"
    r"\sstarts?\s(?:on|from)\s(?:\w+day,? )?(?:the )?$"
    r"|\b(?:dut(?:y|ies)|tariffs?|rates?|tax(?:es)?|fees?|rebates?)\b[^.;:]{0,80}?\s(?:goes|go|rises?|falls?|drops?|increases?)"
    r"\s(?:(?:up|down|back)\s)?to\s[^.;:,]{1,24}?\s(?:on|from)\s(?:\w+day,? )?(?:the )?$"
    r"|\b(?:dut(?:y|ies)|tariffs?|dues|fees|lev(?:y|ies)|tax(?:es)?(?=\s(?:is|are|will be)\s)"
    r"|(?:export\s)?controls?|restrictions?|quotas?|ban|curbs?|licen[cs]es?|licensing)"
    r"\b(?:[^.;:]|\.(?=\d)){0,80}?"
    r"\s(?:from|as\s(?:from|of)|(?:starting|beginning)(?:\s(?:from|on))?)\s(?:\w+day,? )?(?:the )?$"
    r"|(?:\A|[:|;(]\s*|,\s|\s[–—-]\s)"
    r"(?:in (?:force|effect)|applicable|(?:enters?|comes?|entry) into (?:force|effect)|takes effect)"
    r"\s(?:\w+day,? )?$"
    r"|\b(?:delay|postpone|defer)(?:s|ed|red)?\s[^.;:,]{0,40}?\b(?:start|entry|tax|dut(?:y|ies)|tariffs?|rules?|fees?)\b"
    r"[^.;:,]{0,40}?\s(?:to|until)\s(?:\w+day,? )?(?:the )?$"
    r"|\b(?:takes?|taking)\s(?:legal\s)?effect\s(?:\w+day,? )?$|\b(?:come|comes|coming|enter|enters|entering|go"
    r"|goes)\sinto\s(?:force|effect)\s(?:\w+day,? )?$"
    r"|\beffective:?\s(?:\w+day,? )?$|\bwith (?:legal |retroactive )?effect (?:from|as of|on)\s"
    r"(?:\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?,?\s(?:on\s)?)?(?:\w+day,? )?(?:the )?$"
    r"|\b(?:retroactive(?:ly)?|retrospective(?:ly)?)\s(?:from|to|as (?:of|from)|since)\s(?:\w+day,? )?(?:the )?$"
    r"|\b(?i:takes?|taking)\s(?:[^.;:,]{1,60}\s)?over\s(?:from|as of|as from|starting)\s(?:\w+day,? )?(?:the )?$",
    re.IGNORECASE,
)
_TOOK_EFFECT = re.compile(
    r"\b(?:took|(?:came|went|entered) into) (?:legal )?(?:effect|force)\s(?:on|from|as of)\s(?:the )?"
    r"(?:(?:day|date) of (?:its |their )?(?:publication|issue|issuance|release|promulgation),?\s(?:on\s)?(?:the )?)?$",
    re.IGNORECASE,
)
_ON_THAT_DAY = re.compile(r"(?:On|As of|From|Since)\s(?:\w+day,?\s)?(?:the\s)?")
_THEN_TOOK_EFFECT = re.compile(
    r",?\s[^.;]{4,240}?\s(?:took (?:legal )?effect|(?:came|went|entered) into (?:legal )?(?:effect|force))\b"
)
_ALREADY_ZH = re.compile(r"(?:已于|已自|已从|正式于|于|自)\Z")
_FROM_THEN = re.compile(
    r"(?:\A\s*|[:;]\s|\bthat\s|\bwhich,?\s)(?:[Ff]rom|[Aa]s (?:of|from)|[Ss]tarting(?: from| on)?|[Bb]eginning(?: on)?"
    r"|[Ww]ith effect from)\s(?:\w+day,? )?$"
)
_APPLIES_THEN = re.compile(
    r"(?:\s(?:19|20)\d\d)?,?\s(?:on,?\s)?[^.;]{0,120}?\b(?:needs?|musts?|shall|will|may|cannot|(?:is|are)"
    r"\s(?:\w+\s)?(?:to|required"
    r"|subject|banned|barred|prohibited|exempt(?:ed)?|allowed|taxed|charged|levied|collected|payable|free)|replaces?|requires?|accepts?|recogni[sz]es?|charges?|levies"
    r"|appl(?:y|ies)|have to|has to|gives?|grants?|waives?|decides?|lets?|takes?|asks?|checks?|lowers?|raises?"
    r"|supersedes?|takes?\sthe\splace|supplants?"
    r"|(?<=s )use\s(?:the|an?|only)"
    r"|(?<=s )(?:file|report|register|pay|submit|declare|label|disclose|keep|mark|need|leave|bear|carry|fall|follow))\b"
)
_WHEN = re.compile(
    r",\s(?:when|from which|on which)\s[^.;]{2,80}?\b(?:takes? effect|(?:comes?|enters?|goes) into (?:force"
    r"|effect)|appl(?:y|ies))\b"
)
"""Tells behind a day what happens then ("until 1 January, when the rules take effect")."""
_EFFECT_DATE = re.compile(
    r"\b(?:effective date|date of (?:effect|entry into force|application|implementation)|implementation date"
    r"|applicable date|cut-off(?: date)?)"
    r"(?: is| of|:| will be)?\s*$"
    r"|(?:生效|施行|实施|执行)(?:日期|时间|日)(?:为|是|[:：])?\s*$"
    r"|\b(?:in force|in effect|effective|applicable|takes effect|(?:entry|enters?|comes?) into (?:force|effect))"
    r"(?: (?:from|as of|since|on)| \([^()]{1,24}\))?\s?[:：|]\s*$",
    re.IGNORECASE,
)
_DEADLINE_EFFECTS_EFFECT_ZH = re.compile(
    r"\s*[)）]?\s*(?:\d{1,2}[时点:：](?:\d{1,2}分?)?)?起?(?:正式)?(?:开始|上线|落地)?(?:施行|实施|生效|执行|实行|试行)|\s*起(?:调整|落地)|\s*起(?:对|，)?[^，。；]{0,30}?(?:施行|实施|生效|执行|实行|试点|启用|取消|暂停|停止|恢复|不再|计收|收取|征收|加征|免征|减征|减按)"
)


def takes_effect(before: str, after: str) -> bool:
    """Return whether the words around a day say that something has effect from it."""
    applies = (_FROM_THEN.search(before) and _APPLIES_THEN.match(after)) or _WHEN.match(after)
    return bool(
        applies
        or _DEADLINE_EFFECTS_EFFECT_ZH.match(after)
        or _DEADLINE_EFFECTS_EFFECT.search(before)
        or _EFFECT_DATE.search(before)
    )


def took_effect(before: str, after: str) -> bool:
    """Return whether the news of a day is that a document took effect on it."""
    opens = _ON_THAT_DAY.fullmatch(before) is not None and _THEN_TOOK_EFFECT.match(after) is not None
    return opens or bool(
        _TOOK_EFFECT.search(before) or (_ALREADY_ZH.search(before) and _DEADLINE_EFFECTS_EFFECT_ZH.match(after))
    )


# Which days are the last ones of something, by the words right beside them: "until", "closes on", "at the latest".

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


# From when something applies, where no word of effect says it: "must waive tolls as of 1 October", "since 1 May".

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
_DEADLINE_STARTS_FROM = re.compile(rf"\b{_DUTY}\b{_IN_CLAUSE}\sfrom\s{_DAY}", re.IGNORECASE)
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
_DEADLINE_STARTS_TO = re.compile(r"\s?(?:[-–—~至到]|to\b|until\b|till\b|through\b)")
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
    if _DEADLINE_STARTS_TO.match(after) or not mentions(before[-30:], _STARTS):
        return False
    if reported_on and printed.on < reported_on:
        return False
    return (
        any(form.search(before) for form in (_AS_OF, _DEADLINE_STARTS_FROM, _CHANGED_FROM, _RUNS))
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


# The words of deadlines in tongues that newsletters mix with English, beside the months of ``month_names``.


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tongue:
    """The words of a tongue, as parts of patterns.

    ``until`` stands before the day of ``comments`` or ``applications``, as does ``ends`` behind them; ``label`` names a
    deadline; ``effect`` stands before a day of effect, ``parted_effect`` where the rest stands behind it ("tritt am ...
    in Kraft"); ``over`` tells of what is past.
    """

    comments: str
    applications: str
    until: str
    ends: str
    label: str
    effect: str
    over: str
    parted_effect: str = ""
    effect_label: str


_TONGUES = (
    _Tongue(
        comments=r"stellungnahmen?|komment\w+|rückmeldungen|konsultation\w*|anhörung\w*|anmerkungen",
        applications=r"antr[aä]g\w*|bewerbung\w*|anmeldung\w*",
        until=r"bis(?:\s(?:einschließlich|spätestens))?(?:\szum|\sam)?",
        ends=r"(?:endet|enden|läuft|laufen|schließt|schließen)(?:\sam|\sbis\szum)?",
        label=r"(?:frist|fristende|schlusstermin)\sfür\s(?:die\s)?",
        over=r"wurden?|war|waren|hatten?",
        effect=r"(?:gilt|gelten)\s(?:ab|seit)(?:\sdem)?|in\skraft\sab(?:\sdem)?",
        parted_effect=r"(?:tritt|treten)\s(?:\w+\s){0,2}?(?:am|zum)",
        effect_label=r"inkrafttreten|in\skraft(?:\sab)?|gültig\sab",
    ),
    _Tongue(
        comments=r"commentaires?|observations|consultation|contributions|avis",
        applications=r"candidatures?|demandes|dossiers|inscriptions",
        until=r"jusqu['’]au|avant\sle|au\splus\stard\sle",
        ends=r"(?:se\stermine|se\sterminent|prend\sfin|s['’]achève|est\sclose)(?:\sle)?",
        label=r"(?:date\slimite|échéance|délai)\s(?:pour\sles\s|des\s|de\sla\s|de\s|d['’]envoi\sdes\s)",
        over=r"était|étaient|(?:a|ont)\sété|avaient?",
        effect=r"(?:entre|entrent|entrera|entreront)\sen\svigueur\s(?:le|à\scompter\sdu|à\spartir\sdu)",
        effect_label=r"entrée\sen\svigueur",
    ),
    _Tongue(
        comments=r"comentarios?|observaciones|consulta|alegaciones",
        applications=r"solicitudes?|candidaturas?|inscripciones",
        until=r"hasta\sel|antes\sdel?",
        ends=r"(?:termina|concluye|finaliza|cierra)(?:\sel)?",
        label=r"(?:fecha\slímite|plazo)\s(?:para\s(?:las?\s|los\s)?|de\s(?:las?\s|los\s)?)",
        over=r"fue|fueron|era|eran|había",
        effect=r"(?:entra|entran|entrará|entrarán)\sen\svigor\s(?:el|a\spartir\sdel)",
        effect_label=r"entrada\sen\svigor",
    ),
)
_WEEKDAY = r"(?:\s\w+,?(?:\sden)?)?"
_IN_FORCE_AFTER = re.compile(r"\s(?:\w+\s)?in\sKraft\b")
_SPLIT = re.compile(r"[;.]\s")


def _ask(tongue: _Tongue, words: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{words})\b(?:(?!\b(?:{tongue.over})\b)[^,;:]){{0,80}}?\b(?:{tongue.until}|{tongue.ends}){_WEEKDAY}\s\Z"
        rf"|\A\W*(?:{tongue.label})?(?:{words})(?:frist)?(?:\s(?:{tongue.until}))?\s?[:：|–-]\s?(?:{tongue.until}\s)?\Z",
        re.IGNORECASE,
    )


_ASKED = tuple(
    (kind, _ask(tongue, words))
    for tongue in _TONGUES
    for kind, words in (
        (DeadlineKind.COMMENTS_CLOSE, tongue.comments),
        (DeadlineKind.APPLICATIONS_CLOSE, tongue.applications),
    )
)
_ASKED_AFTER = tuple(
    (
        re.compile(rf"\b(?:{tongue.until}){_WEEKDAY}\s\Z", re.IGNORECASE),
        re.compile(
            rf"\s(?:\w+\s){{0,2}}?(?:zur|für|aux?|à\sla|pour|a|para)\s(?:\w+\s)?(?:{tongue.comments})\b", re.IGNORECASE
        ),
    )
    for tongue in _TONGUES
)
_EFFECTS = tuple(
    re.compile(
        rf"\b(?:{tongue.effect}){_WEEKDAY}\s\Z"
        rf"|\A\W*(?:{tongue.effect_label})\s?(?:[:：|–-]\s?|\s(?:am|zum|le|el)\s)\Z",
        re.IGNORECASE,
    )
    for tongue in _TONGUES
)
_PARTED_EFFECTS = tuple(
    re.compile(rf"\b(?:{tongue.parted_effect}){_WEEKDAY}\s\Z", re.IGNORECASE)
    for tongue in _TONGUES
    if tongue.parted_effect
)


def find_kind_in_tongues(before: str, after: str) -> DeadlineKind | None:
    """Return what the day between these parts of a sentence closes or puts into effect, by words of other tongues."""
    clause = _SPLIT.split(before)[-1]
    if any(effect.search(clause) for effect in _EFFECTS):
        return DeadlineKind.TAKES_EFFECT
    if _IN_FORCE_AFTER.match(after) and any(effect.search(clause) for effect in _PARTED_EFFECTS):
        return DeadlineKind.TAKES_EFFECT
    if any(until.search(clause) and asked.match(after) for until, asked in _ASKED_AFTER):
        return DeadlineKind.COMMENTS_CLOSE
    return next((kind for kind, asked in _ASKED if asked.search(clause)), None)


_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
_COUNTED = rf"(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})[\s-](?:calendar[\s-])?(?P<unit>day|week|month)s?\b"
_COUNTED_ZH = rf"(?P<count>\d{{1,3}}|[{HAN_DIGITS}]{{1,3}})\s*(?P<unit>个?自然日|日|天|周|个月)"
_ANY = re.compile(rf"\b{_COUNTED}|{_COUNTED_ZH.replace('count', 'one').replace('unit', 'two')}", re.IGNORECASE)
_UNITS = ("day", "week", "month", "日", "天", "周", "月")
_WHAT = (
    r"(?P<what>(?:public|open|written)?\s?(?:comments?|consultation|feedback|application|registration|submission))"
    r"s?(?:\s(?:period|window|phase|round))?"
)
_DOCUMENT = r"(?:notice|draft|announcement|circular|call|rules|measures|document|text)\b"
_OURS = r"(?:the\s|its\s|their\s|this\s|official\s)*"
_PUBLICATION = (
    rf"{_OURS}(?:(?:date|day)\sof\s)?{_OURS}"
    rf"(?P<from>(?:publication|release|promulgation|issuance|issue|announcement|notice)\b(?:\sof\s{_OURS}{_DOCUMENT})?)(?!\sof\b)"
)
_WITHIN = re.compile(rf"\b(?:with)?in\s{_COUNTED}\s(?:of|after|from|following)\s{_PUBLICATION}", re.IGNORECASE)
_FOR = re.compile(
    rf"\bfor\s(?:a\speriod\sof\s)?{_COUNTED}(?=\s*(?:$|[.,;)]|from\b|start|begin|until\b|and\b))", re.IGNORECASE
)
_PERIODS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"\b(?:for|open(?:ed|s|ing)?|launch(?:ed|es|ing)?|start(?:ed|s|ing)?|begins?|began|with)"
            rf"\s(?:an?|its|the)\s{_COUNTED}\s{_WHAT}\b(?!\s(?:requirement|rule|for\b))"
        ),
        rf"\b{_WHAT}(?:\s(?:on|for)\s[^,;.]{{1,80}}?)?\s(?:that\s|which\s)?(?:lasts|will\slast|runs\sfor|lasting)\s{_COUNTED}",
        rf"\b{_WHAT}\s(?:of|is)\s{_COUNTED}",
        rf"\bwith\s{_COUNTED}\s(?:for|of)\s{_WHAT}\b",
        rf"\b{_WHAT}(?:\s(?:on|for)\s[^,;.]{{1,80}})?\s(?:will\s)?(?:closes?|ends?|expires?)\sin\s{_COUNTED}",
    )
)
_EFFECT = re.compile(
    r"\b(?:tak(?:e|es|ing)\seffect|(?:com|enter)(?:e|es|s|ing|)\sinto\s(?:force|effect)|effective|appl(?:y|ies)|implemented)"
    rf"\s{_COUNTED}\s(?:after|from|following)\s{_PUBLICATION}",
    re.IGNORECASE,
)
_EFFECT_ZH = re.compile(
    rf"(?:(?:发布|公布|印发)之日起满?|(?<=[，。；])(?:将于|将在|将)?)(?<!为期){_COUNTED_ZH}后?起?(?:正式)?(?:施行|实施|生效)"
)
_WITHIN_ZH = re.compile(
    rf"(?P<from>\w{{0,6}})(?:发布|公布|印发|刊登|公开|公告|公示)(?:之日|当日|日)起(?:的)?{_COUNTED_ZH}之?内"
)
_PERIOD_ZH = re.compile(
    r"(?:(?P<what>征求意见|征集意见|意见征集|意见反馈|反馈意见|反馈|公示|申报|征集)的?(?:时间|期限|期)|(?<=[，,])(?:期限|为期))"
    rf"(?:为|是|[:：]|共)?(?:[自从][^，。；]{{3,14}}起的?)?\s*{_COUNTED_ZH}"
)
_CALLS = re.compile(r"notice|announcement|call|公告|通知|通告", re.IGNORECASE)
"""What invites applications, as rules that set a duty to apply do not."""
_ASKED_NOW = re.compile(
    r"\b(?:open|accept\w*|welcome\w*|invit\w+|seeks?|seeking|soliciting|solicits|collecting|collects|taking|takes|may"
    r"|can|asks?|asking)\b[^.;,]{0,100}\Z",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:after|following|follows?|followed|had|earlier|previous\w*|last\s(?:year|month)|ended|closed|concluded"
    r"|expired|completed|received|was|were|no|without|dropped|unless|would)\b",
    re.IGNORECASE,
)
_SHOWN = (None, "公示", "征集")
"""Words that leave open what is asked for."""
_OVER_ZH = re.compile(r"已|结束|期满|届满|此前|经过")
_FROM = re.compile(
    r"(?:\b(?:from|start(?:s|ed|ing)?|begin(?:s|ning)?|began|as\sof|publi\w+|releas\w+|issu\w+|dated)"
    r"(?:\s(?:on|from))?\s(?:the\s)?(?:\w+day,?\s)?|[自从]\s*)\Z",
    re.IGNORECASE,
)
_WINDOW = 300
_DAYS = {"day": 1, "week": 7, "日": 1, "天": 1, "周": 7, "自然日": 1, "个自然日": 1}


def list_terms(
    text: str, days: tuple[PrintedDay, ...], frame: Frame, wording: str
) -> Iterator[tuple[dt.date, DeadlineKind]]:
    """Return the day and kind of each term that a sentence counts from a known day; ``days`` are those that it prints.

    ``wording`` is the item's, which says what is asked for where the sentence does not.
    """
    counts = mentions(text, _UNITS) and _ANY.search(text)
    first = _find_first_day(text, days, frame.published_on) if counts else None
    if first is None:
        return
    for match, kind in _list_counted(text, wording):
        on = _count_from(first, match["count"].lower(), match["unit"].lower())
        if kind and on:
            yield on, kind


def _list_counted(text: str, wording: str) -> Iterator[tuple[re.Match[str], DeadlineKind | None]]:
    for effect in (_EFFECT, _EFFECT_ZH):
        yield from ((match, DeadlineKind.TAKES_EFFECT) for match in effect.finditer(text) if not _is_over(text, match))
    for match in (*_WITHIN.finditer(text), *_WITHIN_ZH.finditer(text)):
        before = _clause_before(text, match)
        kind = None if _OVER.search(before) else find_kind(f"{before}within ", _after(text, match))
        if kind is not DeadlineKind.APPLICATIONS_CLOSE or _CALLS.search(match["from"]):
            yield match, kind
    for match in _FOR.finditer(text):
        before = _clause_before(text, match)
        if _ASKED_NOW.search(before) and not _OVER.search(before):
            yield match, find_kind(f"{before}for ", _after(text, match))
    for pattern in _PERIODS:
        for match in pattern.finditer(text):
            yield match, None if _is_over(text, match) else find_asked(f"{match['what']} deadline")
    if not _OVER_ZH.search(text):
        for match in _PERIOD_ZH.finditer(text):
            named = match["what"] if match["what"] not in _SHOWN else wording
            yield match, find_asked(named)


def _is_over(text: str, match: re.Match[str]) -> bool:
    return _OVER.search(text, max(0, match.start() - _WINDOW), match.start()) is not None


def _clause_before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _WINDOW) : match.start()].rpartition(";")[2]


def _after(text: str, match: re.Match[str]) -> str:
    return text[match.end() : match.end() + _WINDOW]


def _find_first_day(text: str, days: tuple[PrintedDay, ...], published_on: dt.date | None) -> dt.date | None:
    """Return the day that a term is counted from; None where the sentence prints days that leave it open."""
    for day in days:
        if _FROM.search(text[max(0, day.start - _WINDOW) : day.start]):
            return day.on
    return published_on if all(day.on == published_on for day in days) else None


def _count_from(first: dt.date, count: str, unit: str) -> dt.date | None:
    number = _NUMBERS[count] if count in _NUMBERS else parse_number(count)
    if not number:
        return None
    if unit in _DAYS:
        return first + dt.timedelta(days=number * _DAYS[unit])
    month = month_start(first.year, first.month + number)
    return month.replace(day=min(first.day, month_end(month.year, month.month).day))
