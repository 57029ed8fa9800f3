"""Print a day in a workspace: ``make transcript``.

``gongbao serve`` runs as a process of its own against a Slack on loopback, in both modes; a person types, presses,
fills in and writes, and what they see is printed as text. ``--mode`` prints one mode alone, ``--lines`` more or less of
each answer, ``--short`` leaves out what waits for the bot's next tick.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from collections.abc import Callable

from bot.cli.text import render_message
from bot.config import find_data_folder
from bot.slack.in_memory.local import find_buttons
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL
from bot.slack.messages.ingest import UNDO
from tests.fake_slack.files import LOGIN_PAGE
from tests.fake_slack.person import HttpRoad, Person, Road, SocketRoad
from tests.fake_slack.program import ROOT, Program
from tests.fake_slack.requests import Body
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.talker import Talker

NOW = "2025-04-10T08:00"
READ = "2025-04-02T08:00"
MODES = ("socket", "http")
COMMANDS = (
    "/policy data security since:2024-02",
    "/policy P2",
    "/ministry MIIT",
    "/company Huawei",
    "/briefing",
    "/digest",
    "/policy help",
)
_LINES = 12
_SECOND_TICK_S = 6.0
_FIRST_POSTS = ("the notice", "the summary")
"""What a channel gets when it begins to follow something."""


class Transcript:
    """Does one thing after the other as somebody in the workspace, and says what is then seen."""

    def __init__(self, talker: Talker, *, say: Callable[[str], None], lines: int = _LINES) -> None:
        self.talker = talker
        self._say = say
        self._lines = lines

    def run(self, *, short: bool = False) -> None:
        """Go through the day; a short one leaves out what waits for the bot's next tick."""
        self._ask_commands()
        self._press_buttons()
        self._write_messages()
        self._fill_in_forms()
        self._send_file()
        self._ingest_by_form()
        self._settle_review()
        if not short:
            self._lose_message()
            self._follow()

    def show(self, did: str, seen: Body | None, *, where: str) -> None:
        """Print what somebody did, and what they then see."""
        text = render_message(seen).splitlines() if seen else ["(acknowledged)"]
        left = len(text) - self._lines
        shown = [*text[: self._lines], *([f"… {left} more lines"] if left > 0 else [])]
        self._say(f"\n» {did}\n  {where}")
        self._say("\n".join(f"    {line}".rstrip() for line in shown))

    def _ask_commands(self) -> None:
        for command in COMMANDS:
            self.show(f"types {command}", self.talker.person.type(command), where="answered in the acknowledgement:")

    def _press_buttons(self) -> None:
        person = self.talker.person
        policies = person.type("/policy")
        for label, where in (
            ("More", "the answer turns its page:"),
            ("Cite", "privately:"),
            ("Send to me", "privately:"),
        ):
            (seen,) = person.fake.list_replies(person.press(policies, label))
            self.show(f"presses {label}", seen, where=where)
        person.press(policies, "Share")
        self.show("presses Share", person.fake.list_posts(count=1)[-1], where="posted to the channel:")
        self.show("looks into the direct messages", self._find_newest(self.talker.direct), where="there stands:")
        for command, label in (("/policy P1", "Full text"), ("/policy P2", "Report a mistake")):
            shown = self._press_for_window(person.type(command), label)
            self.show(f"presses {label} under {command}", shown, where="a window opens:")
        note = {"note": {"note": {"value": "The deadline is another one."}}}
        taken = self.talker.submit(person.fake.slack.views[-1], note)
        self.show("fills it in and submits", taken["view"], where="the window says:")

    def _press_for_window(self, shown: Body, label: str) -> Body:
        return self._open_window(lambda: self.talker.person.press(shown, label))

    def _write_messages(self) -> None:
        talker = self.talker
        for text in ("what did MIIT issue on data security?", "ministry NDRC"):
            self.show(f"writes in the channel: @Gongbao {text}", talker.mention(text), where="in its thread:")
        self.show("writes to Gongbao: company Huawei", talker.write("company Huawei"), where="in direct messages:")

    def _lose_message(self) -> None:
        talker = self.talker
        lost = talker.person.fake.say(talker.direct, "P5")
        self._say("\n» writes to Gongbao: P5, and the event gets lost; the line to Slack is opened anew")
        if isinstance(talker.person.road, SocketRoad):
            talker.person.fake.send({"type": "disconnect", "reason": "warning"})
            self.show("waits", talker.wait_for_answer(talker.direct, lost), where="found in the history and answered:")
        else:
            self._say("  (without a line, over HTTP, it is found within a quarter of an hour)")

    def _fill_in_forms(self) -> None:
        talker = self.talker
        home = talker.open_home()
        self.show("opens Gongbao's Home", home, where="there stands:")
        form = talker.press_in(home, "Search")
        self.show("presses Search", form, where="a window opens:")
        offered = talker.suggest(form, "names.bodies", "工信")
        self._say("\n» types 工信 into “Issued by”\n  offered: " + ", ".join(each["text"]["text"] for each in offered))
        chosen = {
            "words": {"words": {"value": "data"}},
            "names.bodies": {"names.bodies": {"selected_options": offered[:1]}},
        }
        answer = talker.submit(form, chosen)["view"]
        self.show("submits", answer, where="the window shows the answer:")

    def _follow(self) -> None:
        person = self.talker.person
        form = self._press_for_window(person.type("/ministry MIIT"), "Follow")
        self.show("presses Follow under /ministry MIIT", form, where="a window opens:")
        known = len(self._list_posts())
        shown = person.type("/digest subscribe")
        self.show("types /digest subscribe", shown, where="answered in the acknowledgement:")
        person.press(shown, "Subscribe")
        person.fake.wait_until(lambda: len(self._list_posts()) - known >= len(_FIRST_POSTS), what="a first summary")
        for post, what in zip(self._list_posts()[known:], _FIRST_POSTS, strict=False):
            self.show("looks at the channel", post, where=f"{what}:")
        person.fake.wait_quietly(lambda: False, at_most_s=_SECOND_TICK_S)
        count = len(self._list_posts()) - known
        self._say(
            "\n» looks again after the bot's next tick\n"
            f"  there stand {count} posts since: {' and '.join(_FIRST_POSTS)}, each once"
        )

    def _send_file(self) -> None:
        talker = self.talker
        path = find_data_folder("briefings") / "quarter-in-documents-2024-q1.md"
        posts = talker.person.fake.slack.open_direct(talker.user).posts
        known = len(posts)
        talker.send_file(path.name, path.read_bytes())
        fake = talker.person.fake
        fake.wait_until(lambda: any(is_report(post) for post in posts[known:]), what="a report")
        report = next(post for post in posts[known:] if is_report(post))
        self.show(f"sends {path.name} to Gongbao", report, where="one message, edited until it is the report:")

    def _ingest_by_form(self) -> None:
        talker = self.talker
        form = self._open_window(lambda: talker.person.type("/ingest"))
        self.show("types /ingest", form, where="a window opens:")
        wrong = {"addresses": {"addresses": {"value": "http://127.0.0.1/brief.pdf"}}}
        said = talker.submit(form, wrong)
        self._say(
            f"\n» writes http://127.0.0.1/brief.pdf and submits\n  under the field: {said['errors']['addresses']}"
        )
        fake = talker.person.fake
        page = fake.files.add("login.pdf", LOGIN_PAGE, address=fake.address)
        posts = fake.slack.open_direct(talker.user).posts
        known = len(posts)
        taken = talker.submit(form, {"files": {"files": {"files": [page]}}})["view"]
        self.show("gives a file that is a login page instead, and submits", taken, where="the window says:")
        fake.wait_until(lambda: any("login page" in str(post) for post in posts[known:]), what="a refusal")
        self.show("looks into the direct messages", posts[-1], where="there stands:")
        for command in ("/ingest list", "/ingest hold B2", "/ingest merge P1 P2", "/ingest undo B3"):
            self.show(f"types {command}", talker.person.type(command), where="answered in the acknowledgement:")

    def _settle_review(self) -> None:
        person = self.talker.person
        listed = person.type("/ingest review")
        self.show("types /ingest review", listed, where="answered in the acknowledgement:")
        label = next(each["text"]["text"] for each in find_buttons(listed) if "settle" in each["action_id"])
        (seen,) = person.fake.list_replies(person.press(listed, label))
        self.show(f"presses {label}", seen, where="privately:")

    def _open_window(self, act: Callable[[], object]) -> Body:
        views = self.talker.person.fake.slack.views
        known = len(views)
        act()
        self.talker.person.fake.wait_until(lambda: len(views) > known, what="a window")
        return views[-1]

    def _find_newest(self, channel: str) -> Body:
        return self.talker.person.fake.slack.channels[channel].posts[-1]

    def _list_posts(self) -> list[Body]:
        """Return what the bot posted to the channel outside threads."""
        posts = self.talker.person.fake.slack.channels[CHANNEL].posts
        return [post for post in posts if post.get("metadata") and not post.get("thread_ts")]


