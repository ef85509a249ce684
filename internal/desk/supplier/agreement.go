package supplier

import (
	"context"
	"slices"
	"strings"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Agreement is the operational cooperation agreement (operativt samverkansavtal) with a supplier.
type Agreement struct {
	Way     Way      `json:"way"`
	Address string   `json:"address,omitempty"`
	Minutes int      `json:"minutes,omitempty"` // The agreed report-back time; 0: none was agreed.
	Shows   []string `json:"shows,omitempty"`
	Hours   string   `json:"hours,omitempty"`  // When they can be reached.
	Forums  string   `json:"forums,omitempty"` // Where one meets, and how often.
	Text    string   `json:"text,omitempty"`
	From    string   `json:"from,omitempty"` // Days, 2026-11-22.
	To      string   `json:"to,omitempty"`
}

func (a *Agreement) check() error {
	var f errs.Fields
	a.Address, a.Hours = clean.Line(a.Address, 0), clean.Line(a.Hours, 0)
	a.Forums, a.Text = clean.Text(a.Forums, 0), clean.Text(a.Text, 0)
	fits(&f, "address", a.Address, maxLine)
	fits(&f, "hours", a.Hours, maxLine)
	fits(&f, "forums", a.Forums, maxText)
	fits(&f, "text", a.Text, maxText)
	if !slices.Contains(Ways(), a.Way) {
		f.Add("way", "error.choose")
	}
	if a.Way == ByMail {
		if a.Address == "" {
			f.Add("address", "error.required")
		}
		address(&f, "address", a.Address)
	}
	if a.Way == ByAPI && !strings.HasPrefix(a.Address, "https://") {
		f.Add("address", "supplier.error.https")
	}
	if a.Minutes < 0 || a.Minutes > 90*24*60 {
		f.Add("minutes", "supplier.error.minutes")
	}
	for _, part := range a.Shows {
		if !slices.Contains(Shows(), part) {
			f.Add("shows", "error.choose")
		}
	}
	checkDay(&f, "from", a.From)
	checkDay(&f, "to", a.To)
	if a.From != "" && a.To != "" && a.To < a.From {
		f.Add("to", "supplier.error.before")
	}
	return f.Err()
}

// checkDay refuses what is no day; "" is none.
func checkDay(f *errs.Fields, name, day string) {
	if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
		f.Add(name, "error.date")
	}
}

// Agree keeps what was agreed with a supplier. Its report-back time counts from the next delegation on.
// Errors: errs.Invalid, errs.NotFound, errs.Forbidden.
func (s *Service) Agree(ctx context.Context, by authz.Actor, id ID, a Agreement) error {
	if err := a.check(); err != nil {
		return err
	}
	return s.under(ctx, by, MayWrite, id, EventAgreed, a, func(ctx context.Context, tx *sqldb.Tx, x *Supplier) error {
		if _, err := tx.Exec(ctx, ensureCard, int64(x.ID), int64(x.Org)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, updateAgreement, int64(x.ID), string(a.Way), a.Address, a.Minutes, strings.Join(a.Shows, " "), a.Hours, a.Forums, a.Text, a.From, a.To)
		return err
	})
}

var updateAgreement = sqldb.Q("supplier.agree", `
	update supplier_card set way = $2, address = $3, report_minutes = $4, shows = $5, hours = $6, forums = $7, agreement = $8,
		valid_from = $9, valid_to = $10 where supplier_id = $1`)
