-- +goose Up
-- Lines where people come, the contacts that came, and what telephone systems tell of them.

-- A telephone number or the entrance of a chat.
create table line (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    desk_id     {{int}} not null references desk (id),
    channel     text not null,
    key         text not null,
    name_sv     text not null,
    name_en     text not null default '',
    -- E.164; '' for a chat.
    number      text not null default '',
    -- What the telephone system calls the queue, where that is not the number.
    queue       text not null default '',
    -- '', local, tollfree
    cost        text not null default '',
    abroad      {{bool}} not null default {{false}},
    -- The category of whoever comes here; '' where it tells nothing.
    audience    text not null default '',
    -- 0 is ordinary; higher goes ahead of all lower.
    priority    {{int}} not null default 0,
    -- Seconds within which to answer.
    target      {{int}} not null default 0,
    group_id    {{int}} references desk_group (id),
    active      {{bool}} not null default {{true}},
    version     {{int}} not null default 1,
    constraint line_org_id_key_key unique (org_id, key)
) {{strict}};
create unique index line_org_id_number_key on line (org_id, number) where number <> '';

-- A telephone system that tells of calls.
create table call_source (
    id        {{id}},
    org_id    {{int}} not null references organisation (id),
    key       text not null constraint call_source_key_key unique,
    name      text not null,
    -- webhook, ami
    kind      text not null,
    -- Sealed: the key of the signature, or the password of AMI.
    secret    text not null default '',
    -- AMI: host:port and the name to log in with.
    address   text not null default '',
    login     text not null default '',
    -- What stands before an internal short number to make it a number of the public net, such as +46850820.
    prefix    text not null default '',
    active    {{bool}} not null default {{true}},
    heard_at  {{time}},
    fault     text not null default '',
    -- AMI: the node that listens, and until when it may without saying so again.
    node       text not null default '',
    lease_till {{time}},
    version   {{int}} not null default 1
) {{strict}};

-- Whose telephone a short number, or a user name in the telephone system, is.
create table call_extension (
    org_id    {{int}} not null references organisation (id),
    number    text not null,
    person_id {{int}} not null references person (id),
    primary key (org_id, number)
) {{strict}};
create index call_extension_person on call_extension (person_id);

-- One person's coming by a line: a call or a chat.
create table contact (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    desk_id     {{int}} not null references desk (id),
    line_id     {{int}} not null references line (id),
    channel     text not null,
    category    text not null default '',
    -- Where it is known by which number: call source and call id.
    source      text not null default '',
    external    text,
    -- The number as shown; blanked after the time of keeping.
    caller      text not null default '',
    person_id   {{int}} references person (id),
    -- About a person with protected identity: hidden like their cases.
    sealed      {{bool}} not null default {{false}},
    agent_id    {{int}} references person (id),
    group_id    {{int}} references desk_group (id),
    ticket_id   {{int}} references ticket (id),
    -- waiting, active, ended
    state       text not null,
    -- answered, abandoned, moved, closed
    outcome     text not null default '',
    cause       text not null default '',
    note        text not null default '',
    -- 1 to 5, by the caller; null where nobody was asked.
    score       {{int}},
    priority    {{int}} not null default 0,
    came_at     {{time}} not null,
    answered_at {{time}},
    ended_at    {{time}},
    -- It came within service hours.
    open        {{bool}} not null,
    -- Seconds within which it was to be answered, as promised when it came.
    target      {{int}} not null default 0,
    version     {{int}} not null default 1,
    constraint contact_org_id_source_external_key unique (org_id, source, external)
) {{strict}};
create index contact_waiting on contact (desk_id, priority, came_at) where state = 'waiting';
create index contact_agent on contact (agent_id, came_at) where state = 'active';
create index contact_line_came on contact (line_id, came_at);
create index contact_mine on contact (agent_id, id);
create index contact_ticket on contact (ticket_id) where ticket_id is not null;
create index contact_person on contact (person_id) where person_id is not null;
create index contact_caller on contact (came_at) where caller <> '';

-- Whose telephones ring for a contact just now.
create table contact_ring (
    person_id  {{int}} not null references person (id),
    contact_id {{int}} not null references contact (id),
    primary key (person_id, contact_id)
) {{strict}};
create index contact_ring_contact on contact_ring (contact_id);

-- Contacts counted by line, category, service time and hour: what the figures read.
create table contact_hour (
    line_id   {{int}} not null references line (id),
    hour_at   {{time}} not null,
    category  text not null,
    open      {{bool}} not null,
    offered   {{int}} not null default 0,
    answered  {{int}} not null default 0,
    abandoned {{int}} not null default 0,
    -- Ended without an answer, but not by the caller.
    other     {{int}} not null default 0,
    -- Answered within the line's target.
    timely    {{int}} not null default 0,
    -- Microseconds that the answered waited, all together; and the abandoned.
    waited    {{int}} not null default 0,
    given_up  {{int}} not null default 0,
    rated     {{int}} not null default 0,
    score     {{int}} not null default 0,
    primary key (line_id, hour_at, category, open)
) {{strict}};

-- What a telephone system has counted by itself, taken from a file.
create table line_interval (
    line_id   {{int}} not null references line (id),
    starts_at {{time}} not null,
    category  text not null,
    minutes   {{int}} not null,
    open      {{bool}} not null,
    offered   {{int}} not null,
    answered  {{int}} not null,
    abandoned {{int}} not null,
    timely    {{int}} not null default 0,
    -- Microseconds that the answered waited, all together.
    waited    {{int}} not null,
    added_by  {{int}} references person (id),
    added_at  {{time}} not null,
    primary key (line_id, starts_at, category)
) {{strict}};

-- +goose Down
drop table line_interval;
drop table contact_hour;
drop table contact_ring;
drop table contact;
drop table call_extension;
drop table call_source;
drop table line;
