-- The cache: what the server said, so that it can be read again without the server. Nothing here is the only copy
-- of anything but drafts, and the whole file may be deleted at any time. `touched` is when an entry was last read or
-- written, in milliseconds; the least recently touched goes first when the bound is met.

create table about (
  name  text primary key,
  value text not null
) strict, without rowid;

-- One row per conversation. `previous` is the server's cursor for parts older than those kept; `joined` is 1 while
-- the kept parts reach up to the newest one without a hole.
create table conversations (
  id         text primary key,
  client_id  text,
  updated_at integer not null,
  summary    text not null,
  previous   integer,
  joined     integer not null,
  touched    integer not null
) strict;
create index conversations_by_time on conversations (updated_at desc, id desc);
create index conversations_by_client_id on conversations (client_id) where client_id is not null;

create table parts (
  number          integer primary key,
  conversation_id text not null,
  seq             integer not null,
  part            text not null
) strict;
create unique index parts_in_order on parts (conversation_id, seq);

-- The tree of collections in the language asked for ('' for none).
create table collections (
  locale  text primary key,
  tree    text not null,
  etag    text,
  touched integer not null
) strict;

-- Articles by language. A row with `article` null is known by its title alone, from a tree; `listed` is 1 while a
-- tree names it. `asked` is the language that was asked for when the server answered with this one. `article` is
-- the answer without its plain text, which is `body`.
create table articles (
  number  integer primary key,
  id      text not null,
  locale  text not null,
  asked   text not null default '',
  title   text not null,
  summary text not null default '',
  body    text not null default '',
  article text,
  etag    text,
  listed  integer not null default 0,
  touched integer not null
) strict;
create unique index articles_by_id on articles (id, locale);

-- Whatever is kept whole: settings of the workspace, tickets, kinds of tickets, news, live content.
create table documents (
  kind    text not null,
  id      text not null,
  json    text not null,
  etag    text,
  touched integer not null,
  primary key (kind, id)
) strict;

-- What the user began to write; never evicted.
create table drafts (
  conversation_id text primary key,
  body            text not null
) strict;

-- Content that showed itself already.
create table shown (
  number integer primary key,
  kind   text not null,
  id     text not null
) strict;
create unique index shown_by_id on shown (kind, id);
