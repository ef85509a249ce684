-- +goose Up
-- What people work with: the register of devices grows into a thin inventory. Days without a time are texts, 2026-11-22, so
-- that no zone can move them; '' is none.

alter table device add column serial text not null default '';
-- A serial number as it is compared, like tag_key.
alter table device add column serial_key text not null default '';
-- computer, phone, tablet, printer, screen, access_point, camera, other.
alter table device add column kind text not null default 'computer';
alter table device add column model text not null default '';
-- The device_model of the range that it was ordered as.
alter table device add column model_id {{int}};
-- own, external (bought by the operation itself), registered (by its holder), import, order.
alter table device add column source text not null default 'own';
-- What it came by: the number of the order line or of the job that made it.
alter table device add column source_id {{int}};
alter table device add column delivered_on text not null default '';
alter table device add column life_months {{int}} not null default 0;
alter table device add column renew_on text not null default '';
-- in_use, stored, repair, ended. Only what is not ended is active.
alter table device add column state text not null default 'in_use';
alter table device add column ended_on text not null default '';
alter table device add column ended_why text not null default '';
alter table device add column created_at {{time}};
alter table device add column updated_at {{time}};
update device set state = 'ended' where not active;

create unique index device_org_id_serial_key_key on device (org_id, serial_key) where serial_key <> '';
create index device_unit on device (unit_id) where active;
create index device_source on device (source, source_id) where source_id is not null;

-- +goose Down
drop index device_source;
drop index device_unit;
drop index device_org_id_serial_key_key;
alter table device drop column updated_at;
alter table device drop column created_at;
alter table device drop column ended_why;
alter table device drop column ended_on;
alter table device drop column state;
alter table device drop column renew_on;
alter table device drop column life_months;
alter table device drop column delivered_on;
alter table device drop column source_id;
alter table device drop column source;
alter table device drop column model_id;
alter table device drop column model;
alter table device drop column kind;
alter table device drop column serial_key;
alter table device drop column serial;
