"""What stands around the news and tells none: contents, imprint, contact, navigation, greetings, notes on the issue."""

import re
from functools import lru_cache

from bot.reading.layout.section_names import tell_section

_CONTENTS_HEADINGS = (
    "contents|table of contents|in this issue|inside this issue|in this edition|inside|index|this issue"
    "|in this update|in this newsletter|in this letter|topics in this issue"
    "|目录|本期目录|本期导读|导读|本期要目|要目|内容提要|本期内容|本期看点"
)
_LAST_HEADINGS = (
    "imprint|contact|contacts|contact us|publisher|disclaimer|legal notice|copyright|about|about us|get in touch"
    "|subscribe|legal disclaimer|important notice|masthead|colophon|team|our team|credits|further information"
    "|版权声明|免责声明|联系我们|关于我们|编辑部|声明|法律声明|版权信息|订阅|联系方式|主办单位|往期推荐|相关阅读|推荐阅读|往期回顾"
)
_CONTENTS, _AFTER_NEWS = frozenset(_CONTENTS_HEADINGS.split("|")), frozenset(_LAST_HEADINGS.split("|"))
COUNTER = (
    r"(?:\d{1,2}[.)、）:]|[（(]?[一二三四五六七八九十]{1,3}[)）、]"
    r"|第[一二三四五六七八九十]{1,3}部分|(?:[IVX]{1,4}|[A-Z])[.)])?\s*"
)
"""A number before a heading."""
_COUNTED = re.compile(rf"\W*{COUNTER}")
_LEADERS = re.compile(r"(?:[.…·_]{3,}|…|\s\.\s\.\s)\s*\d{0,4}\s*\Z")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(©])|(?<=[。！？])|\n")
_ABOUT = ("about the ", "about this ", "about our ", "关于本", "关于我们")
_AROUND = " \t:：*_#-–—|·【】[]<>《》.。"
_MOST_HEADING, _LONGEST = 60, 4_000
"""Characters of a heading, and of a text that may be furniture."""
_PUBLICATION = (
    r"(?:issue|edition|brief(?:ing)?|newsletter|bulletin|digest|letter|tracker|report|update|review|round-?up|alert"
    r"|memo|note|monitor|list|log|mail|publication|document|schedule|summary|feed|page|number|monthly|weekly|text)"
)
_GATHERING = r"(?:breakfast|luncheon|webinar|reception|drinks|round-?table|seminar|workshop|networking|training|panel)"
_WORDS = {
    "navigates": (
        r"\A\W*(?:skip to|you are here|home\s*[›»>/|]|back to (?:top|overview)|(?:previous|next) (?:article|post)"
        r"|(?:您?(?:现在|所在|当前)的?)位置|首页\s*[>›»|]|[上下]一[篇页条]|打印|分享|字[号体]|索引号"
        r"|(?:read more|link to source|full text|(?:阅读|查看)(?:全文|更多|原文))\W*\Z)|ICP备|网站地图"
    ),  # leads elsewhere on a site, or tells how a site files the page
    "greets": (
        r"\A\W*(?:dear|hello|hi|good (?:morning|day|afternoon|evening)|happy|welcome|season|yours|sincerely"
        r"|(?:with )?(?:best|kind|warm)|各位|尊敬的|亲爱的|大家好|您好)\b"
    ),  # opens or closes a letter
    "salutes": r"\A(?:Dear |尊敬的|亲爱的|各位读者|各位会员)",  # opens a letter to the readers
    "furniture": (
        r"\bunsubscribe|view (?:this |it )?(?:\w+ )?(?:online|in (?:your |a |the )?browser)|(?:legal|investment) advice"
        r"|©|\(c\)\s?(?:19|20)\d\d|\bcopyright\b|\b(?:no|without) (?:any )?(?:warrant|liabilit)|all rights reserved"
        r"|\A\W*(?:tel|phone|fax|e-?mail|contact|address|website|imprint|disclaimer|published by|publisher)\s*[.:：]"
        r"|(?:to|please) (?:subscribe|contact)|you (?:are )?(?:receiv|get this)|(?:forward|pass) this|\A--\s"
        r"|\A\W*(?:END|完|全文完|[\w.+-]+@[\w-]+\.[\w.]+|(?:https?://|www\.)\S+)\W*\Z|reproduc(?:ed|tion) "
        r"|\A\W*(?:advert(?:isement)?|partner|sponsored|promoted)\b|for information only"
        r"|版权(?:所有|声明)|免责声明|仅供.{0,6}参考|不构成|转载|退订|订阅|二维码|公众号|(?:电话|邮箱|地址|网址)\s*[:：]|广告"
        r"|阅读原文|点击(?:上方|下方|此处)|内部(?:资料|参考|刊物)|请勿外传|(?:主办|承办|编印|出品|协办|主管)(?:单位|方)?\s*[:：]"
        r"|(?:主办|编印)\s*\Z|[抄报]送?[:：]|共印\s*\d|本(?:刊|报告|周报|月报|期|邮件|文|汇编)(?:由|仅|系|内容|为|根据)"
    ),  # contact, rights, how to subscribe, disclaimers
    "itself": (
        rf"\b(?:this|our|the|each|every|next)\s(?:[\w-]+\s){{0,3}}?{_PUBLICATION}\b|[\w.+-]+@[\w-]+\.\w"
        rf"|\b{_PUBLICATION}\s(?:is|was|covers|goes|draws)\b|\bfree (?:for|of charge)\b"
        r"|\bsample\b|\b(?:invented|fictitious|fictional)\b|made up|not real|do(?:es)? not exist|is not true"
        r"|样例|虚构|示例|本(?:刊|期|周报|月报|报告|汇编|所|院|会|中心|快讯|简报|文)|并不存在"
    ),  # of the publication itself
    "readers": (r"\b(?:we|us|our|you|your|readers?|dear)\b|敬请|欢迎|感谢|您|我们|各位|读者"),  # to its readers
    "house": (
        r"\b(?:members?|subscribers?|clients|recipients?|colleagues|editors?|regards|wishes|sincerely)\b|@[\w-]+\."
        r"|\b(?:circulation|confidential|publication)\b|www\.|https?://|会员|参考|编辑"
    ),  # words for a house and its readers, which news may have too
    "aside": (
        r"\A\W*(?:[^:：]{4,30}[:：]\s)?(?:(?:upcoming |our )?events?|webinar|advert(?:isement|orial)?|partner content"
        r"|sponsored|promotion|vacanc(?:y|ies)|jobs?|careers?|training|a word from our \w+)\s*(?:[:：|–—\n]|\Z)"
        r"|\A\W*(?:(?:photo|image|picture)(?:s| credit| by)?|图片?来源|图片|图)\s*[:：©]"
        r"|\A\W*(?:save the date|join (?:us|our)|register (?:now|here|by|for)|sign up|book (?:a|your) (?:seat|place))\b"
        rf"|\b(?:our|summer|autumn|winter|spring|new year(?:['’]s)?)\s(?:[\w'’-]+\s){{0,2}}?{_GATHERING}\b"
        rf"|\A\W*(?:(?:the|our)\s)?(?:next|following)\s(?:[\w-]+\s)?{_PUBLICATION}\b"
        r"|\A\W*(?:下一?期|本刊)[^。]{0,12}(?:出版|发布|推出|休刊|预告)|\bRSVP\b"
        r"|活动(?:预告|报名|推荐|通知)|招聘|诚聘|诚邀|欢迎报名|扫码报名|报名(?:链接|方式|截止|请|入口)|\A\W*(?:广告|推广|赞助)"
    ),  # an event, an advertisement or an offer of the house's own
    "reports": (
        r"\d\s*(?:%|％|(?:per\s?cent|yuan|rmb|cny|usd|dollars?|euros?|tonnes?|million|billion|trillion|[mgk]wh?|units?"
        r"|vehicles)\b|[亿万]?[元吨辆千])|(?:cny|rmb|usd|[$€¥£])\s?\d"
        r"|(?<=\w\s)(?:issued|released|announced|adopted|approved|launched|unveiled|promulgated|signed|imposed"
        r"|banned|raised|cut|fined|opened|tightened|extended|abolished|published(?! by| on| every|:)"
        r"|takes? effect|enters? into force)\b"
        r"|印发|公布|下调|上调|增长|下降|召开|将于|已于|施行|(?<!本期)(?<!编制)发布(?=[了《“])"
    ),  # what tells news, so that it is nowhere placed as furniture
}
_SIGNS = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()}
"""The words by which a line is known to be of the publication, or to be news."""


