-- +goose Up
-- What is promised about a case, and the clocks that measure it. What was decided is never overwritten: each version counts
-- from its instant on, so that a deadline of last year comes out the same when it is computed again.

-- A service's class from an instant on.
create table service_class (
    service_id {{int}} not null references service (id),
    class      text not null,
    valid_from {{time}} not null,
    primary key (service_id, valid_from)
) {{strict}};

-- A version of a service level. Versions of one level share level_id, the number of the first.
create table sla_level (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    level_id   {{int}} not null,
    valid_from {{time}} not null,
    -- The level counts no longer from then on.
    ended      {{bool}} not null default {{false}},
    name       text not null,
    -- Which cases it is for, and what is promised for each clock.
    fits       {{json}} not null,
    targets    {{json}} not null,
    -- Who follows up when it is not kept.
    owner_id   {{int}} references person (id),
    created_by {{int}} references person (id),
    created_at {{time}} not null
) {{strict}};
create index sla_level_org on sla_level (org_id, id);

-- Why a case waits, and which clocks stop meanwhile. The product brings seven codes; rows here go before them.
create table pause_reason (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    code       text not null,
    valid_from {{time}} not null,
    name_sv    text not null,
    name_en    text not null default '',
    -- Names of clocks with a space between.
    stops      text not null default '',
    active     {{bool}} not null default {{true}},
    created_by {{int}} references person (id),
    created_at {{time}} not null
) {{strict}};
create index pause_reason_org on pause_reason (org_id, id);

-- A case's clocks as its events make them. Everything but warned_at and told_at can be computed again.
create table sla_clock (
    ticket_id  {{int}} not null references ticket (id),
    clock      text not null,
    org_id     {{int}} not null references organisation (id),
    -- The version of the level; null when the settings alone say what is promised.
    level_id   {{int}} references sla_level (id),
    target     text not null,
    state      text not null,
    started_at {{time}} not null,
    due_at     {{time}},
    warn_at    {{time}},
    ended_at   {{time}},
    -- Microseconds that counted.
    used       {{int}} not null default 0,
    -- Of a clock that begins anew with each word to the user: how often, and how often too late.
    rounds     {{int}} not null default 0,
    misses     {{int}} not null default 0,
    -- What the sweep has told of, and what it looks at next.
    warned_at  {{time}},
    told_at    {{time}},
    next_at    {{time}},
    primary key (ticket_id, clock)
) {{strict}};
create index sla_clock_next on sla_clock (next_at) where next_at is not null;
create index sla_clock_started on sla_clock (org_id, clock, started_at);

-- What is followed up because a level was not kept: one for each level, clock and month, of our own and of each supplier.
create table sla_follow (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    desk_id     {{int}} not null references desk (id),
    clock       text not null,
    level       text not null,
    level_id    {{int}} not null default 0,
    supplier_id {{int}} not null default 0,
    month       text not null,
    ticket_id   {{int}} not null references ticket (id),
    breaches    {{int}} not null default 1,
    owner_id    {{int}} references person (id),
    -- A day, 2026-12-01.
    due_on      text not null,
    measure     text not null default '',
    created_at  {{time}} not null,
    done_at     {{time}},
    done_by     {{int}} references person (id),
    version     {{int}} not null default 1,
    constraint sla_follow_desk_id_clock_level_id_supplier_id_month_key unique (desk_id, clock, level_id, supplier_id, month)
) {{strict}};
create index sla_follow_org on sla_follow (org_id, id);

-- +goose Down
drop table sla_follow;
drop table sla_clock;
drop table pause_reason;
drop table sla_level;
drop table service_class;
