"""What Slack tells of by itself: messages and files to the bot, Home, people who change, channels that go.

A message is recorded before it is acknowledged, and answered once by a message of its own: a mention in its thread, a
direct message beside it. Edits, joins, the bot's own posts and those of other apps are no questions.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.access.roles import Need
from bot.digests.accounts import compose_home
from bot.errors import BadQueryError, DeliveryError, GongbaoError
from bot.model.intake import MOST_DOCUMENTS, Source
from bot.model.post import Message
from bot.slack.arguments import HELP, THANKS, TYPED_ONLY, parse_plain_question
from bot.slack.calls.client import LaterDeliveryError, is_direct, is_ts, is_written, post_once
from bot.slack.calls.files import name_shared_file, parse_shared_file
from bot.slack.calls.identity import read_person
from bot.slack.commands import BY_NAME, build_help_text
from bot.slack.gate import Incoming, Listener, call_views, explain
from bot.slack.listeners.commands import answer_question, read_request, run
from bot.slack.messages.frame import Place, build_line, say_withheld
from bot.slack.messages.home import build_home
from bot.store.intake import Question

log = logging.getLogger(__name__)
TOO_LATE = dt.timedelta(hours=24)
"""From this age on nobody waits for an answer any more."""
GONE = {
    f"{kind}_{event}": reason
    for kind in ("channel", "group")
    for event, reason in (
        ("archive", "the channel was archived"),
        ("deleted", "the channel was deleted"),
        ("left", "the bot was taken out of the channel"),
    )
}
"""The events after which nothing can be posted to a channel, and why."""
_MAX_TEXT = 4000


def find_question(heard: Incoming) -> Question | None:
    """Return the question in a message, None when it is none: an edit, a file, a post of an app, or said to others."""
    event, person = heard.event, heard.viewer.user
    channel, ts, thread_ts = str(event.get("channel") or ""), event.get("ts"), event.get("thread_ts")
    is_ours = is_written(event) and not event.get("edited")
    if not is_ours or not channel or not person or person != event.get("user") or person == heard.bot_user:
        return None
    if not is_ts(ts) or not (thread_ts is None or is_ts(thread_ts)):
        return None
    # what is said in a channel comes as an event of its own where it mentions the bot
    if event.get("files") if is_direct(channel) else event.get("type") == "message":
        return None
    return Question(
        workspace=heard.viewer.workspace,
        channel=channel,
        ts=str(ts),
        thread_ts=thread_ts or (None if is_direct(channel) else str(ts)),
        user=person,
        text=str(event.get("text") or "")[:_MAX_TEXT],
    )


def answer_message(
    question: Question, heard: Incoming, *, finish: Callable[[Message], Message] = lambda message: message
) -> bool:
    """Answer a message unless somebody else does or did; return whether it is done with by this call.

    ``finish`` returns the answer with what else is to stand in it.

    One whose answer Slack does not take now stays in the inbox for a later try, unless it may have changed something,
    which is done once. One whose answer may have arrived is done with, and so is one that Slack will never take.
    """
    now, inbox, client, channel = heard.now, heard.services.inbox, heard.client, question.channel
    if not inbox.claim(question):
        return False
    if now - dt.datetime.fromtimestamp(float(question.ts), tz=dt.UTC) >= TOO_LATE:
        inbox.close(question)
        log.info("a message of more than a day ago is left unanswered")
        return False
    message, is_private = _compose_answer(question, heard)
    message, thread_ts = finish(message), question.thread_ts
    try:
        if is_private and not is_direct(channel):
            thread_ts = thread_ts if thread_ts != question.ts else None  # shown in one that is there
            post_once(client, message, channel=channel, user=question.user, thread_ts=thread_ts)
        else:
            key = f"answer {channel} {question.ts}"
            post_once(client, message, channel=channel, thread_ts=thread_ts, key=key)
    except DeliveryError as error:
        if isinstance(error, LaterDeliveryError) and not is_private:
            log.warning("an answer waits: %s", error.message)
            inbox.free(question, now=now, wait_s=error.wait_s)
            return False
        log.warning("an answer did not arrive, and is given up: %s", error.message)
    inbox.close(question)
    return True


def _compose_answer(question: Question, heard: Incoming) -> tuple[Message, bool]:
    """Do what a message asks for, as its command would, and return the answer, or the refusal that stands for it.

    Also whether it is for the asker alone: so is all that changes something, and what is theirs.
    """
    services, channel = heard.services, question.channel
    ask = parse_plain_question(question.text, bot_user=heard.bot_user, prefix=services.prefix)
    if ask.command == THANKS:
        return build_line("You're welcome."), False
    if ask.command == HELP:
        return build_line(build_help_text(None, services.prefix)), False
    need, is_private = BY_NAME[ask.command].need, ask.command in {"digest", "ingest"}
    try:
        is_private = is_private or read_request(ask, services).action in TYPED_ONLY
        viewer = services.gatekeeper.identify(need, workspace=question.workspace, channel=channel, user=question.user)
        asked = replace(heard, viewer=viewer, later=[])
        if is_private:
            asked.require(need, f"command:{ask.command}")
            with asked.looking(need):
                return run(ask, asked), True
        place = Place.DIRECT if is_direct(channel) else Place.OPEN
        message = answer_question(ask, asked, shared=False, place=place)
        for later in asked.later:  # such as sending a file
            later(asked)
    except Exception as error:  # noqa: BLE001  the person must hear of a fault of ours too
        return explain(error, ask=ask), is_private
    return message, False


def hear(heard: Incoming) -> None:
    """Record a message to the bot before it is acknowledged, to be answered after."""
    if question := find_question(heard):
        heard.services.inbox.hear(question, now=heard.now)
        heard.later.append(partial(answer_message, question))


def _take_files(heard: Incoming) -> None:
    """Ask for the documents among the files of a direct message; why others are not read is in the report."""
    event, services, viewer = heard.event, heard.services, heard.viewer
    sources: list[Source] = []
    refused: list[tuple[str, GongbaoError]] = []
    files = event.get("files")
    for each in [each for each in files if isinstance(each, dict)] if isinstance(files, list) else []:
        try:
            sources.append(parse_shared_file(each))
        except GongbaoError as error:
            refused.append((name_shared_file(each), error))
    too_many = BadQueryError("One file too many.", hint=f"I read at most {MOST_DOCUMENTS} at once; send it again.")
    refused += [(each.name, too_many) for each in sources[MOST_DOCUMENTS:]]
    if is_direct(heard.channel) and is_written(event, files=True) and (sources or refused):
        services.intake.submit(sources[:MOST_DOCUMENTS], by=viewer.user, refused=refused)
        services.inbox.see(viewer.workspace, heard.channel, ts=str(event.get("ts") or ""), now=heard.now)


def publish_home(heard: Incoming) -> None:
    """Show somebody their Home, and know their direct messages from then on."""
    services, now, viewer = heard.services, heard.now, heard.viewer
    if is_direct(heard.channel):
        services.inbox.see(viewer.workspace, heard.channel, now=now)
    if heard.event.get("tab") == "messages":
        return
    page = compose_home(
        services.lookup,
        services.subscriptions,
        workspace=viewer.workspace,
        user=viewer.user,
        may_see=lambda place: services.channels.may_see(place, viewer.user, now=now),
        now=now,
    )
    view = build_home(page, withheld=say_withheld(services.licences), is_admin=heard.is_admin)
    try:
        call_views(heard.client, "views.publish", user_id=viewer.user, view=view)
    except DeliveryError as error:
        log.warning("Home was not published: %s", error.message)


def _learn_person(heard: Incoming) -> None:
    """Take what Slack says of somebody who changed: who left has what they look after handed to the admins."""
    user, services, now = heard.event.get("user"), heard.services, heard.now
    services.people.learn(user, now=now)
    facts = read_person(user, now=now)
    if facts is not None:
        services.troubles.leave(facts.user, services.gatekeeper.role_of(facts.user), now=now)


def _forget_channel(heard: Incoming) -> None:
    """Ask Slack again about a channel that changed; nothing more is posted to one that is gone."""
    for name in ("channel", "old_channel_id", "new_channel_id"):
        changed = heard.event.get(name)
        if isinstance(changed, str):
            heard.services.channels.forget(changed)
    channel, reason = heard.event.get("channel"), GONE.get(str(heard.event.get("type")))
    if isinstance(channel, str) and reason is not None:
        with heard.services.store.write() as db:
            heard.services.troubles.pause_channel(db, channel, reason=reason, now=heard.now)


LISTENERS = (
    Listener("event:app_mention", Need.SHARE, hear),  # its answer is seen by the whole channel
    *(Listener(f"event:message{each}", Need.READ, hear) for each in ("", ".thread_broadcast", ".me_message")),
    Listener("event:message.file_share", Need.INGEST, _take_files),
    Listener("event:message.*", Need.NONE),  # what is said to others, and edits: heard so that Slack is content
    Listener("event:app_home_opened", Need.READ, later=publish_home),
    Listener("event:user_change", Need.NONE, later=_learn_person),
    *(
        Listener(f"event:{name}", Need.NONE, later=_forget_channel)
        for name in (*GONE, "channel_shared", "channel_unshared", "channel_id_changed")
    ),
)
