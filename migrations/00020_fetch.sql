-- +goose Up
-- Mailboxes that are fetched from another server, and how that goes.

create table mailbox_fetch (
    mailbox_id    {{int}} primary key references mailbox (id),
    host          text not null,
    port          {{int}} not null,
    -- tls, starttls, none
    security      text not null,
    username      text not null,
    -- password, oauth
    auth          text not null,
    -- The password, or the client's secret, sealed with the installation's key; never shown again.
    secret        text not null default '',
    -- For oauth: where tokens are given, to whom, for what. With a refresh token (sealed too) in the mailbox's own name,
    -- without one in the client's.
    token_url     text not null default '',
    client_id     text not null default '',
    scope         text not null default '',
    refresh       text not null default '',
    folder        text not null default 'INBOX',
    -- What is done with a mail that has been taken: move, seen, delete.
    after         text not null default 'move',
    done_folder   text not null default '',
    active        {{bool}} not null default {{true}},
    version       {{int}} not null default 1,
    -- After how many minutes without success somebody is told.
    alarm_minutes {{int}} not null default 10,
    -- Since when the settings are as they are: what went wrong before counts no more.
    saved_at      {{time}} not null,
    -- The node that fetches it now, and until when nobody else does.
    lease_by      text not null default '',
    lease_until   {{time}},
    ok_at         {{time}},
    taken_at      {{time}},
    failing_since {{time}},
    error         text not null default '',
    -- Since when the desk's lead has been told; null again after the next success.
    alarmed_at    {{time}}
) {{strict}};

-- A mail in a mailbox that is in hand or gives trouble before it could be handed over. Whoever finds one in hand that
-- it has not taken up itself knows that taking it has ended a process.
create table mailbox_trouble (
    mailbox_id {{int}} not null references mailbox_fetch (mailbox_id),
    validity   {{int}} not null,
    uid        {{int}} not null,
    in_hand    {{bool}} not null,
    tries      {{int}} not null default 0,
    error      text not null default '',
    at         {{time}} not null,
    primary key (mailbox_id, validity, uid)
) {{strict}};

-- What the transport knows of how a mail came; for one that is taken later, too.
alter table inbound_mail add column way {{json}} not null default '{}';
-- Since when somebody has been told that it waits for a decision.
alter table inbound_mail add column told_at {{time}};
create index inbound_mail_undecided on inbound_mail (received_at) where outcome in ('quarantined', 'waiting');

-- +goose Down
drop index inbound_mail_undecided;
alter table inbound_mail drop column told_at;
alter table inbound_mail drop column way;
drop table mailbox_trouble;
drop table mailbox_fetch;
