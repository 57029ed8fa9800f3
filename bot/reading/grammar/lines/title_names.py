"""Names of a title page: which is the publisher's, and which that of the series."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.dates.date_words import ANY_MONTH
from bot.model.ids import HAN, fold, is_in_capitals

# Chinese title lines: bars where a line parts names, numbers, days and labels by spaces, dots or nothing at all.

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


_FORM = (
    r"\b(?:weekly|monthly|daily|biweekly|fortnightly|quarterly|briefing|brief|tracker|digest|bulletin|news|newsletter|update|review"
    r"|monitor|report|watch|insight|insights|dispatch|radar|outlook|gazette|roundup|round-up|notes?|alerts?|letter|circular|memo|journal|magazine|wire|scan|pulse|lens"
    r"|register|docket|ledger|watch ?list|dashboard|barometer|chronicle"
    r"|bolet[ií]n|bollettino|nouvelles|noticias|notizie|nachrichten|rundbrief|informe|observatorio)\b"
    r"|[周月简]报|动态|快讯|观察|通讯(?!录)|快报|专报|参考|速递|速览|要闻|双周|[周月季]刊|[早晚]报|早读|内参|简讯|摘报|[半双]月谈"
)
_FORM_WORD = re.compile(_FORM, re.IGNORECASE)
"""Says in what form a publication comes, so that it names no house."""
_SERIES_WORD = re.compile(
    rf"{_FORM}|\b(?:policy|policies|industry|industries|industrial|china|chinese|technology|tech|economy|trade)\b",
    re.IGNORECASE,
)
_MOTTO = re.compile(
    r"(?:an?|your|our|trends in|insights? (?:on|into|from)|analysis of|all you need|everything you|what you need"
    r"|working (?:group|party)|task force)\s"
    r"|(?:attorneys|lawyers|solicitors|advocates|counsel(?:lors)?|notaries|rechtsanwälte|avocats)"
    r"(?:\s(?:at law|and|&|[a-z]+))*\Z",
    re.IGNORECASE,
)
"""Opens a line that says what the publication is, or is what a house says that it is."""
_SAYS_WHAT = re.compile(r"(?:what|how|who|why|where)\s", re.IGNORECASE)
"""Opens words on what an issue tells, which are no house's name."""
_PERIODICAL = re.compile(
    r"\b(?:weekly|monthly|daily|bi-?weekly|bi-?monthly|fortnightly|quarterly|newsletter|bulletin|digest|round-?up|gazette"
    r"|tracker|briefing|update|letter|notes)\b|[周月简]报",
    re.IGNORECASE,
)
_HOUSE_WORD = re.compile(
    r"\b(?:institute|centre|center|chamber|council|group|research|gmbh|ltd|inc|llp|association|foundation|university|consulting"
    r"|partners|advisors|law\s+firm|\w+cham|advisory|academy|society|federation|samples|labs?|observatory|press(?!\s+(?:releases?|statements?))|house|office|network|team|company|forum|embassy"
    r"|c[aá]mara|chambre|camera di commercio|\w*kammer|institut|instituto|istituto|asociación|associazione|\w*verband"
    r"|verein|fundación|fondation|fondazione|stiftung|universität|universidad|université|università|botschaft|embajada|ambassade|ambasciata)\b"
    r"|\b(?:ministry|commission|administration|bureau) of\b"
    rf"|(?:[部厅局]|{HOUSE_ZH}{DEPARTMENT_ZH}?)(?=[\s（(]|\Z)",
    re.IGNORECASE,
)
_UNWRAPPED = re.compile(r"\A《([^《》]+)》\Z")
"""A name between the signs for a title."""
_EDITED_BY = re.compile(
    rf"由?(?P<name>[{HAN}]{{2,30}})\s*(?:编印|编发|编制|编辑|编写|主编|主办|出品|(?<=[会院所室心盟库司团行部处局])汇编|整理|(?<![摘汇选])编)"
)
"""A line that says who makes the publication."""
_SUBJECT_ZH = re.compile(r"\s*(?:(?:19|20)\d\d\s*年?)?\s*(?:总?第\s*)?\d{1,4}\s*期")
_EDITORS = re.compile(r"(?:编辑部|编辑组|\s+(?:team|editors|desk|newsletter))\Z", re.IGNORECASE)
_LONG_HAN = re.compile(rf"[{HAN}]{{5,30}}")
_HOUSE_NAME = re.compile(r"(?-i:[A-Z])[\w&'’.-]*(?: (?:[A-Z][\w&'’.-]*|of|the|and|for|&)){1,4}")
_TITLED = re.compile(r"(?:[Tt]he )?[A-Z][\w-]*(?: (?:[A-Z][\w-]*|of|the|and|for|on|in|&)){0,3}")
"""A name of few words, all with capitals ("The Rope Gauge")."""
_LEGAL_FORM = re.compile(
    r",?\s(?:S\.?r\.?l|A/S|Oyj|GmbH|Ltd|Limited|LLP|LLC|Inc|AG|B\.?V|SAS|SpA|AB|Oy|ApS|PLC|plc|SE|AISBL|e\.\s?V)\.?\Z"
)
_LATIN_BEHIND = re.compile(rf"(?<=[{HAN}]{{4}})\s+[A-Z][A-Za-z&.,’' -]{{5,60}}\Z")
"""A house's name in Latin letters behind the Chinese one."""
_OFFICE_BEHIND = re.compile(
    r",\s+(?:[A-Z][\w-]+ ){1,3}(?:office|bureau|desk|branch|research|strategy|economics|practice|team)\Z", re.IGNORECASE
)
_ITS_OFFICE = re.compile(
    r"(?:[Ff]rom )?(?:[Tt]he )?(?P<house>[A-Z].+?)['’]s (?:[A-Z][\w-]+ ){0,3}(?:office|bureau|desk|branch)"
)
"""A house by one of its offices: "From the Ridgeway Chamber's Beijing office"."""
_ADDED = re.compile(r"\s(?=(?:for|of|on)\s)")
"""Stands before what an imprint may leave away of a house's name ("The Acme Institute for Ports")."""
_TRIM = " \t\n,;:|·•–—-()（）[]*_"
_NUMBER_BEHIND = re.compile(r"\s+[#(]?\d{1,4}\)?\Z")
_FIRST_NAMES = 4
_COMMON = frozenset({"the", "a", "an", "china", "chinese", "policy", "industry", "weekly", "monthly", "your", "our"})
"""Words that names of publications open with whoever publishes them."""
_MOST_NAMES = 100
"""A title page names no more; a list of news without one would be compared line by line with itself."""
_SHORTEST_NAME = 4
_LONGEST_HOUSE = 80
_KIND_ALONE = re.compile(
    r"(?:newsletters?|news|briefings?|insights?|articles?|publications?|blogs?|updates?|alerts?|reports?|analysis"
    r"|commentary|knowledge|resources)",
    re.IGNORECASE,
)
"""Says what kind of text a page is, and is its series' name only where there is no other."""
_RHYTHM = re.compile(
    r"(?:双周|半月|[周旬月季])[刊报]|内部(?:资料|参考|刊物)|weekly|fortnightly|monthly|quarterly"
    r"|(?:members|clients|subscribers|daily|weekly|bi-?weekly|fortnightly|monthly|quarterly)['’]?"
    r"(?-i:\s[a-z]+){1,2}(?:\s(?:on|for|about|from)\s.{3,60})?"
    r"|[^\W\d]+(?-i:\s[a-z]+){1,3}\sfor\s(?:our\s)?(?:members|clients|subscribers|readers)",
    re.IGNORECASE,
)
"""How often a publication comes or to whom, which is no name beside a house's and a series'."""
_LEAST_BESIDE = 3


