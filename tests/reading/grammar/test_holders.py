"""Tests of whose a publication is by its imprint, its rights, a mail's foot or an account's last line."""

from __future__ import annotations

import pytest

from bot.reading.formats.source import read_document
from bot.reading.grammar.lines.holders import find_addressed, find_holder
from bot.reading.grammar.lines.signature import list_bodies_signing
from bot.reading.grammar.lines.title_page import parse_title_page
from bot.reading.grammar.lines.title_zh import find_account
from bot.reading.grammar.parse import parse_parts


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("© 2024–2026 Marlowe Pendry", "Marlowe Pendry"),
        ("Copyright (c) 2023-26 Marlowe Pendry Ltd", "Marlowe Pendry Ltd"),
        ("Copyright 2026 by Marlowe Pendry. All rights reserved.", "Marlowe Pendry"),
        ("This letter is brought to you by the Lindqvist Circle.", "Lindqvist Circle"),
        ("China Notes is published every Monday by Marlowe Pendry.", "Marlowe Pendry"),
        ("A publication of the Lindqvist Circle, Malmö", "Lindqvist Circle"),
        ("You receive this mail because you are a member of the Lindqvist Circle.", "Lindqvist Circle"),
        ("You are receiving this because you subscribed to China Notes by Marlowe Pendry.", "Marlowe Pendry"),
        ("Our mailing address is: Marlowe Pendry, 12 High Street, Leeds", "Marlowe Pendry"),
        ("欢迎关注北辰观察", "北辰观察"),
        ("转载请注明来源：北辰观察", "北辰观察"),
        ("Copyright remains with the Lindqvist Circle.", "Lindqvist Circle"),
        ("© 2026 the authors", None),
        ("Copyright 2026 by its author. All rights reserved.", None),
        ("Copyright remains with the individual contributors.", None),
        ("© Marlowe Pendry, the author", None),
        ("© 2026 Marlowe Pendry (author)", None),
        ("© the authors. China Notes is published by the Lindqvist Circle.", "Lindqvist Circle"),
        ("版权归作者所有", None),
        ("版权归原作者及原出处所有", None),
        ("版权归作者李明所有，欢迎关注北辰观察", "北辰观察"),
        ("版权归北辰研究院所有", "北辰研究院"),
        ("长按二维码关注我们", None),
        ("Thanks for reading!", None),
    ],
)
def test_what_a_foot_says_of_whose_it_is(line: str, holder: str | None) -> None:
    """The name behind the words for rights, for publishing, for being a member or for an account; no author's."""
    assert find_holder(line) == holder


@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("Lindqvist Circle · Kalku iela 4 · Riga", "Lindqvist Circle"),
        ("Marlowe Pendry\n12 High Street\nLeeds", "Marlowe Pendry"),
        ("Lindqvist Circle · Riga", None),
        ("On 4 May, prices rose by 3 percent.", None),
    ],
)
def test_a_name_stands_before_street_and_place(block: str, name: str | None) -> None:
    """Dots, bars or lines part them; without a number there is no street."""
    assert find_addressed(block) == name


@pytest.mark.parametrize(
    ("name", "told", "authored", "account"),
    [
        ("李晓棠长三角材料观察", ("长三角材料观察",), True, "长三角材料观察"),
        ("李晓棠长三角材料观察", (), True, None),
        ("长三角材料观察", (), True, "长三角材料观察"),
        ("黄河材料观察", (), False, "黄河材料观察"),
        ("绿岸专栏绿岸产业所", ("绿岸产业所", "产业所"), False, "绿岸产业所"),
        (None, ("北辰观察",), False, None),
    ],
)
def test_an_account_is_parted_from_its_author(
    name: str | None, told: tuple[str, ...], authored: bool, account: str | None
) -> None:
    """By the name that the page tells elsewhere; what begins as a person's is none without it."""
    assert find_account(name, told, authored=authored) == account


