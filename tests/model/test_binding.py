"""Whether a document binds and is final, from its kind, nature and status."""

from dataclasses import replace

import pytest

from bot.model.briefing import DocumentType, Nature, PolicyStatus
from bot.model.policy import describe_binding, describe_finality
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
        (DocumentType.OPINIONS, None, PolicyStatus.ISSUED, "not as law; it guides what authorities do"),
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
