-- +goose Up
-- What people put in a cart, the packages that are ordered as one, orders and their lines.

-- One or more offers that are ordered as one.
create table order_package (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    -- In the address: /packages/{key}.
    key        text not null,
    -- draft, published, retired
    state      text not null,
    name_sv    text not null,
    name_en    text not null default '',
    about_sv   text not null default '',
    about_en   text not null default '',
    sort_key   {{blob}} not null,
    created_by {{int}} references person (id),
    created_at {{time}} not null,
    updated_by {{int}} references person (id),
    updated_at {{time}} not null,
    version    {{int}} not null default 1,
    constraint order_package_org_id_key_key unique (org_id, key)
) {{strict}};
create index order_package_sort on order_package (org_id, state, sort_key, id);

create table order_package_part (
    id         {{id}},
    package_id {{int}} not null references order_package (id),
    pos        {{int}} not null,
    item_id    {{int}} not null references catalogue_item (id),
    quantity   {{int}} not null default 1,
    -- What the form's fields hold from the beginning.
    defaults   {{json}} not null
) {{strict}};
create index order_package_part_package on order_package_part (package_id, pos, id);
create index order_package_part_item on order_package_part (item_id);

-- What somebody gathers until they order: kept between sessions, one row for each person who is to get something.
create table cart_line (
    id              {{id}},
    org_id          {{int}} not null references organisation (id),
    owner_id        {{int}} not null references person (id),
    -- The customer, where the desk orders on their behalf: a cart of its own for each.
    customer_id     {{int}} references person (id),
    -- Rows put in together, with the same answers: shown as one.
    batch           {{int}} not null,
    -- An offer, or a package.
    item_id         {{int}} references catalogue_item (id),
    item_version    {{int}} not null default 0,
    package_id      {{int}} references order_package (id),
    package_version {{int}} not null default 0,
    -- Who is to get it.
    person_id       {{int}} not null references person (id),
    receiver_id     {{int}} references person (id),
    reference_id    {{int}} references invoice_reference (id),
    model_id        {{int}} references device_model (id),
    quantity        {{int}} not null default 1,
    answers         {{json}} not null,
    -- What it cost when it was put here, in öre: once, and a month.
    once_ore        {{int}} not null default 0,
    month_ore       {{int}} not null default 0,
    -- The offer is to be specified with the desk's help before it binds.
    help            {{bool}} not null default {{false}},
    words           text not null default '',
    added_at        {{time}} not null,
    version         {{int}} not null default 1
) {{strict}};
create index cart_line_owner on cart_line (owner_id, customer_id, batch, id);
create index cart_line_added on cart_line (added_at);

create table orders (
    id           {{id}},
    org_id       {{int}} not null references organisation (id),
    desk_id      {{int}} not null references desk (id),
    -- Whose order it is; in whose place, where a substitute ordered; and who at the desk noted it down for them.
    orderer_id   {{int}} not null references person (id),
    for_id       {{int}} references person (id),
    register_id  {{int}} references person (id),
    channel      text not null,
    -- What the lines' states come to.
    state        text not null,
    title_sv     text not null,
    title_en     text not null default '',
    lines        {{int}} not null,
    once_ore     {{int}} not null default 0,
    month_ore    {{int}} not null default 0,
    -- The last of the lines' planned days, as 2026-11-30; '' where none is planned.
    planned_on   text not null default '',
    ordered_at   {{time}} not null,
    changed_at   {{time}} not null,
    version      {{int}} not null default 1
) {{strict}};
-- Numbers people say on the phone have six digits from the first day on.
{{if sqlite}}
insert into sqlite_sequence (name, seq) values ('orders', 100000);
{{else}}
alter table orders alter column id restart with 100001;
{{end}}
create index orders_orderer on orders (orderer_id, id);
create index orders_for on orders (for_id, id) where for_id is not null;
create index orders_register on orders (register_id, id) where register_id is not null;
create index orders_org on orders (org_id, id);
create index orders_state on orders (org_id, state, id);

create table order_line (
    id              {{id}},
    order_id        {{int}} not null references orders (id),
    org_id          {{int}} not null references organisation (id),
    pos             {{int}} not null,
    -- What was ordered, as it was then.
    item_id         {{int}} not null references catalogue_item (id),
    item_version    {{int}} not null,
    kind            text not null,
    name_sv         text not null,
    name_en         text not null default '',
    package_id      {{int}} references order_package (id),
    package_sv      text not null default '',
    package_en      text not null default '',
    -- Who gets it, and the designated employee who says whether it came as it should.
    person_id       {{int}} not null references person (id),
    receiver_id     {{int}} references person (id),
    reference_id    {{int}} references invoice_reference (id),
    cost_centre_id  {{int}} references cost_centre (id),
    site_id         {{int}} references site (id),
    unit_id         {{int}} references unit (id),
    service_id      {{int}} references service (id),
    object_id       {{int}} references service_object (id),
    -- Who carries it out: a supplier, else a group of the desk.
    supplier_id     {{int}} references supplier (id),
    group_id        {{int}} references desk_group (id),
    -- The device model that was chosen, and its name as it was; null and '' for what is no device.
    model_id        {{int}} references device_model (id),
    model           text not null default '',
    renew_months    {{int}} not null default 0,
    -- What kind of case carries it out; '' for an order.
    case_kind       text not null default '',
    quantity        {{int}} not null default 1,
    answers         {{json}} not null,
    prices          {{json}} not null,
    once_ore        {{int}} not null default 0,
    month_ore       {{int}} not null default 0,
    lead_days       {{int}} not null default 0,
    -- specify, approval, rejected, ordered, started, delivered, fault, accepted, cancelled
    state           text not null,
    -- Of everything that an approval is about: what has another hash has to be approved anew.
    hash            text not null default '',
    -- The case in which the desk helps to specify.
    ticket_id       {{int}} references ticket (id),
    -- The desk has filled in; the orderer is asked.
    proposed        {{bool}} not null default {{false}},
    -- A day as 2026-11-30; '' where none is planned.
    planned_on      text not null default '',
    ordered_at      {{time}} not null,
    released_at     {{time}},
    started_at      {{time}},
    delivered_at    {{time}},
    accepted_at     {{time}},
    ended_at        {{time}},
    version         {{int}} not null default 1
) {{strict}};
create index order_line_order on order_line (order_id, pos, id);
create index order_line_person on order_line (person_id, id);
create index order_line_receiver on order_line (receiver_id, order_id) where receiver_id is not null;
create index order_line_reference on order_line (reference_id, order_id);
create index order_line_cost_centre on order_line (cost_centre_id, order_id);
create index order_line_service on order_line (service_id, order_id) where service_id is not null;
create index order_line_object on order_line (object_id, order_id) where object_id is not null;
create index order_line_unit on order_line (unit_id, order_id) where unit_id is not null;
create index order_line_supplier on order_line (supplier_id, order_id) where supplier_id is not null;
create index order_line_ticket on order_line (ticket_id) where ticket_id is not null;
create index order_line_item on order_line (item_id, person_id, id);

-- +goose Down
drop table order_line;
drop table orders;
drop table cart_line;
drop table order_package_part;
drop table order_package;
