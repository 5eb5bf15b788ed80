-- How two words are looked for together depends on how often each occurs. The usual hundred most common words are those of the largest
-- office, and a word tells its office: the digest is the office's own.
alter table records.finding alter column word set statistics 2000;
create statistics records.finding_word_office (dependencies) on office, word from records.finding;
