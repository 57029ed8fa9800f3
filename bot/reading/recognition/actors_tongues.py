"""Who does what in a German, French or Spanish sentence, each body in it one sign."""

from __future__ import annotations

import re

from bot.reading.recognition.clauses import BODY

_THE = r"(?:(?:das|die|der|dem|le|la|les|el|los|las)\s+|l['’])?"
_UNIT = rf"{BODY}\)?(?:\s*[(（][^()（）]{{0,40}}[)）])?"
_AND = r"(?:\s*,\s*|\s+(?:und|sowie|gemeinsam\smit|zusammen\smit|et|ainsi\sque|avec|y|junto\scon)\s+)"
_OTHER = rf"[A-ZÀ-Þ](?:(?!\s(?:und|sowie|gemeinsam|zusammen|et|ainsi|avec|y|junto)\s)[^,.;:()（）{BODY}]){{2,70}}?"
"""Somebody whom no list of ours holds, beside a body."""
_CHAIN = rf"(?P<chain>{_UNIT}(?:{_AND}{_THE}(?:{_UNIT}|{_OTHER})){{0,12}})"
_TO_THE_END = rf"\s(?:\([^()]{{0,200}}\)|[^.;({BODY}]|(?<=\d)\.){{0,240}}?\b"
_PAST_DE = (
    r"(?:veröffentlich|verabschiede|kündig|leg|stell|starte|eröffne|leite|verhäng|billig|setz|änder|verlänger|publizier)ten?"
    r"|erließ(?:en)?|gab(?:en)?|verbot(?:en)?|hob(?:en)?"
)
_DONE_DE = (
    r"veröffentlicht|verabschiedet|angekündigt|vorgelegt|vorgestellt|gestartet|eröffnet|eingeleitet|verhängt|gebilligt"
    r"|erlassen|herausgegeben|bekannt\s?gegeben|verboten|aufgehoben|geändert|verlängert|publiziert|gestellt"
)
_DONE_ROMANCE = (
    r"(?:publi|adopt|annonc|lanc|présent|promulgu|approuv|impos|diffus|révis|prolong|modifi|abrog|dévoil)é|émis|soumis|ouvert"
    r"|(?:public|adopt|anunci|lanz|present|promulg|aprob|modific|derog|prorrog)ado|emitido|sometido|abierto"
)
_NOW_ROMANCE = (
    r"(?:publi|adopt|annonc|lanc|présent|promulgu|approuv|impos|dévoil)e(?:nt)?|soumet(?:tent)?|ouvre(?:nt)?"
    r"|(?:public|adopt|anunci|lanz|present|promulg|aprob|modific|derog)(?:ó|aron)|emit(?:ió|ieron)|abr(?:ió|ieron)"
)
_ADVERB = r"(?:\s(?:conjointement|également|officiellement|conjuntamente|también|gemeinsam|auch|zudem))?"
ACTING = (
    re.compile(rf"\b(?i:{_PAST_DE})\s+{_THE}{_CHAIN}"),
    re.compile(rf"{_CHAIN}{_ADVERB}\s+(?:{_PAST_DE})\b"),
    re.compile(rf"\b(?:hat|haben)\s+{_THE}{_CHAIN}{_TO_THE_END}(?:{_DONE_DE})\b"),
    re.compile(rf"{_CHAIN}\s+(?:hat|haben){_TO_THE_END}(?:{_DONE_DE})\b"),
    re.compile(rf"{_CHAIN}{_ADVERB}\s+(?:(?:a|ont|ha|han){_ADVERB}\s(?:{_DONE_ROMANCE})|{_NOW_ROMANCE})\b"),
)
"""Patterns of an act, with who does it as ``chain``."""
