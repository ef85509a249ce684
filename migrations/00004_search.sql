-- +goose Up
-- Full text over tickets: one document a ticket, rowid = ticket id. Public words are what the user may read; internal
-- words are the desk's. The words come ready-made from kit/textindex, so the tokenizer only splits at spaces.
{{if sqlite}}
create virtual table ticket_text using fts5 (
    public, internal,
    content = '', contentless_delete = 1, detail = full,
    tokenize = "ascii",
    prefix = '2 3'
);
{{else}}
create table ticket_text (
    ticket_id bigint primary key references ticket (id),
    public    tsvector not null,
    internal  tsvector not null
);
create index ticket_text_public on ticket_text using gin (public);
create index ticket_text_all on ticket_text using gin ((public || internal));
{{end}}
-- +goose Down
drop table ticket_text;
