"""Names of months in other tongues are dates where they are printed as dates, and words elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.calendar.dates import find_printed_dates, parse_printed_date, parse_printed_period, word_date
from bot.domain.calendar.month_names import is_day_stop, parse_month, starts_with_dotted_day

D = dt.date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3. März 2026", D(2026, 3, 3)),
        ("3.März 2026", D(2026, 3, 3)),
        ("Montag, den 3. Mai 2026", D(2026, 5, 3)),
        ("am 15. Januar", D(2025, 1, 15)),
        ("15. April", D(2025, 4, 15)),
        ("20. Dez. 2025", D(2025, 12, 20)),
        ("20. Mrz 2026", D(2026, 3, 20)),
        ("1. Jänner 2026", D(2026, 1, 1)),
        ("mardi 3 mars 2026", D(2026, 3, 3)),
        ("le 1er août 2026", D(2026, 8, 1)),
        ("22 DÉCEMBRE 2025", D(2025, 12, 22)),
        ("5 févr. 2026", D(2026, 2, 5)),
        ("15 de enero de 2026", D(2026, 1, 15)),
        ("7 septiembre", D(2025, 9, 7)),
        ("3 maggio 2026", D(2026, 5, 3)),
        ("1º luglio 2026", D(2026, 7, 1)),
        ("31. Februar 2026", None),
        ("Mars 3", None),
        ("Mai 2026", None),
    ],
)
def test_a_date_in_another_tongue(text: str, expected: dt.date | None) -> None:
    """The day stands before the month, with a full stop in German; the month alone is no day."""
    found = parse_printed_date(text, default_year=2025)
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Comments close on 2. April 2026, the rules apply from 1. Mai.", ["2. April 2026", "1. Mai."]),
        ("open until 5. August, then not", ["5. August"]),
        ("le 3 mars et le 4 juin", ["3 mars", "4 juin"]),
        ("It rose by 12. April figures were better.", []),
        ("as told in section 3. May it last", []),
        ("The rover left Mars 3 times; you may 5 times go", []),
        ("am 3 märz", []),
    ],
)
def test_dates_of_other_tongues_in_running_text(text: str, printed: list[str]) -> None:
    """A full stop before a name that is English too ends a sentence, unless a year or a word tells a day."""
    assert [text[start:end] for start, end, _ in find_printed_dates(text, default_year=2026)] == printed


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1.–15. März 2026", D(2026, 3, 1), D(2026, 3, 15)),
        ("1. Dezember 2025 bis 15. Januar 2026", D(2025, 12, 1), D(2026, 1, 15)),
        ("Berichtszeitraum: Dez. 2025", D(2025, 12, 1), D(2025, 12, 31)),
        ("du 1er au 15 mars 2026", D(2026, 3, 1), D(2026, 3, 15)),
        ("dal 1 al 15 marzo 2026", D(2026, 3, 1), D(2026, 3, 15)),
        ("enero de 2026", D(2026, 1, 1), D(2026, 1, 31)),
        ("Januar und Februar 2026", D(2026, 1, 1), D(2026, 2, 28)),
    ],
)
def test_a_period_in_another_tongue(text: str, start: dt.date, end: dt.date) -> None:
    """Periods share month and year as the English ones do."""
    assert parse_printed_period(text) == (start, end)


def test_short_forms_are_worded_in_english() -> None:
    """A short form with a month of any tongue is worded as all others are."""
    assert word_date("20-Dez-25", day_first=None, period=None) == "20 December 2025"
    assert word_date("3 Mai 26", day_first=None, period=None) == "3 May 2026"


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("3. März: Seals are due", True),
        ("15. Jan. MIIT lists docks", True),
        ("4. April 2026", True),
        ("4. April – seals", True),
        ("4. April", True),
        ("4. April figures", False),
        ("3. March: seals", False),
        ("3. Marble quarries", False),
        ("40. Mai", False),
    ],
)
def test_the_figure_of_a_day_is_no_number_of_a_list(text: str, *, starts: bool) -> None:
    """A figure with a full stop before a German month is a day where a date is printed."""
    assert starts_with_dotted_day(text) is starts


@pytest.mark.parametrize(
    ("text", "is_stop"),
    [
        ("due 3. März", True),
        ("due 3. April 2026", True),
        ("until 3. April", True),
        ("it rose by 3. April was cold", False),
        ("it rose. März", False),
        (". März", False),
    ],
)
def test_the_full_stop_of_a_day_ends_no_sentence(text: str, *, is_stop: bool) -> None:
    """Only behind a figure, before a German month."""
    assert is_day_stop(text, text.index(".")) is is_stop


def test_letters_that_match_without_their_case_are_known() -> None:
    """Signs that a pattern without case takes for a letter give the same month."""
    assert [parse_month(name) for name in ("aprıl", "APRİL", "ſept", "oKt", "MÄRZ")] == [4, 4, 9, 10, 3]
