package bridge

import (
	"context"
	"errors"
	"strconv"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const columns = `b.id, b.org_id, b.desk_id, b.kind, b.name, b.key, b.app, b.tenant, b.secret, b.match, b.active, b.heard_at, b.sent_at, b.refused_at,
	b.refused, b.failed_at, b.failed, b.version`

const talkColumns = `t.id, t.bridge_id, t.org_id, t.external, t.service, t.writer, t.directory, t.name, t.us, t.person_id`

var (
	selectByKey = sqldb.Q("bridge.by_key", `select `+columns+` from bridge b where b.kind = $1 and b.key = $2 and b.active`)
	selectByID  = sqldb.Q("bridge.by_id", `select `+columns+` from bridge b where b.id = $1`)
	insertRow   = sqldb.Q("bridge.insert", `
		insert into bridge (org_id, desk_id, kind, name, key, app, tenant, match, active) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`)
	updateRow = sqldb.Q("bridge.update", `
		update bridge set desk_id = $3, name = $4, app = $5, tenant = $6, match = $7, active = $8, version = version + 1 where id = $1 and version = $2`)
	updateSecret = sqldb.Q("bridge.secret", `update bridge set secret = $2 where id = $1`)
	markHeard    = sqldb.Q("bridge.heard", `update bridge set heard_at = $2 where id = $1 and (heard_at is null or heard_at < $3)`)
	markSent     = sqldb.Q("bridge.sent", `update bridge set sent_at = $2, failed_at = null, failed = '' where id = $1`)
	markRefused  = sqldb.Q("bridge.refused", `update bridge set refused_at = $2, refused = $3 where id = $1`)
	markFailed   = sqldb.Q("bridge.failed", `update bridge set failed_at = $2, failed = $3 where id = $1`)
	countWords   = sqldb.Q("bridge.words", `select bridge_id, state, count(*) from bridge_word where bridge_id {{in $1}} and state in ('waiting', 'dead') group by bridge_id, state`)

	upsertTalk = sqldb.Q("bridge.talk", `
		insert into bridge_talk (bridge_id, org_id, external, service, writer, directory, name, us) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (bridge_id, external) do update set service = excluded.service, name = excluded.name, us = excluded.us,
			person_id = case when bridge_talk.writer = excluded.writer and bridge_talk.directory = excluded.directory then bridge_talk.person_id end,
			writer = excluded.writer, directory = excluded.directory
		returning id`)
	selectTalk         = sqldb.Q("bridge.talk_by_id", `select `+talkColumns+` from bridge_talk t where t.id = $1`)
	selectTalkExternal = sqldb.Q("bridge.talk_by_chat", `
		select `+talkColumns+` from bridge_talk t join bridge b on b.id = t.bridge_id where b.kind = $1 and t.org_id = $2 and t.external = $3 order by b.active desc, t.id desc limit 1`)
	updatePerson = sqldb.Q("bridge.talk_person", `update bridge_talk set person_id = $2 where id = $1`)
	personByID   = sqldb.Q("bridge.person", `select id from person where org_id = $1 and lower(external_id) = $2 and active order by id limit 2`)
)

func scan(r sqldb.Row) (Bridge, error) {
	var b Bridge
	err := r.Scan(&b.ID, &b.Org, &b.Desk, &b.Kind, &b.Name, &b.Key, &b.App, &b.Tenant, &b.closed, &b.Match, &b.Active, sqldb.ScanTime(&b.HeardAt),
		sqldb.ScanTime(&b.SentAt), sqldb.ScanTime(&b.RefusedAt), &b.Refused, sqldb.ScanTime(&b.FailedAt), &b.Failed, &b.Version)
	b.HasSecret = b.closed != ""
	return b, err
}

func scanTalk(r sqldb.Row) (Talk, error) {
	var t Talk
	return t, r.Scan(&t.ID, &t.Bridge, &t.Org, &t.External, &t.Service, &t.Writer, &t.Directory, &t.Name, &t.Us, sqldb.ScanID(&t.Person))
}

func key(talk TalkID) string { return strconv.FormatInt(int64(talk), 10) }

// place is where a bridge's secret is sealed for.
func place(id ID) string { return strconv.FormatInt(int64(id), 10) + ":secret" }

// open fills in the secret.
func (s *Service) open(b Bridge) (Bridge, error) {
	var err error
	b.Secret, err = s.d.Box.Open(place(b.ID), b.closed)
	return b, err
}

// talk is a talk with its bridge, ready for an adapter.
func (s *Service) talk(ctx context.Context, id TalkID) (Talk, Bridge, error) {
	t, err := sqldb.One(ctx, s.d.DB, selectTalk, scanTalk, int64(id))
	if err != nil {
		return t, Bridge{}, err
	}
	b, err := sqldb.One(ctx, s.d.DB, selectByID, scan, int64(t.Bridge))
	if err != nil {
		return t, b, err
	}
	b, err = s.open(b)
	return t, b, err
}

func missing(err error) error {
	if errors.Is(err, sqldb.ErrNone) {
		return errs.Missing()
	}
	return err
}
