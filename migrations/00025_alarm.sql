-- +goose Up
-- What other systems watch over: who may tell of alarms, what they told, and which case it came to.

create table alarm_source (
    id            {{id}},
    org_id        {{int}} not null references organisation (id),
    -- Whose alarms they are, unless a rule says otherwise.
    desk_id       {{int}} not null references desk (id),
    -- Names the source in its address and as the name of a case's number there.
    code          text not null,
    name          text not null,
    -- alertmanager, zabbix, icinga, generic, mail, snmp, api
    kind          text not null,
    -- How its calls are believed: signed or token; '' for those that do not call.
    auth          text not null default '',
    -- Secrets are made of the installation's and this number; the one before is good until old_until.
    secret_no     {{int}} not null default 1,
    old_until     {{time}},
    config        {{json}} not null,
    active        {{bool}} not null default {{true}},
    created_at    {{time}} not null,
    heard_at      {{time}},
    heard         {{int}} not null default 0,
    error         text not null default '',
    error_at      {{time}},
    -- Since when it has been silent for longer than it may.
    silent_since  {{time}},
    -- The case of a storm that goes on until then.
    storm_id      {{int}} references ticket (id),
    storm_until   {{time}},
    version       {{int}} not null default 1,
    constraint alarm_source_code_key unique (code)
) {{strict}};
create index alarm_source_desk on alarm_source (desk_id, id);

-- What becomes of an alarm. The first rule of a desk that fits counts.
create table alarm_rule (
    id        {{id}},
    org_id    {{int}} not null references organisation (id),
    desk_id   {{int}} not null references desk (id),
    pos       {{int}} not null,
    name      text not null,
    source_id {{int}} references alarm_source (id),
    config    {{json}} not null,
    active    {{bool}} not null default {{true}},
    version   {{int}} not null default 1
) {{strict}};
create index alarm_rule_desk on alarm_rule (desk_id, pos, id);

-- One thing that fires or has fired. It keeps its row when it fires again.
create table alarm (
    id             {{id}},
    org_id         {{int}} not null references organisation (id),
    desk_id        {{int}} not null references desk (id),
    source_id      {{int}} not null references alarm_source (id),
    -- Its name at its source.
    key            text not null,
    -- The same for every episode, where the source gives each a key of its own.
    family         text not null default '',
    state          text not null,
    severity       {{int}} not null,
    summary        text not null,
    details        text not null default '',
    host           text not null default '',
    component      text not null default '',
    group_key      text not null default '',
    link           text not null default '',
    labels         {{json}} not null,
    first_at       {{time}} not null,
    last_at        {{time}} not null,
    -- By our clock: when it began to fire, or ceased.
    changed_at     {{time}} not null,
    -- By the source's clock: the present episode. An older one that comes late changes nothing.
    started_at     {{time}},
    -- It ends by itself then, unless it is told again.
    expires_at     {{time}},
    count          {{int}} not null,
    flapping_since {{time}},
    flap_told      {{bool}} not null default {{false}},
    -- What its case has heard last: '' nothing, firing, resolved.
    told           text not null default '',
    -- Why nothing is done about it just now: delay, silence, window, rule.
    quiet          text not null default '',
    -- When it is to be looked at again.
    due_at         {{time}},
    rule_id        {{int}},
    ticket_id      {{int}} references ticket (id),
    -- The newest call, as it came.
    raw            text not null default '',
    constraint alarm_source_id_key_key unique (source_id, key)
) {{strict}};
create index alarm_firing on alarm (desk_id, severity, id) where state = 'firing';
create index alarm_desk on alarm (desk_id, last_at);
create index alarm_due on alarm (due_at) where due_at is not null;
create index alarm_expires on alarm (expires_at) where expires_at is not null and state = 'firing';
create index alarm_ticket on alarm (ticket_id, state) where ticket_id is not null;
create index alarm_family on alarm (source_id, family) where family <> '';

-- What happened to an alarm. Being told again is counted, not listed.
create table alarm_change (
    id       {{id}},
    alarm_id {{int}} not null references alarm (id),
    at       {{time}} not null,
    -- fired, resolved, worse, stale, expired, flapping, calm, opened, joined, reopened, again, noted, solved, storm
    what     text not null,
    text     text not null default ''
) {{strict}};
create index alarm_change_alarm on alarm_change (alarm_id, at);

-- A case that alarms opened.
create table alarm_case (
    ticket_id {{int}} primary key references ticket (id),
    org_id    {{int}} not null references organisation (id),
    source_id {{int}} not null references alarm_source (id),
    -- single, list, child, parent, storm
    kind      text not null,
    -- What holds those together that belong together; '' for one that stands alone.
    together  text not null default '',
    opened_at {{time}} not null,
    -- When the newest alarm came to it.
    joined_at {{time}} not null,
    -- Notes written to it; after so many, alarms are only counted.
    said      {{int}} not null default 0,
    -- How many alarms the source has left out.
    left_out  {{int}} not null default 0
) {{strict}};
create index alarm_case_together on alarm_case (together, joined_at) where together <> '';
create index alarm_case_source on alarm_case (source_id, opened_at);

-- Nothing is done about an alarm, or about all of a source, for a time.
create table alarm_silence (
    id         {{id}},
    org_id     {{int}} not null references organisation (id),
    desk_id    {{int}} not null references desk (id),
    source_id  {{int}} not null references alarm_source (id),
    alarm_id   {{int}} references alarm (id),
    reason     text not null,
    from_at    {{time}} not null,
    until_at   {{time}} not null,
    created_by {{int}} references person (id),
    created_at {{time}} not null
) {{strict}};
create index alarm_silence_source on alarm_silence (source_id, until_at);

-- +goose Down
drop table alarm_silence;
drop table alarm_case;
drop table alarm_change;
drop table alarm;
drop table alarm_rule;
drop table alarm_source;
