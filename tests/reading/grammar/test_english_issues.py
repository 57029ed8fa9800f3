"""Title pages, days, fields and feet as English houses print them."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.reading.grammar.layout.lead_ins import find_told_date
from bot.reading.grammar.layout.piece_cuts import split_pieces
from bot.reading.grammar.layout.table_rows import Column, find_table_head
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.holders import strip_article
from bot.reading.grammar.lines.labels import LabelKind, find_label
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.lines.title_page import parse_title_page
from bot.reading.recognition.titles import parse_article
from tests.reading.grammar.grammar_blocks import block, read


def test_a_period_between_dots() -> None:
    """What the issue covers ends at the dot before the day of publication."""
    page = parse_title_page(
        ("China Rope Monitor", "Issue 17 · April 2024 · Covers 25 March to 26 April 2024 · Published 30 April 2024")
    )
    assert page.published_on == dt.date(2024, 4, 30)
    assert (page.period_start, page.period_end) == (dt.date(2024, 3, 25), dt.date(2024, 4, 26))


def test_a_month_behind_the_number_of_an_issue() -> None:
    """It is the period, and no part of the series' name."""
    page = parse_title_page(("THE ROPE CHAMBER", "MEMBERS' BULLETIN No. 11, NOVEMBER 2024", "Bern, 29 November 2024"))
    assert page.series == "MEMBERS' BULLETIN"
    assert (page.period_start, page.period_end) == (dt.date(2024, 11, 1), dt.date(2024, 11, 30))


def test_days_in_figures_that_bold_letters_set_off() -> None:
    """They date their bullets; in plain letters such figures open a sentence of another kind."""
    title = ("# Rope Fortnight", "Acme Advisory", "No. 9/2023 - 2 to 25 May 2023 - sent on 26 May 2023")
    notes = (
        "## Central government",
        "- **15/05** The NEA set the quota for new ropes.",
        "  - It is higher than before",
        "- **16/05** MIIT and the NDRC issued a notice on knots.",
    )
    items = read(*title, *notes).parts.items
    assert [(item.section, item.date_text, item.summary) for item in items] == [
        ("policy_news", "15 May", ("The NEA set the quota for new ropes.",)),
        ("policy_news", "16 May", ("MIIT and the NDRC issued a notice on knots.",)),
    ]
    assert items[0].points == ("It is higher than before",)
    (plain,) = read(*title, "## Policy", "- 15/05 The NEA set the quota for ropes.").parts.items
    assert plain.summary == ("15/05 The NEA set the quota for ropes.",)


def test_a_foot_that_repeats_the_house_in_other_letters() -> None:
    """The house in capitals on the title page is that of the foot, which belongs to no item."""
    items = read(
        "# THE ROPE CHAMBER OF THE NORTH",
        "Bulletin of 29 November 2024",
        "## Events",
        "- 4 December: Breakfast with the customs attache",
        "The Rope Chamber of the North, Vester Voldgade, Copenhagen.\nTel. +45 55 55 01 99. A sample.",
    ).parts.items
    assert [item.summary for item in items] == [("Breakfast with the customs attache",)]


@pytest.mark.parametrize("head", ["Our view", "Assessment", "Our comment", "So what"])
def test_columns_of_the_house_s_view(head: str) -> None:
    """A column of what the house thinks is the comment of each row."""
    (row,) = split_pieces([block(f"| Date | Agency | Policy | Key content | {head}")])
    found = find_table_head(row)
    assert found is not None
    assert found.columns[-1] is Column.COMMENT


def test_text_is_a_label_and_central_government_a_section() -> None:
    """Short words of other houses for the document and for its makers."""
    label = find_label("Text: Notice on Ropes")
    assert label is not None
    assert label.kind is LabelKind.ARTICLE
    assert find_section("Central government") == "policy_news"


def test_a_source_under_a_bullet_of_its_own() -> None:
    """A link alone behind "Source:" is the news's source, also where no other bullet stands before it."""
    (item,) = read(
        "# Rope Pulse",
        "Acme Advisory | 27 May to 2 June 2024",
        "TL;DR: ropes get rules, and knots get names.",
        "## Policy moves",
        "**[GACC] Ropes under watch** (30 May)\nCustoms will open every tenth parcel of ropes.",
        "- Source: [GACC]{https://a.example/4}",
    ).parts.items
    assert item.points == ()
    assert [link.label for link in item.links] == ["GACC"]


