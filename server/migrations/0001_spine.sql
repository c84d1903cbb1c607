-- The first schema: workspaces and their keys, contacts, devices, sessions, events, companies, content.
-- Times are unix seconds (UTC). Ids of contacts and companies are 24 hexadecimal characters.
-- Migrations are append-only: this file never changes once released.

create table workspaces (
    app_id      text primary key not null,
    name        text not null,
    timezone    text not null default 'UTC',
    disabled    integer not null default 0,
    settings    text not null default '{}',
    -- Random bytes from which the credentials of a development workspace are derived; null in production.
    dev_seed    blob,
    created_at  integer not null
) without rowid;
create unique index workspaces_one_dev on workspaces (dev_seed is not null) where dev_seed is not null;

create table operator_tokens (
    token_hash  blob primary key not null,
    app_id      text not null references workspaces (app_id),
    label       text not null,
    created_at  integer not null,
    revoked_at  integer
) without rowid;

-- Publishable keys: they name an app and a platform and open nothing by themselves.
create table api_keys (
    app_id      text not null references workspaces (app_id),
    key         text not null,
    platform    text not null check (platform in ('ios', 'android', 'web')),
    enabled     integer not null default 1,
    created_at  integer not null,
    primary key (app_id, key)
) without rowid;

create table identity_verification (
    app_id      text not null references workspaces (app_id),
    platform    text not null check (platform in ('ios', 'android', 'web')),
    mode        text not null check (mode in ('off', 'log', 'on')),
    primary key (app_id, platform)
) without rowid;

-- Two live secrets at most per platform, so that one can be rotated without a gap.
create table identity_secrets (
    id          integer primary key,
    app_id      text not null references workspaces (app_id),
    platform    text not null check (platform in ('ios', 'android', 'web')),
    secret      text not null,
    created_at  integer not null,
    unique (app_id, platform, secret)
);

-- Logins whose proof was missing or wrong, per hour: what the switch refuses, or would refuse.
create table unverified_logins (
    app_id      text not null references workspaces (app_id),
    platform    text not null,
    hour        integer not null,
    logins      integer not null default 0,
    primary key (app_id, platform, hour)
) without rowid;

create table contacts (
    seq                       integer primary key,
    id                        text not null unique,
    app_id                    text not null references workspaces (app_id),
    role                      text not null check (role in ('lead', 'user')),
    external_id               text,
    email                     text,
    -- Whether the address was signed or set by an operator: only then it may decide who a proven login is.
    email_verified            integer not null default 0,
    name                      text,
    phone                     text,
    language_override         text,
    signed_up_at              integer,
    unsubscribed_from_emails  integer not null default 0,
    custom_attributes         text not null default '{}',
    session_count             integer not null default 0,
    last_seen_at              integer,
    blocked                   integer not null default 0,
    archived                  integer not null default 0,
    merged_into               text references contacts (id),
    created_at                integer not null,
    updated_at                integer not null
);
create unique index contacts_external_id on contacts (app_id, external_id)
    where external_id is not null and archived = 0;
-- A merge redirects what was merged into the lead before.
create index contacts_merged on contacts (merged_into) where merged_into is not null;
create index contacts_email on contacts (app_id, email collate nocase) where email is not null;

create table devices (
    app_id        text not null references workspaces (app_id),
    id            text not null,
    secret_hash   blob not null,
    -- Null once the device was logged out: it belongs to nobody then.
    contact_id    text references contacts (id),
    -- SHA-256 of the identity it logged in with: the same one again is the same contact. Null for a lead.
    identity      blob,
    platform      text not null,
    model         text,
    os            text,
    app_version   text,
    locale        text,
    timezone      text,
    created_at    integer not null,
    last_seen_at  integer not null,
    primary key (app_id, id)
) without rowid;
create index devices_contact on devices (contact_id);

