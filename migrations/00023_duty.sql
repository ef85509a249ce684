-- +goose Up
-- Who is at a desk and takes calls and chats, and which group knows what.

create table duty (
    desk_id   {{int}} not null references desk (id),
    person_id {{int}} not null references person (id),
    org_id    {{int}} not null references organisation (id),
    -- available, busy, away
    state     text not null,
    -- How many chats at once, 0 for what the organisation has decided.
    chats     {{int}} not null default 0,
    since     {{time}} not null,
    primary key (desk_id, person_id)
) {{strict}};
create index duty_there on duty (desk_id, state, since) where state <> 'away';
create index duty_person on duty (person_id);

-- A desk that routes by competence. The version names what its rules are now: a node that has read that version knows them.
create table competence (
    desk_id {{int}} not null primary key references desk (id),
    org_id  {{int}} not null references organisation (id),
    -- When nobody who knows is available: stay, next, desk.
    nobody  text not null default 'next',
    version {{int}} not null default 1
) {{strict}};

-- One rule of a group: all that it names must fit.
create table competence_rule (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    desk_id  {{int}} not null references desk (id),
    group_id {{int}} not null references desk_group (id),
    version  {{int}} not null default 1
) {{strict}};
create index competence_rule_desk on competence_rule (desk_id, id);
create index competence_rule_group on competence_rule (group_id);

-- What a rule names: of each sort one of these must fit. Sorts: service, category, unit, channel, lang.
create table competence_part (
    rule_id {{int}} not null references competence_rule (id),
    sort    text not null,
    value   text not null,
    primary key (rule_id, sort, value)
) {{strict}};

-- How much a member knows of what the group is for: 1 something, 2 much, 3 most. Without a row, 1.
create table competence_skill (
    group_id  {{int}} not null references desk_group (id),
    person_id {{int}} not null references person (id),
    skill     {{int}} not null,
    primary key (group_id, person_id)
) {{strict}};

-- +goose Down
drop table competence_skill;
drop table competence_part;
drop table competence_rule;
drop table competence;
drop table duty;
