package verify

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Row is a check with the names that its reader may know.
type Row struct {
	Check
	AgentName, PersonName string // "" when the reader may not know them.
	Sv, En                string // Of a method that is the organisation's own.
}

// Named is the method of a row.
func (r *Row) Named() Method { return Method{Code: r.Method, Sv: r.Sv, En: r.En} }

const mostShown = 50

// OfTicket returns the checks of a case, newest first, at most so many; 0 is as many as a page shows. It is one statement.
func (s *Service) OfTicket(ctx context.Context, by authz.Actor, t *ticket.Ticket, most int) ([]Row, error) {
	if s.mayCheck(by, t) != nil {
		return nil, nil
	}
	if most == 0 {
		most = mostShown
	}
	var w sqldb.Where
	w.And("c.ticket_id = ?", int64(t.ID))
	agent, person := nameOf(&w, by, "a"), nameOf(&w, by, "p")
	text := "select " + checkColumns + ", " + agent + ", " + person + `, coalesce(m.name_sv, ''), coalesce(m.name_en, '') from caller_check c
		left join person a on a.id = c.agent_id left join person p on p.id = c.person_id
		left join caller_method m on m.org_id = c.org_id and m.code = c.method where ` + w.SQL() + w.Numbered(" order by c.id desc limit ?", most)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("caller_check.of_ticket", text), scanRow, w.Args()...)
}

func scanRow(r sqldb.Row) (Row, error) {
	var x Row
	return x, r.Scan(&x.ID, &x.Ticket, &x.Person, &x.Method, &x.Strength, &x.Result, &x.Reason, sqldb.ScanID(&x.Agent), sqldb.ScanTime(&x.At), sqldb.ScanTime(&x.Until),
		sqldb.ScanText(&x.AgentName), sqldb.ScanText(&x.PersonName), &x.Sv, &x.En)
}

// nameOf is a column with the name of a joined person, where the actor may read it.
func nameOf(w *sqldb.Where, by authz.Actor, alias string) string {
	condition, args := directory.NamesSeen(by).For(alias).SQL()
	return "case when " + w.Numbered(condition, args...) + " then " + alias + ".given_name || ' ' || " + alias + ".family_name else '' end"
}

// Told are the checks that a case's history tells of, newest first: the page of a case has read that already.
func Told(history []ticket.Entry) []Row {
	var out []Row
	for i := len(history) - 1; i >= 0; i-- {
		e := &history[i]
		if e.Type != ticket.EventCallerChecked || e.Check == nil {
			continue
		}
		r := Row{Check: Check{
			Person: directory.PersonID(e.Check.Person), Method: e.Check.Method, Result: Result(e.How), Reason: e.Comment, Agent: directory.PersonID(e.Actor), At: e.At,
		}, AgentName: e.Check.Agent, Sv: e.Check.Name}
		if e.Check.Until != nil {
			r.Until = *e.Check.Until
		}
		out = append(out, r)
	}
	return out
}
