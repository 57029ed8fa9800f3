"""Documents are read in another process, which may die, hang or lie without harm."""

import datetime as dt
import io
import os
import signal
import subprocess
import sys
import threading
import types
from collections.abc import Mapping

import msgspec
import pytest

from bot.errors import UnreadableDocumentError
from bot.model.briefing import Briefing, Item, Section
from bot.names.lexicon import Lexicon
from bot.names.records import Body
from bot.reading import child_main, pipeline
from bot.reading.child import (
    MAX_ANSWER_BYTES,
    Answer,
    BrokenFrameError,
    ChildReader,
    Request,
    Setup,
    read_frame,
    write_frame,
)
from bot.reading.pipeline import read_briefing

LEXICON = Lexicon(bodies=(Body(id="MIIT", name_en="Ministry of Industry", name_zh="工业和信息化部"),))
SAMPLE = b"""MAY 3, 2024 (REPORTING PERIOD: APRIL 1 - APRIL 30)

# Example Notes

## NOTEWORTHY

### Policy news

- *April 9:* The MIIT announced a list of smart factories ([MIIT notice](#))
"""
ANSWERING = """
import sys, os, time
from bot.reading.child import Answer, read_frame, write_frame
read = lambda: read_frame(sys.stdin.buffer, at_most=10**8)
say = lambda message: write_frame(sys.stdout.buffer, Answer(message=str(message)))
read()
while True:
    read()
    {what}
"""


def child_doing(what: str) -> tuple[str, ...]:
    return (sys.executable, "-c", ANSWERING.format(what=what))


def test_a_briefing_comes_back_from_the_child() -> None:
    """The real child gives the same briefing as reading it here, also for the second document."""
    with ChildReader(LEXICON) as reader:
        first = reader.read(source_name="x/notes.md", data=SAMPLE)
        second = reader.read(source_name="x/notes.md", data=SAMPLE)
    assert first == second == read_briefing(SAMPLE, source_name="x/notes.md", lexicon=LEXICON)
    assert first.items[0].bodies == ("MIIT",)
    assert first.source_name == "notes.md"


def test_the_childs_own_refusal_travels_with_its_advice() -> None:
    """A document refused in the child is refused here in the same words, and the child lives on."""
    with ChildReader(LEXICON) as reader:
        with pytest.raises(UnreadableDocumentError) as caught:
            reader.read(source_name="a.png", data=b"\x89PNG\r\n\x1a\n" + bytes(20))
        assert caught.value.message == "a.png is a picture."
        assert "OCR" in caught.value.hint
        assert reader.read(source_name="notes.md", data=SAMPLE).items


def test_no_child_is_needed_to_refuse_an_empty_file() -> None:
    """Size is checked before anything is started."""
    with ChildReader(LEXICON, command=("no-such-program",)) as reader, pytest.raises(UnreadableDocumentError):
        reader.read(source_name="a.md", data=b"")


@pytest.mark.parametrize(
    "what",
    [
        "os.abort()",
        "sys.exit(0)",
        "os.write(1, b'nonsense'); sys.exit(0)",
        "os.write(1, (2**40).to_bytes(8, 'big')); sys.exit(0)",
        "os.write(1, (9).to_bytes(8, 'big') + b'ab'); sys.exit(0)",
        "write_frame(sys.stdout.buffer, 'no answer')",
        "write_frame(sys.stdout.buffer, {'briefing': 3})",
    ],
    ids=["killed", "ended", "nonsense", "too long", "cut off", "no answer", "wrong shape"],
)
def test_a_child_that_dies_or_lies_means_too_large_or_damaged(what: str) -> None:
    """Death by a signal, a cut answer and a wrong one end in the same plain error; the next call starts afresh."""
    with ChildReader(LEXICON, command=child_doing(what)) as reader:
        for _ in range(2):
            with pytest.raises(UnreadableDocumentError) as caught:
                reader.read(source_name="a.md", data=b"text")
            assert caught.value.message == "a.md is too large or damaged."


