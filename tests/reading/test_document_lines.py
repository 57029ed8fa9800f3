"""Lines that name day, offices and document beside the news, and what stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def test_a_line_in_parts_below_a_headline_names_the_document() -> None:
    """Day, offices, title and number stand in any order, and the headline above them stays."""
    briefing = read(
        "# 绳索政策简报\n\n2024年12月4日\n\n## 政策速递\n\n"
        "### 绳索企业要有名\n\n11月1日｜商务部、工业和信息化部｜绳索企业名称管理办法\n\n绳索企业须登记名称。\n\n"
        "### 绞盘有了清单\n\n工业和信息化部 | 11月20日 | 绞盘产品目录（2024年本） | 工信部联科〔2024〕12号\n\n"
        "列入八类绞盘。\n\n"
        "### 港口再提速\n\n11月21日 · 商务部 · 关于促进港口绳索贸易的若干措施\n\n扩大绳索出口。\n"
    )
    assert [item.headline for item in briefing.items] == ["绳索企业要有名", "绞盘有了清单", "港口再提速"]
    assert [item.issuing_bodies for item in briefing.items] == [("MOFCOM", "MIIT"), ("MIIT",), ("MOFCOM",)]
    assert [item.reported_on and item.reported_on.day for item in briefing.items] == [1, 20, 21]
    policies = [item.policy for item in briefing.items]
    assert [policy and policy.title_zh for policy in policies] == [
        "绳索企业名称管理办法",
        "绞盘产品目录（2024年本）",
        "关于促进港口绳索贸易的若干措施",
    ]
    assert policies[1]
    assert policies[1].document_number == "工信部联科〔2024〕12号"


def test_a_line_last_below_the_news_names_the_document() -> None:
    """Behind the house's view it is none of it; it may give office and day alone, or the day first."""
    briefing = read(
        "# Rope letter\n\n5 August 2025\n\n## Top stories\n\n"
        "### Ropes get names\n\nEvery rope needs a name. The list has sixteen kinds.\n\n"
        "*Ropewalk says:* Nobody asked.\n\n"
        "MIIT and MOT, 1 July 2025. Measures for the Names of Ropes (绳索名称办法). Source: [MIIT](https://a.example/1)\n\n"
        "### Winches, at a price\n\nWinches cost more. Duties last for five years.\n\n*Ropewalk says:* Buy now.\n\n"
        "MOFCOM, 4 July 2025. Sources: [MOFCOM](https://a.example/2), [Xinhua](https://a.example/3)\n\n"
        "### Hooks move\n\nHooks move up the queue. Ten rules change.\n\n*Ropewalk says:* Good for hooks.\n\n"
        "3 July 2025, MIIT. Notice on the Standards of Hooks, 工信部联科〔2025〕12号. Source: [MIIT](https://a.example/4)\n"
    )
    assert [item.comment for item in briefing.items] == ["Nobody asked.", "Buy now.", "Good for hooks."]
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT", "MOT"), ("MOFCOM",), ("MIIT",)]
    assert [item.reported_on and item.reported_on.day for item in briefing.items] == [1, 4, 3]
    policy = briefing.items[0].policy
    assert policy
    assert policy.title_zh == "绳索名称办法"
    assert all("July" not in item.text for item in briefing.items)


def test_such_lines_of_their_own_are_the_news() -> None:
    """Where nothing but such lines stands together each stays a piece of news."""
    briefing = read(
        "# Ropes\n\n5 May 2024\n\n## Policy news\n\n"
        "MIIT | 3 May 2024 | Notice on the Names of Ropes\n\nMOT | 4 May 2024 | Measures for Winches in Ports\n\n"
        "MOFCOM | 5 May 2024 | Plan for the Trade in Hooks\n"
    )
    assert len(briefing.items) == 3
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT",), ("MOT",), ("MOFCOM",)]


def test_the_day_before_the_fields_of_a_line_is_the_news_s() -> None:
    """It opens no news of its own, and what follows the line is still of the news above."""
    told = (
        "<h3>{}</h3><p>Every {} shall have a name. It is to be written on it.</p>"
        "<p>{} 2024 | <b>Document:</b> Measures for the Names of {} | <b>Issued by:</b> MIIT, MOT</p>"
        "<p><b>What it means for you:</b> Learn it.</p>"
    )
    briefing = read(
        "<h1>Rope letter</h1><p>1 February 2024</p><h2>In focus</h2>"
        + told.format("Ropes have names", "rope", "17 January", "Ropes")
        + told.format("So have winches", "winch", "18 January", "Winches"),
        "a.html",
    )
    assert [item.headline for item in briefing.items] == ["Ropes have names", "So have winches"]
    assert [item.reported_on and item.reported_on.day for item in briefing.items] == [17, 18]
    assert [item.comment for item in briefing.items] == ["Learn it."] * 2


