-- +goose Up
-- Tickets: what is reported, by whom, who works on it, and everything said about it.

create table category (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    desk_id    {{int}} not null references desk (id),
    parent_id  {{int}} references category (id),
    path       text not null default '/',
    name_sv    text not null,
    name_en    text not null default '',
    sort_key   {{blob}} not null,
    group_id   {{int}} references desk_group (id),
    active     {{bool}} not null default {{true}},
    version    {{int}} not null default 1
) {{strict}};
create index category_desk on category (desk_id, path);

-- What an organisation has decided about a kind of ticket: sub-states, required fields, rules. A ticket keeps the
-- version it was born with.
create table kind_config (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    kind       text not null,
    version    {{int}} not null,
    config     {{json}} not null,
    created_by {{int}} references person (id),
    created_at {{time}} not null,
    constraint kind_config_org_id_kind_version_key unique (org_id, kind, version)
) {{strict}};

create table ticket (
    id             {{id}},
    org_id         {{int}} not null references organisation (id),
    desk_id        {{int}} not null references desk (id),
    kind           text not null,
    kind_version   {{int}} not null default 1,
    state          text not null,
    substate       text not null default '',
    -- Work remains: new, open or on hold. Queues look only at these, whatever is stored.
    active         {{bool}} not null,
    -- Concerns a person with protected identity: hidden from everyone without the named permission.
    sealed         {{bool}} not null default {{false}},
    title          text not null,
    channel        text not null,
    requester_id   {{int}} references person (id),
    reporter_id    {{int}} references person (id),
    -- A sender that no register knows: shown as written, trusted with nothing.
    sender_name    text not null default '',
    sender_address text not null default '',
    unit_id        {{int}} references unit (id),
    site_id        {{int}} references site (id),
    category_id    {{int}} references category (id),
    impact         {{int}} not null,
    urgency        {{int}} not null,
    priority       {{int}} not null,
    group_id       {{int}} references desk_group (id),
    assignee_id    {{int}} references person (id),
    hold_reason    text not null default '',
    hold_until     {{time}},
    solution       text not null default '',
    solution_code  text not null default '',
    closed_how     text not null default '',
    first_contact  {{bool}} not null default {{false}},
    reopened       {{int}} not null default 0,
    hand_overs     {{int}} not null default 0,
    merged_into    {{int}} references ticket (id),
    detected_at    {{time}} not null,
    created_at     {{time}} not null,
    updated_at     {{time}} not null,
    assigned_at    {{time}},
    replied_at     {{time}},
    resolved_at    {{time}},
    told_at        {{time}},
    close_due      {{time}},
    closed_at      {{time}},
    followed_up_at {{time}},
    -- The last word was the user's: the desk owes an answer.
    awaits_desk    {{bool}} not null default {{true}},
    -- What an imported source itself said about its target; null where nobody measured.
    within_target  {{bool}},
    version        {{int}} not null
) {{strict}};
-- Numbers people say on the phone have six digits from the first day on.
{{if sqlite}}
insert into sqlite_sequence (name, seq) values ('ticket', 100000);
{{else}}
alter table ticket alter column id restart with 100001;
{{end}}
-- Each of the queues that a desk begins with has an index that names it by equality, so that both engines count and list
-- it without reading what it does not show, with statistics or without.
create index ticket_active_id on ticket (desk_id, id) where active;
create index ticket_active_updated on ticket (desk_id, updated_at, id) where active;
create index ticket_active_priority on ticket (desk_id, priority, id) where active;
create index ticket_active_group on ticket (desk_id, group_id, priority, id) where active;
create index ticket_active_assignee on ticket (desk_id, assignee_id, priority, id) where active;
create index ticket_active_awaits on ticket (desk_id, awaits_desk, updated_at, id) where active;
create index ticket_desk on ticket (desk_id, id);
create index ticket_state on ticket (desk_id, state, id);
create index ticket_requester on ticket (requester_id, id);
create index ticket_reporter on ticket (reporter_id, id) where reporter_id is not null;
create index ticket_unit on ticket (unit_id, id);
create index ticket_created on ticket (org_id, created_at);
create index ticket_resolved on ticket (org_id, resolved_at) where resolved_at is not null;
create index ticket_close_due on ticket (close_due) where state = 'resolved' and close_due is not null;
create index ticket_hold_until on ticket (hold_until) where state = 'hold' and hold_until is not null;
create index ticket_merged on ticket (merged_into) where merged_into is not null;

