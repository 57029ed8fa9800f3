import pytest

from bot.query.keys import ALL_KEYS, SCHEDULE_KEYS
from bot.slack.commands import COMMANDS, Command, build_help_text, only_asks


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_shows_everything_a_command_does(command: Command) -> None:
    """The help of a command holds each subcommand, each example and each key, with the prefix in front."""
    text = build_help_text(command.name, "cn-")
    slash = f"/cn-{command.name}"
    assert all(f"`{slash} {subcommand.usage}` {subcommand.summary}" in text for subcommand in command.subcommands)
    assert all(f"`{slash} {example}`" in text for example in command.examples)
    assert all((f"`{key}:`" in text) is (key in command.keys) for key in ALL_KEYS)
    assert command.name in {"digest", "ingest"} or command.keys == ALL_KEYS - SCHEDULE_KEYS
    assert command.alone[1] in text
    assert len(text) < 3000


@pytest.mark.parametrize(
    ("typed", "text", "asks"),
    [
        ("/cn-policy", "battery", True),
        ("/cn-policy", "battery share:yes", False),
        ("/cn-policy", "battery ＳＨＡＲＥ：yes", False),
        ("/cn-company", "Huawei export:csv", False),
        ("/cn-digest", "", True),
        ("/cn-digest", "topic:ai", True),
        ("/cn-digest", "subscribe", False),
        ("/cn-ingest", "review", True),
        ("/cn-ingest", "", False),
        ("/cn-ingest", "undo B3", False),
        ("/cn-tea", "", False),
        (["/cn-policy"], "", False),
        ("/cn-policy", None, False),
    ],
)
def test_what_only_asks_is_known_by_what_is_typed(typed: object, text: object, *, asks: bool) -> None:
    """Whatever others may see, or that changes something, does more than ask; so does what is none of ours."""
    assert only_asks(typed, text, "cn-") is asks
