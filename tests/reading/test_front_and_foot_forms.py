"""Title pages and feet: leaders, columns of fields, lists' names, towns, topics behind a name, whose an issue is."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.reading.grammar.lines.holders import find_holder, strip_article
from bot.reading.grammar.lines.imprint import is_contact_line, list_credited
from bot.reading.grammar.lines.title_line import split_title_line
from bot.reading.grammar.lines.title_page import parse_title_page
from tests.reading.recognition.recognise_lexicon import read_item
from tests.reading.test_bulletin_forms import read

NEWS = "Policy\n\n- 3 March: MIIT issued rules on ropes.\n- 4 March: MOT issued rules on docks.\n"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("[Rope & Tye] China Dock Weekly, 3-7 March 2025", ("Rope & Tye", "China Dock Weekly")),
        ("Rope Reyes LLP | Beijing · Brussels · Toronto", ("Rope Reyes LLP",)),
        ("ROPE DATA :: CHINA POLICY REGISTER", ("ROPE DATA", "CHINA POLICY REGISTER")),
        ("《绳索观察》第52期：电价市场化改革落地", ("《绳索观察》",)),
        ("Sources: State Council gazette; PKULaw", ()),
    ],
)
def test_what_stands_around_a_name_is_parted_from_it(line: str, names: tuple[str, ...]) -> None:
    """A mail's list, towns beside each other, two colons, and the topics of an issue."""
    assert split_title_line(line).names == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dock Brief is a Halloran Rope publication. © 2023", "Halloran Rope"),
        ("绳索观察出品，转载须注明出处。", "绳索观察"),
        ("《绳索周报》由海山研究院编印。", "海山研究院"),
        ("Published by others.", None),
    ],
)
def test_whose_it_is_stands_in_the_foot(text: str, name: str | None) -> None:
    """A house before "publication", or before the words for bringing out."""
    assert find_holder(text) == name


def test_a_service_is_of_the_house_in_its_name() -> None:
    """ "A Rope & Tye service for ..." names the publisher."""
    page = parse_title_page(("DOCK WEEKLY", "A Rope & Tye service for ship owners", "7 March 2025"))
    assert (page.publisher, page.series) == ("Rope & Tye", "DOCK WEEKLY")


def test_words_on_what_an_issue_tells_are_no_house() -> None:
    """They tell of the issue, whose series stands above."""
    page = parse_title_page(("Harbour Notes #9", "What ministries did for docks, 13–29 March 2025"))
    assert (page.publisher, page.series) == (None, "Harbour Notes")


def test_a_street_is_no_part_of_a_name() -> None:
    """Nor is the number of the house in it."""
    assert strip_article("Rope & Vliet, Maasboulevard 100, Rotterdam") == "Rope & Vliet"


def test_a_month_gives_way_to_days() -> None:
    """The period of days is the issue's where a Chinese line has its month alone too."""
    page = parse_title_page(
        ("绳索协会会员通讯", "第31期 2024年10月", "2024年10月28日", "本期内容涵盖2024年9月8日至10月25日")
    )
    assert (page.period_start, page.period_end) == (dt.date(2024, 9, 8), dt.date(2024, 10, 25))
    page = parse_title_page(("莱茵—华东绳索协会会员通讯", "2024年10月28日"))
    assert (page.publisher, page.series) == ("莱茵—华东绳索协会", "会员通讯")


def test_leaders_lead_from_a_field_to_its_value() -> None:
    """Title pages in plain text have dots between both; a heading's page stands behind dots too, and stays there."""
    front = "ROPE DATA :: ROPE REGISTER\nEdition ....... 2025-03-18\nReporting window ... 2025-03-01 to 2025-03-15\n"
    briefing = read(f"{front}Editor on duty ..... Jo Farrell\n\n{NEWS}", "a.txt")
    assert (briefing.published_on, briefing.period_start) == (dt.date(2025, 3, 18), dt.date(2025, 3, 1))
    assert [person.name for person in briefing.people] == ["Jo Farrell"]
    assert [len(briefing.items), len(briefing.unread)] == [2, 0]


def test_records_in_columns_without_colons() -> None:
    """Words in a column of their own are labels where three records share them; a code in brackets heads them."""
    records = "".join(
        f"[CPR-25-071{n}]\nTitle      Measures for the Care of {what}\nIssuer     MOFCOM\nDate       2025-03-0{n}\n"
        f"Summary    Whoever keeps {what.lower()} has to\n           look after them.\n\n"
        for n, what in enumerate(("Ropes", "Docks", "Lamps"), start=1)
    )
    briefing = read(f"ROPE REGISTER\n18 March 2025\n\nNEW POLICY DOCUMENTS\n\n{records}", "a.txt")
    assert [(item.headline, item.text) for item in briefing.items] == [
        (f"Measures for the Care of {what}", f"Whoever keeps {what.lower()} has to look after them.")
        for what in ("Ropes", "Docks", "Lamps")
    ]


