"""A day behind a label alone, as in a table: the label says what it closes, else the rest of the item."""

import pytest

from tests.reading.recognition.recognise_lexicon import read_item

LABELLED = [
    ("Notice on docks", "Comment period: 10 July 2024", [("2024-07-10", "comments_close")]),
    ("Notice on docks", "Comment period: 10 June to 10 July 2024", [("2024-07-10", "comments_close")]),
    ("Notice on docks", "Comments close: 10 July 2024", [("2024-07-10", "comments_close")]),
    ("Notice on docks", "Consultation ends: 2024-07-10", [("2024-07-10", "comments_close")]),
    ("Notice on docks", "Deadline for comments: 10 July 2024", [("2024-07-10", "comments_close")]),
    ("Notice on docks", "Feedback due: 10 July 2024", [("2024-07-10", "comments_close")]),
    ("Draft notice on docks", "Deadline: 10 July 2024", [("2024-07-10", "comments_close")]),
    ("Call for applications for docks", "Deadline: 10 July 2024", [("2024-07-10", "applications_close")]),
    ("Notice on docks", "Apply by: 10 July 2024", [("2024-07-10", "applications_close")]),
    ("Notice on docks", "Application deadline: 10 July 2024", [("2024-07-10", "applications_close")]),
    ("码头规则", "意见反馈截止日期：2024年7月10日", [("2024-07-10", "comments_close")]),
    ("码头规则", "征求意见期限：2024年7月10日", [("2024-07-10", "comments_close")]),
    ("Notice on docks", "Effective: 10 July 2024", [("2024-07-10", "takes_effect")]),
    ("Notice on docks", "Implementation date: 10 July 2024", [("2024-07-10", "takes_effect")]),
    ("码头规则", "施行日期：2024年7月10日", [("2024-07-10", "takes_effect")]),
    ("Notice on docks", "Applications due: 10 July 2024", [("2024-07-10", "applications_close")]),
    ("Notice on docks", "Nominations by: 10 July 2024", [("2024-07-10", "applications_close")]),
    ("Draft notice on docks", "Window closes: 10 July 2024", [("2024-07-10", "comments_close")]),
    ("Notice on docks", "Valid from: 10 July 2024", [("2024-07-10", "takes_effect")]),
    ("码头规则", "起效日期：2024年7月10日", [("2024-07-10", "takes_effect")]),
    ("码头补贴", "申请截止日期：2024年7月10日", [("2024-07-10", "applications_close")]),
    ("Notice on docks", "Deadline: 10 July 2024", []),
    ("Notice on docks", "Comment period: 30 days", []),
    ("Notice on docks", "Last seen: 10 July 2024", []),
]


@pytest.mark.parametrize(("title", "term", "expected"), LABELLED)
def test_a_day_behind_a_label(title: str, term: str, expected: list[tuple[str, str]]) -> None:
    """The quote is the label and the day as printed; where nothing says what is due, nothing is."""
    found = read_item(summary=(title, term)).deadlines
    assert [(one.on.isoformat(), one.kind.value) for one in found] == expected
    assert all(one.quote == term for one in found)
