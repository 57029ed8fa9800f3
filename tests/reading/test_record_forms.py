"""Records with a house's own names of fields, and headlines that stand in rows of parts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.domain.records.briefing import DeadlineKind, PolicyStatus, Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing, Item

ROWS = """# Slate Ledger

Slate Ledger, 12 July 2024

## Policy

"""


def read_markdown(text: str) -> Briefing:
    return read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON)


def _record(head: str, *, by: str, title: str, gist: str, view: str, starts: str = "") -> str:
    fields = [f"Paper: {title}", f"Signed for: {by}", *([f"Bites: {starts}"] if starts else [])]
    fields += [f"In one breath: {gist}", f"Desk says: {view}", "Seen in: [MIIT page](https://miit.example/1)"]
    return f"{head}\n\n" + "\n".join(f"- {each}" for each in fields) + "\n\n"


RECORDS = (
    (
        "L-1 | 2024-06-29 | LIVE | Rope makers get a register",
        "MIIT, NDRC",
        "Measures on Rope (绳索管理办法)",
        "1 October 2024",
    ),
    (
        "L-2 | 2024-06-07 | CONSULTATION | Views on anchors wanted",
        "MOT",
        "Provisions on Anchors (船锚规定)",
        "1 May 2025",
    ),
    ("L-3 | n.d. | PROMULGATED | Barges to run on methanol", "NEA", "Plan for Barges (驳船行动方案)", "1 June 2025"),
)


def _read_records() -> tuple[Item, ...]:
    told = (
        _record(head, by=by, title=title, starts=starts, gist="Makers must sign up by sea.", view="We doubt it.")
        for head, by, title, starts in RECORDS
    )
    return read_markdown(ROWS + "".join(told)).items


def test_rows_of_parts_head_records() -> None:
    """The headline is told from code, day and status by its column; a row without a day is one too."""
    items = _read_records()
    heads = ["Rope makers get a register", "Views on anchors wanted", "Barges to run on methanol"]
    assert [item.headline for item in items] == heads
    assert [item.reported_on for item in items] == [dt.date(2024, 6, 29), dt.date(2024, 6, 7), None]
    assert {item.section for item in items} == {Section.POLICY_NEWS}
    statuses = [item.policy.status for item in items if item.policy]
    assert statuses == [PolicyStatus.IN_FORCE, PolicyStatus.DRAFT_FOR_COMMENT, PolicyStatus.ISSUED]


def test_fields_are_told_by_what_stands_behind_their_names() -> None:
    """Offices, titles, days, links, sentences; of those the second is the house's view."""
    item = _read_records()[0]
    assert item.policy is not None
    assert item.issuing_bodies == ("MIIT", "NDRC")
    assert (item.policy.title_en, item.policy.title_zh) == ("Measures on Rope", "绳索管理办法")
    terms = ["Status: live", "Effective (Bites): 1 October 2024"]
    assert item.text.split("\n\n") == ["Makers must sign up by sea.", *terms]
    assert item.comment == "We doubt it."
    assert [(each.on, each.kind) for each in item.deadlines] == [(dt.date(2024, 10, 1), DeadlineKind.TAKES_EFFECT)]
    assert [link.label for link in item.links] == ["MIIT page"]


def test_rows_under_headlines_stay_their_credits() -> None:
    """Who acted and when below a headline are no headline, in whatever parts."""
    text = "# Slate Ledger\n\n12 July 2024\n\n## Policy\n\n" + "".join(
        f"### {head}\n\n{by} | {day} June | notice\n\nThe office set out rules for makers of {thing}.\n\n"
        for head, by, day, thing in (
            ("Ropes get names", "MIIT", 3, "ropes"),
            ("Anchors get marks", "MOT", 4, "anchors"),
            ("Barges get numbers", "NEA", 5, "barges"),
        )
    )
    assert [item.headline for item in read_markdown(text).items] == [
        "Ropes get names",
        "Anchors get marks",
        "Barges get numbers",
    ]


