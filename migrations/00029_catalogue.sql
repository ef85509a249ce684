-- +goose Up
-- What can be ordered: offers with versions, prices, whom they are shown to.

-- Which units are education, with everything below: some offers are for them alone.
create table education_unit (
    unit_id {{int}} not null primary key references unit (id),
    org_id  {{int}} not null references organisation (id)
) {{strict}};
create index education_unit_org on education_unit (org_id, unit_id);

-- One offer. The columns from kind on are the published version's, for lists and for what is seen; a draft is not among them.
create table catalogue_item (
    id           {{id}},
    org_id       {{int}} not null references organisation (id),
    -- In the address: /catalogue/{key}.
    key          text not null,
    -- draft (never published), published, retired
    state        text not null,
    -- order, access, account, request, booking, development
    kind         text not null,
    category     text not null default '',
    -- Where the category stands among the others.
    pos          {{int}} not null default 0,
    name_sv      text not null,
    name_en      text not null default '',
    sort_key     {{blob}} not null,
    -- Folded words of what is said of it, each with a space before and after: what a search looks through.
    words        text not null default '',
    service_id   {{int}} references service (id),
    supplier_id  {{int}} references supplier (id),
    -- Whom it is shown to: each limit that is true needs a row of catalogue_visible that fits.
    by_site      {{bool}} not null default {{false}},
    by_category  {{bool}} not null default {{false}},
    by_unit      {{bool}} not null default {{false}},
    by_role      {{bool}} not null default {{false}},
    by_grant     {{bool}} not null default {{false}},
    by_education {{bool}} not null default {{false}},
    owner_id     {{int}} references person (id),
    review_at    {{time}},
    -- When the owner was told that the review is due; null again when the day is moved.
    reminded_at  {{time}},
    -- The version that is offered; 0 before the first.
    published    {{int}} not null default 0,
    -- What is being written; null when it is as published.
    draft        {{json}},
    -- Where it came from: the key of a shipped offer, '' for one's own.
    shipped      text not null default '',
    created_by   {{int}} references person (id),
    created_at   {{time}} not null,
    updated_by   {{int}} references person (id),
    updated_at   {{time}} not null,
    retired_at   {{time}},
    version      {{int}} not null default 1,
    constraint catalogue_item_org_id_key_key unique (org_id, key)
) {{strict}};
create index catalogue_item_sort on catalogue_item (org_id, state, pos, category, sort_key, id);
create index catalogue_item_review on catalogue_item (review_at) where review_at is not null and reminded_at is null and state = 'published';
create index catalogue_item_service on catalogue_item (service_id) where service_id is not null;

-- What was offered: never changed, so that an order of last year reads as it did.
create table catalogue_version (
    item_id      {{int}} not null references catalogue_item (id),
    version      {{int}} not null,
    config       {{json}} not null,
    note         text not null default '',
    published_by {{int}} references person (id),
    published_at {{time}} not null,
    primary key (item_id, version)
) {{strict}};

-- Whom the published version is shown to. Aspects: site, not_site, category, unit, role.
create table catalogue_visible (
    item_id {{int}} not null references catalogue_item (id),
    aspect  text not null,
    ref     {{int}} not null default 0,
    word    text not null default '',
    primary key (item_id, aspect, ref, word)
) {{strict}};

-- +goose Down
drop table catalogue_visible;
drop table catalogue_version;
drop table catalogue_item;
drop table education_unit;
