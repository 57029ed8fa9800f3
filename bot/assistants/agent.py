"""Slack's agent view: the bot's messages open with prompts that work, and a question is answered in its own thread.

For apps whose manifest has ``agent_view``, which the scope ``assistant:write`` tells; the legacy assistant view isn't
used. These listeners come before those of the same events that answer beside a message.
"""

import logging
from dataclasses import replace
from functools import partial

from slack_sdk import WebClient

from bot.access.roles import Need
from bot.answers.briefing import BriefingCard
from bot.model.ids import IdKind
from bot.model.post import Message
from bot.names.records import spell_id
from bot.query.query_record import Query
from bot.query.questions import Asked
from bot.slack.actions import format_ask
from bot.slack.arguments import parse_plain_question
from bot.slack.blocks import MAX_VALUE, Block, build_message, plain
from bot.slack.calls.client import FAILURES, load_blocks, read_failure
from bot.slack.gate import Incoming, Listener
from bot.slack.listeners import events
from bot.slack.listeners.commands import report
from bot.store.intake import Question

log = logging.getLogger(__name__)
SCOPE = "assistant:write"
FEEDBACK = "agent.feedback"
_HELPFUL = "helpful"
_RATED = frozenset({"policy", "ministry", "company", "briefing"})


def list_prompts(heard: Incoming) -> list[dict[str, str]]:
    """Return up to four prompts, each of which finds something in what may be seen here."""
    lookup = heard.services.lookup
    latest = lookup.open(IdKind.BRIEFING, None, now=heard.now)
    if not isinstance(latest, BriefingCard):
        return [{"title": "What can you do?", "message": "help"}]
    ask = partial(lookup.answer, Query(limit=1), now=heard.now)
    bodies = [spell_id(body.id) for body, _ in getattr(ask(asked=Asked.MINISTRIES), "counts", ())]
    companies = [company.name for company, _ in getattr(ask(asked=Asked.COMPANIES), "counts", ())]
    prompts = {
        "What is in the latest briefing?": "briefing latest",
        **({"What is open for comment?": "What can I comment on?"} if latest.open_total else {}),
        **{f"What did {name} issue?": f"ministry {name}" for name in bodies},
        **{f"What is new about {name}?": f"company {name}" for name in companies},
        "Which policies are new?": "policy",
        "Which briefings are there?": "briefing list",
        "Which ministries are mentioned?": "ministry list",
    }
    return [{"title": title, "message": message} for title, message in prompts.items()][:4]


def open_messages(heard: Incoming) -> None:
    """Offer prompts where somebody opens the bot's messages; of its other tabs show Home."""
    events.publish_home(heard)
    if heard.event.get("tab") == "messages":
        where = {"channel_id": heard.viewer.channel}
        _call(heard.client, "assistant.threads.setSuggestedPrompts", **where, prompts=list_prompts(heard))


def _find_question(heard: Incoming) -> Question | None:
    """Return the question in a message, in the thread that it opens or stands in."""
    question = events.find_question(heard)
    return replace(question, thread_ts=question.thread_ts or question.ts) if question else None


def hear(heard: Incoming) -> None:
    """Record a question before it is acknowledged."""
    question = _find_question(heard)
    if question is not None:
        heard.services.inbox.hear(question, now=heard.now)


def answer(heard: Incoming) -> None:
    """Say that it is being looked up, and answer in the thread."""
    question = _find_question(heard)
    if question is not None:
        where = {"channel_id": question.channel, "thread_ts": question.thread_ts}
        _call(heard.client, "assistant.threads.setStatus", **where, status="is looking in your briefings…")
        finish = partial(add_feedback, question=question, prefix=heard.services.prefix)
        events.answer_message(question, heard, finish=finish)


def add_feedback(message: Message, *, question: Question, prefix: str) -> Message:
    """Return an answer with two buttons that say whether it helped, where it looked something up."""
    ask = parse_plain_question(question.text, prefix=prefix)
    value = format_ask(ask)
    if ask.command not in _RATED or len(value) > MAX_VALUE:
        return message
    buttons = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": {"text": plain("Helpful", 75), "value": _HELPFUL},
        "negative_button": {"text": plain("Report a mistake", 75), "value": value},
    }
    return build_message(message.text, [*load_blocks(message), {"type": "context_actions", "elements": [buttons]}])


def take_feedback(press: Incoming) -> Block | None:
    """Open the form whose report goes on the review list, where an answer didn't help."""
    return None if press.value == _HELPFUL else report(press)


def _call(client: WebClient, method: str, **arguments: object) -> None:
    """Call what only goes with an answer: where Slack refuses it, the answer comes all the same."""
    try:
        client.api_call(method, json=arguments)
    except FAILURES as error:
        log.info("%s was not taken: %s", method, read_failure(error).error)


LISTENERS = (
    Listener("event:app_home_opened", Need.READ, later=open_messages),
    Listener("event:message", Need.READ, hear, answer),
    Listener(f"action:{FEEDBACK}", Need.PERSONAL, later=take_feedback),
)
"""The listeners of the agent view."""
