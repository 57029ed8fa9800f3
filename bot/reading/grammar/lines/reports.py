"""Reports: whether a paragraph by itself tells a piece of news, and whether it is prose at all or a letter's form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import lru_cache

from bot.model.ids import HAN
from bot.reading.grammar.lines.furniture import is_imprint

# Who acts in a sentence in Chinese: an authority or a company, by the end of the name and what is done.

_LEAD = re.compile(
    r"(?:\W*【[^【】]{1,40}】)?(?:(?!《)[\W\d])*(?:年[\W\d]*)?(?:月[\W\d]*)?(?:[日号](?:晚间?|上午|下午)?[，,:：\s]*)?"
    r"(?:近日|日前|近期|今[日天]|昨[日天]|目前)?[，,]?"
)
"""What may stand before who acts: a tag, numbers, the day."""
_ENDS = (
    r"(?:(?<![全总内外东西南北中细局])部|委|署|(?<![布格结僵])局|厅|网信办|[税商海外金数]办|办公[室厅]|委员会|常委会|证监会|金融监管会|国务院|(?:国务院|常务|部务|全体)会议|法院|检察院"
    r"|人民银行|央行|海关|人大|政协|政府|管委会|交易所|[一二三四五六七八九十两多数\d]{1,3}个?部[门委]|有关部门|主管部门)"
)
_DOES = (
    r"(?:印发|发布|公布|出台|下[发达调]|上调|制定|修[订改]|调整|公开|征求|启动|组织|召[开集]|部署|批[准复]|核[准发]|同意|审议|通[过报知告]"
    r"|公[告示]|约谈|立案|开[展放征]|推[行进动出广]|明确|设立|新增|增[列设]|附[条加]|禁止|允许|要求|提出|强调|决定|宣布|起草|发[文函改起放]"
    r"|处罚|建立|完善|取消|延[长续]|恢复|暂停|举行|转发|编制|认定|命名|遴选|作出|裁定|初裁|终裁|责令|指出|回应|解读|答记者|规范|支持|鼓励"
    r"|将|对|就|向|在|关于|拟|会同|联合|等|数据|表示|授权|开通|、|和|与|及|\d|[:：|｜])"
)
_ACTORS_HAN_OFFICE = re.compile(
    rf"[{HAN}（）]{{0,20}}?{_ENDS}(?:近日|日前|[今昨当][日天]|联合|还|正式|已经?|再次|又|，|办公[厅室]|[{HAN}]{{1,4}}司)*?{_DOES}"
)
_RULES = re.compile(
    r"[^，。]{0,10}?《[^《》]{2,60}(?:办法|条例|规[定则范章划]|意见|细则|方案|通知|法|目录|指[南引]|计划|标准|公告|决定)(?:[（(][^（）()]*[)）])?》"
)
"""A document whose name is the subject ("《甲办法》自9月1日起施行")."""
_COMPANY = re.compile(
    rf"[{HAN}A-Za-z\d·&（）(). -]{{0,24}}?(?:公司|集团|股份|控股|科技|电子|汽车|重工"
    r"|半导体|微电|能源|动力|制药|药业|生物|医疗|材料|软件|智能|机器人|光电|[锂钢稀机药乳]业|钢铁|机床|物流|航天|航空|稀土|[氢光核风]电?能|存储|机械|船舶|轮胎|化工|激光|电缆|装备|通信|网络|传感器)"
    rf"(?![局部委厅]|[{HAN}]{{0,8}}?(?:委员会|协会|学会|联合会))"
)
_TRADES = re.compile(
    r"签[订署约下]|买[下入]|售[出予]|卖出|中标|投产|收购|并购|融资|上市|递[交表]|量产|交付|开工|扩[产建]|净利|营收|股价|订单|出货|召回|合[资作]|裁[撤员]|拿下|推出|首[发款]"
    r"|亏损|增资|募资|停产|销量|市值|下线|建厂|工厂|产线|代工|供货|新车|新品|入股|回购|退出|投资\d|授权|获[得批]|入驻|落户|开通|入选|续[签约]"
)
_ACTORS_HAN_SENTENCE_END = re.compile(r"[。！？]")
_LONGEST = 120


class Actor(Enum):
    """Whose act a sentence tells."""

    OFFICE = auto()
    COMPANY = auto()


def find_actor_han(text: str) -> Actor | None:
    """Return whose act the first sentence of a piece of news in Chinese tells, or None."""
    lead = _LEAD.match(text)
    told = text[lead.end() if lead else 0 :][:_LONGEST]
    end = _ACTORS_HAN_SENTENCE_END.search(told)
    sentence = told[: end.start()] if end else told
    company = _COMPANY.match(sentence)
    office = _ACTORS_HAN_OFFICE.match(sentence)
    if office and not (company and company.end() < office.end()):
        return Actor.OFFICE
    if company or _TRADES.search(sentence):
        return Actor.COMPANY
    return Actor.OFFICE if _RULES.match(sentence) else None


def names_office_han(name: str) -> bool:
    """Whether a name as a whole is an authority's ("工信部")."""
    return _ENDS_WITH_OFFICE.search(name) is not None


