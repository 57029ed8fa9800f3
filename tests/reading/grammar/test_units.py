"""The repeated unit: what a document sets alike throughout tells where its items start."""

from __future__ import annotations

from tests.reading.grammar.grammar_blocks import read

TITLE = ("# Acme Note", "14 March 2025")
DOCKS = "The Ministry of Transport named nine docks that may lift heavier boxes from next year on."
ROPES = "Customs officers in Ningbo seized a load of ropes that bore the marks of another maker."
SCALES = "A second list of scales was put before the public, with a month in which to comment on it."
LAMPS = "The Ministry of Commerce opened a case against makers of lamps in two neighbouring countries."


def _summaries(*notes: str) -> list[tuple[str, ...]]:
    return [item.summary for item in read(*notes).parts.items]


def test_a_report_among_reports_needs_no_actor() -> None:
    """Where nearly all paragraphs are pieces of news, one that names nobody is too, the first as any other."""
    told = (SCALES, DOCKS, ROPES, LAMPS)
    assert _summaries("Dock and Rope Monthly", "14 March 2025", *told) == [(text,) for text in told]
    assert _summaries(*TITLE, "## News", *told) == [(text,) for text in told]


def test_an_address_to_readers_among_reports_is_no_item() -> None:
    """It opens none, however many of its neighbours are news."""
    address = "With this issue we say goodbye to those of you who have read us for the last twenty years."
    assert (address,) not in _summaries("Dock and Rope Monthly", "14 March 2025", DOCKS, ROPES, LAMPS, address)


def test_lists_stay_with_the_report_that_announces_them() -> None:
    """A list behind a colon parts no run of reports: each is an item, with its own points."""
    docks = "The Ministry of Transport named two docks that may lift heavier boxes from next year on:"
    items = read(*TITLE, "## News", ROPES, docks, "- the dock at Beilun", "- the dock at Zhoushan", LAMPS).parts.items
    assert [(item.summary, len(item.points)) for item in items] == [((ROPES,), 0), ((docks,), 2), ((LAMPS,), 0)]


def test_extracts_that_break_off_are_paragraphs() -> None:
    """Dots, or dots and "more", close the extract of a page of news as a full stop does."""
    items = read(
        "Dock and Rope Monthly", "14 March 2025",
        "Heavier boxes at nine docks", f"{DOCKS[:-1]} under a plan of the…",
        "Ropes seized in Ningbo", f"{ROPES[:-1]} and a further...more",
    ).parts.items  # fmt: skip
    assert [item.headline for item in items] == ["Heavier boxes at nine docks", "Ropes seized in Ningbo"]


def test_initials_end_no_sentence() -> None:
    """The actor behind "U.S." is still in the first sentence."""
    ports = "On 13 January, U.S. Customs issued an order that holds back ropes from two ports in the north."
    assert _summaries(*TITLE, "## News", DOCKS, ports) == [(DOCKS,), (ports,)]


def _headlines(*notes: str) -> list[str | None]:
    return [item.headline for item in read(*notes).parts.items]


def test_bullets_that_each_head_a_paragraph_are_headlines() -> None:
    """In a list where each bullet, mostly no sentence, stands over a paragraph, a bullet is a headline."""
    notes = (
        "## News", "- Heavier boxes at nine docks", DOCKS, "Read more",
        "- Ropes of another maker seized in Ningbo.", ROPES, "Read more", "- New list of scales", SCALES,
    )  # fmt: skip
    items = read(*TITLE, *notes).parts.items
    assert [item.headline for item in items] == [
        "Heavier boxes at nine docks",
        "Ropes of another maker seized in Ningbo.",
        "New list of scales",
    ]
    assert [item.summary for item in items] == [(DOCKS,), (ROPES,), (SCALES,)]


def test_bullets_with_a_paragraph_after_the_last_are_no_headlines() -> None:
    """A list is one of headlines where every bullet has its paragraph, none where two stand together."""
    assert _headlines(
        *TITLE, "## News", "- Boxes at docks", "- Ropes in Ningbo", ROPES, "- List of scales", SCALES
    ) == [
        None,
        None,
        None,
    ]