def test_a_child_that_hangs_is_stopped_in_time() -> None:
    """After the time limit the child is killed and the error says how long it took."""
    command = child_doing("time.sleep(60)")
    with (
        ChildReader(LEXICON, timeout_s=0.5, command=command) as reader,
        pytest.raises(UnreadableDocumentError) as caught,
    ):
        reader.read(source_name="a.md", data=b"text")
    assert caught.value.message == "a.md took longer than 0.5 seconds."


def test_the_child_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens in our environment do not reach the process that opens foreign documents."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-example")
    what = "say('SLACK_BOT_TOKEN' in os.environ)"
    with ChildReader(LEXICON, command=child_doing(what)) as reader, pytest.raises(UnreadableDocumentError) as caught:
        reader.read(source_name="a.md", data=b"text")
    assert caught.value.message == "False"


@pytest.mark.parametrize(("size", "many"), [(4, 512), (16 * 1024 * 1024, 4)])
def test_a_child_is_replaced_after_many_documents(size: int, many: int) -> None:
    """What a library leaks and what is kept of texts ends with its process; callers notice nothing."""
    what = "say(os.getpid())"
    seen = []
    with ChildReader(LEXICON, command=child_doing(what)) as reader:
        for _ in range(many + 1):
            with pytest.raises(UnreadableDocumentError) as caught:
                reader.read(source_name="a.md", data=b"t" * size)
            seen.append(caught.value.message)
    assert len(set(seen[:many])) == 1
    assert seen[many] != seen[0]


def test_threads_share_one_child() -> None:
    """Documents of many threads are read one after another, each with its own answer."""
    answers: dict[int, str] = {}
    with ChildReader(LEXICON) as reader:

        def read(number: int) -> None:
            answers[number] = reader.read(source_name=f"{number}.md", data=SAMPLE).source_name

        threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == {number: f"{number}.md" for number in range(4)}


def test_closing_ends_a_child_that_does_not_listen() -> None:
    """A child that ignores the end of its input is killed; closing twice is fine."""
    what = "say('x'); os.close(0); time.sleep(60)"
    reader = ChildReader(LEXICON, timeout_s=30, end_s=0.2, command=child_doing(what))
    with pytest.raises(UnreadableDocumentError, match="x"):
        reader.read(source_name="a.md", data=b"text")
    reader.close()
    reader.close()


def make_briefing(text: str) -> Briefing:
    return Briefing(
        publisher=None,
        series=None,
        title="T",
        published_on=dt.date(2024, 5, 3),
        period_start=None,
        period_end=None,
        people=(),
        items=(Item(section=Section.TOP, position=1, headline=None, text=text),),
        unread=(),
        source_name="a.md",
        media_type="text/markdown",
        sha256="0",
    )


