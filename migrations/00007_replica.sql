-- +goose Up
-- How often somebody has changed something, and how far each node's clock has been copied: a replica that shows the same
-- counts holds all that this person has written. Written only where a replica is configured.

create table wrote (
    -- "person:12", or "node:…" for a node's heartbeat.
    who  text not null,
    -- Changes of one person count in one of sixteen slots, so that a busy token does not wait for itself.
    slot {{int}} not null,
    n    {{int}} not null,
    primary key (who, slot)
) {{strict}};

-- +goose Down
drop table wrote;
