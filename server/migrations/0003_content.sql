-- The help center, targeting, receipts, news and tickets.
-- Everything that can be presented is a row of `content`; what people read in several languages is beside
-- it in `content_texts`, one row a language.

-- The collection that an article or a section is in, and its place there.
alter table content add column parent_id text;
alter table content add column place integer not null default 0;
-- Who wrote it.
alter table content add column author_id integer references admins (id);
-- When it was live for the first time.
alter table content add column published_at integer;
update content set published_at = created_at where status = 'live';
create index content_parent on content (app_id, parent_id) where parent_id is not null;

-- The newest number given to content that operators make. Numbers are never given twice, so what a device
-- remembers about deleted content cannot mean a newer one.
create table content_numbers (
    app_id  text primary key not null references workspaces (app_id),
    last    integer not null
) without rowid;

create table content_texts (
    seq         integer primary key,
    app_id      text not null,
    kind        text not null,
    content_id  text not null,
    locale      text not null,
    title       text not null,
    summary     text,
    body_html   text not null default '',
    body_text   text not null default '',
    -- Whether this language is published.
    live        integer not null default 1,
    author_id   integer references admins (id),
    created_at  integer not null,
    updated_at  integer not null,
    unique (app_id, kind, content_id, locale),
    foreign key (app_id, kind, content_id) references content (app_id, kind, id) on delete cascade
);

insert into content_texts (app_id, kind, content_id, locale, title, body_html, body_text, created_at, updated_at)
    select c.app_id, c.kind, c.id, coalesce(json_extract(w.settings, '$.locale'), 'en'), c.title,
        '<p>' || replace(replace(replace(coalesce(json_extract(c.body, '$.text'), ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;') || '</p>',
        coalesce(json_extract(c.body, '$.text'), ''), c.created_at, c.updated_at
    from content c join workspaces w on w.app_id = c.app_id
    where c.kind in ('article', 'help_center_collection');

-- The words of all texts. The texts themselves are read from content_texts.
create virtual table help_search using fts5 (
    title, summary, body_text,
    content = 'content_texts', content_rowid = 'seq', tokenize = "unicode61 remove_diacritics 2"
);
insert into help_search (rowid, title, summary, body_text)
    select seq, title, summary, body_text from content_texts;
create trigger content_texts_added after insert on content_texts begin
    insert into help_search (rowid, title, summary, body_text)
        values (new.seq, new.title, new.summary, new.body_text);
end;
create trigger content_texts_removed after delete on content_texts begin
    insert into help_search (help_search, rowid, title, summary, body_text)
        values ('delete', old.seq, old.title, old.summary, old.body_text);
end;
create trigger content_texts_changed after update on content_texts begin
    insert into help_search (help_search, rowid, title, summary, body_text)
        values ('delete', old.seq, old.title, old.summary, old.body_text);
    insert into help_search (rowid, title, summary, body_text)
        values (new.seq, new.title, new.summary, new.body_text);
end;

-- What each contact did with content: `due_at` since the event happened that it waited for, `ended_at` once
-- it was dismissed or completed and is not shown by itself again.
create table content_states (
    contact_id  text not null references contacts (id),
    kind        text not null,
    content_id  text not null,
    due_at      integer,
    shown_at    integer,
    ended_at    integer,
    primary key (contact_id, kind, content_id)
) without rowid;

-- Receipts as devices sent them; the id makes a retry harmless.
create table receipts (
    seq          integer primary key,
    contact_id   text not null references contacts (id),
    id           text not null,
    body_hash    blob not null,
    app_id       text not null,
    kind         text not null,
    content_id   text not null,
    event        text not null,
    -- JSON array, only of answers.
    answers      text,
    received_at  integer not null,
    unique (contact_id, id)
);
create index receipts_content on receipts (app_id, kind, content_id, event);

-- How helpful each contact found an article; the latest word counts.
create table article_reactions (
    app_id      text not null,
    article_id  text not null,
    contact_id  text not null references contacts (id),
    value       text not null check (value in ('happy', 'neutral', 'sad')),
    created_at  integer not null,
    primary key (app_id, article_id, contact_id)
) without rowid;
create index article_reactions_contact on article_reactions (contact_id);

create table tickets (
    id               integer primary key autoincrement,
    app_id           text not null references workspaces (app_id),
    contact_id       text not null references contacts (id),
    -- The id that the device gave, and the hash of what it sent with it.
    client_id        text,
    body_hash        blob,
    type_id          text not null,
    state            text not null default 'submitted'
        check (state in ('submitted', 'in_progress', 'waiting_on_customer', 'resolved')),
    open             integer not null default 1,
    attributes       text not null default '{}',
    assignee_id      integer references admins (id),
    conversation_id  integer references conversations (id),
    created_at       integer not null,
    updated_at       integer not null
);
create unique index tickets_client on tickets (contact_id, client_id) where client_id is not null;
create index tickets_contact on tickets (contact_id, id);
create index tickets_app on tickets (app_id, id);
create index tickets_conversation on tickets (conversation_id) where conversation_id is not null;

-- What happened to a ticket: comments, notes, changes of its state.
create table ticket_parts (
    id             integer primary key autoincrement,
    ticket_id      integer not null references tickets (id),
    -- comment, note, or ticket_state_updated_by_admin.
    kind           text not null,
    -- The author: a contact, else a teammate, else the workspace itself.
    contact_id     text references contacts (id),
    admin_id       integer references admins (id),
    body_html      text,
    state_before   text,
    state          text not null,
    created_at     integer not null
);
create index ticket_parts_ticket on ticket_parts (ticket_id, id);
-- For those who become part of a user, and those who are erased.
create index ticket_parts_contact on ticket_parts (contact_id) where contact_id is not null;

-- Operators name keys by number: the key itself has no place in addresses, which are logged.
alter table api_keys add column id integer;
update api_keys set id = (
    select count(*) from api_keys o where (o.app_id, o.key) <= (api_keys.app_id, api_keys.key));
create unique index api_keys_id on api_keys (id);
