"""Whether a document binds, from its kind and status."""

from dataclasses import replace

import pytest

from bot.model.briefing import DocumentType, PolicyStatus
from bot.model.policy import describe_binding
from tests.builders import build_policy

RULES = "yes where issued as rules of a ministry"
UNSTATED = "not known, its kind is not stated"
UNSURE = "not certain: no source says that it was adopted"


@pytest.mark.parametrize(
    ("kind", "status", "binding"),
    [
        (DocumentType.LAW, PolicyStatus.REPEALED, "no longer, repealed"),
        (DocumentType.REGULATION, PolicyStatus.WITHDRAWN, "no longer, withdrawn"),
        (DocumentType.MEASURES, PolicyStatus.ISSUED, f"{RULES}, as measures mostly are"),
        (DocumentType.PROVISIONS, PolicyStatus.UNKNOWN, UNSURE),
        (DocumentType.OPINIONS, PolicyStatus.IN_FORCE, "not as law; it guides what authorities do"),
        (DocumentType.STANDARD, PolicyStatus.UNKNOWN, "only where it is mandatory, or a rule refers to it"),
        (DocumentType.OTHER, PolicyStatus.ISSUED, UNSTATED),
        (None, PolicyStatus.ISSUED, UNSTATED),
    ],
)
def test_whether_it_binds(kind: DocumentType | None, status: PolicyStatus, binding: str) -> None:
    """Kinds that guide do not as law; what is not stated is not guessed."""
    assert describe_binding(replace(build_policy(), document_type=kind, status=status)) == binding
