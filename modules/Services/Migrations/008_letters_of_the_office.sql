-- A matter can begin with a letter that the office wrote of its own accord.
alter table services.matter drop constraint matter_kind_check;
alter table services.matter add constraint matter_kind_check check (kind in ('Portal', 'Paper', 'Letter'));
