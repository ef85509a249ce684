package supplier

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// MatterStream is the kind of a matter's stream in the event log.
const MatterStream = "supplier_matter"

// The events of a matter.
const (
	EventOpened = "matter.opened"
	EventMoved  = "matter.changed"
)

// MatterInput is what is said about a matter. Fields that its kind lacks are left alone.
type MatterInput struct {
	Supplier  ID                 `json:"supplier,omitempty"`
	Parties   []ID               `json:"parties,omitempty"`
	Service   ticket.ServiceID   `json:"service,omitempty"`
	Ticket    ticket.ID          `json:"ticket,omitempty"`
	Title     string             `json:"title"`
	Text      string             `json:"text,omitempty"`
	State     string             `json:"state"`
	Due       string             `json:"due,omitempty"`
	Starts    string             `json:"starts,omitempty"`
	Owner     directory.PersonID `json:"owner,omitempty"`
	Reference string             `json:"reference,omitempty"`
	Amount    int64              `json:"amount,omitempty"`
	Access    string             `json:"access,omitempty"`
	Decision  string             `json:"decision,omitempty"`
	Month     string             `json:"month,omitempty"`
	Comment   string             `json:"comment,omitempty"` // Why it is changed: kept with the change.
}

func (in *MatterInput) check(k Kind) errs.Fields {
	var f errs.Fields
	spec := k.Spec()
	for _, v := range []struct {
		name string
		to   *string
	}{{"title", &in.Title}, {FieldReference, &in.Reference}, {FieldAccess, &in.Access}} {
		*v.to = clean.Line(*v.to, 0)
		fits(&f, v.name, *v.to, maxLine)
	}
	for _, v := range []struct {
		name string
		to   *string
	}{{"text", &in.Text}, {FieldDecision, &in.Decision}, {"comment", &in.Comment}} {
		*v.to = clean.Text(*v.to, 0)
		fits(&f, v.name, *v.to, maxText)
	}
	if clean.Blank(in.Title) {
		f.Add("title", "error.required")
	}
	if in.State == "" {
		in.State = spec.States[0]
	}
	if !slices.Contains(spec.States, in.State) {
		f.Add("state", "error.choose")
	}
	checkDay(&f, FieldDue, in.Due)
	checkDay(&f, FieldStarts, in.Starts)
	checkMonth(&f, FieldMonth, in.Month, true)
	if in.Due != "" && in.Starts > in.Due {
		f.Add(FieldDue, "supplier.error.before")
	}
	if in.Amount < 0 || in.Amount > 1e12 {
		f.Add(FieldAmount, "supplier.error.amount")
	}
	needs := spec.Needs
	if spec.Over(in.State) {
		needs = append(slices.Clone(needs), spec.AtEnd...)
	}
	for _, name := range needs {
		if in.lacks(name) {
			f.Add(name, "error.required")
		}
	}
	return f
}

func (in *MatterInput) lacks(field string) bool {
	switch field {
	case FieldSupplier:
		return in.Supplier == 0
	case FieldParties:
		return len(in.Parties) < 2
	case FieldService:
		return in.Service == 0
	case FieldOwner:
		return in.Owner == 0
	case FieldAmount:
		return in.Amount == 0
	}
	return clean.Blank(map[string]string{
		FieldDue: in.Due, FieldStarts: in.Starts, FieldReference: in.Reference, FieldAccess: in.Access, FieldDecision: in.Decision, FieldMonth: in.Month,
	}[field])
}

// Open begins a matter. The desk opens any; a supplier those of its own that are its own to open.
// Errors: errs.Invalid, errs.Forbidden, errs.NotFound for what is out of reach.
func (s *Service) Open(ctx context.Context, by authz.Actor, org directory.OrgID, k Kind, in MatterInput) (Matter, error) {
	if !k.Valid() {
		return Matter{}, errs.Missing()
	}
	if err := in.check(k).Err(); err != nil {
		return Matter{}, err
	}
	m := Matter{Org: org, Kind: k}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := mayOpen(ctx, tx, by, &m, in); err != nil {
			return err
		}
		return s.open(ctx, tx, by, &m, in)
	})
	return m, err
}

