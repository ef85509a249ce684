-- +goose Up
-- What the foundation keeps: the log of everything that happened, the work that may wait, and one-time keys.

create table event (
    seq        {{id}},
    org_id     {{int}},
    kind       text not null,
    stream_id  {{int}} not null,
    pos        {{int}} not null,
    type       text not null,
    label      text not null default '',
    at         {{time}} not null,
    noted_at   {{time}} not null,
    actor_id   {{int}},
    actor_name text not null default '',
    for_id     {{int}},
    payload    {{json}} not null,
    constraint event_kind_stream_id_pos_key unique (kind, stream_id, pos)
) {{strict}};
create index event_at on event (kind, at);

create table job (
    id         {{id}},
    queue      text not null,
    kind       text not null,
    key        text,
    args       {{json}} not null,
    state      text not null default 'waiting',
    run_at     {{time}} not null,
    attempt    {{int}} not null default 0,
    max_tries  {{int}} not null,
    lease_till {{time}},
    -- Wished for once more while it ran.
    again      {{bool}} not null default {{false}},
    error      text,
    created_at {{time}} not null,
    ended_at   {{time}}
) {{strict}};
create index job_run_at on job (run_at, id) where state = 'waiting';
create index job_lease on job (lease_till) where state = 'running';
create index job_dead on job (id) where state = 'dead';
create unique index job_kind_key_key on job (kind, key) where state in ('waiting', 'running') and key is not null;

-- A schedule's last run, so that several nodes run a thing once.
create table schedule (
    name    text primary key,
    last_at {{time}} not null
) {{strict}};

-- One-time keys of forms and Idempotency-Key of the API: the same request again gets the same answer.
create table request_key (
    owner      text not null,
    key        text not null,
    digest     text not null,
    status     {{int}} not null,
    body       text not null,
    created_at {{time}} not null,
    primary key (owner, key)
) {{strict}};
create index request_key_created_at on request_key (created_at);

-- What the installation knows of itself: the secret that signs cookies and mail, shared by its nodes.
create table installation (
    key   text primary key,
    value text not null
) {{strict}};

-- Rate limits that several nodes share: few writes, only on failures worth counting (logins, resets).
create table strike (
    key      text primary key,
    count    {{int}} not null,
    since    {{time}} not null
) {{strict}};

-- +goose Down
drop table strike;
drop table installation;
drop table request_key;
drop table schedule;
drop table job;
drop table event;
