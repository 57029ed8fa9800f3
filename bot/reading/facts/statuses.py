"""The nature that titles and wordings state, and the status that the sources give a document. "Pilot" is no nature."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter

from bot.model.briefing import Nature, PolicyStatus
from bot.reading.facts.deadline_terms import tells_start_today
from bot.reading.facts.passages import WordLed, mentions

# Whether a report tells that something was done, or only that it may be, will be, was not yet or was put off.

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


_EXPLAINS_ANY_ZH = re.compile(r"答记者问|解读|政策问答")
"""In a title of what explains a document: it tells of that one's draft as of the past."""
_DRAFT_ZH = re.compile(r"征求意见稿|征求.{0,60}意见|意见的?反馈稿|公开征集.{0,30}意见|草案|送审稿")
_DRAFT_ZH_NEWS = re.compile(
    r"(?:公开|面?向社会(?:公开)?|现)(?:征求|征集(?=[^。；]{0,40}(?:意见|(?<!项目|需求|立项|课题|选题)建议)))|征求意见稿.{0,20}(?:公开|征求|发布|公布)|(?:发布|公布|起草|形成)[^。]{0,60}征求意见稿"
    r"|[就对][^。]{2,60}征求意见|意见反馈截止"
)
_ISSUED_ZH = re.compile(r"关于(?:印发|公布|发布|下达|做好|开展|组织)")
_DRAFT_EN_TITLE = re.compile(
    r"\b(?:exposure )?draft\b|\bfor (?:public )?comments?\b|\bsolicit\w* (?:of )?(?:public )?(?:comments|opinions)",
    re.IGNORECASE,
)
_PRINTS = (
    r"(?:issu|releas|publish|unveil|announc|circulat|post|draft|put|introduc|propos|present|review|disclos"
    r"|distribut)(?:ed|es?|s|ing)?"
)
_DRAFT_EN = WordLed(
    "issu releas publish unveil announc circulat post draft put introduc propos present review disclos distribut"
    " first second third revised"
    " have remarks suggestions reactions views consult solicit seek invit request collect gather ask sought"
    " open out welcom public comment to consult tak would",
    rf"\b{_PRINTS}\b(?: out| forward)?(?:\s(?:a|an|the|its|new|two|three|several|revised|second|long-awaited|set "
    rf"of)){{0,4}}\sdrafts?\b"
    r"|\bdrafts?\b[^.;]{0,80}\b(?:was|were|is|are|has been|have been)\s(?:\w+\s)?(?:issued|released|published"
    r"|posted|circulated|opened)"
    r"|\bdrafts?\s(?:that|which)\s[^.;,]{2,80}?\s(?:laid|puts?|open(?:ed|s)|published|released|circulated|issued)\b"
    r"|\bdrafts?\b[^.;]{0,160}?\bwould\b|\bwould\b[^.;]{0,200}?\baccording to (?:a|the|its)(?: \w+){0,2} drafts?\b"
    r"|\b(?:solicit|seek|invit|request|collect|gather|ask)(?:s|ed|ing|es)?\b[^.;]{0,30}\b(?:comments?|opinions"
    r"|feedback|views|(?:remarks|suggestions|input|reactions) (?=on\b))\b"
    r"|\bconsults?(?=:)|\bdrafts?\b[^.;]{0,60}\b(?:went|goes|is|are|was|has gone|have gone) (?:now )?(?:online"
    r"|public|on the table|on display)\b"
    r"|\bhave (?:its|their|your|a) say\b|\b(?:remarks|suggestions|reactions|views) on [^.;]{2,160}?"
    r"\b(?:(?:can|may|must|should|are to) be (?:sent|mailed|e-mailed|submitted|filed)|(?:are|is) (?:welcome|due"
    r"|invited))\b"
    r"|\bsought\b[^.;]{0,30}\b(?:comments?|opinions|feedback|views)\b|\b(?:open|opened|out) (?:for|to) (?:public "
    r")?(?:comment|consultation|feedback)"
    r"|\b(?:invit|welcom)(?:es?|ed)\b[^.;]{0,30}\bcomments?\b|\bopen(?:s|ed)\s(?:public )?(?:comments|consultation)\b"
    r"|\bopen(?:s|ed)\s(?:a|an|its|another)\s(?:\w+\s){0,4}?consultation\b"
    r"|\bopen(?:s|ed)\s[^.;]{1,80}\s(?:for|to) (?:public )?(?:comments?|consultation|feedback)\b|\bout for (?:public )?"
    r"(?:comments?|consultation)\b"
    rf"|\b(?:{_PRINTS}|issued)\s[^.;]{{1,120}}?\sfor (?:public |further |industry )?(?:comments?|consultation"
    r"|feedback)\b"
    r"|\b(?:first|second|third|revised)\sdraft\s(?:of|for)\b"
    r"|\bconsult(?:s|ed|ing)?\son\b|\btak(?:es|ing)\s(?:public )?(?:comments|views)\b"
    r"|\bpublic consultation\b|\bcomment period\b|\bcomments (?:are|were) (?:due|invited|welcome)"
    r"|\bto (?:submit|send|provide) (?:their |its |public )?(?:comments?|feedback|opinions)\b|\bdraft (?:for "
    r"(?:public )?comments?)\b",
    re.IGNORECASE,
)
_NOT_DRAFT = re.compile(
    r"\b(?:is|are|was|were|became)\s(?:now\s)?final\b"
    r"|\b(?:final|finali[sz]ed) (?:version|text|rules?|measures|guidelines|regulations?)\b|\bfinali[sz]ed\b",
    re.IGNORECASE,
)
_IN_FORCE = WordLed(
    "took since has have came come entered enter is are in effective with take appl retroactive retrospective"
    " backdated 自 即日 已 施行 实施 生效 》",
    r"\b(?:took|has taken|have taken) effect\b|\b(?:came|has come|have come) into (?:force|effect)\b"
    r"|\bentered into force\b|\b(?:is|are) (?:now |already )?in (?:force|effect)\b(?! (?:from|as of)\b)"
    r"|\bin (?:force|effect) since\b"
    r"|\b(?:has|have) been (?:bound|binding|effective|applicable|mandatory)\b[^.;,]{0,40}? since\b"
    r"|\b(?:has|have) been (?:charged|levied|collected|required|applied|due)\b[^.;,]{0,40}? since"
    r" (?:\d{1,2} [a-z]{3}|[a-z]{3,9}\.? \d{1,2}\b)"
    r"|\bsince (?:\d{1,2} \w{3,9}|\w{3,9} \d{1,2})\b[^.;]{0,160}?"
    r"\b(?:has|have) been (?:charged|levied|collected|banned|bound)\b"
    r"|\b(?:appl(?:y|ies|ied)|effective|(?:(?:comes?|enters?) into|in) (?:force|effect)) (?:at once|immediately)\b"
    r"|\bwith (?:immediate|retroactive) effect\b|\b(?:retroactive|retrospective)(?:ly)? (?:from|to|as of)\b"
    r"|\bbackdated to\b|\btakes? effect (?:immediately|at once|upon|on the day of|from the (?:date|day) of)"
    r"|\b(?:appl(?:y|ies|ied)|effective) (?:from|since|as of|on) the (?:date|day) of (?:\w+ )?(?:publication|adoption"
    r"|signature|issue"
    r"|issuance|release|promulgation)\b"
    r"|\b(?:appl(?:y|ies|ied)|effective|t(?:ake|akes|ook) effect|(?:came|entered) into (?:force|effect))"
    r" (?:(?:from|since|as of) the (?:moment|minute|day|date) (?:it|they|that)\b|(?:up)?on (?:its "
    r"|their )?(?:publication|issue|issuance|release|promulgation|adoption))"
    r"|已于[^，。；]{2,14}起?(?:正式)?(?:施行|实施|生效)|》(?:[（(][^（()）]{1,12}[)）])?(?:(?:[自于从]?(?:今[日天]|即日)起?|今起|日前)?正式(?:施行|实施|生效)"
    r"|[自于从]?(?:今[日天]|即日|今(?=起))起?(?:施行|实施|生效)|(?:施行|实施|生效)(?=[，。；]|\Z))"
    r"|自(?:发布|印发|公布|颁布)之日起(?:正式)?(?:施行|实施|生效|执行|恢复|暂停|停止|取消|允许|禁止)|(?:施行|实施|生效)(?:日期|时间)\s*[:：]\s*自?(?:发布|印发|公布|颁布)之?日|即日起(?:正式)?(?:施行|实施|生效|执行|允许|恢复|暂停|停止|取消|禁止|解除|冻结|不再)|已(?:经)?(?:正式)?(?:施行|实施|生效)",
    re.IGNORECASE,
)
_DOCUMENT = (
    r"(?:measures|rules|provisions|regulations?|guidelines?|guidance|notices?|circulars?|drafts?|opinions|catalogues?"
    r"|plan|standards?|law|document)\b"
)
_ITS = (
    rf"(?:(?:its|the|a|an|two|three|several|these|those|all|old|outdated)\s)?(?:(?!(?:of|in|for|on|under|by|to|from"
    rf"|with|and|that)\b)[^\s.;,]+\s){{0,5}}?{_DOCUMENT}"
)
_MORE = r"[^.;,]{0,60}(?:,[^.;,]{0,60},)?[^.;,]{0,20}?"
_IS = r"\b(?:was|were|is|are|has been|have been|be|been)\s(?:\w+ly\s|also\s|since\s)?"
_REPEALED = re.compile(
    r"\brepeal(?:s|ed)?\b|\b(?:abolish(?:es|ed)|scrap(?:s|ped)"
    r"|annul(?:s|led)|void(?:s|ed)) (?:them|it"
    r"|all of them|both)\b"
    rf"|\blets?\s(?:it|them|{_ITS}[^.;]{{0,40}}?)\s(?:lapse|expire)\b(?!\s[a-z]+\s[a-z])"
    rf"|\bdeclar(?:es?|ed|ing)\s(?!that\b)(?:it|them|(?:[^.;]{{0,80}}?\b)?{_DOCUMENT}[^.;]{{0,160}}?)\s"
    r"(?:null and void|void|invalid|null|obsolete|abolished|repealed"
    r"|no longer valid)\b"
    rf"|\b{_DOCUMENT}{_MORE}\b(?:(?:no longer appl(?:y|ies)|(?:is|are) no longer (?:valid|in force|in effect)"
    r"|ceases?d? to (?:apply|have"
    r" effect|be valid)|los(?:es?|t) (?:their |its )?(?:effect|force|validity)))\b|\b(?:abolish(?:es|ed)"
    rf"|scrap(?:s|ped)|annul(?:s|led))\s{_ITS}"
    rf"|\b{_DOCUMENT}{_MORE}(?:{_IS}(?:abolished|scrapped|annulled)|\b(?:expired|lapsed))\b"
    r"|\babolish(?:es|ed) (?:the|its|a|an|two|three)\b[^.;]{0,60}(?:rules|measures|provisions|regulations?|notice)"
    r"|(?<![时并])(?:宣布|决定)?废止了?《|(?:宣布|决定|部|委|局|署|院)废止了?[\d一二两三四五六七八九十]+[件部项份]"
    r"|》(?:等\s?[\d一二两三四五六七八九十]*[件部项个份]?[^，。；《》]{0,12})?(?:予以|即行|全部|宣布|一律|到期|期满|届满|自动|自行)(?:废止|失效)",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"\b(?:withdr[ae]w(?:s|n)?|retract(?:s|ed)?)\b(?!\sfrom\b)[^.;]{0,60}\b(?:draft|rules|measures|provisions|regulations?"
    r"|guidelines|notice|plan)"
    rf"|\b(?:takes?|took|taken)\s(?:it|them|{_ITS}[^.;]{{0,40}}?)\s"
    r"(?:off|down from)\s(?:its|the|their)\s(?:web\s?)?(?:site|page"
    r"|portal)\b|\bdrafts?\s(?:is|are)\sno\smore\b(?!\sthan)"
    rf"|\bpull(?:s|ed)\s{_ITS}[^.;]{{0,40}}?\s(?:from|off)\b"
    r"|\b(?:scrap|drop|abandon|bin|ditch)(?:s|ped|ed|ned)?\s(?:its|the|an?|their)\s[^.;,]{0,40}?\bdrafts?\b"
    r"|\b(?:withdr[ae]ws?|retract(?:s|ed)|pull(?:s|ed)|(?:takes?|took|taken) (?:down|back|offline)|(?:has|have"
    r"|had) withdrawn)\s"
    r"(?:(?:it|them|the (?:text|draft|paper|document)|its (?:text|draft|paper))\b"
    r"(?=\s?[.,;)]|\s(?:from|off|back|after|on|in|without|again|and|because|last|this)\b|\s*\Z)"
    rf"|(?<=back ){_ITS}|(?<=down ){_ITS})"
    rf"|\b{_DOCUMENT}{_MORE}\b(?:{_IS}(?:pulled|taken (?:down|back|offline))|disappeared|vanished)\b"
    rf"|\b(?:cancel(?:l?ed|s)|revok(?:ed|es)|rescind(?:s|ed))\s{_ITS}"
    rf"|\b{_DOCUMENT}{_MORE}{_IS}(?:withdrawn|retracted|cancell?ed|revoked|rescinded)\b"
    r"|(?:撤回|撤销)[^。；]{0,20}(?:草案|征求意见稿|通知|办法|规定|意见)",
    re.IGNORECASE,
)
_AMENDED = WordLed(
    "amend revis adjust was were been has have issu releas publish announc adopt pass"
    " 发布 印发 公布 修订 修改 调整 更新",
    r"\b(?:(?<!for the )(?<!under the )(?<!of the )(?<!with the )amend(?:s|ed)"
    r"|(?:was|were|has been|have been) (?:\w+ly )?(?:amended|revised)"
    r"|(?<!or )revis(?:es|ed) (?:the|its|their|a|an)\b|\badjust(?:s|ed) (?:the|its) (?=catalogue|list)"
    r"|(?:issu|releas|publish|announc|adopt|pass)\w+ (?:an? |the )?"
    r"(?:amendments?|revised|amended|revisions?))\b"
    r"|(?:发布|印发|公布)(?:新)?修订|(?:修订|调整|更新)后的《|(?<![制拟将])修[订改]了?《|修[订改](?:并|后)?(?:重新)?(?:发布|印发|公布)",
    re.IGNORECASE,
)
_AMENDED_TITLE = re.compile(r"关于修[改订正]|(?<!制)修[订正]|\b(?:amend\w*|revis(?:ed|ion)\w*)\b", re.IGNORECASE)
_TRIAL = WordLed(
    "试行 status nature kind type (trial (for for trial",
    r"(?<!试点)试行(?!的)|\b(?:status|nature|kind|type): (?:for |on )?trial\b"
    r"|\((?:for )?trial(?: implementation)?\)|\bfor trial\b|\btrial (?:measures|guidelines|rules|provisions"
    r"|implementation|opinions|version)\b",
    re.IGNORECASE,
)
_INTERIM = WordLed(
    "暂行 status nature kind type interim temporary provisional (interim (temporary (provisional",
    r"暂行|\b(?:status|nature|kind|type): (?:interim|temporary|provisional)\b"
    r"|\((?:interim|temporary|provisional)\)|\b(?:interim|temporary|provisional) (?:\w+ ){0,3}?(?:measures|rules"
    r"|provisions|regulations?|guidelines|opinions)\b",
    re.IGNORECASE,
)


