package audit

import (
	"context"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const (
	defaultLimit = 50
	maxLimit     = 1000
)

// Filter narrows the log; zero fields do not.
type Filter struct {
	From, To  time.Time // From the first instant, before the second.
	What      What
	Actor     int64
	Subject   string
	SubjectID int64
	// Before continues a listing after the entry with this id.
	Before int64
	Limit  int
}

// List returns entries, newest first. A full page continues with Filter.Before set to its last id. It fails with
// Forbidden when the actor holds security.read nowhere.
func List(ctx context.Context, q sqldb.Querier, by authz.Actor, f Filter) ([]Entry, error) {
	if !by.May(SecurityRead) {
		return nil, errs.Denied(string(SecurityRead))
	}
	var w sqldb.Where
	condition, args := readable(by).SQL()
	w.And(condition, args...)
	if !f.From.IsZero() {
		w.And("l.at >= ?", sqldb.Time(f.From))
	}
	if !f.To.IsZero() {
		w.And("l.at < ?", sqldb.Time(f.To))
	}
	if f.What != "" {
		w.And("l.what = ?", string(f.What))
	}
	if f.Actor != 0 {
		w.And("l.actor_id = ?", f.Actor)
	}
	if f.Subject != "" {
		w.And("l.subject = ?", f.Subject)
	}
	if f.SubjectID != 0 {
		w.And("l.subject_id = ?", f.SubjectID)
	}
	if f.Before != 0 {
		w.And("l.id < ?", f.Before)
	}
	limit := f.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	limit = min(limit, maxLimit)
	tail := w.Numbered(" order by l.id desc limit ?", limit)
	return sqldb.All(ctx, q, sqldb.Q("audit.list", selectEntries+w.SQL()+tail), scan, w.Args()...)
}
