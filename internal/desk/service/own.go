package service

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// The codes of the services that the product brings itself: each organisation has them as soon as somebody needs them.
const (
	Portal        = "portalen"       // The portal is supported like any other service.
	Accessibility = "tillganglighet" // What people report of the portal's accessibility; levels may promise more for it.
)

var selectByCode = sqldb.Q("service.by_code", `select `+columns+` from service s where s.org_id = $1 and s.code = $2`)

// EnsureIn returns the organisation's service of one of those codes, and makes it where it is not there yet. An ended one is
// returned as it is: somebody wanted it so.
func (s *Service) EnsureIn(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, code string) (Item, error) {
	i, found, err := sqldb.Maybe(ctx, tx, selectByCode, scan, int64(org), code)
	if err != nil || found {
		return i, err
	}
	names, known := own[code]
	if !known {
		return i, errs.Missing()
	}
	i = Item{Org: org, Code: code, Sv: names[0], En: names[1], Active: true}
	return i, s.add(ctx, tx, authz.System("service"), &i)
}

// Ensure is EnsureIn in a transaction of its own.
func (s *Service) Ensure(ctx context.Context, org directory.OrgID, code string) (Item, error) {
	var i Item
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		i, err = s.EnsureIn(ctx, tx, org, code)
		return err
	})
	return i, err
}
