"""The whole schema: every table with what it holds, group by group.

Times are ISO 8601 in UTC and end in ``_at``; days end in ``_on``; ``ts`` and ``after_ts`` are Slack's own timestamps.
``record`` is the full value as JSON (``bot.model``), and the columns beside it are what questions filter by.
No number that people know is ever used again (AUTOINCREMENT).

A change of the schema is made here and raises ``SCHEMA_VERSION``. Migrations begin with the first release; a file of
another version is refused (``bot.store.database``).
"""

APPLICATION_ID = 0x476F6E67
"""``Gong`` in ASCII: says that a file is ours."""

SCHEMA_VERSION = 118
"""The ``user_version`` of a file with this schema; below it are files of before, which had up to 40 versions."""

SCHEMA = f"""
BEGIN IMMEDIATE;

-- A briefing, however often it was read: series_key names the newsletter, identity the issue; sha256 is that of the
-- bytes in force; active is 0 once its last reading is undone. Its posts may go from not_before, unless it is archived
-- for a reason; decided_at is when that was decided.
CREATE TABLE briefings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, identity TEXT NOT NULL UNIQUE, series_key TEXT NOT NULL,
    published_on TEXT, period_start TEXT, period_end TEXT, sha256 TEXT NOT NULL,
    record TEXT NOT NULL, learned_at TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1,
    archived TEXT NOT NULL DEFAULT '', decided_at TEXT, not_before TEXT
) STRICT;
CREATE INDEX briefings_by_series ON briefings (series_key, published_on);
CREATE INDEX briefings_days ON briefings (active, published_on, period_start, period_end, identity);

-- Each reading of a briefing, the newest one not undone being in force; report is what came of it
-- besides what can be counted again, as JSON.
CREATE TABLE ingests (
    id INTEGER PRIMARY KEY AUTOINCREMENT, briefing_id INTEGER NOT NULL REFERENCES briefings(id),
    at TEXT NOT NULL, by TEXT NOT NULL, sha256 TEXT NOT NULL, record TEXT NOT NULL, report TEXT NOT NULL,
    undone_at TEXT
) STRICT;
CREATE INDEX ingests_by_briefing ON ingests (briefing_id);
CREATE INDEX ingests_bytes ON ingests (sha256);

-- The bytes of each file that a reading in force was read from, or that the review list asks about, compressed.
CREATE TABLE files (
    sha256 TEXT PRIMARY KEY, data BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A document of the government, put together from what items report of it. merged_into is the policy that it is one
-- with, in one step.
CREATE TABLE policies (
    id INTEGER PRIMARY KEY AUTOINCREMENT, merged_into INTEGER REFERENCES policies(id),
    document_number TEXT, document_type TEXT,
    status TEXT NOT NULL DEFAULT 'unknown', issued_on TEXT, comments_close_on TEXT, effective_on TEXT, record TEXT,
    active INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX policies_by_number ON policies (document_number);
CREATE INDEX policies_by_status ON policies (status, comments_close_on);
CREATE INDEX policies_by_merge ON policies (merged_into) WHERE merged_into IS NOT NULL;

-- One report of a briefing. own_policy_id is the policy that it was about first, policy_id the one that it is about;
-- version counts its corrections; active is 0 while it is taken out; place is its row in item_index.
CREATE TABLE items (
    id INTEGER PRIMARY KEY AUTOINCREMENT, briefing_id INTEGER NOT NULL REFERENCES briefings(id),
    policy_id INTEGER REFERENCES policies(id), own_policy_id INTEGER REFERENCES policies(id),
    section TEXT NOT NULL, position INTEGER NOT NULL, reported_on TEXT, learned_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1, record TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1,
    place INTEGER
) STRICT;
CREATE INDEX items_by_briefing ON items (briefing_id);
CREATE INDEX items_by_policy ON items (policy_id);
CREATE INDEX items_by_own_policy ON items (own_policy_id, active, reported_on);
CREATE INDEX items_by_learned ON items (learned_at);
CREATE INDEX items_by_day ON items (reported_on) WHERE active AND policy_id IS NOT NULL;
CREATE INDEX items_by_place ON items (place, policy_id);

-- A company that some item names; confirmed is 0 while only briefings know it.
CREATE TABLE companies (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, confirmed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is asked of an item besides its words, in force or not: the bodies (kind body, and issuer for those that issued
-- what it reports), companies and topics that it names, by their ids, its links, the days of its deadlines by their
-- kind, and the keys by which its document is known (bot.model.identity); with refers those under which the documents
-- that it refers to would be held.
CREATE TABLE item_facets (
    item_id INTEGER NOT NULL REFERENCES items(id), kind TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (item_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_facets_by_value ON item_facets (kind, value);

-- What people decided of two reports: that they are about one policy, or about two; each pair in both directions.
CREATE TABLE policy_decisions (
    item_id INTEGER NOT NULL REFERENCES items(id), other_id INTEGER NOT NULL REFERENCES items(id),
    is_same INTEGER NOT NULL,
    PRIMARY KEY (item_id, other_id)
) STRICT, WITHOUT ROWID;

-- The words of the items in answers, each row at its item's place, in order of date. names, facets and kind hold the
-- tokens that filters are asked with; words stand without their endings.
CREATE VIRTUAL TABLE item_index USING fts5(
    title, names, text, comment, facets, kind, tokenize = 'unicode61 remove_diacritics 2'
);
-- Two pieces of like size are merged into one, the fewest that FTS5 takes.
INSERT INTO item_index (item_index, rank) VALUES ('usermerge', 2);

-- The single words of the index, for spelling.
CREATE VIRTUAL TABLE item_words USING fts5vocab(item_index, 'row');

-- What a person should decide, by its key. decision is NULL while it waits.
CREATE TABLE review_entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, confidence REAL NOT NULL,
    record TEXT NOT NULL, decision TEXT
) STRICT;
CREATE INDEX review_entries_open ON review_entries (decision, confidence);
CREATE INDEX review_entries_settled ON review_entries (kind) WHERE decision IS NOT NULL;

-- The briefings in force that put an entry on the list.
CREATE TABLE review_sources (
    entry_id INTEGER NOT NULL REFERENCES review_entries(id),
    briefing_id INTEGER NOT NULL REFERENCES briefings(id),
    PRIMARY KEY (entry_id, briefing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_sources_by_briefing ON review_sources (briefing_id);

-- A document to be read. A person of a workspace (by) asked for it, together with the others of its request; or a feed
-- or the watched folder (by, in no workspace) offered it, under a key that comes once. source is JSON. It ended as a
-- reading, or as a question to people (the key of its entry in the review list), or error tells why nothing was read.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, request INTEGER NOT NULL, workspace TEXT NOT NULL, by TEXT NOT NULL,
    key TEXT, source TEXT NOT NULL, state TEXT NOT NULL, not_before TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, reading INTEGER REFERENCES ingests(id), outcome TEXT, asked_key TEXT,
    error TEXT NOT NULL DEFAULT '',
    UNIQUE (by, key)
) STRICT;
CREATE INDEX jobs_by_request ON jobs (request);
CREATE INDEX jobs_by_state ON jobs (state);

-- A feed, polled every so often (6h); error is the last failure.
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, title TEXT NOT NULL,
    every TEXT NOT NULL, removed_at TEXT, etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '',
    next_poll_at TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX feeds_polled ON feeds (url) WHERE removed_at IS NULL;

-- A rule that says what a channel or person gets, and when: schedule is JSON, and has the cadence. started_at is when
-- its first summary was decided, runs_from since when its slots count, decided_on the local day of the last of them.
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, workspace TEXT NOT NULL, channel TEXT NOT NULL,
    filter TEXT NOT NULL, cadence TEXT NOT NULL, schedule TEXT NOT NULL, state TEXT NOT NULL,
    reason TEXT, created_by TEXT NOT NULL, created_at TEXT NOT NULL, owned_by TEXT,
    started_at TEXT, runs_from TEXT, decided_on TEXT
) STRICT;
CREATE UNIQUE INDEX subscriptions_once ON subscriptions (workspace, channel, filter, cadence)
    WHERE state <> 'cancelled';

-- What became of each item for each rule, and why; post_id is the post that brings it to the rule's place.
CREATE TABLE ledger (
    subscription_id INTEGER NOT NULL REFERENCES subscriptions(id),
    item_id INTEGER NOT NULL REFERENCES items(id), briefing_id INTEGER NOT NULL REFERENCES briefings(id),
    fate TEXT NOT NULL, reason TEXT NOT NULL, post_id INTEGER REFERENCES posts(id),
    PRIMARY KEY (subscription_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_by_briefing ON ledger (briefing_id);
CREATE INDEX ledger_by_post ON ledger (post_id);
CREATE INDEX ledger_waiting ON ledger (subscription_id, briefing_id) WHERE fate = 'waiting';

-- Filters that a channel or person (owner) saved by a name; folded is the name as it is compared.
CREATE TABLE named_lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, name TEXT NOT NULL,
    folded TEXT NOT NULL, filter TEXT NOT NULL,
    UNIQUE (owner, folded)
) STRICT;

-- Every message that the bot posts unasked, decided here before Slack hears of it. key goes with the message and is
-- unique; state, why and reason say how far it is (bot.model.post); due_at is when it was due at first, not_before
-- when it may be tried, late_after when it is of no use any more. What belongs into a thread, and a change to what a
-- message says (kind change), has the first part as its parent.
CREATE TABLE posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, workspace TEXT NOT NULL,
    channel TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, slot TEXT NOT NULL,
    part INTEGER NOT NULL, parent_id INTEGER REFERENCES posts(id),
    subscription_id INTEGER REFERENCES subscriptions(id),
    briefing_id INTEGER REFERENCES briefings(id), text TEXT NOT NULL, blocks TEXT NOT NULL,
    state TEXT NOT NULL, why TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    resends INTEGER NOT NULL DEFAULT 0, created_at TEXT NOT NULL, due_at TEXT,
    not_before TEXT NOT NULL, late_after TEXT, attempted_at TEXT, after_ts TEXT, ts TEXT,
    withdrawn_at TEXT
) STRICT;
CREATE INDEX posts_by_state ON posts (workspace, state, not_before);
CREATE INDEX posts_by_channel ON posts (workspace, channel, ts);
CREATE INDEX posts_by_parent ON posts (parent_id);
CREATE INDEX posts_by_subscription ON posts (subscription_id);
CREATE INDEX posts_by_briefing ON posts (briefing_id);

-- The versions of items that a post tells its channel or person. is_first is 1 for the post by which the place has it
-- as news: the one memory of what a place has had.
CREATE TABLE delivered (
    post_id INTEGER NOT NULL REFERENCES posts(id), item_id INTEGER NOT NULL REFERENCES items(id),
    version INTEGER NOT NULL, workspace TEXT NOT NULL, channel TEXT NOT NULL, is_first INTEGER NOT NULL,
    PRIMARY KEY (post_id, item_id, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX delivered_once ON delivered (workspace, channel, item_id, version) WHERE is_first;
CREATE INDEX delivered_by_item ON delivered (item_id);

-- What the bot remembers of a subject, by kind (bot.store.memos).
CREATE TABLE memos (
    kind TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL DEFAULT '',
    record TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

-- A message to the bot; text is emptied once it is answered. not_before is when who finds it waiting may answer it. The
-- newest one of direct messages says how far they were read, and stays.
CREATE TABLE questions (
    workspace TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT NOT NULL, thread_ts TEXT,
    user TEXT NOT NULL, text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('heard', 'answering', 'done')), heard_at TEXT NOT NULL,
    not_before TEXT NOT NULL,
    PRIMARY KEY (workspace, channel, ts)
) STRICT, WITHOUT ROWID;

-- What the team notes on a subject: a policy's id (P5), body:MIIT or company:huawei.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, text TEXT NOT NULL,
    written_by TEXT NOT NULL, written_at TEXT NOT NULL, changed_by TEXT, changed_at TEXT
) STRICT;

-- Who did what, and what was refused.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor TEXT NOT NULL,
    action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;

-- The last number given out of each table, from the start: a restore moves all of them (bot.store.database).
INSERT INTO sqlite_sequence SELECT name, 0 FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%';

PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""
"""What makes the tables, all or none of them."""
