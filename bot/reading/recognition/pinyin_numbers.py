"""Numbers of offices written in pinyin ("Guo Ban Fa [2025] No. 12"), as the Chinese text prints them.

Decided: only where each of the words is one of those that such numbers are made of; else there is no number.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS_TEXT = (
    "guofa 国发 guohan 国函 guobanfa 国办发 guobanhan 国办函 zhongbanfa 中办发 fagai 发改 fagaiban 发改办"
    " gongxinbu 工信部"
    " gongxinting 工信厅 yinfa 银发 yinbanfa 银办发 caishui 财税 caijian 财建 caizi 财资 caiban 财办 guokefa 国科发"
    " guokeban 国科办 shangban 商办 shangzi 商资 shangmao 商贸 guoxinban 国信办 zhongwangban 中网办 guoneng 国能"
    " guonengfa 国能发"
    " guoshijian 国市监 jinfa 金发 jinguifa 金规发 guoshui 国税 huifa 汇发 yibaofa 医保发 guoweifa 国卫发"
    " renshebu 人社部"
    " ziranzifa 自然资发 jianban 建办 guoyaojian 国药监 minhangfa 民航发 zhengjianfa 证监发 yinbaojianfa 银保监发"
    " lian 联 fa 发 han 函 ban 办 huanzi 环资 nengyuan 能源 jiage 价格 chanye 产业 gaoji 高技 waizi 外资 touzi"
    " 投资 yunxing 运行 maoyi 贸易 nongjing 农经 tigai 体改 shuju 数据 jie 节 ke 科 qiye 企业 tongxin 通信"
    " zhuang 装 zhongzhuang 重装 tongzhuang 通装 yuan 原 dianzi 电子 xiaofei 消费 xinguan 信管 xinruan 信软"
    " xinfa 信发 wangan 网安"
    " caikuai 财会 caijin 财金 caiguanshui 财关税 huanban 环办 huanfa 环发 jiaofa 教发 nongfa 农发 jiaoyunfa 交运发"
    " guihua 规划 zheng 政 fei 非 zi 字 xinneng 新能 dianli 电力 keji 科技 anquan 安全 meitan 煤炭 youqi 油气"
)
_WORDS = dict(zip(_WORDS_TEXT.split()[::2], _WORDS_TEXT.split()[1::2], strict=True))
_YEAR_AND_COUNT = re.compile(r"[\[(〔](?P<year>(?:19|20)\d\d)[\])〕]\s?(?:No\.?\s?|#)?(?P<serial>\d{1,5})\b(?!号)")
_OFFICE = re.compile(r"[A-Z][a-z]+(?:[ -]?[A-Z][a-z]+){0,7}\s?\Z")
_LONGEST_OFFICE = 60


def find_pinyin_number(text: str) -> str | None:
    """Give the first such number in a text as 国办发〔2025〕12号; None without one."""
    for match in _YEAR_AND_COUNT.finditer(text):
        before = _OFFICE.search(text[max(0, match.start() - _LONGEST_OFFICE) : match.start()])
        office = _spell("".join(filter(str.isalpha, before[0])).lower()) if before else None
        if office:
            return f"{office}〔{match['year']}〕{match['serial']}号"
    return None


@lru_cache(maxsize=64)
def _spell(letters: str) -> str | None:
    """Give the signs of an office whose letters are made of known words throughout, the longest words first."""
    if not letters:
        return ""
    for end in range(len(letters), 0, -1):
        word = _WORDS.get(letters[:end])
        rest = _spell(letters[end:]) if word else None
        if word and rest is not None:
            return word + rest
    return None
