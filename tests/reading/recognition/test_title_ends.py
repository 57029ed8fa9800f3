"""A title that nothing marks ends before the day, month or order by which it was issued."""

import pytest

from bot.reading.recognition.titles import Titles, is_bare_title, list_printed_titles, parse_article
from tests.reading.recognition.recognise_lexicon import read_item

CUT = [
    ("SAMR released the Measures for Toy Labels on 18 March.", "Measures for Toy Labels"),
    ("SAMR released the Measures for Toy Labels on October 26, 2022; they apply.", "Measures for Toy Labels"),
    (
        "SAMR released the Notice on Carrying out the Count of Toys on Friday.",
        "Notice on Carrying out the Count of Toys",
    ),
    ("SAMR released the Measures for Toy Labels in March 2025.", "Measures for Toy Labels"),
    ("SAMR released the Measures for Toy Labels in early March.", "Measures for Toy Labels"),
    ("SAMR released the Measures for Toy Labels on Friday.", "Measures for Toy Labels"),
    ("SAMR released the Measures for Toy Labels on Monday, 10 March 2025.", "Measures for Toy Labels"),
    ("The Measures for Toy Labels of March 3 were read.", "Measures for Toy Labels"),
    ("SAMR released the Measures for Toy Labels by Order 7 of 10 March.", "Measures for Toy Labels"),
    ("Measures for Toy Labels (29 April)", "Measures for Toy Labels"),
    ("Measures for Toy Labels (consultation until 25.01.).", "Measures for Toy Labels"),
    ("SAMR released the Measures for Toy Labels for a 30-day consultation.", "Measures for Toy Labels"),
    ("The Measures for Toy Labels for two months were open.", "Measures for Toy Labels"),
    ("the Plan for Steel (2023-2025) on 15 May.", "Plan for Steel (2023-2025)"),
    ("the Smart Toy Measures on 10 March", "Smart Toy Measures"),
]
KEPT = [
    "Plan for Stabilising Trade in 2025",
    "Plan for Steel (2023-2025)",
    "Plan for Steel for 2025",
    "Plan for Hydrogen by 2030",
    "Measures for Toy Labels (Draft for Comments)",
    "Measures for Toy Labels (2025 Edition)",
    "Guidelines for March Madness",
    "Guidelines for 90-Day Loans",
    "Guidelines on the May Fourth Spirit in Schools",
    "Guidelines on Order in Ports",
]


@pytest.mark.parametrize(("text", "title"), CUT)
def test_what_tells_when_it_was_issued_is_no_part_of_a_title(text: str, title: str) -> None:
    """Days, months, weekdays and orders behind it, also in brackets."""
    assert [found for _, found in list_printed_titles(text)] == [title]


@pytest.mark.parametrize("title", KEPT)
def test_spans_goals_and_editions_stay_in_a_title(title: str) -> None:
    """They name the document."""
    assert [found for _, found in list_printed_titles(f"It issued the {title}.")] == [title]


def test_a_kind_and_a_day_are_no_title() -> None:
    """Nothing is left that names a document."""
    assert list_printed_titles("It issued the Notice on 10 March.") == ()


def test_a_marked_title_is_taken_as_printed() -> None:
    """Quotation marks say where it ends."""
    text = "It issued the “Notice on Holidays on 1 October”."
    assert [found for _, found in list_printed_titles(text)] == ["Notice on Holidays on 1 October"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('It issued the Measures for Toy Labels (the "Measures").', "Measures for Toy Labels"),
        ("It issued the Measures for Toy Labels (hereinafter the Measures).", "Measures for Toy Labels"),
        ("SAMR issued the Guide for Toy Labels on its website.", "Guide for Toy Labels"),
        (
            "It issued the Guidelines for the Toy Data System (TDS) Standards (2024 Edition).",
            "Guidelines for the Toy Data System (TDS) Standards (2024 Edition)",
        ),
        ("It issued the Notice on Duties on U.S. Toys.", "Notice on Duties on U.S. Toys"),
        ("SAMR Releases Draft Rules for Toy Labels", "Draft Rules for Toy Labels"),
        ("SAMR Seeks Public Opinions on the Measures for Toy Labels", "Measures for Toy Labels"),
        ("List of Toys Released", "List of Toys"),
    ],
)
def test_a_title_is_neither_more_nor_less_than_its_own_words(text: str, title: str) -> None:
    """What the text calls it, where it was put up and what a headline says of it are no parts of it."""
    assert [found for _, found in list_printed_titles(text)] == [title]


