package verify

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// The product's own methods.
const (
	CallBack   = "call_back"   // Called back at the number in the register.
	PortalCode = "portal_code" // Says a code that only their own login shows.
	SentCode   = "sent_code"   // Says a code that went to the registered mail address.
	Question   = "question"    // Answers what the register knows.
	Met        = "met"         // Met in person with an identity document.
	Vouched    = "vouched"     // A manager or the local IT support vouches for them.
)

// Strengths.
const (
	Weak = iota + 1
	Medium
	Strong
)

// Method is a way to make sure who somebody is.
type Method struct {
	Code     string
	Sv, En   string // "" for the product's own: their names are texts.
	Strength int
	Active   bool
}

// ByCode reports whether the caller passes by saying a code.
func (m Method) ByCode() bool { return m.Code == PortalCode || m.Code == SentCode }

// usual are the methods of an organisation that has changed nothing.
func usual() []Method {
	return []Method{
		{Code: CallBack, Strength: Medium, Active: true},
		{Code: PortalCode, Strength: Strong, Active: true},
		{Code: SentCode, Strength: Medium, Active: true},
		{Code: Question, Strength: Weak, Active: true},
		{Code: Met, Strength: Strong, Active: true},
		{Code: Vouched, Strength: Medium, Active: true},
	}
}

var (
	selectMethods = sqldb.Q("caller_method.list", `select code, name_sv, name_en, strength, active from caller_method where org_id = $1 order by pos, id`)
	upsertMethod  = sqldb.Q("caller_method.save", `
		insert into caller_method (org_id, code, name_sv, name_en, strength, active, pos) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (org_id, code) do update set name_sv = excluded.name_sv, name_en = excluded.name_en, strength = excluded.strength, active = excluded.active`)
)

// Methods returns an organisation's methods, the product's own first.
func (s *Service) Methods(ctx context.Context, org directory.OrgID) ([]Method, error) {
	return methodsOf(ctx, s.d.DB, org)
}

func methodsOf(ctx context.Context, q sqldb.Querier, org directory.OrgID) ([]Method, error) {
	saved, err := sqldb.All(ctx, q, selectMethods, func(r sqldb.Row) (Method, error) {
		var m Method
		return m, r.Scan(&m.Code, &m.Sv, &m.En, &m.Strength, &m.Active)
	}, int64(org))
	out := usual()
	for _, m := range saved {
		if i := slices.IndexFunc(out, func(o Method) bool { return o.Code == m.Code }); i >= 0 {
			out[i] = m
		} else {
			out = append(out, m)
		}
	}
	return out, err
}

func methodIn(ctx context.Context, q sqldb.Querier, org directory.OrgID, code string) (Method, bool, error) {
	list, err := methodsOf(ctx, q, org)
	i := slices.IndexFunc(list, func(m Method) bool { return m.Code == code && m.Active })
	if err != nil || i < 0 {
		return Method{}, false, err
	}
	return list[i], true, nil
}

const (
	maxName    = 100
	maxMethods = 30
)

// SaveMethod changes a method, or adds one when its code is "". The product's own keep their names and how they work; what
// counts is how strong they are and whether they are used. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (s *Service) SaveMethod(ctx context.Context, by authz.Actor, org directory.OrgID, in Method) error {
	if err := mayArrange(by, org); err != nil {
		return err
	}
	in.Sv, in.En = clean.Line(in.Sv, maxName), clean.Line(in.En, maxName)
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		list, err := methodsOf(ctx, tx, org)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(list, func(m Method) bool { return m.Code == in.Code })
		var f errs.Fields
		switch own := slices.ContainsFunc(usual(), func(m Method) bool { return m.Code == in.Code }); {
		case in.Code != "" && at < 0:
			return errs.Missing()
		case own:
			in.Sv, in.En = "", ""
		case clean.Blank(in.Sv):
			f.Add("name_sv", "error.required")
		case slices.ContainsFunc(list, func(m Method) bool { return m.Code != in.Code && strings.EqualFold(m.Sv, in.Sv) }):
			f.Add("name_sv", "verify.error.method_there")
		}
		if in.Strength < Weak || in.Strength > Strong {
			f.Add("strength", "error.choose")
		}
		if at < 0 && len(list) >= maxMethods {
			f.Add("", "verify.error.methods", "max", maxMethods)
		}
		if err := f.Err(); err != nil {
			return err
		}
		if at < 0 {
			at, in.Code = len(list), "own"+strconv.Itoa(len(list)+1)
		}
		_, err = tx.Exec(ctx, upsertMethod, int64(org), in.Code, in.Sv, in.En, in.Strength, in.Active, at)
		return err
	})
}