def test_days_before_news_are_no_fields() -> None:
    """However often one comes again."""
    told = ("MIIT set out rules for ropes.", "The MOT marked anchors.", "NEA counted barges.", "SAMR fined a pier.")
    news = "".join(f"- March 9: {each}\n" for each in told) + "- March 10: The NDRC set prices.\n"
    items = read_markdown(f"# Slate Ledger\n\n12 July 2024\n\n## Policy\n\n{news}").items
    assert [item.text for item in items] == [*told, "The NDRC set prices."]
    assert [str(item.reported_on) for item in items] == ["2024-03-09"] * 4 + ["2024-03-10"]


def test_credits_with_numbers_are_no_rows_of_records() -> None:
    """Nor is the line of the title page that is parted alike."""
    news = "".join(
        f"### {head}\n\n{title}\n\n{office} · {number} · {day} March 2024\n\nThe office set out what it wants.\n\n"
        for head, title, office, number, day in (
            ("A register for makers of ropes", "绳索管理办法", "MIIT", "工信部科〔2024〕1号", 3),
            ("Anchors get marks of their own", "船锚管理规定", "MOT", "交水发〔2024〕2号", 4),
            ("Barges get numbers on both sides", "驳船行动计划", "NEA", "国能发〔2024〕3号", 5),
        )
    )
    briefing = read_markdown(
        f"# Slate Ledger\n\nMarch 2024 · published 2 April 2024 · covers 1 to 31 March 2024\n\n## Policy\n\n{news}"
    )
    assert [item.headline for item in briefing.items] == [
        "A register for makers of ropes",
        "Anchors get marks of their own",
        "Barges get numbers on both sides",
    ]
    assert [item.text for item in briefing.items] == ["The office set out what it wants."] * 3
    assert (str(briefing.period_start), str(briefing.period_end)) == ("2024-03-01", "2024-03-31")


def test_credits_in_another_face_name_the_kind_of_document() -> None:
    """Under a bold headline of the same paragraph; where they say that there is no day, there is none."""
    news = "".join(
        f"**{head}**\n`{credit}`\n{told}\n\n"
        for head, credit, told in (
            (
                "Ropes get names of their own",
                "12 Sep 2025 | MIIT and others | work plan",
                "The plan names ropes at sea.",
            ),
            ("Anchors, once more", "17 Sep 2025 | MOT | mandatory standard, draft", "A standard on anchors is out."),
            ("Barges for the river age", "no date given | NEA, NDRC | rules, draft", "Rules on barges are on the way."),
            ("Rope quotas cover imports", "19 Feb 2025 | MIIT | draft, open until 21 Mar 2025", "Importers come in."),
            ("Piers get a price list", "12 Feb 2025 | NDRC | measures, issued", "Piers have to print prices."),
        )
    )
    items = read_markdown(f"# Slate Ledger\n\n3 October 2025\n\n## Policy log\n\n{news}").items
    assert [item.headline for item in items] == [
        "Ropes get names of their own",
        "Anchors, once more",
        "Barges for the river age",
        "Rope quotas cover imports",
        "Piers get a price list",
    ]
    days = ["2025-09-12", "2025-09-17", "None", "2025-02-19", "2025-02-12"]
    assert [str(item.reported_on) for item in items] == days
    assert [item.issuing_bodies for item in items] == [("MIIT",), ("MOT",), ("NEA", "NDRC"), ("MIIT",), ("NDRC",)]
    drafts = [item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT for item in items if item.policy]
    assert drafts == [False, True, True, True, False]


def test_a_line_says_by_whom_and_when_and_where_it_stands() -> None:
    """Two such lines do; one before the news says who made the issue."""
    text = (
        "# Slate Ledger\n\nPublished by Kelda Marsh on 3 December 2024\n\n## Regulatory developments\n\n"
        "**Ropes get names of their own**\n\nMakers of ropes have to name them at sea.\n\n"
        "Issued by MIIT and NDRC on September 8, 2024 | [Official text (Chinese)](https://miit.example/1)\n\n"
        "**Anchors get marks after all**\n\nWhoever sells anchors has to mark them.\n\n"
        "Issued by MOT on September 7, 2024 | Notice 交水发〔2024〕568号 | [Official text](https://mot.example/2)\n"
    )
    briefing = read_markdown(text)
    told = [(item.issuing_bodies, str(item.reported_on), item.text.split("\n")[0]) for item in briefing.items]
    assert told == [
        (("MIIT", "NDRC"), "2024-09-08", "Makers of ropes have to name them at sea."),
        (("MOT",), "2024-09-07", "Whoever sells anchors has to mark them."),
    ]
    assert [[link.label for link in item.links] for item in briefing.items] == [
        ["Official text (Chinese)"],
        ["Official text"],
    ]
    assert briefing.items[1].policy is not None
    assert briefing.items[1].policy.document_number == "交水发〔2024〕568号"
    assert briefing.unread == ()


