"""A command goes straight to its listener, past the gate and its check, and not past the listeners of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt import Ack, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.slack.direct_app import DirectApp
from bot.slack.middleware import Step

if TYPE_CHECKING:
    from slack_bolt import BoltContext

BODY = {"team_id": "T1", "user_id": "U1", "text": "x"}


class Room:
    """An app with a gate, a check and the steps that were taken."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.app = DirectApp(
            signing_secret="s",  # noqa: S106  of no workspace
            authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1"),
            process_before_response=True,
        )
        self.app.let_in(self.step("gate"), self.explain)

    def explain(self, error: Exception, **_: Any) -> BoltResponse:
        """Answer an error."""
        return BoltResponse(status=200, body=f"explained: {error}")

    def step(self, name: str) -> Step:
        """Give a step that notes itself, and refuses a body that names it."""

        def take(context: BoltContext, body: dict[str, Any], next_: Any) -> BoltResponse | None:
            self.steps.append(name)
            context["viewer"] = "somebody"
            if body.get("refused") == name:
                return BoltResponse(status=200, body=f"refused by {name}")
            next_()
            return None

        return Step(take)

    def ask(self, command: str, *, mode: str = "socket_mode", **more: str) -> str:
        """Give what answers a command."""
        return self.app.dispatch(BoltRequest(body={**BODY, "command": command, **more}, mode=mode)).body


def answer(body: dict[str, Any], viewer: str) -> BoltResponse:
    """Answer with what was asked and by whom."""
    return BoltResponse(status=200, body=f"{body['text']} for {viewer}")


def test_a_command_passes_gate_and_check_and_no_other_listener() -> None:
    """Another that would take any command is not even asked."""
    room = Room()

    def match() -> bool:
        room.steps.append("matched")
        return True

    room.app.command("/tea", middleware=[room.step("other")], matchers=[match])(answer)
    room.app.answer_command("/tea", room.step("check"), answer)
    assert room.ask("/tea") == "x for somebody"
    assert room.steps == ["gate", "check"]


@pytest.mark.parametrize("step", ["gate", "check"])
def test_what_a_step_refuses_comes_to_no_listener(step: str) -> None:
    """Its refusal is the answer."""
    room = Room()
    room.app.answer_command("/tea", room.step("check"), lambda body: pytest.fail(str(body)))
    assert room.ask("/tea", refused=step) == f"refused by {step}"


def test_the_first_of_a_name_answers() -> None:
    """As where Bolt looks for one."""
    room = Room()
    room.app.answer_command("/tea", room.step("check"), answer)
    room.app.answer_command("/tea", room.step("other"), lambda body: pytest.fail(str(body)))
    assert room.ask("/tea") == "x for somebody"


def test_an_error_is_explained() -> None:
    """By the handler that explains those of all other listeners."""
    room = Room()

    def fail(body: dict[str, Any]) -> BoltResponse:
        raise ValueError(body["text"])

    room.app.answer_command("/tea", room.step("check"), fail)
    assert room.ask("/tea") == "explained: x"


def test_what_takes_more_is_answered_by_bolt_behind_the_same_steps() -> None:
    """So does whatever no listener was named for."""
    room = Room()

    def acknowledge(ack: Ack, viewer: str) -> BoltResponse:
        return ack(f"acknowledged for {viewer}")

    room.app.answer_command("/tea", room.step("check"), acknowledge)
    room.app.command("/cup")(answer)
    assert "acknowledged for somebody" in room.ask("/tea")
    assert room.ask("/cup") == "x for somebody"
    assert room.steps == ["gate", "check", "gate"]


def test_what_was_not_checked_before_is_checked_by_bolt() -> None:
    """A request over HTTP that comes here by itself has to bear a signature."""
    room = Room()
    room.app.answer_command("/tea", room.step("check"), answer)
    request = BoltRequest(body="command=%2Ftea&team_id=T1&user_id=U1&text=x", mode="http")
    assert room.app.dispatch(request).status == 401
    assert room.steps == []
