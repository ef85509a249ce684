package access

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// ReviewInput says what somebody wants to know of rights.
type ReviewInput struct {
	Org    directory.OrgID
	At     time.Time          // When they counted; zero: ever.
	Person directory.PersonID // 0: everybody.
	Role   string             // "": all.
	Reach  authz.Reach        // With Of: whatever counts for this thing, what contains it included; "": everything.
	Of     int64
	Limit  int
}

// Review lists who held which right, when, by whom and for whom: those that counted at an instant, or all that ever were.
// An auditor reads an organisation's; whoever gives rights reads those that lie in what they give for. Errors:
// errs.Forbidden; errs.NotFound for a thing that is nobody's business of the reader.
func (s *Service) Review(ctx context.Context, by authz.Actor, in ReviewInput) ([]Right, error) {
	w, err := s.reviewScope(ctx, by, in)
	if err != nil {
		return nil, err
	}
	w.And("g.org_id = ?", int64(in.Org))
	if in.Person != 0 {
		w.And("g.person_id = ?", int64(in.Person))
	}
	if in.Role != "" {
		w.And("r.key = ?", in.Role)
	}
	if !in.At.IsZero() {
		counted(w, in.At)
	}
	rights, err := sqldb.All(ctx, s.db, sqldb.Q("access.review", selectRight+w.SQL()+w.Numbered(` order by r.key, g.reach, g.of_id, g.person_id, g.id limit ?`, in.Limit)),
		scanRight, w.Args()...)
	if in.Reach == authz.Reference || in.Reach == authz.CostCentre || in.Reach == authz.Service || in.Reach == authz.Object {
		// What is ordered is no business of those who work at a desk.
		rights = slices.DeleteFunc(rights, func(r Right) bool { return !s.Ordering(r.Role) })
	}
	return rights, err
}

// counted is what was in force at an instant. A substitute's right was so while the other held the same.
func counted(w *sqldb.Where, at time.Time) {
	t := sqldb.Time(at)
	w.And("not g.waiting and g.valid_from <= ? and (g.valid_to is null or g.valid_to > ?) and (g.ended_at is null or g.ended_at > ?)", t, t, t)
	w.And(`(g.for_id is null or exists (select 1 from role_grant h where h.person_id = g.for_id and h.for_id is null and h.role_id = g.role_id
		and h.reach = g.reach and h.of_id is not distinct from g.of_id and h.limits = g.limits and not h.waiting and h.valid_from <= ?
		and (h.valid_to is null or h.valid_to > ?) and (h.ended_at is null or h.ended_at > ?)))`, t, t, t)
}

// reviewScope is the part of the rights that the reader may review.
func (s *Service) reviewScope(ctx context.Context, by authz.Actor, in ReviewInput) (*sqldb.Where, error) {
	var w sqldb.Where
	var around []place
	if in.Reach != "" {
		var err error
		if around, err = surroundings(ctx, s.db, in.Reach, in.Of); err != nil {
			return nil, err
		}
		condition, args := rightsOn(around, authz.Limit{Reach: in.Reach, Of: in.Of}).SQL()
		w.And(condition, args...)
	}
	whole := authz.Scope{}
	if by.May(RoleGrant) || by.May(RoleGiveCentral) || by.May(MayReview) {
		whole = rightsWithin(by)
	}
	if _, gives := covering(by, RoleGive, around); gives {
		whole = whole.Or(rightsNamed(by))
	}
	if whole.Empty() {
		if by.May(RoleGive) {
			return nil, errs.Missing() // Of a thing that is nothing of theirs.
		}
		return nil, errs.Denied(string(MayReview))
	}
	condition, args := whole.SQL()
	w.And(condition, args...)
	return &w, nil
}

// Derived is the role that a person's category gave them.
type Derived struct {
	Role     string
	Category directory.Category
}

// DerivedAt tells which role a person had by their category at an instant, and by which. Errors: as Review.
func (s *Service) DerivedAt(ctx context.Context, by authz.Actor, p directory.Person, at time.Time) (Derived, error) {
	if !by.MayIn(MayReview, authz.Organisation, int64(p.Org)) && !by.MayIn(RoleGrant, authz.Organisation, int64(p.Org)) {
		return Derived{}, errs.Denied(string(MayReview))
	}
	d := Derived{Category: p.Category}
	// What was changed afterwards is taken back, the newest first.
	later, err := sqldb.All(ctx, s.db, changedLater, sqldb.Value[string], int64(p.ID), sqldb.Time(at))
	if err != nil {
		return d, err
	}
	for _, raw := range later {
		var told directory.Changed
		if err := (event.Event{Payload: []byte(raw)}).Decode(&told); err != nil {
			return d, err
		}
		for _, c := range told.Changes {
			if c.Field == "category" {
				d.Category = directory.Category(c.Old)
			}
		}
	}
	categories, err := setting.Get[[]string](ctx, s.db, p.Org, setting.BaseUsers, at)
	if err != nil {
		return d, err
	}
	d.Role = TemporaryRole
	for _, c := range categories {
		if c == string(d.Category) {
			d.Role = BaseRole
		}
	}
	return d, nil
}

var changedLater = sqldb.Q("access.review.changed", `
	select cast(payload as text) from event where kind = 'person' and stream_id = $1 and type = 'person.changed' and at > $2 order by pos desc limit 1000`)

// ExportReview is Review for a file that is taken away: it stands in the security log.
func (s *Service) ExportReview(ctx context.Context, by authz.Actor, in ReviewInput) ([]Right, error) {
	rights, err := s.Review(ctx, by, in)
	if err != nil {
		return nil, err
	}
	return rights, s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return audit.Write(ctx, tx, by, audit.Entry{Org: int64(in.Org), What: audit.Exported, Subject: "rights"}, map[string]any{
			"at": in.At, "person": in.Person, "role": in.Role, "reach": in.Reach, "of": in.Of, "rows": len(rights),
		})
	})
}

// Ordering reports whether a role is one in ordering and approving: those that are given by a verb of their own.
func (s *Service) Ordering(role string) bool {
	spec := s.spec(role)
	return spec != nil && spec.GivenBy != ""
}

// Shipped lists the product's roles that are granted, in their order.
func (s *Service) Shipped() []RoleSpec {
	return slices.DeleteFunc(slices.Clone(s.roles), func(r RoleSpec) bool { return len(r.Reaches) == 0 })
}

// GivenBy lists the product's roles that a verb gives, with where they can be held.
func (s *Service) GivenBy(verb authz.Verb) []RoleSpec {
	var out []RoleSpec
	for _, r := range s.roles {
		if r.GivenBy == verb {
			out = append(out, r)
		}
	}
	return out
}
