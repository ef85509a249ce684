-- +goose Up
-- A queue's count and its scope are answered by the index alone: "sealed" stands at the end of each, so that counting to
-- a hundred looks at a hundred entries and no rows. Categories and units get an index over the open cases only, and the
-- orders that a list can have get one over all cases.

drop index ticket_active_id;
drop index ticket_active_group;
drop index ticket_active_assignee;
drop index ticket_active_awaits;
drop index ticket_desk;
drop index ticket_state;
create index ticket_active_id on ticket (desk_id, id, sealed) where active;
create index ticket_active_group on ticket (desk_id, group_id, priority, id, sealed) where active;
create index ticket_active_assignee on ticket (desk_id, assignee_id, priority, id, sealed) where active;
create index ticket_active_awaits on ticket (desk_id, awaits_desk, updated_at, id, sealed) where active;
create index ticket_active_category on ticket (category_id, priority, id) where active;
create index ticket_active_unit on ticket (unit_id, priority, id) where active;
create index ticket_desk on ticket (desk_id, id, sealed);
create index ticket_state on ticket (desk_id, state, id, sealed);
create index ticket_updated on ticket (desk_id, updated_at, id);
create index ticket_priority on ticket (desk_id, priority, id);

{{if postgres}}
-- What is open is new, open or on hold, and only that: without being told, the planner takes it for a coincidence,
-- expects a sixteenth of the cases that there are, and sorts them all.
create statistics ticket_open (mcv) on active, state, awaits_desk from ticket;
create statistics ticket_owned (mcv) on active, assignee_id from ticket;
create statistics ticket_grouped (mcv) on active, group_id from ticket;
analyze ticket;
{{end}}

-- +goose Down
{{if postgres}}
drop statistics ticket_open;
drop statistics ticket_owned;
drop statistics ticket_grouped;
{{end}}
drop index ticket_active_id;
drop index ticket_active_group;
drop index ticket_active_assignee;
drop index ticket_active_awaits;
drop index ticket_active_category;
drop index ticket_active_unit;
drop index ticket_desk;
drop index ticket_state;
drop index ticket_updated;
drop index ticket_priority;
create index ticket_active_id on ticket (desk_id, id) where active;
create index ticket_active_group on ticket (desk_id, group_id, priority, id) where active;
create index ticket_active_assignee on ticket (desk_id, assignee_id, priority, id) where active;
create index ticket_active_awaits on ticket (desk_id, awaits_desk, updated_at, id) where active;
create index ticket_desk on ticket (desk_id, id);
create index ticket_state on ticket (desk_id, state, id);
