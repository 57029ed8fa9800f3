"""A small lexicon of our own, and how the tests of recognition read one item with it."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict, Unpack

from bot.domain.lexicon import Body, Company, Lexicon, Topic
from bot.domain.records.briefing import Item, Section
from bot.reading.document import Document
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.recognise import recognise


def _body(id_: str, name_en: str, name_zh: str, *names_zh: str) -> Body:
    return Body(id=id_, name_en=name_en, name_zh=name_zh, names_zh=names_zh)


BODIES = (
    _body("STATE_COUNCIL", "State Council", "国务院"),
    Body(
        id="SCGO",
        name_en="General Office of the State Council",
        name_zh="国务院办公厅",
        names_zh=("国办",),
        parent="STATE_COUNCIL",
    ),
    _body("CPC_CC", "Central Committee", "中共中央"),
    _body("NPCSC", "NPC Standing Committee", "全国人大常委会"),
    Body(
        id="CPC_CC_GO", name_en="General Office of the CPC Central Committee", name_zh="中共中央办公厅", parent="CPC_CC"
    ),
    _body("MIIT", "Ministry of Industry and Information Technology", "工业和信息化部", "工信部"),
    _body("NDRC", "National Development and Reform Commission", "国家发展和改革委员会", "国家发展改革委", "发改委"),
    _body("MOF", "Ministry of Finance", "财政部"),
    Body(
        id="MOFCOM", name_en="Ministry of Commerce", name_zh="商务部", abbreviations=("MofCom",), pinyin=("shangwubu",)
    ),
    _body("MOST", "Ministry of Science and Technology", "科学技术部", "科技部"),
    _body("MOT", "Ministry of Transport", "交通运输部"),
    _body("MPS", "Ministry of Public Security", "公安部"),
    _body("MOHURD", "Ministry of Housing and Urban-Rural Development", "住房和城乡建设部", "住建部"),
    _body("SAMR", "State Administration for Market Regulation", "国家市场监督管理总局", "市场监管总局"),
    Body(id="GACC", name_en="General Administration of Customs", name_zh="海关总署", names_en=("Customs",)),
    _body("CAC", "Cyberspace Administration of China", "国家互联网信息办公室", "国家网信办", "网信办"),
    _body("NFRA", "National Financial Regulatory Administration", "国家金融监督管理总局"),
    Body(
        id="NFRA_FIRE",
        name_en="National Fire and Rescue Administration",
        name_zh="国家消防救援局",
        abbreviations=("NFRA",),
        context=("fire", "rescue", "消防"),
    ),
    _body("CBIRC", "China Banking and Insurance Regulatory Commission", "中国银行保险监督管理委员会", "银保监会"),
    _body("PBOC", "People's Bank of China", "中国人民银行", "央行"),
    _body("SAFE", "State Administration of Foreign Exchange", "国家外汇管理局"),
    _body("NEA", "National Energy Administration", "国家能源局"),
    Body(
        id="MII", name_en="Ministry of Information Industry", name_zh="信息产业部", until="2008", context=("telecoms",)
    ),
    Body(
        id="SAIC",
        name_en="State Administration for Industry and Commerce",
        name_zh="国家工商行政管理总局",
        until="2018",
        context=("trademark", "business licence"),
    ),
)
COMPANIES = (
    Company(id="huawei", name="Huawei", name_zh="华为", aliases=("Huawei Technologies",)),
    Company(id="changan", name="Changan", aliases=("Chongqing Changan",), brands=("Avatr",)),
    Company(id="byd", name="BYD", name_zh="比亚迪", sector="cars"),
    Company(id="nio", name="Nio", name_zh="蔚来"),
    Company(id="catl", name="CATL", name_zh="宁德时代", sector="cells"),
    Company(id="saic-motor", name="SAIC Motor", aliases=("上汽集团",)),
    Company(id="mii-robots", name="MII Robots", aliases=("MII",)),
    Company(id="mot-motors", name="Mot Motors", aliases=("MOT",)),
    Company(id="china-mobile", name="China Mobile"),
    Company(id="nestle", name="Nestlé"),
    Company(id="apple", name="Apple", words=("Apple",)),
    Company(id="meta", name="Meta", aliases=("Meta Platforms",), words=("Meta",)),
    Company(id="shell", name="Shell", words=("Shell",)),
    Company(id="ford", name="Ford", words=("Ford",)),
    Company(id="amazon", name="Amazon", words=("Amazon",)),
    Company(id="intel", name="Intel", words=("Intel",)),
    Company(id="metro", name="Metro", words=("Metro",)),
    Company(id="greenland", name="Greenland", words=("Greenland",)),
    Company(id="china-coal", name="China Coal", words=("China Coal",)),
)
TOPICS = (
    Topic(
        id="ai",
        name_en="AI",
        name_zh="人工智能",
        keywords_en=("artificial intelligence", "ai"),
        keywords_zh=("人工智能",),
    ),
    Topic(
        id="robotics", name_en="Robotics", name_zh="机器人", keywords_en=("humanoid", "robot"), keywords_zh=("机器人",)
    ),
    Topic(
        id="batteries",
        name_en="Batteries",
        name_zh="电池",
        keywords_en=("battery",),
        keywords_zh=("电池",),
        weak_en=("electrode",),
        sectors=("cells",),
    ),
    Topic(id="data_security", name_en="Data security", name_zh="数据安全", keywords_en=("data security",)),
    Topic(id="carbon", name_en="Carbon", name_zh="碳", keywords_en=("carbon footprint",), keywords_zh=("碳足迹",)),
)
LEXICON = Lexicon(
    bodies=BODIES,
    companies=COMPANIES,
    topics=TOPICS,
    not_companies=("Reuters", "Caixin", "Tsinghua University", "Made in China 2025", "World Bank"),
)
DOCUMENT = Document(source_name="own.md", media_type="text/markdown", sha256="0" * 64, blocks=())


class PartsOfItem(TypedDict, total=False):
    """What a test says of an item, in the types of ItemParts."""

    section: Section
    headline: str | None
    summary: tuple[str, ...]
    lead: str | None
    points: tuple[str, ...]
    comment: tuple[str, ...]
    article_text: str | None
    issuer_text: str | None
    date_text: str | None
    heading_text: str | None
    is_official: bool


def read_item(text: str = "", **parts: Unpack[PartsOfItem]) -> Item:
    """Give the only item of a briefing of March 2024, policy news of 12 March unless told otherwise."""
    told: PartsOfItem = {"section": Section.POLICY_NEWS, "date_text": "March 12", **parts}
    if text:
        told["summary"] = (text,)
    briefing = BriefingParts(
        published_on=dt.date(2024, 3, 20),
        period_start=dt.date(2024, 2, 15),
        period_end=dt.date(2024, 3, 18),
        items=(ItemParts(position=1, **told),),
    )
    return recognise(briefing, lexicon=LEXICON, document=DOCUMENT).items[0]


def read_company_news(text: str) -> Item:
    """Give the only item of a briefing, as corporate news."""
    return read_item(text, section=Section.CORPORATE_NEWS)
