"""Whether a document binds and is final, from its kind, nature and status."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.records.binding import describe_binding, describe_finality
from bot.domain.records.briefing import DocumentType, Nature, PolicyStatus
from tests.builders import build_policy

RULES = "yes where issued as rules of a ministry"


@pytest.mark.parametrize(
    ("kind", "nature", "status", "binding"),
    [
        (DocumentType.LAW, None, PolicyStatus.DRAFT_FOR_COMMENT, "no, a draft"),
        (DocumentType.LAW, None, PolicyStatus.REPEALED, "no longer, repealed"),
        (DocumentType.REGULATION, None, PolicyStatus.WITHDRAWN, "no longer, withdrawn"),
        (DocumentType.MEASURES, Nature.TRIAL, PolicyStatus.ISSUED, f"{RULES}, as measures mostly are; on trial"),
        (
            DocumentType.PROVISIONS,
            Nature.INTERIM,
            PolicyStatus.ISSUED,
            f"{RULES}, as provisions mostly are; for the interim",
        ),
        (DocumentType.OPINIONS, None, PolicyStatus.ISSUED, "not as law; opinions guide what authorities do"),
        (
            DocumentType.ACTION_PLAN,
            Nature.TRIAL,
            PolicyStatus.ISSUED,
            "not as law; the action plan guides what authorities do",
        ),
        (DocumentType.STANDARD, None, PolicyStatus.UNKNOWN, "only where it is mandatory, or a rule refers to it"),
        (DocumentType.OTHER, None, PolicyStatus.ISSUED, "not known, its kind is not stated"),
        (None, None, PolicyStatus.ISSUED, "not known, its kind is not stated"),
    ],
)
def test_whether_it_binds(kind: DocumentType | None, nature: Nature | None, status: PolicyStatus, binding: str) -> None:
    """A draft never does; kinds that guide do not as law; what is not stated is not guessed."""
    facts = replace(build_policy(), document_type=kind, nature=nature, status=status)
    assert describe_binding(facts) == binding


@pytest.mark.parametrize(
    ("status", "final"),
    [
        (PolicyStatus.DRAFT_FOR_COMMENT, "no, a draft for comment"),
        (PolicyStatus.ISSUED, "yes"),
        (PolicyStatus.IN_FORCE, "yes"),
        (PolicyStatus.AMENDED, "yes, amended since"),
        (PolicyStatus.REPEALED, "it was repealed"),
        (PolicyStatus.UNKNOWN, "not stated"),
    ],
)
def test_whether_it_is_final(status: PolicyStatus, final: str) -> None:
    """From what the sources say of its status."""
    assert describe_finality(replace(build_policy(), status=status)) == final


SETTLES = "which neither its issuer nor a Chinese title held settles"


@pytest.mark.parametrize(
    ("kind", "issuers", "title_zh", "binding"),
    [
        (DocumentType.LAW, ("NPCSC",), None, "yes, a law"),
        (DocumentType.LAW, (), "中华人民共和国数据安全法（修订）", "yes, a law"),
        (DocumentType.LAW, ("MIIT",), None, f"not certain: called a law, {SETTLES}"),
        (DocumentType.LAW, ("MIIT",), "机器人管理办法", f"not certain: called a law, {SETTLES}"),
        (DocumentType.REGULATION, ("STATE_COUNCIL",), None, "yes, administrative regulations of the State Council"),
        (
            DocumentType.REGULATION,
            (),
            "《碳排放权交易管理暂行条例》",
            "yes where the State Council or a people's congress adopted it, as 条例 mostly are",
        ),
        (DocumentType.REGULATION, ("MOF",), None, f"not certain: called regulations, {SETTLES}"),
        (
            DocumentType.REGULATION,
            ("MOF",),
            "会计师事务所数据安全管理办法",
            f"not certain: called regulations, {SETTLES}",
        ),
    ],
)
def test_english_kinds_are_settled_by_issuer_or_chinese_title(
    kind: DocumentType, issuers: tuple[str, ...], title_zh: str | None, binding: str
) -> None:
    """Only the State Council and people's congresses make regulations; a report in English calls much so."""
    facts = replace(
        build_policy(),
        document_type=kind,
        nature=None,
        status=PolicyStatus.ISSUED,
        issuing_bodies=issuers,
        title_zh=title_zh,
    )
    assert describe_binding(facts) == binding