def is_rhythm(name: str) -> bool:
    """Whether a name only says how often a publication comes."""
    return _RHYTHM.fullmatch(name) is not None


_WHOSE = re.compile(r"(?P<series>[A-Z][\w&’' -]{2,50}?)\s(?:of|by|from)\s(?:the\s)?(?P<house>[A-Z][\w&’'. -]{4,60})")

_DESCRIBES = re.compile(r"(?:The|An?|Our|Your)(?:\s[a-z][\w-]*){1,6}")


def is_series_name(text: str) -> bool:
    """Return whether a title reads as that of a publication that appears again and again ("... Monthly", 周报)."""
    return _SERIES_WORD.search(text) is not None


def is_publication(text: str) -> bool:
    """Return whether a name says in what form a publication comes ("... News")."""
    return _FORM_WORD.search(text) is not None


def is_house_name(text: str) -> bool:
    """Return whether a short line names a house, and not a person or a place."""
    return len(text) <= _LONGEST_HOUSE and _HOUSE_WORD.search(text) is not None


def without_legal_form(name: str) -> str:
    """Return a house's name without its legal form."""
    return _LEGAL_FORM.sub("", name)


def choose_names(
    names: Sequence[str],
    *,
    labelled: str | None,
    imprint: Sequence[str],
    sender: str | None = None,
    numbered: Collection[str] = (),
    behind: Collection[str] = (),
) -> tuple[str | None, str | None]:
    """Return publisher and series out of a title page's ``names``, in their order.

    The publisher is the one that a label or the imprint names where the title page has it, else the ``sender`` of the
    mail if that is a house, else what reads as a house's name. ``numbered`` are the names beside an issue's number: a
    series has numbers. ``behind`` are those that follow the issue's day or number: only a house's own words make one of
    these a publisher.
    """
    names = [_UNWRAPPED.sub(r"\1", name) for name in names[:_MOST_NAMES]]
    names = [of["house"] if (of := _ITS_OFFICE.fullmatch(name)) else name for name in names]
    names = [part for name in names for part in _split_whose(name, first=name == names[0])]
    editor = next((edited["name"] for name in names if (edited := _EDITED_BY.fullmatch(name))), None)
    labelled = labelled or editor
    known = [part for text in (*([labelled] if labelled else []), *imprint) for part in _name_parts(text)]
    named = {fold(name) for name in (*known, sender) if name}
    parts = [part for name in names if not _EDITED_BY.fullmatch(name) for part in _split_house(name, named)]
    parts = list(dict.fromkeys(_without_topics(name, parts) for name in parts))
    parts = [name for name in parts if not _MOTTO.match(name)] or parts
    more = [name for name in parts if not _KIND_ALONE.fullmatch(name)]
    parts = more if any(map(is_series_name, more)) else parts
    parts = [name for name in parts if len(parts) < _LEAST_BESIDE or not is_rhythm(name)]
    parts = [name for name in parts if not any(_is_subject(name, of=other) for other in parts)]
    parts = [name for name in parts if not any(_ends_with(other, name) for other in parts)]
    if len(parts) == 1 and not (labelled or sender):
        parts = [*(split_plain_series(parts[0]) or parts)]
    known += [sender] if sender in parts and sender not in names else []
    told = {fold(form) for part in known for form in (part, without_legal_form(part))}
    on_page = next((name for name in parts if fold(name) in told), None)
    on_page = on_page or next((name for name in parts if _ADDED.split(name)[0] in known and is_house_name(name)), None)
    on_page = on_page or next((name for name in parts if is_house_name(name) and _is_of(name, known)), None)
    twin = _find_twin(on_page, parts) if on_page and not labelled else None
    if twin:  # the same house in the tongue that comes first
        parts, on_page = [name for name in parts if name != on_page], twin
    house = on_page or labelled or (_short_name(known) if known else None)
    house = house or (sender if sender and _is_sending_house(sender, parts) else None)
    rest = [name for name in parts if house is None or fold(name) != fold(house)]
    if house is None and len(rest) > 1:
        first = rest[:2] if any(map(_HOUSE_WORD.search, rest[:2])) else rest[:_FIRST_NAMES]
        housed = [name for name in first if _HOUSE_WORD.search(name)] or _list_namesakes(rest[:_FIRST_NAMES])
        housed = housed or _list_beside_series(rest[:2], numbered)
        housed = [name for name in housed if name not in behind or _HOUSE_WORD.search(name)]
        house = min(housed, key=lambda name: (_house_score(name, numbered), rest.index(name)), default=None)
        rest = [name for name in rest if name != house]
    house = _find_whole(house, names) if house else None
    rest = [name for name in rest if house is None or fold(name) != fold(house)]
    if house and len(rest) > 1 and is_in_capitals(rest[0]) and fold(house).startswith(f"{fold(rest[0])} "):
        rest = rest[1:]  # the house again, in short
    series = (
        _find_repeated(rest)
        or _find_periodical(rest, numbered)
        or _find_publication(rest, numbered)
        or (_as_in_title(rest[0], rest) if rest else None)
    )
    series = _without_house(series, house) if series and house else series
    return _LATIN_BEHIND.sub("", house) if house else None, series


