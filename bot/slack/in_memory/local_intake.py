"""The message about a request in the workspace in memory: put on the screen once it says how the reading ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.ingesting.intake import IntakeQueue, Progress, Teller, Told
    from bot.slack.in_memory.local import LocalWorkspace


class LocalTeller:
    """Tells as in Slack, and turns the screen to the report."""

    def __init__(self, teller: Teller, workspace: LocalWorkspace) -> None:
        self._teller = teller
        self._workspace = workspace

    def tell(self, progress: Progress, *, again: bool) -> Told:
        """Post or edit the message."""
        told = self._teller.tell(progress, again=again)
        if progress.intake.ended and told.done and told.place is not None:
            self._workspace.turn_to(told.place.channel, told.place.ts)
        return told


def work_inline(queue: IntakeQueue) -> None:
    """Let the queue read at once, in the same thread, whatever is submitted."""

    def work() -> None:
        while queue.run_next():
            pass
        queue.tell_rest()

    queue.on_new = work
