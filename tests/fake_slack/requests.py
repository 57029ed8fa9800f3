"""Requests as Slack writes them: commands, presses, windows and events, as bodies and as signed HTTP."""

import datetime as dt
import itertools
import json
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bot.slack.actions import SUBSCRIBE, Ask, format_ask
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL, TEAM

Body = dict[str, Any]
_COUNT = itertools.count(1)
_ODD_TIMES = ("", "soon", "-1", "1e9", "9" * 300, "1.5", " 1531420618")
_ODD_SIGNATURES = ("", "v0=", "v0=" + "0" * 64, "v1=" + "0" * 64, "0" * 64, "v0=" + "Z" * 64, "\xe9")


def build_command(command: str, *, response_url: str = "", user: str = ADMIN, channel: str = CHANNEL) -> Body:
    """Return the body of a slash command as typed."""
    name, _, text = command.partition(" ")
    return {
        "command": name,
        "text": text,
        "team_id": TEAM,
        "team_domain": "local",
        "user_id": user,
        "user_name": user.lower(),
        "channel_id": channel,
        "channel_name": channel.lower(),
        "api_app_id": "A0LOCAL",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": f"trigger.{next(_COUNT)}",
    }


def build_interaction(kind: str, *, user: str = ADMIN) -> Body:
    """Return what every press, menu and submitted window says of who did it."""
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "local"},
        "user": {"id": user, "username": user.lower(), "team_id": TEAM},
        "api_app_id": "A0LOCAL",
        "is_enterprise_install": False,
        "enterprise": None,
        "trigger_id": f"trigger.{next(_COUNT)}",
    }


def build_press(element: Body, *, response_url: str = "", user: str = ADMIN, channel: str = CHANNEL) -> Body:
    """Return the body of a press on a button of a private answer."""
    return {
        **build_interaction("block_actions", user=user),
        "channel": {"id": channel, "name": channel.lower()},
        "container": {"type": "message", "channel_id": channel, "is_ephemeral": True, "message_ts": "1.1"},
        "response_url": response_url,
        "actions": [{**element, "block_id": "b1", "action_ts": "1.2"}],
    }


def build_subscribe(channel: str) -> Body:
    """Return the body of a press on Subscribe, for everything, at once."""
    value = format_ask(Ask(command="digest", text="every:immediate"))
    return build_press({"type": "button", "action_id": SUBSCRIBE, "value": value}, channel=channel)


def build_event(event: Body, *, event_id: str) -> Body:
    """Return the body of an event."""
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0LOCAL",
        "event_id": event_id,
        "event": event,
        "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
    }


def build_http(body: Body) -> tuple[bytes, str]:
    """Return the bytes and the content type of a request over HTTP with this body."""
    if body.get("type") in {"event_callback", "url_verification"}:
        return json.dumps(body).encode(), "application/json"
    fields = body if "command" in body else {"payload": json.dumps(body)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def sign(secret: str, data: bytes, *, at: dt.datetime) -> dict[str, str]:
    """Return the headers that sign these bytes at this time."""
    timestamp = str(int(at.timestamp()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=data) or ""
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}


def sign_body(body: Body, *, secret: str, at: dt.datetime) -> tuple[bytes, dict[str, str]]:
    """Return a request over HTTP with this body: its bytes and all its headers."""
    data, content_type = build_http(body)
    return data, {"Content-Type": content_type, **sign(secret, data, at=at)}


def list_forgeries(secret: str, data: bytes, *, now: dt.datetime) -> list[tuple[str, bytes, dict[str, str]]]:
    """Return requests that must not be heard: what is wrong with each, its bytes and its two headers."""
    right = sign(secret, data, at=now)
    timestamp, signature = right.values()

    def build(at: str, said: str) -> dict[str, str]:
        return dict(zip(right, (at, said), strict=True))

    return [
        ("unsigned", data, {}),
        *(("odd timestamp", data, build(at, signature)) for at in _ODD_TIMES),
        *(("odd signature", data, build(timestamp, said)) for said in _ODD_SIGNATURES),
        *(("old", data, sign(secret, data, at=now - dt.timedelta(days=days))) for days in (1, 3650)),
        ("ahead of time", data, sign(secret, data, at=now + dt.timedelta(days=365))),
        ("of another secret", data, sign("another", data, at=now)),
        ("of another body", data + b"&x=1", right),
    ]
