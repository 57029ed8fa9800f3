"""What an answer shows something of is found in the answer: items, briefings, and all that report its policies."""

from __future__ import annotations

import pytest

from bot.services.answering.quoted import QUOTES_NOBODY, find_quoted
from tests import builders as b

ROW = b.build_item_row(id="I7")


@pytest.mark.parametrize(
    "answer",
    [
        b.build_policy_list(rows=(b.build_policy_row(),), near=(ROW,)),
        b.build_policy_card(),
        b.build_item_card(),
        b.build_ministry_card(),
        b.build_company_list(),
        b.build_company_card(),
        b.build_briefing_list(),
        b.build_briefing_card(),
        b.build_timeline(),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_each_kind_of_answer_that_shows_writing_quotes_its_briefings(answer: object) -> None:
    """Whose it is is told by briefings, and of policies by their items too."""
    assert find_quoted(answer).briefings


@pytest.mark.parametrize(
    "answer",
    [
        b.build_ministry_list(),
        b.build_not_held(),
        b.build_choice(),
        b.build_list_card(),
        b.build_list_of_lists(),
        b.build_policy_list(rows=(), near=(), closed_drafts=()),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_counts_names_and_what_is_held_are_nobodys_writing(answer: object) -> None:
    """An answer that shows nothing of an item quotes nobody, though it says what the newest briefing is called."""
    assert find_quoted(answer) == QUOTES_NOBODY
