-- +goose Up
-- Full text over tickets: one document a ticket. Public words are what the user may read; internal words are the
-- desk's; scope holds tokens of whose the ticket is. The words come ready-made from kit/textindex, so the tokenizer
-- only splits at spaces.
{{if sqlite}}
create virtual table ticket_text using fts5 (
    public, internal, scope,
    content = '', contentless_delete = 1, detail = column,
    tokenize = "ascii",
    prefix = '3 4'
);
{{else}}
create table ticket_text (
    ticket_id  bigint primary key references ticket (id),
    public     tsvector not null,
    -- Public and internal words together.
    everything tsvector not null
);
create index ticket_text_public on ticket_text using gin (public) with (gin_pending_list_limit = 256);
create index ticket_text_everything on ticket_text using gin (everything) with (gin_pending_list_limit = 256);
{{end}}
-- What each document was made of, so that nothing is indexed twice and "lotsen check" finds what is out of date.
create table ticket_text_mark (
    ticket_id {{int}} primary key references ticket (id),
    digest    text not null
) {{strict}};

-- Every word that stands in a document, to tell which words begin with what somebody typed.
create table ticket_word (
    word text {{if postgres}}collate "C" {{end}}primary key
) {{strict}}{{if sqlite}}, without rowid{{end}};

-- +goose Down
drop table ticket_word;
drop table ticket_text_mark;
drop table ticket_text;
