"""Commands made up at random: as the language has them, and with anything in them."""

import random

COMMANDS = ("/policy", "/ministry", "/company", "/briefing", "/digest", "/ingest")
WORDS = (
    *("data security", "autonomous vehicles", "数据安全", "MIIT", "工信部", "gongxinbu", "Huawei", "CATL", "铁", "the"),
    *("P1", "P5", "I12", "B1", "D1", "工信部联科〔2024〕12号", "GB 45438-2025", "09:00", "关于：通知", "-steel"),
    '"two words"',
)
SUBCOMMANDS = (
    *("due", "due 30d", "targets", "targets 2027", "list", "help", "latest", "preview", "pause D1", "resume D1"),
)
VALUES = {
    "ministry": ("MIIT", "NDRC,MOF", "工信部"),
    "mentions": ("CAC", "Ministry of Finance"),
    "company": ("Huawei", "China Mobile", "Nobody Ltd"),
    "topic": ("ai", "energy,carbon"),
    "type": ("notice", "opinions,plan"),
    "status": ("draft_for_comment", "comment_closed", "issued"),
    "section": ("top", "policy_news"),
    "briefing": ("B1", "B9"),
    "since": ("2024-09", "last month", "5 Nov 2024"),
    "until": ("2025-03", "Q4 2024"),
    "on": ("2025-03-14", "past 2 weeks", "10/25-11/28"),
    "learned": ("2025", "past 30 days"),
    "due": ("30d", "2025"),
    "target": ("2027", "2030"),
    "asof": ("2025-04-01",),
    "sort": ("relevance", "date", "due"),
    "limit": ("1", "5"),
}
ODD_WORDS = (
    *('"', "“", "”", "'", "(", ")", "OR", "AND", "NOT", "NEAR", "*", "^", ":", ";", "&amp;", "<!channel>", "<@U1>"),
    *("`x`", "_a_", "\u3000", "\x00", "\ud800", "é", "ﬁ", "Ａ１", "–", "--", "P99999999999999999999", "subscribe"),
    *("unsubscribe", "immediate", "daily", "at 09:00", "📄"),
)
ODD_KEYS = (*VALUES, "list", "share", "export", "every", "at", "tz", "quiet", "to", "colour")
ODD_VALUES = (
    *("", ",", ",,", "x,", "2024-13-45", "9999-12-31", "0001-01-01", "10000d", "99999999999d", "-5", "0", "yes", "csv"),
    *("2024..2023", "..", "tomorrow", "二月", "Europe/Berlin", "#general", '"a b"', "09:00", "99999999999999999999"),
)


def make_command(chance: random.Random) -> str:
    """Return a command as the language has it: words, or a subcommand, then keys."""
    words = [chance.choice(WORDS) for _ in range(chance.randrange(3))]
    if chance.random() < 0.2:
        words = [chance.choice(SUBCOMMANDS)]
    keys = [
        f"{chance.choice(('', '', '-'))}{key}:{chance.choice(VALUES[key])}"
        for key in chance.sample(tuple(VALUES), chance.randrange(4))
    ]
    return " ".join((chance.choice(COMMANDS), *words, *keys))


def make_noise(chance: random.Random) -> str:
    """Return a command with anything after it: known words, odd signs, keys with odd values, any characters."""
    parts: list[str] = []
    for _ in range(chance.randrange(7)):
        match chance.randrange(5):
            case 0:
                parts.append(chance.choice(WORDS + SUBCOMMANDS))
            case 1:
                parts.append(chance.choice(ODD_WORDS))
            case 2 | 3:
                sign = chance.choice((":", ":", ": ", "："))
                parts.append(chance.choice(("", "-")) + chance.choice(ODD_KEYS) + sign + chance.choice(ODD_VALUES))
            case _:
                ranges = ((32, 127), (0, 0x3000), (0x4E00, 0x9FA5), (0xE000, 0x10FFFF))
                parts.append("".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(8)))
    return f"{chance.choice((*COMMANDS, '/x', 'policy'))} {chance.choice((' ', '  ', '')).join(parts)}"
