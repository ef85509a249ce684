package approval

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Which says which approvals a list shows.
type Which string

// The lists. Asked: what waits for the reader. Within: everything open that they may decide, though others are asked
// first. Past: what they decided.
const (
	Asked  Which = "asked"
	Within Which = "within"
	Past   Which = "past"
)

// Row is one approval in a list.
type Row struct {
	Approval
	Lines int   // How many lines wait for the reader; in Past how many they decided.
	Ore   int64 // What those cost.
	Since time.Time
	// For are the people by whose right the reader decides; 0 is their own.
	For   []directory.PersonID
	First Part // One of the lines that wait, for a list that says what it is about.
	// Seen is the fingerprint that a decision from the list must carry: of everything there that the reader may decide.
	Seen string
}

// Page is a part of a list. The next one begins after Next; 0 at the end.
type Page struct {
	Rows  []Row
	Next  ID
	Names map[directory.PersonID]string
}

// PageSize is how many approvals a list shows.
const PageSize = 30

// List returns approvals of a reader, from after on: what waits longest first, of what is decided the newest. Errors:
// errs.Forbidden without the right to decide anything.
func (s *Service) List(ctx context.Context, by authz.Actor, which Which, after ID) (Page, error) {
	if !by.May(MayDecide) {
		return Page{}, errs.Denied(string(MayDecide))
	}
	var w sqldb.Where
	scope, order := asked(by), "a.id"
	switch which {
	case Within:
		scope = decidable(by)
	case Past:
		scope, order = authz.Scope{}, "a.id desc"
	}
	if which == Past {
		w.And("p.decided_by = ?", by.Person)
		if after != 0 {
			w.And("a.id < ?", int64(after))
		}
	} else {
		condition, args := scope.SQL()
		w.And(condition, args...)
		w.And("p.state = 'open' and p.until_version is null and a.id > ?", int64(after))
	}
	text := `select ` + columns + `, count(*), cast(sum(l.ore) as bigint), min(l.at) from approval a join (
			select p.approval_id, p.line_id, max(p.ore) as ore, min(coalesce(p.decided_at, p.opened_at)) as at
			from approval_part p join approval a on a.id = p.approval_id where ` + w.SQL() + ` group by p.approval_id, p.line_id) l on l.approval_id = a.id
		group by a.id order by ` + order + w.Numbered(" limit ?", PageSize+1)
	rows, err := sqldb.All(ctx, s.d.DB, sqldb.Q("approval.list", text), scanRow, w.Args()...)
	if err != nil {
		return Page{}, err
	}
	var page Page
	if len(rows) > PageSize {
		rows = rows[:PageSize]
		page.Next = rows[PageSize-1].ID
	}
	page.Rows = rows
	if which != Past {
		if err := s.fill(ctx, by, rows); err != nil {
			return Page{}, err
		}
	}
	var people []directory.PersonID
	for i := range rows {
		people = append(append(people, rows[i].Asker, rows[i].AskerFor), rows[i].For...)
	}
	page.Names, err = names(ctx, s.d.DB, by, people)
	return page, err
}

func scanRow(r sqldb.Row) (Row, error) {
	var x Row
	a := &x.Approval
	err := r.Scan(&a.ID, &a.Org, &a.Subject.Kind, &a.Subject.ID, &a.Title, sqldb.ScanID(&a.Asker), sqldb.ScanID(&a.AskerFor), sqldb.ScanID(&a.AskerVia), &a.State, &a.OwnAllowed,
		sqldb.ScanTime(&a.OpenedAt), sqldb.ScanTime(&a.ChangedAt), sqldb.ScanTime(&a.ClosedAt), sqldb.ScanID(&a.Stuck), &a.Version, &x.Lines, &x.Ore,
		sqldb.ScanTime(&x.Since))
	return x, err
}

