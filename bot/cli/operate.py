"""The bot at work, its database, and who may do and see what: from ``serve`` to ``audit``."""

import datetime as dt
import logging
import signal
import threading
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

import click

from bot.access.licences import MAX_QUOTE, Licences, describe_licence
from bot.access.roles import Admins, is_user_id
from bot.app import connect, serve_assistants
from bot.cli.options import BY, Call, Instant, Output, arg, cli, command, group, opt
from bot.clock import SystemClock
from bot.config import Settings, find_data_folder, find_slack_mode, read_slack_settings
from bot.errors import GongbaoError, StoreError
from bot.logs import set_up_logging
from bot.names.reference import load_lexicon
from bot.operations.backups import back_up_into
from bot.operations.doctor import Finding, Level, examine, list_following, list_known_admins
from bot.operations.health import read_health
from bot.reading.child import ChildReader
from bot.slack.calls.client import build_client
from bot.slack.calls.doctor import examine_slack
from bot.store.access import Licence, LicenceKind, StandingMessage, list_audit
from bot.store.database import restore_store
from bot.store.memos import MemoKind

log = logging.getLogger(__name__)
_FILE = arg("FILE", type=click.Path(path_type=Path))


@command(
    cli,
    "gongbao serve",
    opt(
        "--mode",
        "Open a socket to Slack, or be called by Slack through a gateway of yours.",
        type=click.Choice(["socket", "http"]),
        default="socket",
        show_default=True,
    ),
)
def serve(call: Call, *, mode: str) -> None:
    """Connect to Slack: answer, and post the digests.

    Until SIGTERM or Ctrl-C. The tokens come from the settings SLACK_BOT_TOKEN and SLACK_APP_TOKEN, in HTTP mode
    SLACK_SIGNING_SECRET instead of the latter. While Slack is away it waits. With --now the clock starts there and goes
    on.
    """
    slack = read_slack_settings(mode)
    set_up_serve_logging(call.settings, slack.secrets)
    stop = threading.Event()

    def handle_signal(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)  # the second one ends the program at once
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle_signal)
    app = connect(call.settings, slack, clock=SystemClock(call.now), stop=stop)
    if app is None:
        return
    with app:
        log.info("serving %s (%s) in %s mode", app.identity.team_name, app.identity.team, mode)
        app.run(stop)
        log.info("stopped")


@command(
    cli, "gongbao mcp", opt("--http", "Listen on GONGBAO_MCP_PORT for what Slack signs.", to="over_http", is_flag=True)
)
def mcp(call: Call, *, over_http: bool) -> None:
    """Answer assistants over MCP, from the same briefings.

    The operator's own over standard input, or Slack's over HTTP (docs/assistants.md). It only reads. Over HTTP it needs
    SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, and answers nobody whom Slack doesn't name. It needs the extra
    gongbao[mcp].
    """
    slack = read_slack_settings("http") if over_http else None
    if slack:
        set_up_serve_logging(call.settings, slack.secrets)
    serve_assistants(call.settings, clock=call.clock, slack=slack)


