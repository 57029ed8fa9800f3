"""Whether a running bot does its work, for a supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.store.outbox import find_stop

if TYPE_CHECKING:
    from bot.store.database import Store


def list_problems(store: Store, *, workspace: str) -> tuple[str, ...]:
    """Give what a person must mend, a sentence each; nothing when all is well."""
    try:
        with store.read() as db:
            stop = find_stop(db, workspace)
    except StoreError as error:
        return (str(error),)
    return () if stop is None else (f"Sending is stopped: Slack said {stop}. Check the bot's token.",)
