"""How likely two policies that bear no common title or number are one document, reported in two ways.

Nothing here decides: a likely pair goes before a person (``bot.model.review``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from bot.model.briefing import Item, PolicyStatus
from bot.model.identity import numbers_differ, title_core_zh
from bot.model.ids import HAN, fold
from bot.model.policy import PolicyFacts

# Roots of the trade's words in English and Chinese, by which titles in the two languages are compared.

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
    """Get what stands for a root in English by its first letter: the root's number, and what the word begins with."""
    found: defaultdict[str, list[tuple[int, re.Pattern[str]]]] = defaultdict(list)
    for number, (english, _) in enumerate(_ROOTS):
        for said in english.split("|"):
            found[said[0]].append((number, re.compile(rf"{said}(?![a-z0-9])")))
    return dict(found)


_BY_LETTER = _list_by_letter()
_GLOSSARY_WORD = re.compile(r"[a-z0-9]+")
_CHINESE = tuple((number, said) for number, (_, chinese) in enumerate(_ROOTS) for said in chinese.split("|"))
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_FIGURES_ZH = "一二三四五六七八九十"
_BATCH = re.compile(rf"(?:the )?({'|'.join(_ORDINALS)}|\d+(?:st|nd|rd|th)) (?:batch|group|round|list)\b")
_BATCH_ZH = re.compile(rf"第([{_FIGURES_ZH}]|\d+)(?:批|轮)")


def find_roots(text: str) -> frozenset[int]:
    """Return the roots that a folded text has in either language, by number."""
    found = {number for number, said in _CHINESE if said in text}
    for word in _GLOSSARY_WORD.finditer(text):
        for number, said in _BY_LETTER.get(text[word.start()], ()):
            if said.match(text, word.start()):
                found.add(number)
    return frozenset(found)


def find_batch(text: str) -> int | None:
    """Return the number of the batch, group or round that a folded text names first; None without one."""
    english, chinese = _BATCH.search(text), _BATCH_ZH.search(text)
    if english:
        word = english[1]
        return _ORDINALS.index(word) + 1 if word in _ORDINALS else int(re.sub(r"\D", "", word))
    if chinese:
        figure = chinese[1]
        return _FIGURES_ZH.index(figure) + 1 if figure in _FIGURES_ZH else int(figure)
    return None


PAIR_DAYS = 7
"""Two reports further apart are not asked about: events of one kind come every week."""
LIKELY = 0.55
"""From this likeness on a person is asked."""

_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
_HAN_RUN = re.compile(rf"[{HAN}]{{2,}}")
_COMMON_TEXT = (
    "the and for with its from that this will new was were has have are not out set also which their more "
    "than into china chinese ministry national state council commission administration general office "
    "department bureau issued issue issues published released release announced plan plans notice guidelines "
    "measures opinions policy rules draft development industry industrial promote support including according "
    "year years percent system december november october september august july june may april march february "
    "january implementation standards enterprises companies government information technology other"
)
_COMMON = frozenset(_COMMON_TEXT.split())
"""Words that reports of policies have in common, whatever they are about."""
_FEWEST = 3
_NEAR = 0.7
"""Titles with such a part of the shorter one in common are near."""


@dataclass(frozen=True, kw_only=True)
class Gist:
    """What tells a policy's report apart: its folded text, words, issuers, topics, day, number, Chinese title, stage.

    ``roots`` and ``batch`` are what a text in the other language (``is_han``: in Chinese) can be compared by: looked
    for when first asked for, since most reports that are compared are in one language.
    """

    text: str
    words: frozenset[str]
    issuers: frozenset[str]
    topics: frozenset[str]
    on: dt.date | None
    document_number: str | None
    title_zh: str
    is_draft: bool
    is_han: bool

    @cached_property
    def roots(self) -> frozenset[int]:
        """The roots of the trade's words that the text has."""
        return find_roots(self.text)

    @cached_property
    def batch(self) -> int | None:
        """The number of the batch that the text names."""
        return find_batch(self.text)


def compose_gist(item: Item) -> Gist:
    """Return the gist of an item that is about a policy."""
    policy = item.policy
    titles = (policy.title_en, policy.title_zh) if policy else ()
    text = fold("\n".join(filter(None, (item.headline, *titles, item.text.split("\n\n", 1)[0]))))
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(text) for at in range(len(run) - 1)}
    latin = {_stem(word) for word in set(_WORD.findall(text)) - _COMMON}
    return Gist(
        text=text,
        words=frozenset(latin | pairs),
        issuers=frozenset(item.issuing_bodies),
        topics=frozenset(item.topics),
        on=item.reported_on,
        document_number=policy.document_number if policy else None,
        title_zh=title_core_zh(policy.title_zh) if policy and policy.title_zh else "",
        is_draft=bool(policy and policy.status is PolicyStatus.DRAFT_FOR_COMMENT),
        is_han=len(pairs) > len(latin),
    )


def titles_are_near(one: PolicyFacts, other: PolicyFacts) -> bool:
    """Return whether two titles of one language have most of the words of the shorter in common, by the same kind."""
    if one.document_type is not other.document_type:
        return False
    titles = ((one.title_zh, other.title_zh), (one.title_en, other.title_en))
    words = ((_list_words(first), _list_words(second)) for first, second in titles if first and second)
    return any(
        min(len(first), len(second)) >= _FEWEST and len(first & second) >= _NEAR * min(len(first), len(second))
        for first, second in words
    )


def _list_words(title: str) -> set[str]:
    """Return the words of a title that tell it apart; of Chinese each pair of signs."""
    core = title_core_zh(title)
    pairs = {run[at : at + 2] for run in _HAN_RUN.findall(core) for at in range(len(run) - 1)}
    return pairs | {_stem(word) for word in set(_WORD.findall(fold(title))) - _COMMON}


def _stem(word: str) -> str:
    return word.removesuffix("s")


def rate_pair(one: Gist, other: Gist) -> float:
    """Return how likely the two are one document, from 0 to 1; 0 where something printed says that they are two."""
    if one.on is None or other.on is None or (apart := abs((one.on - other.on).days)) > PAIR_DAYS:
        return 0.0
    if one.is_draft is not other.is_draft or numbers_differ(one.document_number, other.document_number):
        return 0.0
    if one.title_zh and other.title_zh and one.title_zh != other.title_zh:
        return 0.0
    shared = len(one.words & other.words)
    common = shared / min(len(one.words), len(other.words)) if shared >= _FEWEST else 0.0
    if one.is_han is not other.is_han:
        common = max(common, _compare_roots(one, other))
    if common == 0:
        return 0.0
    near = 1 - apart / (PAIR_DAYS + 1)
    score = 0.6 * common + 0.15 * bool(one.issuers & other.issuers) + 0.1 * bool(one.topics & other.topics)
    return min(score + 0.15 * near, 0.99)


def _compare_roots(one: Gist, other: Gist) -> float:
    """Get how much two texts in different languages say the same, 0 without an issuer in common or of two batches."""
    if not one.issuers & other.issuers or len({one.batch, other.batch} - {None}) > 1:
        return 0.0
    shared = one.roots & other.roots
    if len(shared) < _FEWEST:
        return 0.0
    return len(shared) / min(len(one.roots), len(other.roots))