def is_report(post: Body) -> bool:
    """Say whether a message is the report on a briefing."""
    return UNDO in str(post.get("blocks"))


def ingest_samples(db: Path) -> None:
    """Read two of the sample briefings into a new database."""
    samples = [str(find_data_folder("briefings") / name) for name in SAMPLES]
    subprocess.run(
        [sys.executable, "-m", "bot", "ingest", "--db", str(db), "--now", READ, *samples],
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def print_mode(
    mode: str, folder: Path, *, say: Callable[[str], None], lines: int = _LINES, short: bool = False
) -> None:
    """Print the day in one mode, from an empty folder."""
    db = folder / f"{mode}.db"
    ingest_samples(db)
    with FakeSlack() as fake:
        settings = {"SLACK_API_URL": fake.api_url, "GONGBAO_PORT": "0", "GONGBAO_ADMINS": ADMIN}
        program = Program("--mode", mode, "--db", str(db), "--now", NOW, folder=folder, **settings)
        with program:
            say(f"\n===== gongbao serve --mode {mode} =====")
            road: Road
            if mode == "http":
                road = HttpRoad(port=int(program.wait_for(r"listening on port (\d+)")[1]))
            else:
                fake.wait_for_socket()
                road = SocketRoad(fake=fake)
            Transcript(Talker(person=Person(fake=fake, road=road)), say=say, lines=lines).run(short=short)
            status = program.end()
        say(f"\n===== stopped with status {status} =====")


SAMPLES = ("policy-fortnight-2024-09.md", "china-industry-monitor-2025-04.md")


def main() -> None:
    """Print the day in the modes asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("--lines", type=int, default=_LINES)
    parser.add_argument("--short", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for mode in given.mode or MODES:
            print_mode(mode, Path(folder), say=print, lines=given.lines, short=given.short)


if __name__ == "__main__":
    main()
