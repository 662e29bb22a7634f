/** The tables of the database. */
/** Marks a file as ours (`PRAGMA application_id`): "Syn2". */
export const APPLICATION_ID = 0x53796e32;

/** Version of the tables below; a file with another layout is refused. */
export const LAYOUT = 2;

/**
 * Payloads are blobs because the driver cuts a text at U+0000, and because the length of a blob is its usage in bytes.
 * Ids are compared as bytes, which for their alphabet is ASCII order.
 *
 * Times of sessions are milliseconds since the epoch. `ends` is when a session ends unless it is renewed, or when it
 * ended; a session that is past its end without an `outcome` has expired. A row of `staged` holds the changes of one
 * request.
 */
export const SCHEMA = `
  CREATE TABLE store (
    history TEXT NOT NULL
  ) STRICT;

  INSERT INTO store VALUES (lower(hex(randomblob(12))));

  CREATE TABLE accounts (
    account TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    modified INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE partitions (
    account TEXT NOT NULL,
    partition TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (account, partition)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE collections (
    account TEXT NOT NULL,
    partition TEXT NOT NULL,
    collection TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (account, partition, collection)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE records (
    account TEXT NOT NULL,
    partition TEXT NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    payload BLOB NOT NULL,
    sortindex INTEGER,
    expires INTEGER,
    PRIMARY KEY (account, partition, collection, id)
  ) STRICT;

  CREATE INDEX records_by_version ON records (account, partition, collection, version);
  CREATE INDEX records_by_expiry ON records (account, expires) WHERE expires IS NOT NULL;

  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    scope TEXT NOT NULL,
    version INTEGER NOT NULL,
    ttl INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    records INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    outcome TEXT,
    committed INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX sessions_by_end ON sessions (account, ends);

  CREATE TABLE staged (
    position INTEGER PRIMARY KEY,
    session TEXT NOT NULL,
    changes TEXT NOT NULL
  ) STRICT;

  CREATE INDEX staged_by_session ON staged (session);

  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${LAYOUT};
`;
