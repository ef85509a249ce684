-- +goose Up
-- A case in other hands: to whom it was handed, what was agreed, and what came of it. The desk keeps the case.

create table delegation (
    id               {{id}},
    org_id           {{int}} not null references organisation (id),
    desk_id          {{int}} not null references desk (id),
    ticket_id        {{int}} not null references ticket (id),
    supplier_id      {{int}} not null references supplier (id),
    -- The central supplier that is meant, where the case goes through the gateway.
    meant_id         {{int}} references supplier (id),
    -- The receiver's name at that time.
    name             text not null,
    way              text not null,
    state            text not null,
    hop              {{int}} not null,
    from_supplier_id {{int}} references supplier (id),
    expected         {{bool}} not null,
    task             text not null default '',
    reason           text not null default '',
    -- The receiver's own number of the case.
    external         text not null default '',
    report_minutes   {{int}} not null,
    -- When the next report is due; null when no clock runs.
    due_at           {{time}},
    late             {{int}} not null default 0,
    contact_reason   text not null default '',
    given_by         {{int}} references person (id),
    given_at         {{time}} not null,
    -- From the case's report to this hand-over.
    waited           {{int}} not null,
    accepted_at      {{time}},
    reported_at      {{time}},
    ended_at         {{time}},
    ended_how        text not null default '',
    version          {{int}} not null default 1
) {{strict}};
-- A case is in one pair of other hands at most.
create unique index delegation_now on delegation (ticket_id) where ended_at is null;
create index delegation_ticket on delegation (ticket_id, id);
create index delegation_supplier on delegation (supplier_id, given_at, id) where ended_at is null;
create index delegation_desk on delegation (desk_id, given_at, id) where ended_at is null;
create index delegation_due on delegation (due_at) where ended_at is null and due_at is not null;
create index delegation_given on delegation (org_id, given_at);

-- What was said between the desk and a receiver: of a case's other receivers each sees nothing.
create table delegation_message (
    delegation_id {{int}} not null references delegation (id),
    message_id    {{int}} not null references message (id),
    -- desk or receiver, for words between the two; contact for words of the receiver to the user.
    side          text not null,
    primary key (delegation_id, message_id)
) {{strict}};
create unique index delegation_message_message on delegation_message (message_id);

-- A report that did not come: the desk asks the receiver, tells the user, and only then is done with it.
create table delegation_chase (
    id            {{id}},
    org_id        {{int}} not null references organisation (id),
    desk_id       {{int}} not null references desk (id),
    delegation_id {{int}} not null references delegation (id),
    ticket_id     {{int}} not null references ticket (id),
    opened_at     {{time}} not null,
    was_due       {{time}} not null,
    contact       text not null default '',
    asked_message {{int}} references message (id),
    told_message  {{int}} references message (id),
    closed_at     {{time}},
    closed_by     {{int}} references person (id)
) {{strict}};
create unique index delegation_chase_open on delegation_chase (delegation_id) where closed_at is null;
create index delegation_chase_desk on delegation_chase (desk_id, opened_at, id) where closed_at is null;

-- The ways to go on with a case that cannot be solved remotely. The list is the organisation's own; a new one has the
-- product's two.
create table remote_way (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    code     text not null,
    -- local: Local IT support gets it; visit: own staff go there; other: as its name says.
    what     text not null,
    name_sv  text not null,
    name_en  text not null default '',
    pos      {{int}} not null default 0,
    active   {{bool}} not null default {{true}},
    constraint remote_way_org_id_code_key unique (org_id, code)
) {{strict}};

-- Steps of a case that wait for somebody's word: an instruction from Local IT support, a visit, a cost.
create table errand (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    ticket_id  {{int}} not null references ticket (id),
    what       text not null,
    way_id     {{int}} references remote_way (id),
    text       text not null default '',
    amount     {{int}},
    visit_on   text not null default '',
    asked_by   {{int}} references person (id),
    asked_at   {{time}} not null,
    -- The answer: who gave it, in whose name when the desk wrote it down for them.
    answer     text not null default '',
    said_by    text not null default '',
    granted    {{bool}},
    decided_by {{int}} references person (id),
    decided_at {{time}}
) {{strict}};
create index errand_ticket on errand (ticket_id, id);
create unique index errand_open on errand (ticket_id, what) where decided_at is null;

-- +goose Down
drop table errand;
drop table remote_way;
drop table delegation_chase;
drop table delegation_message;
drop table delegation;
