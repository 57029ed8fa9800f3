"""Chinese title lines: bars where a line parts names, numbers, days and labels by spaces, dots or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.dates.date_words import ANY_MONTH
from bot.model.text import HAN

HOUSE_ZH = (
    r"(?:研究(?:院|所|会|室)|中心|协会|学会|商会|总会|联合会|促进会|基金会|委员会|贸促会|联盟|智库|事务所|交易所|公司|集团|银行"
    r"|咨询|顾问|证券|大学|学院|总局)"
)
"""The word with which the name of a Chinese house ends."""
DEPARTMENT_ZH = (
    rf"(?:秘书处|编辑部|(?:[{HAN}]{{2}})?办公室|[{HAN}]{{2,4}}(?:[与和及][{HAN}]{{2,6}})?部|[{HAN}]{{2,6}}[处科])"
)
"""A department of such a house, behind its name."""
_HAN_SIGN = re.compile(f"[{HAN}]")
_MAKER = (
    r"(?:主办|承办|协办|合办|主管|指导|编印|编发|编制|编辑|编写|主编|责任编辑|责编|审核|校对|签发|供稿|整理|汇编|出品|出版"
    r"|发行|印发|发布|制作)"
)
_INNER_LABEL = re.compile(
    rf"(?<=[^\s|｜:：])[\s,，;；]*(?=(?:{_MAKER}(?:单位|机构|部门|方|人|时间|日期)?|(?:出刊|出版|发刊|发稿|截稿|更新)(?:日期|时间)?|(?<!编[制印发写]|出[刊版]|发[刊布稿]|印发|制作|截稿|更新|整理)日期|总?期[数号]"
    r"|印数|电话|邮箱|地址|网址|联系人|密级|来源|作者|阅读量?|浏览量?|字号)\s*[:：])"
)
_MAIL_HEAD = re.compile(r"\A\s*(?:(?P<sender>发件人|寄件人)|主题)\s*[:：]\s*")
_BEFORE_YEAR = re.compile(
    rf"(?<=[{HAN}）)》])(?<![至到自从和])(?:[\s·•・‧]+(?=(?:19|20)\d\d(?:\s*年|[-./．]\d))|(?<![自于至从在到])(?=(?:19|20)\d\d\s*年\s*\d\d?\s*月))"
)
_TWO_DAYS = re.compile(
    rf"(?<=\d日)\s+(?=(?:\d{{1,2}}\s+)?{ANY_MONTH}\b)|(?<=\s(?:19|20)\d\d)\s+(?=(?:19|20)\d\d\s*年)", re.IGNORECASE
)
"""Between the day in Chinese and the same in English."""
_AFTER_MONTH = re.compile(
    rf"\A\s*(?:(?:19|20)\d\d\s*年\s*)?\d{{1,2}}月(?:(?:[上下]半月?|[上中下]旬)刊?|刊|(?=\s))(?=\s*[{HAN}]{{2,20}}{HOUSE_ZH}\Z)"
    rf"|\A\s*(?:19|20)\d\d\s*年\s*(?:\d{{1,2}}月份?|第?[一二三四1-4]季度|[上下]半年)(?=\s*[{HAN}]{{2,20}}(?:汇编|汇总|一览表?|盘点|综述|回顾|速览|速递|动态|要闻|观察|简报|参考|月报|月刊)\s*\Z)"
)
"""The month that opens a line, or a part of it, before the name of a house, or the time of what stands behind it."""
_SENTENCE = re.compile(r"[。；，](?!\s*(?:总?第|(?:19|20)\d\d\s*年第))")
"""A sign that sentences have, and lines of a title only before a number."""
_OF_MONTH = re.compile(r"(?<=\d月)[号刊](?=\s*(?:[)）|｜]|\Z))")
_ISSUED_BEHIND = re.compile(r"(?<=[日\d])\s*(?:出版|出刊|印发|编印|刊发|发行|发布)\s*\Z")
_NUMBER = (
    r"(?:(?:[〔\[【（(]?(?:19|20)\d\d\s*[年〕\]】）)]\s*)?总?第\s*[\d〇零一二三四五六七八九十百]+\s*期|(?:19|20)\d\d\s*年第\s*\d+\s*周"
    r"|(?:No|NO|Vol|VOL)\.?\s*\d++)"
)
_INNER_NUMBER = re.compile(
    rf"(?<=[{HAN}）)》])(?<!\d年)(?<!总)\s*[·•・‧]?\s*(?P<number>{_NUMBER})(?=\s*(?:\d|[（(\[]|[·•・‧]|\Z))|(?P<first>\A{_NUMBER})(?=\s*(?:\d|[·•・‧]))"
)
_IN_BRACKETS = re.compile(r"\s*[（(]([^（）()]+)[)）]\s*")
_ISSUE_CODE = re.compile(r"(?:总?期[号数]|刊号)\s*[:：]\s*[\w./年第期-]*")
_COMPACT = re.compile(r"(?<=[（(])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=[)）])")
"""A day in eight figures ("（20250818）")."""
_SUBJECT = re.compile(
    rf"\A(?P<name>《?[{HAN}]{{2,20}}》?\s*{_NUMBER})\s*[｜|：:]\s*(?!.*{HOUSE_ZH}\Z)[^｜|:：\d]{{4,60}}\Z"
)
"""A mail's subject that tells topics behind name and number ("物流观察 No.88｜快递新规落地")."""
_EDITION = re.compile(rf"\s*[（(][{HAN}]{{0,6}}[版刊][)）]")
"""Which edition it is, in brackets behind the name ("（中文版）")."""
_POSTED = re.compile(
    rf"\A(?P<own>原创\s*)?(?P<name>[{HAN}A-Za-z0-9 &·]{{4,30}}?)\s*(?P<again>(?P=name))?\s+"
    rf"(?P<day>(?:19|20)\d\d(?:年\d\d?月\d\d?日|[-/.]\d\d?[-/.]\d\d?))\s+"
    rf"\d\d?[:：]\d\d(?:[:：]\d\d)?(?:\s*(?:发[布表]于)?\s*[{HAN}]{{2,4}})?\s*\Z"
)
"""The account that put a page up, perhaps twice, with the day, the time and the place; its author may stand before."""
_HOUSE_FIRST = re.compile(
    rf"(?P<house>(?:[{HAN}]{{1,8}}[—–-])?[{HAN}]{{2,20}}?{HOUSE_ZH})(?:\s*[·•・‧:：]\s*(?P<parted>[{HAN}].{{2,30}})|(?P<joined>[{HAN}]{{4,14}}))"
)
_DEPARTMENT = re.compile(
    rf"(?P<house>[{HAN}]{{2,24}}(?:(?:{HOUSE_ZH}|[厅局委])(?={DEPARTMENT_ZH}\Z)|[网报社台](?=[{HAN}]{{2,4}}频道\Z)))[{HAN}]+"
)
_STARS = re.compile(r"[★☆]")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
    "祝施骆闫倪翟殷詹申耿兰焦俞左柳甘包符舒阮柯纪梅童凌裴霍涂苗翁冉靳鲍喻祁蒲滕饶牟艾穆卓缪芦褚娄窦戚岑费卜晏瞿佟臧闵邬卞栾刁寇甄虞佘邝"
)
"""Those that most people have; an author's name begins with one of them."""
_LONGEST = 300