def list_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences and lines of a text, without blanks around."""
    return tuple(filter(None, map(str.strip, _SENTENCE.split(text))))


def _fold(text: str) -> str:
    """Return a heading's words without its number and the signs around; none of what is too long for one."""
    words = _COUNTED.sub("", text, count=1).strip(_AROUND) if len(text) <= _MOST_HEADING else ""
    return " ".join(words.lower().split()).replace("目 录", "目录")


def is_contents_heading(text: str) -> bool:
    """Whether a line is the heading over a list of contents."""
    return _fold(text) in _CONTENTS


def is_furniture_heading(text: str) -> bool:
    """Whether a line heads what only stands behind the news: imprint, contact, about the house."""
    words = _fold(text)
    return words in _AFTER_NEWS or words.startswith(_ABOUT)


def is_contents_line(text: str) -> bool:
    """Whether a line names a part and its page behind dots ("Policy news ..... 4")."""
    return _LEADERS.search(text) is not None


def has(text: str, *kinds: str) -> bool:
    """Whether words of one of these kinds are in a text."""
    return any(_SIGNS[kind].search(text) for kind in kinds)


@lru_cache(maxsize=2048)
def reports(text: str) -> bool:
    """Whether a sentence of a text tells what somebody did or how much of something there is, and not of the issue."""
    own = ("itself", "furniture", "readers")
    return len(text) > _LONGEST or any(has(each, "reports") and not has(each, *own) for each in list_sentences(text))


@lru_cache(maxsize=4096)
def is_furniture(text: str, *kinds: str) -> bool:
    """Whether a text reports nothing and is of the publication wherever it stands, or of one of further kinds."""
    return not reports(text) and any(has(sentence, "furniture", *kinds) for sentence in list_sentences(text))


def is_of_publication(text: str) -> bool:
    """Whether a text names the publication itself, as a comment to its readers need not, and reports nothing."""
    return is_furniture(text, "itself")


def speaks_of_issue(text: str) -> bool:
    """Whether a text at the beginning or the end is of the publication itself, its house or its readers."""
    return is_furniture(text, "itself", "readers", "house")


def is_aside(text: str) -> bool:
    """Whether a text is an event, an advertisement or an offer of the house itself, and no heading over such."""
    return len(text) <= _LONGEST and has(text, "aside") and tell_section(text) is None
