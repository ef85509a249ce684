-- +goose Up
-- When functions were down, work in service windows, and what missed levels cost.

create table outage (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    service_id  {{int}} not null references service (id),
    starts_at   {{time}} not null,
    -- Null while it lasts.
    ends_at     {{time}},
    planned     {{bool}} not null,
    cause       text not null,
    -- Why it does not count after all: registered by mistake.
    void_reason text not null default '',
    created_by  {{int}} references person (id),
    created_at  {{time}} not null,
    version     {{int}} not null default 1
) {{strict}};
create index outage_org_starts on outage (org_id, starts_at);
create index outage_open on outage (org_id) where ends_at is null and void_reason = '';

create table outage_unit (
    outage_id {{int}} not null references outage (id),
    unit_id   {{int}} not null references unit (id),
    primary key (outage_id, unit_id)
) {{strict}};

-- The desk was told once that there are more outages in a year than promised; service 0 is all of them together.
create table outage_alert (
    org_id     {{int}} not null references organisation (id),
    service_id {{int}} not null,
    year       {{int}} not null,
    ticket_id  {{int}} references ticket (id),
    at         {{time}} not null,
    primary key (org_id, service_id, year)
) {{strict}};

-- Work that is booked in a service window: the window is known by its day.
create table window_work (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    service_id {{int}} references service (id),
    title      text not null,
    kind       text not null,
    date       text not null,
    minutes    {{int}} not null,
    -- In the second window: the work in the first that could not be finished, and why.
    follows_id {{int}} references window_work (id),
    reason     text not null default '',
    state      text not null default 'planned',
    comment    text not null default '',
    created_by {{int}} references person (id),
    created_at {{time}} not null,
    version    {{int}} not null default 1
) {{strict}};
create index window_work_org_date on window_work (org_id, date);

-- What a missed level costs: so much of the fee for every step below what was promised.
create table credit_rule (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    name       text not null,
    -- availability or outages
    metric     text not null,
    -- all: planned windows are downtime too; unplanned: they are not.
    counted    text not null,
    -- year or tertial
    period     text not null,
    -- Thousandths: of a percentage point for availability, of an outage for outages.
    step       {{int}} not null,
    -- Thousandths of a per cent of the fee, for each step and at most.
    share      {{int}} not null,
    most       {{int}} not null,
    -- The fee of a period in öre.
    fee        {{int}} not null,
    valid_from text not null,
    active     {{bool}} not null default {{true}},
    version    {{int}} not null default 1
) {{strict}};
create index credit_rule_org on credit_rule (org_id, id);

-- Time that does not count, or counts in part, for named service credits.
create table credit_exemption (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    -- Null: by the names in credits.
    rule_id    {{int}} references credit_rule (id),
    service_id {{int}} references service (id),
    credits    text not null default '',
    reason     text not null,
    -- 100: exempted. Less: a relief by so much.
    percent    {{int}} not null,
    from_at    {{time}} not null,
    until_at   {{time}},
    -- Where it comes from, such as hold:12; the same source again changes it.
    source     text,
    created_by {{int}} references person (id),
    created_at {{time}} not null,
    constraint credit_exemption_org_id_source_key unique (org_id, source)
) {{strict}};
create index credit_exemption_org on credit_exemption (org_id, from_at);

-- +goose Down
drop table credit_exemption;
drop table credit_rule;
drop table window_work;
drop table outage_alert;
drop table outage_unit;
drop table outage;
