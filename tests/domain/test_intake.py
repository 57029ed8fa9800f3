from __future__ import annotations

import pytest

from bot.domain.intake import Intake, Job, JobState, Source, SourceKind

SOURCE = Source(kind=SourceKind.WEB, name="a", url="https://example.org/a")


@pytest.mark.parametrize(
    ("states", "ended"),
    [
        ((JobState.DONE,), True),
        ((JobState.FAILED, JobState.DONE), True),
        ((JobState.DONE, JobState.WAITING), False),
        ((JobState.READING,), False),
    ],
)
def test_a_request_has_ended_when_each_document_has(states: tuple[JobState, ...], ended: bool) -> None:
    """Read or refused, both are ends; its key tells it from all others."""
    jobs = tuple(Job(id=n, intake_id=7, source=SOURCE, state=state) for n, state in enumerate(states))
    intake = Intake(id=7, workspace="T1", by="U1", place=None, jobs=jobs)
    assert intake.ended is ended
    assert intake.key == "intake T1 7"
