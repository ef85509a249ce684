-- +goose Up
-- Who speaks for whom: guardians for children, local IT for its sites, the contact centre for residents; what the desk
-- knows of units; registers of schools.

-- The day of birth, as 2012-05-31, of those for whom it decides something: children with guardians. '' where unknown.
-- A personal identity number is not kept.
alter table person add column born text not null default '';

-- In which capacity the reporter came: local_it, guardian, centre, supplier, desk; '' for whoever speaks for themselves.
alter table ticket add column via text not null default '';
create index ticket_via on ticket (org_id, via, id) where via <> '';
create index ticket_channelled on ticket (desk_id, via, id) where active and via <> '';

create table guardian_relation (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    guardian_id {{int}} not null references person (id),
    child_id    {{int}} not null references person (id),
    -- custodian, foster, trustee speak for the child; resident and contact are known and speak for nobody.
    kind        text not null,
    -- manual, or the register that told: file, ss12000.
    source      text not null,
    external_id text not null default '',
    valid_from  {{time}} not null,
    valid_to    {{time}},
    -- Stopped because of secrecy, and why.
    blocked     {{bool}} not null default false,
    reason      text not null default '',
    created_by  {{int}} references person (id),
    created_at  {{time}} not null,
    ended_by    {{int}} references person (id),
    ended_at    {{time}},
    version     {{int}} not null default 1
) {{strict}};
create unique index guardian_relation_living on guardian_relation (guardian_id, child_id, kind) where ended_at is null;
create index guardian_relation_child on guardian_relation (child_id, ended_at);
create index guardian_relation_org on guardian_relation (org_id, id);

-- What the desk knows of a unit. Each saving is a row of its own; the highest version counts.
create table unit_page (
    unit_id    {{int}} not null references unit (id),
    version    {{int}} not null,
    org_id     {{int}} not null references organisation (id),
    activities text not null,
    deliveries text not null,
    goals      text not null,
    conditions text not null,
    users      text not null,
    contacts   text not null,
    opening    text not null,
    saved_by   {{int}} references person (id),
    saved_at   {{time}} not null,
    primary key (unit_id, version)
) {{strict}};

-- The national code of a school unit; '' for what is no school.
alter table unit add column school_code text not null default '';

-- Words for residents about a major incident, to be passed on by the contact centre.
create table major_word (
    ticket_id {{int}} not null primary key references ticket (id),
    org_id    {{int}} not null references organisation (id),
    words     text not null,
    by_id     {{int}} references person (id),
    at        {{time}} not null,
    version   {{int}} not null default 1
) {{strict}};

-- A register of schools that is asked by SS 12000.
create table school_source (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    name        text not null,
    base_url    text not null,
    -- bearer, key, client
    auth        text not null,
    -- Client id, or the name of the header that carries the key.
    client      text not null default '',
    token_url   text not null default '',
    scope       text not null default '',
    -- Sealed; never shown again.
    secret      text not null default '',
    -- The largest share of the people, in percent, that one run may end by itself.
    most_ended  {{int}} not null default 5,
    active      {{bool}} not null,
    -- What came back is known up to this moment; null asks for everything.
    known_until {{time}},
    ran_at      {{time}},
    -- ok, failed, waits
    outcome     text not null default '',
    report      text not null default '{}',
    version     {{int}} not null default 1
) {{strict}};
create index school_source_org on school_source (org_id, id);

-- +goose Down
drop table school_source;
drop table major_word;
alter table unit drop column school_code;
drop table unit_page;
drop table guardian_relation;
drop index ticket_channelled;
drop index ticket_via;
alter table ticket drop column via;
alter table person drop column born;
