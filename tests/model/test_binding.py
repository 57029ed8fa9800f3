"""Whether a document binds and is final, from its kind, nature and status."""

from dataclasses import replace

import pytest

from bot.model.briefing import DocumentType, Nature, PolicyStatus
from bot.model.policy import describe_binding, describe_finality
from tests.builders import build_policy

RULES = "yes where issued as rules of a ministry"
UNSTATED = "not known, its kind is not stated"


@pytest.mark.parametrize(
    ("kind", "nature", "status", "binding", "final"),
    [
        (DocumentType.LAW, None, PolicyStatus.DRAFT_FOR_COMMENT, "no, a draft", "no, a draft for comment"),
        (DocumentType.LAW, None, PolicyStatus.REPEALED, "no longer, repealed", "it was repealed"),
        (DocumentType.REGULATION, None, PolicyStatus.WITHDRAWN, "no longer, withdrawn", "it was withdrawn"),
        (DocumentType.MEASURES, Nature.TRIAL, PolicyStatus.ISSUED, f"{RULES}, as measures mostly are; on trial", "yes"),
        (
            DocumentType.PROVISIONS,
            Nature.INTERIM,
            PolicyStatus.AMENDED,
            f"{RULES}, as provisions mostly are; for the interim",
            "yes, amended since",
        ),
        (DocumentType.OPINIONS, None, PolicyStatus.IN_FORCE, "not as law; it guides what authorities do", "yes"),
        (
            DocumentType.STANDARD,
            None,
            PolicyStatus.UNKNOWN,
            "only where it is mandatory, or a rule refers to it",
            "not stated",
        ),
        (DocumentType.OTHER, None, PolicyStatus.ISSUED, UNSTATED, "yes"),
        (None, None, PolicyStatus.ISSUED, UNSTATED, "yes"),
    ],
)
def test_whether_it_binds_and_is_final(
    kind: DocumentType | None, nature: Nature | None, status: PolicyStatus, binding: str, final: str
) -> None:
    """A draft never does; kinds that guide do not as law; what is not stated is not guessed."""
    policy = replace(build_policy(), document_type=kind, nature=nature, status=status)
    assert (describe_binding(policy), describe_finality(policy)) == (binding, final)
