"""Imprint: people with their roles, and the lines that only say how to reach the publisher."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import Person
from bot.model.ids import HAN
from bot.reading.document import SITE_MARK
from bot.reading.grammar.lines.furniture import is_imprint, list_sentences
from bot.reading.grammar.lines.title_names import is_house_name, is_surname

# Whose a publication is, as its imprint, its rights, a mail's foot or an account's last line say it.

_HOLDER = (
    r"(?P<name>(?:the\s+)?(?-i:[A-Z])(?:[^.,;:|·•©!?\n]|\.(?=\w)){1,80}?)"
    r"\s*(?=[.,;:|·•©!?\n]|\s(?:for|in\s(?:19|20)\d\d)\b|\Z)"
)
_YEARS = r"(?:(?:19|20)\d\d(?:\s*[-–—/]\s*(?:19|20)?\d\d)?)?"
_REACHED = re.compile(
    rf"\s*(?P<name>[{HAN}]{{4,20}}?)[\s　,，|｜]*"
    r"(?:(?:联系)?(?:电话|邮箱|传真|网址)|(?<=[院所会室心盟库司团社])地址)\s*[:：]"
)
_MADE_BY_ZH = re.compile(
    rf"(?:本(?:刊|报告?|周报|月报|简报|快讯|期|文)|以上(?:内容|信息|资讯|政策)?)由\s*(?P<name>[{HAN}]{{2,30}}?)"
    r"(?:编印|编制|编辑|编写|编发|主办|出品|制作|提供|汇编|整理|汇总|编)"
)
_BROUGHT_OUT_ZH = re.compile(
    rf"(?:\A|(?<=[\s。；|｜]))\s*(?![{HAN}]*由)(?P<name>[{HAN}A-Za-z0-9]{{4,24}}?)(?:荣誉)?(?:出品|编印|编发)(?=[\s，,。；|｜]|\Z)"
    rf"|\A\s*《[^《》]{{2,24}}》由(?P<maker>[{HAN}]{{4,24}}?)(?:编印|编制|编辑|编写|编发|主办|出品|制作|出版)"
    rf"|(?<=是)(?P<of>[{HAN}]{{4,20}}?)(?:主办|出品|编印|推出|运营|旗下)的"
)
_ACCOUNT_ZH = re.compile(
    rf"(?:(?:公众|订阅|服务)号\s*[:：“\"「【]|(?:欢迎|敬请|请|点击|扫码|长按)关注(?:微信)?(?:公众号)?\s*[:：“\"「【]?|关注(?:微信)?(?:公众号)?\s*[“\"「【]|转载请注明(?:出处|来源|来自|出自)\s*[:：]?)"
    rf"\s*(?!本|我|微信|公众|作者|出处|来源)(?P<name>[{HAN}A-Za-z0-9]{{4,20}}?)(?=[”\"」】\s，,。！!（(]|\Z)"
)
"""The account that readers are asked to follow, or to name where they print its text."""
_REGISTERED = re.compile(rf"\s*[{HAN}]?(?:ICP|公网安)[备证].*", re.DOTALL)
"""What a Chinese site is registered as, behind who holds its rights."""
_RIGHTS_ZH = re.compile(
    rf"版权(?:所有|归属)?\s*[:：]?\s*(?:[©Ⓒ]|\([cC]\))?\s*(?:(?:19|20)\d\d(?:\s*[-–—]\s*(?:19|20)\d\d)?)?\s*(?:归|属于?)?\s*(?P<name>[{HAN}]{{4,30}}?)"
    rf"(?:所有)?(?={_REGISTERED.pattern}|\s|[,，。|｜;；]|保留|未经|\Z)|(?<![{HAN}）)])(?P<before>[{HAN}]{{4,30}}?|[{HAN}]{{2,20}}[（(][{HAN}]{{2,6}}[)）][{HAN}]{{2,10}}?)\s*版权所有"
)
"""Who holds the rights, in Chinese; what a site is registered as may stand behind."""
_COPYRIGHT = re.compile(
    rf"(?:(?:©|\(c\)|copyright)\s*){{1,3}}{_YEARS}\s*[,:]?\s*"
    r"(?:(?:(?:remains?|rests?|lies|stays?|belongs?|is\s+(?:held|owned))\s+)?(?:by|with|to)\s+)?"
    r"(?P<name>(?:[^.,\d©]|\.(?=\w)){2,80}?)\s*(?:\d|[.,](?!\w)|all\b|page\s+\d|\Z)",
    re.IGNORECASE,
)
_OF_AUTHOR = re.compile(
    r"(?:(?:the|its|their|this|each|individual|respective|original|named|text['’]s)\s+)*(?:author|contributor|writer)s?\b"
    r"|.*[(（]\s*(?:the\s+)?authors?\b|.*作者",
    re.IGNORECASE | re.DOTALL,
)
"""Holders who are the authors, by that word alone or beside a name: they wrote the text and publish no series."""
_AUTHOR_BEHIND = re.compile(r"\s*[,(（]\s*(?:the\s+)?(?:authors?\b|作者)", re.IGNORECASE)
_OF_HOUSE = (
    r"(?:product|service|publication|newsletter|digest|bulletin|briefing|letter|magazine|journal|project|initiative"
    r"|programme?)\s+(?:of|by|from)\s+"
)
_PUBLISHED_BY = re.compile(
    rf"\bis\s+an?\s+(?P<own>(?-i:[A-Z])[\w&’'.-]*(?:\s(?:[A-Z&][\w&’'.-]*|and|of|for))*)\s(?:publication|service|title|newsletter|product|bulletin)\b|\bis\s+(?:(?:published|produced|prepared|issued)\s+(?:\w+\s+){{0,4}}?by\s+|an?\s+(?:[\w-]+\s+){{0,2}}{_OF_HOUSE}){_HOLDER}"
)
_SENT_BY = re.compile(
    rf"\b(?:brought|sent|delivered)\s+to\s+you\s+by\s+{_HOLDER}"
    rf"|(?:\A|,\s+)an?\s+(?:[\w-]+\s+){{0,2}}{_OF_HOUSE}{_HOLDER.replace('name', 'of', 1)}"
    rf"|\byou(?:['’]re|\s+(?:are|have|get|receive))\b[^.\n]{{0,90}}?"
    rf"\b(?:member|subscriber|client|customer|contact|friend|supporter)s?\s+of\s+{_HOLDER.replace('name', 'client', 1)}"
    rf"|\b(?:subscri\w+|signed\s+up)\s+(?:to|for)\s+[^.\n]{{2,60}}?\s(?:by|from)\s+"
    rf"{_HOLDER.replace('name', 'subscribed', 1)}"
    rf"|\bmailing\s+address\s+is\s*:?\s*{_HOLDER.replace('name', 'mailing', 1)}",
    re.IGNORECASE,
)
"""What a mail's foot says of who sends it."""
_WRITTEN_BY = re.compile(
    r"\bis\s+(?:written|maintained|compiled)\s+by\s+(?P<name>(?:the\s+)?[A-Z][^.,;|©]{2,80}?)\s*(?:[.,;|©]|\sfor\s|\Z)"
)
_ADDRESS = re.compile(
    r"\s*(?P<name>[A-Z][^|·•\n]{3,80}?)(?:\s*[|·•]\s*|\n)[^|·•\n]*\d[^|·•\n]*(?:(?:\s*[|·•]\s*|\n)[^|·•\n]{2,60}){1,5}\s*\Z"
)
"""A name with street and place behind it, parted by dots, bars or lines."""
_LONGEST_BLOCK = 600
_ANY_YEAR = 2000
_STOP = re.compile(r"(?<!\bCo)(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<![A-Z])[.。]\s*\Z")
_CITIES = (
    r"(?:Hong Kong|New York|New Delhi|The Hague|Den Haag|Washington,? D\.?\s?C|San Francisco|Los Angeles"
    r"|Kuala Lumpur|São Paulo|Tel Aviv|Ho Chi Minh City)"
)
_ADDRESS_TAIL = re.compile(
    r",\s+(?!(?:Inc|Ltd|LLC|LLP|Co|Corp|GmbH|AG|Limited|eV)\b|S\.?\s?A|e\.\s?V)"
    rf"(?:\d|[^\W\d_a-z][\w.-]*(?:\s[^\W\d_a-z][\w.-]*){{0,2}}\s\d{{1,4}}\b|(?:{_CITIES}|[^\W\d_a-z][\w.-]*)\s*(?:[,.]|\Z))(?!.*\s(?:and|&)\s).*\Z",
    re.DOTALL,
)
_LEGAL_NAME = re.compile(
    r"(?:\A|(?<=[.|·•©\d])\s+)(?P<name>[A-Z][\w&'’-]*(?:\s(?:[A-Z&][\w&'’.-]*|of|for|and)){0,6}?\s"
    r"(?:GmbH|Ltd|Limited|LLP|LLC|Inc|AG|B\.?V|S\.?A|SAS|SpA|AB|Oy|ApS|PLC|plc|e\.\s?V)\b\.?)(?=\s*(?:[,.|·•]|\Z))"
)
_FORMS = r"(?:GmbH|Ltd|Limited|LLP|LLC|Inc|AG|SRL|SAS|SpA|AB|PLC|plc|S\.?r\.?l|A/S|Oyj?|BV|B\.V|KG|SE|e\.\s?V)"
"""Legal forms behind a house's name."""
BEHIND_LEGAL = re.compile(rf"(?<=\s)(?P<form>(?:B\.V|S\.r\.l)\.|{_FORMS})\.?,\s.*\Z", re.DOTALL)
"""Where a house with a legal form sits."""
_PAGE_BEHIND = re.compile(r"(?<=[^\W\d])\s+\d{1,3}\Z")
"""The page that a footer prints beside a house's name."""
_HOUSE_FIRST = re.compile(
    rf"\s*(?P<name>[A-Z][^.,;:!?\n]{{2,60}}?(?:\s(?P<form>{_FORMS})\.?)?)"
    r",\s(?:\d[\w ]*,\s)?[A-Z][\w ,’'-]{2,60}(?:\.(?=\s|\Z)|\s[·•|](?=\s))"
)
"""A house and its place in a sentence of their own, or before a sign."""
_ITS_OFFICE = re.compile(
    r"\A(?:the\s+)?(?:press|media|communications|policy|public affairs|government affairs)\s+"
    r"(?:office|team|department|desk|unit)\s+(?:of|at)\s+(?=(?:the\s+)?(?-i:[A-Z]))",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\A(?:Publisher\s+)?(?:the\s+)?(?=[A-Z])")
_NEXT_SENTENCE = re.compile(r"(?<=\.)\s+(?:You|This|The|These|We|All|It|Our|To|For|If|No)\s.*\Z", re.DOTALL)
_OTHER_ROLE = re.compile(
    r"\s*(?:责任编辑|编辑|责编|主编|编印|承办|协办|主管|印数|共印|报送|出刊|出版|日期|电话|传真|邮箱|地址|网址|联系人)(?:单位|日期?)?\s*[:：\d]"
    r"|\s+(?=(?:内部|仅供|仅限|免费)[^\s]{2,8}(?:\s|\Z))"
)
"""A second role on a publisher's line ("主办：A协会 编辑：秘书处"), or for whom the issue is ("内部资料")."""


def strip_article(name: str) -> str:
    """Return an organisation's name without what a line adds: an article before it, a place, a role or a stop after."""
    name = _NEXT_SENTENCE.sub("", _OTHER_ROLE.split(_ITS_OFFICE.sub("", name), maxsplit=1)[0])
    name = _PAGE_BEHIND.sub("", BEHIND_LEGAL.sub(r"\g<form>", name))
    return _ARTICLE.sub("", _STOP.sub("", _ADDRESS_TAIL.sub("", name)), count=1)


def is_reached(text: str) -> bool:
    """Whether a line opens with a name in Chinese and how to reach it ("A协会 电话：...")."""
    return _REACHED.match(text) is not None


def find_house(text: str) -> str | None:
    """Return the house that a line of furniture names: the site, or one with a legal form; None without."""
    if text.startswith(SITE_MARK):
        return text.removeprefix(SITE_MARK).strip() or None
    match = _LEGAL_NAME.search(text)
    return match["name"] if match else None


def find_place_end(text: str) -> int:
    """Return the offset behind the name and place that a text opens with as a sentence of their own; 0 for none."""
    match = _HOUSE_FIRST.match(text)
    return match.end() if match else 0


def find_opening_house(text: str) -> str | None:
    """Return the house that a text opens with before the place where it sits ("Acme Research, Bern. ..."), or None."""
    match = _HOUSE_FIRST.match(text)
    name = strip_article(match["name"]) if match else None
    return name if match and name and (match["form"] or is_house_name(name)) else None


def find_writing_house(text: str) -> re.Match[str] | None:
    """Return the match where a sentence says that a house, and no person, writes the series."""
    written = _WRITTEN_BY.search(text)
    return written if written and is_house_name(written["name"]) else None


def find_addressed(text: str) -> str | None:
    """Return the name that stands before street and place in a block that holds nothing else, or None."""
    match = _ADDRESS.match(text) if len(text) <= _LONGEST_BLOCK else None
    if match is None or find_printed_dates(text, default_year=_ANY_YEAR):
        return None
    return strip_article(match["name"].strip()) or None


def find_holder(text: str) -> str | None:
    """Return the holder a copyright line names, else who it says publishes or sends the series, or None."""
    rights = _RIGHTS_ZH.search(text) if "版权" in text else None
    if rights and not _is_of_author(rights):
        return rights["name"] or rights["before"]
    copyright_line = _COPYRIGHT.search(text)
    match = (
        (copyright_line if copyright_line and not _is_of_author(copyright_line) else None)
        or _PUBLISHED_BY.search(text)
        or _SENT_BY.search(text)
        or find_writing_house(text)
        or _MADE_BY_ZH.search(text)
        or _BROUGHT_OUT_ZH.search(text)
        or _ACCOUNT_ZH.search(text)
        or _REACHED.match(text)
    )
    if match is None:
        return None
    name = next(filter(None, match.groups()))
    return strip_article(_REGISTERED.sub("", name).strip(" -–—|")) or None


def _is_of_author(rights: re.Match[str]) -> bool:
    """Return whether the rights are said to be an author's, in the name or in a word right behind it."""
    name = next(filter(None, rights.groups()))
    behind = rights.string[rights.start() + rights[0].find(name) + len(name) :]
    return _OF_AUTHOR.match(name) is not None or _AUTHOR_BEHIND.match(behind) is not None


_ROLE_WORDS = (
    r"(?P<author>(?:lead\s+)?authors?|(?:(?:lead|senior)\s+)?analysts?(?=\s*:)|(?:drafted|prepared|compiled|collated)\s+by(?=\s*:)|from(?=\s*:[^\n,]{4,40},[^\n]*\b(?i:affairs|office|desk|department|division|team|unit|secretariat|director|manager|representative|delegate|correspondent|analyst|adviser)\b)|written\s+by|contributors?|contributing\s+authors?|作者|撰稿|撰稿人|撰文|执笔人?|采写|(?:首席|证券|行业)?分析师(?=\s*[:：]|\s*[^\W\d_]{2,4}\s+S\d)|研究员|研究助理(?=\s*[:：]))"
    r"|(?P<editor>(?:(?:managing|chief|copy|language|series|executive|duty|desk|news|night|day|page|section|deputy|assistant)\s+)?editors?(?:-in-chief|\s+on\s+duty)?|edited\s+by|editorial\s+(?:team|staff)"
    r"|redaktion|redakteure?|redakteurin|r[ée]daction|redacci[óo]n|(?:责任|执行|值班|文字|特约)?编辑|(?:副|执行)?主编|责编)"
    r"|(?P<publisher>publishers?|herausgeber(?:in)?|éditeur|published\s+by|publishing\s+(?:house|organi[sz]ation)|出版|出版方|出版者|主办|主办单位|编印)"
)
_ROLE = re.compile(
    r"[\s*_#]*(?:本期(?=执笔|撰[稿文]|作者))?"
    r"(?:(?-i:[A-Z])[\w&,’'. -]{2,60}?\s(?:is|are)\s(?=(?:published|edited|written)\s+by\s))?"
    rf"(?:{_ROLE_WORDS})\s*(?:\(s\))?\s*(?:[:：]\s*|(?<=师)\s*(?=[^\W\d_]{{2,4}}\s+S\d)|(?<=[{HAN}])\s*[｜|]\s*|\Z|(?<=[Bb]y\s)(?=(?-i:[A-Z])))",
    re.IGNORECASE,
)
_ROLE_INSIDE = re.compile(
    rf"(?<=\S)\s+(?=(?-i:[A-Z]|[{HAN}]))(?=(?:{re.sub(r'[?]P<[a-z]+>', '?:', _ROLE_WORDS)})\s*(?:\(s\))?\s*[:：])"
    rf"|(?<=[{HAN}])(?<!电子)(?<!投稿)(?<!责任)(?<!执行)(?<!值班)(?<!文字)(?<!美术)(?<!本期)(?<!特约)(?<!副)(?=(?:(?:责任|执行|值班|文字|美术|本期|特约)编辑|责编|编辑|副主编|主编|作者|撰稿|执笔|采写|审核|校对|审校|排版|监制|签发|联系(?:人|电话|方式)?|(?:投稿|电子)?邮箱|电话)\s*[:：])"
    r"|(?<=[.;|,])\s+(?=(?:edited|written|published)\s+by\s+(?-i:[A-Z]))"
    r"|(?<=\S)\s+(?=©|\(c\)\s|(?-i:Copyright)\b|(?:tel|phone|e-?mail|web|website)\s*[.:：])",
    re.IGNORECASE,
)
_MADE_BY = re.compile(r"[\s*_#]*(?:drafted|prepared|compiled|collated)\s+by\b", re.IGNORECASE)
"""Stands before who wrote an issue, or before the office that wrote a document."""
_OFFICE = re.compile(
    r"\b(?:Administration|Agency|Authority|Bank|Bureau|Commission|Committee|Congress|Council|Court|Department|Ministry"
    r"|Office)\b"
)
_FROM = re.compile(r"\s*from\b", re.IGNORECASE)
"""Stands before who writes a memorandum, or sends it: a person with an office or a post, else a house."""
_SIGNATURE = re.compile(rf"--[\s{HAN}]")
_BY = re.compile(r"\s*(?:[Bb]y|(?:[Hh]osted|[Rr]eported|[Mm]oderated|[Ll]ive coverage) by)\s+(?=[A-Z])")
_FROM_WHERE = re.compile(r"\s+in\s+[A-Z]\w+(?: [A-Z]\w+)?(?=\s*(?:,|&|and\b|\Z))")
"""Where each of those who report is."""
_NAME_AND_POST = re.compile(
    r"\s*(?P<name>[A-Z][^,:;\n]{3,40}),\s(?:the\s|your\s)?(?:[a-z]+\s)?(?P<role>[Ee]ditor|[Aa]uthor)\s*"
)
"""A line of its own with who signs, and what they are to the issue ("Ann Bow, editor")."""
_BYLINE = re.compile(r"\s*(?:(?:[Ww]ritten|[Pp]osted)\s+)?(?:[Bb]y|BY)\s+(?:our\s+\w|(?:the\s+)?[A-Z])")
_MOST_BYLINE_WORDS = 8
_STOPS = (".", "。", ":", "!", "?")
_BESIDE_NAMES = re.compile(
    r"\s*[|·•]\s*|\s+/\s+(?=[A-Z]?[a-z]*\.?\s?\d)|\.\s+(?=(?:[Ee]dited|[Rr]eviewed|[Tt]ranslated|[Cc]ompiled)\s)"
)
_POST_BEHIND = re.compile(r",\s+(?!and\b)[a-z][\w-]+(?: [a-z][\w-]+){0,3}(?=\s*(?:,|\.|\Z|\band\b))")
"""What a person is, in small letters behind the name."""
_JOB = re.compile(
    r"\b(?:analyst|editor|director|head|manager|fellow|researcher|research|communications|publications|program(?:me)?s?"
    r"|officer|lead|associate|assistant|president|chair(?:man|woman|person)?|professor|economist|consultant|intern|senior|junior"
    r"|institute|office|liaison|secretariat|centre|center|university|department|team|council|expert|advisor|adviser|coordinator|correspondent|chief"
    r"|vice|deputy|partner|policy|studies|industry|affairs|staff|desk|samples?|group|firm|llp|chambers|newsroom|ltd|inc|gmbh)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs)\.?\s+){0,2}[^\W\d_a-z][\w'’.-]*(?:\s+(?:von|van|de|der|den|da|di|le|la|bin|al|del|[^\W\d_a-z][\w'’.-]*)){1,4}"
)
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,6}})?")
_ROLE_AND_NAMES = re.compile(
    rf"(?P<role>Author|Editor)s?\s+(?P<names>{_NAME.pattern}(?:(?:,|\sand)\s{_NAME.pattern}){{0,5}})\s*"
)
"""A line of a colophon, with no sign between role and names ("Authors Ann Bow, Eli Sand")."""
_GROUP_SIGNS = frozenset("组部室社队处科")
"""What a group of editors ends with, and no name ("能源组")."""
_ROLE_BEHIND = re.compile(
    r"\s*[(（](?:the\s|[\w-]+\s)?(?:(?P<editor>editor(?:-in-chief)?|编辑|主编|责编)|author|作者|撰稿)[)）]\Z",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*(?:[,;，；、|]|\s(?:and|&)\s|(?<=[^\W\d_]{3})\.\s)\s*")
_POSTED = re.compile(
    r"(?<=[^\W\d_])\s*[(（](?=[^()（）]*\b(?:newsroom|office|desk|bureau)\b)[^()（）]{3,40}[)）]", re.IGNORECASE
)
"""Where somebody works, in brackets behind the name."""
_HAN_POST = re.compile(
    rf"(?<=[{HAN}])\s*[（(][{HAN}]{{0,8}}(?:合伙人|律师|顾问|研究员|分析师|主任|总监|经理|记者|助理|教授|博士|秘书长?|[处所科院会]长|主管|专员|实习生?)[)）]"
)
"""What somebody is, in brackets behind a Chinese name."""
_CERTIFIED = re.compile(r"\s+S\d{10,}|\s*[（(][^（）()]{0,8}(?:证书|执业|编号|SAC)[^（）()]{0,40}[)）]")
"""An analyst's licence behind the name."""
_CONTACT = re.compile(
    rf"[\s—–【-]*(?:[{HAN}]{{2,20}}是[{HAN}]{{2,24}}(?:主办|出品|运营)的|(?:tel|telephone|phone|fax|e-?mail|mail|web|website|internet|address|twitter|x|linkedin|wechat|(?:press\s+|media\s+)?contacts?|(?:(?:gold|silver|main|lead|event|knowledge)\s+)?(?:sponsors?|partners?)|(?:合作伙伴|支持单位|协办单位|赞助(?:商|单位)?)|issn|isbn|doi"
    r"|电话|传真|邮箱|网址|地址|联系(?:人|方式|单位|部门)|咨询(?:电话|单位|部门)|附[:：][^。：\n]{0,12}(?:入口|联系方式|电话|渠道|网址)|(?:SAC)?执业(?:资格)?证书?编?号码?)\s*[.:：]"
    r"|(?:errors?|corrections?|questions?|suggestions?)\s*[?？]\s"
    r"|(?:errors?|corrections?|questions?|queries|feedback|support|help(?:\s?desk)?|sales|tips|newsroom|editors?)(?:\s+to|\s*:)\s+[\w.+-]+@|(?:cited?\s+as|suggested\s+citation)\s*:"
    r"|(?:for\s+)?(?:more|further)\s+information,?\s+(?:please\s+)?(?:contact|visit|see|write)"
    r"|(?:©|\(c\)\s|copyright\b)|all\s+rights\s+reserved|(?:un)?subscribe\b|view\s+(?:this\s+)?(?:email\s+)?in\s+(?:your\s+)?browser"
    r"|(?-i:[A-Z])[\w&'’.-]*(?:\s[\w&'’.-]+){0,6}?\s(?:is|are)\s"
    r"(?:an?\s+(?-i:[A-Z])[\w&’' .-]{2,50}?\s(?:publication|service|title|newsletter)\b\.?"
    r"|a\s+(?:publication|service|newsletter|product)\s+of|"
    r"(?:published|produced|edited|compiled|prepared|written|sent|issued)\s+(?:\w+ly\s+)?by|sent\s+(?:out\s+)?to\s+(?:\w+\s+){0,2}(?:members|subscribers|readers|clients))(?:\s|\Z)"
    r"|(?:(?:this|our|the)\s+(?:[\w-]+\s+){1,3}is\s+)?brought\s+to\s+you\s+by\b|our\s+mailing\s+address\b|(?:that(?:['’]s|\s+is)\s+all\s+(?:from\s+us|for\s+(?:now|today))\b[.,;:]?\s*)?thank(?:s|\s+you)\s+for\s+(?:reading|subscribing)\b"
    r"|an?\s+(?:[\w-]+\s+){0,2}(?:publication|service|newsletter|product)\s+(?:of|by|from)\s+(?:the\s+)?(?-i:[A-Z])"
    r"|\d{1,5}\s+(?:comments?|likes?|shares?|views?|replies)\s*\Z|(?:like|share|comment|restack|reply|subscribe)\s*\Z"
    r"|(?-i:[A-Z])[\w&'’.-]*(?:\s[\w&'’.-]+){0,6}?\sis\s+a\s+(?:reader|subscriber|member)-(?:supported|funded)\b"
    r"|to\s+(?:receive|stop\s+receiving)\s+(?:(?:new|all|our|future|this|the)\s+)?"
    r"(?:posts|issues|updates?|briefing|newsletter|letter|bulletin|digest|alerts?)\b"
    r"|you\s+get\s+this\s+(?:e?mail|message|newsletter|digest|letter|briefing|bulletin)\b"
    r"|you\s+(?:are\s+receiv|receiv|have\s+receiv)|to\s+unsubscribe|manage\s+(?:your\s+)?(?:preferences|subscription)"
    r"|important\s+information\s*:|please\s+(?:contact|write\s+to)|next\s+(?:issue|edition|round-?up|update|digest|letter|briefing|bulletin|file|report)\s*:|more\s+from\s+(?:us|the\s+(?-i:[A-Z])\w+)\s*:|in\s+partnership\s+with\s*:|contact\s+us|follow\s+us|forward(?:ed)?\s+this|was\s+this\s+(?:email|newsletter)"
    r"|page\s+\d+(?:\s*(?:of|/)\s*\d+)?\s*\Z|[-–—]?\s*\d{1,3}\s*[-–—]?\s*\Z|第\s*\d+\s*页|版权(?:所有|归)|(?:标签|关键[词字]|分享到?|(?:上|下)一[篇期页条]|扫码分享|责任编辑|审核)\s*[:：]|本(?:邮件|消息)(?:由|为|系|是)|[^。，\n]{0,24}保留(?:一切|所有|全部)权利|报送?[:：]|[主抄]?送[:：]|[分]?发[:：]|共印\s*\d+|印数[:：]|以上(?:内容|信息|资讯|政策)?由|(?:legal\s+)?disclaimer\s*[:：]|(?:免责|版权|法律|重要|特别|郑重)?声明\s*[:：】]|联系我们\s*[:：】]|本(?:刊|报告|[周月简]报|[双半]?[周月]刊|纪要|通讯|快讯|资讯|期|汇编|清单)(?:内容|信息)?(?:由|仅[供限]|来自公开|[系均]?[根依]据公开)|impressum\s*:"
    r"|来[信稿]请?[寄送发]?至?\s*[:：]|内部(?:资料|刊物|参考)[，,。]|(?:编辑部|订阅|投稿|咨询|合作|商务合作)(?:电话|热线|邮箱|信箱|地址)?\s*[:：]|(?:扫码|欢迎|敬请)(?:关注|订阅|转发|分享)|转载请|长按.{0,6}二维码"
    r"|(?:往期|相关|延伸|推荐)(?:精彩)?(?:推荐|回顾|阅读|文章|链接)\s*[:：】]|END[\s—–-]*\Z|(?:责任)?编辑\s*[｜|/]"
    r"|如(?:不想|不愿|不希望|需|要).{0,16}(?:收到|退订)|退订"
    r"|(?:点击|戳).{0,10}(?:关注|阅读原文|订阅)|(?:点击)?(?:阅读|查看)原文|关注(?:我们|公众号|[“\"「【]))",
    re.IGNORECASE,
)
_ADDRESS_ONLY = re.compile(
    r"\s*(?:<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?|<?(?:https?://|www\.)\S+>?|\+?[\d\s()/-]{7,})\s*\.?\s*", re.IGNORECASE
)
_ASKS_TO_WRITE = re.compile(r"\s*[^\W\d_][^.?!@\n]{4,120}\?\s[^?\n]{0,80}@")
"""A question to the readers, and the address for who can answer it."""
_CREDITED = re.compile(
    r"(?:(?P<author>\b(?:[Ww]ritten|[Pp]repared|[Cc]ompiled|[Cc]ollated|[Pp]ut\stogether)\sby(?:\s?[:：|])?\s(?=[A-Z])|(?<=[|·•]\s)[Bb]y\s(?=[A-Z])|\b[Aa](?:uthor|nalyst)s?\s*[:：]|(?:作者|撰稿|撰文|执笔人?|采写|(?:首席|证券|行业|策略|宏观)?分析师|研究员|研究助理)\s*[:：])"
    r"|\b(?:[Ee]dited|[Rr]eviewed|[Cc]hecked)\sby(?:\s?[:：|])?\s(?=[A-Z])|\b[Ee]ditors?(?:\s编辑|\son\sduty)?\s*[:：]|(?:(?:责任|执行)?编辑|主编|责编)\s*[:：｜])\s*"
    r"(?P<names>(?:\([^()\n]*\)|(?!,\s(?:and\s)?(?:[Ee]dited|[Rr]eviewed|[Cc]hecked)\sby\s)[^.;。|·•©】)\n]){2,80})"
)
_SIGNED_BY = re.compile(
    r"\b(?:regards|wishes|greetings|sincerely|faithfully|truly|yours)[,.!]?\s+(?P<names>[A-Z][^,;:.()]{3,80}?)(?:,\s+|\s+\()"
    r"(?:the\s|your\s)?(?:[a-z]+\s)?editors?(?:-in-chief)?\b",
    re.IGNORECASE,
)
"""Ends a letter with who edits the issue ("With kind regards, Ann Bow, editor")."""
_CREDITS = (
    *("ritten", "repared", "ompiled", "ollated", "ogether", " by ", " By ", "uthor", "dited", "ditor"),
    *("作者", "撰", "执笔", "采写", "分析师", "研究员", "编", "责"),
)
"""Letters of which some stand wherever somebody is credited."""
_MAKER = re.compile(
    r"^(?:[\w ]+,\s|[\w ]+ and )?(?:the )?(?:(?P<editor>[Ee]ditor)|[Aa]uthor|[Ww]riter)"
    r"(?: of (?:this|the|our) \w+(?: \w+)?|,\s[A-Z][\w’' -]{2,40})?$",
    re.MULTILINE,
)
"""What somebody who signs is to the issue, on a line below the name ("Editor of this letter")."""
_HAN_RUN = re.compile(f"[{HAN}]+")
_TWO_NAMES = 6
"""Signs of two names between which the space of the source was lost."""
_HAN_NAMES = re.compile(rf"[{HAN}]{{2,4}}(?:、[{HAN}]{{2,4}})*(?=\s|\Z)")


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleHeading:
    """A heading over people or the publisher: ``author``, ``editor`` or ``publisher``; names start at ``end``."""

    role: str
    end: int


@lru_cache(maxsize=512)
def find_role_heading(raw: str) -> RoleHeading | None:
    """Return the role that a line heads ("AUTHORS", "Edited by: ..."), or None."""
    match = _ROLE.match(raw)
    if match is None:
        alone = _ROLE_AND_NAMES.fullmatch(raw)
        return RoleHeading(role=alone["role"].lower(), end=alone.start("names")) if alone else None
    if find_writing_house(raw):
        return None
    named = raw[match.end() :]
    if (_FROM.match(raw) or _MADE_BY.match(raw)) and not _opens_with_person(named):
        return None
    if _MADE_BY.match(raw) and _OFFICE.search(named):
        return None
    role = next(name for name in ("author", "editor", "publisher") if match[name])
    return RoleHeading(role=role, end=match.end())


def _opens_with_person(names: str) -> bool:
    people = list_people(names, role="author")
    return bool(people) and not is_house_name(people[0].name)


def list_role_starts(raw: str) -> list[int]:
    """Return the offsets inside a text of people or contacts where another role, the rights or a contact starts."""
    if len(raw) > _LONGEST_BLOCK or not (find_role_heading(raw) or is_contact_line(raw)):
        return []
    return [match.end() for match in _ROLE_INSIDE.finditer(raw)]


def find_byline(raw: str) -> tuple[Person, ...]:
    """Return who wrote by a line "By A and B", or edited ("Ann Bow, editor"); none of another line, or of a house."""
    match = _BY.match(raw)
    if match is None:
        signed = _NAME_AND_POST.fullmatch(raw) if raw.rstrip()[-2:] == "or" else None
        return list_people(signed["name"], role=signed["role"].lower()) if signed else ()
    named = _FROM_WHERE.sub("", _POST_BEHIND.sub("", _BESIDE_NAMES.split(raw[match.end() :], maxsplit=1)[0]))
    if is_house_name(named):
        return ()
    people = list_people(named, role="author")
    return people if sum(len(p.name) for p in people) * 2 > len(named) else ()


def list_credited(raw: str) -> tuple[Person, ...]:
    """Return the people whom a line of the title page or the imprint credits ("Edited by A and B.", 编辑：甲)."""
    found: list[Person] = []
    for match in _CREDITED.finditer(raw) if any(map(raw.__contains__, _CREDITS)) else ():
        names = _HAN_NAMES.match(match["names"])
        listed = names[0].replace("、", ", ") if names else match["names"]
        if match["author"] and is_house_name(listed):
            continue
        found.extend(list_people(listed, role="author" if match["author"] else "editor"))
    return tuple(found)


def find_house_before(raw: str) -> str | None:
    """Return the house that a line names before the people whom it credits ("A证券研究所 分析师：甲"), or None."""
    credited = _CREDITED.search(raw)
    name = raw[: credited.start()].strip(" |｜·,，/") if credited else ""
    return name if _HAN_RUN.match(name) and is_house_name(name) else None


def list_told_people(text: str) -> tuple[Person, ...]:
    """Return the people whom a note to the readers credits in a sentence of its own, or who sign it as its editors."""
    told = [match for sentence in list_sentences(text) if (match := _CREDITED.match(sentence))]
    signed = _SIGNED_BY.search(text) if "ditor" in text else None
    found = [person for match in told for person in list_credited(match[0])]
    return (*found, *(list_people(signed["names"], role="editor") if signed else ()))


def list_signing(raw: str) -> tuple[Person, ...]:
    """Get who signs with a name on the first line, and below it says that the issue was edited or written by them."""
    name, *posts = (line.strip(" ,") for line in raw.strip().split("\n"))
    made = _MAKER.search("\n".join(posts)) if posts and is_name(name) else None
    return (Person(name=" ".join(name.split()), role="editor" if made["editor"] else "author"),) if made else ()


def is_credit(raw: str) -> bool:
    """Whether a short text credits people, in each of its parts, and is an imprint otherwise."""
    if len(raw) > _LONGEST_BLOCK or not list_credited(raw):
        return False
    return is_imprint(raw) or all(map(_names_posts, raw.split(";")))


def _names_posts(part: str) -> bool:
    """Whether words credit somebody and tell nothing behind the name but a post."""
    credited = _CREDITED.match(part.strip())
    post = credited["names"].partition(",")[2] if credited else ""
    return credited is not None and (not post or _JOB.search(post) is not None) and not any(map(str.isdigit, part))


def is_byline(text: str) -> bool:
    """Whether a short line only says by whom a piece of news is, people or a house ("By our staff")."""
    return len(text.split()) <= _MOST_BYLINE_WORDS and _BYLINE.match(text) is not None and not text.endswith(_STOPS)


def list_people(raw: str, *, role: str) -> tuple[Person, ...]:
    """Return the people a block names: a name a line with the position under it, or names in a row."""
    found: list[Person] = []
    bare = _HAN_POST.sub("", _POSTED.sub("", raw)) if "(" in raw or "（" in raw else raw
    for line in _CERTIFIED.sub("", bare).split("\n"):
        for at, listed in enumerate(_LIST.split(line)):
            part, own = _split_role(listed.strip(" .。"), role)
            if len(part) == _TWO_NAMES and all(is_surname(part[at]) for at in (0, 3)) and _HAN_RUN.fullmatch(part):
                found.extend(Person(name=part[at : at + 3], role=own) for at in (0, 3))
            elif is_name(part):
                found.append(Person(name=" ".join(part.split()), role=own))
            elif at == 0:
                break
    return tuple(found)


def _split_role(part: str, role: str) -> tuple[str, str]:
    """Return a name and its role, which may stand behind it in brackets ("Ann Bow (editor)")."""
    behind = _ROLE_BEHIND.search(part) if part.endswith((")", "）")) else None
    if behind is None:
        return part, role
    return part[: behind.start()], "editor" if behind["editor"] else "author"


def is_name(text: str) -> bool:
    """Whether the text reads as a person's name and not as a position, an organisation or an address."""
    name = text.strip()
    if _HAN_NAME.fullmatch(name):
        return name[-1] not in _GROUP_SIGNS
    return _NAME.fullmatch(name) is not None and not _JOB.search(name) and not name.isupper()


@lru_cache(maxsize=512)
def is_contact_line(text: str) -> bool:
    """Whether the text only says how to reach somebody, who holds the rights, or which page it is."""
    said = _CONTACT.match(text) is not None or is_reached(text)
    said = said or ("@" in text and _ASKS_TO_WRITE.match(text) is not None)
    return said or _ADDRESS_ONLY.fullmatch(text) is not None


def is_signature(raw: str) -> bool:
    """Whether a block is the signature of a mail, behind two dashes."""
    return _SIGNATURE.match(raw) is not None


def list_signed(raw: str) -> tuple[str, ...]:
    """Return the house that a mail's signature begins with, before its address; none where it begins otherwise."""
    first = raw.strip("- \n").split("\n")[0]
    name = strip_article(_BESIDE_NAMES.split(first)[0].strip())
    return (name,) if is_house_name(name) else ()
