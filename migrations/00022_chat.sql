-- +goose Up
-- Talks in writing with the desk, while they last and as they were.

create table chat (
    id            {{id}},
    org_id        {{int}} not null references organisation (id),
    desk_id       {{int}} not null references desk (id),
    -- The contact on its line, as the station, the wallboard and the figures know it.
    contact_id    {{int}},
    -- Where the user writes: web, or another system; external is the talk's name there.
    source        text not null,
    external      text not null default '',
    person_id     {{int}} references person (id),
    name          text not null,
    -- About a person with protected identity.
    sealed        {{bool}} not null,
    topic         text not null,
    service_id    {{int}} references service (id),
    lang          text not null,
    -- waiting, active, ended
    state         text not null,
    priority      {{int}} not null default 0,
    group_id      {{int}} references desk_group (id),
    agent_id      {{int}} references person (id),
    -- The case that the talk becomes, or is added to.
    ticket_id     {{int}} references ticket (id),
    came_at       {{time}} not null,
    answered_at   {{time}},
    ended_at      {{time}},
    -- user, agent, idle, left; empty while it lasts.
    ended_how     text not null default '',
    -- When somebody last said something, and which side.
    said_at       {{time}} not null,
    said_by       text not null default '',
    -- The newest message that each side has had on the screen, and when it last had the page open.
    user_read     {{int}} not null default 0,
    agent_read    {{int}} not null default 0,
    user_seen_at  {{time}} not null,
    agent_seen_at {{time}},
    -- Who wants what is being typed to show letter by letter.
    user_rtt      {{bool}} not null default {{false}},
    agent_rtt     {{bool}} not null default {{false}},
    version       {{int}} not null default 1
) {{strict}};
create index chat_open on chat (desk_id, state, came_at) where state <> 'ended';
create index chat_ended on chat (desk_id, ended_at) where state = 'ended';
create index chat_quiet on chat (said_at) where state <> 'ended';
create index chat_agent on chat (agent_id) where state = 'active';
create unique index chat_person_open on chat (person_id, source) where state <> 'ended' and person_id is not null;
create unique index chat_external_open on chat (source, external) where state <> 'ended' and external <> '';
create index chat_external on chat (source, external) where external <> '';
create index chat_person on chat (person_id, id) where person_id is not null;
create index chat_ticket on chat (ticket_id) where ticket_id is not null;

create table chat_message (
    id          {{id}},
    chat_id     {{int}} not null references chat (id),
    -- user, agent, note (seen by the desk alone), event (something happened; key and args say what).
    side        text not null,
    author_id   {{int}} references person (id),
    author_name text not null default '',
    text        text not null default '',
    key         text not null default '',
    args        text not null default '',
    external    text not null default '',
    -- How many files came with it.
    files       {{int}} not null default 0,
    created_at  {{time}} not null
) {{strict}};
create index chat_message_chat on chat_message (chat_id, id);
create unique index chat_message_external on chat_message (chat_id, external) where external <> '';

create table chat_file (
    id         {{id}},
    chat_id    {{int}} not null references chat (id),
    message_id {{int}} not null references chat_message (id),
    name       text not null,
    media_type text not null,
    size       {{int}} not null,
    blob       text not null,
    created_at {{time}} not null
) {{strict}};
create index chat_file_chat on chat_file (chat_id, id);

-- What one side is typing just now: overwritten, and gone when it is sent. The text is kept only where both want it shown.
create table chat_draft (
    chat_id  {{int}} not null references chat (id),
    side     text not null,
    text     text not null default '',
    typed_at {{time}} not null,
    primary key (chat_id, side)
) {{strict}};

-- +goose Down
drop table chat_draft;
drop table chat_file;
drop table chat_message;
drop table chat;
