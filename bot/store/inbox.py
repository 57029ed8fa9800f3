"""What people wrote to the bot, as rows."""

import datetime as dt
from dataclasses import asdict, dataclass

from bot.store.database import Store
from bot.store.rows import list_records

KEPT = dt.timedelta(days=7)
"""How long a message is known after it was heard; far longer than anything is looked back for."""
SETTLED = dt.timedelta(seconds=30)
"""A message that was heard so lately is being answered by whoever heard it."""
RETRY_S = 60.0
"""How long an answer waits that Slack did not take, unless Slack says how long."""
_FORGET = """
    DELETE FROM questions AS q WHERE heard_at < ? AND (channel NOT GLOB 'D*'
      OR ts < (SELECT max(ts) FROM questions o WHERE o.workspace = q.workspace AND o.channel = q.channel))
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A message to the bot: where it stands, who wrote it, and in which thread it is answered (None: beside it)."""

    workspace: str
    channel: str
    ts: str
    thread_ts: str | None = None
    user: str = ""
    text: str = ""


class Inbox:
    """What people wrote to the bot: known once, however often it is brought, and answered once.

    A message is heard before it is acknowledged, claimed before its answer is sent, and closed afterwards. The newest
    one of each conversation is kept for good: it says how far direct messages were read. Safe to share between threads.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def hear(self, question: Question, *, now: dt.datetime, state: str = "heard") -> bool:
        """Record a message; return whether it is new. After a while anybody may answer it who finds it waiting."""
        row = {**asdict(question), "state": state, "heard_at": now.isoformat()}
        row["not_before"] = (now + SETTLED).isoformat()
        sql = f"INSERT INTO questions VALUES ({', '.join(f':{name}' for name in row)}) ON CONFLICT DO NOTHING"
        with self._store.write() as db:
            is_new = db.execute(sql, row).rowcount > 0
            db.execute(_FORGET, [(now - KEPT).isoformat()])
        return is_new

    def see(self, workspace: str, channel: str, *, now: dt.datetime, ts: str | None = None) -> None:
        """Note that direct messages need not be looked for up to a message; up to now, unless they are known."""
        if channel.startswith("D") and (ts or not self.list_heard(workspace, channel)):
            seen = Question(workspace=workspace, channel=channel, ts=ts or f"{now.timestamp():.6f}")
            self.hear(seen, now=now, state="done")

    def claim(self, question: Question) -> bool:
        """Take a message for answering; return whether nobody else has."""
        return self._change(question, "state = 'answering'", only="state = 'heard'")

    def free(self, question: Question, *, now: dt.datetime, wait_s: float | None = None) -> None:
        """Let a message be answered again after so long: surely nothing was sent."""
        not_before = now + dt.timedelta(seconds=RETRY_S if wait_s is None else wait_s)
        self._change(question, "state = 'heard', not_before = ?", not_before.isoformat(), only="state = 'answering'")

    def close(self, question: Question) -> None:
        """Be done with a message; its text is forgotten."""
        self._change(question, "state = 'done', text = ''")

    def list_questions(self, workspace: str, state: str, *, due_by: dt.datetime | None = None) -> list[Question]:
        """Return the messages ``heard`` or being ``answering``, oldest first: those that may be answered by then."""
        sql = "SELECT * FROM questions WHERE workspace = ? AND state = ? AND not_before <= ? ORDER BY heard_at, ts"
        with self._store.read() as db:
            return list_records(db, Question, sql, [workspace, state, due_by.isoformat() if due_by else "9999"])

    def list_conversations(self, workspace: str) -> dict[str, str]:
        """Return all direct messages by id, with Slack's time of what was seen there last."""
        sql = "SELECT channel, max(ts) FROM questions WHERE workspace = ? AND channel GLOB 'D*' GROUP BY 1 ORDER BY 1"
        with self._store.read() as db:
            return dict(db.execute(sql, [workspace]).fetchall())

    def forget(self, workspace: str, channel: str) -> None:
        """Forget direct messages that are there no more."""
        with self._store.write() as db:
            db.table("questions").delete_where("workspace = ? AND channel = ?", [workspace, channel])

    def list_heard(self, workspace: str, channel: str | None = None) -> list[str]:
        """Return Slack's times of the messages that were heard in the last days, in one channel or in all."""
        sql = "SELECT ts FROM questions WHERE workspace = ? AND coalesce(?, channel) = channel"
        with self._store.read() as db:
            return [ts for (ts,) in db.execute(sql, [workspace, channel]).fetchall()]

    def _change(self, question: Question, change: str, *values: str, only: str = "TRUE") -> bool:
        sql = f"UPDATE questions SET {change} WHERE workspace = ? AND channel = ? AND ts = ? AND {only}"
        with self._store.write() as db:
            return bool(db.execute(sql, [*values, question.workspace, question.channel, question.ts]).rowcount)
