-- +goose Up
-- What is to be delivered, by whom and when; what the receiver said of it; and what costs money from then on.

-- One for each line of an order that may be carried out. The names are those of the day of the order.
create table delivery_task (
    id             {{id}},
    org_id         {{int}} not null references organisation (id),
    desk_id        {{int}} not null references desk (id),
    -- The order and its line: tables of a capability that has its own migration.
    order_id       {{int}} not null,
    line_id        {{int}} not null,
    ticket_id      {{int}} not null references ticket (id),
    item_id        {{int}} not null,
    item_sv        text not null,
    item_en        text not null default '',
    -- Who carries it out: a supplier, else a group of the desk.
    supplier_id    {{int}} references supplier (id),
    group_id       {{int}} references desk_group (id),
    orderer_id     {{int}} references person (id),
    -- Who gets it, and the designated employee who says whether it came as it should.
    person_id      {{int}} references person (id),
    receiver_id    {{int}} references person (id),
    unit_id        {{int}} references unit (id),
    site_id        {{int}} references site (id),
    -- What rights can name besides: see who may take delivery for others.
    reference_id   {{int}},
    cost_centre_id {{int}},
    service_id     {{int}},
    object_id      {{int}},
    quantity       {{int}} not null default 1,
    -- What it costs, as it was when it was ordered.
    prices         text not null,
    -- The device that it is: what of, and which model; '' and null for what is no device.
    device         text not null default '',
    model_id       {{int}},
    model          text not null default '',
    -- Months after which what was delivered is renewed; 0: it is not.
    renew_months   {{int}} not null default 0,
    state          text not null,
    -- From when on it could be carried out.
    released_at    {{time}} not null,
    lead_days      {{int}} not null default 0,
    -- Days (2026-11-30): promised when it was ordered, and planned now.
    promised_on    text not null,
    planned_on     text not null,
    -- The instant after which it is late; null once it is delivered.
    late_at        {{time}},
    started_at     {{time}},
    delivered_at   {{time}},
    delivered_by   {{int}} references person (id),
    -- Working days from released to delivered.
    took_days      {{int}},
    -- When the receiver is reminded or the desk told, whichever comes next; null while nothing is asked of them.
    answer_due     {{time}},
    reminded       {{int}} not null default 0,
    escalated_at   {{time}},
    faults         {{int}} not null default 0,
    accepted_at    {{time}},
    version        {{int}} not null default 1,
    constraint delivery_task_line_id_key unique (line_id)
) {{strict}};
create index delivery_task_order on delivery_task (order_id, id);
create index delivery_task_ticket on delivery_task (ticket_id, id);
create index delivery_task_desk on delivery_task (desk_id, planned_on, id) where accepted_at is null and state <> 'cancelled';
create index delivery_task_receiver on delivery_task (receiver_id, delivered_at, id) where state = 'delivered';
create index delivery_task_late on delivery_task (late_at) where late_at is not null;
create index delivery_task_answer on delivery_task (answer_due) where answer_due is not null;
create index delivery_task_delivered on delivery_task (org_id, delivered_at) where delivered_at is not null;
create index delivery_task_item on delivery_task (item_id, delivered_at) where delivered_at is not null;

-- What happened to it, in order: a new day with its reason, a delivery, what the receiver said.
create table delivery_step (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    task_id    {{int}} not null references delivery_task (id),
    what       text not null,
    -- The new day, and the one that it replaced.
    day        text not null default '',
    was        text not null default '',
    text       text not null default '',
    -- The case that a reported fault opened.
    ticket_id  {{int}} references ticket (id),
    by_id      {{int}} references person (id),
    -- In whose place, where a substitute acted.
    for_id     {{int}} references person (id),
    at         {{time}} not null
) {{strict}};
create index delivery_step_task on delivery_step (task_id, id);
create index delivery_step_fault on delivery_step (ticket_id) where ticket_id is not null;

-- The category under which a desk's deliveries are cases, made when there was none.
create table delivery_desk (
    desk_id     {{int}} not null primary key references desk (id),
    category_id {{int}} not null references category (id)
) {{strict}};

-- What somebody pays for, from the day on which the delivery was accepted.
create table charge (
    id             {{id}},
    org_id         {{int}} not null references organisation (id),
    order_id       {{int}} not null,
    line_id        {{int}} not null,
    task_id        {{int}} not null references delivery_task (id),
    item_id        {{int}} not null,
    item_sv        text not null,
    item_en        text not null default '',
    -- The price of the line, or the time entry, that it comes of: charged once.
    source         text not null,
    kind           text not null,
    -- In all, in öre; for what recurs, for each period.
    ore            {{int}} not null,
    per            text not null,
    quantity       {{int}} not null default 1,
    minutes        {{int}} not null default 0,
    reference_id   {{int}},
    cost_centre_id {{int}},
    from_at        {{time}} not null,
    to_at          {{time}},
    created_at     {{time}} not null,
    constraint charge_line_id_source_key unique (line_id, source)
) {{strict}};
create index charge_order on charge (order_id, id);
create index charge_org on charge (org_id, from_at, id);

-- +goose Down
drop table charge;
drop table delivery_desk;
drop table delivery_step;
drop table delivery_task;
