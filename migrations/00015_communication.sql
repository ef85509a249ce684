-- +goose Up
-- Communication with people: how each of them wants to hear from the desk, what is on its way to them, and what the desk
-- still owes them.

-- How a person wants to be reached. '' is: as the organisation has it.
alter table person add column contact_way text not null default '';
alter table person add column plain {{bool}} not null default {{false}};
-- The language of the interpreter that is needed, in words; '' for none.
alter table person add column interpreter text not null default '';
-- When news is sent: now, hourly, daily at a minute of the day.
alter table person add column rhythm text not null default 'now';
alter table person add column daily_at {{int}} not null default 480;

-- The way of contact chosen for this case; '' is: as its user has it.
alter table ticket add column contact_way text not null default '';
-- From when the desk owes the user something: the earliest of the case's open tasks. Kept by notify, no part of history.
alter table ticket add column owed_at {{time}};
alter table ticket add column owed_what text not null default '';
create index ticket_owed on ticket (desk_id, owed_at, id, sealed) where owed_at is not null;
-- A solved case whose word came back awaits the desk as well as an open one does.
create index ticket_awaits on ticket (desk_id, updated_at, id, state, sealed) where awaits_desk;

-- Something said to many at once: one row, however many it concerns.
create table word (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    desk_id    {{int}} references desk (id),
    -- Names it for ever: what is said again under the same key reaches nobody twice.
    key        text not null constraint word_key_key unique,
    reason     text not null,
    mandatory  {{bool}} not null,
    at_desk    {{bool}} not null,
    subject_sv text not null,
    subject_en text not null,
    text_sv    text not null,
    text_en    text not null,
    created_at {{time}} not null
) {{strict}};

-- What a person is to hear: an event of a case, or a word. All that is due for one person leaves in one mail.
create table outbound_word (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    -- 'p12' for a person, 'a:address' for somebody whom no register knows.
    who        text not null,
    person_id  {{int}} references person (id),
    address    text not null default '',
    name       text not null default '',
    ticket_id  {{int}} references ticket (id),
    reason     text not null,
    event_seq  {{int}},
    word_id    {{int}} references word (id),
    -- Null: done.
    due_at     {{time}},
    -- Has waited for its hour already.
    gathered   {{bool}} not null default {{false}},
    -- mail, task, portal, none
    outcome    text not null default '',
    mail_id    {{int}} references outbound_mail (id),
    created_at {{time}} not null
) {{strict}};
create unique index outbound_word_event on outbound_word (event_seq, who, reason) where event_seq is not null;
create unique index outbound_word_word on outbound_word (word_id, who, ticket_id) where word_id is not null;
create index outbound_word_due on outbound_word (due_at, who) where due_at is not null;
create index outbound_word_who on outbound_word (who, due_at) where due_at is not null;
create index outbound_word_mail on outbound_word (mail_id) where mail_id is not null;
create index outbound_word_ticket on outbound_word (ticket_id, id) where ticket_id is not null;

alter table outbound_mail add column bounced_at {{time}};
create index outbound_mail_person on outbound_mail (person_id, created_at) where person_id is not null;

-- What the desk owes a user: a word when it is time (status), a call, an SMS, another way after a bounce.
create table contact_task (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    desk_id    {{int}} not null references desk (id),
    ticket_id  {{int}} not null references ticket (id),
    kind       text not null,
    person_id  {{int}} references person (id),
    -- What is to be said, where that is known.
    words      text not null default '',
    due_at     {{time}} not null,
    flagged_at {{time}},
    created_at {{time}} not null,
    done_at    {{time}},
    done_by    {{int}} references person (id),
    outcome    text not null default ''
) {{strict}};
create unique index contact_task_open on contact_task (ticket_id, kind) where done_at is null;
create index contact_task_due on contact_task (due_at, id) where done_at is null and flagged_at is null;
create index contact_task_ticket on contact_task (ticket_id, id);

-- How often a user hears of a case that is not solved yet, where it differs from the organisation's setting. '' and 0
-- stand for every kind and priority; the narrower rule counts.
create table status_rule (
    org_id   {{int}} not null references organisation (id),
    kind     text not null,
    priority {{int}} not null,
    minutes  {{int}} not null,
    primary key (org_id, kind, priority)
) {{strict}};

-- An organisation's own words for a mail. '' as category stands for everybody; the narrower text counts.
create table message_text (
    id       {{id}},
    org_id   {{int}} not null references organisation (id),
    reason   text not null,
    category text not null,
    lang     text not null,
    plain    {{bool}} not null,
    subject  text not null,
    body     text not null,
    active   {{bool}} not null default {{true}},
    version  {{int}} not null default 1,
    constraint message_text_org_id_reason_category_lang_plain_key unique (org_id, reason, category, lang, plain)
) {{strict}};

-- What people can do by themselves: a guide or a service, found by the words that people use.
create table self_help (
    id           {{id}},
    org_id       {{int}} not null references organisation (id),
    title_sv     text not null,
    title_en     text not null default '',
    text_sv      text not null default '',
    text_en      text not null default '',
    url          text not null,
    keywords     text not null default '',
    -- Until when the start page tells that it is new.
    announced_to {{time}},
    active       {{bool}} not null default {{true}},
    version      {{int}} not null default 1
) {{strict}};
create index self_help_org on self_help (org_id, id);

-- +goose Down
drop table self_help;
drop table message_text;
drop table status_rule;
drop table contact_task;
drop table outbound_word;
drop table word;
drop index outbound_mail_person;
alter table outbound_mail drop column bounced_at;
drop index ticket_awaits;
drop index ticket_owed;
alter table ticket drop column owed_what;
alter table ticket drop column owed_at;
alter table ticket drop column contact_way;
alter table person drop column daily_at;
alter table person drop column rhythm;
alter table person drop column interpreter;
alter table person drop column plain;
alter table person drop column contact_way;
