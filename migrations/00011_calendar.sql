-- +goose Up
-- When an organisation is open: calendars with versions, days of their own, and which channel follows which.

create table calendar (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    name       text not null,
    zone       text not null,
    active     {{bool}} not null default {{true}},
    created_at {{time}} not null,
    version    {{int}} not null default 1
) {{strict}};
create index calendar_org on calendar (org_id, id);

-- What counts from a day on, until the next version; '' is the first, which counts for all time before too.
-- hours is {"mon": [["07:30", "16:30"]]}; days are texts such as 2026-04-03.
create table calendar_version (
    id          {{id}},
    calendar_id {{int}} not null references calendar (id),
    valid_from  text not null,
    hours       {{json}} not null,
    holidays    text not null default '',
    eves_closed {{bool}} not null,
    constraint calendar_version_calendar_id_valid_from_key unique (calendar_id, valid_from)
) {{strict}};

-- A day with hours of its own; none when closed.
create table calendar_day (
    id          {{id}},
    calendar_id {{int}} not null references calendar (id),
    date        text not null,
    name        text not null,
    spans       {{json}} not null,
    constraint calendar_day_calendar_id_date_key unique (calendar_id, date)
) {{strict}};

-- Which calendar a channel follows from a day on; channel '' is all that have none of their own, and no calendar
-- means the settings' opening hours.
create table calendar_use (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    channel     text not null default '',
    calendar_id {{int}} references calendar (id),
    valid_from  text not null,
    set_by      {{int}} references person (id),
    set_at      {{time}} not null,
    constraint calendar_use_org_id_channel_valid_from_key unique (org_id, channel, valid_from)
) {{strict}};

-- Grows with every change of an organisation's calendars, so that what was read once may be kept until then.
create table calendar_book (
    org_id  {{int}} primary key references organisation (id),
    version {{int}} not null
) {{strict}};

-- +goose Down
drop table calendar_book;
drop table calendar_use;
drop table calendar_day;
drop table calendar_version;
drop table calendar;
