"""What the sources together say of one policy."""

import datetime as dt
from dataclasses import replace

from bot.model.briefing import Deadline, DeadlineKind, PolicyStatus
from bot.model.policy import compose_policy
from tests.model.test_identity import DRAFT, FINAL, report


def test_the_official_notice_comes_before_every_report() -> None:
    """Held, the notice gives the facts; what sources report fills only titles it lacks."""
    notice = replace(report(replace(FINAL, title_en=None), 20, "MOFCOM", "GACC"), is_official=True)
    policy = compose_policy("P3", [("I12", notice), ("I9", report(FINAL, 1))])
    assert policy.has_notice
    assert (policy.issued_on, policy.issuing_bodies) == (dt.date(2024, 3, 20), ("MOFCOM", "GACC"))
    assert policy.title_en == FINAL.title_en
    assert policy.item_ids == ("I9", "I12")


def test_facts_come_from_the_earliest_report_and_status_from_the_latest() -> None:
    """A policy shows who reported first, what its status became, and every report beside."""
    deadline = Deadline(on=dt.date(2024, 4, 1), kind=DeadlineKind.COMMENTS_CLOSE, quote="q")
    draft = replace(report(DRAFT, 1), deadlines=(deadline,))
    final = report(FINAL, 20, "MOFCOM", "GACC")
    policy = compose_policy("P3", [("I12", final), ("I9", draft)])
    assert policy.title_en == DRAFT.title_en
    assert policy.issued_on == dt.date(2024, 3, 1)
    assert policy.issuing_bodies == ("MOFCOM",)
    assert policy.document_number == FINAL.document_number
    assert policy.status is PolicyStatus.ISSUED
    assert policy.comments_close_on == dt.date(2024, 4, 1)
    assert policy.effective_on is None
    assert policy.all_issuers == ("MOFCOM", "GACC")
    assert policy.item_ids == ("I9", "I12")