// fill says what exactly waits: by whose right the reader decides it, its first line, and the fingerprint of it.
func (s *Service) fill(ctx context.Context, by authz.Actor, rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make(sqldb.List[ID], len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	var w sqldb.Where
	condition, args := decidable(by).SQL()
	w.And(condition, args...)
	w.And("p.state = 'open' and p.until_version is null and a.id {{in ?}}", ids)
	text := `select ` + partColumns + `, true, true from approval_part p join approval a on a.id = p.approval_id left join unit u on u.id = p.unit_id
		where ` + w.SQL() + ` order by p.line_id, p.seq, p.id`
	parts, err := sqldb.All(ctx, s.d.DB, sqldb.Q("approval.list_parts", text), scanPart, w.Args()...)
	if err != nil {
		return err
	}
	of := map[ID][]Part{}
	for i := range parts {
		of[parts[i].Approval] = append(of[parts[i].Approval], parts[i])
	}
	for i := range rows {
		row := &rows[i]
		mine := of[row.ID]
		row.Seen, row.Lines, row.Ore = fingerprint(&row.Approval, mine), 0, 0
		for n := range mine {
			if n == 0 || mine[n].Line != mine[n-1].Line {
				row.Lines, row.Ore = row.Lines+1, row.Ore+mine[n].Ore
			}
			if n == 0 {
				row.First = mine[n]
			}
			if g, ok, _ := grantFor(by, &row.Approval, &mine[n]); ok && !slices.Contains(row.For, directory.PersonID(g.For)) {
				row.For = append(row.For, directory.PersonID(g.For))
			}
		}
		slices.Sort(row.For)
	}
	return nil
}

// Waiting is how many approvals wait for the actor: for the number in the menu. It asks nothing of the database for those
// who decide nothing.
func (s *Service) Waiting(ctx context.Context, by authz.Actor) (int, error) {
	return waiting(ctx, s.d.DB, by)
}

func waiting(ctx context.Context, q sqldb.Querier, by authz.Actor) (int, error) {
	scope := asked(by)
	if scope.Empty() || by.IsSystem() {
		return 0, nil
	}
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And(condition, args...)
	w.And("p.state = 'open' and p.until_version is null")
	return sqldb.One(ctx, q, sqldb.Q("approval.waiting", `select count(distinct p.approval_id) from approval_part p
		join approval a on a.id = p.approval_id where `+w.SQL()), sqldb.Value[int], w.Args()...)
}

// Broad reports whether the actor may decide for a whole organisation, and so has a list of what others are asked for.
func Broad(by authz.Actor) bool {
	return slices.ContainsFunc(by.Grants, func(g authz.Grant) bool { return g.Verb == MayDecide && broad(g) })
}

// Standing is where the lines of a subject stand, for whoever asked for them.
type Standing struct {
	Approval
	Lines map[int64]State
	// Waits are the lines' next steps that are open, with what they answer for.
	Waits []Part
	Said  []Verdict
}

// StandingOf returns where a subject stands. The caller has checked that the reader may see the subject. Found is false
// when it never needed approval.
func StandingOf(ctx context.Context, q sqldb.Querier, of Subject) (st Standing, found bool, err error) {
	a, found, err := sqldb.Maybe(ctx, q, readSubject, scanApproval, of.Kind, of.ID)
	if err != nil || !found {
		return Standing{}, false, err
	}
	parts, err := partsOf(ctx, q, a.ID)
	st = Standing{Approval: a, Lines: map[int64]State{}}
	for _, l := range linesIn(parts) {
		st.Lines[l.id] = l.verdict()
		for _, p := range l.parts {
			if p.State == PartOpen {
				st.Waits = append(st.Waits, *p)
			}
		}
	}
	v := View{Parts: parts}
	st.Said = v.Verdicts()
	return st, true, err
}

var readSubject = sqldb.Q("approval.of_subject", `select `+columns+` from approval a where a.subject_kind = $1 and a.subject_id = $2`)
