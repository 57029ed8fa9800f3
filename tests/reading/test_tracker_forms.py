"""Registers, dockets and monitors in Markdown: fields, tables for each office, what the list says of its own form."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import DeadlineKind, PolicyStatus, Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

MONITOR = """**Kelder Chamber of Trade**

# China Policy Monitor, second quarter 2024

*Reporting period 1 April to 30 June 2024. Closed on 3 July 2024.*

The monitor lists what is new, one table for each ministry. A text of several bodies stands with the first; the others
are in the column "With".

## Ministry of Industry and Information Technology (MIIT)

| Date | Document | With | What it says | State | Text |
|---|---|---|---|---|---|
| 02.04. | **Guidelines for Rope Makers (2024 Edition)**<br>绳索制造业指南（2024版）<br>\
工信部联科〔2024〕113号 | MOT, NDRC | \
Rope makers count their strands by hand. | Issued | [M-01](https://kelder.example/m01) |
| 23.05. | **Notice on Resting the Trade in Winches**<br>关于暂停绞车置换工作的通知 | | Provinces publish no new swaps \
of winches until the rules have been rewritten. | Issued | [M-02](https://kelder.example/m02) |

> **Note of the desk.** The halt to winch swaps is the surprise of the spring. Expect orders to wait.

## Other authorities

| Date | Authority | Document | What it says | State | Text |
|---|---|---|---|---|---|
| 22.06. | NEA | **Plan for Methane on Barges**<br>驳船甲烷行动方案 | Barges burn less oil. | Issued | \
[O-01](https://kelder.example/o01) |

## National Energy Administration (NEA)

| Date | Document | What it says | State | Text |
|---|---|---|---|---|
| 24.06. | **Measures on Tugs**<br>拖轮管理办法 | Tugs get numbers. | Issued | [N-01](https://kelder.example/n01) |
"""

RULE = "-" * 60


def read_markdown(text: str) -> Briefing:
    return read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON)


def test_a_titles_cell_holds_the_title_in_two_tongues_and_its_number() -> None:
    """The headline is its first tongue; a column of links beside it is that of the sources, whatever its name."""
    items = read_markdown(MONITOR).items
    assert [item.headline for item in items] == [
        "Guidelines for Rope Makers (2024 Edition)",
        "Notice on Resting the Trade in Winches",
        "Plan for Methane on Barges",
        "Measures on Tugs",
    ]
    policy = items[0].policy
    assert policy is not None
    assert (policy.title_zh, policy.document_number) == ("绳索制造业指南（2024版）", "工信部联科〔2024〕113号")
    assert [[link.label for link in item.links] for item in items] == [["M-01"], ["M-02"], ["O-01"], ["N-01"]]


def test_a_table_below_an_offices_name_is_its_own() -> None:
    """The office of the heading comes before those that a column says act with it, and "other authorities" is none."""
    briefing = read_markdown(MONITOR)
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT", "MOT", "NDRC"), ("MIIT",), ("NEA",), ("NEA",)]
    assert {item.section for item in briefing.items} == {Section.POLICY_NEWS}
    assert (briefing.published_on, briefing.unread) == (dt.date(2024, 7, 3), ())


def test_a_note_behind_a_table_is_on_the_row_whose_words_it_takes_up() -> None:
    """It opens no item, and belongs to no other row."""
    comments = [item.comment for item in read_markdown(MONITOR).items]
    assert [comment is not None for comment in comments] == [False, True, False, False]


@pytest.mark.parametrize("rule", [RULE, "- " * 40, "* " * 45])
def test_a_long_rule_leaves_markdown_what_it_is(rule: str) -> None:
    """A line of forty dashes underlines a heading or parts the page, and is nothing nested."""
    briefing = read_markdown(
        f"# Rope Letter\n\n3 May 2024\n\n{rule}\n\n## Policy\n\n- **4 May:** MIIT issued a rope plan.\n"
    )
    assert [item.text for item in briefing.items] == ["MIIT issued a rope plan."]


@pytest.mark.parametrize(("opens", "gap"), [(": ", "\n"), (":   ", ""), ("- ", "\n")])
def test_terms_over_what_defines_them_are_headlines(opens: str, gap: str) -> None:
    """A field that holds day and step in one gives the day, and the words beside it stay."""
    entries = "".join(
        f"{head}\n{gap}"
        + "".join(
            f"{opens}{field}\n"
            for field in (
                "Procedure: AD",
                "Authority: Ministry of Commerce",
                f"Latest step: {day} July 2025, final ruling, Announcement No. 3{day} of 2025",
                f"In force since: 1{day} July 2025",
                "State of play: Duties reach 34.9 percent and run for five years.",
                "Papers: [ruling](https://quay.example/1)",
            )
        )
        + "\n"
        for day, head in ((4, "Hemp rope (Union)"), (6, "Winches (Canada, Japan)"), (8, "Anchors (all origins)"))
    )
    items = read_markdown(
        f"# Rope Cases: the Docket\n\nStatus as of 22 September 2025\n\n## A. Duties\n\n{entries}"
    ).items
    assert [item.headline for item in items] == [
        "Hemp rope (Union)",
        "Winches (Canada, Japan)",
        "Anchors (all origins)",
    ]
    assert [item.reported_on for item in items] == [dt.date(2025, 7, day) for day in (4, 6, 8)]
    assert {item.issuing_bodies for item in items} == {("MOFCOM",)}
    assert [item.points for item in items] == [()] * 3
    assert [[(each.on.day, each.kind) for each in item.deadlines] for item in items] == [
        [(day, DeadlineKind.TAKES_EFFECT)] for day in (14, 16, 18)
    ]


@pytest.mark.parametrize(
    ("value", "bodies", "number"),
    [
        ("State Council, 24 March 2025, 国令第802号", ("STATE_COUNCIL",), "国令第802号"),
        ("24 March 2025; MIIT and NDRC", ("MIIT", "NDRC"), None),
        ("MIIT, NDRC, text released on 24 March 2025", ("MIIT", "NDRC"), None),
        ("first reading, MIIT, 24 March 2025", ("MIIT",), None),
    ],
)
def test_one_field_gives_day_office_and_number(value: str, bodies: tuple[str, ...], number: str | None) -> None:
    """Whatever the order, under the name of the day."""
    entry = "### {}\n\n- *Adopted:* {}\n- *Gist:* Rope makers must sign up by the sea.\n- *Source:* [text](https://a.example)\n\n"
    text = (
        "# Law Docket\n\n3 May 2025\n\n## Policy\n\n"
        + entry.format("Rope Law", value)
        + entry.format("Winch Law", value)
    )
    for item in read_markdown(text).items:
        assert (item.reported_on, item.issuing_bodies) == (dt.date(2025, 3, 24), bodies)
        assert item.policy is not None
        assert item.policy.document_number == number


def test_lines_of_fields_are_fields_each_whatever_their_names() -> None:
    """A name that no list has is one too where each line of the paragraph names what it gives."""
    record = (
        "{}\n" + RULE + "\n\n**Ref.:** {}  \n**Instrument:** Measures on Rope  \n**Authority:** MIIT  \n"
        "**Released:** 13.07.2023  \n**Status:** In force since 15.08.2023  \n**Scope:** Binds those who sell {}.\n\n"
        "What it asks:\n\n* Count the strands\n* Keep the count\n\n**Source:** [MIIT](https://a.example)\n\n"
    )
    heads = ("Ropes", "Ropes of hemp", "Ropes of steel")
    items = read_markdown(
        "# Rope Policy Register\n\n" + "".join(record.format(h, f"DP-0{i}", h) for i, h in enumerate(heads))
    ).items
    assert [item.text.split("\n")[0] for item in items] == [f"Binds those who sell {head}." for head in heads]
    assert [item.points for item in items] == [("Count the strands", "Keep the count")] * 3


@pytest.mark.parametrize(
    "term", ["effective 29 March 2024", "in force on the day of publication", "comments until 9 May 2024"]
)
def test_a_credit_below_a_headline_heads_nothing(term: str) -> None:
    """Its last part is a term beside office and day, longer than either."""
    stories = "".join(
        f"### {head}\n\n*2{day} March 2024 · Ministry of Commerce · {term}*\n\n"
        "Rope makers count their strands by hand.\n\n"
        for day, head in enumerate(("Australian rope is welcome once more", "Most winches need no filing any longer"))
    )
    items = read_markdown(f"# China Policy Tracker\n\n2 April 2024\n\n## Trade\n\n{stories}").items
    assert [item.headline for item in items] == [
        "Australian rope is welcome once more",
        "Most winches need no filing any longer",
    ]


@pytest.mark.parametrize(
    "legend",
    [
        'How to read an entry. "Released" is the date on which the text came out. "Status" is what the authority says.',
        "Twelve texts by stage. A text moves down the page as it moves on. Ticked boxes are final.",
        "Status words: OPEN = you can still comment; OUT = published; LIVE = already in force.",
        "🟡 draft, open for comment · 🔵 issued · 🟢 in force",
        "Abbreviations: AD anti-dumping, AS anti-subsidy, SG safeguard.",
        "Entries are sorted by topic; the newest entry of a topic stands first.",
    ],
)
def test_what_a_list_says_of_its_form_is_a_note(legend: str) -> None:
    """It is no news, and not left unread."""
    text = f"# Rope Policy Tracker\n\n3 May 2024\n\n{legend}\n\n## Policy\n\n- **4 May:** MIIT issued a rope plan.\n"
    briefing = read_markdown(text)
    assert (len(briefing.items), briefing.unread) == (1, ())


def test_what_tells_an_act_among_it_is_none() -> None:
    """A day or an amount in such a paragraph is somebody's news."""
    legend = "Entries are sorted by topic. On 2 May MIIT issued a plan for ropes worth CNY 3 billion."
    text = f"# Rope Policy Tracker\n\n3 May 2024\n\n{legend}\n\n## Policy\n\n- **4 May:** MIIT issued a rope plan.\n"
    assert read_markdown(text).unread or len(read_markdown(text).items) > 1


LOG = """## Change log

| Version | Date | What changed |
|:--|:--|:--|
| 3.6 | 5 June 2025 | DP-10 set to "in force"; DP-12 opened |
| 3.5 | 6 May 2025 | DP-08 set to "in force" |
"""


@pytest.mark.parametrize(
    "own",
    [
        LOG,
        "## Changelog\n\n- 5 June 2025: MIIT's rope plan added\n- 6 May 2025: a comma mended\n",
        "## How to contribute\n\n1. Open an issue with a link.\n2. One pull request for an entry, please.\n",
        "## 更新日志\n\n- 2025年6月5日：新增工信部通知\n- 2025年5月6日：修订第三条\n",
    ],
)
def test_what_a_list_tells_of_itself_under_a_heading_is_no_news(own: str) -> None:
    """Its change log and how to mend it; the news around it stays."""
    text = "# Rope Policy Tracker\n\n3 May 2025\n\n{}## Policy\n\n- **4 May:** MIIT issued a rope plan.\n\n{}"
    for ahead, behind in (("", own), (f"{own}\n", "")):
        briefing = read_markdown(text.format(ahead, behind))
        assert ([item.text for item in briefing.items], briefing.unread) == (["MIIT issued a rope plan."], ())


@pytest.mark.parametrize("sign", [" | ", " / ", "｜"])
def test_a_title_in_both_tongues_is_one_and_the_headline_its_english(sign: str) -> None:
    """In a headline and behind a label, with remarks in brackets or not."""
    docket = "".join(
        f"- **{title}**{sign}{han}\n    - *Where it stands:* first reading, MIIT, text released on 1{day} May 2025\n"
        f"    - *Gist:* Rope makers must sign up by the sea.\n    - *Text:* [MIIT website](https://a.example/{day})\n"
        for day, title, han in (
            (1, "Rope Law (draft revision)", "绳索法（修订草案）"),
            (2, "Regulation on Winches", "绞车管理条例"),
            (3, "Anchor Law", "船锚法"),
        )
    )
    items = read_markdown(f"# Law Docket: China\n\n30 May 2025\n\n## 1 Draft\n\n{docket}").items
    assert [item.headline for item in items] == ["Rope Law (draft revision)", "Regulation on Winches", "Anchor Law"]
    assert [item.policy and (item.policy.title_en, item.policy.title_zh) for item in items] == [
        ("Rope Law (draft revision)", "绳索法（修订草案）"),
        ("Regulation on Winches", "绞车管理条例"),
        ("Anchor Law", "船锚法"),
    ]
    assert [[link.label for link in item.links] for item in items] == [["MIIT website"]] * 3


def test_lines_of_links_behind_a_sign_are_sources() -> None:
    """In a paragraph of their own or below a title."""
    text = (
        "# Rope Policy Tracker\n\n3 May 2025\n\n## Policy\n\n### Ropes get numbers\n\n`2025-04-24` · `MIIT`\n\n"
        "Every rope has a number.\n\n**Title:** *Measures on Rope Numbers* / 绳索编号管理办法  \n"
        "🔗 [MIIT](https://a.example/1) · [Rope News](https://a.example/2)\n\n### Winches rest on Sundays\n\n"
        "`2025-04-12` · `MIIT`\n\nNo winch turns on a Sunday.\n\n🔗 [MIIT](https://a.example/3)\n"
    )
    items = read_markdown(text).items
    assert [[link.label for link in item.links] for item in items] == [["MIIT", "Rope News"], ["MIIT"]]
    assert [item.points for item in items] == [(), ()]
    policy = items[0].policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == ("Measures on Rope Numbers", "绳索编号管理办法")


def test_fields_at_the_front_of_a_file_are_lines_of_their_own() -> None:
    """The house, the day and the period, which a stroke parts."""
    fields = ("publisher: Kelder Research", "date: 2025-05-20", "period: 2025-01-01/2025-05-17")
    front = "\n".join(("---", "title: Rope Policy Tracker", *fields, "---", ""))
    briefing = read_markdown(f"{front}\n# Rope Policy Tracker\n\n## Policy\n\n- **4 May:** MIIT issued a rope plan.\n")
    assert (briefing.publisher, briefing.series) == ("Kelder Research", "Rope Policy Tracker")
    assert (briefing.published_on, briefing.period_start) == (dt.date(2025, 5, 20), dt.date(2025, 1, 1))


LEDGER = """# Rope Policy Ledger

Edited by Ann Bow and Bo Chen · updated 3 October 2025 · covers 1 July to 30 September 2025

{key}

## Policy log

"""


@pytest.mark.parametrize(
    ("key", "open_", "out", "live"),
    [
        (
            "Status words: **OPEN** = you can comment; **OUT** = published; **LIVE** = already in force.",
            *("OPEN", "OUT", "LIVE"),
        ),
        ("The ledger lists what is new.", "DRAFT", "ISSUED", "IN FORCE"),
    ],
)
@pytest.mark.parametrize("sign", [" — ", " | ", ": "])
def test_words_in_capitals_before_headlines_say_how_a_document_stands(
    key: str, open_: str, out: str, live: str, sign: str
) -> None:
    """By the document's key or by themselves; they are no part of the headline."""
    told = (
        (open_, "Ropes get numbers"),
        (out, "Winches rest on Sundays"),
        (live, "Anchors are weighed"),
        (out, "Tugs get names"),
    )
    entries = "".join(
        f"**{word}{sign}{head}**\n`1{day} Sep 2025 | MIIT`\nThe makers have to keep to a list of their own.\n\n"
        for day, (word, head) in enumerate(told)
    )
    items = read_markdown(LEDGER.format(key=key) + entries).items
    assert [item.headline for item in items] == [head for _, head in told]
    assert [item.policy and item.policy.status for item in items] == [
        PolicyStatus.DRAFT_FOR_COMMENT,
        PolicyStatus.ISSUED,
        PolicyStatus.IN_FORCE,
        PolicyStatus.ISSUED,
    ]


KEY = "Key: 🟡 draft, open for comment · 🔵 issued · 🟢 in force\n\n"
SIGNS = {"🟡": PolicyStatus.DRAFT_FOR_COMMENT, "🔵": PolicyStatus.ISSUED, "🟢": PolicyStatus.IN_FORCE}


def test_signs_before_headlines_and_in_cells_say_how_a_document_stands() -> None:
    """As the key in the front tells, wherever in a row they stand."""
    front = f"# Rope Policy Tracker\n\n3 May 2025\n\n{KEY}## Policy\n\n"
    heads = "".join(
        f"### {sign} Ropes get number {at}\n\n*1{at} April 2025 · MIIT*\n\nThe makers have to keep to a list.\n\n"
        for at, sign in enumerate(SIGNS)
    )
    cells = "| | Date | Document | What it says |\n|---|---|---|---|\n" + "".join(
        f"| {sign} | 1{at} April 2025 | Measures on Rope {at} | The makers have to keep to a list. |\n"
        for at, sign in enumerate(SIGNS)
    )
    titles = "| Date | Document | What it says |\n|---|---|---|\n" + "".join(
        f"| 1{at} April 2025 | {sign} Measures on Rope {at} | The makers have to keep to a list. |\n"
        for at, sign in enumerate(SIGNS)
    )
    for form in (heads, cells, titles):
        items = read_markdown(front + form).items
        assert [item.policy and item.policy.status for item in items] == list(SIGNS.values())
        assert not any(sign in (item.headline or "") for item in items for sign in SIGNS)


def test_a_heading_over_lines_with_credits_heads_a_group() -> None:
    """The first line below it is a headline as the others are, its Chinese twin on the line no part of it."""
    text = "# Rope Law Tracker\n\n4 July 2025\n\n## Policy\n\n"
    laws = (
        ("Adopted", "Rope Competition Law", "反不正当绳索竞争法", "No. 银发〔2025〕124号"),
        ("", "Regulations on Sharing Ropes", "绳索共享条例", "Order No. 809 (国务院令第809号)"),
        ("Open", "Provisions on Old Winches", "旧绞车规定", "Order No. 810 (国务院令第810号)"),
        ("", "Opinions on Anchors", "关于船锚的意见", "No. 银发〔2025〕125号"),
        ("", "Measures on Tugs", "拖轮管理办法", "No. 银发〔2025〕126号"),
    )
    for group, title, han, number in laws:
        text += f"### {group} texts\n\n" if group else ""
        text += f"**[{title}](https://a.example)** {han}\n*State Council | {number} | published 3 June 2025*\n\n"
        text += "Authorities share ropes with each other by a catalogue.\n\n"
    items = read_markdown(text).items
    assert [item.headline for item in items] == [title for _, title, _, _ in laws]
    assert [item.policy and item.policy.title_zh for item in items] == [han for _, _, han, _ in laws]
    numbers = [item.policy and item.policy.document_number for item in items]
    assert numbers == [
        "银发〔2025〕124号",
        "国务院令第809号",
        "国务院令第810号",
        "银发〔2025〕125号",
        "银发〔2025〕126号",
    ]


def test_who_edits_an_issue_beside_its_day_publishes_nothing() -> None:
    """A line of names and days is no address."""
    briefing = read_markdown("Kelder Affairs\n" + LEDGER.format(key="") + "- **4 May:** MIIT issued a rope plan.\n")
    assert briefing.publisher != "Edited by Ann Bow and Bo Chen"
    assert [person.name for person in briefing.people] == ["Ann Bow", "Bo Chen"]


FACTS = (
    "Official title: Measures for Counting Ropes (绳索计数办法)",
    "Issuer: MIIT, MOT",
    "Date: 13 April 2025 (in force 1 May 2025)",
    "Summary: Rope makers count their strands by hand.",
    "Our note: A rope on a pier counts as well.",
    "Source: [MIIT](https://a.example/1)",
)


@pytest.mark.parametrize("form", ["- **{}:** {}\n", "| {} | {} |\n"])
@pytest.mark.parametrize("head", ["KD-0{}", "CN-2025-01{} · Ropes are counted", "K/{}: Ropes are counted"])
def test_codes_of_records_are_no_headlines(form: str, head: str) -> None:
    """Alone one gives way to the title; the head of a table of facts is none of them, and "our note" is a view."""
    ahead = "| Field | Value |\n|---|---|\n" if form.startswith("|") else ""
    fields = ahead + "".join(form.format(*fact.split(": ", 1)) for fact in FACTS)
    text = "# Rope Policy Register\n\nKelder Research, 6 May 2025\n\n"
    briefing = read_markdown(text + "".join(f"## {head.format(at)}\n\n{fields}\n" for at in (1, 2, 3)))
    titles = {"Measures for Counting Ropes"} if "Ropes" not in head else {"Ropes are counted"}
    assert ({item.headline for item in briefing.items}, len(briefing.items), briefing.unread) == (titles, 3, ())
    for item in briefing.items:
        assert (item.reported_on, item.section) == (dt.date(2025, 4, 13), Section.POLICY_NEWS)
        assert [(each.on, each.kind) for each in item.deadlines] == [(dt.date(2025, 5, 1), DeadlineKind.TAKES_EFFECT)]
        assert item.comment == "A rope on a pier counts as well."


def test_a_change_log_in_a_paragraph_is_no_news() -> None:
    """Its words before a colon tell."""
    log = "**Change log:** 6 May: three entries added. 25 April: a typo mended."
    briefing = read_markdown(
        f"# Rope Policy Log\n\n6 May 2025\n\n{log}\n\n## Policy\n\n- **4 May:** MIIT issued a rope plan.\n"
    )
    assert ([item.text for item in briefing.items], briefing.unread) == (["MIIT issued a rope plan."], ())


@pytest.mark.parametrize(
    "foot",
    [
        "**Corrections** to docket@kelder.example. **Next state of play:** 31 December 2025.",
        "Cite as: Kelder Institute, *Rope Law Docket*, 30 September 2025. CC BY-NC 4.0.",
    ],
)
def test_whom_to_write_to_and_how_to_cite_end_a_docket(foot: str) -> None:
    """They are no part of the last record, and not left unread."""
    entry = "### Rope Law\n\n- *Adopted:* State Council, 24 March 2025\n- *Gist:* Ropes have names.\n- *Text:* [Council](https://a.example)\n\n"
    briefing = read_markdown(f"# Rope Law Docket\n\n30 September 2025\n\n## Policy\n\n{entry}***\n\n{foot}\n")
    assert (len(briefing.items), briefing.unread) == (1, ())
    assert "kelder" not in briefing.items[0].text.lower()
