package connector

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const columns = `c.id, c.org_id, c.desk_id, c.kind, c.way, c.name, c.category_id, c.key, c.config, c.secret, c.within, c.policy_sv, c.policy_en, c.active,
	c.tried_at, c.tried, c.done_at, c.failed_at, c.failed, c.version`

var (
	selectByID   = sqldb.Q("connector.by_id", `select `+columns+` from connector c where c.id = $1`)
	selectByKey  = sqldb.Q("connector.by_key", `select `+columns+` from connector c where c.key = $1`)
	selectActive = sqldb.Q("connector.active", `select `+columns+` from connector c where c.org_id = $1 and c.active order by c.id`)
	selectAll    = sqldb.Q("connector.all", `select `+columns+` from connector c where c.org_id = $1 order by c.kind, c.name, c.id limit 100`)
	selectRules  = sqldb.Q("connector.rules", `
		select o.name, c.policy_sv, c.policy_en from connector c join organisation o on o.id = c.org_id
		where c.kind = 'password' and c.active order by o.name, c.id limit 20`)
	insertRow = sqldb.Q("connector.insert", `
		insert into connector (org_id, desk_id, kind, way, name, category_id, key, config, within, policy_sv, policy_en, active)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`)
	updateRow = sqldb.Q("connector.update", `
		update connector set desk_id = $3, way = $4, name = $5, category_id = $6, config = $7, within = $8, policy_sv = $9, policy_en = $10, active = $11,
			version = version + 1 where id = $1 and version = $2`)
	updateSecret = sqldb.Q("connector.secret", `update connector set secret = $2 where id = $1`)
	updateActive = sqldb.Q("connector.pause", `update connector set active = $3, version = version + 1 where id = $1 and version = $2`)
	markTried    = sqldb.Q("connector.tried", `update connector set tried_at = $2, tried = $3 where id = $1`)
	markDone     = sqldb.Q("connector.done", `update connector set done_at = $2, failed_at = null, failed = '' where id = $1`)
	markFailed   = sqldb.Q("connector.failed", `update connector set failed_at = $2, failed = $3 where id = $1`)
	countJobs    = sqldb.Q("connector.jobs", `
		select connector_id, state, count(*) from connector_job where org_id = $1 and (state in ('waiting', 'sent') or state = 'failed' and created_at >= $2)
		group by connector_id, state`)
	nextPos = sqldb.Q("connector.next_pos", `select coalesce(max(pos), 0) + 1 from event where kind = $1 and stream_id = $2`)
	// A desk's category that is in use.
	placeOf = sqldb.Q("connector.place", `
		select count(*), count(k.id) from desk d left join category k on k.desk_id = d.id and k.id = $3 and k.active
		where d.id = $1 and d.org_id = $2 and d.active`)
)

func scan(r sqldb.Row) (Connector, error) {
	var c Connector
	var config string
	var minutes int64
	err := r.Scan(&c.ID, &c.Org, &c.Desk, &c.Kind, &c.Way, &c.Name, &c.Category, &c.Key, &config, &c.closed, &minutes, &c.PolicySv, &c.PolicyEn, &c.Active,
		sqldb.ScanTime(&c.TriedAt), &c.Tried, sqldb.ScanTime(&c.DoneAt), sqldb.ScanTime(&c.FailedAt), &c.Failed, &c.Version)
	if err != nil {
		return c, err
	}
	c.HasSecret, c.Within = c.closed != "", time.Duration(minutes)*time.Minute
	return c, json.Unmarshal([]byte(config), &c.Config)
}

// place is where a connector's secret is sealed for.
func place(id ID) string { return strconv.FormatInt(int64(id), 10) + ":secret" }

// jobPlace is where a job's password is sealed for; its name is known before its number.
func jobPlace(name string) string { return "job:" + name }

// to is where a connector leads, with its secret open.
func (s *Service) to(c *Connector) (*To, error) {
	secret, err := s.d.Box.Open(place(c.ID), c.closed)
	if err != nil {
		return nil, &Broken{Key: FaultSecret, Cause: err}
	}
	return &To{Kind: c.Kind, Config: c.Config, Secret: secret, CallBack: s.CallBack(c)}, nil
}

// CallBack is the address at which the other system answers later.
func (s *Service) CallBack(c *Connector) string { return s.d.BaseURL + "/hook/connector/" + c.Key }

func missing(err error) error {
	if errors.Is(err, sqldb.ErrNone) {
		return errs.Missing()
	}
	return err
}

func key(id JobID) string { return strconv.FormatInt(int64(id), 10) }