def test_dates_ahead_in_paragraphs() -> None:
    """Lines of a day, a colon and words are entries each, whatever stands below them."""
    items = read(
        "# Rope Controls",
        "4 November 2024",
        "## Export controls",
        "**Ropes.** On 25 October 2024, MOFCOM asked exporters of ropes to report their buyers.",
        "**Knots.** On 26 October 2024, MOFCOM asked exporters of knots to report their buyers.",
        "## Key dates",
        "November 11, 2024: comments close on the registration of public ropes",
        "December 1, 2024: dual-use ropes take effect",
        "Acme Stroud LLP, 400 Seventh Avenue, New York. Attorney advertising. Parts of this update are fictional.",
        "Acme Stroud LLP 1",
    ).parts.items
    assert [item.summary[0][:12] for item in items[2:]] == ["comments clo", "dual-use rop"]


def test_a_house_with_a_page_or_a_street_behind_it() -> None:
    """What a footer prints behind the house is no part of its name."""
    assert strip_article("Acme Stroud LLP 1") == "Acme Stroud LLP"
    assert strip_article("Acme Ledger Ltd, Queen's Road Central") == "Acme Ledger Ltd"
    assert strip_article("Acme Institute") == "Acme Institute"


def test_the_day_of_issue_in_a_later_sentence() -> None:
    """Whom an issue is for may stand before when it was prepared, in figures with a month's name."""
    parts = read(
        "# Rope Round-up", "For subscribers. Prepared on 02-Mar-23.", "## Policy", "- 1 March: MIIT met."
    ).parts
    assert parts.published_on == dt.date(2023, 3, 2)
    assert parts.unread == ()


def test_the_day_of_issue_before_that_of_effect() -> None:
    """What was promulgated on a day is of that day, though the sentence goes on to its effect."""
    text = "The Regulations on Ropes, which MIIT promulgated on 30 September, will come into force on 1 January 2025."
    assert find_told_date(text) == "30 September"


TAGGED = (
    ("Export controls", "Rules on ropes get tighter", "20 October 2023", "MOFCOM issued rules on ropes."),
    ("Companies", "Ropemaker Tallin leaves Wuxi", "16 October 2023", "Ropemaker Tallin shut its mill."),
    ("Planning", "Plan for cableways cleared", "13 October 2023", "The NDRC approved a plan for cableways."),
)


def test_words_over_headlines_are_their_tags() -> None:
    """A topic over each headline belongs to it alone, so that a section among them holds for one item."""
    notes = [note for tag, head, day, told in TAGGED for note in (tag, f"### {head}", day, told)]
    reading = read("# Latest news", *notes)
    assert [(item.section, item.headline, item.heading_text) for item in reading.parts.items] == [
        ("corporate_news", TAGGED[1][1], "Companies"),
        ("other", TAGGED[0][1], "Export controls"),
        ("other", TAGGED[2][1], "Planning"),
    ]
    assert [p.text for p in reading.placements if p.place is Place.TOPIC_HEADING] == [tag for tag, *_ in TAGGED]
    same = [note for _, head, day, told in TAGGED for note in ("Share", f"### {head}", day, told)]
    assert {item.heading_text for item in read("# Latest news", *same).parts.items} == {None}


def test_a_summary_of_the_whole_issue_opens_no_item() -> None:
    """Over a numbered list of reports the one summary is no item, and the reports are no points of it."""
    told = "The NDRC issued on 31 July twenty measures on {}, and the yards are to follow them from May on."
    lead = ("EMBASSY OF LATGALIA, BEIJING", "Weekly report no. 31/2023", "Sent on 7 August 2023")
    items = read(*lead, "SUMMARY: The week was long.", *(f"- {told.format(w)}" for w in ("ropes", "knots", "cables")))
    assert [item.summary[0][:8] for item in items.parts.items] == ["The NDRC"] * 3
    assert items.parts.published_on == dt.date(2023, 8, 7)


def test_a_house_and_its_place_end_an_issue() -> None:
    """The last paragraph is no news where a house with its place opens it; a line for more is no house."""
    parts = read(
        "# Rope Daily",
        "Thursday, 11 July 2024",
        "## Business",
        "### A plant for ropes",
        "Hillen Labware opened a plant for ropes in Nantong on Tuesday.",
        "More: [company]{https://a.example/7}",
        "Ninerope Research, Hong Kong. You can reply to this mail. Some stories are made up.",
    ).parts
    assert parts.publisher == "Ninerope Research"
    assert parts.unread == ()
    assert [item.summary for item in parts.items] == [
        ("Hillen Labware opened a plant for ropes in Nantong on Tuesday.",)
    ]
    online = read("Read online", "# Rope Daily", "Thursday, 11 July 2024", "## Policy", "- 10 July: MIIT met.").parts
    assert online.publisher is None


