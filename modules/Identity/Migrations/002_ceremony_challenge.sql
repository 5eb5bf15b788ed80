-- The browser's answer names its challenge, so the exchange needs no cookie of its own.
alter table identity.ceremony add column challenge bytea not null unique;
