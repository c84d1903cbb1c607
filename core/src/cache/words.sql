-- The index of words over the articles, kept by triggers. Not made in a build without the feature `offline-search`,
-- whose SQLite may be without FTS5.

create virtual table article_words using fts5(
  title, summary, body, content='articles', content_rowid='number', tokenize='unicode61 remove_diacritics 2', prefix='2'
);
-- A match in the title counts most, one in the text least.
insert into article_words (article_words, rank) values ('rank', 'bm25(8.0, 4.0, 1.0)');

create trigger articles_added after insert on articles begin
  insert into article_words (rowid, title, summary, body) values (new.number, new.title, new.summary, new.body);
end;
create trigger articles_removed after delete on articles begin
  insert into article_words (article_words, rowid, title, summary, body)
  values ('delete', old.number, old.title, old.summary, old.body);
end;
create trigger articles_changed after update of title, summary, body on articles begin
  insert into article_words (article_words, rowid, title, summary, body)
  values ('delete', old.number, old.title, old.summary, old.body);
  insert into article_words (rowid, title, summary, body) values (new.number, new.title, new.summary, new.body);
end;