def set_up_serve_logging(settings: Settings, secrets: tuple[str, ...]) -> None:
    """Log what the bot does, and what libraries warn of; at the level ``debug`` all that either has to say."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    is_debug = level == logging.DEBUG
    set_up_logging(settings.log_format, level=level if is_debug else logging.WARNING, secrets=secrets)
    logging.getLogger("bot").setLevel(level)
    if not is_debug:
        logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # each failed call is told by who made it


@command(cli, "gongbao doctor", as_json=True)
def doctor(call: Call) -> Output:
    """Check the set-up; say what to do about each finding.

    The status is 1 if there is a problem.
    """
    settings, reference = call.settings, find_data_folder("reference")
    with ChildReader(load_lexicon(reference)) as reader:
        findings = examine(
            db=settings.db,
            time_zone=settings.time_zone,
            reference=reference,
            samples=find_data_folder("briefings"),
            open_reader=lambda: reader,
            admins=settings.admins,
        )
    findings += _examine_slack(settings)
    marks = {Level.OK: "ok     ", Level.WARNING: "warning", Level.PROBLEM: "PROBLEM"}
    lines = (f"{marks[each.level]}  {each.about + ':':10} {each.text} {each.hint}".rstrip() for each in findings)
    return Output(lines=lines, value=findings, failed=any(each.level is Level.PROBLEM for each in findings))


def _examine_slack(settings: Settings) -> list[Finding]:
    try:
        mode = find_slack_mode()
        if mode is None:
            hint = "To serve a workspace, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README, Slack)."
            return [Finding(about="Slack", level=Level.WARNING, text="No token is set.", hint=hint)]
        slack = read_slack_settings(mode)
        return examine_slack(
            bot=build_client(slack.bot_token, slack.api_url),
            app=build_client(slack.app_token, slack.api_url) if mode == "socket" else None,
            clock=SystemClock(),
            list_channels=lambda team: list_following(settings.db, team),
            admins=[user for user in list_known_admins(settings.db, settings.admins) if is_user_id(user)],
        )
    except StoreError:
        return []  # told of the database
    except GongbaoError as error:
        return [Finding(about="Slack", level=Level.PROBLEM, text=error.message, hint=error.hint)]


@command(cli, "gongbao health")
def health(call: Call) -> Output:
    """Say whether the bot that serves from this database works.

    The status is 1 when a person must look.
    """
    found = read_health(call.store, now=call.now)
    return Output(lines=found.lines, failed=not found.well)


@command(
    cli,
    "gongbao backup gongbao-friday.db",
    _FILE,
    opt(
        "--keep",
        "FILE is a folder: write a backup named by its moment into it, and keep the newest N.",
        type=click.IntRange(min=1),
        metavar="N",
    ),
)
def backup(call: Call, *, file: Path, keep: int | None) -> Output:
    """Write a sound copy of the database to FILE.

    FILE is a new file. The database may be in use.
    """
    more = ""
    if keep is None:
        call.store.backup(file)
    else:
        rotated = back_up_into(call.store, file, keep=keep, now=call.now)
        file, more = rotated.file, f" Removed {rotated.removed} older." if rotated.removed else ""
    return Output(lines=(f"Backed up to {file} ({file.stat().st_size:,} bytes), checked.{more}",))


@command(cli, "gongbao restore gongbao-friday.db", _FILE)
def restore(call: Call, *, file: Path) -> Output:
    """Put a backup in the place of the database.

    What stood there is kept beside it. Stop the bot first. When it starts again, what was due since the backup is held,
    and the admins are asked whether to send it: nobody knows what was posted meanwhile.
    """
    target = call.settings.db
    kept = restore_store(file, target, now=call.now)
    more = f" What stood there before is kept as {kept}." if kept else ""
    note = "Read again what was read since the backup. Subscriptions made, changed or ended since then, and deadlines"
    note += " answered, are as they were: tell who did so."
    return Output(lines=(f"Restored {target} from {file}.{more}",), notes=(note,))


admin = group("admin", "Say who may administer the bot, and which shared channels are open.")


def _add_grant(example: str, kind: MemoKind, about: str) -> None:
    """Add a command that grants something, or takes it back; it says what a channel that is opened shows already."""
    words = example.split()
    name, is_user = words[2], kind is MemoKind.ADMIN

    def turn(call: Call, *, subject: str) -> Output:
        admins = Admins(call.store, configured=call.settings.admins)
        if name in {"revoke", "refuse-channel"}:
            admins.revoke(subject, by=BY, now=call.now, kind=kind)
            return Output(lines=(f"{subject} is {'no admin' if is_user else 'not open'} any more.",))
        is_new = admins.grant(subject, by=BY, now=call.now, kind=kind)
        visible = [] if is_user or not is_new else _list_visible(Licences(call.store).list_visible(subject))
        what = f"{'an admin' if is_user else 'open'} {'now' if is_new else 'already'}"
        return Output(lines=(f"{subject} is {what}.", *visible))

    turn.__doc__ = about
    command(admin, example, arg("USER" if is_user else "CHANNEL", name="subject"))(turn)


_add_grant("gongbao admin grant U012AB3CD", MemoKind.ADMIN, "Make USER, a user id such as U012AB3CD, an admin.")
_add_grant("gongbao admin revoke U012AB3CD", MemoKind.ADMIN, "Take it back from USER.")
_add_grant(
    "gongbao admin allow-channel C012AB3CD",
    MemoKind.CHANNEL,
    "Let the bot post to CHANNEL, shared with another organisation.\n\nWhat a licence keeps inside stays out of it all"
    " the same. What is there already is listed, for you to delete.",
)
_add_grant("gongbao admin refuse-channel C012AB3CD", MemoKind.CHANNEL, "Take that back for CHANNEL.")


@command(admin, "gongbao admin list", as_json=True)
def list_admins(call: Call) -> Output:
    """List the admins, and the shared channels that are open."""
    admins, configured = Admins(call.store), sorted(call.settings.admins)
    granted, channels = (list(admins.list_granted(kind).values()) for kind in (MemoKind.ADMIN, MemoKind.CHANNEL))
    lines = [f"{user}  admin, by GONGBAO_ADMINS" for user in configured]
    for what, grants in (("admin, granted", granted), ("shared channel, opened", channels)):
        lines += [f"{each.subject}  {what} {each.at:%Y-%m-%d %H:%M} UTC by {each.by}" for each in grants]
    none = "Nobody is an admin. Set GONGBAO_ADMINS, or: gongbao admin grant U012AB3CD"
    found = {"configured": configured, "granted": granted, "channels": channels}
    return Output(lines=lines, value=found, notes=() if configured or granted else (none,))


licence = group(
    "licence",
    "Say who may see what each publisher wrote.\n\ninternal (the default): members, privately and in the workspace's"
    " own channels. channels: members privately, and the channels named. open: everybody, everywhere.",
)


@command(
    licence,
    "gongbao licence set MERICS internal",
    arg("PUBLISHER"),
    arg("KIND", type=click.Choice([kind.value for kind in LicenceKind])),
    arg("[CHANNEL]...", name="channels", nargs=-1),
    opt("--quote", "Quote at most N words at a time.", type=click.IntRange(1, MAX_QUOTE), metavar="N"),
)
def set_licence(call: Call, *, publisher: str, kind: str, channels: tuple[str, ...], quote: int | None) -> Output:
    """Put a licence in force for PUBLISHER.

    In place of the one before. KIND is internal, channels or open; CHANNEL are channel ids, for channels. Without
    --quote whole sentences are quoted. PUBLISHER is the name as briefings print it; "" means briefings that print none.

    Posts that it does not allow as they are any more are listed with links, for you to delete. What is posted from now
    on obeys it.
    """
    wanted = Licence(
        publisher=" ".join(publisher.split()), kind=LicenceKind(kind), channels=frozenset(channels), longest_quote=quote
    )
    licences = Licences(call.store)
    visible = licences.set_licence(wanted, by=BY, now=call.now)
    is_read = any(is_read and each.name == wanted.name for each, is_read in licences.list_all())
    none = "Nothing of this publisher is held yet; gongbao licence list shows whose is."
    lines = (f"{wanted.name}: {describe_licence(wanted)}", *_list_visible(visible))
    return Output(lines=lines, notes=() if is_read else (none,))


def _list_visible(visible: Iterable[StandingMessage]) -> list[str]:
    """List what a narrowed licence, or an opened channel, leaves standing where it may not; nothing for none."""
    lines = [f"  {each.link} ({each.what})" for each in visible]
    return ["Still visible there; delete in Slack what must go:", *lines] if lines else []


@command(licence, "gongbao licence list", as_json=True)
def list_licences(call: Call) -> Output:
    """List each publisher with its licence."""
    found = Licences(call.store).list_all()
    marks = {(True, False): " (nothing held)", (False, True): " (the default)"}
    lines = (
        f"{each.name}: {describe_licence(each)}{marks.get((each.set_at is not None, is_read), '')}"
        for each, is_read in found
    )
    value = [{"licence": each, "is_set": each.set_at is not None, "is_held": is_read} for each, is_read in found]
    return Output(lines=lines, value=value, notes=() if found else ("Nothing is held yet: ingest a briefing first.",))


@command(
    cli,
    "gongbao audit --since 2023-12-01",
    opt("--since", "Only from this day (UTC) or time on: 2023-12-10.", type=Instant(hour=0)),
    as_json=True,
)
def audit(call: Call, *, since: dt.datetime | None) -> Output:
    """List every change and every refusal, oldest first.

    When, who, what, to what, and the detail. With --json one object a line.
    """
    with call.store.read() as reading:
        rows = list_audit(reading, since=since)
    facts = ((f"{row.at:%Y-%m-%d %H:%M:%S}", row.actor, row.action, row.subject, row.detail) for row in rows)
    lines = ("  ".join(filter(None, row)).replace("\n", " ") for row in facts)
    none = "Nothing was changed or refused yet." if since is None else "Nothing since then."
    return Output(lines=lines, value=iter(rows), notes=() if rows else (none,))