def test_an_issue_signed_above_how_to_reach_its_house_names_it() -> None:
    """A house's name right above the line on how to reach it belongs to that line, and is no news."""
    text = (
        "缆绳摘编\n2025年第8期\n2025年5月6日\n\n一、5月5日，交通运输部印发《缆绳办法》。\n\n"
        "东港缆绳协会秘书处\n电话：0571-88880000\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="a.txt"))
    assert (parts.publisher, parts.series) == ("东港缆绳协会", "缆绳摘编")
    assert "协会" not in "".join(line for item in parts.items for line in item.summary)


@pytest.mark.parametrize(
    "lines",
    [
        ("HALVORSEN OKORO", "Attorneys at law", "CLIENT ALERT | 9 April 2026"),
        ("Halvorsen Okoro CLIENT ALERT Page 1", "HALVORSEN OKORO", "CLIENT ALERT", "9 April 2026"),
    ],
)
def test_what_a_house_is_and_the_page_are_no_names(lines: tuple[str, ...]) -> None:
    """ "Attorneys at law" says what the house is; a running header's page says where one reads."""
    page = parse_title_page(lines, imprint=("Halvorsen Okoro",))
    assert (page.publisher, page.series) == ("HALVORSEN OKORO", "CLIENT ALERT")


def test_the_words_for_a_first_picture_name_the_house_for_want_of_another() -> None:
    """Unless they are those of the series."""
    lines = ("China Desk", "12 March 2026")
    assert parse_title_page(lines, running=("Logo: Baltic Trade Chamber",)).publisher == "Baltic Trade Chamber"
    assert parse_title_page(lines, running=("Logo: Baltic Chamber News",)).publisher is None


TITLED = """市场监管总局质量监督司关于开展缆绳抽查的函

各省市场监管局：

请按要求做好抽查工作。

质量监督司
2026年3月10日
"""


def test_a_notice_signed_by_a_department_alone_is_published_by_the_body_of_its_title() -> None:
    """A department is no publisher; the title names whose it is."""
    assert parse_parts(read_document(TITLED.encode(), source_name="a.txt")).publisher == "市场监管总局"


@pytest.mark.parametrize(
    ("names", "bodies"),
    [
        ("工业和信息化部装备工业一司", ("工业和信息化部",)),
        ("国家能源局综合司、国家林草局办公室", ("国家能源局", "国家林草局办公室")),
        ("质量监督司", ()),
        ("北方稀土有限公司", ("北方稀土有限公司",)),
        ("", ()),
    ],
)
def test_a_department_signs_for_its_body(names: str, bodies: tuple[str, ...]) -> None:
    """The publication is the body's; a company's name ends with the same sign."""
    assert list_bodies_signing(names) == bodies


FOOT = """Sundwall Monthly

4 May 2026

On 2 May 2026, the Ministry of Commerce (MOFCOM) issued rules on the export of winches. They apply from 1 June 2026.

On 3 May 2026, the General Administration of Customs (GACC) opened three ports to them. A fourth follows.

You receive this mail because you are a client of Sundwall Trade.

Sundwall Trade · Kalku iela 4 · Riga
"""


def test_a_foot_is_no_news_and_names_the_publisher() -> None:
    """What stands behind the first line on how to reach the publisher belongs to it, an address too."""
    briefing = parse_parts(read_document(FOOT.encode(), source_name="a.txt"))
    assert (briefing.publisher, briefing.series) == ("Sundwall Trade", "Sundwall Monthly")
    assert [len(item.summary) for item in briefing.items] == [1, 1]
    assert not briefing.unread


@pytest.mark.parametrize("foot", ["© 2026 Jana Kolb, the author", "版权归作者所有"])
def test_an_author_who_keeps_the_rights_is_no_publisher(foot: str) -> None:
    """The foot speaks of the text; the name stays among the people."""
    text = f"# Harbour Watch\n\n10 March 2026\n\nBy Jana Kolb\n\n- 3 March: MIIT issued rules on cranes.\n\n{foot}"
    parts = parse_parts(read_document(text.encode(), source_name="a.md"))
    assert (parts.publisher, [person.name for person in parts.people]) == (None, ["Jana Kolb"])


def test_an_author_is_publisher_for_want_of_a_house_alone() -> None:
    """Where the rights are an author's and the foot names a house too, the house comes first."""
    text = FOOT.replace("4 May 2026\n", "By Ann Bow\n\n4 May 2026\n", 1) + "\n© 2026 Ann Bow\n"
    briefing = parse_parts(read_document(text.encode(), source_name="a.txt"))
    assert briefing.publisher == "Sundwall Trade"
