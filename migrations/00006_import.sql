-- +goose Up
-- How much of each case of another system's log has been read, so that the same file again changes nothing.

create table import_mark (
    source    text not null,
    external  text not null,
    ticket_id {{int}} not null references ticket (id),
    -- How many lines, and a digest of them one after the other.
    lines     {{int}} not null,
    digest    text not null,
    primary key (source, external)
) {{strict}};

-- +goose Down
drop table import_mark;
