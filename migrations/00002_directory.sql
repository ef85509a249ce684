-- +goose Up
-- Who and where: organisations, their authorities, desks, units, sites, people, roles and settings.

create table organisation (
    id         {{id}},
    key        text not null constraint organisation_key_key unique,
    name       text not null,
    lang       text not null default 'sv',
    preset     text not null default '',
    created_at {{time}} not null,
    version    {{int}} not null default 1
) {{strict}};

-- Each board is an authority of its own and answers for its own public records.
create table authority (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    name       text not null,
    number     text not null default '',
    active     {{bool}} not null default {{true}},
    constraint authority_org_id_name_key unique (org_id, name)
) {{strict}};

create table desk (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    key        text not null,
    name       text not null,
    active     {{bool}} not null default {{true}},
    constraint desk_org_id_key_key unique (org_id, key)
) {{strict}};

-- How people reach a desk: shown on every page.
create table contact_way (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    desk_id  {{int}} not null references desk (id),
    channel  text not null,
    audience text not null default 'all',
    value    text not null,
    note_sv  text not null default '',
    note_en  text not null default '',
    hours_sv text not null default '',
    hours_en text not null default '',
    pos      {{int}} not null default 0
) {{strict}};

create table site (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    external_id text,
    name        text not null,
    sort_key    {{blob}} not null,
    address     text not null default '',
    active      {{bool}} not null default {{true}},
    constraint site_org_id_external_id_key unique (org_id, external_id)
) {{strict}};
create index site_sort on site (org_id, sort_key, id);

create table cost_centre (
    id     {{id}},
    org_id {{int}} not null references organisation (id),
    code   text not null,
    name   text not null default '',
    active {{bool}} not null default {{true}},
    constraint cost_centre_org_id_code_key unique (org_id, code)
) {{strict}};

create table unit (
    id             {{id}},
    org_id         {{int}} not null references organisation (id),
    external_id    text,
    authority_id   {{int}} references authority (id),
    parent_id      {{int}} references unit (id),
    -- '/1/5/9/': the ids from the root down to this unit, so that a subtree is a prefix.
    path           text not null default '/',
    name           text not null,
    sort_key       {{blob}} not null,
    site_id        {{int}} references site (id),
    cost_centre_id {{int}} references cost_centre (id),
    active         {{bool}} not null default {{true}},
    version        {{int}} not null default 1,
    constraint unit_org_id_external_id_key unique (org_id, external_id)
) {{strict}};
create index unit_path on unit (org_id, path);
create index unit_sort on unit (org_id, sort_key, id);
create index unit_parent on unit (parent_id);

create table person (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    external_id text,
    given_name  text not null,
    family_name text not null,
    sort_key    {{blob}} not null,
    category    text not null,
    title       text not null default '',
    email       text,
    phone       text not null default '',
    mobile      text not null default '',
    unit_id     {{int}} references unit (id),
    site_id     {{int}} references site (id),
    lang        text not null default 'sv',
    -- What the person needs from us: plain Swedish, phone call, interpreter ... in words for the agent.
    needs       text not null default '',
    protected   {{bool}} not null default {{false}},
    active      {{bool}} not null default {{true}},
    login       text,
    created_at  {{time}} not null,
    updated_at  {{time}} not null,
    version     {{int}} not null default 1,
    constraint person_org_id_external_id_key unique (org_id, external_id),
    constraint person_login_key unique (login)
) {{strict}};
create index person_sort on person (org_id, sort_key, id);
create index person_unit on person (unit_id);
create index person_email on person (email);

-- Folded words by which a caller is found while typing: name parts, mail address, login, phone digits.
create table person_word (
    org_id    {{int}} not null,
    -- Ordered by bytes on both engines, so that a prefix is a range of the key.
    word      text {{if postgres}}collate "C" {{end}}not null,
    person_id {{int}} not null references person (id),
    primary key (org_id, word, person_id)
) {{strict}}{{if sqlite}}, without rowid{{end}};
create index person_word_person on person_word (person_id, word);

create table credential (
    person_id   {{int}} primary key references person (id),
    hash        text not null,
    changed_at  {{time}} not null,
    must_change {{bool}} not null default {{false}}
) {{strict}};

create table session (
    id         {{id}},
    token_hash text not null constraint session_token_hash_key unique,
    person_id  {{int}} not null references person (id),
    created_at {{time}} not null,
    seen_at    {{time}} not null,
    expires_at {{time}} not null,
    ended_at   {{time}},
    agent      text not null default '',
    address    text not null default ''
) {{strict}};
create index session_person on session (person_id, id);

create table api_token (
    id         {{id}},
    name       text not null,
    token_hash text not null constraint api_token_token_hash_key unique,
    person_id  {{int}} not null references person (id),
    created_at {{time}} not null,
    used_at    {{time}},
    ended_at   {{time}}
) {{strict}};

create table desk_group (
    id      {{id}},
    org_id  {{int}} not null references organisation (id),
    desk_id {{int}} not null references desk (id),
    name    text not null,
    line    {{int}} not null default 1,
    active  {{bool}} not null default {{true}},
    constraint desk_group_desk_id_name_key unique (desk_id, name)
) {{strict}};

create table group_member (
    group_id  {{int}} not null references desk_group (id),
    person_id {{int}} not null references person (id),
    primary key (group_id, person_id)
) {{strict}};
create index group_member_person on group_member (person_id);

create table role (
    id      {{id}},
    key     text not null constraint role_key_key unique,
    name_sv text not null,
    name_en text not null,
    -- A role that shipped with the product and whose verbs the product keeps.
    builtin {{bool}} not null default {{false}},
    version {{int}} not null default 1
) {{strict}};

create table role_verb (
    role_id {{int}} not null references role (id),
    verb    text not null,
    primary key (role_id, verb)
) {{strict}};

create table role_grant (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    person_id  {{int}} not null references person (id),
    role_id    {{int}} not null references role (id),
    reach      text not null,
    of_id      {{int}},
    valid_from {{time}} not null,
    valid_to   {{time}},
    for_id     {{int}} references person (id),
    granted_by {{int}} references person (id),
    granted_at {{time}} not null,
    ended_at   {{time}},
    ended_by   {{int}} references person (id)
) {{strict}};
create index role_grant_person on role_grant (person_id);

-- Rules that differ between organisations (requirements, Appendix A). The newest valid_from not in the future counts.
create table setting (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    key        text not null,
    value      {{json}} not null,
    valid_from {{time}} not null,
    set_by     {{int}} references person (id),
    set_at     {{time}} not null
) {{strict}};
create index setting_key on setting (org_id, key, valid_from);

-- Logins, reads of protected persons, changes of rights, exports. Nothing updates or deletes a row.
create table security_log (
    id         {{id}},
    org_id     {{int}},
    at         {{time}} not null,
    actor_id   {{int}},
    actor_name text not null default '',
    what       text not null,
    subject    text not null default '',
    subject_id {{int}},
    address    text not null default '',
    detail     {{json}} not null
) {{strict}};
create index security_log_org on security_log (org_id, id);
create index security_log_subject on security_log (subject, subject_id, id);

-- +goose Down
drop table security_log;
drop table setting;
drop table role_grant;
drop table role_verb;
drop table role;
drop table group_member;
drop table desk_group;
drop table api_token;
drop table session;
drop table credential;
drop table person_word;
drop table person;
drop table unit;
drop table cost_centre;
drop table site;
drop table contact_way;
drop table desk;
drop table authority;
drop table organisation;
