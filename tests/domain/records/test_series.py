from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.domain.records.briefing import Briefing, DocumentType, Item, PolicyStatus, ReportedPolicy, Section
from bot.domain.records.series import (
    briefing_identity,
    is_known_by_title,
    is_same_notice,
    series_key,
)

ISSUE = Briefing(
    publisher="Institute",
    series="Monthly Watch",
    title="Institute Monthly Watch",
    published_on=dt.date(2024, 3, 6),
    period_start=dt.date(2024, 2, 1),
    period_end=dt.date(2024, 2, 29),
    people=(),
    items=(),
    unread=(),
    source_name="issue.md",
    media_type="text/markdown",
    sha256="aa",
)

POLICY = ReportedPolicy(
    title_en=None,
    title_zh="某部关于印发《风筝行业规范条件》的通知",
    document_number="某部装〔2024〕150号",
    document_type=DocumentType.STANDARD,
    nature=None,
    status=PolicyStatus.ISSUED,
)


def make_notice(policy: ReportedPolicy | None, *, day: int | None = 1) -> Briefing:
    on = dt.date(2024, 8, day) if day else None
    item = Item(
        section=Section.TOP, position=1, headline=None, text="t", reported_on=on, policy=policy, is_official=True
    )
    return replace(ISSUE, publisher="某部", series=None, title=None, published_on=on, period_end=None, items=(item,))


def test_another_file_of_an_issue_has_the_same_identity() -> None:
    """File name, format and hash do not tell issues apart; the date does."""
    pdf = replace(ISSUE, source_name="issue.pdf", media_type="application/pdf", sha256="bb", publisher="INSTITUTE")
    assert briefing_identity(pdf) == briefing_identity(ISSUE)
    assert briefing_identity(replace(ISSUE, published_on=dt.date(2024, 4, 6))) != briefing_identity(ISSUE)
    assert series_key(pdf) == series_key(ISSUE)


def test_what_identifies_an_issue_without_a_date() -> None:
    """The end of the period stands in for the date, then the title, and only then the bytes."""
    undated = replace(ISSUE, published_on=None)
    assert briefing_identity(undated).endswith("to 2024-02-29")
    titled = replace(undated, period_end=None)
    assert briefing_identity(titled) == briefing_identity(replace(titled, sha256="cc"))
    assert [is_known_by_title(each) for each in (ISSUE, undated, titled)] == [False, False, True]
    bare = replace(titled, title=None, publisher=None, series=None)
    assert briefing_identity(bare) != briefing_identity(replace(bare, sha256="cc"))
    assert not is_known_by_title(bare)
    assert not is_known_by_title(make_notice(POLICY, day=None))
    assert is_known_by_title(make_notice(replace(POLICY, document_number=None), day=None))


def test_two_notices_of_one_day_are_two() -> None:
    """A notice is known by its number, in any file; without one by its title, its kind, its day."""
    first, held = make_notice(POLICY), briefing_identity(make_notice(POLICY))
    assert briefing_identity(replace(first, sha256="n2", publisher="某部办公厅", published_on=None)) == held
    assert briefing_identity(make_notice(replace(POLICY, document_number="某部装[2024] 150号"))) == held
    assert briefing_identity(make_notice(replace(POLICY, document_number="某部装〔2024〕151号"))) != held
    bare = replace(POLICY, document_number=None)
    titled = briefing_identity(make_notice(bare))
    assert briefing_identity(make_notice(replace(bare, title_zh="关于印发《风筝行业规范条件》的通知"))) == titled
    assert briefing_identity(make_notice(replace(bare, title_zh="关于印发《陀螺行业规范条件》的通知"))) != titled
    assert briefing_identity(make_notice(replace(bare, document_type=DocumentType.INTERPRETATION))) != titled
    assert briefing_identity(make_notice(bare, day=2)) != titled
    assert briefing_identity(make_notice(bare, day=None)) != titled
    short = briefing_identity(make_notice(replace(bare, title_zh="公告")))
    assert briefing_identity(make_notice(replace(bare, title_zh="通告"))) != short
    assert not briefing_identity(make_notice(None)).startswith("notice")


def test_a_notice_without_its_number_is_the_one_that_prints_it() -> None:
    """Equal title, kind, day and issuers are one notice, unless both print numbers that differ."""
    numbered, bare = make_notice(POLICY), make_notice(replace(POLICY, document_number=None))
    assert is_same_notice(numbered, bare)
    assert is_same_notice(bare, numbered)
    for other in (
        replace(POLICY, document_number="某部装〔2024〕151号"),
        replace(POLICY, document_number=None, title_zh="关于印发《陀螺行业规范条件》的通知"),
        replace(POLICY, document_number=None, document_type=DocumentType.INTERPRETATION),
        replace(POLICY, document_number=None, title_zh="公告"),
        None,
    ):
        assert not is_same_notice(numbered, make_notice(other))
    assert not is_same_notice(
        make_notice(replace(POLICY, title_zh="公告")), make_notice(replace(POLICY, title_zh="公告"))
    )
    assert not is_same_notice(numbered, make_notice(replace(POLICY, document_number=None), day=2))
    assert not is_same_notice(make_notice(POLICY, day=None), make_notice(POLICY, day=None))
    joint = replace(bare, items=(replace(bare.items[0], issuing_bodies=("MIIT", "MOT")),))
    assert not is_same_notice(numbered, joint)
    assert not is_same_notice(numbered, ISSUE)
