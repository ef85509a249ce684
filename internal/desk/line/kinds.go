package line

import (
	"context"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// KindCount is how many cases of a kind began in a channel.
type KindCount struct {
	Kind    ticket.Kind
	Channel ticket.Channel
	Count   int64
}

// Kinds counts which kinds of case began in which channel, of those created from an instant until before another. It
// asks for verb line.read; cases about people with protected identity are counted for nobody without the permission.
// Errors: errs.Forbidden, errs.Invalid.
func (s *Service) Kinds(ctx context.Context, by authz.Actor, from, to time.Time) ([]KindCount, error) {
	if !by.May(MayRead) {
		return nil, errs.Denied(string(MayRead))
	}
	if !from.Before(to) || to.Sub(from) > longest {
		return nil, errs.E(errs.Invalid, "line.error.period")
	}
	var w sqldb.Where
	condition, args := casesCounted(by).SQL()
	w.And("l.created_at >= ? and l.created_at < ?", sqldb.Time(from), sqldb.Time(to))
	w.And("l.org_id in (select o.id from organisation o)") // A range of the index for each.
	w.And(condition, args...)
	return sqldb.All(ctx, s.DB, sqldb.Q("line.kinds", "select l.kind, l.channel, count(*) from ticket l where "+w.SQL()+
		" group by l.kind, l.channel order by l.kind, l.channel"), func(r sqldb.Row) (KindCount, error) {
		var k KindCount
		err := r.Scan(&k.Kind, &k.Channel, &k.Count)
		return k, err
	}, w.Args()...)
}
