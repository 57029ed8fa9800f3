"""Furniture: what title pages, imprints and lists of people may hold without a field filled from it, and news not."""

from __future__ import annotations

import re

from bot.dates.printed_dates import find_printed_dates
from bot.model.ids import HAN

_STRONG_VERB = re.compile(
    r"\b(?:will|would|shall|must|can|could|should|is|are|was|were|has|have|had|said|says|fell|rose|grew|met|told|made"
    r"|took|gave|began|won|lost|sold|bought|built|kept|held|sent|saw|came|went|got|paid|drew|ran|spent|sought|seeks"
    r"|cuts?(?!-?off)|put|puts|hit|hits|unveils|raises|tightens|eases|bans|publishes|launches|approves|adopts|expands)\b"
    r"|(?<!\d )\bmay\s+(?-i:[a-z])",
    re.IGNORECASE,
)
_WEAK_VERB = re.compile(
    r"\w\s+(?:issues|releases|plans|asks|calls|orders|opens|closes|ends|starts|adds|lifts|halts|lowers|slows|drops"
    r"|jumps|surges|slumps|sets|falls|rises|takes?|holds|fines|names|warns|urges|wants|needs)\s+(?!and\b|or\b|of\b|in\b"
    r"|for\b|&|on\b)\w",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?<=\s)(?!(?:edited|updated|based|related|selected|united|limited|dated|detailed|compiled|curated|prepared"
    r"|authored|produced|reserved|supported|funded|named|designed|printed|registered|licensed)\b)[a-z]{2,}ed\b"
)
_MADE_BY = re.compile(
    r"\b(?:(?:is|are|was)\s+)?(?:\w+ly\s+)?(?:published|issued|released|updated|edited|compiled"
    r"|prepared|produced|written|put together|collated"
    r"|brought to you)\s+(?:by|on|in|every|each|weekly|monthly|daily|fortnightly|:|\d)",
    re.IGNORECASE,
)
_ABOUT_PERIOD = re.compile(
    r"\b(?:here is\s+|this is\s+)?(?:what (?:has )?happened|covers|covering|covered)\b", re.IGNORECASE
)
_QUANTITY = re.compile(
    r"\d\s*(?:%|％|(?:per\s?cent|yuan|rmb|cny|usd|dollars?|euros?|tonnes?|tons?|thousand|million|billion|trillion|[mgk]wh?"
    r"|units?|vehicles|cars|jobs)\b|[亿万元吨辆])|(?:cny|rmb|usd|[$€¥£])\s?\d",
    re.IGNORECASE,
)
_HAN_NEWS = re.compile(rf"印发|公布|下调|上调|上涨|下降|召开|举行|将于|已于|将在|发布(?:了|《|新)|(?<=[{HAN}])。")
_ADVERTISES = re.compile(
    r"\s*(?:advertisement|advertorial|(?:sponsored|paid|partner)\s+(?:content|post|message)|sponsored|anzeige)\s*(?:[:：\n]|\Z)",
    re.IGNORECASE,
)
_OWN_EVENT = re.compile(
    r"\W*(?:join (?:us|our)\b|save the date\b|meet (?:us|our)\b"
    r"|(?:client |member |members'? |next |upcoming |free |online |live )*"
    r"(?:calls?|webinars?|round-?tables?|breakfasts?|briefings?|seminars?|workshops?|events?|receptions?|trainings?)"
    r" (?:with|by|at|from) (?:us|our)\b"
    r"|our (?:next|upcoming|autumn|spring|summer|winter|annual|monthly|free) (?:[\w-]+ ){0,2}"
    r"(?:call|webinar|round-?table|breakfast|briefing|seminar|workshop|event|reception|training|conference)\b)",
    re.IGNORECASE,
)
"""Opens the announcement of an event of the house's own."""
_ADVERTISES_ZH = re.compile(
    r"\s*(?:[—–=~-]*\s*(?:END|完|广告|推广)\s*[—–=~-]*\s*\Z|[^。\n]{2,60}[:：]\s*(?:扫描|扫码|长按|识别)[^。\n]{0,16}\Z|(?:点击|戳)(?:上方|下方|上面)?[蓝名文]|(?:长按|扫码|扫描|扫一扫|识别)[^。]{0,20}(?:关注|二维码|添加|加入|订阅)"
    r"|欢迎[^。]{0,12}(?:点赞|在看|转发|关注|投稿|订阅)|[^。\n]{2,60}[（(](?:长按|点击|双击|(?:左右|上下)滑动|扫码|识别)[^（）()。\n]{1,16}[)）]\s*\Z|(?:(?:免责|版权|特别|郑重)?(?:声明|提示)|注)\s*[:：](?=[^。]{0,80}(?:仅供|不构成|版权|转载|侵权|责任|为准|不代表))"
    r"|[☞👉>»▶→\s]*(?:(?:立即|马上|点击|扫码|免费|我要|在线|即刻)(?:报名|预约|注册)|(?:报名|预约|注册)(?=[^，。；:：\n]{0,12}[会课营坛龙播座训动]\s*[>»→›]*\s*(?:\n|\Z))))"
)
"""What accounts and pages close with: an end sign, a word to readers, an event to sign up for, a disclaimer."""
_LONGEST_CALL = 40
_CALLS = ("register", "sign up", "book ", "rsvp", "reserve ")
_INVITES = re.compile(
    r"(?:\A|[.!?:”\"\]|–—-]\s*)(?:register|sign up|book (?:a|your) (?:place|seat)|rsvp"
    r"|reserve (?:a|your) (?:place|seat))"
    r"(?: here| now| today| online)?\W*\Z",
    re.IGNORECASE,
)
"""Ends an invitation to an event of the house's."""
_END_SIGN = re.compile(
    r"\s*[—–=~·•<\s-]*(?:END|The End|完|全文完|本期完|(?-i:[A-Z]\.\s?[A-Z]\.(?:\s?[A-Z]\.)?))[—–=~·•>\s-]*",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(
    r"\s*(?:you\s+are\s+here\s*:\s*|(?:当前|您(?:现在)?的?|所在)位置\s*[:：]\s*)?(?:home|start(?:seite)?|首页)\s*(?:[›»>/→|]\s*[^\n]{1,60}){1,5}\Z"
    r"|(?:insights?|news(?:room)?|publications|resources|knowledge|perspectives|blog)"
    r"(?:\s[›»>/]\s[A-Za-z &-]{2,40}){1,5}\Z",
    re.IGNORECASE,
)
_ITEM_OF_MENU = (
    r"(?:log ?in|log ?out|sign (?:in|up)|register|(?:start your )?free trial|my account|search|menu|home|site ?map"
    r"|skip to (?:main )?content|toggle navigation|登[录錄]|注册|搜索|首页)"
)
_MENU = re.compile(rf"\W*{_ITEM_OF_MENU}(?:\W+{_ITEM_OF_MENU})*\W*", re.IGNORECASE)
_TICKER = re.compile(r"(?:\s*[A-Z][A-Za-z/&.-]*(?: [A-Za-z0-9/&.-]+){0,3}? [▲▼+−-]?\d[\d.,]*\s?%?(?=\s|\Z)){2,}\s*")
"""Rates and prices in a row."""
_BACK = re.compile(r"\s*[<‹«←]\s*\S[^\n]{1,60}\Z")
"""Leads back to the page above."""
_WELCOME_ZH = re.compile(
    r"[^。\n]{0,12}欢迎(?:访问|光临|登录)[^。\n]{2,60}|无障碍(?:浏览|阅读)?|繁體(?:中文|版)?|设为首页|加入收藏"
)
_COOKIES = re.compile(
    r"(?=[^\n]{0,400}\Z)\s*(?:we|our|this|the|by)\b[^.\n]{0,80}?\b(?:uses?|using|stores?|sets?|accept)\b[^.\n]{0,60}\bcookies\b",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"©|\(c\)\s|copyright|rights reserved|版权|保留(?:一切|所有|全部)权利|issn|isbn", re.IGNORECASE)
_NEXT = (
    r"(?<!['’]s )next\s+(?:issue|edition|update|version|revision|state of play|number|round-?up|review|bulletin|digest"
    r"|instal?lment|report|letter|briefing|newsletter|alert|memo|note)\b"
)
"""The issue to come, of whatever kind, but for what is somebody's ("the company's next report")."""
_IMPRINT_WORD = re.compile(
    r"(?<![\w.+-])[\w.+-]++@[\w-]+\.\w|https?://|\bwww\.|\+\d[\d\s()/-]{6,}|\b(?:tel|phone|fax|e-?mail|website|linkedin|wechat|contact"
    r"|cite(?:d)? as"
    rf"|{_NEXT}"
    r"|subscri\w+|unsubscribe|browser|preferences|advice|liab\w+|disclaim\w+|accura\w+|warrant\w*|responsib\w+"
    r"|reflect\w*|privacy|licen[cs]ed|creative commons|reproduc\w+|reprint\w*|redistribut\w+"
    r"|non-?profit|non-?partisan|charit(?:y|able)|impressum|redaktion|gewähr|haftung|datenschutz|abmelden"
    r"|is an? (?:[\w-]+,? ){0,3}(?:consultanc\w+|law firm|advisory|institute|association|chamber|network)"
    r"|for (?:official|internal|restricted) use|fictional|(?:is|are) made up|not (?:all|every) \w+ (?:is|are) real"
    r"|think tank|(?:financed|paid for|supported|owned|run) by (?:its|our|their) (?:\w+ )?(?:members|subscribers)"
    r"|ISSN\b|funded|founded|editorial|cut-?off|newsletter|readers?|photos?|confidential\w*|addressee"
    r"|forwarding|recipients?|not for (?:onward )?(?:distribution|circulation)|do not (?:forward|circulate|share)"
    r"|is (?:an?\s+)?(?:unit|division|arm|department|part|member|project|initiative"
    r"|product|service|brand|publication) of|all times|slugs?"
    r"|sent (?:out )?to|prepared for|circulated to"
    r"|images?|layout|we|our|us|you|your|translations?|translated|abbreviat\w+|fictitious"
    r"|(?:consent|permission) of the (?:publisher|authors?|editors?)"
    r"|(?:past|earlier|previous|back) (?:alerts|issues|editions|letters|numbers|bulletins|digests|memos)"
    r"|invented|samples?|attorney|prior results|corrections|inventions?"
    r"|fiction|illustrative|not real|for clients|(?:subscribers|members|clients) only|not all of it"
    r"|(?:this|the|our|each)\s+(?:weekly\s+|monthly\s+)?(?:brief|briefing|bulletin|digest|publication"
    r"|report|update|tracker|issue|document|letter|alert|memo(?:randum)?|authors?|editors?|text|material|content))\b"
    r"|版权|免责|联系|邮箱|电话|仅供.{0,4}参考|样例|本刊|本期|本报告|本邮件|退订|订阅|转载|编辑部|二维码|阅读原文"
    r"|本汇编|本周报|本月报|本[日简]报|本资料|本文|不构成|内部(?:参考|资料|使用)|(?:请勿|不得|严禁)外传|示例|请勿(?:直接)?回复|自动发送|不(?:视为|代表|作为|承担)|法律意见|投资建议|(?:文本|原文|文件|公布|发布)为准|注明(?:来源|出处)|(?<![\w])(?:报送?|[主抄]送)[:：]|(?:合作|商务)(?:伙伴|合作)|支持单位|赞助|公众号|不得用于|虚构|样刊|根据公开|头寸|持仓|(?:不及|超出?)预期|投资需谨慎|风险自担|视(?:其|为)[^，。]{0,6}客户|由[^，。]{2,20}(?:编[发印制写辑]|主办|出品|制作|整理)|推送",
    re.IGNORECASE,
)
_OWN_PAGES = re.compile(
    r"\b(?:forward (?:this|to)|opt out|(?:un)?subscribe|preferences|privacy|archive|view (?:online|in)|imprint|cookies?"
    r"|linkedin|change address)\b",
    re.IGNORECASE,
)
_HOUSE_AND_PLACE = re.compile(
    r"\A(?:[A-Z&][\w&’'-]*\s){1,6}(?:(?:Pte|Pvt|Co)\.?,?\s)?(?:LLP|LLC|Ltd|Limited|Inc|GmbH|plc|PLC)\.?"
    r"(?:,\s[\dA-Z][\w ,/’'-]{2,80}\.|(?:\s[·•|]\s[\dA-Z][\w ,’'-]{2,40}){1,3}\s[·•|])\s+(?=\S)"
)
"""A house with its legal form and place, in a sentence of their own before what else an imprint says."""
_EDITED_BY = re.compile(
    rf"[{HAN}（）()]{{4,30}}(?:编发|编印|编写|编制|汇编|主办|出品)\W*\Z|"
    r"\W*(?:本期|本刊|责任|执行)?(?:编辑|责编|编审|撰稿|校对|排版|审核)\s*[:：]"
)
_SELF = re.compile(
    r"\W*(?:(?:this|our|the\s+present)\s+(?:[\w-]+\s+){0,2}?(?:brief|briefing|newsletter|bulletin|digest|publication"
    r"|report|update|tracker|issue|document|edition|letter|alert|memo(?:randum)?|list|page|register|log|overview|docket|monitor|round-?up)\b"
    rf"|(?:the\s+)?{_NEXT}|(?:the\s+)?(?:tracker|newsletter)\b"
    r"|(?:all\s+|the\s+)?(?:entries|links|translations|corrections|additions|abbreviations)\b"
    r"|corrections?\s*:|an\s+earlier\s+version\s+of\s+this\b|dates\s+are\b|compiled\s+(?:on|by|from)\b|end\s+of\b|past\s+performance\b"
    r"|we\b|archive\b|legend\b|data\s+as\s+of\b"
    r"|本(?:[周月日简]报|[双半]?[周月]?刊|期|文(?:内容|仅|不)|公众号|汇编)|下(?:期|[周月]期)|更多(?:资讯|内容|信息|[^。，]{0,6}请)|欢迎|敬请"
    r"|感谢(?:阅读|关注|您)|如需|如有(?:疏漏|疑问|任何)|点赞|推荐阅读|(?:点击)?下载附件|我(?:会|们|所|中心|院|司|行)(?:将|会|持续)?"
    r"|(?:协会|商会|本所|秘书处|编辑部)将|(?:近期|往期)活动|活动(?:预告|推荐|报名)|广告\s*[:：|｜]|注\s*[:：]\s*(?:以上|本|文中)|数据来源\s*[:：]"
    r"|统计口径|(?:买入|增持|(?:强烈)?推荐|强于大市|优于大市|看好)\s*[:：—–-]+[^。]{0,20}(?:指数|基准|大盘|收益率)|以上(?:内容|信息|资讯)|(?:责任)?编辑\s*[:：|｜]|长按|扫[一码描])",
    re.IGNORECASE,
)
"""Opens a sentence that a publication says of itself."""
_IT = re.compile(r"\W*(?:it|this)\s+(?:is|appears|reports|lists|gives|covers|does)\b", re.IGNORECASE)
_DISCLAIMS = re.compile(
    r"\W*(?:disclaimer\b|(?:for|provided (?:for|as)) (?:general )?information(?:al)? (?:only|purposes)"
    r"|(?:this|the|our|these|all|nothing in)\s(?:\w+\s){0,4}(?:brief(?:ing)?|newsletter|bulletin|digest|publication"
    r"|report|update|tracker|issue|document|note|alert|e-?mail|letter|information|content|materials?|summar(?:y|ies))"
    r"\b[^.]{0,120}?"
    r"\b(?:information(?:al)? (?:only|purposes)|(?:legal|investment|financial|tax) advice"
    r"|(?:not|no) constitute|without (?:any )?(?:warrant|guarantee|liab)\w*|confidential"
    r"|should not be (?:relied|construed|taken)))",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\bsamples?\b|illustrative|made up|fictitious|invented|rights reserved|©|copyright|subscri|advice|liab|warrant"
    r"|accurac|public sources|fictional|an invention"
    r"|样例|虚构|参考|版权|免责|样刊|不构成|仅供|不代表|保留(?:一切|所有|全部)权利",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(©])|(?<=[。！？])|\n")
_TO_READERS = re.compile(
    r"\b(?:we|our|you|your|readers?|members|subscribers)\b|为[您你]|与您|读者|会员单位|我(?:们|中心|[会所行院处办部司])|本(?:公众号|刊|期|快讯|周报)",
    re.IGNORECASE,
)
_OF_ISSUE = re.compile(r"\b\d{1,3}\s?/\s?(?:19|20)\d\d\b|\b(?:no|nr|issue)\.?\s?\d", re.IGNORECASE)
"""A line with the issue's number is its title, whoever it is for ("Letter to members 3/2024")."""
_LABEL = re.compile(r"\A\W*[\w-]+\.?\s*[:：]\s*")
_GREETING = re.compile(
    r"\s*(?:dear|happy|welcome|hello|hi\b|greetings|good (?:morning|day|afternoon|evening)|season's|here (?:is|are)"
    r"|各位|您好|你好|大家好|(?:大家)?(?:早安|(?:早上|上午|中午|下午|晚上)好)"
    r"|(?:现|兹)将[^。]{2,60}(?:如下|查收|参[考阅]|分享)"
    r"|(?:以下|下面)(?:为|是)[^。，]{2,20}(?:要点|要闻|内容|摘要|汇总|动态|资讯)[。：:]?\Z)",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"今天是[^。！!]{2,40}?日(?:[，,]\s*(?:农历|星期|周)[^。，！!]{1,12})*|(?:这里是|欢迎(?:收[看听]|阅读|来到))《[^》]{2,40}》"
    r"|\b(?:today is|it(?:['’]s| is))\s(?:\w+day,?\s)?(?:the\s)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?[a-z]+|[a-z]+\s\d{1,2})(?:,?\s\d{4})?(?=[.,!])",
    re.IGNORECASE,
)
"""What a greeting says of the day on which it is read, and of whose it is."""
_ACRONYM = re.compile(r"\b[A-Z]{3,}\b|[“\"《]")
_MOST_GREETING_WORDS = 60
_MOSTLY = 4
_MOST_WORDS = 12
_MOST_SIGNS = 160
_MOST_MOTTO_WORDS = 24
_ANY_YEAR = 2000


def reads_as_news(text: str) -> bool:
    """Whether words tell that something happened or will: a verb of news or a quantity; a date alone does not."""
    rest = _MADE_BY.sub(" ", _ABOUT_PERIOD.sub(" ", text))
    return any(pattern.search(rest) is not None for pattern in (_STRONG_VERB, _WEAK_VERB, _PAST, _QUANTITY, _HAN_NEWS))


def tells_quantity(text: str) -> bool:
    """Whether words tell how much of something, as news does and few lines around it."""
    return _QUANTITY.search(text) is not None


def is_imprint(text: str) -> bool:
    """Whether every sentence of a text looks like an imprint's: how to reach, who holds the rights, what it is."""
    text = _HOUSE_AND_PLACE.sub("", text)
    return is_advertisement(text) or all(_is_imprint_sentence(sentence) for sentence in list_sentences(text))


def leads_to_own_pages(text: str) -> bool:
    """Whether a line leads to the house's own pages and to no source ("Unsubscribe", "View online")."""
    return _OWN_PAGES.search(text) is not None


def opens_with_makers(text: str) -> bool:
    """Whether an imprint begins with the house's legal name and its place, or with who edited the issue."""
    return (_HOUSE_AND_PLACE.match(text) or _EDITED_BY.match(text)) is not None and is_imprint(text)


def disclaims(text: str) -> bool:
    """Whether a paragraph says first what its document is not meant for ("This update is for information only")."""
    return _DISCLAIMS.match(text) is not None


def addresses_issue(text: str) -> bool:
    """Whether every sentence of a text that tells anything opens with words of the publication on itself."""
    return _SELF.match(text) is not None and not any(map(tells_beyond_issue, list_sentences(text)))


def tells_beyond_issue(sentence: str) -> bool:
    """Whether a sentence at the end of an issue tells something, and not of the publication itself."""
    own = _SELF.match(sentence) or _IT.match(sentence) or _IMPRINT_WORD.search(sentence)
    return own is None and reads_as_news(sentence)


def mostly_addresses_issue(text: str) -> bool:
    """Whether a text opens with words of the publication on itself, and of four sentences three go on with that."""
    sentences = list_sentences(text)
    beyond = [tells_beyond_issue(sentence) for sentence in sentences]
    opens = len(sentences) >= _MOSTLY and _SELF.match(sentences[0]) is not None
    return opens and sum(beyond) * _MOSTLY <= len(sentences)


def speaks_of_itself(text: str) -> bool:
    """Whether a text has words of a publication on itself: its rights, what it is no advice on, that it is a sample."""
    return _OF_ITSELF.search(text) is not None


def is_end_sign(text: str) -> bool:
    """Whether a line is nothing but the sign that the issue ends ("— END —"), or its author's initials."""
    return _END_SIGN.fullmatch(text) is not None


def is_advertisement(text: str) -> bool:
    """Whether a block says at its head that it is an advertisement, or invites to an event of the house."""
    invites = _OWN_EVENT.match(text) is not None and text.rstrip().endswith((".", "!", "?"))
    marked = invites or _ADVERTISES.match(text) is not None or _ADVERTISES_ZH.match(text) is not None
    end = text[-_LONGEST_CALL:].lower()
    return marked or (any(map(end.__contains__, _CALLS)) and _INVITES.search(end) is not None and is_motto(text))


_ANNOUNCES = re.compile(
    r"[^.:;]{0,80}\b(?:cover(?:s|ed)?|includ(?:es|ed)|brings?|look(?:s|ed)? at|summari[sz]e[sd]?|report(?:s|ed)? on)\s"
    r"(?:you\s)?the following\s[\w ,-]{2,60}[.:]",
    re.IGNORECASE,
)


def is_site_service(text: str) -> bool:
    """Whether a line is a page's path from its home ("Home › China › Weekly"), its menu, rates, or on its cookies."""
    leads = _BREADCRUMB.match(text) or _MENU.fullmatch(text) or _BACK.match(text) or _WELCOME_ZH.fullmatch(text)
    quotes = "%" in text and _TICKER.fullmatch(text) is not None
    return leads is not None or quotes or _COOKIES.match(text) is not None


def announces_issue(text: str) -> bool:
    """Whether a sentence only says that the news follows ("This week, we covered the following issues.")."""
    return _ANNOUNCES.fullmatch(text) is not None


def is_motto(text: str) -> bool:
    """Whether a line is short and tells no news, as a motto or a position under a name."""
    few = len(text.split()) <= _MOST_MOTTO_WORDS and len(text) <= _MOST_SIGNS
    return few and not any(reads_as_news(sentence) for sentence in list_sentences(text))


def is_address(text: str) -> bool:
    """Whether a short line without news speaks to its readers or of its makers ("Three texts, with our reading.")."""
    return is_motto(text) and _TO_READERS.search(text) is not None and _OF_ISSUE.search(text) is None


def is_greeting(text: str) -> bool:
    """Whether a paragraph before the news only greets its readers or tells them what follows: no day, no quantity."""
    greets = _GREETING.match(text) is not None
    text = _TODAY.sub("", text) if greets else text
    spoken = greets or _TO_READERS.search(text) is not None
    plain = (
        not _QUANTITY.search(text)
        and not find_printed_dates(text, default_year=_ANY_YEAR)
        and not _ACRONYM.search(text)
        and not _OF_ISSUE.search(text)
    )
    return spoken and plain and len(text.split()) <= _MOST_GREETING_WORDS


def list_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences and lines of a text that have words."""
    return tuple(part.strip() for part in _SENTENCE.split(text) if re.search(r"[^\W_]", part))


def _is_imprint_sentence(sentence: str) -> bool:
    if _RIGHTS.search(sentence) and not _QUANTITY.search(sentence):
        return True
    news = reads_as_news(sentence)
    told = _LABEL.sub("", sentence, count=1) if news else sentence
    dated = bool(find_printed_dates(told, default_year=_ANY_YEAR))
    if news and (dated or _QUANTITY.search(told)):
        return _SELF.match(told) is not None
    short = len(told.split()) <= _MOST_WORDS and len(told) <= _MOST_SIGNS
    return (short and not news and not dated) or _IMPRINT_WORD.search(sentence) is not None
