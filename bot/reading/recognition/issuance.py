"""Whether a report tells that something was done, or only that it may be, will be, was not yet or was put off.

Decided: what somebody plans, considers, denies or is asked for is not issued; a draft that is being written neither.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

from bot.reading.recognition.word_led import WordLed, mentions

_NOUNS = (
    r"(?:measures|rules?|regulations?|guidelines?|provisions|notices?|circulars?|plans?|opinions|standards?|catalogues?"
    r"|laws?|drafts?|schemes?|document)\b"
)
_ACT = (
    r"(?:(?:(?:co-)?issu|releas|publish|unveil|promulgat|circulat|formulat|amend|revis|repeal|abolish|scrap|cancel"
    r"|rescind|withdr[ae]w|solicit|finali[sz]|draft|enact|updat)\w*|draw(?:n|ing)? up|put(?:ting)? (?:out|forward)"
    r"|read\b|tabl(?:e|ed)\b|submitted|vot(?:e|ed) on|set(?:ting)? up|look(?:ing|s|ed)? into|establish\w*"
    r"|(?:(?:adopt|approv|introduc|launch|propos|pass|announc|post|present|roll)\w*(?: out)?|draw|set)\s[^.;,]{0,60}?"
    rf"{_NOUNS}|(?:seek|sought|invit\w+|ask\w*) [^.;,]{{0,30}}\b(?:comments|opinions|feedback|views))"
)
_AHEAD = (
    r"(?:(?:will|would|shall|may|might|could|should|must|can)(?:\snot)?"
    r"|(?:plan|intend|expect|hope|vow|pledg|promis|agre|prepar|aim|want|need|threaten|seek|propos|decid|promise|schedul)"
    r"(?:s|es|e|d|ed|ned|ing|ning)?\sto|(?:is|are|was|were|be)\s(?:\w+\s)?(?:set|due|about|likely|expected|slated"
    r"|poised|ready|scheduled|supposed)\sto|(?:is|are)\sto"
    r"|(?:yet|refus\w+|declin\w+|fail\w*)\sto|(?:has|have|had|did|does|do|was|were|is|are)(?:\snot|n['’]t)(?:\syet)?"
    r"|never|without|rather than|instead of)"
)
_WAYS = r"(?:\s(?:\w+ly|also|soon|then|further|yet|jointly|first|next|later|be|been|have|has|being|to))*"
_PLANNED = WordLed(
    "will would shall may might could should must can plan intend expect hope vow pledg promis agre prepar aim want"
    " need threaten seek propos decid schedul is are was were be yet refus declin fail has have had did does do never"
    " without rather instead",
    rf"\b{_AHEAD}{_WAYS}\s{_ACT}(?:\s(?:and|or)\s{_ACT})?\b",
    re.IGNORECASE,
)
_WEIGHED = WordLed(
    "is are was were has have consider mull",
    r"\b(?:(?:is|are|was|were)\s(?:\w+ly\s|still\s|now\s|also\s)?(?:considering|mulling|weighing|studying|planning"
    r"|preparing|drafting|formulating|drawing up|working on|discussing)"
    r"|(?:has|have) (?:begun|started) (?:work on|drafting|writing)|considers|considered|mulls|mulled)\b[^.;]*",
    re.IGNORECASE,
)
_DENIED = WordLed(
    "den no drop abandon ditch scrap",
    r"\bno\s(?:\w+\s)?(?:document|text|rule|notice|draft|paper)s?\s(?:was|were|has\sbeen|have\sbeen|came|is|are)\b(?:(?!,?\s(?:but|and|yet)\b)[^.;])*"
    r"|\b(?:dropp|abandon|ditch|scrapp)ed\s(?:its\s|the\s|all\s|any\s|an?\s)?plans?\s(?:for|to)\b[^.;]*"
    r"|\b(?:den(?:y|ies|ied|ying))\s(?:that|having|reports?|rumou?rs|it|any|plans?)\b[^.;]*",
    re.IGNORECASE,
)
_CALLED_FOR = WordLed(
    "call urg ask press lobb want expect",
    r"\b(?:(?:call(?:s|ed|ing)?\s(?:on|upon|for)|urg(?:e|es|ed|ing)|ask(?:s|ed|ing)?|press(?:es|ed)?|lobb(?:y|ies|ied)"
    r"|want(?:s|ed)?|expect(?:s|ed)?)\s[^.;]{2,80}?)"
    rf"\bto\s(?:\w+ly\s)?{_ACT}",
    re.IGNORECASE,
)
_AWAITED = WordLed(
    "measures rule regulation guideline provision notice circular plan opinion standard catalogue law draft scheme"
    " document text schedul put plac add plans",
    rf"\b(?:(?:{_NOUNS}|texts?\b)[^.;,]{{0,60}}?\s(?:is|are)\s(?:still\s|now\s)?(?:near|close|under way|overdue"
    r"|on (?:its|their|the) way|in the (?:works|making)"
    r"|(?:expected|planned|awaited|due|slated)\s(?:in|by|for|soon|later|this|next)\b)"
    rf"|{_NOUNS}[^.;,]{{0,80}}?\s(?:is|are|was|were)\s(?:still\s|now\s|already\s)?(?:(?:under|in)\s(?:preparation|discussion|development"
    r"|the\spipeline|the\sworks)|being\s(?:drafted|prepared|written|drawn\sup|worked\son|discussed))\b"
    r"|schedul(?:e|es|ed)\s(?:a|the|its)\s(?:\w+\s)?reading"
    r"|(?:puts?|placed?s?|add(?:s|ed)?)\s[^.;,]{2,60}?\son\s(?:its|the|their)\s(?:\w+\s){0,2}(?:agenda|plan for"
    r"|work (?:list|plan)|to-do list|schedule|drafting list|programme for)"
    rf"|(?-i:(?<=[A-Z]{{3}}\s))plans\s(?:\w+\s){{0,3}}?(?:{_NOUNS}))",
    re.IGNORECASE,
)
_VERB_ZH = r"(?:印发|发布|出台|公布|制定|下发|颁布|修订|废止)"
_PLANNED_ZH = WordLed(
    "将 拟 计划 有望 尚未 并未 没有 未曾 正 考虑 预计 否认 召开 举行",
    r"(?:(?<!现)将(?:于[^，。；]{1,12}?)?(?:尽快|适时|陆续|正式|联合|抓紧|进一步|研究|加快|延后|推迟|另行)*"
    rf"|(?:拟|(?<!行动)(?<!工作)计划|有望|尚未|并未|没有|未曾|正在?研究|正在起草|正在制定|考虑|预计|否认)[^，。；》]{{0,16}}?){_VERB_ZH}"
    r"|(?<!现)将(?:加快|抓紧|推[进动])[^，。；]{0,20}?(?:制定|出台|修订|立法)|(?<!现)将对[^，。；]{1,20}?发起"
    r"|(?:召开|举行)[^，。；]{0,24}?(?:座谈|研讨|工作|交流|推进|视频|调度)会(?![^。]*(?:通过|部署|决定|要求|印发))",
)
_ACTED = WordLed(
    "notice circular lists names selects picks adds approves clears issue co-issued gazetted release publish"
    " unveil promulgated adopted approved introduced launched"
    " circulated amended revised posted finali enacted passed imposed opened fined banned raised lowered"
    " suspended announce abolished repealed withdrew cancel put set rolled took take taking in sought solicit"
    " invite seeks extended expanded listed named ordered cut adjusted designated tightened lifted removed"
    " added established summoned"
    " 印发 发布 公布 出台 下发 颁布 施行 实施",
    r"\b(?:(?:notice|circular|announcement)\s(?:by|from)\b|(?:lists|names|selects|picks|adds|approves|clears)\s(?:\d+|an?|the|its|two|three|four|five|ten|twelve)\b)"
    r"|\b(?:(?:co-)?issued|gazetted|released|published|unveiled|promulgated|adopted|approved|introduced|launched|circulated"
    r"|amended|revised|posted|finali[sz]ed|enacted|passed|imposed|opened|fined|banned|raised|lowered|suspended"
    r"|announce[ds]\s(?:an?|the|its|new|two|three|\d+)\b(?!\s(?:\w+\s)?plans?\sto\b)"
    r"|abolished|repealed|withdrew|cancell?ed"
    r"|(?:put|set) out|sets out|rolled out|(?:took|takes?|taking) effect|in force|(?<!entry )into (?:force|effect)"
    r"|sought|solicited|invited|seeks|invites|solicits|issues|releases|publishes|unveils|extended|expanded"
    r"|listed|named|ordered|cut|adjusted|designated|tightened|lifted|removed|added|established|summoned|set up)\b"
    r"|印发|发布|公布|出台|下发|颁布|施行|实施",
)
_OF_BEFORE = re.compile(
    r"\bwhich\b[^.;,]{0,40}$|\bhad\b[^.;]{0,80}$|\b(?:to|will|would|may|might|could|should|must)\s(?:\w+ly\s)?$"
)
_LONG_AGO = re.compile(
    r"(?:\sby\s[^,.;]{2,60}?)?\s(?:back )?in (?:the )?(?:19|20)\d\d\b|\s(?:last year|years? ago|earlier)\b"
)
_PUT_OFF = re.compile(
    rf"\b(?:postpon(?:ed|es)|delay(?:ed|s)|defer(?:red|s)|shelv(?:ed|es)|puts? (?:off"
    rf"|on hold))\s[^.;,]{{0,60}}?{_NOUNS}"
    rf"|\b{_NOUNS}[^.;,]{{0,60}}\b(?:was|were|has been|have been|is|are)\s(?:\w+ly\s|again\s)?"
    r"(?:postponed|delayed|deferred|shelved|put off)"
    r"|(?:推迟|暂缓|延期)(?:出台|发布|公布|印发|实施|施行)"
    r"|(?:出台|发布|公布|印发)(?:时间|日期)?(?:待定|未定|尚未(?:确定|明确)|有待(?:确定|明确))",
    re.IGNORECASE,
)
_ISSUES_FIRST = re.compile(
    r"\b(?:issu|releas|publish|unveil|promulgat|adopt|introduc)(?:ed|es)\s(?!by|in|on|last)[^.;,]{0,80}?"
    rf"{_NOUNS}(?!.{{0,120}}\b(?:which|that|to|whereby)\s$)"
    rf"|\b{_NOUNS}[^.;,]{{0,60}}\b(?:was|were|has been|have been)\s(?:issued|released|published|promulgated|adopted)"
    r"(?!\s(?:by [^.;,]{0,40} )?in (?:19|20))"
    r"|(?:印发|发布|公布|出台)(?!的《)(?![^。]{0,12}(?:公告|决定|令))[^。]{0,120}$|(?<!停止)(?<!不再)(?:施行|实施(?!细则|办法|方案|意见|条例|规定))[^。]{0,120}$",
    re.IGNORECASE,
)
_ISSUES_THEN = re.compile(r"(?<=《)[^》]*》[^。；]{0,12}(?:公布|发布|印发|出台)[^。；]{0,4}新")
"""A new document behind the end of an old one: "废止《...》，同日公布新的《...》"."""
_PUT_OFF_STEMS_TEXT = "postpon;delay;defer;shelv;put off;puts off;on hold;推迟;暂缓;延期;待定;未定;尚未;有待"
_PUT_OFF_STEMS = tuple(_PUT_OFF_STEMS_TEXT.split(";"))
_NOT_DONE = (_PLANNED, _WEIGHED, _DENIED, _CALLED_FOR, _AWAITED, _PLANNED_ZH)
"""The ways of telling that something is not done."""
_STATISTICS = WordLed(
    "data figures statistics index survey rose fell grew climbed dropped shrank increased declined expanded"
    " 同比 环比 统计 海关 监测 数据 公布 发布 产销 销量 产量",
    r"\b(?:data|figures|statistics|index|survey)\b[^.;]{0,60}?"
    r"\b(?:show|rose|fell|stood|published|released|came in|put)\w*\b"
    r"|\b(?:rose|fell|grew|climbed|dropped|shrank|increased|declined|expanded)\s(?:by\s)?\d[\d.,]*\s?(?:%|per\s?cent)"
    r"|(?:同比|环比)(?:分别)?(?:增长|下降|上升|回落|下滑|增|减|涨|跌)|(?:统计|海关|监测)?数据(?:显示|表明)"
    r"|(?:公布|发布)[^。；，《]{0,30}(?:数据|指数|价格|产量|销量|产销)|(?:产销|销量|产量)(?:量)?(?:分别)?(?:完成|达到?|为)\d",
)


@lru_cache(maxsize=128)
def list_planned_spans(news: str) -> tuple[tuple[int, int], ...]:
    """Return where the report speaks of what is not done: planned, weighed, denied, asked for or not yet there.

    The spans come in order and do not overlap.
    """
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found.span() for pattern in _NOT_DONE for found in pattern.finditer(news)):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def is_planned(found: re.Match[str], news: str) -> bool:
    """Return whether a match in the news stands where it speaks of what is not done."""
    spans = list_planned_spans(news)
    at = bisect_right(spans, found.start(), key=itemgetter(0))
    return at > 0 and found.start() < spans[at - 1][1]


def find_told(pattern: re.Pattern[str] | WordLed, news: str) -> re.Match[str] | None:
    """Return the first match of a pattern that the report tells as done."""
    return next((found for found in pattern.finditer(news) if not is_planned(found, news)), None)


def find_ending(pattern: re.Pattern[str], news: str) -> re.Match[str] | None:
    """Return the first match by which the report tells a document's end, unless a new document ends an old one."""
    ended = find_told(pattern, news)
    if ended and ended[0].endswith((" it", " them")):
        return ended
    if ended and (_ISSUES_FIRST.search(news[: ended.start()]) or _ISSUES_THEN.match(news, ended.end())):
        return None
    return ended


def is_put_off(news: str) -> bool:
    """Return whether a report begins with a document's being put off, before any act."""
    put_off = find_told(_PUT_OFF, news) if mentions(news, _PUT_OFF_STEMS) else None
    if put_off is None:
        return False
    act = next(_list_acts(news), None)
    return act is None or put_off.start() <= act.start()


def is_only_planned(news: str, *, planning: bool = False) -> bool:
    """Return whether a report speaks of acts only as planned, weighed, asked for or denied.

    ``planning`` tells that it begins with what a body will do.
    """
    return (planning or bool(list_planned_spans(news))) and next(_list_acts(news), None) is None


def _list_acts(news: str) -> Iterator[re.Match[str]]:
    for found in _ACTED.finditer(news):
        is_old = _LONG_AGO.match(news, found.end()) or _OF_BEFORE.search(
            news[max(0, found.start() - 90) : found.start()]
        )
        if not (is_old or is_planned(found, news)):
            yield found


def tells_statistics(text: str) -> bool:
    """Whether a sentence gives figures of a trade or an economy: who publishes these issues no document."""
    return _STATISTICS.search(text) is not None
