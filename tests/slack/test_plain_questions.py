"""Messages as questions: a command without its slash, or words to search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.actions import Ask
from bot.slack.commands import COMMANDS
from bot.slack.plain_questions import HELP, THANKS, parse_plain_question

_NAMES = {command.name for command in COMMANDS}


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("<@U0BOT> policy data security", Ask(command="policy", text="data security")),
        ("<@U0BOT>: Ministry MIIT", Ask(command="ministry", text="MIIT")),
        ("Ministry of Commerce robots", Ask(command="policy", text="Ministry of Commerce robots")),
        ("/ministry of commerce", Ask(command="ministry", text="of commerce")),
        ("company news in May", Ask(command="policy", text="company news in May")),
        ("-AI robots", Ask(command="policy", text="-AI robots")),
        ("- robots", Ask(command="policy", text="robots")),
        ("policy <@U0BOT>", Ask(command="policy")),
        ("<@U0BOT> what did MIIT issue?", Ask(command="policy", text="what did MIIT issue?")),
        ("<@U0BOT> /policy R&amp;D", Ask(command="policy", text="R&D")),
        ("<@U0BOT> /cn-company 华为", Ask(command="company", text="华为")),
        ("digest", Ask(command="digest")),
        ("<@U0BOT>", Ask(command=HELP)),
        ("<@U0BOT> help", Ask(command=HELP)),
        ("<@U0BOT> ?!", Ask(command=HELP)),
        ("help wanted", Ask(command="policy", text="help wanted")),
        ("<@U0BOT> *policy P1*", Ask(command="policy", text="P1")),
        ("<@U0BOT> `/company Huawei`", Ask(command="company", text="Huawei")),
        ("```policy robots```", Ask(command="policy", text="robots")),
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
        ("哪些草案正在征求意见？谢谢！", "哪些草案正在征求意见？"),
        ("Hey <@U0BOT> what did MIIT issue on AI?", "what did MIIT issue on AI?"),
        ("hi all\nwhich drafts are open?", "which drafts are open?"),
        ("ok, when does the draft close?", "when does the draft close?"),
        ("Thanks! And robots?", "And robots?"),
        ("please, which drafts are open?", "which drafts are open?"),
        ("the newest on robots please!", "the newest on robots"),
        ("hi-tech zones", "hi-tech zones"),
        ("Great Wall Motor", "Great Wall Motor"),
        ("State Council gongbao", "State Council gongbao"),
        ("right to repair", "right to repair"),
        ("dear medicines", "dear medicines"),
        ("what did MIIT issue? :thinking_face:", "what did MIIT issue?"),
        (":wave::skin-tone-2: hi, steel :pray: :pray:", "steel"),
        ("关于:ai:通知 at 09:00:30", "关于:ai:通知 at 09:00:30"),
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
        ("Thanks :pray:", THANKS),
        (":+1:", THANKS),
        ("<@U0BOT> :heart::heart:", THANKS),
        ("\U0001f44d", THANKS),
        (":wave: hi", HELP),
        (":wave: ministry MIIT", "ministry"),
        ("Hello <@U0BOT>!", HELP),
        ("您好！", HELP),
        ("what can you do?", HELP),
        ("Hi, who are you?", HELP),
        ("how do I use this?", HELP),
        ("How do I subscribe?", HELP),
        ("how do I export antimony?", "policy"),
        ("help me please", HELP),
        ("你能做什么？", HELP),
        ("hi, ministry MIIT", "ministry"),
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
