"""Roots of the trade's words in English and Chinese, by which titles in the two languages are compared.

They are coarse on purpose: what is found so goes before a person, and nothing is searched by them.
"""

from __future__ import annotations

import re
from collections import defaultdict

_ROOTS = (
    ("pilots?", "试点"),
    ("demonstrat\\w+", "示范"),
    ("batch(?:es)?", "批"),
    ("applications?|apply|applying", "申报|申请"),
    ("catalogues?|catalogs?", "目录"),
    ("standard\\w*", "标准"),
    ("lists?", "清单|名单"),
    ("clean-?up|clean up|clear\\w*", "清理"),
    ("penalt\\w+|punish\\w*|fines?", "处罚"),
    ("tax\\w*", "税"),
    ("export\\w*", "出口"),
    ("import\\w*", "进口"),
    ("licen[cs]\\w+|permit\\w*", "许可"),
    ("subsid\\w+", "补贴|补助"),
    ("insur\\w+", "保险"),
    ("invest\\w*|capital", "投资|外资"),
    ("data", "数据"),
    ("secur\\w+|safe\\w*", "安全"),
    ("cyber\\w*|networks?|internet", "网络|互联网"),
    ("smart|intelligent", "智能|智慧"),
    ("artificial intelligence|ai", "人工智能"),
    ("robot\\w*", "机器人"),
    ("green", "绿色"),
    ("digital\\w*", "数字"),
    ("innovat\\w+", "创新"),
    ("manufactur\\w+", "制造"),
    ("solar|photovoltaics?", "光伏"),
    ("wind", "风电"),
    ("storage", "储能"),
    ("hydrogen", "氢能"),
    ("nuclear", "核"),
    ("carbon", "碳"),
    ("battery|batteries", "电池"),
    ("vehicles?|cars?|automo\\w+", "车"),
    ("materials?", "材料"),
    ("minerals?|rare earths?", "矿|稀土"),
    ("equipment|machin\\w+", "设备|装备|机床"),
    ("recycl\\w+|circular", "回收|循环"),
    ("quality", "质量"),
    ("medic\\w+|drugs?|health\\w*|hospitals?", "医|药"),
    ("bank\\w*|loans?|credit", "银行|贷款|信贷"),
    ("account\\w+|audit\\w*", "会计|审计"),
    ("aviation|aircraft|drones?", "航空|无人机"),
    ("satellites?|space", "卫星|航天"),
    ("chips?|semiconductors?|integrated circuits?", "芯片|半导体|集成电路"),
    ("telecom\\w*|5g", "电信|通信|5g"),
    ("food|grain|agricultur\\w+|seeds?", "食品|粮|农|种子"),
    ("transport\\w*|rail\\w*|ports?", "交通|运输|铁路|港"),
    ("consum\\w+", "消费"),
    ("employ\\w+|labou?r|work safety", "就业|劳动"),
)


def _list_by_letter() -> dict[str, list[tuple[int, re.Pattern[str]]]]:
    """Give what stands for a root in English by its first letter: the root's number, and what the word begins with."""
    found: defaultdict[str, list[tuple[int, re.Pattern[str]]]] = defaultdict(list)
    for number, (english, _) in enumerate(_ROOTS):
        for said in english.split("|"):
            found[said[0]].append((number, re.compile(rf"{said}(?![a-z0-9])")))
    return dict(found)


_BY_LETTER = _list_by_letter()
_WORD = re.compile(r"[a-z0-9]+")
_CHINESE = tuple((number, said) for number, (_, chinese) in enumerate(_ROOTS) for said in chinese.split("|"))
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_FIGURES_ZH = "一二三四五六七八九十"
_BATCH = re.compile(rf"(?:the )?({'|'.join(_ORDINALS)}|\d+(?:st|nd|rd|th)) (?:batch|group|round|list)\b")
_BATCH_ZH = re.compile(rf"第([{_FIGURES_ZH}]|\d+)(?:批|轮)")


def find_roots(text: str) -> frozenset[int]:
    """Give the roots that a folded text has in either language, by number."""
    found = {number for number, said in _CHINESE if said in text}
    for word in _WORD.finditer(text):
        for number, said in _BY_LETTER.get(text[word.start()], ()):
            if said.match(text, word.start()):
                found.add(number)
    return frozenset(found)


def find_batch(text: str) -> int | None:
    """Give the number of the batch, group or round that a folded text names first; None without one."""
    english, chinese = _BATCH.search(text), _BATCH_ZH.search(text)
    if english:
        word = english[1]
        return _ORDINALS.index(word) + 1 if word in _ORDINALS else int(re.sub(r"\D", "", word))
    if chinese:
        figure = chinese[1]
        return _FIGURES_ZH.index(figure) + 1 if figure in _FIGURES_ZH else int(figure)
    return None