_ENDS_WITH_OFFICE = re.compile(rf"{_ENDS}\Z")


_HAN_SIGN = re.compile(f"[{HAN}]")
_SENTENCE_END = re.compile(r"[.!?](?<!\b[A-Z]\.)[\"'”’)\]]*(?=\s|\Z)|[。！？]")
_CLOSED = re.compile(
    r"[.!?。！？…](?:(?<=\.{3})\s?more)?[\"'”’)\]）」』]*\s*(?:[(（\[【][^()（）\[\]【】]*[)）\]】]\s*[.。]?\s*){0,2}"
    r"(?:(?<=[a-z)”\"]\.)\[?\d{1,2}\]?\s*)?\Z"
)
_LEADS_ON = re.compile(
    r"\s*(?:(?:…|\.{3})?\s*\b(?:continued?(?:\s+reading)?|read\s+(?:more|on|the\s+full\s+\w+)(?:\s+in\s+\w+)?|(?:see|learn|view)\s+more"
    r"|full\s+text|details)\b\s*[>»›→…]*|<?https?://\S+>?|\bsources?\s*:\s*[^.:;!?。]{2,80})\s*\Z",
    re.IGNORECASE,
)
"""Ends a paragraph with where to read on, or where it was read."""
_LEADING_ON = ("continue", "read", "more", "full", "details", "http", "source")
"""Letters of which some stand in every such end."""
_NAMES_PLACE = re.compile(r"\b(?:at|on|via|from|see|under)\s*[:：]?\s*\Z", re.IGNORECASE)
"""Stands right before an address with which a sentence ends."""
_SPOKEN = re.compile(r"\b(?:you|your|yours|we|our|(?-i:us|I)|my|please)\b|您|你|我们|本站", re.IGNORECASE)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|「[^「」]*」")
_OF_A_PAGE = re.compile(
    r"\bcookies?\b|\bprivacy (?:policy|notice|settings|statement)\b|\bterms of (?:use|service)\b|\bjavascript\b"
    r"|\bbrowser\b|\bpasswords?\b|\b(?:log|sign)(?:ged|ned)?[ -]?in\b|\bcaptcha\b|\bpage (?:not found|you)\b"
    r"|\bthis (?:web ?)?(?:site|page)\b|\b(?:access|permission) denied\b|\bcloudflare\b"
    r"|\bwebmaster\b|登[录錄]|密码|验证码|浏览器|网页|页面",
    re.IGNORECASE,
)
_NO_NEWS_TITLE = re.compile(
    r"\W*(?:imprint|impressum|disclaimer|legal (?:notice|information)|terms (?:of|and)"
    r"|privacy (?:policy|notice|statement|settings)|foreword|preface|editorial|vorwort|forbidden|error\b|[45]\d\d\b"
    r"|about (?:us|this|the|our)\b|welcome\b|just a moment"
    r"|前言|序言|卷首语|免责声明|隐私(?:政策|声明)|关于我们|登[录錄])"
    r"|.*\b(?:not found|access denied|unavailable|maintenance)\W*\Z",
    re.IGNORECASE,
)
_IRREGULAR = (
    r"(?:said|told|sold|bought|built|won|lost|cut|put|set|held|met|began|took|gave|sought|drew|made|spent|sent|rose|fell"
    r"|grew|hit|saw|paid|led|kept|struck|went|withdrew|chose|overtook|spoke|wrote|brought)"
)
_ACT = re.compile(
    rf"\b(?=[a-z])(?:{_IRREGULAR}|[a-z]{{2,}}ed"
    r"|(?:has|have|had)\s+(?:(?!to\b)\w+\s+){1,3}?"
    r"|(?:will|is\s+to|are\s+to)\s+[a-z]+|(?:is|are)\s+(?:\w+ly\s+)?[a-z]+ing"
    r"|(?:issue|release|publishe|announce|launche|unveil|plan|aim|ask|order|open|close|approve|adopt|ban|raise|ease"
    r"|tighten|expand|invest|build|start|call|want|say|report|expect|urge|warn|propose|seek|sell|buy|take|join|sign"
    r"|extend|add|lift|halt|lower|cut|set|put|list|name|fine|require|oblige|introduce|revise|suspend|end|drop)e?s)\b"
)
"""What somebody does in a report; a bare modal ("should", "would") is what an essay argues with."""
_NAME = re.compile(r"\b(?:[A-Z][\w&.-]*[A-Z0-9][\w&-]*|(?<=[\w,)’'”\"] )[A-Z][\w’'&-]+)")
_OFFICE = re.compile(
    r"\b[Tt]he (?:central bank|government|cabinet|legislature|parliament"
    r"|(?:[a-z-]+ ){1,2}(?:ministry|regulator|watchdog|planner|bureau|administration|commission|authority|authorities"
    r"|court|exchange|association|maker|agency|council))\b"
)
"""An office that has no name of its own in the sentence, but more than "the ministry" of the one before."""
_DONE_BY = re.compile(r"\b(?:was|were|been)\s(?:\w+ly\s)?[a-z]+(?:ed|en|wn|t)\sby\s(?:the\s)?[A-Z]")
_NO_NAME_TEXT = (
    "a an the this that these those it its they their he she his her there here what who why how when where while "
    "if as at by for from in of on to with after before since until during under over nobody everybody somebody "
    "everyone someone nothing everything neither either both many most some few several all none no not one two three "
    "first second third but and or yet so still then now however moreover meanwhile instead perhaps maybe such much "
    "more less another each every only even just also"
)
_NO_NAME = frozenset(_NO_NAME_TEXT.split())
_PRONOUN = re.compile(r"\W*(?:it|they|he|she|both|neither)\b", re.IGNORECASE)
_MOST_WORDS_BEFORE = 24
_MOST_WORDS_OF_SUBJECT = 4
_HAN_ACT = re.compile(
    r"印发|发布|公布|出台|宣布|召开|启动|批准|要求|计划|表示|签署|签订|开工|投产|下调|上调|通过|修订|完成|推出|收购|成立|设立"
    r"|决定|开展|举行|提出|披露|处罚|罚款|上线|交付|销售|出口|投资|将[于在向对与]|获得?[得批颁]|征求|部署|明确|暂停|取消|延长|建成|中标"
    r"|挂牌|上市|召回|停产|签约|增资|融资|募资|量产|下线|开业|竞得|回购|约谈|下架|立案|受理|通报|公示|修改|废止|下发|下达"
)
_HAN_SUBJECT = re.compile(
    rf"(?!我们|本[刊站报文]|该|这|此|其|他们|她|您|你|欢迎|请|点击|如果|因此|但是|然而|对于|随着|所以|不过)"
    rf"[{HAN}A-Za-z0-9·（）()、“”《》.&\s-]{{2,60}}"
)
_TOLD_BEFORE = re.compile(
    r"\b(?:the|this|these) (?:final |revised |first |second |new )?(?:draft|bill|text|measures|rules|law|regulations?"
    r"|plan|document|list|standard|guidelines|notice|survey|consultation|scheme|proposal|opinions|provisions)\b"
    r"(?! (?:of|on|for)\b| (?-i:[A-Z]))|该|上述|此次",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\W*(?:the|it|its|they|their|this|these|those|both|he|she|among|in addition|moreover|furthermore|however|also)\b"
    r"|该|其|此外|同时|这",
    re.IGNORECASE,
)
_SHORT_FOR = (
    r"(?:ministry|commission|administration|government|authority|agency|bureau|council|court|bank|company|group|firm"
    r"|measures|rules|law|plan|regulations?|provisions|guidelines|opinions|notice|draft|bill|catalogue|standard)"
)
_LEANS_ON_BEFORE = re.compile(
    r"\W*(?:it|its|they|their|this|these|those|both|he|she|his|her|among|such|in (?:addition|response|return|turn)"
    r"|moreover|furthermore|however|also|but|and|as a result|under (?:the|these|this)|according to the"
    r"|(?:some |many |most |local |industry )*(?:analysts|observers|experts|economists|critics|commentators|insiders)"
    rf"|the (?:(?-i:[a-z])[\w-]*|{_SHORT_FOR} (?!of\b|for\b|on\b)(?-i:[a-z])[\w-]*))\b"
    r"|该|其(?!他)|此外|同时|这|上述|此次",
    re.IGNORECASE,
)
"""Words with which a paragraph goes on with the one before: "The" before a name of its own is none of them."""
_TURNS = re.compile(
    r"\W*(?:separately\b|in other news\b|on another (?:front|matter)\b|elsewhere\b|turning to\b"
    r"|in (?:a separate|another|an unrelated) (?:\w+ )?(?:move|step|development|measure|notice|act|announcement)\b"
    rf"|the (?:second|third|other) (?:measure|document|act|text)\b)|(?:另外|此外|另悉|另据[{HAN}]{{0,12}}|同期)[，,]",
    re.IGNORECASE,
)
"""Words with which a paragraph turns from one piece of news to another."""
_EARLIER = re.compile(r"\bhad\s+(?!to\b)\w+")
_DUTY = re.compile(
    rf"[^.,;:]{{1,60}}?\s(?:may|must|should|can|could|might|need|needs|have|has)\b|[{HAN}]{{1,20}}?(?:应|须|可)"
)
_HAN_DUTY = re.compile(rf"[{HAN}]{{1,12}}?(?:应当|不得|必须|可以)")
_SAYS = re.compile(
    r"(?P<name>[A-Z][^.,;:]{1,60}?)\s(?:also\s)?(?:said|says|told|added|adds|expects?|noted|stressed|explained|argued)\b"
)
_NAME_FIRST = re.compile(
    r"\W*(?:[A-Z][\w&.-]*[A-Z0-9][\w&-]*|(?P<first>[A-Z][\w&.-]+)(?:['’]s?\s|\s+[A-Z]|\s+to\s+[a-z]))"
)
"""A name unlike any common word, or a word as names have it: with "'s", another name or "to do" after it."""
_NAMED_ZH = re.compile(
    rf"[{HAN}A-Za-z]{{2,10}}(?:[（(](?:(?:SH|SZ|BJ|HK)[.:]?)?\d{{4,6}}(?:\.(?:SH|SZ|SS|BJ|HK))?[)）]|(?:股份|集团|控股|科技))[:：](?=\S)"
)
"""A company before a colon, told by its shares' number or the end of its name ("某某重工（600000.SH）：…")."""
_SALUTATION = re.compile(
    r"\s*(?:dear\b|hi\b|hello\b|good (?:morning|day|afternoon|evening)|liebe|sehr geehrte|madame"
    r"|chère?s?\b|cher\b|estimad|gentil"
    r"|各(?:位|[相有]关|会员)|尊敬的|您好|亲爱的|致[^，。：:]{0,8}(?:客户|读者|会员|股东|同仁|朋友)(?=们?\s*[:：]?\s*\Z))[^.!?。]{0,60}[,:，：!！]?\s*\Z",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"\s*(?:(?:with\s+)?(?:(?:my|our|very|many)\s+)?(?:best|kind|warm|warmest|kindest|good)\s+(?:wishes|regards)"
    r"|(?:yours|best)\s*,|yours (?:sincerely|faithfully|truly)|sincerely|regards\b|cheers\b|many thanks\s*[,.]"
    r"|that(?:['’]s|\s+is)\s+(?:all|it)(?:\s+(?:for|from)(?:\s\w+){1,4})?\s*[.!]?\s*\Z"
    r"|mit (?:freundlichen|besten|herzlichen) grüßen|cordialement|saludos|cordiali saluti|此致|敬礼|顺祝|祝好)",
    re.IGNORECASE,
)
_SIGN_OFF_WORDS = 24
_OF_THE_ISSUE = re.compile(
    r"©|rights reserved|disclaim|liab(?:le|ility)|passed on|redistribut|reprint|reproduc|\bcopied\b|subscri"
    r"|\bcontact\b|@\w|\bwww\.|https?://|\badvice\b|\bmembers\b|views? expressed|reflect the views|privacy"
    r"|for information|转载|版权|免责|订阅|联系|仅供",
    re.IGNORECASE,
)
_PROSE_WORDS = 12
_NEARLY_ALL = 4
_TAIL = 400
_SIGNS_A_WORD = 2
_HEADLINE_SIGNS = 7


