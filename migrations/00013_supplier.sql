-- +goose Up
-- Who delivers what, how cases are handed to them, and what is followed up with them. Table supplier itself is older: it holds
-- the name that a case points at. Days without a time are texts, 2026-11-22, so that no zone can move them; '' is none.

create table supplier_card (
    supplier_id    {{int}} primary key references supplier (id),
    org_id         {{int}} not null references organisation (id),
    customer_no    text not null default '',
    phone          text not null default '',
    email          text not null default '',
    web            text not null default '',
    note           text not null default '',
    -- The person behind a supplier that is one: a caretaker, a local IT contact.
    person_id      {{int}} references person (id),
    -- Who at the desk keeps the cooperation up; what is missed is proposed to them.
    owner_id       {{int}} references person (id),
    -- The agreement: how cases reach the supplier and how soon it tells how they stand.
    way            text not null default 'portal',
    address        text not null default '',
    report_minutes {{int}} not null default 0,
    shows          text not null default '',
    hours          text not null default '',
    forums         text not null default '',
    agreement      text not null default '',
    valid_from     text not null default '',
    valid_to       text not null default ''
) {{strict}};

create table supplier_contact (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    supplier_id {{int}} not null references supplier (id),
    name        text not null,
    role        text not null default '',
    phone       text not null default '',
    email       text not null default '',
    hours       text not null default '',
    active      {{bool}} not null default {{true}},
    version     {{int}} not null default 1
) {{strict}};
create index supplier_contact_supplier on supplier_contact (supplier_id);

-- Whom to delegate a case about a service to, and when somebody last made sure that it still holds.
create table service_contact (
    service_id  {{int}} primary key references service (id),
    org_id      {{int}} not null references organisation (id),
    supplier_id {{int}} not null references supplier (id),
    contact_id  {{int}} references supplier_contact (id),
    note        text not null default '',
    verified_at {{time}},
    verified_by {{int}} references person (id)
) {{strict}};
create index service_contact_supplier on service_contact (supplier_id);

-- What is followed up: deficiencies, demands, improvements, unclear responsibility, work orders, call-off agreements, tools,
-- deliveries. What the kinds have in common is one table; which fields a kind uses is code.
create table supplier_matter (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    kind        text not null,
    supplier_id {{int}} references supplier (id),
    service_id  {{int}} references service (id),
    ticket_id   {{int}} references ticket (id),
    title       text not null,
    text        text not null default '',
    state       text not null,
    due         text not null default '',
    starts      text not null default '',
    owner_id    {{int}} references person (id),
    reference   text not null default '',
    amount      {{int}} not null default 0,
    access      text not null default '',
    decision    text not null default '',
    month       text not null default '',
    created_at  {{time}} not null,
    updated_at  {{time}} not null,
    version     {{int}} not null default 1
) {{strict}};
create index supplier_matter_list on supplier_matter (org_id, kind, due, id);
create index supplier_matter_supplier on supplier_matter (supplier_id, kind);

create table supplier_matter_party (
    matter_id   {{int}} not null references supplier_matter (id),
    supplier_id {{int}} not null references supplier (id),
    primary key (matter_id, supplier_id)
) {{strict}};
create index supplier_matter_party_supplier on supplier_matter_party (supplier_id);

create table supplier_report (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    supplier_id {{int}} not null references supplier (id),
    title       text not null,
    month       text not null default '',
    readers     text not null,
    name        text not null,
    media_type  text not null,
    size        {{int}} not null,
    blob        text not null,
    person_id   {{int}} references person (id),
    created_at  {{time}} not null
) {{strict}};
create index supplier_report_supplier on supplier_report (supplier_id, id);
create index supplier_report_blob on supplier_report (blob);

-- What a supplier reached in a month, as it delivers it itself.
create table supplier_level (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    supplier_id {{int}} not null references supplier (id),
    month       text not null,
    level       text not null,
    unit        text not null default '',
    target      text not null,
    outcome     text not null,
    met         {{bool}} not null,
    note        text not null default '',
    person_id   {{int}} references person (id),
    created_at  {{time}} not null,
    constraint supplier_level_supplier_id_month_level_key unique (supplier_id, month, level)
) {{strict}};
create index supplier_level_month on supplier_level (org_id, month);

-- Who does what for which kind of computer: the three levels of support.
create table support_level (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    number   {{int}} not null,
    name_sv  text not null,
    name_en  text not null default '',
    about_sv text not null default '',
    about_en text not null default '',
    active   {{bool}} not null default {{true}},
    version  {{int}} not null default 1,
    constraint support_level_org_id_number_key unique (org_id, number)
) {{strict}};

create table support_task (
    id      {{id}},
    org_id  {{int}} not null references organisation (id),
    key     text not null,
    name_sv text not null,
    name_en text not null default '',
    pos     {{int}} not null default 0,
    active  {{bool}} not null default {{true}},
    constraint support_task_org_id_key_key unique (org_id, key)
) {{strict}};

create table support_share (
    level_id {{int}} not null references support_level (id),
    task_id  {{int}} not null references support_task (id),
    side     text not null,
    primary key (level_id, task_id)
) {{strict}};

-- Which group takes what falls to a side; a site's own group goes before that of the whole organisation (site null).
create table support_route (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    side     text not null,
    site_id  {{int}} references site (id),
    group_id {{int}} not null references desk_group (id)
) {{strict}};
create index support_route_org on support_route (org_id, side);

create table device (
    id        {{id}},
    org_id    {{int}} not null references organisation (id),
    tag       text not null,
    tag_key   text not null,
    name      text not null default '',
    level_id  {{int}} references support_level (id),
    person_id {{int}} references person (id),
    unit_id   {{int}} references unit (id),
    site_id   {{int}} references site (id),
    active    {{bool}} not null default {{true}},
    version   {{int}} not null default 1,
    constraint device_org_id_tag_key_key unique (org_id, tag_key)
) {{strict}};
create index device_person on device (person_id);

-- What the matrix said about a case when it was routed.
create table ticket_support (
    ticket_id {{int}} primary key references ticket (id),
    org_id    {{int}} not null references organisation (id),
    device_id {{int}} references device (id),
    level_id  {{int}} references support_level (id),
    task_id   {{int}} references support_task (id),
    side      text not null default '',
    escalated_at {{time}}
) {{strict}};

-- +goose Down
drop table ticket_support;
drop table device;
drop table support_route;
drop table support_share;
drop table support_task;
drop table support_level;
drop table supplier_level;
drop table supplier_report;
drop table supplier_matter_party;
drop table supplier_matter;
drop table service_contact;
drop table supplier_contact;
drop table supplier_card;
