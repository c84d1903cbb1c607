-- Tags, notes, companies and push bindings.
-- Ids of tags and notes are numbers, written as decimal strings on the wire; none is ever used twice.

create table tags (
    id          integer primary key autoincrement,
    app_id      text not null references workspaces (app_id),
    name        text not null,
    created_at  integer not null,
    updated_at  integer not null
);
create unique index tags_name on tags (app_id, name collate nocase);

create table contact_tags (
    contact_id  text not null references contacts (id),
    tag_id      integer not null references tags (id),
    tagged_at   integer not null,
    primary key (contact_id, tag_id)
) without rowid;
create index contact_tags_tag on contact_tags (tag_id);

create table company_tags (
    company_id  text not null references companies (id),
    tag_id      integer not null references tags (id),
    tagged_at   integer not null,
    primary key (company_id, tag_id)
) without rowid;
create index company_tags_tag on company_tags (tag_id);

create table conversation_tags (
    conversation_id  integer not null references conversations (id),
    tag_id           integer not null references tags (id),
    admin_id         integer references admins (id),
    tagged_at        integer not null,
    primary key (conversation_id, tag_id)
) without rowid;
create index conversation_tags_tag on conversation_tags (tag_id);

create table notes (
    id          integer primary key autoincrement,
    app_id      text not null references workspaces (app_id),
    contact_id  text not null references contacts (id),
    admin_id    integer references admins (id),
    body        text not null,
    created_at  integer not null
);
create index notes_contact on notes (contact_id, id);

-- Who works there, asked from the company's side.
create index contact_companies_company on contact_companies (company_id);

-- Where a device can be pushed to. A token leads to one device: whoever binds it last has it.
create table push_bindings (
    app_id       text not null references workspaces (app_id),
    device_id    text not null,
    provider     text not null check (provider in ('apns', 'fcm', 'webpush')),
    token        text not null,
    environment  text not null check (environment in ('production', 'sandbox')),
    bound_at     integer not null,
    primary key (app_id, device_id)
) without rowid;
create unique index push_bindings_token on push_bindings (app_id, provider, token);

-- Devices of people who were erased, without a word about whose they were: what such a device made before
-- that time and still has in its queue must not come back.
create table erased_devices (
    app_id      text not null references workspaces (app_id),
    device_id   text not null,
    erased_at   integer not null,
    primary key (app_id, device_id)
) without rowid;
create index erased_devices_age on erased_devices (erased_at);
-- The same, for the sessions that the device opened since.
alter table sessions add column erased_at integer;
-- Who was put away is found again when they come back.
create index contacts_archived on contacts (app_id, external_id) where archived = 1 and external_id is not null;

-- Events of a lead who became part of a user name that lead, until the user is erased.
create index events_recorded on events (recorded_contact_id) where recorded_contact_id is not null;