def count_words(text: str) -> int:
    """Return the words of a text; two Chinese signs count as one."""
    han = len(_HAN_SIGN.findall(text))
    return len(_HAN_SIGN.sub(" ", text).split()) + han // _SIGNS_A_WORD if han else len(text.split())


def may_tell_in_han(text: str) -> bool:
    """Whether a line has so many Chinese signs that it may be a headline over one paragraph, and no topic's name."""
    return len(_HAN_SIGN.findall(text)) >= _HEADLINE_SIGNS


def is_prose(text: str) -> bool:
    """Whether a text is long enough for a paragraph of its own."""
    return count_words(text) >= _PROSE_WORDS


@lru_cache(maxsize=512)
def is_closed(text: str) -> bool:
    """Whether a text ends as a sentence does, sources in brackets after it allowed."""
    tail = text[-_TAIL:]
    if _CLOSED.search(tail):
        return True
    on = _LEADS_ON.search(tail) if any(map(tail.lower().__contains__, _LEADING_ON)) else None
    if on is None:
        return False
    before = tail[: on.start()]
    return _CLOSED.search(before) is not None or (
        _NAMES_PLACE.search(before) is not None and _SENTENCE_END.search(before) is not None
    )


def speaks_to_reader(text: str) -> bool:
    """Whether a text says "you" or "we" outside quotes; "US" is a country."""
    return _SPOKEN.search(_QUOTED.sub(" ", text)) is not None


