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
