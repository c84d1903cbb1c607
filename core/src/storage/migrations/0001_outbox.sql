-- Sessions: one row per epoch that still matters. An epoch is one login of one person on this device; rows of
-- `operations` belong to the epoch whose range of sequence numbers holds them (first_seq up to the next
-- epoch's first_seq), so the hot insert needs no second index.
create table sessions (
  epoch         integer primary key,
  first_seq     integer not null,
  -- wanted: no session on the server yet; live: it has a token; refused: the server said no; closing: the
  -- app logged out, what is unsent is still delivered as its own user.
  state         text not null check (state in ('wanted', 'live', 'refused', 'closing')),
  user_id       text,
  email         text,
  attributes    blob,
  user_hash     text,
  jwt           text,
  device_id     text not null,
  device_secret text not null,
  contact_id    text,
  token         text,
  created_at    integer not null,
  closing_since integer
) strict;

-- Operations: what the app told and the server has not answered yet, oldest first. `check` is a CRC-32 of all
-- other columns: SQLite keeps no checksums, and changed data must be noticed, never delivered.
create table operations (
  seq        integer primary key,
  epoch      integer not null,
  kind       integer not null,
  id         blob not null,
  created_at integer not null,
  body       blob not null,
  "check"    integer not null
) strict;

-- Operations the server refused for good, with its reason, until the app dismisses them or 30 days passed.
create table rejected (
  seq         integer primary key,
  epoch       integer not null,
  kind        integer not null,
  id          blob not null,
  created_at  integer not null,
  rejected_at integer not null,
  code        text not null,
  field       text,
  body        blob not null
) strict;

-- Single values: the schema (again, so that a damaged header is not taken for a newer version), the current
-- epoch, the device, credentials set before login, the time before which the server does not want to be asked.
create table settings (
  name  text primary key,
  value text not null
) strict, without rowid;
insert into settings (name, value) values ('schema', '1');
