"""Chinese strings of a corpus, and whether a search finds just the items that SQL's LIKE finds."""

import datetime as dt
import random
import re
import unicodedata
from collections.abc import Sequence

from bot.answers.lookup import Lookup
from bot.model.briefing import Item
from bot.model.ids import HAN
from bot.query.query import parse_query
from bot.store.database import Database, Store
from bot.store.items import list_items

LONGEST = 6
_RUN = re.compile(f"[{HAN}]+")


def join_texts(item: Item) -> str:
    """Return all that an item says, a line each."""
    policy = item.policy
    titles = (policy.title_en, policy.title_zh, policy.document_number) if policy else ()
    said = (item.headline, *titles, item.text, *item.points, *item.references, item.comment)
    return unicodedata.normalize("NFKC", "\n".join(each for each in said if each))


def choose_strings(chance: random.Random, texts: Sequence[str], count: int) -> list[str]:
    """Get so many different strings of one to six Han characters that stand in these texts, as many of each length."""
    runs = [run for text in texts for run in _RUN.findall(text)]
    chosen: dict[str, None] = {}
    while len(chosen) < count:
        length = 1 + len(chosen) % LONGEST
        run = chance.choice(runs)
        if len(run) >= length:
            start = chance.randrange(len(run) - length + 1)
            chosen[run[start : start + length]] = None
    return list(chosen)


def read_texts(store: Store) -> dict[int, str]:
    """Return what each item in force says, by number."""
    with store.read() as db:
        numbers = [row[0] for row in db.execute("SELECT id FROM items WHERE active").fetchall()]
        return {each.id: join_texts(each.item) for each in list_items(db, numbers)}


def find_like(db: Database, texts: dict[int, str], wanted: str) -> set[str]:
    """Return the ids of the items whose text is LIKE this string with anything around it."""
    return {
        f"I{number}"
        for number, text in texts.items()
        if db.execute("SELECT ? LIKE '%' || ? || '%'", [text, wanted]).fetchone()[0]
    }


def list_differences(store: Store, lookup: Lookup, strings: Sequence[str], *, now: dt.datetime) -> list[str]:
    """Return a line for each string that the search finds in other items than LIKE does."""
    texts = read_texts(store)
    differences: list[str] = []
    for wanted in strings:
        query = parse_query(f'"{wanted}"', lexicon=lookup.lexicon(), today=now.date())
        found = set(lookup.find_ids(query, now=now)[0])
        with store.read() as db:
            like = find_like(db, texts, wanted)
        if found != like:
            differences.append(f"{wanted}: only search {sorted(found - like)}, only LIKE {sorted(like - found)}")
    return differences
