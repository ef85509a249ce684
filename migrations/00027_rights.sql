-- +goose Up
-- Rights that are held for an invoice reference, a cost centre, a service or an object; rights that a second person
-- confirms; substitutes for a time.

-- Where an order's costs are sent: each belongs to a cost centre.
create table invoice_reference (
    id             {{id}},
    org_id         {{int}} not null references organisation (id),
    code           text not null,
    name           text not null default '',
    cost_centre_id {{int}} not null references cost_centre (id),
    -- The unit that it stands for, where it stands for one.
    unit_id        {{int}} references unit (id),
    valid_from     {{time}} not null,
    valid_to       {{time}},
    active         {{bool}} not null default {{true}},
    version        {{int}} not null default 1,
    constraint invoice_reference_org_id_code_key unique (org_id, code)
) {{strict}};
create index invoice_reference_cost_centre on invoice_reference (cost_centre_id);
create index invoice_reference_unit on invoice_reference (unit_id);

-- What can be asked for beside a service: a resource (a shared folder, a mailbox, a room) or an object (a building's door,
-- a system's environment).
create table service_object (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    -- resource, object
    kind       text not null,
    name       text not null,
    sort_key   {{blob}} not null,
    service_id {{int}} references service (id),
    active     {{bool}} not null default {{true}},
    version    {{int}} not null default 1,
    constraint service_object_org_id_kind_name_key unique (org_id, kind, name)
) {{strict}};
create index service_object_sort on service_object (org_id, sort_key, id);

-- One absence: whose roles are held by whom, from when until when.
create table substitution (
    id            {{id}},
    org_id        {{int}} not null references organisation (id),
    person_id     {{int}} not null references person (id),
    substitute_id {{int}} not null references person (id),
    valid_from    {{time}} not null,
    valid_to      {{time}} not null,
    appointed_by  {{int}} references person (id),
    appointed_at  {{time}} not null,
    ended_at      {{time}},
    ended_by      {{int}} references person (id),
    -- Both have been told that it has begun, that it is over.
    told_begin    {{bool}} not null default {{false}},
    told_end      {{bool}} not null default {{false}}
) {{strict}};
create index substitution_person on substitution (person_id, id);
create index substitution_substitute on substitution (substitute_id, id);
create index substitution_begins on substitution (valid_from) where not told_begin;
create index substitution_ends on substitution (valid_to) where not told_end;

-- What else must hold for the right to count, as 'reference:4,service:2' in that order; '' for nothing.
alter table role_grant add column limits text not null default '';
-- A right that a second person has to confirm gives nothing until then.
alter table role_grant add column waiting {{bool}} not null default {{false}};
alter table role_grant add column confirmed_by {{int}} references person (id);
alter table role_grant add column confirmed_at {{time}};
-- It is still to be told that it has begun, that it is over.
alter table role_grant add column tells_begin {{bool}} not null default {{false}};
alter table role_grant add column tells_end {{bool}} not null default {{false}};
create index role_grant_begins on role_grant (valid_from) where tells_begin;
create index role_grant_ends on role_grant (valid_to) where tells_end;
alter table role_grant add column substitution_id {{int}} references substitution (id);
create index role_grant_reach on role_grant (reach, of_id);
create index role_grant_waiting on role_grant (org_id, id) where waiting;
create index role_grant_for on role_grant (for_id) where for_id is not null;
create index role_grant_substitution on role_grant (substitution_id) where substitution_id is not null;

-- +goose Down
drop index role_grant_substitution;
drop index role_grant_for;
drop index role_grant_waiting;
drop index role_grant_reach;
alter table role_grant drop column substitution_id;
drop index role_grant_ends;
drop index role_grant_begins;
alter table role_grant drop column tells_end;
alter table role_grant drop column tells_begin;
alter table role_grant drop column confirmed_at;
alter table role_grant drop column confirmed_by;
alter table role_grant drop column waiting;
alter table role_grant drop column limits;
drop table substitution;
drop table service_object;
drop table invoice_reference;