// mayOpen holds that the actor may open a matter, and gives it its organisation.
func mayOpen(ctx context.Context, q sqldb.Querier, by authz.Actor, m *Matter, in MatterInput) error {
	spec := m.Kind.Spec()
	if WorksFor(by) {
		x, err := loadFor(ctx, q, by, MayContribute, in.Supplier)
		if err != nil {
			return err
		}
		if !spec.Opens || !slices.Contains(spec.Theirs, in.State) {
			return errs.Denied(string(MayWrite))
		}
		m.Org = x.Org
		return nil
	}
	return mayIn(ctx, q, by, MayContribute, m.Org)
}

func (s *Service) open(ctx context.Context, tx *sqldb.Tx, by authz.Actor, m *Matter, in MatterInput) error {
	if err := belongs(ctx, tx, by, m, in); err != nil {
		return err
	}
	m.take(in)
	m.Version, m.UpdatedAt = 1, tx.Now()
	id, err := tx.Insert(ctx, insertMatter, append([]any{int64(m.Org), string(m.Kind), sqldb.Time(tx.Now())}, m.values()...)...)
	if err != nil {
		return err
	}
	m.ID = MatterID(id)
	if err := saveParties(ctx, tx, m, nil); err != nil {
		return err
	}
	return s.tellMatter(ctx, tx, by, m, EventOpened, in)
}

// ChangeMatter writes over a matter. Errors: errs.Invalid, errs.NotFound, errs.Forbidden, errs.Conflict.
func (s *Service) ChangeMatter(ctx context.Context, by authz.Actor, id MatterID, version int64, in MatterInput) (Matter, error) {
	var m Matter
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if m, err = loadMatter(ctx, tx, by, id); err != nil {
			return err
		}
		if err := mayIn(ctx, tx, by, MayContribute, m.Org); err != nil {
			return err
		}
		if err := in.check(m.Kind).Err(); err != nil {
			return err
		}
		if err := belongs(ctx, tx, by, &m, in); err != nil {
			return err
		}
		return s.move(ctx, tx, by, &m, version, in)
	})
	return m, err
}

// Answer is a supplier's word on a matter of its own: how it stands, and a comment. What else it says is the desk's.
// Errors: errs.Invalid, errs.NotFound, errs.Forbidden, errs.Conflict.
func (s *Service) Answer(ctx context.Context, by authz.Actor, id MatterID, version int64, state, comment string) (Matter, error) {
	var m Matter
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if m, err = loadMatter(ctx, tx, by, id); err != nil {
			return err
		}
		var f errs.Fields
		comment = clean.Text(comment, 0)
		fits(&f, "comment", comment, maxText)
		if state != m.State && !slices.Contains(m.Kind.Spec().Theirs, state) {
			f.Add("state", "error.choose")
		}
		if state == m.State && clean.Blank(comment) {
			f.Add("comment", "error.required")
		}
		if err := f.Err(); err != nil {
			return err
		}
		if m.Kind.Spec().Over(m.State) {
			return errs.E(errs.Conflict, "supplier.error.over")
		}
		if !by.IsSystem() && !by.MayIn(MayContribute, authz.Supplier, int64(m.Supplier)) && !slices.ContainsFunc(m.Parties, func(p ID) bool {
			return by.MayIn(MayContribute, authz.Supplier, int64(p))
		}) {
			return errs.Denied(string(MayContribute))
		}
		in := m.input()
		in.State, in.Comment = state, comment
		return s.move(ctx, tx, by, &m, version, in)
	})
	return m, err
}

// move stores a change and tells of it.
func (s *Service) move(ctx context.Context, tx *sqldb.Tx, by authz.Actor, m *Matter, version int64, in MatterInput) error {
	if version != 0 && version != m.Version {
		return errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	before := m.Parties
	m.take(in)
	m.UpdatedAt = tx.Now()
	n, err := tx.Exec(ctx, updateMatter, append([]any{int64(m.ID), m.Version, sqldb.Time(tx.Now())}, m.values()...)...)
	if err == nil && n == 0 {
		err = errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	if err != nil {
		return err
	}
	m.Version++
	if err := saveParties(ctx, tx, m, before); err != nil {
		return err
	}
	return s.tellMatter(ctx, tx, by, m, EventMoved, in)
}

func (s *Service) tellMatter(ctx context.Context, tx *sqldb.Tx, by authz.Actor, m *Matter, what string, in MatterInput) error {
	_, err := s.d.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(m.Org), Kind: MatterStream, Stream: int64(m.ID), Pos: m.Version, Type: what, Label: string(m.Kind), Payload: in,
	})
	return err
}