def test_who_keeps_a_log_and_when() -> None:
    """One sentence says who, the next when it was updated; its period may stand in a greeting."""
    log = read(
        "# Rope log", "Maintained by the Foxrope Lab. Last updated: 2 September 2024.", "## Policy", "- MIIT met."
    )
    assert (log.parts.publisher, log.parts.published_on) == ("Foxrope Lab", dt.date(2024, 9, 2))
    told = "Dear all, please find below what was published between 28 March and 10 April 2025."
    alert = read("# Rope Alert 14/2025", "Acme Forum", "11 April 2025", told, "## Policy", "- 1 April: MIIT met.").parts
    assert (alert.period_start, alert.period_end) == (dt.date(2025, 3, 28), dt.date(2025, 4, 10))


def test_a_line_without_a_name_that_tells_news_is_not_lost() -> None:
    """Beside a line with the day on one heading, news in small letters is unread rather than a title."""
    parts = read("# ropes fell by 120 yuan.\nMIIT, 5 March 2024").parts
    assert [block.text for block in parts.unread] == ["ropes fell by 120 yuan. MIIT, 5 March 2024"]


RECORDS = """\
G/TBT/N/CHN/{0}
Notified: {1} June 2024
Agency: Ministry of {2}
Title: National standard on {2}
Content: Every piece must pass a test before it is sold.
Comments: until 10 August 2024"""


def test_records_under_a_reference_that_open_with_their_day() -> None:
    """Where three plain lines stand over days with a label, each heads a record; comments asked for are no view."""
    notes = [line for at in (1, 2, 3) for line in RECORDS.format(at, 10 + at, "Ropes").split("\n")]
    items = read("ROPE STANDARDS DESK", "Notifications, week 24 of 2024 (10-16 June)", *notes).parts.items
    assert [(item.headline, item.date_text) for item in items] == [
        ("G/TBT/N/CHN/1", "11 June 2024"),
        ("G/TBT/N/CHN/2", "12 June 2024"),
        ("G/TBT/N/CHN/3", "13 June 2024"),
    ]
    assert items[0].summary[-1] == "Comments: until 10 August 2024"
    assert items[0].comment == ()


def test_credits_before_an_arrow_and_sections_in_sentences() -> None:
    """Who acted stands before the arrow; in news of companies whose news it is stays in the text."""
    parts = read(
        "# Acme China Radar",
        "Week 11/2026 | 9–15 March 2026 | Düsseldorf",
        "## What Beijing decided",
        "- **11 Mar | MIIT & MOF** → A new round of subsidies for ropes.",
        "- **12 Mar | NDRC** → The list of ropes was revised: three were added.",
        "## What companies did",
        "- **12 Mar | Kornbach Pressen & JAC** → The press builder and the carmaker set up a venture.",
        "Acme GmbH, Königsallee, Düsseldorf. Free for clients. Not all of it is true.",
    ).parts
    assert [(item.section, item.issuer_text, item.summary[0][:12]) for item in parts.items] == [
        ("policy_news", "MIIT & MOF", "A new round "),
        ("policy_news", "NDRC", "The list of "),
        ("corporate_news", None, "Kornbach Pre"),
    ]
    assert parts.publisher == "Acme GmbH"


def test_tables_of_legal_acts() -> None:
    """Who adopted an act, and its publication, are heads of columns; acts may have a period."""
    title = "Rope Federation · 14 October 2022 · acts published between 20 September and 9 October 2022"
    row = "| Order No. 58 of SAMR | Rules on Ropes | SAMR | 22.9.2022"
    parts = read("# Rope Watch, No 5", title, "| Reference | Act | Adopted by | Publication", row).parts
    (item,) = parts.items
    assert (item.issuer_text, item.date_text) == ("SAMR", "22.9.2022")
    assert (parts.period_start, parts.period_end) == (dt.date(2022, 9, 20), dt.date(2022, 10, 9))
    assert parse_article(item.article_text or "").en == "Rules on Ropes"


def test_bold_list_items_over_reports_are_headlines() -> None:
    """What is nested under each is its text, and a link alone below that its source."""
    two = read("# Rope", "3 May 2024", "## Policy", *NESTED).parts.items
    assert [(item.headline, item.summary, [link.label for link in item.links]) for item in two] == [
        ("Ropes investigated", ("SAMR opened an investigation into ropes on 1 May.",), ["SAMR"]),
        ("Knots for the mill", ("MIIT named nine mills for knots on 2 May.",), []),
    ]


NESTED = (
    "- **Ropes investigated**",
    "  - SAMR opened an investigation into ropes on 1 May.",
    "  - [SAMR]{https://a.example/1}",
    "- **Knots for the mill**",
    "  - MIIT named nine mills for knots on 2 May.",
)


