"""Whose a publication is, as its imprint, its rights, a mail's foot or an account's last line say it."""

from __future__ import annotations

import re

from bot.dates.printed_dates import find_printed_dates
from bot.model.text import HAN
from bot.reading.document import SITE_MARK
from bot.reading.grammar.lines.title_names import is_house_name

_NAME = (
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
    rf"\bis\s+an?\s+(?P<own>(?-i:[A-Z])[\w&’'.-]*(?:\s(?:[A-Z&][\w&’'.-]*|and|of|for))*)\s(?:publication|service|title|newsletter|product|bulletin)\b|\bis\s+(?:(?:published|produced|prepared|issued)\s+(?:\w+\s+){{0,4}}?by\s+|an?\s+(?:[\w-]+\s+){{0,2}}{_OF_HOUSE}){_NAME}"
)
_SENT_BY = re.compile(
    rf"\b(?:brought|sent|delivered)\s+to\s+you\s+by\s+{_NAME}"
    rf"|(?:\A|,\s+)an?\s+(?:[\w-]+\s+){{0,2}}{_OF_HOUSE}{_NAME.replace('name', 'of', 1)}"
    rf"|\byou(?:['’]re|\s+(?:are|have|get|receive))\b[^.\n]{{0,90}}?"
    rf"\b(?:member|subscriber|client|customer|contact|friend|supporter)s?\s+of\s+{_NAME.replace('name', 'client', 1)}"
    rf"|\b(?:subscri\w+|signed\s+up)\s+(?:to|for)\s+[^.\n]{{2,60}}?\s(?:by|from)\s+"
    rf"{_NAME.replace('name', 'subscribed', 1)}"
    rf"|\bmailing\s+address\s+is\s*:?\s*{_NAME.replace('name', 'mailing', 1)}",
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
