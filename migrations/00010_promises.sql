-- +goose Up
-- What promises are about: the service that fails, the supplier that works on it, and the clock that breaks next.

-- An IT service or function, as people name what does not work.
create table service (
    id        {{id}},
    org_id    {{int}} not null references organisation (id),
    code      text not null,
    name_sv   text not null,
    name_en   text not null default '',
    sort_key  {{blob}} not null,
    -- not_working: one of the functions whose failure starts the clock of one working day; '' for all others.
    class     text not null default '',
    -- Run by a central supplier: reached through the gateway alone.
    central   {{bool}} not null default {{false}},
    -- Cases about it are meant to be passed on.
    forwarded {{bool}} not null default {{false}},
    active    {{bool}} not null default {{true}},
    version   {{int}} not null default 1,
    constraint service_org_id_code_key unique (org_id, code)
) {{strict}};

-- Whoever a case can be delegated to, inside the organisation or outside.
create table supplier (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    kind     text not null,
    name     text not null,
    sort_key {{blob}} not null,
    active   {{bool}} not null default {{true}},
    version  {{int}} not null default 1
) {{strict}};
create index supplier_org on supplier (org_id, sort_key);

alter table ticket add column service_id {{int}} references service (id);
-- Who works on it now for the desk, which keeps the case; null while it is at the desk.
alter table ticket add column supplier_id {{int}} references supplier (id);
-- Why it waits, as one of the organisation's pause reasons; the words are in hold_reason.
alter table ticket add column hold_code text not null default '';
alter table ticket add column residents {{int}} not null default 0;
-- The clock that breaks next, and when. Kept beside the case for the order of queues; the last moment there is stands for
-- "no clock runs", so that one order serves all.
alter table ticket add column due_at {{time}} not null default 253402300799000000;
alter table ticket add column due_clock text not null default '';
create index ticket_active_due on ticket (desk_id, due_at, id) where active;
create index ticket_due on ticket (desk_id, due_at, id);
create index ticket_supplier on ticket (supplier_id, id) where supplier_id is not null;
create index ticket_service on ticket (service_id, id) where service_id is not null;

-- +goose Down
drop index ticket_service;
drop index ticket_supplier;
drop index ticket_due;
drop index ticket_active_due;
alter table ticket drop column due_clock;
alter table ticket drop column due_at;
alter table ticket drop column residents;
alter table ticket drop column hold_code;
alter table ticket drop column supplier_id;
alter table ticket drop column service_id;
drop table supplier;
drop table service;
