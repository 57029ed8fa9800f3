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


def test_dots_in_a_sentence_lead_to_no_value() -> None:
    """They stand alone on its line, and the news keeps them."""
    text = f"{NEWS}\nRopes on a list\n\nOfficials waited ... then MIIT put a tariff on ropes.\n"
    items = read(f"Rope Letter\n18 March 2025\n\n{text}", "a.txt").items
    assert "Officials waited ... then MIIT put a tariff on ropes." in " ".join(item.text for item in items)


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


def test_a_memorandums_head_may_be_a_table() -> None:
    """Its rows say who writes, when, and on which days."""
    rows = "| | |\n|---|---|\n| To: | Plant managers |\n| From: | Livia Manzano, Government Affairs |\n"
    rows += "| Date: | 14 July 2025 |\n| Re: | Weeks 27 and 28 (30 June – 13 July 2025) |\n"
    text = f"**Rope Pumps**\n\n**China Rules Memo**\n\n{rows}\n## Policy\n\n- 3 July: MIIT issued rules on ropes.\n"
    briefing = read(text)
    assert (briefing.publisher, briefing.series) == ("Rope Pumps", "China Rules Memo")
    assert (briefing.published_on, briefing.period_start) == (dt.date(2025, 7, 14), dt.date(2025, 6, 30))
    assert [person.name for person in briefing.people] == ["Livia Manzano"]
    assert [len(briefing.items), len(briefing.unread)] == [1, 0]


def test_editors_named_at_the_front_end_no_issue() -> None:
    """What stands below them is news, though nothing but headlines tells so."""
    news = "".join(f"### {head}\n\n{text}\n\n" for head, text in HEADED)
    briefing = read(f"# China File\n\nNews of May and June 2025\n\nCompiled and edited by Ottoline Frayne\n\n{news}")
    assert [item.headline for item in briefing.items] == [head for head, _ in HEADED]


HEADED = (
    ("Calm seas", "Ship owners should stop racing, their association wrote in an appeal on 30 May."),
    ("New ropes", "The revised Rope Law was passed by the Standing Committee on 27 June 2025."),
    ("Duties on docks", "On 18 May MOFCOM set final duties of up to 74.9 percent on docks."),
)


def test_a_colophon_parts_roles_and_names_by_nothing() -> None:
    """The day on which the issue was published stands there too."""
    news = "".join(f"### {head}\n\n{text}\n\n" for head, text in HEADED)
    colophon = "### Colophon\n\nRope Barometer No. 7, published on 5 July 2025\n\n"
    colophon += "Publisher Rope Institute, Kanalgatan 1, Gothenburg\n\nAuthors Annika Thorsell, Bertil Haakonsen\n\n"
    front = "# Rope Barometer\n\nNo. 7\n\nDevelopments in June 2025\n\n## Policy\n\n"
    briefing = read(f"{front}{news}{colophon}Editor Rosalind Peake\n")
    assert (briefing.publisher, briefing.published_on) == ("Rope Institute", dt.date(2025, 7, 5))
    assert [(person.name, person.role) for person in briefing.people] == [
        ("Annika Thorsell", "author"),
        ("Bertil Haakonsen", "author"),
        ("Rosalind Peake", "editor"),
    ]


