-- What an operation is about, where its path on the server names it: the conversation of a reply, the article
-- of a reaction, the file of an upload. Null for events and whatever needs none.
alter table operations add column target text;
alter table rejected add column target text;

-- What people wrote is shown while it waits, whatever number of events (kind 1) is queued beside it.
create index operations_of_people on operations (kind, seq) where kind <> 1;
update settings set value = '2' where name = 'schema';