def test_a_word_and_a_number_count_the_news() -> None:
    """The house's word for the part goes with the number, as other counters do."""
    for word in ("要闻", "头条", "看点"):
        briefing = read(
            "绳索月报\n\n2023年9月6日\n\n【本期要闻】\n\n"
            + "".join(
                f"{word}{number}：{name}有了新办法\n\n8月{day}日，工信部印发《{name}管理办法》，{name}须有名称。\n协会观点：{name}要早备案。\n\n"
                for number, name, day in (("一", "绳索", 3), ("二", "绞盘", 4), ("三", "吊钩", 5))
            ),
            "a.txt",
        )
        assert [item.headline for item in briefing.items] == ["绳索有了新办法", "绞盘有了新办法", "吊钩有了新办法"]
        assert [item.comment for item in briefing.items] == ["绳索要早备案。", "绞盘要早备案。", "吊钩要早备案。"]


def test_a_view_right_behind_a_sentence_is_no_news() -> None:
    """Where nothing but the full stop parts a view in Chinese from the text, its name does."""
    briefing = read(
        "# 绳索月报\n\n2023年9月6日\n\n## 要闻\n\n### 绳索有了办法\n\n"
        "8月3日，工信部印发《绳索管理办法》。商会点评：早备案为好。\n\n"
        "### 绞盘有了办法\n\n8月4日，工信部印发《绞盘管理办法》。商会点评：不急。\n"
    )
    assert [item.comment for item in briefing.items] == ["早备案为好。", "不急。"]
    assert not any("商会" in item.text for item in briefing.items)


def test_a_sentence_below_a_title_is_no_part_of_it() -> None:
    """What follows the state of a document goes on with no title, in Chinese as in other tongues."""
    record = (
        "◆ {name}要有名称\n发布日期：8月{day}日\n发文机关：工信部\n"
        "文件名称：{name}管理办法\n状态：已发布\n{name}须有名称。\n来源：绳索报\n\n"
    )
    briefing = read(
        "绳索月报\n\n2023年9月6日\n\n【政策动态】\n\n"
        + "".join(record.format(name=name, day=day) for name, day in (("绳索", 3), ("绞盘", 4), ("吊钩", 5))),
        "a.txt",
    )
    policies = [item.policy for item in briefing.items]
    assert [policy and policy.title_zh for policy in policies] == ["绳索管理办法", "绞盘管理办法", "吊钩管理办法"]
    assert [item.text.split("\n")[0] for item in briefing.items] == [
        "绳索须有名称。",
        "绞盘须有名称。",
        "吊钩须有名称。",
    ]


def test_headings_of_day_and_office_credit_the_paragraph_below() -> None:
    """They are no headlines; one paragraph below each is the news."""
    for head in (
        "### {day} May | {who}",
        "### {who} · {day} May 2024",
        "**{who}, {day} May 2024**".replace(", ", " | "),
    ):
        told = (("MIIT", 3, "Ropes get names."), ("MOT, MOFCOM", 4, "Winches too."), ("NDRC", 5, "Hooks may wait."))
        briefing = read(
            "# Rope letter\n\n6 May 2024\n\n## Policy digest\n\n"
            + "".join(
                f"{head.format(day=day, who=who)}\n\n{text} More is to come by 2030.\n\n" for who, day, text in told
            )
        )
        assert [item.headline for item in briefing.items] == [None, None, None]
        assert [item.reported_on and item.reported_on.day for item in briefing.items] == [3, 4, 5]
        assert [item.issuing_bodies for item in briefing.items] == [("MIIT",), ("MOT", "MOFCOM"), ("NDRC",)]
        assert briefing.items[1].text == "Winches too. More is to come by 2030."


def test_a_state_between_day_and_sentence_is_no_text() -> None:
    """In capitals, with or without brackets and signs, it says how the document stands."""
    for sign in ("{}", "[{}]", "{}:", "({})"):
        briefing = read(
            "# Rope letter\n\n6 May 2024\n\n## Policy digest\n\n"
            + "".join(
                f"- **{day} May** {sign.format(state)} MIIT has Rules on {name}.\n"
                for day, state, name in ((3, "DRAFT", "Ropes"), (4, "IN FORCE", "Winches"), (5, "ISSUED", "Hooks"))
            )
        )
        assert [item.text.split("\n")[0] for item in briefing.items] == [
            "MIIT has Rules on Ropes.",
            "MIIT has Rules on Winches.",
            "MIIT has Rules on Hooks.",
        ]
        policies = [item.policy for item in briefing.items]
        assert [policy and policy.status.value for policy in policies] == ["draft_for_comment", "in_force", "issued"]


