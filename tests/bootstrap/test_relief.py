"""The second process: it answers as the first would, only while that is busy, and nothing hangs on it."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

import msgspec
import pytest
from slack_bolt import BoltResponse

from bot.bootstrap import bootstrap
from bot.bootstrap.relief import MOST_BYTES, READY, ReliefProcess, Setup
from bot.bootstrap.relief_main import serve
from bot.clock import FixedClock
from bot.config import Settings
from bot.domain.access import Role, Viewer
from bot.domain.licence import Licence, LicenceKind, Place
from bot.reading.child_frames import read_frame, write_frame
from bot.services.access.licences import Licences
from bot.slack.relief import Question
from tests.corpus import make_briefing
from tests.feed_lister import FeedLister

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.bootstrap import Application
    from bot.domain.records.briefing import Briefing

CLOCK = FixedClock(dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC))
VIEWER = Viewer(workspace="T1", channel="C1", user="U1", role=Role.MEMBER)
QUESTION = Question(command="policy", text="", viewer=VIEWER, place=Place(role=Role.MEMBER), at=CLOCK.now())
HERE = "made here"
SILENT = (sys.executable, "-c", "import sys, time; sys.stdin.read(1); time.sleep(60)")
DEAF = (sys.executable, "-c", "raise SystemExit(3)")
READY_THEN_SILENT = (
    sys.executable,
    "-c",
    "import sys, time; sys.stdout.buffer.write((5).to_bytes(8, 'big') + b'ready'); sys.stdout.flush(); time.sleep(60)",
)
READY_THEN_BOTH = (
    sys.executable,
    "-c",
    (
        "import sys; out, come = sys.stdout.buffer, sys.stdin.buffer\n"
        "def take(): return come.read(int.from_bytes(come.read(8), 'big'))\n"
        "def give(*all): out.write(b''.join(len(each).to_bytes(8, 'big') + each for each in all)); out.flush()\n"
        "take(); give(b'ready')\n"
        "while True: give(take(), take())"
    ),
)
"""Answers two questions with themselves, once it has both."""
READY_THEN_HALF = (
    sys.executable,
    "-c",
    (
        "import sys, time; out = sys.stdout.buffer; out.write((5).to_bytes(8, 'big') + b'ready'); out.flush();"
        " sys.stdin.buffer.read(200); out.write((9).to_bytes(8, 'big') + b'x'); out.flush(); time.sleep(60)"
    ),
)


class OneBriefing(FeedLister):
    """Reads every document as the same briefing."""

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        assert source_name
        assert data
        return make_briefing()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    """Give an application with a briefing and a second process that is ready."""
    settings = Settings(db=tmp_path / "g.db", semantic=False, command_prefix="cn-")
    with bootstrap(settings, clock=CLOCK, create=True, reader=OneBriefing(), relieved=True) as opened:
        opened.ingest.ingest(source_name="notes.md", data=b"x", by="test", now=CLOCK.now())
        assert opened.relief is not None
        opened.relief.late_s = 60
        assert opened.relief.start(wait_s=60)
        yield opened


def make_here(counted: list[str] | None = None) -> Callable[[], BoltResponse]:
    def here() -> BoltResponse:
        if counted is not None:
            counted.append(HERE)
        return BoltResponse(status=200, body=HERE)

    return here


def while_busy(process: ReliefProcess, work: Callable[[], BoltResponse]) -> str:
    """Give what comes of work while another question is being answered here."""
    return str(process.answer(QUESTION, work).body)


def ask_busy(app: Application, text: str) -> tuple[str, int]:
    """Give the acknowledgement of a command that comes while another is answered, and how many went elsewhere."""
    assert app.relief is not None
    before = app.relief.answered
    body = while_busy(app.relief, lambda: BoltResponse(status=200, body=app.workspace.answer(text)))
    return body, app.relief.answered - before


ASKED = (
    "/cn-policy",
    "/cn-policy headline",
    "/cn-policy due",
    "/cn-policy timeline P1",
    "/cn-policy P1",
    "/cn-policy help",
    "/cn-policy no such word at all",
    "/cn-ministry",
    "/cn-ministry MIIT",
    "/cn-company BYD",
    "/cn-briefing latest",
    "/cn-briefing B1",
)


def test_what_comes_together_is_answered_elsewhere_in_the_same_words(app: Application) -> None:
    """With the prefix of our commands, as of the same moment."""
    for text in ASKED:
        here = app.workspace.answer(text)
        assert ask_busy(app, text) == (here, 1), text
        assert json.loads(here)["blocks"], text


def test_the_first_question_is_answered_here(app: Application) -> None:
    """Who is alone never waits for another process."""
    assert app.relief is not None
    counted: list[str] = []
    assert app.relief.answer(QUESTION, make_here(counted)).body == HERE
    assert counted == [HERE]


def test_what_changes_something_stays_here(app: Application) -> None:
    """So does what a channel sees."""
    for text in ("/cn-policy list save us = topic:energy", "/cn-policy headline share:yes"):
        assert ask_busy(app, text)[1] == 0, text


def test_what_cannot_be_read_is_refused_here(app: Application) -> None:
    """In the words in which it is refused to whoever is alone."""
    for text in ("/cn-policy on:2024-13-45", "/cn-briefing B99999999999999999999999"):
        assert ask_busy(app, text)[0] == app.workspace.answer(text), text


def test_it_shows_what_the_asker_may_see(app: Application) -> None:
    """A guest gets nothing of a publisher that is not open, and all of it from when it is."""
    guest = Question(command="briefing", text="B1", viewer=VIEWER, place=Place(role=Role.GUEST), at=CLOCK.now())
    assert app.relief is not None

    def ask() -> str:
        assert app.relief is not None
        process = app.relief
        return while_busy(process, lambda: process.answer(guest, make_here()))

    hidden = ask()
    opened = Licence(publisher=make_briefing().publisher or "", kind=LicenceKind.OPEN)
    Licences(app.store).set_licence(opened, by="test", now=CLOCK.now())
    shown = ask()
    assert HERE not in {hidden, shown}
    assert "Headline 1" not in hidden
    assert "Headline 1" in shown


def test_it_tells_the_day_of_the_question(app: Application) -> None:
    """What is due depends on it."""
    assert app.relief is not None
    process = app.relief

    def ask(year: int) -> str:
        asked = Question(
            command="policy", text="due", viewer=VIEWER, place=QUESTION.place, at=CLOCK.now().replace(year=year)
        )
        return while_busy(process, lambda: process.answer(asked, make_here()))

    assert ask(2024) != ask(2034)


def test_a_process_that_died_leaves_the_answer_to_this_one(app: Application) -> None:
    """Another takes its place after a while, and not before."""
    assert app.relief is not None
    here = app.workspace.answer("/cn-policy")
    end(app.relief)
    assert ask_busy(app, "/cn-policy") == (here, 0)
    assert not app.relief.start(wait_s=1)
    soon = ReliefProcess(app.settings, rest_s=0)
    try:
        assert soon.start(wait_s=60)
        end(soon)
        assert while_busy(soon, lambda: soon.answer(QUESTION, make_here())) == HERE
        assert soon.start(wait_s=60)
        assert while_busy(soon, lambda: soon.answer(QUESTION, make_here())) != HERE
    finally:
        soon.close()


def end(process: ReliefProcess) -> None:
    """Kill it, as a system short of memory would."""
    child = process._child
    assert child is not None
    child.kill()
    child.wait()


def test_a_process_that_stops_within_an_answer_is_ended() -> None:
    """Whoever asked waits no longer than for one that says nothing; so does the end of the program."""
    process = ReliefProcess(Settings(), command=READY_THEN_HALF, late_s=0.3)
    assert process.start(wait_s=60)
    assert while_busy(process, lambda: process.answer(QUESTION, make_here())) == HERE
    assert process._child is None
    process.close()


def test_a_process_that_never_comes_up_is_replaced() -> None:
    """After as long as another would wait."""
    process = ReliefProcess(Settings(), command=SILENT, rest_s=0.1)
    try:
        assert not process.start(wait_s=0.2)
        first = process._child
        assert not process.start()
        assert first is not None
        first.wait(10)
        assert process._child is not first
    finally:
        process.close()


@pytest.mark.parametrize("command", [SILENT, DEAF, ("no-such-program",)])
def test_a_process_that_does_not_come_up_is_not_asked(command: tuple[str, ...]) -> None:
    """Whatever keeps it from that."""
    process = ReliefProcess(Settings(), command=command)
    try:
        assert not process.start(wait_s=0.2)
        assert while_busy(process, lambda: process.answer(QUESTION, make_here())) == HERE
    finally:
        process.close()


def test_a_process_that_is_late_is_ended() -> None:
    """Its answer could become that of another question."""
    process = ReliefProcess(Settings(), command=READY_THEN_SILENT, late_s=0.05)
    try:
        assert process.start(wait_s=60)
        assert while_busy(process, lambda: process.answer(QUESTION, make_here())) == HERE
        assert process._child is None
    finally:
        process.close()


def ask_two(process: ReliefProcess) -> list[str]:
    """Ask two questions together while another is answered, and give their answers in the order of the questions."""
    asked = [msgspec.structs.replace(QUESTION, text=str(number)) for number in range(2)]
    found: dict[str, str] = {}

    def ask(question: Question) -> None:
        found[question.text] = str(process.answer(question, make_here()).body)

    def both() -> BoltResponse:
        threads = [threading.Thread(target=ask, args=(question,)) for question in asked]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return BoltResponse(status=200, body="")

    while_busy(process, both)
    return [found[question.text] for question in asked]


def test_it_has_the_next_question_while_it_answers_one() -> None:
    """Each gets its own answer, though both come together."""
    process = ReliefProcess(Settings(), command=READY_THEN_BOTH, late_s=60)
    try:
        assert process.start(wait_s=60)
        for _ in range(3):
            assert [json.loads(answer)["text"] for answer in ask_two(process)] == ["0", "1"]
        assert process.answered == 6
    finally:
        process.close()


@pytest.mark.parametrize("command", [READY_THEN_SILENT, READY_THEN_HALF])
def test_both_that_wait_for_a_process_that_fails_are_answered_here(command: tuple[str, ...]) -> None:
    """It is ended once, and its place is free."""
    process = ReliefProcess(Settings(), command=command, late_s=0.3)
    try:
        assert process.start(wait_s=60)
        assert ask_two(process) == [HERE, HERE]
        assert process._child is None
    finally:
        process.close()


def test_many_at_once_get_each_their_own_answer(app: Application) -> None:
    """Whoever answers them."""
    texts = [f"/cn-policy headline {number}" for number in range(1, 9)] * 3
    wanted = {text: app.workspace.answer(text) for text in texts}
    found: list[tuple[str, str]] = []
    threads = [
        threading.Thread(target=lambda text=text: found.append((text, app.workspace.answer(text)))) for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(texts)
    assert all(wanted[text] == body for text, body in found)


def test_without_it_all_is_answered_here(tmp_path: Path) -> None:
    """In a terminal nobody waits for anybody."""
    with bootstrap(Settings(db=tmp_path / "g.db", semantic=False), clock=CLOCK, create=True) as app:
        assert app.relief is None
        assert app.services.relief is None


def test_the_process_answers_frame_by_frame(app: Application) -> None:
    """What goes wrong gets an empty frame, and the next question its answer."""
    wrong = msgspec.structs.replace(QUESTION, text="on:2024-13-45")
    requests, answers = io.BytesIO(), io.BytesIO()
    setup = Setup(db=os.fsencode(app.settings.db), prefix="cn-", pinyin=True)
    for frame in (msgspec.json.encode(setup), *map(msgspec.json.encode, (wrong, QUESTION))):
        write_frame(requests, frame)
    serve(io.BytesIO(requests.getvalue()), answers)
    answers.seek(0)
    assert [read_frame(answers, at_most=MOST_BYTES) for _ in range(2)] == [READY, b""]
    assert b"Headline 1" in (read_frame(answers, at_most=MOST_BYTES) or b"")
    assert read_frame(answers, at_most=MOST_BYTES) is None


def test_what_another_version_set_up_gets_no_answer(tmp_path: Path) -> None:
    """Nor does what sets nothing up; no database is opened for either."""
    for frames in (
        (),
        (msgspec.json.encode(Setup(db=os.fsencode(tmp_path / "g.db"), prefix="", pinyin=True, version="0")),),
    ):
        requests, answers = io.BytesIO(), io.BytesIO()
        for frame in frames:
            write_frame(requests, frame)
        serve(io.BytesIO(requests.getvalue()), answers)
        assert answers.getvalue() == b""
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_any_name_may_be_set_up(tmp_path: Path) -> None:
    """A name may hold bytes that are no text."""
    process = ReliefProcess(Settings(db=tmp_path / os.fsdecode(b"caf\xe9.db")), command=DEAF)
    assert not process.start(wait_s=1)
    process.close()


def test_a_question_that_no_pipe_takes_at_once_is_answered_here(app: Application) -> None:
    """Nor can half a character be sent."""
    assert app.relief is not None
    process = app.relief
    for text in ("word " * 20_000, "\ud83d"):
        asked = msgspec.structs.replace(QUESTION, text=text)
        assert while_busy(process, partial(process.answer, asked, make_here())) == HERE
    assert ask_busy(app, "/cn-policy")[1] == 1


def test_once_closed_no_process_is_started(app: Application) -> None:
    """A question that comes late is answered here."""
    assert app.relief is not None
    process = ReliefProcess(app.settings, rest_s=0)
    process.close()
    assert not process.start(wait_s=1)
