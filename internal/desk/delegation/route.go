package delegation

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	selectService = sqldb.Q("delegation.service", `select central, forwarded from service where id = $1`)
	selectGateway = sqldb.Q("delegation.gateway", `
		select min(id) from supplier where org_id = $1 and kind = 'gateway' and active`)
)

type serviceMark struct{ central, forwarded bool }

// markOf tells what counts about the service that a case is about.
func markOf(ctx context.Context, q sqldb.Querier, t *ticket.Ticket) (serviceMark, error) {
	if t.Service == 0 {
		return serviceMark{}, nil
	}
	m, _, err := sqldb.Maybe(ctx, q, selectService, func(r sqldb.Row) (serviceMark, error) {
		var m serviceMark
		return m, r.Scan(&m.central, &m.forwarded)
	}, int64(t.Service))
	return m, err
}

// expected reports whether the case was categorised to be passed on.
func expected(ctx context.Context, q sqldb.Querier, t *ticket.Ticket) (bool, error) {
	m, err := markOf(ctx, q, t)
	return m.forwarded, err
}

// ours are the sorts of receiver that are part of the organisation: a case about a central service may go to them
// directly.
func ours(s supplier.Sort) bool {
	return slices.Contains([]supplier.Sort{supplier.Function, supplier.Person, supplier.LocalIT}, s)
}

// route returns the terms of whoever gets the case when it is meant for to, and the central supplier that is meant
// when that is somebody else. What is wrong with the choice is added to f.
func route(ctx context.Context, q sqldb.Querier, t *ticket.Ticket, to supplier.ID, f *errs.Fields) (supplier.Terms, supplier.ID, error) {
	if to == 0 {
		f.Add("to", "delegation.error.to")
		return supplier.Terms{}, 0, nil
	}
	terms, err := supplier.AgreementOf(ctx, q, to)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return terms, 0, err
	}
	if err != nil || terms.Org != t.Org || !terms.Active {
		f.Add("to", "delegation.error.to")
		return supplier.Terms{}, 0, nil
	}
	mark, err := markOf(ctx, q, t)
	if err != nil {
		return terms, 0, err
	}
	if terms.IsGateway() || terms.Sort != supplier.Central && (!mark.central || ours(terms.Sort)) {
		return terms, 0, nil
	}
	through := terms.Through
	if through == 0 {
		if _, err := sqldb.One(ctx, q, selectGateway, func(r sqldb.Row) (struct{}, error) {
			return struct{}{}, r.Scan(sqldb.ScanID(&through))
		}, int64(t.Org)); err != nil {
			return terms, 0, err
		}
	}
	if through == 0 {
		f.Add("to", "delegation.error.no_gateway")
		return supplier.Terms{}, 0, nil
	}
	gateway, err := supplier.AgreementOf(ctx, q, through)
	return gateway, to, err
}

// Source is the name under which a receiver's own numbers stand beside ours. A dot would make it a mail domain.
func Source(name string) string { return clean.Line(strings.ReplaceAll(name, ".", " "), 80) }
