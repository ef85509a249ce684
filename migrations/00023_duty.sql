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

-- A way into the chat from another system: Teams.
create table bridge (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    desk_id    {{int}} not null references desk (id),
    -- teams
    kind       text not null,
    name       text not null,
    -- Its place in the address that the other system calls.
    key        text not null constraint bridge_key_key unique,
    -- Our name in the other system, and the organisation there that may write.
    app        text not null,
    tenant     text not null,
    -- Sealed.
    secret     text not null default '',
    -- How a writer is known: external (by the register's id) or login (by the name to log in with).
    match      text not null default 'external',
    active     {{bool}} not null default {{true}},
    -- How it goes, for the page.
    heard_at   {{time}},
    sent_at    {{time}},
    refused_at {{time}},
    refused    text not null default '',
    failed_at  {{time}},
    failed     text not null default '',
    version    {{int}} not null default 1
) {{strict}};
create index bridge_org on bridge (org_id, id);

-- A talk with one writer in the other system.
create table bridge_talk (
    id        {{id}},
    bridge_id {{int}} not null references bridge (id),
    org_id    {{int}} not null references organisation (id),
    external  text not null,
    -- Where it is answered, the writer's id and name there, and our own.
    service   text not null,
    writer    text not null,
    directory text not null default '',
    name      text not null default '',
    us        text not null default '',
    person_id {{int}} references person (id),
    constraint bridge_talk_bridge_id_external_key unique (bridge_id, external)
) {{strict}};

-- What was heard: kept without its words once it is taken, so that the same again is known.
create table bridge_heard (
    id         {{id}},
    bridge_id  {{int}} not null references bridge (id),
    talk_id    {{int}} not null references bridge_talk (id),
    external   text not null,
    body       text not null,
    -- waiting, taken, dead
    state      text not null,
    error      text not null default '',
    heard_at   {{time}} not null,
    constraint bridge_heard_bridge_id_external_key unique (bridge_id, external)
) {{strict}};
create index bridge_heard_waiting on bridge_heard (talk_id, id) where state = 'waiting';
create index bridge_heard_old on bridge_heard (heard_at);

-- What is to be said there, in order.
create table bridge_word (
    id         {{id}},
    bridge_id  {{int}} not null references bridge (id),
    talk_id    {{int}} not null references bridge_talk (id),
    -- What was said in the chat, or a text of ours by its key.
    message_id {{int}} references chat_message (id),
    key        text not null default '',
    -- waiting, sent, skipped, dead
    state      text not null,
    tries      {{int}} not null default 0,
    error      text not null default '',
    external   text not null default '',
    created_at {{time}} not null,
    sent_at    {{time}},
    constraint bridge_word_message_id_key unique (message_id)
) {{strict}};
create index bridge_word_waiting on bridge_word (talk_id, id) where state = 'waiting';
create index bridge_word_bridge on bridge_word (bridge_id, id) where state in ('waiting', 'dead');

-- +goose Down
drop table bridge_word;
drop table bridge_heard;
drop table bridge_talk;
drop table bridge;
drop table competence_skill;
drop table competence_part;
drop table competence_rule;
drop table competence;
drop table duty;