-- Fields that a kind asks for beyond the common ones.
create table ticket_field (
    ticket_id {{int}} not null references ticket (id),
    key       text not null,
    value     text not null,
    primary key (ticket_id, key)
) {{strict}};

-- The same case's numbers elsewhere: a supplier's, an older system's, a sender's desk's.
create table ticket_reference (
    ticket_id {{int}} not null references ticket (id),
    source    text not null,
    external  text not null,
    primary key (source, external)
) {{strict}};
create index ticket_reference_ticket on ticket_reference (ticket_id);

create table message (
    id             {{id}},
    ticket_id      {{int}} not null references ticket (id),
    -- question (from the user), reply (to the user), note (inside the desk only), solution, machine (recorded mail)
    kind           text not null,
    internal       {{bool}} not null,
    author_id      {{int}} references person (id),
    author_name    text not null default '',
    author_address text not null default '',
    verified       {{bool}} not null default {{true}},
    channel        text not null,
    text           text not null,
    -- The quoted rest of a mail, folded away.
    quoted         text not null default '',
    html           text not null default '',
    created_at     {{time}} not null,
    mail_id        text not null default '',
    raw_blob       text not null default ''
) {{strict}};
create index message_ticket on message (ticket_id, id);
create index message_mail_id on message (mail_id) where mail_id <> '';

create table attachment (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    -- Null until the form that it was uploaded for is sent.
    ticket_id  {{int}} references ticket (id),
    message_id {{int}} references message (id),
    name       text not null,
    media_type text not null,
    size       {{int}} not null,
    blob       text not null,
    content_id text not null default '',
    inline     {{bool}} not null default {{false}},
    owner_id   {{int}} references person (id),
    created_at {{time}} not null
) {{strict}};
create index attachment_ticket on attachment (ticket_id, id);
create index attachment_message on attachment (message_id);
create index attachment_loose on attachment (created_at) where ticket_id is null;

create table ticket_link (
    from_id    {{int}} not null references ticket (id),
    to_id      {{int}} not null references ticket (id),
    kind       text not null,
    created_by {{int}} references person (id),
    created_at {{time}} not null,
    primary key (from_id, to_id, kind)
) {{strict}};
create index ticket_link_to on ticket_link (to_id);

create table time_entry (
    id         {{id}},
    ticket_id  {{int}} not null references ticket (id),
    person_id  {{int}} not null references person (id),
    minutes    {{int}} not null,
    charged    {{bool}} not null,
    note       text not null default '',
    worked_on  text not null,
    created_at {{time}} not null
) {{strict}};
create index time_entry_ticket on time_entry (ticket_id, id);

create table saved_view (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    desk_id  {{int}} not null references desk (id),
    owner_id {{int}} references person (id),
    name     text not null,
    query    text not null,
    pos      {{int}} not null default 0
) {{strict}};
create index saved_view_desk on saved_view (desk_id, owner_id, pos);

create table reply_template (
    id      {{id}},
    org_id  {{int}} not null references organisation (id),
    desk_id {{int}} not null references desk (id),
    name    text not null,
    lang    text not null,
    text    text not null,
    active  {{bool}} not null default {{true}},
    version {{int}} not null default 1
) {{strict}};
create index reply_template_desk on reply_template (desk_id, name);

-- Who has a ticket's page open just now; rows that are not renewed fall out by themselves.
create table presence (
    ticket_id {{int}} not null references ticket (id),
    person_id {{int}} not null references person (id),
    doing     text not null,
    seen_at   {{time}} not null,
    primary key (ticket_id, person_id)
) {{strict}};

-- How far each person has read, so that lists can show what is new to them.
create table ticket_read (
    ticket_id {{int}} not null references ticket (id),
    person_id {{int}} not null references person (id),
    read_at   {{time}} not null,
    primary key (ticket_id, person_id)
) {{strict}};

-- +goose Down
drop table ticket_read;
drop table presence;
drop table reply_template;
drop table saved_view;
drop table time_entry;
drop table ticket_link;
drop table attachment;
drop table message;
drop table ticket_reference;
drop table ticket_field;
drop table ticket;
drop table kind_config;
drop table category;
