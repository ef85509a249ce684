package approval

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// MaxComment is the longest comment, in runes.
const MaxComment = 2000

// Decision is somebody's yes or no.
type Decision struct {
	ID  ID
	Yes bool
	// Seen is the fingerprint of what was shown, View.Seen. Without it nothing is decided.
	Seen    string
	Lines   []int64 // Nil: every line that is theirs to decide.
	Comment string  // Needed for a no.
}

// Decided is what a decision did.
type Decided struct {
	Lines int // How many lines it was about.
	// Through are the lines that need nobody else's yes; the others of a yes wait for a later step.
	Through int
}

// Decide says yes or no to what the actor was shown. Errors: errs.Forbidden without the right, or for one's own;
// errs.NotFound out of scope; errs.Conflict when it is not as it was shown, or somebody else was first (nothing is
// decided; Changes tells what happened); errs.Invalid for a no without a comment and a choice without a line.
func (s *Service) Decide(ctx context.Context, by authz.Actor, in Decision) (Decided, error) {
	if !by.May(MayDecide) {
		return Decided{}, errs.Denied(string(MayDecide))
	}
	in.Comment = clean.Text(in.Comment, 0)
	var done Decided
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		done, err = s.decide(ctx, tx, by, in)
		return err
	})
	return done, err
}

func (s *Service) decide(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in Decision) (Decided, error) {
	a, err := lock(ctx, tx, in.ID)
	if err != nil {
		return Decided{}, err
	}
	parts, err := partsFor(ctx, tx, by, &a, 0)
	if err != nil {
		return Decided{}, err
	}
	if err := visibleIn(ctx, tx, by, a.ID); err != nil {
		return Decided{}, err
	}
	chosen, err := choose(&a, parts, by, in)
	if err != nil {
		return Decided{}, err
	}
	var f errs.Fields
	if !in.Yes && clean.Blank(in.Comment) {
		f.Add("comment", "approval.error.comment")
	}
	if clean.Length(in.Comment) > MaxComment {
		f.Add("comment", "error.too_long", "max", MaxComment)
	}
	if err := f.Err(); err != nil {
		return Decided{}, err
	}
	return s.note(ctx, tx, by, &a, chosen, in)
}

// choose finds the parts that a decision is about, by whose right each is decided, and refuses what does not fit what was
// shown.
func choose(a *Approval, parts []Part, by authz.Actor, in Decision) (map[directory.PersonID][]*Part, error) {
	chosen := map[directory.PersonID][]*Part{}
	left := slices.Clone(in.Lines)
	own, n := false, 0
	for i := range parts {
		p := &parts[i]
		own = own || p.own && p.State == PartOpen
		if !p.Mine() || in.Lines != nil && !slices.Contains(in.Lines, p.Line) {
			continue
		}
		g, ok, _ := grantFor(by, a, p)
		if !ok {
			continue // The scope says the same; neither alone is trusted.
		}
		chosen[directory.PersonID(g.For)] = append(chosen[directory.PersonID(g.For)], p)
		left = slices.DeleteFunc(left, func(l int64) bool { return l == p.Line })
		n++
	}
	switch {
	case n == 0 && own:
		return nil, errs.E(errs.Forbidden, "approval.error.own")
	case !same(in.Seen, fingerprint(a, parts)) || len(left) > 0:
		return nil, errs.E(errs.Conflict, "approval.error.changed")
	case n == 0 && in.Lines != nil:
		return nil, errs.Fields{{Name: "lines", Key: "approval.error.lines"}}.Err()
	case n == 0:
		return nil, errs.E(errs.Conflict, "approval.error.changed")
	}
	return chosen, nil
}

// note writes a decision down and tells what follows from it.
func (s *Service) note(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Approval, chosen map[directory.PersonID][]*Part, in Decision) (Decided, error) {
	state := PartRejected
	if in.Yes {
		state = PartApproved
	}
	whom := make([]directory.PersonID, 0, len(chosen))
	for on := range chosen {
		whom = append(whom, on)
	}
	slices.Sort(whom)
	about := map[int64]string{}
	for _, on := range whom {
		list := chosen[on]
		n, err := tx.Exec(ctx, decideParts, idList(list), string(state), sqldb.Time(tx.Now()), sqldb.ID(by.Person), sqldb.ID(on), in.Comment)
		if err != nil {
			return Decided{}, err
		}
		if n != int64(len(list)) {
			return Decided{}, errs.E(errs.Conflict, "approval.error.changed")
		}
		t := Told{Yes: in.Yes, Comment: in.Comment, Hashes: map[int64]string{}, Step: list[0].Seq}
		for _, p := range list {
			t.Hashes[p.Line], about[p.Line] = p.Hash, p.Hash
			t.Lines = append(t.Lines, p.Line)
		}
		if err := s.tell(ctx, tx, by, a, EventDecided, on, t); err != nil {
			return Decided{}, err
		}
	}
	parts, err := partsOf(ctx, tx, a.ID)
	if err != nil {
		return Decided{}, err
	}
	done := Decided{Lines: len(about)}
	through := Told{Yes: in.Yes, Comment: in.Comment, Hashes: map[int64]string{}}
	var dropped []*Part
	for _, l := range linesIn(parts) {
		hash, now := about[l.id]
		if !now || l.verdict() == Open {
			continue
		}
		through.Lines, through.Hashes[l.id] = append(through.Lines, l.id), hash
		for _, p := range l.parts {
			if p.State.Undecided() {
				dropped = append(dropped, p)
			}
		}
	}
	if len(dropped) > 0 {
		if _, err := tx.Exec(ctx, dropParts, idList(dropped)); err != nil {
			return Decided{}, err
		}
	}
	if done.Through = len(through.Lines); done.Through > 0 {
		kind := EventRejected
		if in.Yes {
			kind = EventApproved
		}
		on := whom[0] // The one on whose behalf; several only when rights of several were needed at once.
		if err := s.tell(ctx, tx, by, a, kind, on, through); err != nil {
			return Decided{}, err
		}
		if err := s.answer(ctx, tx, by, a, on, through, parts); err != nil {
			return Decided{}, err
		}
	}
	r, err := rulesOf(ctx, tx, a.Org)
	if err != nil {
		return Decided{}, err
	}
	return done, s.settle(ctx, tx, by, a, r, wordNext)
}
