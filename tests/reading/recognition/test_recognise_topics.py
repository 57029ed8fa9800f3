"""Topics that no single word tells: foreign money, headings that join fields, longer words around shorter ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import read_reference
from bot.domain.records.briefing import Section
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.recognise import recognise
from tests.reading.recognition.recognise_lexicon import DOCUMENT

if TYPE_CHECKING:
    from bot.domain.lexicon import Lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The lists as shipped."""
    return read_reference()


def topics_of(text: str, lexicon: Lexicon, *, heading: str | None = None) -> set[str]:
    item = ItemParts(section=Section.CORPORATE_NEWS, position=1, summary=(text,), heading_text=heading)
    return set(recognise(BriefingParts(items=(item,)), lexicon=lexicon, document=DOCUMENT).items[0].topics)


@pytest.mark.parametrize(
    "text",
    [
        "Bosch will invest EUR 200 million in a hall in Wuxi.",
        "The Norwegian winch maker Fjellvik is to spend NOK 300 million on a site in Zhoushan.",
        "Mercedes-Benz and its partners put 2 billion yuan into their Chinese works.",
        "西门子将在苏州追加投资11亿元。",
    ],
)
def test_foreign_money_for_china_is_foreign_investment(text: str, lexicon: Lexicon) -> None:
    """A foreign company, a sum and a place in China tell it together."""
    assert "foreign_investment" in topics_of(text, lexicon)


@pytest.mark.parametrize(
    "text",
    [
        "Bosch opened a hall in Wuxi.",
        "Bosch will invest EUR 200 million in a hall in Hungary.",
        "Bosch will invest EUR 200 million in a hall.",
        "BYD will invest CNY 2 billion in a hall in Wuxi.",
        "BYD and Bosch will invest CNY 2 billion in a hall in Wuxi.",
        "The Norwegian winch maker Fjellvik lost EUR 2 million in Zhoushan.",
        "比亚迪在深圳投资20亿元。",
        "西门子在德国投资11亿欧元。",
    ],
)
def test_other_money_is_not(text: str, lexicon: Lexicon) -> None:
    """Neither money of Chinese companies, nor money for elsewhere or nowhere, nor a step without any."""
    assert "foreign_investment" not in topics_of(text, lexicon)


def test_foreign_money_stands_beside_the_company_s_own_field(lexicon: Lexicon) -> None:
    """Where no word tells the field, the sector of the company still does."""
    text = "Volkswagen invested EUR 1 billion in Hefei."
    assert topics_of(text, lexicon) == {"foreign_investment", "vehicles"}


def test_a_joined_heading_counts_whole_where_a_company_is_of_one_of_its_fields(lexicon: Lexicon) -> None:
    """Else it adds little to what the item says itself."""
    heading = "Chips and energy"
    assert topics_of("The province counts its railways.", lexicon, heading=heading) == {"transport"}
    assert topics_of("SMIC sued a railway.", lexicon, heading=heading) == {"transport", "semiconductors"}
    assert topics_of("Nothing is said.", lexicon, heading=heading) == {"semiconductors", "energy"}
    science = "Science, research and innovation"
    assert topics_of("A railway is asked.", lexicon, heading=science) == {"science", "transport"}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Two makers of lithium iron phosphate merged.", {"batteries"}),
        ("It sells solar wafers.", {"energy"}),
        ("The state wants patient capital.", {"finance"}),
        ("A special purpose vehicle was set up.", {"finance"}),
    ],
)
def test_a_longer_word_hides_a_shorter_one_in_it(text: str, topics: set[str], lexicon: Lexicon) -> None:
    """The field is that of the whole term."""
    assert topics_of(text, lexicon) == topics