def test_a_number_alone_is_no_title() -> None:
    """However it is written."""
    assert parse_article("No.25 [2017] TB") == Titles()


def test_a_headline_in_title_case_that_tells_who_did_what_is_no_title() -> None:
    """A participle behind the document's kind may be one's."""
    assert not is_bare_title("SAMR Releases Rules for Toy Labels")
    assert is_bare_title("Rules for Toys Issued Abroad")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("SAMR consults on the limits of 68 toys in shops", None),
        ('China SAMR consults on "2019 Toy Sampling Directory (draft)"', "2019 Toy Sampling Directory (draft)"),
        ('SAMR seeks comments on "Measures for Toy Labels (draft)"', "Measures for Toy Labels (draft)"),
        ("G.X.B.W.A.(2021) No.134", None),
    ],
)
def test_a_cell_that_tells_who_asks_holds_the_title_in_quotes(text: str, title: str | None) -> None:
    """Without quotes it prints no title."""
    assert parse_article(text).en == title


def test_a_title_goes_on_over_an_enumeration() -> None:
    """Of things, not of other documents."""
    text = "SAMR released the Plan for Markets to Cover the Steel, Cement, and Toy Making Industries, and rules."
    assert [found for _, found in list_printed_titles(text)] == [
        "Plan for Markets to Cover the Steel, Cement, and Toy Making Industries"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Measures for Harbour Cranes (港口起重机办法). They ask for seals.",
            Titles(en="Measures for Harbour Cranes", zh="港口起重机办法"),
        ),
        ("Notice on a pilot for ropes (交水函〔2024〕9号). Ports may join it.", Titles(number="交水函〔2024〕9号")),
        ("Announcement of an investigation into a maker of ropes from the far north.", Titles()),
        ("MOT Announcement No. 13 of 2025", Titles()),
    ],
)
def test_of_sentences_only_the_first_may_be_a_title(text: str, expected: Titles) -> None:
    """Where it is set in title case; a number alone is none."""
    assert parse_article(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        (
            "Ports get three years for it. The work plan (港口起重机工作方案) gives them money.",
            "plan",
            "港口起重机工作方案",
        ),
        ("Under the action plan, ports shall have more cranes.", "action_plan", None),
        ("Ports shall have more cranes. The opinions aim at 300 of them.", "opinions", None),
        ("Ports have more cranes. Their plan was to buy none.", "None", None),
    ],
)
def test_what_the_news_goes_on_to_tell_of_is_its_document(text: str, kind: str, title: str | None) -> None:
    """Where nothing else says what was issued."""
    policy = read_item(text, issuer_text="MOT").policy
    assert policy is not None
    assert (str(policy.document_type), policy.title_zh) == (kind, title)


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Action Plan for Harbour Cranes (2024–2027)", "Action Plan for Harbour Cranes (2024–2027)"),
        ("Notice on the 2024 Selection of Cranes", "Notice on the 2024 Selection of Cranes"),
        ("Harbour cranes get a plan", None),
    ],
)
def test_a_headline_that_is_a_title_belongs_to_the_chinese_one_below(headline: str, title: str | None) -> None:
    """It is the English title, where a field names the Chinese one."""
    policy = read_item("Ports shall count them.", headline=headline, article_text="港口起重机行动计划").policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == (title, "港口起重机行动计划")
