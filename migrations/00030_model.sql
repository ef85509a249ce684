-- +goose Up
-- Which devices can be had, by which agreements, for how long they last; and computers that are lent by the week.
-- Days without a time are texts, 2026-11-22, so that no zone can move them; '' is none. Money is in öre.

create table framework_agreement (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    number      text not null,
    name        text not null,
    supplier_id {{int}} references supplier (id),
    valid_from  text not null,
    valid_to    text not null default '',
    -- Everybody in the organisation may call off; otherwise those in framework_party alone.
    everybody   {{bool}} not null default {{true}},
    note        text not null default '',
    version     {{int}} not null default 1,
    constraint framework_agreement_org_id_number_key unique (org_id, number)
) {{strict}};

-- A unit that is entitled, with all below it: one of several municipalities in an organisation.
create table framework_party (
    agreement_id {{int}} not null references framework_agreement (id),
    unit_id      {{int}} not null references unit (id),
    primary key (agreement_id, unit_id)
) {{strict}};
create index framework_party_unit on framework_party (unit_id);

create table device_model (
    id           {{id}},
    org_id       {{int}} not null references organisation (id),
    -- laptop, desktop, student, screen, printer, phone, tablet, access_point, accessory, camera
    kind         text not null,
    maker        text not null,
    name         text not null,
    sort_key     {{blob}} not null,
    about_sv     text not null default '',
    about_en     text not null default '',
    -- Calculated technical life and the maker's warranty, in months.
    life         {{int}} not null,
    warranty     {{int}} not null default 0,
    -- A printer that stands in the network.
    network      {{bool}} not null default {{false}},
    agreement_id {{int}} references framework_agreement (id),
    in_range     {{bool}} not null default {{false}},
    version      {{int}} not null default 1,
    constraint device_model_org_id_maker_name_key unique (org_id, maker, name)
) {{strict}};
create index device_model_range on device_model (org_id, in_range, kind, life);
create index device_model_agreement on device_model (agreement_id);

-- What a model costs from a day on: of each kind the newest that has begun counts.
create table model_price (
    id         {{id}},
    model_id   {{int}} not null references device_model (id),
    org_id     {{int}} not null references organisation (id),
    -- purchase, rent, fee, installation
    kind       text not null,
    ore        {{int}} not null,
    -- once, month, year
    per        text not null,
    valid_from text not null,
    constraint model_price_model_id_kind_valid_from_key unique (model_id, kind, valid_from)
) {{strict}};

-- A model came into the range or left it, and which forum decided so and when. Nothing updates or deletes a row.
create table range_decision (
    id        {{id}},
    org_id    {{int}} not null references organisation (id),
    model_id  {{int}} not null references device_model (id),
    in_range  {{bool}} not null,
    forum     text not null,
    held_on   text not null,
    reference text not null default '',
    note      text not null default '',
    person_id {{int}} references person (id),
    at        {{time}} not null
) {{strict}};
create index range_decision_org on range_decision (org_id, id);
create index range_decision_model on range_decision (model_id, id);

-- Why a model may be had although it lasts shorter than is demanded; it covers lives from so many months on.
create table model_exception (
    id        {{id}},
    org_id    {{int}} not null references organisation (id),
    model_id  {{int}} not null references device_model (id),
    life      {{int}} not null,
    why       text not null,
    decided   text not null,
    person_id {{int}} references person (id),
    at        {{time}} not null
) {{strict}};
create index model_exception_model on model_exception (model_id, id);

-- The life that was agreed with a part of the organisation for a kind of model: pupils' computers, by municipality.
create table agreed_life (
    org_id  {{int}} not null references organisation (id),
    kind    text not null,
    unit_id {{int}} not null references unit (id),
    months  {{int}} not null,
    version {{int}} not null default 1,
    primary key (unit_id, kind)
) {{strict}};
create index agreed_life_org on agreed_life (org_id, kind);

-- An IT office that lends computers, and what a week costs there.
create table rental_office (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    desk_id  {{int}} not null references desk (id),
    -- The municipality whose office it is; null for the whole organisation's.
    unit_id  {{int}} references unit (id),
    name     text not null,
    place    text not null default '',
    week_ore {{int}} not null,
    active   {{bool}} not null default {{true}},
    version  {{int}} not null default 1,
    constraint rental_office_org_id_name_key unique (org_id, name)
) {{strict}};

create table rental_unit (
    id        {{id}},
    org_id    {{int}} not null references organisation (id),
    office_id {{int}} not null references rental_office (id),
    tag       text not null,
    tag_key   text not null,
    name      text not null,
    active    {{bool}} not null default {{true}},
    version   {{int}} not null default 1,
    constraint rental_unit_org_id_tag_key_key unique (org_id, tag_key)
) {{strict}};
create index rental_unit_office on rental_unit (office_id, id);

create table rental_booking (
    id           {{id}},
    org_id       {{int}} not null references organisation (id),
    office_id    {{int}} not null references rental_office (id),
    unit_id      {{int}} not null references rental_unit (id),
    -- Who has the computer, and who booked it for them.
    person_id    {{int}} not null references person (id),
    booker_id    {{int}} references person (id),
    reference_id {{int}},
    purpose      text not null default '',
    from_day     text not null,
    to_day       text not null,
    -- What is charged: whole weeks, one at least, at the price of the day it was booked.
    weeks        {{int}} not null,
    ore          {{int}} not null,
    -- booked, out, returned, cancelled
    state        text not null,
    created_at   {{time}} not null,
    out_at       {{time}},
    out_by       {{int}} references person (id),
    back_at      {{time}},
    back_by      {{int}} references person (id),
    reminded_at  {{time}},
    version      {{int}} not null default 1
) {{strict}};
create index rental_booking_person on rental_booking (person_id, id);
create index rental_booking_booker on rental_booking (booker_id, id);
create index rental_booking_office on rental_booking (office_id, state, from_day);
create index rental_booking_due on rental_booking (to_day) where state = 'out';

-- A day on which a computer is taken. The key is what keeps two from having it at once.
create table rental_day (
    unit_id    {{int}} not null references rental_unit (id),
    day        text not null,
    booking_id {{int}} not null references rental_booking (id),
    constraint rental_day_unit_id_day_key primary key (unit_id, day)
) {{strict}};
create index rental_day_booking on rental_day (booking_id);

-- +goose Down
drop table rental_day;
drop table rental_booking;
drop table rental_unit;
drop table rental_office;
drop table agreed_life;
drop table model_exception;
drop table range_decision;
drop table model_price;
drop table device_model;
drop table framework_party;
drop table framework_agreement;
