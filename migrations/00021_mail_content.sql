-- +goose Up
-- What is known of a mail's sender beside their word, and mail that comes again and again.

-- reply, domain:NAME, failed:NAME, none; '' where nobody has looked.
alter table message add column proof text not null default '';
-- How often the same mail has come after the first, and when it came last.
alter table message add column repeats {{int}} not null default 0;
alter table message add column repeated_at {{time}};

alter table inbound_mail add column proof text not null default '';
-- What was checked, as JSON: signatures, SPF, DMARC.
alter table inbound_mail add column auth text not null default '';

-- The entry that a mail like this one began a case with. Whoever takes such a mail holds the row, so that two at once
-- are one case.
create table mail_alike (
    digest     text not null primary key,
    ticket_id  {{int}} references ticket (id),
    message_id {{int}} references message (id),
    seen_at    {{time}} not null
) {{strict}};
create index mail_alike_seen on mail_alike (seen_at);

-- +goose Down
drop table mail_alike;
alter table inbound_mail drop column auth;
alter table inbound_mail drop column proof;
alter table message drop column repeated_at;
alter table message drop column repeats;
alter table message drop column proof;
