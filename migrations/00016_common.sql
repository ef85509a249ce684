-- +goose Up
-- Related cases handled as one, what is published about them, and the hour of a major incident.

-- What the desk reckons for a case that others hang on, or that concerns residents: kept by the events of the cases.
create table common_ticket (
    ticket_id    {{int}} not null primary key references ticket (id),
    org_id       {{int}} not null references organisation (id),
    desk_id      {{int}} not null references desk (id),
    -- Cases below it that count: neither withdrawn nor merged, none about a person with protected identity.
    children     {{int}} not null,
    residents    {{int}} not null,
    -- The priority that the rule gives now, 0 for none. It sinks later than it rises, so it is kept.
    level        {{int}} not null default 0,
    -- What the case had before a proposal was taken up, 0 for never: where it goes back to.
    base_impact  {{int}} not null default 0,
    base_urgency {{int}} not null default 0,
    base_priority {{int}} not null default 0,
    -- The proposal that somebody has said no to, 0 for none.
    declined     {{int}} not null default 0,
    updated_at   {{time}} not null
) {{strict}};
create index common_ticket_desk on common_ticket (desk_id, ticket_id) where children > 0;

create table major (
    ticket_id   {{int}} not null primary key references ticket (id),
    org_id      {{int}} not null references organisation (id),
    desk_id     {{int}} not null references desk (id),
    lead_id     {{int}} references person (id),
    -- When those concerned are to hear more.
    word_due    {{time}},
    declared_by {{int}} references person (id),
    declared_at {{time}} not null,
    ended_by    {{int}} references person (id),
    ended_at    {{time}},
    version     {{int}} not null default 1
) {{strict}};
create index major_open on major (desk_id, ticket_id) where ended_at is null;

create table major_check (
    id        {{id}},
    ticket_id {{int}} not null references ticket (id),
    pos       {{int}} not null,
    -- A text of ours by its key, or somebody's own words.
    key       text not null default '',
    text      text not null default '',
    done_by   {{int}} references person (id),
    done_at   {{time}}
) {{strict}};
create index major_check_ticket on major_check (ticket_id, pos, id);

create table major_log (
    id        {{id}},
    ticket_id {{int}} not null references ticket (id),
    at        {{time}} not null,
    person_id {{int}} references person (id),
    -- note for somebody's own words; else what happened: declared, lead, word, check, published, told, ended.
    what      text not null,
    text      text not null default ''
) {{strict}};
create index major_log_ticket on major_log (ticket_id, id);

create table notice (
    id           {{id}},
    org_id       {{int}} not null references organisation (id),
    desk_id      {{int}} references desk (id),
    -- disturbance, planned, information
    kind         text not null,
    -- draft, published, ended
    state        text not null,
    title_sv     text not null,
    title_en     text not null default '',
    text_sv      text not null default '',
    text_en      text not null default '',
    -- What callers hear; empty for title and text.
    phone_sv     text not null default '',
    phone_en     text not null default '',
    -- portal phone chat mail intranet website screen social, with a space between.
    channels     text not null,
    ticket_id    {{int}} references ticket (id),
    outage_id    {{int}},
    starts_at    {{time}} not null,
    ends_at      {{time}},
    created_by   {{int}} references person (id),
    created_at   {{time}} not null,
    updated_at   {{time}} not null,
    published_by {{int}} references person (id),
    published_at {{time}},
    ended_at     {{time}},
    version      {{int}} not null default 1
) {{strict}};
create index notice_published on notice (org_id, id) where state = 'published';
create index notice_org on notice (org_id, id);
create index notice_ticket on notice (ticket_id) where ticket_id is not null;
create index notice_outage on notice (outage_id) where outage_id is not null;
create index notice_ends on notice (ends_at) where state = 'published' and ends_at is not null;

-- Whom a notice concerns: these units and everything below; without a row, everybody.
create table notice_unit (
    notice_id {{int}} not null references notice (id),
    unit_id   {{int}} not null references unit (id),
    primary key (notice_id, unit_id)
) {{strict}};

-- An instruction of the ordering organisation to keep quiet, and what it gives in return.
create table notice_hold (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    desk_id     {{int}} references desk (id),
    ticket_id   {{int}} references ticket (id),
    channels    text not null,
    -- Who gave the instruction, as written, and its words.
    instructor  text not null,
    instruction text not null,
    -- The relief, and from which service credits.
    relief      text not null,
    credits     text not null,
    from_at     {{time}} not null,
    until_at    {{time}},
    created_by  {{int}} references person (id),
    created_at  {{time}} not null,
    lifted_by   {{int}} references person (id),
    lifted_at   {{time}},
    version     {{int}} not null default 1
) {{strict}};
create index notice_hold_org on notice_hold (org_id, id);

-- The written approval of a place other than the portal.
create table notice_approval (
    org_id      {{int}} not null references organisation (id),
    place       text not null,
    approved_by text not null,
    document    text not null,
    approved_at {{time}} not null,
    created_by  {{int}} references person (id),
    created_at  {{time}} not null,
    primary key (org_id, place)
) {{strict}};

-- +goose Down
drop table notice_approval;
drop table notice_hold;
drop table notice_unit;
drop table notice;
drop table major_log;
drop table major_check;
drop table major;
drop table common_ticket;