def test_fields_between_dots() -> None:
    """Issuer, day and status that dots part on one line are fields each."""
    items = read(
        "# Rope Update",
        "3 April 2025",
        "## Regulatory developments",
        "### Ropes: more paperwork",
        "Issued by: SAMR · On: 12 February 2025 · Status: final",
        "The Provisions on Ropes say when ropes have to be weighed again.",
        "### Knots: a case",
        "Issued by: MOFCOM · On: 14 February 2025 · Status: under way",
        "The hearing on knots took place in Beijing.",
    ).parts.items
    assert [(item.issuer_text, item.date_text) for item in items] == [
        ("SAMR", "12 February 2025"),
        ("MOFCOM", "14 February 2025"),
    ]


def test_the_publication_among_a_house_s_words() -> None:
    """Where the first name left says nothing of a series, the one in the form of a publication is it."""
    page = parse_title_page(("Fairrope Securities - Asia Strategy", "CHINA ROPE WATCH", "Friday 17 November 2023"))
    assert page.series == "CHINA ROPE WATCH"
    assert find_section("National authorities") == "policy_news"


def test_sections_behind_in_brief_and_policies_of_a_field() -> None:
    """What the short news are decides, and a field's policy is policy; a headline with such words is none."""
    assert find_section("In brief: government") == "policy_news"
    assert find_section("News in brief – companies") == "corporate_news"
    assert find_section("Economic policy") == "policy_news"
    assert find_section("A looser monetary policy for all") is None
    notes = ("## In brief: business", "- 14 January – Kranzl Ropes took a stake in a mill.")
    foot = "Rope Foundation, 9 Rue Verte, Geneva. Written for members; some items never happened."
    (item,) = read("# Rope Brief", "30 January 2026", *notes, foot).parts.items
    assert (item.section, item.summary) == ("corporate_news", ("Kranzl Ropes took a stake in a mill.",))


def test_a_week_and_the_day_of_issue_between_dashes() -> None:
    """The week ends with its year, and the day behind the dash is that of issue."""
    page = parse_title_page(("Weekly Rope Scan", "Rope Institute — Week of 5–11 August 2024 — 12 August 2024"))
    assert page.published_on == dt.date(2024, 8, 12)
    assert (page.period_start, page.period_end) == (dt.date(2024, 8, 5), dt.date(2024, 8, 11))


def test_a_second_title_stands_over_the_issues_period() -> None:
    """Lines of names and days come between; a headline over a day alone stays news."""
    parts = read(
        "# Position Update",
        "## Quarterly report on advocacy",
        "Tasman Chamber of Ropes, Dalian",
        "Issue date: 9 October 2023",
        "Quarter covered: July to September 2023",
        "In this update the working groups report what changed.",
        "## Policy developments",
        "### Ropes need names",
        "The MIIT named ropes on 4 August. They need a mark.",
        "### Winches need lists",
        "The MOT listed winches on 5 August. Ports keep them.",
    ).parts
    assert [item.headline for item in parts.items] == ["Ropes need names", "Winches need lists"]
    assert str(parts.published_on) == "2023-10-09"
    assert parts.unread == ()


def test_a_table_on_the_title_page_tells_of_the_issue() -> None:
    """Its rows are no news; a table of news below is."""
    parts = read(
        "**Federation of Rope Makers**",
        "# China Circular",
        "| Circular No. | RM 4/2024",
        "| Date | 30 April 2024",
        "| Contact | Trade Department, ropes@example.org",
        "# 1 Legislation",
        "## 1.1 Ropes need names",
        "The MIIT named ropes on 4 April. They need a mark.",
        "# 2 Dates",
        "| Date | What happens",
        "| 8 August 2024 | Names for ropes start",
        "| 9 August 2024 | Lists of winches close",
    ).parts
    assert str(parts.published_on) == "2024-04-30"
    assert [item.headline or item.summary[0] for item in parts.items] == [
        "Ropes need names",
        "Names for ropes start",
        "Lists of winches close",
    ]


def test_titles_with_their_day_over_nested_bullets_are_headlines() -> None:
    """The bullet below is the text, those below that its points; a plain bullet over bullets stays what it is."""
    parts = read(
        "# Rope Bulletin",
        "August 25, 2023",
        "## Policy news",
        "- Licences for ropes now in force (Aug. 1)",
        "  - MOFCOM has required licences for ropes since the first of the month.",
        "    - Eight kinds are on the list",
        "- Controls on winches to follow (July 31)",
        "  - MOFCOM announced controls on winches that take effect in the autumn.",
    ).parts
    assert [(item.headline, item.date_text) for item in parts.items] == [
        ("Licences for ropes now in force", "Aug. 1"),
        ("Controls on winches to follow", "July 31"),
    ]
    assert parts.items[0].points == ("Eight kinds are on the list",)
