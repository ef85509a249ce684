-- +goose Up
-- What waits for somebody's yes: one approval a subject (an order, a request), one part a line of it and step.

create table approval (
    id            {{id}},
    org_id        {{int}} not null references organisation (id),
    -- What is to be approved: its kind (order) and number. Approvals know nothing else of it.
    subject_kind  text not null,
    subject_id    {{int}} not null,
    title         text not null,
    asker_id      {{int}} references person (id),
    -- On whose behalf the asker asked, when a substitute did.
    asker_for_id  {{int}} references person (id),
    -- Who wrote it down for the asker: the desk.
    asker_via_id  {{int}} references person (id),
    -- open; approved, rejected, withdrawn when all parts ended so; partly when they ended differently.
    state         text not null,
    -- The rule lets the asker decide for themselves, as it was when it was asked.
    own_allowed   {{bool}} not null default false,
    opened_at     {{time}} not null,
    changed_at    {{time}} not null,
    closed_at     {{time}},
    -- The case at the desk that says that nobody may decide.
    stuck_ticket  {{int}} references ticket (id),
    stuck_at      {{time}},
    version       {{int}} not null default 1
) {{strict}};
create unique index approval_subject_kind_subject_id_key on approval (subject_kind, subject_id);
create index approval_asker on approval (asker_id, id);
create index approval_asker_for on approval (asker_for_id, id) where asker_for_id is not null;

create table approval_part (
    id             {{id}},
    approval_id    {{int}} not null references approval (id),
    org_id         {{int}} not null references organisation (id),
    line_id        {{int}} not null,
    -- Steps with the same number stand side by side; a higher one waits for the lower ones of its line.
    seq            {{int}} not null,
    verb           text not null,
    -- reference, cost_centre, service, object, manager: which reach answers for this step.
    by_reach       text not null,
    reference_id   {{int}},
    cost_centre_id {{int}},
    service_id     {{int}},
    object_id      {{int}},
    site_id        {{int}},
    unit_id        {{int}},
    -- For whom the line is.
    person_id      {{int}} references person (id),
    -- What is decided about: of everything that counts, as whoever asked reckoned it.
    hash           text not null,
    text_sv        text not null,
    text_en        text not null,
    ore            {{int}} not null,
    -- waiting (a lower step is open), open, approved, rejected, withdrawn, replaced, dropped (another step said no)
    state          text not null,
    -- The versions of the approval in which this stood; null: it still stands.
    since_version  {{int}} not null,
    until_version  {{int}},
    opened_at      {{time}},
    remind_at      {{time}},
    escalate_at    {{time}},
    escalated      {{bool}} not null default false,
    decided_at     {{time}},
    decided_by     {{int}} references person (id),
    -- Whose right it was, when a substitute decided.
    decided_for    {{int}} references person (id),
    comment        text not null default ''
) {{strict}};
create index approval_part_approval on approval_part (approval_id, line_id, seq);
create index approval_part_open on approval_part (org_id, approval_id) where state = 'open';
create index approval_part_open_reference on approval_part (reference_id, approval_id) where state = 'open';
create index approval_part_open_cost_centre on approval_part (cost_centre_id, approval_id) where state = 'open';
create index approval_part_open_service on approval_part (service_id, approval_id) where state = 'open';
create index approval_part_open_unit on approval_part (unit_id, approval_id) where state = 'open';
create index approval_part_remind on approval_part (remind_at) where state = 'open' and remind_at is not null;
create index approval_part_escalate on approval_part (escalate_at) where state = 'open' and escalate_at is not null;
create index approval_part_decided on approval_part (decided_by, approval_id) where decided_by is not null;

-- +goose Down
drop table approval_part;
drop table approval;