def _split_whose(name: str, *, first: bool) -> tuple[str, ...]:
    """Return series and house of a name that joins them ("Policy Tracker of the Harbour Institute"), else the name.

    Behind a name, words that only say what it is ("The car tracker of ...") tell the house alone.
    """
    joined = _WHOSE.fullmatch(name)
    if joined and not first and _DESCRIBES.fullmatch(joined["series"]) and is_house_name(joined["house"]):
        return (joined["house"],)
    parts = (joined["series"], joined["house"]) if joined else ()
    return parts if parts and is_series_name(parts[0]) and is_house_name(parts[1]) else (name,)


def _ends_with(name: str, end: str) -> bool:
    """Whether a series' Chinese name is another one with a word before it ("中国产业日报" and "产业日报")."""
    return name != end and len(end) >= _SHORTEST_NAME and name.endswith(end) and _LONG_HAN.fullmatch(name) is not None


def _find_twin(house: str, parts: Sequence[str]) -> str | None:
    """Return the house right before another, one of them in Chinese and one in Latin letters, or None."""
    at = parts.index(house)
    before = parts[at - 1] if at else ""
    both = is_house_name(before) and _HOUSE_WORD.search(before) and house.isascii() != before.isascii()
    return before if both else None


def _is_of(name: str, known: Sequence[str]) -> bool:
    """Whether a house on the page begins like one that the imprint names, as its department ("东湾证券研究所")."""
    begun = name[:_SHORTEST_NAME]
    return _LONG_HAN.fullmatch(name) is not None and any(part.startswith(begun) and part != begun for part in known)