def test_a_month_is_no_topic(lexicon: Lexicon) -> None:
    """In other tongues a month may be spelled as a word of a topic."""
    assert topics_of("Comments on winches are due by 12 mars.", lexicon) == set()
    assert topics_of("A probe left for Mars.", lexicon) == {"space"}
    assert topics_of("The Tianwen 3 mission brings soil from Mars.", lexicon) == {"space"}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("MOHURD scraps its rules of 2013.", {"construction"}),
        ("交通运输部就引航员管理规定公开征求意见。", {"transport"}),
        ("MOHURD scraps its rules on chargers for electric cars.", {"construction", "vehicles"}),
        ("MIIT and MOHURD scrap their rules on chargers for electric cars.", {"vehicles"}),
        ("MIIT scraps its rules of 2013.", set()),
    ],
)
def test_a_body_of_one_field_that_acts_tells_it(text: str, topics: set[str], lexicon: Lexicon) -> None:
    """It stands beside what words tell, where the body is named first; a body of many fields tells none."""
    assert topics_of(text, lexicon) == topics


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("The city buys unsold flats.", "construction"),
        ("Forwarders complain about logistics costs.", "transport"),
        ("Rules for restricted exports are tightened.", "export_control"),
        ("Makers of radiopharmaceuticals wait.", "health"),
        ("Four phones lost their network access permits.", "telecoms"),
        ("Industrial profits fell.", "manufacturing"),
        ("A permanent magnet maker grew.", "rare_earths"),
        ("The high-tech zone grew.", "science"),
        ("The audit watchdog came.", "accounting"),
        ("规模以上企业工业利润下降。", "manufacturing"),
        ("手机入网许可被注销。", "telecoms"),
        ("脑机接口产品获批。", "health"),
    ],
)
def test_words_of_the_trade_tell_topics(text: str, topic: str, lexicon: Lexicon) -> None:
    """Each of the lists' words places an item."""
    assert topic in topics_of(text, lexicon)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("GAC filed for an initial public offering.", {"finance", "vehicles"}),
        ("Unitree filed for an initial public offering.", {"finance", "robotics"}),
        ("LandSpace hired a new head.", {"space"}),
        ("It filed for an initial public offering.", {"finance"}),
        ("An auditor of Evergrande was fined.", {"accounting"}),
        ("CATL tests a robot arm.", {"robotics"}),
    ],
)
def test_a_company_s_trade_stands_beside_words_that_fit_every_trade(
    text: str, topics: set[str], lexicon: Lexicon
) -> None:
    """It is told by the company that is named first, and where no word tells a trade."""
    assert topics_of(text, lexicon) == topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Volkswagen makes its own boilers.", {"vehicles"}),
        ("A works for boilers was sold.", {"manufacturing"}),
        ("The fund helps makers of rockets.", {"space"}),
        ("城市银行取消一项收费，公告仅涉及贷款。", {"finance"}),
        ("进口列车获准上路。", {"transport"}),
    ],
)
def test_weak_words_count_where_nothing_else_tells(text: str, topics: set[str], lexicon: Lexicon) -> None:
    """They give way to words, to companies and to nothing else."""
    assert topics_of(text, lexicon) == topics


@pytest.mark.parametrize(
    "text",
    [
        "The gold standard of meetings.",
        "毛利率首次超过20%。",
        "A bank holiday was moved.",
        "The property rights of heirs.",
    ],
)
def test_misleading_phrases_hide_the_words_in_them(text: str, lexicon: Lexicon) -> None:
    """What a phrase is made of does not count."""
    assert topics_of(text, lexicon) == set()


def test_many_words_of_one_topic_do_not_crowd_out_another(lexicon: Lexicon) -> None:
    """Further words of a topic count half."""
    text = "Export controls on tungsten, tellurium, bismuth, molybdenum, indium, antimony, titanium, zinc and aluminium"
    assert topics_of(text, lexicon) == {"export_control", "materials"}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("GACC lets in beef from two works.", {"agriculture", "trade"}),
        ("CSRC drops its rule for drug makers.", {"finance", "health"}),
        ("NEA counts the points where cars are charged.", {"energy", "vehicles"}),
        ("民航局就货运规则征求意见。", {"aerospace", "transport"}),
    ],
)
def test_a_body_of_one_field_tells_it_beside_words(text: str, topics: set[str], lexicon: Lexicon) -> None:
    """What it rules on is told by the words, its field by itself."""
    assert topics_of(text, lexicon) == topics


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("A draft on avionics.", "aerospace"),
        ("The foldable handset sold well.", "telecoms"),
        ("A steam cracker started.", "materials"),
        ("Nursing and outpatient care are paid for.", "health"),
        ("An electrolyser was ordered.", "energy"),
        ("A new ion implanter was shown.", "semiconductors"),
        ("Prices at the Canton Fair fell.", "trade"),
        ("Deed tax falls.", "construction"),
        ("挖掘机销量回升。", "manufacturing"),
        ("首批滚齿设备交付。", "machine_tools"),
        ("新一批灵巧手亮相。", "robotics"),
        ("早籼稻最低收购价公布。", "agriculture"),
        ("容量补偿标准上调。", "energy"),
        ("涂料企业扩产。", "materials"),
        ("电诈案件下降。", "cybersecurity"),
        ("个体户获减免。", "smes"),
    ],
)
def test_more_words_of_the_trade_tell_topics(text: str, topic: str, lexicon: Lexicon) -> None:
    """Each of the lists' words places an item."""
    assert topic in topics_of(text, lexicon)


def test_a_weak_word_is_as_sure_as_a_company_s_trade(lexicon: Lexicon) -> None:
    """It waits for nobody's look."""
    text = "Korvex opened the sale of a phone that folds twice."
    item = ItemParts(section=Section.CORPORATE_NEWS, position=1, summary=(text,))
    read = recognise(BriefingParts(items=(item,)), lexicon=lexicon, document=DOCUMENT).items[0]
    assert read.topics == ("telecoms",)
    assert [one.confidence for one in read.inferred if one.field == "topics"] == [0.75]