PAPERS = (
    ("Measures for Ropes", "MOFCOM", "4 March 2025", "Issued", "Exporters register each rope with the port."),
    ("Opinions on Winches", "NDRC", "6 March 2025", "Draft", "Ports may scrap winches against a tenth of the price."),
    ("Rules on Crane Loads", "MIIT", "7 March 2025", "In force", "Each lift is written down by the operator."),
)
LEDGER = "# Policy Tracker\n\nHarbour Institute | 14 March 2025\n\n## Measures\n\n"
NAMED = ("Body", "Adopted", "Where it stands", "Main points")
SHORT = ("Authority", "Date", "Status", "Summary")


def _check_papers(records: list[str]) -> None:
    briefing = read_markdown(LEDGER + "\n\n".join(records) + "\n")
    told = [
        (item.headline, item.issuing_bodies, str(item.reported_on), item.text.split("\n")[0]) for item in briefing.items
    ]
    assert told == [
        (head, (by,), day, gist)
        for (head, by, _, _, gist), day in zip(PAPERS, ("2025-03-04", "2025-03-06", "2025-03-07"), strict=True)
    ]
    stands = [item.policy.status for item in briefing.items if item.policy]
    assert stands == [PolicyStatus.ISSUED, PolicyStatus.DRAFT_FOR_COMMENT, PolicyStatus.IN_FORCE]
    assert briefing.unread == ()


def test_a_table_for_each_record_is_lines_of_fields() -> None:
    """With a head that says so, or with the same names in each."""
    for head in ("| Field | Entry |", "| | |"):
        rows = [["|".join(("", *pair, "")) for pair in zip(NAMED, paper[1:], strict=True)] for paper in PAPERS]
        _check_papers(
            [
                f"### {paper[0]}\n\n" + "\n".join((head, "|---|---|", *row))
                for paper, row in zip(PAPERS, rows, strict=True)
            ]
        )


def test_a_dash_may_part_a_field_from_its_value() -> None:
    """Behind the field in bold."""
    _check_papers(
        [
            f"### {paper[0]}\n\n" + "  \n".join(f"**{a}** – {b}" for a, b in zip(SHORT, paper[1:], strict=True))
            for paper in PAPERS
        ]
    )


def test_numbers_of_a_house_are_no_part_of_headlines() -> None:
    """With nothing but a space behind them, where all are of one series."""
    _check_papers(
        [
            f"### RT-{at:03} {paper[0]}\n\n"
            + "\n".join(f"- **{a}:** {b}" for a, b in zip(NAMED, paper[1:], strict=True))
            for at, paper in enumerate(PAPERS, start=1)
        ]
    )


def test_a_title_that_says_what_kind_of_issue_it_is_explains_nothing() -> None:
    """ "... - change log": the series is known, and with it the section; whom to write to for help is no news."""
    for kind in ("change log, release 2024.2", "changelog no. 4"):
        rows = (
            f"RB-0{at}  [NEW]\nTITLE: {paper[0]}\n" + "\n".join(map(": ".join, zip(SHORT, paper[1:], strict=True)))
            for at, paper in enumerate(PAPERS, start=1)
        )
        foot = "Support: desk@siltsentry.example | Docs: https://docs.siltsentry.example"
        front = f"SiltSentry\n\nHarbour Policy Pack - {kind}\n\nReleased 5 July 2025.\n"
        text = "\n\n".join((front, *rows, f"{foot}\nSiltSentry content is no substitute for legal advice."))
        briefing = read_briefing(text.encode(), source_name="pack.txt", lexicon=LEXICON)
        assert (briefing.publisher, briefing.series) == ("SiltSentry", "Harbour Policy Pack")
        assert [(item.section, item.headline) for item in briefing.items] == [
            (Section.POLICY_NEWS, paper[0]) for paper in PAPERS
        ]