def _find_whole(house: str, names: Sequence[str]) -> str:
    """Get the house of which a name is a department: one that the page names too, or by the department's own word."""
    above = (name for name in names if house.startswith(name) and house != name and _HOUSE_WORD.search(name))
    return next(above, without_department(_OFFICE_BEHIND.sub("", house)))


def _is_sending_house(sender: str, names: Sequence[str]) -> bool:
    """Whether a mail's sender is a house: by its words, or since a series' name on the page opens with it.

    In Chinese a name is too long for a person's from five signs on.
    """
    if any(_EDITORS.sub("", sender) == name for name in names if is_series_name(name)):
        return False
    if _HOUSE_WORD.search(sender) or (_LONG_HAN.fullmatch(sender) and not is_series_name(sender)):
        return True
    return any(is_series_name(name) and fold(name).startswith(fold(sender)) for name in names)


def _list_namesakes(names: Sequence[str]) -> list[str]:
    """Return the names without a form of a publication that open with the word of one with it ("Acme Weekly")."""
    series = {fold(name.split()[0]) for name in names if name.strip() and _FORM_WORD.search(name)}
    return [
        name
        for name in names
        if name.split() and fold(name.split()[0]) in series - _COMMON and not is_publication(name)
    ]


def _list_beside_series(names: Sequence[str], numbered: Collection[str]) -> list[str]:
    """Return the names that have no form of a publication, beside one that reads as that of a series."""
    series = [name for name in names if is_series_name(name)]
    counted = [name for name in names if name in numbered]
    free = [name for name in names if not (_FORM_WORD.search(name) or _SAYS_WHAT.match(name))]
    return [name for name in free if set(series) - {name} or (counted and name not in counted)]