def test_the_child_serves_until_its_input_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request is answered in turn, the limits set before it, the names sent once."""
    limits: list[int] = []
    given: list[tuple[Lexicon, dict[str, str]]] = []

    def read(data: bytes, *, source_name: str, lexicon: Lexicon, layouts: Mapping[str, str]) -> Briefing:
        given.append((lexicon, dict(layouts)))
        if source_name == "bad.md":
            raise UnreadableDocumentError("bad.md is bad.", hint="Mend it.")
        return make_briefing("x" * (MAX_ANSWER_BYTES + 1) if source_name == "long.md" else data.decode())

    monkeypatch.setattr(child_main, "read_briefing", read)
    monkeypatch.setattr(child_main, "limit_resources", lambda setup: limits.append(setup.cpu_s))
    requests, answers = io.BytesIO(), io.BytesIO()
    for frame in (
        Setup(lexicon=LEXICON, memory_mb=512, cpu_s=5),
        Request(source_name="a.md", data=b"text", layouts={"watch": "item = []"}),
        Request(source_name="bad.md", data=b""),
        Request(source_name="long.md", data=b""),
    ):
        write_frame(requests, frame)
    requests.seek(0)
    child_main.serve(requests, answers)
    answers.seek(0)
    found = [msgspec.msgpack.decode(read_frame(answers, at_most=10**9) or b"", type=Answer) for _ in range(3)]
    assert found[0].briefing == make_briefing("text")
    assert (found[1].message, found[1].hint) == ("bad.md is bad.", "Mend it.")
    assert found[2].message == "long.md holds too much text."
    assert limits == [5, 5, 5]
    assert [layouts for _, layouts in given] == [{"watch": "item = []"}, {}, {}]
    assert {lexicon.bodies for lexicon, _ in given} == {LEXICON.bodies}
    assert read_frame(answers, at_most=1) is None


def test_a_reader_that_cannot_start_its_child_says_so() -> None:
    """A system without room for a process ends in our error too."""
    with (
        ChildReader(LEXICON, command=("no-such-program",)) as reader,
        pytest.raises(UnreadableDocumentError, match="no process could be started"),
    ):
        reader.read(source_name="a.md", data=b"text")


LIMITED = """
import sys
from bot.names.lexicon import Lexicon
from bot.reading.child import Setup
from bot.reading.child_main import limit_resources
limit_resources(Setup(lexicon=Lexicon(), memory_mb=400, cpu_s={cpu_s}))
{then}
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory hold on Linux only")
@pytest.mark.parametrize(
    ("cpu_s", "then", "status"),
    [
        (9, "print('fine')", 0),
        (9, "b'x' * 10**9", 1),
        (0, "while True: pass", -int(signal.SIGXCPU)),
    ],
    ids=["small", "memory", "time"],
)
def test_memory_and_processor_time_are_limited(cpu_s: int, then: str, status: int) -> None:
    """A document that wants more than its share ends its own process only."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(cpu_s=cpu_s, then=then)], check=False, capture_output=True
    )
    assert done.returncode == status


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has no niceness")
def test_reading_gives_way_to_answering() -> None:
    """Where processors are short, the process that reads goes after others."""
    code = "import os\nfrom bot.reading.child_main import give_way\ngive_way()\nprint(os.nice(0))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(said) == min(19, os.nice(0) + 5)


def test_limits_keep_below_what_the_system_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hard limit that is lower already stays, and a system without limits is left alone."""
    limits: dict[str, tuple[int, int]] = {}
    fake = types.SimpleNamespace(
        RUSAGE_SELF=0,
        RLIMIT_CPU="cpu",
        RLIMIT_AS="as",
        RLIM_INFINITY=-1,
        getrusage=lambda _: types.SimpleNamespace(ru_utime=2.5, ru_stime=1.0),
        getrlimit=lambda which: (-1, {"cpu": 5, "as": -1}[which]),
        setrlimit=limits.__setitem__,
    )
    setup = Setup(lexicon=Lexicon(), memory_mb=1, cpu_s=30)
    monkeypatch.setitem(sys.modules, "resource", fake)
    child_main.limit_resources(setup)
    assert limits == {"cpu": (5, 5), "as": (1024 * 1024, -1)}
    monkeypatch.setitem(sys.modules, "resource", None)
    child_main.limit_resources(setup)
    assert len(limits) == 2


@pytest.mark.parametrize("data", [b"\x00\x00", (5).to_bytes(8, "big") + b"ab", (50).to_bytes(8, "big") + b"x" * 50])
def test_a_broken_frame_is_told(data: bytes) -> None:
    """A frame cut off, or longer than allowed, is no frame."""
    with pytest.raises(BrokenFrameError):
        read_frame(io.BytesIO(data), at_most=20)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("x"), "a.md could not be read (ValueError)."),
        (MemoryError(), "a.md is too large or damaged."),
        (RecursionError(), "a.md is too large or damaged."),
    ],
)
def test_a_foreign_error_becomes_ours_with_its_cause(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks inside a reader ends in one line that names the document."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "read_layout", fail)
    with pytest.raises(UnreadableDocumentError) as caught:
        read_briefing(b"text", source_name="x/a.md", lexicon=LEXICON)
    assert caught.value.message == said
    assert caught.value.__cause__ is error