def test_who_made_an_issue_in_more_words() -> None:
    """A second credit ends the first one's names; a post may stand behind a name; 执笔 is who wrote."""
    news = "## Policy\n\n- 3 May: MIIT issued rules on ropes\n\n"
    for line, people in (
        (
            "Compiled by Hanna Bow, edited by Piet Kett, Hong Kong office",
            [("Hanna Bow", "author"), ("Piet Kett", "editor")],
        ),
        ("Hanna Bow, editor", [("Hanna Bow", "editor")]),
        ("执笔：陈思远　编辑：黄雅琴", [("陈思远", "author"), ("黄雅琴", "editor")]),
    ):
        briefing = read(f"# Rope letter\n\n6 May 2024\n\n{line}\n\n{news}")
        assert [(person.name, person.role) for person in briefing.people] == people


def test_a_name_beats_what_says_to_whom_it_comes() -> None:
    """Words in small letters that tell rhythm and readers describe the series, and name none beside its name."""
    for line in ("Members' bulletin · Volume 6, Number 7", "Monthly briefing on ropes and winches · No. 7"):
        briefing = read(
            f"Ropewalk Policy Lab\n\n# Ropes & Winches in China\n\n{line} · 5 August 2025\n\n"
            "## Policy\n\n- 3 August: MIIT issued rules on ropes\n"
        )
        assert (briefing.publisher, briefing.series) == ("Ropewalk Policy Lab", "Ropes & Winches in China")


def test_an_imprint_below_its_people_is_no_news() -> None:
    """What a house says of itself behind author and editor ends the issue, with a legal form or without."""
    for house in ("Ropewalk Forum e.V., Kiel. ", "To receive this briefing, write to a@a.example. "):
        briefing = read(
            "# Rope letter\n\n6 May 2024\n\n## Policy\n\n- 3 May: MIIT issued rules on ropes\n\n## Looking ahead\n\n"
            "- 7 May: Rope fair in Kiel\n\nAuthor: Hanna Bow\n\n"
            f"{house}Rope letter is sent to members. Some entries are illustrative; no warranty is given.\n"
        )
        assert [item.text for item in briefing.items] == ["MIIT issued rules on ropes", "Rope fair in Kiel"]
        assert briefing.unread == ()


def test_links_behind_a_field_are_its_sources() -> None:
    """A bar parts them from who issued it."""
    told = (
        "### {}s have names\n\nEvery {} shall have a name. It is to be written on it.\n\n"
        "**Document:** Measures for the Names of {}s | **Issued by:** MIIT, MOT | [Notice](https://a.example/{})\n\n"
    )
    briefing = read(
        "# Rope letter\n\n6 May 2024\n\n## In focus\n\n"
        + "".join(told.format(name, name, name, name) for name in ("Rope", "Winch"))
    )
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT", "MOT")] * 2
    assert [[link.label for link in item.links] for item in briefing.items] == [["Notice"]] * 2
    assert briefing.unread == ()


def test_a_line_parted_by_strokes_over_its_sources_is_no_text() -> None:
    """The day, the office and the title between strokes stand over "Source: ..." and the house's view."""
    told = (
        "### {}s have names\n\nEvery {} shall have a name. It is to be written on it.\n\n"
        "{} May 2024 / MIIT / Measures for the Names of {}s\n\nSource: Xinhua\n\n→ Our remark: Learn it.\n\n"
    )
    briefing = read(
        "# Rope letter\n\n6 May 2024\n\n## In focus\n\n"
        + "".join(told.format(name, name, day, name) for name, day in (("Rope", 3), ("Winch", 4)))
    )
    assert [item.text for item in briefing.items] == [
        "Every Rope shall have a name. It is to be written on it.",
        "Every Winch shall have a name. It is to be written on it.",
    ]
    assert [item.comment for item in briefing.items] == ["Learn it."] * 2
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT",)] * 2


def test_bare_sources_behind_the_last_sentence_are_no_text() -> None:
    """A paper, a notice or a firm beside one of these; other words stay."""
    for tail, labels in (
        ("Kiel Daily", ["Kiel Daily"]),
        ("Company release", ["Company release"]),
        ("Stock exchange filing", ["Stock exchange filing"]),
        ("Ropewalk, Sea News", ["Ropewalk", "Sea News"]),
    ):
        briefing = read(
            f"# Rope letter\n\n6 May 2024\n\n## Companies\n\n- **3 May:** Ropewalk sold its winches. {tail}\n"
        )
        assert briefing.items[0].text == "Ropewalk sold its winches."
        assert [link.label for link in briefing.items[0].links] == labels
    kept = read("# Rope letter\n\n6 May 2024\n\n## Companies\n\n- **3 May:** Ropewalk sold its winches. No price yet\n")
    assert kept.items[0].text == "Ropewalk sold its winches. No price yet"


