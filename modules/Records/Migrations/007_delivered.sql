-- What the sender calls it, and how much of it came on paper (national standard: OdesilatelovoEvidencniCislo, DoruceneMnozstvi).
alter table records.document
    add column sender_number text check (length(sender_number) between 1 and 50),
    add column amount text check (length(amount) between 1 and 100);
