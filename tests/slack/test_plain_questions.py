"""Messages as questions: a command without its slash, or words to search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.actions import Ask
from bot.slack.commands import COMMANDS
from bot.slack.plain_questions import HELP, parse_plain_question, read_message


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("<@U0BOT> policy data security", Ask(command="policy", text="data security")),
        ("<@U0BOT>: Ministry MIIT", Ask(command="ministry", text="MIIT")),
        ("policy <@U0BOT>", Ask(command="policy")),
        ("<@U0BOT> what did MIIT issue?", Ask(command="policy", text="what did MIIT issue?")),
        ("<@U0BOT> /policy R&amp;D", Ask(command="policy", text="R&D")),
        ("<@U0BOT> /cn-company 华为", Ask(command="company", text="华为")),
        ("digest", Ask(command="digest")),
        ("<@U0BOT>", Ask(command=HELP)),
        ("<@U0BOT> help", Ask(command=HELP)),
        ("<@U0BOT> Help!", Ask(command=HELP)),
        ("<@U0BOT> ?!", Ask(command=HELP)),
        ("help wanted", Ask(command="policy", text="help wanted")),
        ("policymakers", Ask(command="policy", text="policymakers")),
    ],
)
def test_a_message_is_a_question(text: str, ask: Ask) -> None:
    """The mention is no part of it; a first word that is a command's name is that command."""
    assert parse_plain_question(text, bot_user="U0BOT", prefix="cn-") == ask


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ("see <https://x.example/a?b=1|the notice>", "see the notice"),
        ("see <https://x.example/a>", "see https://x.example/a"),
        ("in <#C123|general> and <#C9>", "in #general and #C9"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<mailto:a@b.example>", "a@b.example"),
        ("hi <@U9> and <@U8|ann> all", "hi and all"),
        ("<!channel> <!subteam^S1|@team> x", "@team x"),
        ("two\n lines\t here", "two lines here"),
    ],
)
def test_entities_are_resolved(text: str, said: str) -> None:
    """People and calls to all are left out, channels and links read as they are shown."""
    assert read_message(text) == said


@given(st.text(max_size=80))
def test_any_text_is_a_question(text: str) -> None:
    """Nothing that anybody writes fails, and what comes out is a command of ours or help."""
    assert parse_plain_question(text, bot_user="U0BOT").command in {HELP, *(command.name for command in COMMANDS)}