def test_what_is_levied_since_a_day_is_in_force() -> None:
    """The day may stand first or last, and "on the day of publication" before its date."""
    for text, day in (
        ("Since 3 May foreign ropes have been charged a fee in all ports.", 3),
        ("MOFCOM closed its case on ropes. Duties have been levied since 4 May.", 4),
        ("The rules on ropes of MIIT took effect on the day of publication, 5 May 2024.", 5),
    ):
        briefing = read(f"# Rope letter\n\n6 May 2024\n\n## Top stories\n\n### Ropes\n\n{text}\n\n*MOFCOM, 2 May*\n")
        policy = briefing.items[0].policy
        assert policy
        assert policy.status.value == "in_force"
        assert [(each.on.day, each.kind.value) for each in briefing.items[0].deadlines] == [(day, "takes_effect")]


def test_what_is_in_force_on_the_day_of_the_news() -> None:
    """ "》正式施行" behind a day tells from when."""
    briefing = read(
        "# 绳索月报\n\n2024年5月6日\n\n## 要闻\n\n### 绳索有了办法\n\n5月3日，工信部公布的《绳索管理办法》正式施行。\n"
    )
    assert [(str(each.on), each.kind.value) for each in briefing.items[0].deadlines] == [("2024-05-03", "takes_effect")]


def test_days_to_come_close_and_begin_in_more_words() -> None:
    """Licences become mandatory; the last day to apply closes applications."""
    briefing = read(
        "# Rope letter\n\n6 May 2024\n\n## Policy\n\n- 3 May: MIIT issued rules on ropes\n\n## Looking ahead\n\n"
        "- 8 May: Export licences for ropes become mandatory\n- 9 May: Last day to apply as a pilot for ropes\n"
    )
    found = [(each.on.day, each.kind.value) for item in briefing.items[1:] for each in item.deadlines]
    assert found == [(8, "takes_effect"), (9, "applications_close")]


def test_rules_for_an_amended_law_are_no_amendment() -> None:
    """The law behind "for the" was amended before."""
    briefing = read(
        "# Rope letter\n\n6 May 2024\n\n## Policy\n\n"
        "- 3 May: SAMR released four sets of rules for the amended Rope Law.\n"
    )
    policy = briefing.items[0].policy
    assert policy
    assert policy.status.value == "issued"


def test_letters_before_a_chinese_title_are_one_with_it() -> None:
    """Without a space between they are no title in English; a strategy is a document, with its year."""
    briefing = read(
        "# 绳索简报\n\n2024年12月4日\n\n## 政策速递\n\n"
        "### 绳索联网\n\n11月1日｜工业和信息化部｜5G绳索规模化应用方案\n\n绳索须联网。\n\n"
        "### 绞盘联网\n\n11月2日｜工业和信息化部｜AI绞盘管理办法\n\n绞盘须联网。\n\n"
    )
    policies = [item.policy for item in briefing.items]
    assert [(policy.title_en, policy.title_zh) for policy in policies if policy] == [
        (None, "5G绳索规模化应用方案"),
        (None, "AI绞盘管理办法"),
    ]
    english = read(
        "# Rope letter\n\n6 May 2024\n\n## Policy\n\n"
        "- 3 May: MIIT released the National Rope Adaptation Strategy 2035 (国家绳索适应战略2035).\n"
    )
    policy = english.items[0].policy
    assert policy
    assert (policy.title_en, policy.title_zh) == ("National Rope Adaptation Strategy 2035", "国家绳索适应战略2035")


def test_title_lines_with_rhythm_and_working_groups() -> None:
    """To whom an issue comes makes no line too long for a title's; a house's group is neither house nor series."""
    briefing = read(
        "# Rope Monitor\n\n**Ropewalk Institute for Seafaring Economies** · Monthly briefing for supporting members"
        " · No. 14 · Published 6 April 2023\n\n## Policy\n\n- 3 April: MIIT issued rules on ropes\n"
    )
    assert (briefing.publisher, briefing.series) == ("Ropewalk Institute for Seafaring Economies", "Rope Monitor")
    letter = read(
        "**Ropewalk Chamber** | Working Group Ropes & Winches\n\n# Bollard\n\nNo. 14 · 6 April 2023\n\n"
        "## Policy\n\n- 3 April: MIIT issued rules on ropes\n"
    )
    assert (letter.publisher, letter.series) == ("Ropewalk Chamber", "Bollard")