def find_nature(wordings: Iterable[str]) -> Nature | None:
    """Return the nature that titles or wording state: on trial or for the interim."""
    for wording in wordings:
        if _INTERIM.search(wording):
            return Nature.INTERIM
        if _TRIAL.search(wording):
            return Nature.TRIAL
    return None


def decide_status(
    *, titles: str, news: str, issued: bool, cited: bool = False, planning: bool = False, drafted: bool = False
) -> PolicyStatus:
    """Return what the source says of a policy, from its titles and the report without comment.

    ``issued`` tells that somebody is named who issues or acts, ``cited`` that the document itself is cited: then it is
    there, whatever else the report says is planned. ``planning`` tells that the report begins with what a body will do,
    ``drafted`` that it lists a draft.
    """
    labelled = _LABELLED.search(news) if mentions(news, ("status", "状态", "state:", "stage:")) else None
    if labelled is not None and (stated := _find_stated(labelled["state"])) is not None:
        return stated
    if mentions(news, _WITHDRAWN_STEMS) and find_ending(_WITHDRAWN, news):
        return PolicyStatus.WITHDRAWN
    if _DRAFT_ZH.search(titles) or _DRAFT_EN_TITLE.search(titles):
        return PolicyStatus.DRAFT_FOR_COMMENT
    if not _ISSUED_ZH.search(titles) and (drafted or (_is_draft(news) and not _EXPLAINS_ANY_ZH.search(titles))):
        return PolicyStatus.DRAFT_FOR_COMMENT
    if "废止" in titles or (mentions(news, _REPEALED_STEMS) and find_ending(_REPEALED, news)):
        return PolicyStatus.REPEALED
    if is_put_off(news) or (not cited and is_only_planned(news, planning=planning)):
        return PolicyStatus.UNKNOWN
    if _is_in_force(news):
        return PolicyStatus.IN_FORCE
    if _AMENDED_TITLE.search(titles) or _AMENDED.search(news):
        return PolicyStatus.AMENDED
    return PolicyStatus.ISSUED if issued else PolicyStatus.UNKNOWN