_NO_SERIES = re.compile(
    r"关于|通知|公告|意见|章程|年会|大会|会议|报告|办法|规定|标准|工作|成立|召开|举[办行]|发布|印发|启动|秘书|[部处院所会室司局厅]\Z|公司"
)
"""In what stands behind a house's name: it goes on, or something is told of it."""


def is_surname(sign: str) -> bool:
    """Whether a sign is one of the surnames that most people have."""
    return sign in _SURNAMES


def split_plain_series(name: str) -> tuple[str, str] | None:
    """Return house and series of a page's only name, where nothing in it says that it is a publication; else None."""
    parts = split_han_house(name)
    return None if parts is None or _NO_SERIES.search(parts[1]) else parts


def split_han_house(name: str) -> tuple[str, str] | None:
    """Return the house with which a name opens, and what stands behind a dot or nothing at all; None without one."""
    found = _HOUSE_FIRST.fullmatch(name)
    return (found["house"], found["parted"] or found["joined"]) if found else None


def find_account(name: str | None, told: Collection[str], *, authored: bool) -> str | None:
    """Return whose page it is by the line that says who put it up, where nothing need part two names in Chinese.

    It is the name at its end that the page tells elsewhere too; else all of it, but where an author may stand before
    the account (``authored``) and it begins as a person's name.
    """
    ends = [own for own in told if name and own and name.endswith(own) and not own.isascii()]
    if ends:
        return max(ends, key=len)
    return None if name and authored and name[0] in _SURNAMES else name


def without_department(name: str) -> str:
    """Return a house's name without the department of it that stands behind ("A协会信息部")."""
    found = _DEPARTMENT.fullmatch(name)
    return found["house"] if found else name


_DATED_BRACKETS = re.compile(r"(?<=[刊期号])\s?[（(]([^（()）]*\d{1,2}月\d{1,2}日[^（()）]*)[)）]")
"""Days in brackets behind the number of an issue ("7月刊（8月5日发布，收录7月1日至31日…）")."""
_COMMAS = re.compile(r"(?:(?<=日)(?:发布|出版|印发|编印))?[，,；;]|(?<=日)(?:发布|出版|印发|编印)\Z")
_COLLECTED = re.compile(
    r"(?:本期)?(?:内容)?(?:收录|涵盖|汇总|覆盖)(?P<days>[\d年月日]+\s?(?:至|到|[—–~～-]+)\s?[\d年月日]+)[^|]*"
)
"""What days an issue collects the news of."""


def part_han_line(line: str) -> str:
    """Return a title line with bars between its parts, itself where it has no Chinese."""
    if len(line) > _LONGEST or not _HAN_SIGN.search(line):
        return line
    line = _DATED_BRACKETS.sub(lambda found: f" | {_COMMAS.sub(' | ', found[1])} | ", line)
    if _SENTENCE.search(line):
        return line
    line = _STARS.sub(" ", line).strip(" |")
    line = _COLLECTED.sub(r"期间：\g<days>", line)
    posted = _POSTED.fullmatch(line)
    if posted:
        label = "原创" if posted["own"] and not posted["again"] else "发布"
        return f"{label}：{posted['name']} | {posted['day']}"
    line = _COMPACT.sub(r"\1年\2月\3日", _SUBJECT.sub(r"\g<name>", line))
    line = whole[1] if (whole := _IN_BRACKETS.fullmatch(line)) else line
    line = _ISSUE_CODE.sub("", line)
    line = _MAIL_HEAD.sub(lambda head: "发布：" if head["sender"] else "", line, count=1)
    line = _INNER_LABEL.sub(" | ", _ISSUED_BEHIND.sub("", _OF_MONTH.sub("", line)))
    line = _INNER_NUMBER.sub(lambda found: f" | {found['number'] or found['first']} | ", line)
    line = _AFTER_MONTH.sub(r"\g<0> | ", _EDITION.sub("", line))
    return _BEFORE_YEAR.sub(" | ", _TWO_DAYS.sub(" | ", line))
