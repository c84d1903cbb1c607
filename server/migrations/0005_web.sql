-- What web pages tell beside the person: the page they are on, a picture, the look of the messenger they want; and the
-- sizes of pictures that are sent.

-- The page that a contact was on last, without anything secret in its address. Unix seconds.
alter table contacts add column page_url text;
alter table contacts add column page_title text;
alter table contacts add column page_seen_at integer;
-- The address of the contact's own picture; shown, never fetched by the server.
alter table contacts add column avatar_url text;

-- The page on which a conversation was started.
alter table conversations add column page_url text;

-- Other looks of the messenger than the workspace's own. `settings` is laid over the workspace's settings.
create table messenger_styles (
    app_id      text not null references workspaces (app_id),
    id          text not null,
    name        text not null,
    settings    text not null default '{}',
    created_at  integer not null,
    updated_at  integer not null,
    primary key (app_id, id)
) without rowid;

-- Pixels of a picture, as its file says; null where it does not.
alter table uploads add column width integer;
alter table uploads add column height integer;
