-- A draft that a signed-in person began opens to them wherever they sign in; the key that opens the token lies outside the database.
alter table services.draft add column own_token bytea;
