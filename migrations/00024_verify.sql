-- +goose Up
-- Who calls: methods of checking, checks, one-time codes. And addresses that screens and telephony read without a login.

-- The methods of an organisation that has changed the product's own, or added to them.
create table caller_method (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    code     text not null,
    -- Empty for the product's own: their names are texts.
    name_sv  text not null default '',
    name_en  text not null default '',
    -- 1 weak, 2 medium, 3 strong.
    strength {{int}} not null,
    active   {{bool}} not null default {{true}},
    pos      {{int}} not null
) {{strict}};
create unique index caller_method_org_code on caller_method (org_id, code);

create table caller_check (
    id        {{id}},
    org_id    {{int}} not null references organisation (id),
    ticket_id {{int}} not null references ticket (id),
    person_id {{int}} not null references person (id),
    method    text not null,
    strength  {{int}} not null,
    -- passed, failed, aborted
    result    text not null,
    reason    text not null default '',
    agent_id  {{int}} references person (id),
    at        {{time}} not null,
    -- Until when a passed check counts; null otherwise.
    until_at  {{time}}
) {{strict}};
create index caller_check_ticket on caller_check (ticket_id, id);
create index caller_check_failed on caller_check (person_id, at) where result = 'failed';

-- A code itself is nowhere: it follows from the nonce and the installation's secret.
create table caller_code (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    ticket_id  {{int}} not null references ticket (id),
    person_id  {{int}} not null references person (id),
    method     text not null,
    nonce      text not null,
    asked_by   {{int}} references person (id),
    created_at {{time}} not null,
    expires_at {{time}} not null,
    tries      {{int}} not null default 0,
    ended_at   {{time}}
) {{strict}};
create unique index caller_code_open on caller_code (ticket_id, person_id) where ended_at is null;
create index caller_code_person on caller_code (person_id) where ended_at is null;

-- An address that a screen on a wall or a telephone exchange reads with, instead of a login.
create table reader_key (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    desk_id    {{int}} not null references desk (id),
    -- wall, phone
    kind       text not null,
    -- The line that telephony may ask about; empty: every line of the desk.
    line_key   text not null default '',
    name       text not null,
    token_hash text not null,
    created_by {{int}} references person (id),
    created_at {{time}} not null,
    ended_at   {{time}},
    ended_by   {{int}} references person (id)
) {{strict}};
create unique index reader_key_token on reader_key (token_hash);
create index reader_key_desk on reader_key (desk_id, id);

-- +goose Down
drop table reader_key;
drop table caller_code;
drop table caller_check;
drop table caller_method;
