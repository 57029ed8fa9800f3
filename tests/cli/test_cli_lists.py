"""Named lists through the whole app, on the samples."""

from __future__ import annotations

from tests.cli.terminal import Terminal


def test_a_list_is_saved_used_and_ended(held: Terminal) -> None:
    """What is saved is shown with how it is used, found by, followed, and gone when it is deleted."""
    assert "No named lists yet" in held.ask("/policy list")
    saved = held.ask('/policy list save us = topic:robotics company:CATL "low-altitude"')
    assert "Saved: us · this channel's · L1" in saved
    assert "Any of: “low-altitude” · about the company CATL · topic Robotics" in saved
    assert "Search it: /policy list:us\nFollow it: /digest subscribe list:us" in saved
    assert "us · this channel's · L1" in held.ask("/policy list")
    found = held.ask("/policy list:us sort:date")
    assert "3 results · on the list us" in found
    assert held.ask("/policy list show us", "--press", "Search") == held.ask("/policy list:L1")
    assert "D1" in held.ask("/digest subscribe list:us", "--press", "Subscribe")
    assert "followed by D1" in held.ask("/policy list delete us", "--press", "Delete")
    held.ask("/digest unsubscribe D1", "--press", "Unsubscribe")
    assert "Deleted: us" in held.ask("/policy list delete us", "--press", "Delete")
    assert "There is no named list “us” here." in held.ask("/policy list:us")


def test_ones_own_list_is_nobody_elses(held: Terminal) -> None:
    """With to:me it follows the person into every channel, and other people do not see it."""
    assert "Saved: mine · your own · L1" in held.ask("/policy list save mine = topic:ai to:me")
    assert "on the list mine" in held.ask("/policy list:mine", "--channel", "C0OTHER")
    assert "There is no named list" in held.ask("/policy list:mine", "--user", "U0BEN")
    assert "There is no named list" in held.ask("/policy list:L1", "--user", "U0BEN")
    assert "mine" not in held.ask("/policy list", "--user", "U0BEN").replace("list save mine", "")
    asked = held.ask("@Gongbao policy list delete mine", "--user", "U0BEN", "--press", "Delete")
    assert "There is no list “mine”" in asked
    assert "Type to:me for your own" in held.ask("/policy list delete mine to:U0BEN", "--press", "Delete")
    assert "Deleted: mine" in held.ask("/policy list delete mine to:me", "--press", "Delete")


def test_ones_own_list_is_shown_to_no_channel(held: Terminal) -> None:
    """Not by a mention, not by share:yes, and not by the button."""
    held.ask("/policy list save mine = topic:ai to:me")
    held.ask("/policy list save ours = topic:ai")
    for shown in (
        held.ask("@Gongbao policy list"),
        held.ask("/policy list show mine", "--press", "Search", "--press", "Share"),
        held.ask("/policy list:mine share:yes"),
    ):
        assert "on the list mine" not in shown
        assert "mine (L1)" not in shown
    assert "Shared by @U0ADMIN" in held.ask("/policy list:ours share:yes")
