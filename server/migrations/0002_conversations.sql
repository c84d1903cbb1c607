-- Teammates, conversations, files, and the feed of changes that each contact reads.
-- Ids of teammates, conversations and parts are numbers, written as decimal strings on the wire; none is
-- ever used twice (autoincrement), so a late request cannot hit a newer thing.

create table admins (
    id              integer primary key autoincrement,
    app_id          text not null references workspaces (app_id),
    name            text not null,
    email           text,
    avatar_url      text,
    job_title       text,
    away            integer not null default 0,
    created_at      integer not null
);
create index admins_app on admins (app_id, id);
-- Every workspace has at least one teammate: the operator who set it up.
insert into admins (app_id, name, created_at) select app_id, 'Operator', created_at from workspaces;

-- Random bytes that the server keeps for itself, such as the key that signs links to files.
create table server_secrets (
    name   text primary key not null,
    value  blob not null
) without rowid;

create table conversations (
    id                integer primary key autoincrement,
    app_id            text not null references workspaces (app_id),
    -- Order of the latest activity over all conversations; lists are sorted and paged by it.
    activity          integer not null unique,
    -- For whom it was started; all who take part are in conversation_contacts.
    contact_id        text not null references contacts (id),
    -- The id that the device gave, when a device started it.
    client_id         text,
    started_by_admin  integer references admins (id),
    title             text,
    state             text not null default 'open' check (state in ('open', 'closed', 'snoozed')),
    snoozed_until     integer,
    priority          integer not null default 0,
    assignee_id       integer references admins (id),
    custom_attributes text not null default '{}',
    -- seq of the newest part, and of the newest one that a teammate has seen.
    last_seq          integer not null default 0,
    admin_seen_seq    integer not null default 0,
    -- Since when a contact waits for an answer.
    waiting_since     integer,
    merged_into       integer references conversations (id),
    created_at        integer not null,
    updated_at        integer not null
);
create index conversations_app on conversations (app_id, activity);
create index conversations_contact on conversations (contact_id);
create unique index conversations_client on conversations (contact_id, client_id) where client_id is not null;
create index conversations_merged on conversations (merged_into) where merged_into is not null;
create index conversations_snoozed on conversations (snoozed_until) where state = 'snoozed';

-- Who takes part, and up to where each has read. `unread` counts the teammates' parts after that.
create table conversation_contacts (
    conversation_id  integer not null references conversations (id),
    contact_id       text not null references contacts (id),
    read_seq         integer not null default 0,
    unread           integer not null default 0,
    joined_at        integer not null,
    primary key (conversation_id, contact_id)
) without rowid;
create index conversation_contacts_contact on conversation_contacts (contact_id, unread);

create table parts (
    id               integer primary key autoincrement,
    conversation_id  integer not null references conversations (id),
    seq              integer not null,
    -- comment and quick_reply are shown to contacts; note, close, open, snoozed, assignment … are not.
    kind             text not null,
    -- The author: a contact, else a teammate, else the workspace itself.
    contact_id       text references contacts (id),
    admin_id         integer references admins (id),
    -- The id that the device gave, and the hash of what it sent with it.
    client_id        text,
    body_hash        blob,
    body_html        text,
    body_text        text,
    -- JSON: the answers that a quick_reply offers, and the id of the one that was chosen.
    quick_replies    text,
    chosen_reply     text,
    assigned_to      integer references admins (id),
    redacted         integer not null default 0,
    created_at       integer not null,
    updated_at       integer not null,
    unique (conversation_id, seq)
);
-- What a lead wrote moves when it becomes part of a user.
create index parts_contact on parts (contact_id) where contact_id is not null;
create unique index parts_client on parts (contact_id, client_id) where client_id is not null;

-- Files. A file of a device has the id that the device gave; `file_id` is the name on disk and in links.
create table uploads (
    seq           integer primary key,
    app_id        text not null references workspaces (app_id),
    contact_id    text references contacts (id),
    id            text not null,
    file_id       text not null unique,
    name          text not null,
    content_type  text not null,
    size          integer not null,
    digest        blob not null,
    -- The part it belongs to, and its place there; null until it is sent.
    part_id       integer references parts (id),
    place         integer not null default 0,
    created_at    integer not null,
    unique (contact_id, id)
);
create index uploads_part on uploads (part_id) where part_id is not null;
-- Files that were not sent yet, by age.
create index uploads_waiting on uploads (created_at) where part_id is null;

-- What happened to a contact, in order: the one truth behind streams and long polls. Signals only say that
-- there is something to read here. `id` grows over all contacts and is never used twice.
create table changes (
    id          integer primary key autoincrement,
    contact_id  text not null,
    seq         integer not null,
    type        text not null,
    body        text not null,
    created_at  integer not null,
    unique (contact_id, seq)
);
create index changes_age on changes (created_at);

-- The newest seq of the contact's feed.
alter table contacts add column change_seq integer not null default 0;
-- A session that came over in a merge has read another feed: positions below this one mean nothing.
alter table sessions add column feed_from integer not null default 0;
