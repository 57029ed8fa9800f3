"""Figures: numbers with their unit as printed, and numbers that count nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading.recognition.recognise_lexicon import read_item

FIGURES = [
    ("名单共155款车型。", [("155", "款车型")]),
    ("注册资本1亿人民币。", [("1亿", "人民币")]),
    ("工信部就3项国家标准征求意见。", [("3", "项国家标准")]),
    (
        "With 412,300 charging piles in use, and 7 million connected devices.",
        [("412,300", "charging piles"), ("7 million", "connected devices")],
    ),
    ("It spent CNY 3 billion, or USD400 million.", [("3 billion", "CNY"), ("400 million", "USD")]),
    ("功率密度大于8千瓦/千克、转速高于3万转/分的电机。", [("8", "千瓦/千克"), ("3万", "转/分")]),
    ("交付8000标箱集装箱船。", [("8000", "标箱")]),
    ("It cost $1.5bn and 20 million yuan.", [("1.5bn", "$"), ("20 million", "yuan")]),
    ("Exports rose 6.2 percent year on year, imports 4%.", [("6.2", "percent"), ("4", "%")]),
    ("Sales fall by 4 to 6 percent.", [("4 to 6", "percent")]),
    ("The share rose from 4 to 6 percent.", [("6", "percent")]),
    ("It stops beyond 25 kilometres an hour.", [("25", "kilometres an hour")]),
    ("Rates fell by 0.5 percentage points.", [("0.5", "percentage points")]),
    ("The line carries 1.6 terabit per second over 3,000 km.", [("1.6", "terabit per second"), ("3,000", "km")]),
    (
        "Some 300 million pieces of raw data and 18 types of wrongdoing.",
        [("300 million", "pieces of raw data"), ("18", "types of wrongdoing")],
    ),
    (
        "The plan covers 15 cities; 8,000 5G+factory projects followed.",
        [("15", "cities"), ("8,000", "5G+factory projects")],
    ),
    ("It adds 10-15 GW of wind power and a 100-MW plant.", [("10-15", "GW"), ("100", "MW")]),
    ("A price of 40 yuan per ton and 2,000 tons.", [("40", "yuan per ton"), ("2,000", "tons")]),
    ("电池能量密度300Wh/kg，年产能2000万剂。", [("300", "Wh/kg"), ("2000万", "剂")]),
    ("It has 4,000 megawatt chargers and a 20 megawatt plant.", [("4,000", "megawatt chargers"), ("20", "megawatt")]),
    ("RAISES CNY 21.2 BILLION", [("21.2 BILLION", "CNY")]),
    ("By 2025, 30 or more national standards are to be written.", [("30", "national standards")]),
    ("Exporters of fewer than 100,000 people's data need no filing.", [("100,000", "people")]),
    ("It sold 27 of its walking robots.", [("27", "walking robots")]),
    ("Use fell by 3 million tonnes of coal equivalent.", [("3 million", "tonnes of coal equivalent")]),
    ("About 240 robot platforms were set up by 12 firms.", [("240", "robot platforms"), ("12", "firms")]),
    ("Thirty percent and two billion yuan.", [("Thirty", "percent"), ("two billion", "yuan")]),
    ("Fines go up to RMB 50,000 to RMB 1 million.", [("50,000", "RMB"), ("1 million", "RMB")]),
    ("The country built 212 new plants nationwide.", [("212", "new plants")]),
    ("3.1 SAMR fined 12 firms.", [("12", "firms")]),
    ("4.2.1 “Large” platforms have 50 million registered users.", [("50 million", "registered users")]),
    ("1.2 GW of wind power went on line.", [("1.2", "GW")]),
    (
        "Some 1,500 companies join the market, and 100,000 people file reports.",
        [("1,500", "companies"), ("100,000", "people")],
    ),
    ("Chips of 28 nm.", [("28", "nm")]),
    ("建成318.9万个5G基站，投资100亿元，增长6.7%。", [("318.9万", "个5G基站"), ("100亿", "元"), ("6.7", "%")]),
    ("26家企业通过评价，1000万人次参加。", [("26", "家企业"), ("1000万", "人次")]),
    ("There are 8 types of the kind.", [("8", "types")]),
    ("There are 6 sorts of, well, pieces.", [("6", "sorts")]),
    ("It has 12 firms. And 7 vans.", [("12", "firms"), ("7", "vans")]),
    ("More than 50 national and industry standards are to be written.", [("50", "national and industry standards")]),
    ("Plants saved 3 million tonnes a year and 10 percent per month.", [("3 million", "tonnes"), ("10", "percent")]),
    ("Some 34 workers lose their jobs, 700 items become one.", [("34", "workers"), ("700", "items")]),
    (
        "It sold 12 sports goods vans and 3 barges worth EUR 24 million.",
        [("12", "sports goods vans"), ("3", "barges"), ("24 million", "EUR")],
    ),
    ("The plant cost SEK 210 million.", [("210 million", "SEK")]),
    ("以8000万至9000万欧元收购，另付4.3亿挪威克朗。", [("8000万至9000万", "欧元"), ("4.3亿", "挪威克朗")]),
    (
        "能耗降至520千克标准煤，平台在6个月内自查，从6个方面提出措施。",
        [("520", "千克标准煤"), ("6", "个月"), ("6", "个方面")],
    ),
    ("消费量达到11亿吨标煤以上。", [("11亿", "吨标煤")]),
    ("534个药品入围，12家企业加入，400名员工放假。", [("534", "个药品"), ("12", "家企业"), ("400", "名员工")]),
    ("推出20条举措支持小微企业融资。", [("20", "条举措")]),
    ("单体年产能不低于1亿瓦时，20个工作日内公示。", [("1亿", "瓦时")]),
    ("培育30家渡轮“小巨人”，31项渡轮项目已建成。", [("30", "家渡轮“小巨人”"), ("31", "项渡轮项目")]),
    ("63项渡轮标准立项，等4部门通报45款应用存在问题。", [("63", "项渡轮标准"), ("45", "款应用")]),
    ("获得12艘甲醇集装箱船订单。", [("12", "艘甲醇集装箱船")]),
    ("在15个城市推广60万辆新能源汽车。", [("15", "个城市"), ("60万", "辆新能源汽车")]),
]
NONE = [
    "MEE and 14 other bodies issued a plan.",
    "They ended their 50-50 joint venture.",
    "On March 5, 2024, and in 2023.",
    "The Falcon 12 coupe, the Boeing 737 jet, the C919 and the CJ-1000A.",
    "Articles 10, 11 and 16 and No. 5 and Level 3 cars.",
    "In chapter 2 (articles 13-15).",
    "5G and L3.",
    "工信部联通装〔2023〕217号，第3条，2025年3月1日，第12届。",
    "Of these, 12.",
    "依照第十条第3款。",
    "The MIIT and 7 others agreed.",
    "It opens at 09:30.",
    "The “Action Plan for 100 Cities (2021–2023)” is old.",
    "Four agencies and two or three companies.",
    "By 2025 and from 2026 onwards.",
    "Up to 500 in all.",
    "1. First point",
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_a_quantity_is_read_as_printed(text: str, expected: list[tuple[str, str]]) -> None:
    """Value and unit are the source's own signs, in order, quoted with the sentence."""
    found = read_item(text).figures
    assert [(figure.value, figure.unit) for figure in found] == expected
    assert all(figure.quote in text for figure in found)