def test_topics_and_the_period_may_stand_below_the_words_for_contents() -> None:
    """本期导读 over a line of topics hides neither the period below nor the news."""
    front = "绳索参阅\n\n2025年第6期\n2025年4月2日\n\n【本期导读】\n绳索方案出台　码头规则松绑\n\n"
    front += "报道时段：2025年3月13日至3月31日\n\n"
    news = "一、政策动态\n\n1. 3月13日，商务部公布绳索办法。\n\n2. 3月19日，工信部印发码头办法。\n"
    briefing = read(f"{front}{news}\n来信请寄：rope@rope.example\n", "a.txt")
    assert briefing.period_start == dt.date(2025, 3, 13)
    assert [len(briefing.items), len(briefing.unread)] == [2, 0]


def test_a_period_without_a_year_is_placed_by_the_day_a_mail_was_sent() -> None:
    """Its lines have no year at all."""
    head = "From: Rope Institute <a@rope.example>\nSubject: Ropes\nDate: Mon, 24 Feb 2025 10:00:00 +0800\n"
    body = "绳索观察半月刊\n\n本期覆盖2月6日至2月20日\n\n政策速递\n\n"
    body += "1．工信部2月17日印发绳索办法。\n\n2．商务部2月19日发布码头办法。\n"
    mail = f"{head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}"
    assert read(mail, "a.eml").period_end == dt.date(2025, 2, 20)


def test_a_byline_may_tell_the_day_of_issue() -> None:
    """ "Written by ... Out on ..." is told whole."""
    byline = "Written by Oliver Stamp and Mei Chen. Out on 31 March 2025. Compiled from public sites."
    front = f"# Harbour Notes #9\n\n{byline}\n\n"
    briefing = read(
        f"{front}1. **Ropes.** MIIT issued rules on ropes on 13 March.\n2. **Docks.** MOT issued rules.\n", "a.md"
    )
    assert briefing.published_on == dt.date(2025, 3, 31)
    assert [person.name for person in briefing.people] == ["Oliver Stamp", "Mei Chen"]
    assert not briefing.unread


@pytest.mark.parametrize(
    "line",
    [
        "Gold sponsors: Alpgarten Private Bank, Uto Logistics",
        "Press contact: Nora Blythe",
        "More from the Courier: Shipping",
        "In partnership with: Port of Ropes",
        "Dock Brief is a Halloran Rope publication.",
        "来信请寄：rope@rope.example",
        "内部资料，免费交流。地址：海山路1号",
        "合作伙伴：绳索展组委会。",
    ],
)
def test_lines_that_only_say_who_stands_behind_an_issue(line: str) -> None:
    """Sponsors, partners, contacts and other pages of the house."""
    assert is_contact_line(line)


def test_an_editor_in_brackets_ends_with_them() -> None:
    """So do roles that a bar parts from the name."""
    told = list_credited("It is edited by the secretariat (editor: Ursula Frei) and goes to 400 members.")
    assert [person.name for person in told] == ["Ursula Frei"]
    assert [person.name for person in list_credited("编辑｜赵磊")] == ["赵磊"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The paper is called Several Measures for Keeping Ropes.", "Several Measures for Keeping Ropes"),
        ("New mills need own capital under the revised Provisions on Ropes.", "Provisions on Ropes"),
        ("Methods for mills join the list: they were added to the Catalogue of Ropes.", "Catalogue of Ropes"),
        ("The ministry published points under the title “Opinions on Growing Ropes”.", "Opinions on Growing Ropes"),
        ("After eighteen years of work the Rope Law (绳索管理法) is complete.", "Rope Law"),
        ("The ministry solicits opinions until 24 March on the Measures for Ropes.", "Measures for Ropes"),
        ("It is what the Rope Law says.", None),
        ("The State Administration for Market Regulation looks into ropes.", None),
    ],
)
def test_the_one_title_that_news_prints_is_its_own(text: str, title: str | None) -> None:
    """Where no verb of issuing has another object, and the title is not said to be asked about or built on."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.title_en == title


def test_two_links_to_sources_are_no_title() -> None:
    """Though a label for the title stands before them, and another one between."""
    links = "Full text: [MIIT site](https://a.example/1) / Press: [Dock News](https://a.example/2)"
    entry = f"### Ropes\n\nMIIT issued rules on ropes.\n\n{links}"
    item = read(f"# Rope Letter\n\n30 March 2025\n\n## Policy\n\n{entry}\n").items[0]
    assert item.policy is not None
    assert (item.policy.title_en, [link.label for link in item.links]) == (None, ["MIIT site", "Dock News"])
