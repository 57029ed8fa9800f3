"""Deadlines: whole days until which, or from which, something holds."""

from __future__ import annotations

import pytest

from bot.domain.briefing import Section
from tests.reading.recognition.recognise_lexicon import read_item

READ = [
    (
        "现公开征求意见。公示时间：2024年1月31日至2月29日",
        [("2024-02-29", "comments_close")],
    ),
    ("Firms have until April 12, 2024, to send feedback.", [("2024-04-12", "comments_close")]),
    ("Comments are due by April 12.", [("2024-04-12", "comments_close")]),
    ("The comment period closes on 12 April.", [("2024-04-12", "comments_close")]),
    ("The draft is open for comment until Jan. 5.", [("2025-01-05", "comments_close")]),
    ("The public consultation ends on April 12, 2024.", [("2024-04-12", "comments_close")]),
    ("The draft is out for comments. The deadline is 9 April 2024.", [("2024-04-09", "comments_close")]),
    ("The comment period runs from March 1 to March 30.", [("2024-03-30", "comments_close")]),
    ("Feedback may be emailed no later than Friday, April 12.", [("2024-04-12", "comments_close")]),
    ("Factories can apply until April 30, 2024.", [("2024-04-30", "applications_close")]),
    ("Applications close on April 30.", [("2024-04-30", "applications_close")]),
    ("Cities must submit proposals by 30 April 2024.", [("2024-04-30", "applications_close")]),
    ("The measures take effect on May 1, 2024.", [("2024-05-01", "takes_effect")]),
    ("The rules, effective from 1 May, ban it.", [("2024-05-01", "takes_effect")]),
    ("The law will enter into force on July 1, 2024.", [("2024-07-01", "takes_effect")]),
    ("The standard comes into force on July 1.", [("2024-07-01", "takes_effect")]),
    ("The tariff will be implemented from May 1, 2024.", [("2024-05-01", "takes_effect")]),
    (
        "Comments close on April 3, 2024; the rules apply from June 1, 2024.",
        [("2024-04-03", "comments_close"), ("2024-06-01", "takes_effect")],
    ),
    ("Ropes: From 1 May, exports of ropes need a licence.", [("2024-05-01", "takes_effect")]),
    ("Replies are due by 3 April 2024.", [("2024-04-03", "comments_close")]),
    ("Comments until | 3 April 2024", [("2024-04-03", "comments_close")]),
    ("Comments by: 3 April 2024", [("2024-04-03", "comments_close")]),
    ("In force | 1 May 2024", [("2024-05-01", "takes_effect")]),
    ("Effective from: 1 May 2024", [("2024-05-01", "takes_effect")]),
    ("请于4月30日前将名单寄送我司。", [("2024-04-30", "applications_close")]),
    ("本办法自2024年5月1日起施行。", [("2024-05-01", "takes_effect")]),
    ("自2024年5月1日起对缆绳实施出口管制。", [("2024-05-01", "takes_effect")]),
    ("意见反馈截止时间为2024年4月12日。", [("2024-04-12", "comments_close")]),
    ("请于4月12日前将意见反馈我司。", [("2024-04-12", "comments_close")]),
    ("企业应在2024年4月30日前完成申报。", [("2024-04-30", "applications_close")]),
    ("Comments close on April 3. Feedback is due by April 3, 2024.", [("2024-04-03", "comments_close")]),
    ("Comments close on February 29.", [("2025-03-01", "comments_close")]),
]
NOT_READ = [
    "The subsidy runs until 2025.",
    "Firms must comply by May 1, 2024.",
    "The comment period closed on March 1, 2024.",
    "The law took effect on September 1, 2021.",
    "The rules came into force on May 1, 2023.",
    "Comments on the visit of May 1, 2024 were rare.",
    "On April 12 the minister submits a bill.",
    "Comments were accepted until March 1.",
    "The deadline is May 1, 2024.",
    "From 1 May to 3 June, ships were late.",
    "申报项目应至少实施六个月以上（截止日期为2024年4月30日）。",
    "Feedback was sought from May 2024.",
    "通知于2024年3月1日发布。",
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_deadline_is_read_with_its_kind(text: str, expected: list[tuple[str, str]]) -> None:
    """Words of comment, application or effect beside a whole day make a deadline; a missing year lies ahead."""
    found = read_item(text).deadlines
    assert [(deadline.on.isoformat(), deadline.kind.value) for deadline in found] == expected
    assert all(deadline.quote in text for deadline in found)


@pytest.mark.parametrize("text", NOT_READ)
def test_a_date_without_closing_or_starting_words_is_no_deadline(text: str) -> None:
    """Bare years and months, past facts and days of other things are none."""
    assert read_item(text).deadlines == ()


def test_a_comment_counts_only_where_it_speaks_of_the_document() -> None:
    """The publisher's remarks on other countries or laws give no deadline."""
    own = read_item("A draft came.", comment=("The draft is open for comment until April 12, 2024.",))
    assert len(own.deadlines) == 1
    for other in (
        "The EU consultation on its draft closes on April 12, 2024.",
        "The Data Security Law takes effect on May 1, 2024, as a regulation.",
        "Readers may send comments until April 12, 2024 to us, as ever.",
    ):
        assert read_item("A draft came.", comment=(other,)).deadlines == ()


def test_without_an_item_date_the_briefing_gives_the_year() -> None:
    """An undated item's deadline takes the year of publication."""
    item = read_item("Comments close on January 9.", date_text=None, section=Section.TOP)
    assert [deadline.on.isoformat() for deadline in item.deadlines] == ["2024-01-09"]