def read_topics(lexicon: Lexicon, *, headline: str | None, texts: tuple[str, ...], points: tuple[str, ...]) -> set[str]:
    item = ItemParts(section=Section.TOP, position=1, headline=headline, summary=texts, points=points)
    return set(recognise(BriefingParts(items=(item,)), lexicon=lexicon, document=DOCUMENT).items[0].topics)


@pytest.mark.parametrize(
    ("headline", "text", "topics"),
    [
        ("Humanoid robots get a plan", "The plan also names handsets.", {"robotics"}),
        ("人形机器人行动方案发布", "方案还提到手机。", {"robotics"}),
        ("Humanoid robots get a plan", "The plan is meant for handsets. Makers of handsets welcome it.", {"robotics"}),
        ("Humanoid robots get a plan", "It comes with a national standard.", {"robotics", "standards"}),
        ("Export controls are widened", "They now cover handsets.", {"export_control", "telecoms"}),
        ("A plan is out", "It is about handsets. Robots are named too.", {"telecoms", "robotics"}),
    ],
)
def test_a_trade_in_the_text_weighs_half_beside_one_in_the_headline(
    headline: str, text: str, topics: set[str], lexicon: Lexicon
) -> None:
    """What fits every trade stands beside a trade, and the other way round; a headline may tell nothing."""
    assert read_topics(lexicon, headline=headline, texts=(text,), points=()) == topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Rules for tractors are out. They name robots.", {"agriculture", "robotics"}),
        ("Rules for tractors, harvesters and seed drills are out. They name robots.", {"agriculture"}),
        ("Rules for tractors and robots are out.", {"agriculture", "robotics"}),
        (
            "Rules for tractors, harvesters and seed drills are out. They name a national standard.",
            {"agriculture", "standards"},
        ),
    ],
)
def test_the_first_sentence_leads_where_no_headline_does(text: str, topics: set[str], lexicon: Lexicon) -> None:
    """Its words weigh twice as much as those of the others."""
    assert read_topics(lexicon, headline=None, texts=(text,), points=()) == topics


def test_a_word_of_the_points_is_no_topic_beside_the_lead(lexicon: Lexicon) -> None:
    """Unless several points tell it, or nothing else does."""
    text = "The ministry wants more tractors."
    assert read_topics(lexicon, headline=None, texts=(text,), points=("Robots come later",)) == {"agriculture"}
    points = ("Insurers are asked", "Bonds are sold", "Securities firms help")
    assert read_topics(lexicon, headline=None, texts=(text,), points=points) == {"agriculture", "finance"}
    assert read_topics(lexicon, headline=None, texts=("A list is out.",), points=("Robots",)) == {"robotics"}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("A licence to ship lathes was refused.", {"export_control", "machine_tools"}),
        ("Duties on polycarbonate stay.", {"materials", "trade"}),
        ("It made its market debut.", {"finance"}),
        ("Clinics owned by foreigners may open.", {"health", "foreign_investment"}),
        ("平台侵害用户权益被通报。", {"data_security"}),
        ("A forging press was delivered.", {"machine_tools"}),
        ("A megawatt charger was shown.", {"vehicles"}),
        ("新国标明年实施。", {"standards"}),
        ("美国标准不同。", set()),
        ("A chip for AI, that is an AI chip, sells.", {"semiconductors", "ai"}),
        ("AI chips sell.", {"semiconductors"}),
        ("算力芯片热销。", {"semiconductors"}),
        ("航空制造业增长。", {"aerospace"}),
        ("新型储能制造业增长。", {"energy", "batteries"}),
        ("全钒液流电池订单增长。", {"batteries"}),
        ("精密减速机量产。", {"robotics"}),
        ("保密法完成修订。", {"data_security"}),
        ("某厂登陆美股。", {"finance"}),
        ("Hospitals in a free trade zone may open.", {"health"}),
        ("A free trade zone grew.", {"trade", "foreign_investment"}),
        ("Taxis without a safety driver may go on.", {"vehicles"}),
        ("Firms open warehouses abroad.", {"trade"}),
        ("A toolmaker moved to Taicang.", {"machine_tools"}),
        ("Ropes need a Chinese licence.", {"export_control"}),
        ("某厂金刚石刀具投产。", {"machine_tools"}),
        ("载人航空器获许可。", {"aerospace"}),
    ],
)
def test_words_tell_the_trade_that_they_are_used_in(text: str, topics: set[str], lexicon: Lexicon) -> None:
    """The makers of a thing are of its trade, and where something happens hardly tells what it is about."""
    assert topics_of(text, lexicon) == topics
