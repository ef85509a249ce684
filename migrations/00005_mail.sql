-- +goose Up
-- Mail in and out. Every message that was taken is a row here, whatever became of it.

create table mailbox (
    id      {{id}},
    org_id  {{int}} not null references organisation (id),
    desk_id {{int}} not null references desk (id),
    address text not null constraint mailbox_address_key unique,
    name    text not null,
    active  {{bool}} not null default {{true}}
) {{strict}};

create table inbound_mail (
    id          {{id}},
    org_id      {{int}},
    mailbox_id  {{int}} references mailbox (id),
    -- Digest of mailbox and raw bytes: the same message again finds its first coming.
    digest      text not null constraint inbound_mail_digest_key unique,
    -- Digest of mailbox, Message-ID, sender and content: the same message over another way finds it too.
    twin        text constraint inbound_mail_twin_key unique,
    mail_id     text not null default '',
    sender      text not null default '',
    subject     text not null default '',
    raw_blob    text not null,
    size        {{int}} not null,
    -- created, appended, recorded, quarantined, waiting
    outcome     text not null,
    -- Why it is no ticket, as a word of ours, and in the words of whatever failed.
    reason      text not null default '',
    detail      text not null default '',
    machine     text not null default '',
    ticket_id   {{int}} references ticket (id),
    message_id  {{int}} references message (id),
    attachments {{int}} not null default 0,
    tries       {{int}} not null default 1,
    received_at {{time}} not null
) {{strict}};
create index inbound_mail_mail_id on inbound_mail (mail_id);
create index inbound_mail_ticket on inbound_mail (ticket_id) where ticket_id is not null;
create index inbound_mail_outcome on inbound_mail (outcome, id);
create index inbound_mail_sender on inbound_mail (sender, received_at);

create table outbound_mail (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    ticket_id  {{int}} references ticket (id),
    -- opened, replied, resolved ...: why it is sent.
    reason     text not null,
    event_seq  {{int}} not null,
    mail_id    text not null constraint outbound_mail_mail_id_key unique,
    person_id  {{int}} references person (id),
    address    text not null,
    lang       text not null,
    sender     text not null,
    subject    text not null,
    text       text not null,
    html       text not null,
    headers    {{json}} not null,
    -- waiting, sent, caught (demo), failed, bounced
    state      text not null,
    tries      {{int}} not null default 0,
    error      text not null default '',
    created_at {{time}} not null,
    sent_at    {{time}},
    constraint outbound_mail_event_seq_address_reason_key unique (event_seq, address, reason)
) {{strict}};
create index outbound_mail_ticket on outbound_mail (ticket_id, id);
create index outbound_mail_state on outbound_mail (state, id);

-- +goose Down
drop table outbound_mail;
drop table inbound_mail;
drop table mailbox;
