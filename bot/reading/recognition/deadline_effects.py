"""From when a document has effect, by words that say so right beside the day: "takes effect on", "in force since"."""

from __future__ import annotations

import re

_EFFECT = re.compile(
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
_EFFECT_ZH = re.compile(
    r"\s*[)）]?\s*(?:\d{1,2}[时点:：](?:\d{1,2}分?)?)?起?(?:正式)?(?:开始|上线|落地)?(?:施行|实施|生效|执行|实行|试行)|\s*起(?:调整|落地)|\s*起(?:对|，)?[^，。；]{0,30}?(?:施行|实施|生效|执行|实行|试点|启用|取消|暂停|停止|恢复|不再|计收|收取|征收|加征|免征|减征|减按)"
)


def takes_effect(before: str, after: str) -> bool:
    """Return whether the words around a day say that something has effect from it."""
    applies = (_FROM_THEN.search(before) and _APPLIES_THEN.match(after)) or _WHEN.match(after)
    return bool(applies or _EFFECT_ZH.match(after) or _EFFECT.search(before) or _EFFECT_DATE.search(before))


def took_effect(before: str, after: str) -> bool:
    """Return whether the news of a day is that a document took effect on it."""
    opens = _ON_THAT_DAY.fullmatch(before) is not None and _THEN_TOOK_EFFECT.match(after) is not None
    return opens or bool(_TOOK_EFFECT.search(before) or (_ALREADY_ZH.search(before) and _EFFECT_ZH.match(after)))
