-- A matter can begin with a message that came by data box, e-mail or on a medium.
alter table services.matter drop constraint matter_kind_check;
alter table services.matter add constraint matter_kind_check check (kind in ('Portal', 'Paper', 'Letter', 'Message'));
