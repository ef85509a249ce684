package access

import (
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/sqldb"
)

// Roles.
var (
	upsertRole = sqldb.Q("access.role.upsert", `
		insert into role (key, name_sv, name_en, builtin) values ($1, $2, $3, true)
		on conflict (key) do update set name_sv = excluded.name_sv, name_en = excluded.name_en, builtin = true
		returning id`)
	emptyOldRoles = sqldb.Q("access.role.empty_old", `
		delete from role_verb where role_id in (select id from role where builtin and not (key {{in $1}}))`)
	verbsOfRole = sqldb.Q("access.role.verbs", `select verb from role_verb where role_id = $1 order by verb`)
	insertVerb  = sqldb.Q("access.role.verb.insert", `insert into role_verb (role_id, verb) values ($1, $2) on conflict do nothing`)
	deleteVerb  = sqldb.Q("access.role.verb.delete", `delete from role_verb where role_id = $1 and verb = $2`)
)

// inForce is the condition on a grant g at the instant $2, for itself: a substitute's also needs the other's.
const inForce = `g.ended_at is null and not g.waiting and g.valid_from <= $2 and (g.valid_to is null or g.valid_to > $2)`

// carried is the condition on a grant g at the instant $2 that it is nobody else's, or that the one substituted for holds
// the same by a right of their own: what somebody holds as a substitute is not passed on.
const carried = `(g.for_id is null or exists (
	select 1 from role_grant h join person hp on hp.id = h.person_id
	where h.person_id = g.for_id and h.for_id is null and h.role_id = g.role_id and h.reach = g.reach
		and h.of_id is not distinct from g.of_id and h.limits = g.limits and hp.active and not h.waiting
		and h.ended_at is null and h.valid_from <= $2 and (h.valid_to is null or h.valid_to > $2)))`

// derivedRole is the key of the role that the category $3 gives in the organisation $5 at the instant $2, where $6 is what
// counts when the organisation has decided nothing.
const derivedRole = `case when coalesce((select cast(s.value as text) from setting s
		where s.org_id = $5 and s.key = '` + string(setting.BaseUsers) + `' and s.valid_from <= $2
		order by s.valid_from desc, s.id desc limit 1), $6) like '%"' || $3 || '"%'
	then '` + BaseRole + `' else '` + TemporaryRole + `' end`

var grantsOfPerson = sqldb.Q("access.grants", `
	select v.verb, g.reach, g.of_id, g.for_id, g.limits
	from role_grant g join role_verb v on v.role_id = g.role_id
	where g.person_id = $1 and `+inForce+` and `+carried+`
	union
	select v.verb, 'own', null, null, ''
	from role r join role_verb v on v.role_id = r.id
	where r.key = `+derivedRole+` or r.key = '`+BaseRole+`_' || $3
	union
	select '`+string(guardian.MaySpeak)+`', 'own', null, null, '' where `+guardian.LivingSQL+`
	order by 1, 2, 3, 4, 5`)

// Sessions.
const identityColumns = `p.id, p.org_id, p.external_id, p.given_name, p.family_name, p.category, p.title, p.email, p.phone, p.mobile,
	p.unit_id, p.site_id, p.lang, p.needs, p.protected, p.active, p.login, p.version, o.name, coalesce(c.must_change, false)`

const identityTables = ` join person p on p.id = x.person_id join organisation o on o.id = p.org_id
	left join credential c on c.person_id = p.id `

var (
	sessionByToken = sqldb.Q("access.session", `
		select x.id, x.seen_at, `+identityColumns+` from session x`+identityTables+`
		where x.token_hash = $1 and x.ended_at is null and x.expires_at > $2 and x.seen_at > $3 and p.active`)
	tokenBySecret = sqldb.Q("access.token", `
		select x.id, coalesce(x.used_at, 0), `+identityColumns+` from api_token x`+identityTables+`
		where x.token_hash = $1 and x.ended_at is null and p.active`)
	insertSession = sqldb.Q("access.session.insert", `
		insert into session (token_hash, person_id, created_at, seen_at, expires_at, agent, address)
		values ($1, $2, $3, $3, $4, $5, $6) returning id`)
	touchSession = sqldb.Q("access.session.touch", `update session set seen_at = $2 where id = $1 and seen_at < $2`)
	touchToken   = sqldb.Q("access.token.touch", `update api_token set used_at = $2 where id = $1 and coalesce(used_at, 0) < $2`)
	personActive = sqldb.Q("access.person", `
		select 0, 0, `+identityColumns+` from person p join organisation o on o.id = p.org_id
		left join credential c on c.person_id = p.id where p.id = $1 and p.active`)
	endSession = sqldb.Q("access.session.end", `update session set ended_at = $2 where token_hash = $1 and ended_at is null returning id, person_id`)
)

// Logins.
var (
	credentialByLogin = sqldb.Q("access.credential", `
		select p.id, p.org_id, p.given_name, p.family_name, c.hash from person p join credential c on c.person_id = p.id
		where p.login = $1 and p.active`)
	upsertStrike = sqldb.Q("access.strike", `
		insert into strike (key, count, since) values ($1, 1, $2)
		on conflict (key) do update set
			count = case when strike.since <= $3 then 1 else strike.count + 1 end,
			since = case when strike.since <= $3 then $2 else strike.since end
		returning count, since`)
	deleteStrike = sqldb.Q("access.strike.delete", `delete from strike where key = $1`)
	pardonStrike = sqldb.Q("access.strike.pardon", `update strike set count = count - 1 where key = $1 and count > 0`)
	writeHash    = sqldb.Q("access.credential.write", `
		insert into credential (person_id, hash, changed_at, must_change) values ($1, $2, $3, $4)
		on conflict (person_id) do update set hash = excluded.hash, changed_at = excluded.changed_at, must_change = excluded.must_change`)
	renewHash = sqldb.Q("access.credential.renew", `update credential set hash = $2 where person_id = $1`)
)
