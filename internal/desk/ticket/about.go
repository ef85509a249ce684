package ticket

import (
	"context"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var selectServiceOrg = sqldb.Q("ticket.service_org", `select org_id from service where id = $1 and active`)

// checkService holds that the service a case is about is one of the case's own organisation.
func checkService(ctx context.Context, q sqldb.Querier, t *Ticket) error {
	if t.Service == 0 {
		return nil
	}
	org, found, err := sqldb.Maybe(ctx, q, selectServiceOrg, sqldb.Value[int64], int64(t.Service))
	if err != nil {
		return err
	}
	var f errs.Fields
	if !found || org != int64(t.Org) {
		f.Add("service", "error.choose")
	}
	return f.Err()
}
