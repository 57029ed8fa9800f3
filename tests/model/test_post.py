"""A post and its key."""

from dataclasses import replace

from bot.model.post import PostKind, Slot

SLOT = Slot(workspace="T1", channel="C1", kind=PostKind.IMMEDIATE, source="D3", slot="B1v1")


def test_key_is_sha256_of_all_six() -> None:
    """A key is 64 hexadecimal digits and differs when any of its six parts does."""
    others = [
        (replace(SLOT, workspace="T2"), 0),
        (replace(SLOT, channel="C2"), 0),
        (replace(SLOT, kind=PostKind.DIGEST), 0),
        (replace(SLOT, source="D4"), 0),
        (replace(SLOT, slot="B1v2"), 0),
        (SLOT, 1),
    ]
    keys = {slot.key(part) for slot, part in [(SLOT, 0), *others]}
    assert len(keys) == 7
    assert all(len(key) == 64 and int(key, 16) >= 0 for key in keys)