@pytest.mark.parametrize(
    ("greeting", "start", "end"),
    [
        ("below is what we noted in the first half of May 2024. Have a good weekend.", (2024, 5, 1), (2024, 5, 15)),
        ("here is what has happened since our last letter of 3 May.", (2024, 5, 3), (2024, 5, 17)),
    ],
)
def test_a_greeting_may_tell_half_a_month_or_since_when(
    greeting: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    """The day of issue ends what has no other end."""
    briefing = read(f"Rope Letter 9/2024\nFriday 17 May 2024\n\nDear members,\n\n{greeting}\n\n{NEWS}", "a.txt")
    assert (briefing.period_start, briefing.period_end) == (dt.date(*start), dt.date(*end))


def test_days_in_dots_may_share_a_year() -> None:
    """ "22.01.-29.02.2024" is a period."""
    assert split_title_line("Reporting period: 22.01.-29.02.2024").period_texts == ("22.01.-29.02.2024",)
    page = parse_title_page(("Rope Courier", "Reporting period: 22.01.-29.02.2024"))
    assert (page.period_start, page.period_end) == (dt.date(2024, 1, 22), dt.date(2024, 2, 29))


def test_a_search_is_exported_with_its_terms() -> None:
    """Days, count and rank of a database's result are no news."""
    terms = "- 发布日期区间：2024-12-01 至 2024-12-31\n- 效力级别：中央\n- 导出时间：2025-01-06 09:42\n- 命中：2条\n"
    news = "## 政策法规\n\n- 12月3日，商务部公布绳索办法。\n- 12月5日，工信部印发码头办法。\n"
    briefing = read(f"# 绳索法规库\n\n{terms}\n{news}")
    assert (briefing.published_on, briefing.period_start) == (dt.date(2025, 1, 6), dt.date(2024, 12, 1))
    assert len(briefing.items) == 2


def test_sources_in_brackets_each_are_no_point() -> None:
    """Nor is the state behind the news a source."""
    entry = "* **{day} May 2025** — {who} issued rules on {what}. `DRAFT`\n"
    entry += "    * They bind from 7 June 2025\n    * {links}\n"
    one = entry.format(day=8, who="MIIT", what="ropes", links="[[MIIT](https://m.example/1)]")
    two = entry.format(
        day=9, who="MOT", what="docks", links="[[MOT](https://m.example/2)] [[Dock News](https://d.example)]"
    )
    briefing = read(f"# Rope Tracker\n\n23 May 2025\n\n## Policy\n\n{one}{two}")
    assert [item.points for item in briefing.items] == [("They bind from 7 June 2025",)] * 2
    assert [[link.label for link in item.links] for item in briefing.items] == [["MIIT"], ["MOT", "Dock News"]]


def test_a_linked_headline_may_stand_over_its_credit_in_one_block() -> None:
    """As cards of newsletters have it, day and source perhaps behind the text."""
    card = '<div><a href="https://r.example/{n}"><b>{head}</b></a><br><span>{n} May 2025 &middot; {who}</span></div>'
    short = "<div><b>{head}</b><br>{who} said this. {text}<br>"
    short += "<span>2{n} May | <a href='https://s.example'>{who}</a></span></div>"
    top = "".join(card.format(n=n, head=head, who="MOT") + f"<p>{text}</p>" for n, (head, text) in enumerate(CARDS, 4))
    low = "".join(
        short.format(n=n, head=f"{head} again", who="MIIT", text=text) for n, (head, text) in enumerate(CARDS)
    )
    page = f"<h1>Rope Letter</h1><p>30 May 2025</p><h2>Top stories</h2>{top}<h2>Policy</h2>{low}"
    found = [(i.headline, i.text, i.reported_on and i.reported_on.day) for i in read(page, "a.html").items]
    assert found == [
        *((head, text, n) for n, (head, text) in enumerate(CARDS, 4)),
        *((f"{head} again", f"MIIT said this. {text}", 20 + n) for n, (head, text) in enumerate(CARDS)),
    ]


CARDS = (
    ("Ropes get cheaper abroad", "From 1 June exporters of ropes get back less tax, and makers of nets none at all."),
    ("One list for all winches", "Ports put everything that winds into one list, and write it down each month."),
)


def test_words_in_an_open_bracket_end_no_credit() -> None:
    """A colon in "(Source: ...)" parts no day and office from the news."""
    news = "> **1{n} June** | The CSRC named eight measures for {what}. (Source: [CSRC](https://c.example/{n}))\n\n"
    text = "".join(news.format(n=n, what=what) for n, what in enumerate(("ropes", "docks")))
    briefing = read(f"# Rope Monthly\n\n3 July 2024\n\n## Policy\n\n{text}")
    assert [item.text for item in briefing.items] == [
        f"The CSRC named eight measures for {what}." for what in ("ropes", "docks")
    ]


def test_links_to_other_stories_beside_one_are_none_of_it() -> None:
    """ "Related" over links to the site's own pages, in each story."""
    story = "<article><h2>{head}</h2><p>{text}</p><aside><span>Related</span>"
    story += "<ul><li><a href='/r{n}'>More on {n}</a></li></ul></aside></article>"
    page = "".join(story.format(n=n, head=head, text=text) for n, (head, text) in enumerate(CARDS))
    briefing = read(f"<h1>Rope Wire</h1><p>30 May 2025</p>{page}", "a.html")
    assert [(item.headline, item.text, item.links) for item in briefing.items] == [(*card, ()) for card in CARDS]


@pytest.mark.parametrize("sign", ["◇", "◎"])
@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_more_signs_are_bullets(sign: str, name: str) -> None:
    """Chinese digests open each piece of news with one."""
    lines = [
        f"{sign} 10月{day}日，{who}印发绳索办法。" for day, who in ((24, "商务部"), (25, "工信部"), (26, "财政部"))
    ]
    text = "绳索周报\n\n2024年10月31日\n\n政策\n\n" + "\n\n".join(lines)
    page = f"<h1>绳索周报</h1><p>2024年10月31日</p><h2>政策</h2>{''.join(f'<p>{line}</p>' for line in lines)}"
    items = read(page if name == "a.html" else text, name).items
    assert [item.reported_on.day for item in items if item.reported_on] == [24, 25, 26]


def test_rows_of_days_and_a_credit_line_keep_to_themselves_in_plain_text() -> None:
    """Lines that open with a day in figures and a gap; a day and offices alone on a line."""
    told = "Five bodies issued opinions on ropes, which name nets, winches and\n    docks among the products."
    lines = ("29.01.2024 / MIIT, MOE, MOST, MOT, MCT, SASAC, CAS", "04.02.2024 / State Council", "26.01.2024 / MIIT")
    news = "".join(f"({n}) Ropes go on {n}\n    {line}\n    {told}\n\n" for n, line in enumerate(lines, 1))
    dates = "12.03.2024   Webinar on ropes\n20.03.2024   Comments close on SAMR's dock rules\n"
    rule = "=" * 70
    heads = [f"{rule}\n{name}\n{rule}\n\n" for name in ("RULES AND REGULATORS", "DATES")]
    items = read(f"ROPE COURIER\n01.03.2024\n\n{heads[0]}{news}{heads[1]}{dates}", "a.txt").items
    assert [item.reported_on and item.reported_on.day for item in items] == [29, 4, 26, 12, 20]
    assert {item.text for item in items[:3]} == {" ".join(told.split())}