@pytest.mark.parametrize("text", NONE)
def test_a_number_that_counts_nothing_is_no_figure(text: str) -> None:
    """Dates, years, names, articles, documents and bare numbers are left out."""
    assert read_item(text).figures == ()


def test_points_and_comments_give_figures_and_equal_ones_count_once() -> None:
    """Every part of the prose counts; the same figure of one sentence once."""
    item = read_item("It has 5 labs and 5 labs.", points=("Open 6 labs",), comment=("It had 4 labs.",))
    assert [(figure.value, figure.unit) for figure in item.figures] == [("5", "labs"), ("6", "labs"), ("4", "labs")]


@given(st.text(alphabet="0123456789.,-–% CNYmilonx年万个元（）“”", max_size=60))
def test_values_and_units_stand_in_the_text(text: str) -> None:
    """Nothing is made up: value and unit are pieces of the quoted sentence."""
    for figure in read_item(f"x {text}").figures:
        assert figure.value in figure.quote
        assert figure.unit
        assert figure.unit in figure.quote


def test_hours_are_counted_in_chinese_too() -> None:
    """As in English."""
    figures = read_item("MIIT issued rules. 阀门运行不少于3000小时，检查用30分钟。").figures
    assert [(figure.value, figure.unit) for figure in figures] == [("3000", "小时"), ("30", "分钟")]


def test_what_a_headline_says_ahead_of_the_text_counts_once() -> None:
    """It is the text's figure; what it alone says is its own."""
    item = read_item("Old ropes get CNY 10,000.", headline="Up to CNY 10,000 for 7 ropes")
    assert [(figure.value, figure.unit) for figure in item.figures] == [("7", "ropes"), ("10,000", "CNY")]


@pytest.mark.parametrize(("text", "units"), [("It wants 100 such ports.", ["such ports"]), ("It wants 100 such.", [])])
def test_such_things_are_counted(text: str, units: list[str]) -> None:
    """With their name."""
    assert [figure.unit for figure in read_item(text).figures] == units