def is_report(text: str) -> bool:
    """Whether the first sentence tells that somebody with a name did or will do something, and addresses nobody."""
    sentence = _first_sentence(text)
    if not is_closed(text) or speaks_to_reader(sentence) or _OF_A_PAGE.search(sentence):
        return False
    return names_actor(sentence)


def names_actor(sentence: str) -> bool:
    """Whether a sentence names who did or will do something, whatever it ends with."""
    return _tells_act(sentence) or _tells_act_in_chinese(sentence)


def refers_back(sentence: str) -> bool:
    """Whether a sentence speaks of a document as one that was told of before ("the draft", 该办法)."""
    return _TOLD_BEFORE.search(sentence) is not None


def heads_no_news(title: str) -> bool:
    """Whether a title heads a foreword, legal terms, or a page that came in a document's place."""
    return _NO_NEWS_TITLE.match(title) is not None


def goes_on(text: str) -> bool:
    """Whether a paragraph opens with a word that leans on the one before ("The rules ...", "They ...", 该办法)."""
    return _LEANS.match(text) is not None


def leans_on_before(text: str) -> bool:
    """Whether a paragraph's start speaks of what the one before it told, or of what had been before that."""
    sentence = _first_sentence(text)
    act = _ACT.search(sentence)
    earlier = _EARLIER.search(sentence[: act.end()]) if act else None
    opens = _LEANS_ON_BEFORE.match(text) or _HAN_DUTY.match(text)
    return opens is not None or earlier is not None or refers_back(sentence)


