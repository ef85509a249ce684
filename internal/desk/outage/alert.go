package outage

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// alert gives the desk a case when the year of an outage has more of them than promised. A year is told of once.
func (s *Service) alert(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o *Outage) error {
	if o.Planned || o.Void != "" {
		return nil
	}
	year := YearOf(o.From)
	p := Period{Year: year}
	past, err := promised(ctx, tx, o.Org)
	if err != nil {
		return err
	}
	level, err := levels(&past, o.Org, p)
	if err != nil {
		return err
	}
	most, scope := level.Most, level.Scope
	var of service.ID
	if scope == PerFunction {
		of = o.Service
	}
	from, to := p.Bounds()
	n, err := sqldb.One(ctx, tx, countBegun, sqldb.Value[int64], int64(o.Org), int64(of), sqldb.Time(from), sqldb.Time(to))
	if err != nil || n <= int64(most) {
		return err
	}
	first, err := tx.Exec(ctx, insertAlert, int64(o.Org), int64(of), year, sqldb.Time(tx.Now()))
	if err != nil || first == 0 {
		return err
	}
	return s.alertCase(ctx, tx, by, o, of, year, n, most)
}

func (s *Service) alertCase(ctx context.Context, tx *sqldb.Tx, by authz.Actor, o *Outage, of service.ID, year int, n int64, most int) error {
	desk, found, err := sqldb.Maybe(ctx, tx, firstDesk, sqldb.Value[directory.DeskID], int64(o.Org))
	if err != nil || !found || by.Person == 0 {
		return err // The pages show it all the same.
	}
	lang, err := sqldb.One(ctx, tx, orgLang, sqldb.Value[string], int64(o.Org))
	if err != nil {
		return err
	}
	full, err := read(ctx, tx, authz.All(), 1, "o.id = ?", int64(o.ID))
	if err != nil || len(full) == 0 {
		return err
	}
	p := s.Texts.Printer(i18n.ParseLang(lang))
	t, err := s.Ticket.ReportIn(ctx, tx, authz.System("outage"), ticket.ReportInput{
		Desk: desk, Kind: ticket.Problem, Channel: ticket.Alarm, Requester: directory.PersonID(by.Person), Impact: 1, Urgency: 2,
		Title: p.T("outage.alert.title", "n", n, "year", strconv.Itoa(year), "most", most),
		Text:  p.T("outage.alert.text", "n", n, "year", strconv.Itoa(year), "most", most, "function", full[0].Name(lang), "cause", o.Cause),
	})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, setAlertTicket, int64(o.Org), int64(of), year, int64(t.ID))
	return err
}
