package ticket

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Imported is a case as another system had it at one moment of its life. Every field counts: what is zero is unknown
// there, also when an earlier moment knew it.
type Imported struct {
	Source, External string // The case's number there.
	At               time.Time
	By               string // Who did it there, by name.
	Kind             Kind
	State            State // "": as it was before, new at first.
	Substate         string
	Title            string
	Channel          Channel
	Requester        directory.PersonID
	Assignee         directory.PersonID
	Unit             directory.UnitID
	Site             directory.SiteID
	Category         CategoryID
	Group            directory.GroupID
	Impact           int
	Urgency          int
	Priority         int // -1: by the organisation's matrix.
	Reopened         int // -1: counted here.
	HandOvers        int // -1: counted here.
	WithinTarget     *bool
	CreatedAt        time.Time
	ResolvedAt       time.Time
	ClosedAt         time.Time
	Solution         string
	SolutionCode     string
}

// ImportIn writes one moment of an imported case: a new ticket for the first (id 0), and always one event, so that the
// history has as many lines here as there. Rules of the desk's own work do not apply to what happened elsewhere; nobody
// is told. Errors: errs.Invalid for a state, level or time that no ticket can have; errs.NotFound for an unknown id.
func (s *Service) ImportIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, desk directory.Desk, id ID, in Imported) (ID, error) {
	before := Ticket{State: StateNew}
	if id != 0 {
		var err error
		if before, err = loadLocked(ctx, tx, authz.All(), id, " {{for_update}}"); err != nil {
			return 0, err
		}
	}
	if in.State == "" {
		in.State = before.State
	}
	if err := in.check(); err != nil {
		return 0, err
	}
	if id == 0 {
		before.State = ""
	}
	t := before
	if err := in.apply(ctx, tx, desk, &t); err != nil {
		return 0, err
	}
	p := Payload{Changes: diff(&before, &t), Source: in.Source}
	t.UpdatedAt = in.At
	if id == 0 {
		if err := insert(ctx, tx, &t); err != nil {
			return 0, err
		}
		if err := saveReferences(ctx, tx, t.ID, map[string]string{in.Source: in.External}); err != nil {
			return 0, err
		}
	} else {
		t.Version = before.Version + 1
		if err := save(ctx, tx, &t, p.Changes); err != nil {
			return 0, err
		}
	}
	if in.By != "" {
		by.Name = clean.Line(in.By, 200)
	}
	_, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(t.Org), Kind: Stream, Stream: int64(t.ID), Pos: t.Version, Type: EventImported, Label: t.label(), At: in.At, Payload: p,
	})
	return t.ID, err
}

func (in *Imported) check() error {
	var f errs.Fields
	if in.Source == "" || in.External == "" {
		f.Add("number", "error.required")
	}
	if in.At.IsZero() {
		f.Add("at", "error.required")
	}
	if in.CreatedAt.IsZero() {
		f.Add("created_at", "error.required")
	}
	if !in.State.Valid() || in.State == StateMerged {
		f.Add("state", "error.choose")
	}
	if !in.Kind.Valid() {
		f.Add("kind", "error.choose")
	}
	if !in.Channel.Valid() {
		f.Add("channel", "error.choose")
	}
	checkLevel(&f, "impact", in.Impact)
	checkLevel(&f, "urgency", in.Urgency)
	if in.Priority < -1 || in.Priority > 5 {
		f.Add("priority", "error.choose")
	}
	return f.Err()
}

// apply makes t what the other system says that the case was.
func (in *Imported) apply(ctx context.Context, tx *sqldb.Tx, desk directory.Desk, t *Ticket) error {
	in.count(t)
	t.Org, t.Desk, t.Kind, t.State, t.Substate = desk.Org, desk.ID, in.Kind, in.State, in.Substate
	t.Title, t.Channel, t.Category = clean.Cut(clean.KeepLine(in.Title), MaxTitle), in.Channel, in.Category
	t.Group, t.Assignee, t.Site = in.Group, in.Assignee, in.Site
	if clean.Blank(t.Title) {
		t.Title = in.External
	}
	t.Impact, t.Urgency, t.Priority = in.Impact, in.Urgency, in.Priority
	if in.Priority < 0 {
		var err error
		if t.Priority, err = priority(ctx, tx, t); err != nil {
			return err
		}
	}
	t.Reopened, t.HandOvers, t.WithinTarget = in.Reopened, in.HandOvers, in.WithinTarget
	t.DetectedAt, t.CreatedAt, t.ResolvedAt, t.ClosedAt = in.CreatedAt, in.CreatedAt, in.ResolvedAt, in.ClosedAt
	t.Solution, t.SolutionCode = clean.Keep(in.Solution), clean.Line(in.SolutionCode, 100)
	if t.AssignedAt.IsZero() && (t.Group != 0 || t.Assignee != 0) {
		t.AssignedAt = in.At
	}
	t.AwaitsDesk = t.State.Active() && t.State != StateOnHold
	t.ClosedHow = ""
	if t.State.Ended() {
		t.ClosedHow = string(Import)
		if t.ClosedAt.IsZero() {
			t.ClosedAt = in.At
		}
	}
	if in.Unit != 0 {
		t.Unit = in.Unit
	}
	if t.Requester == in.Requester {
		return nil
	}
	if t.Requester, t.Unit = in.Requester, in.Unit; in.Requester == 0 {
		return nil
	}
	p, err := directory.Load(ctx, tx, in.Requester)
	if err != nil {
		return fmt.Errorf("requester: %w", err)
	}
	if p.Org != desk.Org {
		return errs.Missing()
	}
	// Once sealed a ticket stays so: its history names the person.
	t.Sealed = t.Sealed || p.Protected
	if t.Unit == 0 {
		t.Unit = p.Unit
	}
	return nil
}

// count counts what the other system did not, from t as it was before.
func (in *Imported) count(t *Ticket) {
	if in.Reopened < 0 {
		in.Reopened = t.Reopened
		if in.State.Active() && (t.State == StateResolved || t.State.Ended()) {
			in.Reopened++
		}
	}
	if in.HandOvers < 0 {
		in.HandOvers = t.HandOvers
		if t.Group != 0 && in.Group != 0 && t.Group != in.Group {
			in.HandOvers++
		}
	}
}

var selectCategoryNamed = sqldb.Q("category.import", `
	select id from category where desk_id = $1 and name_sv = $2 and parent_id is null order by id limit 1`)

// ImportCategory returns the desk's top category of that name, or makes it.
func ImportCategory(ctx context.Context, tx *sqldb.Tx, desk directory.Desk, name string) (CategoryID, error) {
	c := Category{Org: desk.Org, Desk: desk.ID, Sv: clean.Line(name, 120)}
	id, found, err := sqldb.Maybe(ctx, tx, selectCategoryNamed, sqldb.Value[CategoryID], int64(desk.ID), c.Sv)
	if err != nil || found {
		return id, err
	}
	err = addCategory(ctx, tx, &c)
	return c.ID, err
}
