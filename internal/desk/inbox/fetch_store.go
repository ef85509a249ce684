package inbox

import "lotsen/internal/kit/sqldb"

const fetchColumns = `f.mailbox_id, f.host, f.port, f.security, f.username, f.auth, f.token_url, f.client_id, f.scope, f.folder, f.after, f.done_folder,
	f.active, f.alarm_minutes, f.version, f.secret <> '', f.refresh <> '', f.saved_at, f.lease_by, f.lease_until, f.ok_at, f.taken_at, f.failing_since, f.error`

var (
	selectFetches = sqldb.Q("fetch.list", `select `+fetchColumns+` from mailbox_fetch f join mailbox b on b.id = f.mailbox_id where b.org_id = $1`)
	selectFetch   = sqldb.Q("fetch.one", `select `+fetchColumns+` from mailbox_fetch f where f.mailbox_id = $1`)
	selectSources = sqldb.Q("fetch.sources", `
		select `+fetchColumns+`, b.address from mailbox_fetch f join mailbox b on b.id = f.mailbox_id where f.active and b.active order by f.mailbox_id`)
	selectSecrets = sqldb.Q("fetch.secrets", `select secret, refresh from mailbox_fetch where mailbox_id = $1`)
	updateRefresh = sqldb.Q("fetch.refresh", `update mailbox_fetch set refresh = $2 where mailbox_id = $1`)
	upsertFetch   = sqldb.Q("fetch.save", `
		insert into mailbox_fetch (mailbox_id, host, port, security, username, auth, secret, token_url, client_id, scope, refresh, folder, after, done_folder,
			active, alarm_minutes, saved_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
		on conflict (mailbox_id) do update set host = excluded.host, port = excluded.port, security = excluded.security, username = excluded.username,
			auth = excluded.auth, secret = case when excluded.secret = '' then mailbox_fetch.secret else excluded.secret end,
			token_url = excluded.token_url, client_id = excluded.client_id, scope = excluded.scope,
			refresh = case when excluded.refresh = '' then mailbox_fetch.refresh else excluded.refresh end,
			folder = excluded.folder, after = excluded.after, done_folder = excluded.done_folder, active = excluded.active,
			alarm_minutes = excluded.alarm_minutes, saved_at = excluded.saved_at, version = mailbox_fetch.version + 1, failing_since = null, error = '',
			alarmed_at = null
		where mailbox_fetch.version = $18`)

	holdFetch = sqldb.Q("fetch.hold", `
		update mailbox_fetch set lease_by = $2, lease_until = $3
		where mailbox_id = $1 and active and (lease_by = '' or lease_by = $2 or lease_until is null or lease_until < $4)`)
	renewFetch = sqldb.Q("fetch.renew", `
		update mailbox_fetch set lease_until = $2 where lease_by = $1 and lease_until >= $3 returning mailbox_id`)
	freeFetch  = sqldb.Q("fetch.free", `update mailbox_fetch set lease_by = '', lease_until = null where mailbox_id = $1 and lease_by = $2`)
	selectOurs = sqldb.Q("fetch.ours", `select count(*) from mailbox_fetch where mailbox_id = $1 and lease_by = $2 and lease_until >= $3`)

	fetchOK = sqldb.Q("fetch.ok", `
		update mailbox_fetch set ok_at = $2, taken_at = case when $3 then cast($2 as bigint) else taken_at end, failing_since = null, error = '', alarmed_at = null
		where mailbox_id = $1`)
	fetchFailed = sqldb.Q("fetch.failed", `
		update mailbox_fetch set failing_since = coalesce(failing_since, $2), error = $3 where mailbox_id = $1`)

	dropTroubles = sqldb.Q("trouble.drop", `delete from mailbox_trouble where mailbox_id = $1 and validity <> $2`)
	countInHand  = sqldb.Q("trouble.count", `
		update mailbox_trouble set in_hand = false, tries = tries + 1, error = 'ended', at = $2 where mailbox_id = $1 and in_hand`)
	selectTroubles = sqldb.Q("trouble.list", `select uid, tries, error from mailbox_trouble where mailbox_id = $1`)
	upsertInHand   = sqldb.Q("trouble.hand", `
		insert into mailbox_trouble (mailbox_id, validity, uid, in_hand, at) values ($1, $2, $3, true, $4)
		on conflict (mailbox_id, validity, uid) do update set in_hand = true, at = excluded.at`)
	dropTrouble  = sqldb.Q("trouble.done", `delete from mailbox_trouble where mailbox_id = $1 and validity = $2 and uid = $3`)
	putDown      = sqldb.Q("trouble.put_down", `update mailbox_trouble set in_hand = false where mailbox_id = $1 and validity = $2 and uid = $3`)
	countTrouble = sqldb.Q("trouble.fault", `
		update mailbox_trouble set in_hand = false, tries = tries + 1, error = $4 where mailbox_id = $1 and validity = $2 and uid = $3`)
)

func scanFetch(r sqldb.Row) (Fetch, error) {
	var f Fetch
	return f, scanFetchInto(r, &f)
}

func scanFetchInto(r sqldb.Row, f *Fetch, more ...any) error {
	return r.Scan(append([]any{
		&f.Mailbox, &f.Host, &f.Port, &f.Security, &f.Username, &f.Auth, &f.TokenURL, &f.ClientID, &f.Scope, &f.Folder, &f.After, &f.Done,
		&f.Active, &f.Alarm, &f.Version, &f.HasSecret, &f.HasRefresh, sqldb.ScanTime(&f.SavedAt), &f.LeaseBy, sqldb.ScanTime(&f.LeaseUntil),
		sqldb.ScanTime(&f.OK), sqldb.ScanTime(&f.Taken), sqldb.ScanTime(&f.FailingSince), &f.Error,
	}, more...)...)
}
