"""What the doctor asks Slack: whether the tokens are good, which scopes are missing, where the bot is a member."""

from collections.abc import Callable, Iterator, Sequence

from slack_sdk import WebClient

from bot.access.roles import Role, decide_role
from bot.clock import Clock
from bot.errors import GongbaoError
from bot.model.subscription import is_person
from bot.operations.doctor import Finding, Level
from bot.slack.calls.client import FAILURES, LaterDeliveryError, is_direct, read_failure, read_pages
from bot.slack.calls.identity import NOT_OURS, ask_about_person, call_slack, get_identity

_SHOWN = (
    "/digest subscribe, Share and @Gongbao are refused, and no summaries are posted."
    " The doctor cannot say which of them lack the bot, and who is in them is not known."
)
_NOT_FOUND = (
    "channel whose reply was lost cannot be looked up: an admin is asked. A mention there that never came is not found."
)
SCOPES = {
    "commands": "No slash command exists.",
    "chat:write": "Nothing is posted: no notices, no digests, no word to admins.",
    "im:write": "No direct message can be opened: no Send to me, no reports to admins, no digests to a person.",
    "users:read": "Guests and people of other workspaces cannot be told from members, so nobody is answered,"
    " admins included.",
    "channels:read": f"Shared public channels cannot be told from others: in all of them {_SHOWN}",
    "groups:read": f"Shared private channels cannot be told from others: in all of them {_SHOWN}",
    "app_mentions:read": "@Gongbao in a channel is not heard.",
    "files:read": "A briefing sent as a file cannot be read.",
    "files:write": "Exports cannot be sent.",
    "channels:history": f"A post to a public {_NOT_FOUND}",
    "groups:history": f"A post to a private {_NOT_FOUND}",
    "im:history": "What is written or sent to the bot in a direct message is not heard.",
}
"""Each scope that a manifest of ours may ask for, with what stops without it."""
ASSISTANTS = {
    "assistant:write": "the agent view",
    "links:write": "links that unfurl",
    "mcp:connect": "Slackbot as a client of gongbao mcp",
}
"""The scopes of what a manifest may ask for besides (docs/assistants.md), with what each is for."""
_AGAIN = "Look at the network of this machine and at SLACK_API_URL, if it is set; then run gongbao doctor again."
_PAGE, _PAGES = 200, 50
_CLOCK_WARNING_S, _CLOCK_PROBLEM_S = 30, 240
"""Slack's signed requests are refused from five minutes on."""


def examine_slack(
    *,
    bot: WebClient,
    app: WebClient | None,
    clock: Clock,
    list_channels: Callable[[str], Sequence[str]],
    admins: Sequence[str] = (),
) -> Iterator[Finding]:
    """Yield what is found in everything that Slack grants us, and change nothing; never raises.

    ``app`` holds the app's token, None in HTTP mode; ``list_channels`` gives the channels of a workspace that follow
    something; ``admins`` are ids of users.
    """
    about = "Slack"
    try:
        identity = get_identity(bot)
        yield _find(about, f"the bot of {identity.team_name} ({identity.team})")
        yield from _check_scopes(identity.scopes)
        about = "app token"
        if app is not None:
            call_slack(app, "apps.connections.open", setting="SLACK_APP_TOKEN")
            yield _find(about, "opens sockets")
    except GongbaoError as error:  # the doctor asks once, so it is for a person to try again
        hint = _AGAIN if isinstance(error, LaterDeliveryError) else error.hint
        yield _find(about, error.message, Level.PROBLEM, hint)
        if about == "Slack":
            return
    yield _check_clock(identity.slack_ts, clock)
    yield from _check_membership(bot, list_channels(identity.team))
    for user in admins:
        facts, code = ask_about_person(bot, user, now=clock.now())
        hint = "Correct GONGBAO_ADMINS, or gongbao admin revoke and grant."
        if code in NOT_OURS:
            text = f"Slack knows no {user} in this workspace, who is to be an admin."
            yield _find("admins", text, Level.PROBLEM, hint)
        elif code:
            return  # the scope, or Slack itself; told above
        elif decide_role(facts, workspace=identity.team, is_admin=True) is not Role.ADMIN:
            text = f"{user} is no full member of the workspace, and so no admin."
            yield _find("admins", text, Level.WARNING, hint)


def _find(about: str, text: str, level: Level = Level.OK, hint: str = "") -> Finding:
    return Finding(about=about, level=level, text=text, hint=hint)


def _check_scopes(held: frozenset[str]) -> Iterator[Finding]:
    """Say which scopes of ours a token lacks; none where Slack told of none."""
    missing = [scope for scope in SCOPES if held and scope not in held]
    if not missing:
        yield _find("scopes", f"all {len(SCOPES)}" if held else "not told by this Slack")
    for scope in missing:
        hint = "Add it under OAuth & Permissions and install the app again, unless you left it out on purpose."
        yield _find("scopes", f"{scope} is missing. {SCOPES[scope]}", Level.WARNING, hint)
    states = (f"{what}: {'on' if scope in held else 'off'}" for scope, what in ASSISTANTS.items())
    yield _find("assistants", "; ".join(states))


def _check_clock(slack_ts: float | None, clock: Clock) -> Finding:
    off_s = abs(clock.now().timestamp() - slack_ts) if slack_ts is not None else 0.0
    if off_s < _CLOCK_WARNING_S:
        return _find("clock", "agrees with Slack's")
    level = Level.PROBLEM if off_s >= _CLOCK_PROBLEM_S else Level.WARNING
    text = f"This machine's clock and Slack's differ by {off_s:,.0f} s."
    return _find("clock", text, level, "Let the machine keep time by NTP.")


def _check_membership(bot: WebClient, channels: Sequence[str]) -> Iterator[Finding]:
    wanted = [channel for channel in channels if not (is_direct(channel) or is_person(channel))]
    if not wanted:
        return
    try:
        asked = {"types": "public_channel,private_channel", "limit": _PAGE}
        pages = read_pages(bot, "users.conversations", asked, most=_PAGES)
        joined = {str(channel.get("id")) for page in pages for channel in page.get("channels") or []}
    except FAILURES as error:
        text = f"Slack did not say where the bot is a member ({read_failure(error).error})."
        yield _find("channels", text, Level.WARNING, "See the scopes channels:read and groups:read.")
        return
    if joined.issuperset(wanted):
        yield _find("channels", f"a member of all {len(wanted)} that follow something")
    for channel in [channel for channel in wanted if channel not in joined]:
        text = f"The bot is no member of {channel}, which follows something: nothing can be posted there."
        yield _find("channels", text, Level.PROBLEM, "In that channel: /invite @Gongbao")
