"""Titles in Chinese as sentences print them: without marks, or behind those whose they are."""

from __future__ import annotations

import re

from bot.model.text import HAN

_ABOUT = r"关于[^，。；《》]{4,60}的(?:指导|实施)?(?:通知|通告|意见|公告|办法|规定|决定|方案)"
_ISSUED = r"(?:印发|发布|出台|公布|下[发达]|转发|发出|推出|起草|制定|修订)了?"
_WHEN = r"(?:(?:近日|日前|今日|昨日|正式|全文|对外|公开|随后|[已现于]|\d{1,2}月\d{1,2}日)*)"
_GOES_ON = rf"(?=[，。；、：:（(]|\Z|{_WHEN}(?:发布|印发|出台|公布|下发|公开|实施|施行|提出|明确|要求|规定|指出))"
_RUN_IN = re.compile(
    rf"{_ISSUED}(?P<title>{_ABOUT}){_GOES_ON}"
    rf"|\A(?:{_WHEN}，)?(?P<whole>(?:(?!印发|发布|公布|出台|下发|转发|解读|根据|按照|落实|依据|从)[{HAN}、]){{1,58}}"
    rf"(?:[部委局署院办厅会行]|部门|中央){_ABOUT}){_GOES_ON}"
)
"""A title that says what it is on: the object of a verb, or the first words of a sentence, its issuer a part of it."""
_KINDS = "通知|意见|公告|办法|规定|条例|规则|细则|计划|规划|方案|纲要|指南|指引|目录|标准|规范|要求"
_IN_ENGLISH = re.compile(
    rf"(?<=[a-z:;,)]\s)(?:关于[{HAN}“”《》、]{{4,80}}?(?:通知|意见|公告|办法|规定|决定|方案)|[{HAN}“”、]{{5,60}}(?:{_KINDS}))"
    rf"(?![{HAN}])(?:[（(][{HAN}\d—–-]+[）)])*"
)
"""A Chinese title in an English sentence, without a mark around it."""
_KIND = r"(?:办法|规定|条例|细则|规则|方案|计划|措施|意见|规划|目录|指南|指引|纲要|规范|标准)"
_TAIL = (
    r"[（(](?:(?:修订)?(?:征求意见稿|草案|送审稿)|试行|暂行|(?:19|20)\d\d年?(?:[—–─~～-](?:19|20)\d\d年?|[版本]))[)）]"
)
_NAMED = re.compile(
    rf"{_ISSUED}(?:新修订的|修订后的|新版)?(?P<named>(?![了的]|通知|公告|通告|公报|文件)(?:(?:19|20)\d\d年度?[{HAN}“”、]{{3,30}}?(?:工作要点|(?:立法|工作|行动)计划|方案)"
    rf"(?=[，。；、：:（(]|\Z)|[{HAN}“”、A-Za-z0-9]{{4,40}}?{_KIND}(?:{_TAIL}){{1,3}}))"
)
"""A title that its year, or what stands in brackets behind its kind, tells from a mere description."""
_NAMED_BY = ("征求意见稿", "草案", "送审稿", "试行", "暂行", "工作要点", "计划", "方案", "年")

OWNED_ZH = re.compile(
    rf"(?:(?:\d{{1,2}}月)?\d{{1,2}}日，|近日，|日前，)?(?:[^，。；]{{0,40}}号文?，即)?(?:(?!根据|按照|依据|依照|落实|贯彻|遵照|配合|执行)[{HAN}、]){{1,78}}"
    r"(?:(?:[部委局署院办厅会行室]|部门|中央)[：:]?|(?:令|公告)(?:(?:19|20)\d\d年)?第\d{1,4}号)《"
)
"""Opens a sentence with those whose document it tells of, and with nothing else."""
LEADING_ZH = re.compile(r"(?P<title>[^，。：；:;（(]{4,60})(?:[（(][^（）()]{2,60}[）)])?[：:]")
"""A title before a colon, its number in brackets behind it: "……若干措施（苏政办发〔2026〕8号）：……"."""
BESIDE_ZH = re.compile(r"》的?(?:配套|相关|有关)")
"""Behind a title: what is issued only belongs to it ("修订《甲办法》配套规则")."""
PART_OF_NAME = re.compile(r"\A(?!.*关于).*的(?:通知|公告|通告|函|批复|决定|意见)\Z")
"""The end of a title that would say what it is on ("关于...的通知")."""
ENDED_ZH = re.compile(r"废止了?《\Z")


def find_run_in_title(text: str, *, in_chinese: bool) -> str | None:
    """Return the title that a sentence prints without marks, in a sentence in Chinese or another one; None without."""
    if text.isascii():
        return None
    form = (_RUN_IN if "关于" in text else None) if in_chinese else _IN_ENGLISH
    run = form.search(text) if form else None
    if run is None and in_chinese and any(map(text.__contains__, _NAMED_BY)):
        run = _NAMED.search(text)
    return run[run.lastgroup or 0] if run else None
