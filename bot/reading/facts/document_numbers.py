"""Numbers of official documents (文号): of an office, an announcement or an order, its own or merely cited."""

from __future__ import annotations

import re

from bot.model.ids import HAN, normalise_document_number

OF_OFFICE = rf"[{HAN}]{{1,14}}\s*[〔﹝【\[（(]\s*(?:19|20)\d\d\s*[〕﹞】\]）)]\s*第?\s*\d{{1,5}}\s*号"
_OF_ORDER = (
    rf"(?:国|(?:中华人民共和国)?[{HAN}]{{2,50}})令\s*(?:[〔（(]?(?:19|20)\d\d年?[〕）)]?\s*)?第\s*\d{{1,4}}\s*号"
)
OF_SERIES = (
    rf"[{HAN}]{{0,30}}公告\s*[（(]?\s*(?:19|20)\d\d\s*年\s*第?\s*\d{{1,4}}\s*号"
    r"|(?:19|20)\d\d\s*年\s*第\s*\d{1,4}\s*号(?:公告|令)"
    rf"|{_OF_ORDER}"
)
NUMBER = re.compile(f"{OF_OFFICE}|{OF_SERIES}")
_ISSUED_SERIES = re.compile(
    rf"(?:发布|公布|印发)了?\s*(?P<number>(?:[{HAN}]{{0,8}}公告\s*)?(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号(?:公告|令)?"
    rf"|[{HAN}]{{2,14}}(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号(?:公告|令))"
)
_START = r"(?:\A|[。；：】\s])(?:(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日[，,]?)?"
_ANNOUNCED = re.compile(
    rf"{_START}[{HAN}、，]{{0,60}}?(?P<number>公告\s*(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号)\s*[：:，,]"
    rf"|{_START}(?P<decreed>[{HAN}]{{1,14}}令(?:[〔（(]?(?:19|20)\d\d年?[〕）)]?)?第\s*\d{{1,4}}\s*号)[，,]?(?=公布|发布|明确|规定|废止|修[改订]|《|[。；]|\Z)"
    rf"|{_START}(?P<whose>[{HAN}]{{2,14}})(?P<nth>第\s*\d{{1,4}}\s*号)令[，,]?(?=公布|发布|明确|规定|《)"
    rf"|[公通]告\s*[（(]\s*(?P<inside>[{HAN}](?:[{HAN}]|[、\s](?=[{HAN}])){{1,40}}公告\s*(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号)\s*[）)]"
    r"|(?P<bare>公告\s*[（(]\s*(?:19|20)\d\d\s*年\s*第\s*\d{1,4}\s*号)\s*[）)]"
    r"|[（(]\s*(?P<closed>(?:19|20)\d\d\s*年\s*第\s*\d{1,4}\s*号公告)\s*[）)]"
    rf"|{_START}(?P<telling>[{HAN}、]{{2,30}}(?:(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号(?:公告|令)"
    r"|公告(?:19|20)\d\d\s*年\s*第\s*\d{1,4}\s*号))[，,]?"
    r"(?:、第?\d{1,4}号)*"
    r"(?=公布|发布|宣布|明确|规定|《|决定|要求|对|就|先后|分别|将|提出|调整|取消|暂停|终止|继续|恢复|延[长续]|启动|发起|初步|裁定|维持|撤销|停止|[自从于](?![^。；]{0,30}(?:废止|失效)))"
    rf"|[以由](?P<form>(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号(?:公告|令)|[{HAN}]{{2,14}}令第\s*\d{{1,4}}\s*号"
    rf"|[{HAN}、]{{2,30}}公告(?:19|20)\d\d年第\d{{1,4}}号)(?:的?形式)?(?=公布|发布|印发)"
    rf"|签署(?P<serial>第\s*\d{{1,4}}\s*号)(?P<order>[{HAN}]{{2,14}}?令)"
)
"""Numbers in the words that tell of an announcement or an order, which need no verb of issuing before them."""
_GROUND = re.compile(
    rf"(?:\A|[。；\s])(?:根据|依据|按照|依照|按)(?P<number>[{HAN}、]{{2,40}}(?:公告(?:19|20)\d\d年第\d{{1,4}}号|令第\d{{1,4}}号))(?:[的规定要求]*)[，,]"
)
NUMBER_OF_OFFICE = re.compile(OF_OFFICE)
_NUMBER_BEHIND = re.compile(
    rf"[》”]?\s*[(（,，;；]\s*(?P<number>(?!根据|依据|按照|依照|参照){OF_OFFICE}|(?!根据|依据|按照|依照|参照){OF_SERIES})\s*[)）,，;；]"
)
_COUNT_BEHIND = re.compile(r"[》”]?\s*[(（](?P<number>(?:19|20)\d\d\s*年\s*第\s*\d{1,4}\s*号)\s*[)）]")
_NAMED_BEFORE = re.compile(r"《(?P<title>[^《》]+)》[^《》。；]*\Z")
_BARE_SERIES = re.compile(r"公告(?P<counted>(?:19|20)\d\d年第\d{1,4}号)|(?P<ahead>(?:19|20)\d\d年第\d{1,4}号)(?:公告)?")
_CITED = re.compile(r"(?:根据|按照|依据|依照|落实|贯彻|遵照|参照|按)[^。；;]{0,80}$")
_BRACKETED_SERIES = re.compile(
    rf"(?:(?<=[A-Za-z0-9%”\"])\s|(?<=[{HAN}》。]))[(（]\s*(?P<number>[{HAN}](?:[{HAN}]|\s(?=[{HAN}])){{0,60}}公告\s*(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号"
    rf"|[{HAN}]{{1,14}}令\s*第\s*\d{{1,4}}\s*号)"
    r"(?:[,，]\s?[^()（）]{2,30})?\s*[)）]"
)
_CITED_EN = re.compile(
    r"\b(?:under(?!\s(?:(?!the\b)\w+\s){0,2}(?:controls?|licen[cs]\w+|review|investigation|supervision)\b)"
    r"|pursuant to|based on|building on|in line with|following|since(?!\s(?:\d|[A-Z]))|implement\w*"
    r"|replac\w+|repeal\w*|amend\w*|extend\w*|earlier|previous|existing|former|changes to)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_OPEN_ROUND = re.compile(r"[（(]")
_WINDOW = 100
_LONGEST_LONE = 60
_JOINT = re.compile(r"等[^，。；]{0,4}(?:部门|部委|单位|机构)|会同|联合")
_ROUND_YEAR = re.compile(r"[(（]\s*((?:19|20)\d\d)\s*[)）]")
_LEADING_WORDS = re.compile(
    r"^(?:[两三四五六七八九十\d]{1,3}个?部[门委])|^.*(?:[的了以为]|即(?!墨)|发布|印发|公布|签署|签发|根据|按照|文号|中华人民共和国)(?=[^\s])"
)


def find_document_number(text: str) -> str | None:
    """Return the first document number (文号) in the text, normalised; None when there is none."""
    match = NUMBER.search(text)
    return _normalise(match[0]) if match else None


def find_own_number(text: str, own: str | None = None) -> str | None:
    """Return the first number (文号) of an office in running text that is not cited as the ground of the act.

    Nor is it that of another document than ``own``, named in the same sentence before it.
    """
    if "号" not in text:
        return None
    for match in NUMBER_OF_OFFICE.finditer(text):
        start = match.end() - len(_LEADING_WORDS.sub("", match[0]))
        before = text[max(0, start - _WINDOW) : start]
        named = _NAMED_BEFORE.search(before)
        of_another = own and named and own not in named["title"] and named["title"] not in own
        if not (of_another or _CITED.search(before)):
            return _normalise(match[0])
    of_series = _ISSUED_SERIES.search(text)
    if of_series:
        return _normalise(of_series["number"])
    for match in _ANNOUNCED.finditer(text):
        number = (
            match["number"]
            or match["inside"]
            or match["bare"]
            or match["closed"]
            or match["telling"]
            or match["decreed"]
            or match["form"]
            or (f"{match['whose']}令{match['nth']}" if match["whose"] else f"{match['order']}{match['serial']}")
        )
        at = match.start("number") if match["number"] else match.start()
        if not _CITED.search(text[max(0, at - _WINDOW) : at]):
            return _normalise(number)
    bracketed = _BRACKETED_SERIES.search(text)
    if bracketed is None or is_cited(before := text[: bracketed.start()]) or _CITED.search(before[-_WINDOW:]):
        return None
    return normalise_document_number(bracketed["number"])


def find_ground_number(text: str) -> str | None:
    """Return the number of what a sentence tells its news from ("依据某部公告2024年第1号，…"); else None."""
    ground = _GROUND.search(text) if "号" in text else None
    return _normalise(ground["number"]) if ground else None


def find_lone_number(text: str) -> str | None:
    """Return the number that a paragraph is as a whole ("（商务部　海关总署公告2025年第33号）"), else None."""
    if len(text) > _LONGEST_LONE or "号" not in text:
        return None
    plain = "".join(text.split()).strip("（）()。").replace("、", "")
    return _normalise(plain) if NUMBER.fullmatch(plain) else None


def is_joint(text: str) -> bool:
    """Return whether a report says that more bodies act than it may name ("商务部等部门", "会同")."""
    return ("等" in text or "同" in text or "联合" in text) and _JOINT.search(text) is not None


def complete_number(number: str | None, body: str | None) -> str | None:
    """Return the number of an announcement that names nobody with the name of the one body whose it is."""
    bare = _BARE_SERIES.fullmatch(number) if number and body else None
    return f"{body}公告{bare['counted'] or bare['ahead']}" if bare else number


def is_cited(before: str) -> bool:
    """Return whether what follows these words in English is cited: as ground of the act, or as what it changes."""
    return _CITED_EN.search(before[-_WINDOW:]) is not None


def find_number_behind(title: str, text: str) -> str | None:
    """Return the number that stands in brackets right behind a title in running text, of an order too; else None.

    Behind that of an announcement its year and count are enough.
    """
    ends = [at.end() for at in re.finditer(re.escape(title), text)] if title else []
    forms = (_NUMBER_BEHIND, _COUNT_BEHIND) if title.endswith("公告") else (_NUMBER_BEHIND,)
    behind = (match["number"] for form in forms for end in ends if (match := form.match(text, end)))
    return next(map(_normalise, behind), None)


def _normalise(number: str) -> str:
    plain = _ROUND_YEAR.sub(r"〔\1〕", _LEADING_WORDS.sub("", number))
    return normalise_document_number(_OPEN_ROUND.sub("", plain).replace("、", ""))
