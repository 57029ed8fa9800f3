"""Every listener that the program registers beside those of ``bot.slack.app``, in the order in which they are tried."""

from __future__ import annotations

from bot.slack.app import Register
from bot.slack.listeners import (
    cite,
    digest,
    follow,
    held,
    home,
    ingest,
    ingest_buttons,
    ingest_files,
    mentions,
    notes,
    options,
    reminders,
    review,
    search_form,
    send,
    wrong,
)

REGISTERS: tuple[Register, ...] = (
    digest.register,
    review.register,
    ingest.register,
    ingest_buttons.register,
    ingest_files.register,
    cite.register,
    follow.register,
    held.register,
    home.register,
    mentions.register,
    notes.register,
    options.register,
    reminders.register,
    search_form.register,
    send.register,
    wrong.register,
)
"""A listener of files stands before the one for all other messages."""
