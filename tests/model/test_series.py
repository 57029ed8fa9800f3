import datetime as dt
from dataclasses import replace

from bot.model.briefing import Briefing, DocumentType, Item, PolicyStatus, ReportedPolicy, Section
from bot.model.series import briefing_identity, is_known_by_title

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
