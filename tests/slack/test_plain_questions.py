"""Messages as questions: a command without its slash, or words to search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.actions import Ask
from bot.slack.arguments import HELP, THANKS, parse_plain_question
from bot.slack.commands import COMMANDS

_NAMES = {command.name for command in COMMANDS}


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("<@U0BOT> policy data security", Ask(command="policy", text="data security")),
        ("<@U0BOT>: Ministry MIIT", Ask(command="ministry", text="MIIT")),
        ("Ministry of Commerce robots", Ask(command="policy", text="Ministry of Commerce robots")),
        ("/ministry of commerce", Ask(command="ministry", text="of commerce")),
        ("-AI robots", Ask(command="policy", text="-AI robots")),
        ("policy <@U0BOT>", Ask(command="policy")),
        ("<@U0BOT> what did MIIT issue?", Ask(command="policy", text="what did MIIT issue?")),
        ("<@U0BOT> /policy R&amp;D", Ask(command="policy", text="R&D")),
        ("<@U0BOT> /cn-company 华为", Ask(command="company", text="华为")),
        ("digest", Ask(command="digest")),
        ("<@U0BOT>", Ask(command=HELP)),
        ("<@U0BOT> help", Ask(command=HELP)),
        ("<@U0BOT> *policy P1*", Ask(command="policy", text="P1")),
        ("<@U0BOT> `/company Huawei`", Ask(command="company", text="Huawei")),
    ],
)
def test_a_message_is_a_question(text: str, ask: Ask) -> None:
    """The mention is no part of it; a first word that is a command's name is that command."""
    assert parse_plain_question(text, bot_user="U0BOT", prefix="cn-") == ask


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("<@U0BOT> which drafts are open for comment? Thank you!", "which drafts are open for comment?"),
        ("你好，哪些草案正在征求意见？", "哪些草案正在征求意见？"),
        ("Hey <@U0BOT> what did MIIT issue on AI?", "what did MIIT issue on AI?"),
        ("Thanks! And robots?", "And robots?"),
        ("the newest on robots please!", "the newest on robots"),
        ("hi-tech zones", "hi-tech zones"),
        ("dear medicines", "dear medicines"),
        ("what did MIIT issue? :thinking_face:", "what did MIIT issue?"),
        (":wave::skin-tone-2: hi, steel :pray: :pray:", "steel"),
    ],
)
def test_courtesies_are_no_part_of_a_question(text: str, asked: str) -> None:
    """Greetings before it and thanks behind it are left out; words that stand among others are searched for."""
    assert parse_plain_question(text, bot_user="U0BOT") == Ask(command="policy", text=asked)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("thanks!", THANKS),
        ("<@U0BOT> thank you so much", THANKS),
        ("好的，谢谢你", THANKS),
        (":+1:", THANKS),
        ("\U0001f44d", THANKS),
        (":wave: hi", HELP),
        ("Hello <@U0BOT>!", HELP),
        ("what can you do?", HELP),
        ("Hi, who are you?", HELP),
        ("How do I subscribe?", HELP),
        ("how do I export antimony?", "policy"),
        ("你能做什么？", HELP),
        ("hey gongbao company Huawei", "company"),
    ],
)
def test_a_lone_courtesy_is_not_searched_for(text: str, command: str) -> None:
    """A greeting, and a question what the bot is, get help; thanks are answered in a line."""
    assert parse_plain_question(text, bot_user="U0BOT").command == command


@given(st.text(max_size=80))
def test_any_text_is_a_question(text: str) -> None:
    """Nothing that anybody writes fails, and what comes out is a command of ours, help or thanks."""
    assert parse_plain_question(text, bot_user="U0BOT").command in {HELP, THANKS, *_NAMES}
