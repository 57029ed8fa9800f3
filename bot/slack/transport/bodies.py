"""The shape of what comes in: texts that can be stored, and the fields that every request of its kind has.

Bolt reads these fields without a look, so that a request without them would end in a fault of ours.
"""

from typing import Any


def mend_texts(value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
    """Return the value with halves of characters, which no file takes, replaced in all its texts and names."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {mend_texts(name): mend_texts(each) for name, each in value.items()}
    if isinstance(value, list):
        return [mend_texts(each) for each in value]
    return value


def is_whole(body: object) -> bool:
    """Say whether a request has what Slack gives every request of its kind, each of the type it must have."""
    if not isinstance(body, dict) or not body:
        return False
    kind, grants = body.get("type"), body.get("authorizations")
    checks = [
        *(isinstance(body.get(name, ""), str) for name in ("type", "command")),
        isinstance(body.get("response_url") or "", str),
        grants is None or (isinstance(grants, list) and all(isinstance(each, dict) for each in grants)),
    ]
    if kind == "event_callback" or "event" in body:
        checks.append(_has_texts(body.get("event"), "type"))
    if kind == "block_actions" or "actions" in body:
        pressed = body.get("actions")
        needed = ("action_id",) if kind == "block_actions" else ()
        checks.append(
            isinstance(pressed, list) and bool(pressed) and all(_has_texts(each, *needed) for each in pressed)
        )
    if kind in ("view_submission", "view_closed"):
        checks.append(_has_texts(body.get("view"), "type", "callback_id"))
    return all(checks)


def _has_texts(value: object, *names: str) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in names)
