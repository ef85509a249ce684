package ticket

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// KindConfig is what an organisation has decided about a kind. It is versioned: a new version never changes what
// running tickets look like, because each keeps the version that it last used.
type KindConfig struct {
	Version   int64               `json:"-"`
	Enabled   bool                `json:"enabled"`
	Portal    bool                `json:"portal"` // Users may choose it in the portal.
	Substates []Substate          `json:"substates"`
	Fields    []FieldSpec         `json:"fields"`
	Required  map[string][]string `json:"required"` // Columns that must be set, by stage: "report", "resolve".
}

// Substate is an organisation's own step inside a core state.
type Substate struct {
	Key   string `json:"key"`
	State State  `json:"state"`
	Sv    string `json:"sv"`
	En    string `json:"en"`
	// After lists the sub-states from which this one may be chosen; empty means from any.
	After  []string `json:"after,omitempty"`
	Hidden bool     `json:"hidden,omitempty"` // No longer offered, still shown where it stands.
}

// FieldSpec is a field that a kind asks for beyond the common ones.
type FieldSpec struct {
	Key      string   `json:"key"`
	Sv       string   `json:"sv"`
	En       string   `json:"en"`
	Type     string   `json:"type"` // text, long, choice, date
	Choices  []string `json:"choices,omitempty"`
	Required string   `json:"required,omitempty"` // The stage by which it must be filled: report, resolve; "" never.
	Portal   bool     `json:"portal,omitempty"`   // Users see it.
}

// The stages at which required fields are asked for.
const (
	stageReport  = "report"
	stageChange  = "change"
	stageResolve = "resolve"
)

var (
	selectKind = sqldb.Q("kind.newest", `
		select version, config from kind_config where org_id = $1 and kind = $2 order by version desc limit 1`)
	selectKindVersion = sqldb.Q("kind.version", `
		select version, config from kind_config where org_id = $1 and kind = $2 and version = $3`)
	selectKindHistory = sqldb.Q("kind.history", `
		select kind, version, created_at, created_by from kind_config where org_id = $1 order by kind, version desc`)
	insertKind = sqldb.Q("kind.insert", `
		insert into kind_config (org_id, kind, version, config, created_by, created_at) values ($1, $2, $3, $4, $5, $6)`)
	selectNewestKinds = sqldb.Q("kind.all", `
		select k.kind, k.version, k.config from kind_config k where k.org_id = $1
			and k.version = (select max(n.version) from kind_config n where n.org_id = k.org_id and n.kind = k.kind)`)
)

func scanKind(r sqldb.Row) (KindConfig, error) {
	var c KindConfig
	var raw string
	if err := r.Scan(&c.Version, &raw); err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(raw), &c); err != nil {
		return c, fmt.Errorf("kind configuration: %w", err)
	}
	return c, nil
}

// KindConfig returns the newest configuration of a kind; the product's own where the organisation has made none.
func (s *Service) KindConfig(ctx context.Context, org directory.OrgID, kind Kind) (KindConfig, error) {
	return kindConfig(ctx, s.db, org, kind)
}

func kindConfig(ctx context.Context, q sqldb.Querier, org directory.OrgID, kind Kind) (KindConfig, error) {
	c, found, err := sqldb.Maybe(ctx, q, selectKind, scanKind, int64(org), string(kind))
	if err != nil || found {
		return c, err
	}
	return DefaultKind(kind), nil
}

// KindConfigs returns the newest configuration of every kind, in one statement.
func (s *Service) KindConfigs(ctx context.Context, org directory.OrgID) (map[Kind]KindConfig, error) {
	out := map[Kind]KindConfig{}
	for _, k := range Kinds() {
		out[k] = DefaultKind(k)
	}
	err := sqldb.Each(ctx, s.db, selectNewestKinds, func(r sqldb.Row) error {
		var k Kind
		var c KindConfig
		var raw string
		if err := r.Scan(&k, &c.Version, &raw); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(raw), &c); err != nil {
			return fmt.Errorf("kind configuration %s: %w", k, err)
		}
		out[k] = c
		return nil
	}, int64(org))
	return out, err
}

// KindOf returns the configuration that a ticket carries, for showing its sub-state by name.
func (s *Service) KindOf(ctx context.Context, t *Ticket) (KindConfig, error) {
	c, found, err := sqldb.Maybe(ctx, s.db, selectKindVersion, scanKind, int64(t.Org), string(t.Kind), t.KindVersion)
	if err != nil || found {
		return c, err
	}
	return DefaultKind(t.Kind), nil
}

// Substate returns the sub-state with that key.
func (c KindConfig) Substate(key string) (Substate, bool) {
	i := slices.IndexFunc(c.Substates, func(s Substate) bool { return s.Key == key })
	if i < 0 {
		return Substate{}, false
	}
	return c.Substates[i], true
}

// substate moves a ticket to a sub-state of its present state; "" leaves it at the state alone.
func (s *Service) substate(ctx context.Context, q sqldb.Querier, t *Ticket, key string) error {
	if key == "" || key == t.Substate {
		t.Substate = key
		return nil
	}
	c, err := kindConfig(ctx, q, t.Org, t.Kind)
	if err != nil {
		return err
	}
	sub, ok := c.Substate(key)
	if !ok || sub.Hidden || sub.State != t.State || len(sub.After) > 0 && !slices.Contains(sub.After, t.Substate) {
		var f errs.Fields
		f.Add("substate", "ticket.error.substate")
		return f.Err()
	}
	t.Substate, t.KindVersion = key, c.Version
	return nil
}