def cut_turn(text: str) -> str | None:
    """Return what a paragraph reports behind words that turn to another act ("Separately, ..."); None without these."""
    turn = _TURNS.match(text)
    rest = text[turn.end() :].lstrip(" ,，") if turn and is_closed(text) else ""
    return rest if names_actor(_first_sentence(rest)) else None


def says_more(text: str, before: str) -> bool:
    """Whether a paragraph tells what somebody said of whom one before it spoke."""
    match = _SAYS.match(text)
    return match is not None and match["name"] in before


def tells_own_act(text: str) -> bool:
    """Whether the first sentence names who did or will do something, whatever the text ends with."""
    return not speaks_to_reader(text) and names_actor(_first_sentence(text))


def tells_duty(text: str) -> bool:
    """Whether a text opens with what somebody may or must do, or has."""
    return _DUTY.match(text) is not None


def opens_with_name(text: str) -> bool:
    """Whether a text opens with a name."""
    if _NAMED_ZH.match(text):
        return True
    match = _NAME_FIRST.match(text)
    return match is not None and (match["first"] or "").lower() not in _NO_NAME and not speaks_to_reader(text)


def spread_starts(starts: Sequence[int], free: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Get the paragraphs that are pieces of news: where nearly all ``free`` ones are, the others too, if they may be.

    ``free`` are those that lean on no other, ``texts`` what they say; one that addresses the reader is none.
    """
    sure = set(starts)
    if len(sure) * _NEARLY_ALL < len(free) * (_NEARLY_ALL - 1):
        return sorted(sure)
    return [
        i
        for i, text in zip(free, texts, strict=True)
        if i in sure or (is_prose(text) and is_closed(text) and not speaks_to_reader(text))
    ]


def is_salutation(text: str) -> bool:
    """Whether a line only addresses those to whom a letter goes."""
    return _SALUTATION.match(text) is not None


def is_sign_off(text: str) -> bool:
    """Whether a short text ends a letter ("With best wishes, the editors")."""
    return _SIGN_OFF.match(text) is not None and count_words(text) <= _SIGN_OFF_WORDS


def is_note_on_issue(text: str) -> bool:
    """Whether a paragraph at a text's end speaks of the publication: rights, liability, how to reach it."""
    return _OF_THE_ISSUE.search(text) is not None and is_imprint(text)


def _first_sentence(text: str) -> str:
    end = _SENTENCE_END.search(text)
    return text[: end.end()] if end else text


def _tells_act(sentence: str) -> bool:
    if _PRONOUN.match(sentence):
        return False
    for act in _ACT.finditer(sentence):
        before = sentence[: act.start()]
        words = before.split()
        if len(words) > _MOST_WORDS_BEFORE:
            break
        first = re.sub(r"\W+\Z", "", words[0]) if words else ""
        opens = first[:1].isupper() and first.lower() not in _NO_NAME and len(words) <= _MOST_WORDS_OF_SUBJECT
        if opens or _NAME.search(before) or _OFFICE.search(before):
            return True
    return _DONE_BY.search(sentence) is not None


def _tells_act_in_chinese(sentence: str) -> bool:
    act = _HAN_ACT.search(sentence)
    return act is not None and _HAN_SUBJECT.match(sentence[: act.start()]) is not None
