-- +goose Up
-- Self-service that runs at once: where work of a kind is sent, the jobs, and how whoever forgot a password proves who they are.

-- Where jobs of one kind go for one organisation. One of a kind is used at a time: the active one.
create table connector (
    id        {{id}},
    org_id    {{int}} not null references organisation (id),
    -- Where the cases of its jobs are kept.
    desk_id   {{int}} not null references desk (id),
    -- password, reinstall, register
    kind      text not null,
    -- webhook, ldap, register (nothing is sent: our own register is all that changes), pretend
    way       text not null,
    name      text not null,
    -- Of its cases, so that they can be solved by themselves.
    category_id {{int}} not null references category (id),
    -- Names it in the address at which the other system answers later.
    key       text not null,
    -- What its way needs to know, without secrets.
    config    {{json}} not null,
    -- Sealed: what we sign with, or the password of our account there.
    secret    text not null default '',
    -- How long the other system may take, in minutes.
    within    {{int}} not null,
    -- The rules for passwords there, in words.
    policy_sv text not null default '',
    policy_en text not null default '',
    active    {{bool}} not null default {{false}},
    tried_at  {{time}},
    -- What came of the last trial; '' when it went well.
    tried     text not null default '',
    done_at   {{time}},
    failed_at {{time}},
    failed    text not null default '',
    version   {{int}} not null default 1,
    constraint connector_key_key unique (key)
) {{strict}};
create unique index connector_org_id_kind_key on connector (org_id, kind) where active;
create index connector_org on connector (org_id, id);

create table connector_job (
    id           {{id}},
    org_id       {{int}} not null references organisation (id),
    connector_id {{int}} not null references connector (id),
    kind         text not null,
    -- How it came about: portal, forgotten (without a login), desk.
    how          text not null,
    -- waiting (to be sent, or sent again), sent (the answer comes later), done, failed, cancelled
    state        text not null,
    -- Whom it is for, and who asked for it.
    person_id    {{int}} not null references person (id),
    by_id        {{int}} references person (id),
    ticket_id    {{int}} references ticket (id),
    device_id    {{int}} references device (id),
    -- Names it to the other system.
    name         text not null,
    -- Sealed, and gone as soon as the job has ended: the new password.
    secret       text not null default '',
    -- The password is to be changed at the next login.
    change       {{bool}} not null default {{false}},
    tries        {{int}} not null default 0,
    -- Why it failed or waits, as a key of a text, and what the other system said.
    error        text not null default '',
    said         text not null default '',
    created_at   {{time}} not null,
    sent_at      {{time}},
    -- When its answer must have come.
    due_at       {{time}},
    ended_at     {{time}},
    version      {{int}} not null default 1,
    constraint connector_job_name_key unique (name)
) {{strict}};
create index connector_job_org on connector_job (org_id, id);
create index connector_job_person on connector_job (person_id, id);
create index connector_job_ticket on connector_job (ticket_id) where ticket_id is not null;
create index connector_job_device on connector_job (device_id) where device_id is not null;
create index connector_job_due on connector_job (due_at) where state in ('waiting', 'sent');
create index connector_job_ended on connector_job (org_id, created_at);

-- Somebody's way to a new password: a code that was sent to them, and how often it was wrong. Whoever is in no register
-- gets a row too, so that nobody can tell the difference.
create table connector_reset (
    id         {{id}},
    -- Hashed: what the browser holds.
    token_hash text not null,
    person_id  {{int}} references person (id),
    org_id     {{int}} references organisation (id),
    -- Hashed: what was typed, by which failures are counted whoever it names.
    typed      text not null,
    address    text not null,
    lang       text not null,
    -- A code itself is nowhere: it follows from the nonce and the installation's secret. '' when none is out.
    nonce      text not null default '',
    tries      {{int}} not null default 0,
    created_at {{time}} not null,
    expires_at {{time}} not null,
    ended_at   {{time}},
    job_id     {{int}} references connector_job (id),
    constraint connector_reset_token_hash_key unique (token_hash)
) {{strict}};
create index connector_reset_person on connector_reset (person_id, created_at) where person_id is not null;
create index connector_reset_typed on connector_reset (typed, created_at);
create index connector_reset_address on connector_reset (address, created_at);
create index connector_reset_old on connector_reset (created_at);

-- How a phone or a tablet is set up, in an organisation's own words.
create table connector_guide (
    org_id   {{int}} not null references organisation (id),
    -- iphone, ipad, android_phone, android_tablet
    platform text not null,
    sv       text not null,
    en       text not null default '',
    version  {{int}} not null default 1,
    primary key (org_id, platform)
) {{strict}};

-- +goose Down
drop table connector_guide;
drop table connector_reset;
drop table connector_job;
drop table connector;
