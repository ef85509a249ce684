-- +goose Up
-- What each authority says about how accessible the portal is (lag 2018:1937), and who answers for a service.

create table a11y_statement (
    authority_id {{int}} primary key references authority (id),
    org_id       {{int}} not null references organisation (id),
    conformance  text not null,
    method       text not null,
    assessed_on  text not null,
    -- Content that the law leaves out (9 §) and what would burden too much (12 §), with the reason.
    excluded_sv  text not null default '',
    excluded_en  text not null default '',
    burden_sv    text not null default '',
    burden_en    text not null default '',
    updated_at   {{time}} not null,
    updated_by   {{int}} references person (id),
    version      {{int}} not null default 1
) {{strict}};

create table a11y_fault (
    id           {{id}},
    authority_id {{int}} not null references authority (id),
    org_id       {{int}} not null references organisation (id),
    situation    text not null,
    text_sv      text not null,
    text_en      text not null default '',
    reason_sv    text not null default '',
    reason_en    text not null default '',
    -- The day by which it is put right; '' while nobody has said.
    fixed_by     text not null default ''
) {{strict}};
create index a11y_fault_authority on a11y_fault (authority_id, id);

alter table service add column owner_id {{int}} references person (id);

-- +goose Down
alter table service drop column owner_id;
drop table a11y_fault;
drop table a11y_statement;
