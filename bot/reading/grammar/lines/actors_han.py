"""Who acts in a sentence in Chinese: an authority or a company, by the end of the name and what is done."""

from __future__ import annotations

import re
from enum import Enum, auto

from bot.model.text import HAN

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
_OFFICE = re.compile(
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
_SENTENCE_END = re.compile(r"[。！？]")
_LONGEST = 120


class Actor(Enum):
    """Whose act a sentence tells."""

    OFFICE = auto()
    COMPANY = auto()


def find_actor_han(text: str) -> Actor | None:
    """Return whose act the first sentence of a piece of news in Chinese tells, or None."""
    lead = _LEAD.match(text)
    told = text[lead.end() if lead else 0 :][:_LONGEST]
    end = _SENTENCE_END.search(told)
    sentence = told[: end.start()] if end else told
    company = _COMPANY.match(sentence)
    office = _OFFICE.match(sentence)
    if office and not (company and company.end() < office.end()):
        return Actor.OFFICE
    if company or _TRADES.search(sentence):
        return Actor.COMPANY
    return Actor.OFFICE if _RULES.match(sentence) else None


def names_office_han(name: str) -> bool:
    """Whether a name as a whole is an authority's ("工信部")."""
    return _ENDS_WITH_OFFICE.search(name) is not None


_ENDS_WITH_OFFICE = re.compile(rf"{_ENDS}\Z")