def find_stated_line(lines: Iterable[str]) -> PolicyStatus | None:
    """Get how a document stands by a line whose field, whatever its name, says nothing else ("Where it is: draft")."""
    valued = next(filter(None, map(_VALUED.fullmatch, (line for line in lines if len(line) <= _LONGEST_FIELD))), None)
    return _find_stated(valued["state"]) if valued else None


def _find_stated(words: str) -> PolicyStatus | None:
    return next((status for pattern, status in _STATES if pattern.match(words)), None)


_LABELLED = re.compile(
    r"(?:(?:^|\n)sta(?:te|ge)|(?:^|\s)(?:(?:current|legal) )?(?:status|(?:效力)?状态))\s*[:：]\s*"
    r"(?P<state>\S[^\n.;。；]{0,40})",
    re.IGNORECASE,
)
"""A field that says how a document stands."""
_VALUED = re.compile(
    r"[^\n:：.。;；]{2,30}[:：]\s*(?P<state>(?:(?:first|second|third|final|revised)\s)?drafts?(?: for comments?)?"
    r"|(?:open|out) for (?:public )?comments?|(?:under|in) (?:public )?consultation|in (?:force|effect)|effective"
    r"|issued|published|adopted|promulgated|final|amended|repealed|withdrawn|pending|planned"
    r"|征求意见(?:稿|中)?|草案|现行有效|已(?:发布|印发|生效|施行|实施|废止))\s*",
    re.IGNORECASE,
)
"""A field of any name whose value is how a document stands."""
_STATES = tuple(
    (re.compile(words, re.IGNORECASE), status)
    for words, status in (
        (
            r"(?:\w+ )?draft|(?:open |out )?for (?:public )?comment|(?:in |under )?consultation|征求意见|草案",
            PolicyStatus.DRAFT_FOR_COMMENT,
        ),
        (
            r"in (?:force|effect)(?! (?:from|as of)\b)|effective|live\b|现行有效|已?(?:生效|施行|实施)",
            PolicyStatus.IN_FORCE,
        ),
        (r"amended|revised|已?修[订改]", PolicyStatus.AMENDED),
        (r"repealed|abolished|expired|no longer in force|已?(?:废止|失效)", PolicyStatus.REPEALED),
        (r"withdrawn|cancelled|已?撤回", PolicyStatus.WITHDRAWN),
        (r"under way|ongoing|pending|in preparation|planned|expected|not (?:yet )?published", PolicyStatus.UNKNOWN),
        (
            r"(?:final|finali[sz]ed|issued|published|released|adopted|passed|promulgated|approved)\b|已?(?:发布|印发|出台)",
            PolicyStatus.ISSUED,
        ),
    )
)
_LONGEST_FIELD = 60
_WITHDRAWN_STEMS_TEXT = (
    "withdr;pull;took down;took back;taken; off ;down from;no more;takes down;takes back;take down;take back;vanish"
    ";disappear;retract;cancel;revok;rescind;scrap;drop;abandon;ditch;bins ;binned;撤"
)
_WITHDRAWN_STEMS = tuple(_WITHDRAWN_STEMS_TEXT.split(";"))
_REPEALED_STEMS_TEXT = "repeal;void;declar;no longer;ceas;lose ;loses ;lost ;expire;lapse;abolish;scrap;annul;废止;失效"
_REPEALED_STEMS = tuple(_REPEALED_STEMS_TEXT.split(";"))
_DRAFT_STEMS_TEXT = "draft;comment;opinion;feedback;views;say on;remarks;suggestion;input;reactions;consult;征;意见"
_DRAFT_STEMS = tuple(_DRAFT_STEMS_TEXT.split(";"))
_IN_FORCE_STEMS = ("effect", "force", "appl", "been ", "retro", "backdated", "日起", "即日", "施行", "实施", "生效")
_EARLIER = re.compile(
    r"\b(?:after|following|since|had|earlier|previous(?:ly)?|in response to|incorporat\w+|last year)\b[^.;]*$",
    re.IGNORECASE,
)
_HAD_BEEN = re.compile(r"\bhad\b|\bincorporat|曾|此前|早前|先前", re.IGNORECASE)
_BEFORE_ZH = re.compile(r"(?:曾|此前|早前|先前)[^。；]*$")
_WAS_OPEN = re.compile(r"[.;]\s.*\b(?:was|were)\s(?:\w+\s)?(?:open|out)\b", re.IGNORECASE | re.DOTALL)
_WAS_PUT = re.compile(
    r"[.;]\s[^.;]*\bdrafts?\s(?:\w+\s){0,3}?(?:was|were)\s(?:\w+\s)?(?:released|published|issued|posted|circulated|put)\b",
    re.IGNORECASE,
)
_FINAL_ACT = re.compile(r"\b(?:adopt|issu|publish|releas|promulgat|pass|approv)\w*\b", re.IGNORECASE)
_STILL = re.compile(r"\b(?:drafts?|is|are|remains?|can|may|will|now)\b", re.IGNORECASE)
_WERE_ASKED = re.compile(r"\b(?:were|was)\s(?:due|invited|welcome)\Z|\bcomment period\Z", re.IGNORECASE)
_IN_FORCE_BEHIND = re.compile(
    r"[^.;,]*,\s(?:(?:entered|came) into (?:force|effect)|took effect|(?:is|are) (?:now )?in force)\b", re.IGNORECASE
)
_TAKEN_IN = re.compile(r"[^.;]*?\b(?:sent|received|submitted|raised|filed|drew|came in)\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"\b(?:which|that|Law|Act|Directive)\b[^.;]{0,40}$")
_BESIDE = re.compile(r"[^.;]{0,40}?\b(?:beside|besides|alongside|along with|in addition to) (?:it|them|this)\b")
"""Says of a draft that it only comes with the news."""
_BESIDE_ZH = re.compile(r"》[^。]*[就对][^，。；《]{0,4}配套(?:[^，。；《]{0,30})?(?:征[求集])?\Z")
_NEAR = 60


def _is_draft(news: str) -> bool:
    if not mentions(news, _DRAFT_STEMS):
        return False
    hits = [*_DRAFT_EN.finditer(news), *_DRAFT_ZH_NEWS.finditer(news)]
    hits = [hit for hit in hits if not is_planned(hit, news) and not _is_of_beside(news, hit)]
    first = _find_end(_FINAL_ACT, news), _find_end(_STILL, news)
    hits = [hit for hit in hits if not _BESIDE.search(hit[0]) and not _BESIDE.match(news, hit.end())]
    return any(not _is_earlier(news, hit, first=first) for hit in hits) and not _NOT_DRAFT.search(news)


def _is_of_beside(news: str, hit: re.Match[str]) -> bool:
    """Whether views are asked on what only goes with a document that was issued before ("就配套指引征求意见")."""
    return "配套" in news and _BESIDE_ZH.search(news, max(0, hit.start() - _LONGEST_FIELD), hit.end()) is not None


def _find_end(words: re.Pattern[str], news: str) -> int:
    """Return where the first of these words ends, the end of the news without any."""
    found = words.search(news)
    return found.end() if found else len(news)


def _is_earlier(news: str, hit: re.Match[str], *, first: tuple[int, int]) -> bool:
    """Whether words of a draft tell what came before the news: in the pluperfect, or "was open" behind a sentence.

    ``first`` are the ends of the first words of a final act and of what is still so in the news.
    """
    before = news[max(0, hit.start() - _NEAR) : hit.start()]
    if _EARLIER.search(before) or _BEFORE_ZH.search(before) or _HAD_BEEN.search(hit[0]):
        return True
    start = max(0, news.rfind(". ", 0, hit.start()))
    if _WAS_OPEN.match(news, start, hit.end()) or (_WERE_ASKED.search(hit[0]) and _is_over(news, hit)):
        return True
    told = first[0] <= start < first[1]
    end = news.find(". ", hit.start())
    rest = news[hit.start() : end if end >= 0 else None].partition("draft")[2] if told else ""
    return bool(told and _WAS_PUT.match(news, start, hit.end()) and not _STILL.search(rest))


def _is_over(news: str, hit: re.Match[str]) -> bool:
    """Whether comments that "were invited" are in, or were on what is in force by now."""
    return (
        _is_in_force(news)
        or _IN_FORCE_BEHIND.match(news, hit.end()) is not None
        or _TAKEN_IN.match(news, hit.end()) is not None
    )


def _is_in_force(news: str) -> bool:
    if tells_start_today(news):
        return True
    return mentions(news, _IN_FORCE_STEMS) and any(
        not _OF_ANOTHER.search(news[max(0, hit.start() - _NEAR) : hit.start()]) for hit in _IN_FORCE.finditer(news)
    )
