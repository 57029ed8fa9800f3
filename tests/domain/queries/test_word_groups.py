"""Groups of words find each other, and a whole its parts."""

from __future__ import annotations

from bot.domain.queries.word_groups import Parts, WordGroups

GROUPS = WordGroups(
    synonyms=(("lamp", "lantern", "light source"),),
    translations=(("lanterns", "灯笼"),),
    parts=(Parts(names=("metals", "金属"), parts=("tin", "锡")),),
)


def test_names_are_exact_and_synonyms_are_wider() -> None:
    """In either number; the smallest group stands first."""
    assert GROUPS.list_translations("lantern") == ("灯笼",)
    assert GROUPS.list_synonyms("lantern") == ("lanterns", "灯笼", "lamp", "light source")
    assert GROUPS.list_translations("lamp") == ()


def test_a_whole_finds_its_parts_and_no_part_the_whole() -> None:
    """By any of its names, which find each other."""
    assert GROUPS.list_translations("metal") == ("金属", "tin", "锡")
    assert GROUPS.list_translations("tin") == GROUPS.list_synonyms("锡") == ()