create table sessions (
    token_hash     blob primary key not null,
    app_id         text not null references workspaces (app_id),
    device_id      text not null,
    contact_id     text not null references contacts (id),
    platform       text not null,
    -- Whether this device proved who its user is (a user hash or a signed token that was right).
    verified       integer not null default 0,
    -- Names of attributes that came signed: the device cannot overwrite them with unsigned ones.
    signed_fields  text not null default '[]',
    created_at     integer not null,
    expires_at     integer not null,
    revoked_at     integer
) without rowid;
create index sessions_device on sessions (app_id, device_id, created_at) where revoked_at is null;
create index sessions_contact on sessions (contact_id);
create index sessions_expiry on sessions (expires_at);

-- Remembered ids of every operation that is no event: what was answered then is answered again.
create table operations (
    contact_id   text not null references contacts (id),
    id           text not null,
    kind         text not null,
    body_hash    blob not null,
    answer       text not null,
    received_at  integer not null,
    primary key (contact_id, id)
) without rowid;
create index operations_age on operations (received_at);

create table event_names (
    app_id      text not null references workspaces (app_id),
    name        text not null,
    archived    integer not null default 0,
    created_at  integer not null,
    primary key (app_id, name)
) without rowid;

-- `seq` is the order of arrival. (contact_id, id) is what makes a retry harmless. The contact is looked up
-- once per batch in the same transaction, so the table does not check it again for every row.
create table events (
    seq                  integer primary key,
    contact_id           text not null,
    id                   text not null,
    name                 text not null,
    created_at           integer not null,
    received_at          integer not null,
    metadata             text,
    -- 'operator' for events of the operator API; null for those of a device.
    source               text,
    -- The lead that the event was recorded for, when a merge has moved it since.
    recorded_contact_id  text,
    unique (contact_id, id)
);
create unique index events_operator_rule on events (contact_id, name, created_at) where source = 'operator';

create table companies (
    seq                integer primary key,
    id                 text not null unique,
    app_id             text not null references workspaces (app_id),
    company_id         text not null,
    name               text,
    plan               text,
    monthly_spend      integer,
    size               integer,
    website            text,
    industry           text,
    remote_created_at  integer,
    custom_attributes  text not null default '{}',
    created_at         integer not null,
    updated_at         integer not null,
    unique (app_id, company_id)
);

create table contact_companies (
    contact_id   text not null references contacts (id),
    company_id   text not null references companies (id),
    attached_at  integer not null,
    primary key (contact_id, company_id)
) without rowid;

create table data_attributes (
    id                  integer primary key,
    app_id              text not null references workspaces (app_id),
    model               text not null check (model in ('contact', 'company')),
    name                text not null,
    label               text not null,
    description         text,
    data_type           text not null,
    options             text not null default '[]',
    api_writable        integer not null default 1,
    messenger_writable  integer not null default 0,
    archived            integer not null default 0,
    created_at          integer not null,
    updated_at          integer not null,
    unique (app_id, model, name)
);

create table content (
    seq         integer primary key,
    app_id      text not null references workspaces (app_id),
    kind        text not null,
    id          text not null,
    title       text not null,
    status      text not null check (status in ('live', 'draft', 'paused', 'archived')),
    body        text not null default '{}',
    targeting   text not null default '{}',
    created_at  integer not null,
    updated_at  integer not null,
    unique (app_id, kind, id)
);

-- What arrived, in order of arrival, each event under the contact it belongs to today.
-- `contact_id` is the contact after merges; `recorded_contact_id` the lead it was recorded for, if it was moved.
create view event_timeline as
select
    e.seq                   as seq,
    c.id                    as contact_id,
    c.role                  as contact_role,
    c.external_id           as contact_external_id,
    c.email                 as contact_email,
    e.name                  as name,
    e.id                    as id,
    e.created_at            as created_at,
    e.received_at           as received_at,
    e.metadata              as metadata,
    e.recorded_contact_id   as recorded_contact_id
from events e
join contacts r on r.id = e.contact_id
join contacts c on c.id = coalesce(r.merged_into, r.id)
order by e.seq;
