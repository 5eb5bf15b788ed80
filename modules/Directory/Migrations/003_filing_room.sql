-- Data carriers that the filing room takes (§ 2 (3) of decree 259/2012); null while nobody has said so.
alter table directory.office add column media text check (length(media) between 1 and 300);