def test_numbered_lines_over_prose_are_headlines() -> None:
    """So are short lines with numbers that each head prose, in a text that marks no headings."""
    notes = ("1. Heavier boxes at docks", DOCKS, "2. Ropes seized in Ningbo", ROPES)
    assert _headlines(*TITLE, *notes) == ["Heavier boxes at docks", "Ropes seized in Ningbo"]


def test_counted_headlines_right_under_the_name() -> None:
    """The first of several headings that count up is a headline, with no day of issue before it; so is its issuer's."""
    items = read(
        "Laws on Docks in June 2024", "### 1. Act on Docks", "Promulgated by Ministry of Transport",
        "Promulgation date: 4 June 2024", "The Act has nine parts.",
        "### 2. Rules on Ropes", "Issued jointly by the MIIT and the SAMR",
        "Promulgation date: 6 June 2024", "The Rules name four kinds.",
    ).parts.items  # fmt: skip
    assert [(item.headline, item.summary, item.issuer_text, item.date_text) for item in items] == [
        ("Act on Docks", ("The Act has nine parts.",), "Ministry of Transport", "4 June 2024"),
        ("Rules on Ropes", ("The Rules name four kinds.",), "the MIIT and the SAMR", "6 June 2024"),
    ]


def test_numbered_news_with_paragraphs_between() -> None:
    """What stands between two numbers goes on with the first of them; a line that closes nothing ends the count."""
    docks, ropes = f"(1) {DOCKS}", f"(2) On 3 March, {ROPES}"
    more = "It was added that lifting such boxes needs a permit, for which owners of docks have to apply."
    assert _summaries(*TITLE, "## Cases", docks, more, ropes, more) == [(DOCKS, more), (ropes[4:], more)]


def test_a_list_of_acts_behind_words_on_the_issue() -> None:
    """Its bullets are news, no points of what stands before; those of a report that announces them are points."""
    acts = ("MIIT issues a list of scales", "SAMR adopts rules for ropes", "MOT opens nine docks")
    bullets = tuple(f"- {act}" for act in acts)
    opening = "5 March: Acme names a new editor."
    items = _summaries(*TITLE, opening, "New among the rules of this month:", *bullets)
    assert items[1:] == [(act,) for act in acts]
    assert len(_summaries(*TITLE, "5 March: The State Council set goals for docks and for ropes:", *bullets)) == 1
    assert len(_summaries(*TITLE, opening, "New among the rules of this month:", *bullets[:2])) == 1


def test_long_headings_over_bold_leads_are_headlines() -> None:
    """Topics are a few words; where the headings of a level mostly are not, each heads one story of several leads."""
    led = (f"**DOCKS:** {DOCKS}", f"**ROPES:** {ROPES}")
    stories = (
        "### Ministry lets nine docks lift heavier boxes",
        *led,
        "### Customs seize ropes of another maker",
        *led,
    )
    assert _headlines(*TITLE, "## News", *stories) == [
        "Ministry lets nine docks lift heavier boxes",
        "Customs seize ropes of another maker",
    ]
    assert _headlines(*TITLE, "## News", "### Ports", *led, "### Ropes", *led) == [None] * 4


def test_bold_lines_that_name_offices_below_headlines() -> None:
    """They say who issued it, with a label or without; bold lines that stand elsewhere too are none."""
    notes = (
        "### Act on docks", "**Ministry of Transport**", DOCKS,
        "### List of scales", "**Issuing agency: SAMR**", SCALES,
    )  # fmt: skip
    items = read(*TITLE, "## News", *notes).parts.items
    assert [(item.headline, item.issuer_text, item.summary) for item in items] == [
        ("Act on docks", "Ministry of Transport", (DOCKS,)),
        ("List of scales", "SAMR", (SCALES,)),
    ]
    items = read(*TITLE, "## News", *notes, "**MIIT opens a hall**", LAMPS).parts.items
    assert "Ministry of Transport" not in {item.issuer_text for item in items}


def test_the_first_bullet_that_is_a_headline_is_no_title() -> None:
    """It stands right under the issue's name, with no heading before it."""
    notes = ("- Heavier boxes at nine docks", DOCKS, "- Ropes of another maker seized", ROPES)
    assert _headlines("Dock and Rope Monthly", *notes) == [
        "Heavier boxes at nine docks",
        "Ropes of another maker seized",
    ]