def _without_topics(name: str, names: Sequence[str]) -> str:
    """Return what stands before a colon where another name on the page begins so ("The Courier: cars first")."""
    head, colon, _ = name.partition(": ")
    again = any(fold(other).startswith(fold(head)) for other in names if other != name)
    return head if colon and len(head) >= _SHORTEST_NAME and again else name


def _is_subject(name: str, *, of: str) -> bool:
    """Whether a name is that of a series in Chinese with number and topics behind it, as a mail's subject."""
    behind = fold(name).removeprefix(fold(of))
    return name != of and _SERIES_WORD.search(of) is not None and _SUBJECT_ZH.match(behind) is not None


def _find_repeated(names: Sequence[str]) -> str | None:
    """Return the name that stands on the page once more with a number behind it, as in a mail's subject."""
    bare = {fold(_NUMBER_BEHIND.sub("", name)) for name in names if _NUMBER_BEHIND.search(name)}
    return next((name for name in names if fold(name) in bare), None)


def _find_periodical(names: Sequence[str], numbered: Collection[str]) -> str | None:
    """Return the first name that has a number or says how often it appears, where the first of all does neither."""
    told = [name for name in names[:_FIRST_NAMES] if name in numbered or _PERIODICAL.search(name)]
    return _as_in_title(told[0], names) if told and names[0] not in told and not _PERIODICAL.search(names[0]) else None


def _find_publication(names: Sequence[str], numbered: Collection[str]) -> str | None:
    """Return the first name in the form of a publication, where the first of all says nothing of what a series is."""
    first = names[0] if names else ""
    named = is_publication(first) if is_in_capitals(first) else is_series_name(first)
    plain = bool(names) and not (named or first in numbered)
    found = next((name for name in names[:_FIRST_NAMES] if is_publication(name)), None) if plain else None
    return _as_in_title(found, names) if found else None


def _as_in_title(name: str, names: Sequence[str]) -> str:
    """Return a name in capitals, as running headers have it, as the page prints it elsewhere."""
    return next(
        (other for other in names if name.isupper() and not other.isupper() and fold(other) == fold(name)), name
    )


def _without_house(series: str, house: str) -> str:
    """Return the series' own name where one line prints publisher and series: a newsletter's title is often both.

    One word that is left ("DIGEST") is no name.
    """
    words, own = series.split(), house.split()
    if len(words) > len(own) + 1 and fold(" ".join(words[: len(own)])) == fold(house):
        return " ".join(words[len(own) :]).strip(_TRIM)
    return series


def _split_house(name: str, named: Collection[str]) -> tuple[str, ...]:
    """Return the house and the series that one line names, with a colon between them or by the house's own last word.

    ``named`` are the folded names of houses that the document tells elsewhere.
    """
    han = split_han_house(name)
    if han and is_series_name(han[1]):
        return han
    left, colon, right = name.partition(": ")
    house = _HOUSE_WORD.search(left) or (_HOUSE_NAME.fullmatch(left) and not _SERIES_WORD.search(left))
    both = bool(colon and house) and _SERIES_WORD.search(right) is not None
    told = colon and (fold(left) in named or _HOUSE_WORD.search(left))
    both = both or bool(told and _TITLED.fullmatch(right))
    return (left.strip(_TRIM), right.strip(_TRIM)) if both else (name,)


def _name_parts(text: str) -> list[str]:
    parts = [part.strip(_TRIM) for part in re.split(r"\s*[|(（)）]\s*|\s+[–—-]\s+", text)]
    return [text.strip(_TRIM), *[part for part in parts if part]]


def _short_name(known: list[str]) -> str:
    return known[1] if len(known) > 1 else known[0]


def _house_score(name: str, numbered: Collection[str]) -> tuple[int, bool]:
    """Return how little a name reads as a house's; of two alike the one with a number is the series."""
    return len(_SERIES_WORD.findall(name)) - 3 * len(_HOUSE_WORD.findall(name)), name in numbered
