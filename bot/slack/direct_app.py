"""A slash command goes straight to the listener of its name: Bolt would try one listener after the other.

Before the listener stand the gate and the listener's own check, as with Bolt.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from slack_bolt import App, BoltResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import BoltRequest
    from slack_bolt.middleware import Middleware

    Handle = Callable[..., BoltResponse]
    Listener = tuple[Middleware, Handle, tuple[str, ...]]

_TRUSTED = "socket_mode"
"""How what was checked before it came here is handed over, in both of our modes; Bolt checks signatures of the rest."""
_SET = frozenset({"body", "client", "reading", "respond", "viewer"})
"""What a listener may take here, by name."""


class DirectApp(App):
    """An app that answers each command that ``answer_command`` names at once, and leaves all else to Bolt.

    ``let_in`` sets the gate that stands before all of them; a command comes to no listener without it.
    """

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401  Bolt's own
        super().__init__(**settings)
        self._listeners_by_name: dict[str, Listener] = {}
        self._gate: Middleware | None = None
        self._explain: Handle | None = None

    def let_in(self, gate: Middleware, explain: Handle) -> None:
        """Let every request pass this gate; ``explain`` answers errors, of Bolt's listeners too."""
        self._gate, self._explain = gate, explain
        self.use(gate)
        self.error(explain)

    def answer_command(self, name: str, check: Middleware, handle: Handle) -> None:
        """Answer the command of this name by ``handle``, behind its check; the first of a name stays.

        What takes more than gate and check set, such as ``ack``, is left to Bolt.
        """
        wanted = tuple(inspect.signature(handle).parameters)
        if _SET.issuperset(wanted):
            self._listeners_by_name.setdefault(name, (check, handle, wanted))
        self.command(name, middleware=[check])(handle)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Give the acknowledgement of a request."""
        name = req.body.get("command") if req.mode == _TRUSTED else None
        listener = self._listeners_by_name.get(name) if isinstance(name, str) else None
        if listener is None or self._gate is None or self._explain is None:
            return super().dispatch(req)
        check, handle, wanted = listener
        try:
            for step in (self._gate, check):
                refusal = _pass(step, req)
                if refusal is not None:
                    return refusal
            given: dict[str, Any] = {"body": req.body, **req.context}
            return handle(**{each: given.get(each) for each in wanted})
        except Exception as error:  # noqa: BLE001  as Bolt does before its error handler
            return self._explain(error, body=req.body, ack=req.context.ack, respond=req.context.get("respond"))


def _pass(step: Middleware, req: BoltRequest) -> BoltResponse | None:
    """Give the refusal of a step; None where it lets the request go on."""
    answer = BoltResponse(status=200, body="")
    passed: list[BoltResponse] = []

    def go_on() -> BoltResponse:
        passed.append(answer)
        return answer

    refusal = step.process(req=req, resp=answer, next=go_on)
    return None if passed else refusal
