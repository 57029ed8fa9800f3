"""The one message about a request: where it is posted, and where it is looked for."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient

from bot.domain.intake import Intake, Job, JobState, Place, Source, SourceKind
from bot.services.ingesting.intake import Progress
from bot.slack.teller import SlackTeller
from tests.posting import TEAM, FakePoster

WEB = Source(kind=SourceKind.WEB, name="https://a.example/x", url="https://a.example/x")
JOBS = (Job(id=1, intake_id=1, source=WEB, state=JobState.WAITING),)


@pytest.mark.parametrize(("thread_ts", "thread"), [("1.4", "1.4"), ("", None)])
def test_it_stands_in_the_thread_that_it_was_asked_in(thread_ts: str, thread: str | None) -> None:
    """An earlier process may have posted it: it is looked for there, and changed there once it is found."""
    poster = FakePoster()
    teller = SlackTeller(WebClient(), poster)
    asked = Intake(id=1, workspace=TEAM, by="U1", place=Place(channel="D1", thread_ts=thread_ts), jobs=JOBS)
    for again in (False, True):
        told = teller.tell(Progress(intake=asked, stages={}, cards={}), again=again)
        assert told.place == Place(channel="D1", ts=str(poster.messages[0]["ts"]), thread_ts=thread_ts)
    assert [message["thread"] for message in poster.messages] == [thread]
    assert poster.finds == [("D1", None, thread)]
    assert len(poster.updates) == 1
