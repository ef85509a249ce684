package connector

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Guide is how a phone or a tablet is set up: a step a line.
type Guide struct {
	Platform string
	Sv, En   string
	Version  int64 // 0: the product's own words.
}

// Text is the guide in a language; the Swedish one stands for both.
func (g Guide) Text(lang string) string {
	if lang == string(i18n.English) && g.En != "" {
		return g.En
	}
	return g.Sv
}

const maxGuide = 6000

var (
	selectGuides = sqldb.Q("connector_guide.list", `select platform, sv, en, version from connector_guide where org_id = $1`)
	insertGuide  = sqldb.Q("connector_guide.insert", `
		insert into connector_guide (org_id, platform, sv, en) values ($1, $2, $3, $4) on conflict (org_id, platform) do nothing`)
	updateGuide = sqldb.Q("connector_guide.update", `
		update connector_guide set sv = $3, en = $4, version = version + 1 where org_id = $1 and platform = $2 and version = $5`)
)

// Guides returns an organisation's guides by platform, the product's own where it has written none. One statement.
func (s *Service) Guides(ctx context.Context, org directory.OrgID) (map[string]Guide, error) {
	out := map[string]Guide{}
	sv, en := s.d.Texts.Printer(i18n.Swedish), s.d.Texts.Printer(i18n.English)
	for _, p := range Platforms() {
		out[p] = Guide{Platform: p, Sv: sv.T("connector.guide." + p), En: en.T("connector.guide." + p)}
	}
	return out, sqldb.Each(ctx, s.d.DB, selectGuides, func(r sqldb.Row) error {
		var g Guide
		err := r.Scan(&g.Platform, &g.Sv, &g.En, &g.Version)
		out[g.Platform] = g
		return err
	}, int64(org))
}

// SaveGuide writes over a guide. Errors: errs.Invalid, errs.NotFound, errs.Conflict.
func (s *Service) SaveGuide(ctx context.Context, by authz.Actor, org directory.OrgID, g Guide) error {
	if !mayArrange(by, org) || !validPlatform(g.Platform) {
		return errs.Missing()
	}
	g.Sv, g.En = clean.Text(g.Sv, maxGuide), clean.Text(g.En, maxGuide)
	if clean.Blank(g.Sv) {
		var f errs.Fields
		f.Add("sv", "error.required")
		return f.Err()
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var n int64
		var err error
		if g.Version == 0 {
			n, err = tx.Exec(ctx, insertGuide, int64(org), g.Platform, g.Sv, g.En)
		} else {
			n, err = tx.Exec(ctx, updateGuide, int64(org), g.Platform, g.Sv, g.En, g.Version)
		}
		if err == nil && n == 0 {
			err = errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return err
	})
}
