-- +goose Up
-- Cases that two desks work on, each in its own system: what is told to whom, and what was heard.

-- Another desk that we exchange cases with.
create table exchange_partner (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    -- Where cases go that the partner hands to us.
    desk_id     {{int}} not null references desk (id),
    supplier_id {{int}} references supplier (id),
    -- Names the partner in a case's numbers elsewhere, in addresses and as the name of its secrets.
    code        text not null,
    name        text not null,
    -- tmf: its system speaks TMF621. mail: it reads mail.
    way         text not null,
    -- The account by which the partner calls us; its rights are what the partner sees.
    person_id   {{int}} references person (id),
    base_url    text not null default '',
    address     text not null default '',
    lang        text not null default 'sv',
    -- Maps of states, levels and fields, what files may pass.
    config      {{json}} not null,
    active      {{bool}} not null default {{true}},
    version     {{int}} not null default 1,
    constraint exchange_partner_code_key unique (code)
) {{strict}};
create index exchange_partner_supplier on exchange_partner (supplier_id) where supplier_id is not null;
create index exchange_partner_person on exchange_partner (person_id) where person_id is not null;

-- One case at one partner.
create table exchange_link (
    id         {{id}},
    partner_id {{int}} not null references exchange_partner (id),
    ticket_id  {{int}} not null references ticket (id),
    -- out: we handed it over. in: it was handed to us.
    role       text not null,
    -- The case's id there; '' until the partner has told it.
    remote     text not null default '',
    -- Who says how the case stands: us or them, never both.
    owner      text not null,
    -- Their last word on how it stands, as they spell it.
    their      text not null default '',
    ended      {{bool}} not null default {{false}},
    created_at {{time}} not null,
    constraint exchange_link_partner_id_ticket_id_key unique (partner_id, ticket_id)
) {{strict}};
create index exchange_link_ticket on exchange_link (ticket_id);
create index exchange_link_remote on exchange_link (partner_id, remote);

-- Whoever asked to be told what happens to the cases that they see.
create table exchange_listener (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    person_id  {{int}} not null references person (id),
    callback   text not null,
    query      text not null default '',
    -- Sees cases by more than being their user or their supplier.
    wide       {{bool}} not null,
    active     {{bool}} not null default {{true}},
    created_at {{time}} not null
) {{strict}};
create index exchange_listener_org on exchange_listener (org_id) where active;

-- What is to be told, in the order in which it happened, one row for each who is to be told.
create table exchange_delivery (
    id          {{id}},
    org_id      {{int}} not null references organisation (id),
    link_id     {{int}} references exchange_link (id),
    listener_id {{int}} references exchange_listener (id),
    ticket_id   {{int}} not null references ticket (id),
    event_seq   {{int}} not null,
    what        text not null,
    -- waiting, sent, dead (nobody tries again until somebody decides), skipped
    state       text not null default 'waiting',
    tries       {{int}} not null default 0,
    error       text not null default '',
    created_at  {{time}} not null,
    sent_at     {{time}}
) {{strict}};
create unique index exchange_delivery_link on exchange_delivery (link_id, event_seq, what) where link_id is not null;
create unique index exchange_delivery_listener on exchange_delivery (listener_id, event_seq, what) where listener_id is not null;
create index exchange_delivery_link_open on exchange_delivery (link_id, id) where state in ('waiting', 'dead');
create index exchange_delivery_listener_open on exchange_delivery (listener_id, ticket_id, id) where state in ('waiting', 'dead');
create index exchange_delivery_dead on exchange_delivery (org_id, id) where state = 'dead';

-- What a partner has told us, kept before it is acted on. The same event again finds its row.
create table exchange_received (
    id         {{id}},
    partner_id {{int}} not null references exchange_partner (id),
    event_id   text not null,
    remote     text not null,
    body       {{json}} not null,
    -- waiting, done, ignored, failed
    state      text not null default 'waiting',
    outcome    text not null default '',
    at         {{time}} not null,
    constraint exchange_received_partner_id_event_id_key unique (partner_id, event_id)
) {{strict}};
create index exchange_received_waiting on exchange_received (partner_id, remote, id) where state = 'waiting';

-- Which of a case's messages came from a partner, and what they call it there: it is neither taken twice nor sent back.
create table exchange_entry (
    partner_id {{int}} not null references exchange_partner (id),
    ticket_id  {{int}} not null references ticket (id),
    origin     text not null,
    message_id {{int}} not null references message (id),
    primary key (partner_id, ticket_id, origin)
) {{strict}};
create index exchange_entry_message on exchange_entry (message_id);

-- What whoever handed a case to us sent beyond what a case has: given back as it came.
create table exchange_extra (
    ticket_id {{int}} primary key references ticket (id),
    -- Whose words they are: shown to nobody else outside the desk.
    person_id {{int}} not null references person (id),
    body      {{json}} not null
) {{strict}};

-- +goose Down
drop table exchange_extra;
drop table exchange_entry;
drop table exchange_received;
drop table exchange_delivery;
drop table exchange_listener;
drop table exchange_link;
drop table exchange_partner;
