package approval

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// Draft is a wish to have something approved.
type Draft struct {
	Org      directory.OrgID
	Subject  Subject
	Title    string
	Asker    directory.PersonID
	AskerFor directory.PersonID // On whose behalf, when a substitute asks.
	AskerVia directory.PersonID // Who writes it down for them at the desk: they decide nothing of it either.
	Parts    []PartDraft
	// Standing is what the subject's other lines cost each invoice reference, in öre: those that are not in the draft and
	// still count. Amounts are of the whole, so that nobody gets round them by changing a line at a time.
	Standing map[int64]int64
}

// PartDraft is one step of one line. All parts of a line carry the same hash, text and amount.
type PartDraft struct {
	Line int64
	Seq  int        // Equal: side by side. Higher: after the lower ones of the line.
	Verb authz.Verb // "": MayDecide.
	By   By
	// Over: the step is needed only when the draft costs its invoice reference more than so many öre. A cart that is
	// split into cheap lines does not get round it.
	Over   int64
	Matter authz.Matter // Of the whole line; By says which reach answers. Its Units are read from Unit.
	Unit   directory.UnitID
	Person directory.PersonID // For whom the line is.
	Hash   string             // Of all that counts for the decision.
	Sv, En string
	Ore    int64 // What the line costs.
}

// Opened is what became of a draft.
type Opened struct {
	ID ID // 0 when nothing needs a yes.
	// Free are the lines of the draft that need no approval after all.
	Free []int64
}

// OpenIn asks for approval, inside the transaction of what asks. A subject that has an approval already gets the lines
// added to it. Approvers are told; what nobody may decide goes on at once.
func (s *Service) OpenIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, d Draft) (Opened, error) {
	return s.add(ctx, tx, by, d, EventOpened)
}

// add is OpenIn and the second half of ReplaceIn.
func (s *Service) add(ctx context.Context, tx *sqldb.Tx, by authz.Actor, d Draft, kind string) (Opened, error) {
	if d.Org == 0 || d.Subject.Kind == "" || d.Subject.ID == 0 {
		return Opened{}, errors.New("approval: a draft needs an organisation and a subject")
	}
	needed, free := needs(d.Parts, d.Standing)
	a, found, err := sqldb.Maybe(ctx, tx, bySubject, scanApproval, d.Subject.Kind, d.Subject.ID)
	if err != nil || len(needed) == 0 && (!found || kind == EventOpened) {
		return Opened{ID: a.ID, Free: free}, err
	}
	rules, err := rulesOf(ctx, tx, d.Org)
	if err != nil {
		return Opened{}, err
	}
	if !found {
		a = Approval{Org: d.Org, Subject: d.Subject, OpenedAt: tx.Now()}
	}
	a.Title, a.State, a.ClosedAt = clean.Line(d.Title, 300), Open, time.Time{}
	a.Asker, a.AskerFor, a.AskerVia = d.Asker, d.AskerFor, d.AskerVia
	sum := total(needed)
	for _, ore := range d.Standing {
		sum += ore
	}
	a.OwnAllowed = rules.own > 0 && sum <= rules.own
	if !found {
		id, err := tx.Insert(ctx, insertApproval, int64(a.Org), a.Subject.Kind, a.Subject.ID, a.Title, sqldb.ID(a.Asker), sqldb.ID(a.AskerFor), sqldb.ID(a.AskerVia),
			a.OwnAllowed, sqldb.Time(tx.Now()))
		if err != nil {
			return Opened{}, err
		}
		a.ID = ID(id)
	}
	raw, err := sqldb.Rows(rowsOf(needed))
	if err != nil {
		return Opened{}, err
	}
	if _, err := tx.Exec(ctx, insertPart, int64(a.ID), int64(a.Org), a.Version+1, raw); err != nil {
		return Opened{}, err
	}
	t := Told{Lines: linesOf(needed), Hashes: map[int64]string{}}
	for _, p := range needed {
		t.Hashes[p.Line] = p.Hash
	}
	if err := s.tell(ctx, tx, by, &a, kind, a.AskerFor, t); err != nil {
		return Opened{}, err
	}
	return Opened{ID: a.ID, Free: free}, s.settle(ctx, tx, by, &a, rules, toldAs(kind))
}

// needs leaves out the steps whose amount is not reached, and names the lines that are left without any.
func needs(parts []PartDraft, standing map[int64]int64) (needed []PartDraft, free []int64) {
	costs := maps.Clone(standing)
	if costs == nil {
		costs = map[int64]int64{}
	}
	counted := map[int64]bool{}
	for _, p := range parts {
		if !counted[p.Line] {
			costs[p.Matter.Reference] += p.Ore
			counted[p.Line] = true
		}
	}
	for _, p := range parts {
		if p.Over == 0 || costs[p.Matter.Reference] > p.Over {
			needed = append(needed, p)
		}
	}
	kept := linesOf(needed)
	for _, p := range parts {
		if !slices.Contains(kept, p.Line) && !slices.Contains(free, p.Line) {
			free = append(free, p.Line)
		}
	}
	return needed, free
}

func linesOf(parts []PartDraft) []int64 {
	var lines []int64
	for _, p := range parts {
		lines = append(lines, p.Line)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// total is what the lines cost together.
func total(parts []PartDraft) int64 {
	var sum int64
	counted := map[int64]bool{}
	for _, p := range parts {
		if !counted[p.Line] {
			sum += p.Ore
			counted[p.Line] = true
		}
	}
	return sum
}

// partRow is a part on its way into the table.
type partRow struct {
	Line       int64  `json:"line"`
	Seq        int    `json:"seq"`
	Verb       string `json:"verb"`
	By         string `json:"by"`
	Reference  any    `json:"reference"`
	CostCentre any    `json:"cost_centre"`
	Service    any    `json:"service"`
	Object     any    `json:"object"`
	Site       any    `json:"site"`
	Unit       any    `json:"unit"`
	Person     any    `json:"person"`
	Hash       string `json:"hash"`
	Sv         string `json:"sv"`
	En         string `json:"en"`
	Ore        int64  `json:"ore"`
}

func rowsOf(parts []PartDraft) []partRow {
	out := make([]partRow, len(parts))
	for i, p := range parts {
		if p.Verb == "" {
			p.Verb = MayDecide
		}
		m := p.Matter
		out[i] = partRow{
			Line: p.Line, Seq: p.Seq, Verb: string(p.Verb), By: string(p.By), Reference: sqldb.ID(m.Reference), CostCentre: sqldb.ID(m.CostCentre),
			Service: sqldb.ID(m.Service), Object: sqldb.ID(m.Object), Site: sqldb.ID(m.Site), Unit: sqldb.ID(p.Unit), Person: sqldb.ID(p.Person),
			Hash: p.Hash, Sv: clean.Line(p.Sv, 500), En: clean.Line(p.En, 500), Ore: p.Ore,
		}
	}
	return out
}

// rules are what an organisation has decided about approvals.
type rules struct {
	remind, escalate int   // Working days; 0: never.
	own              int64 // Up to how much, in öre, the rule lets people decide on their own.
}

func rulesOf(ctx context.Context, q sqldb.Querier, org directory.OrgID) (rules, error) {
	v, err := setting.AtOnce(ctx, q, org, q.Now(), setting.ApprovalRemind, setting.ApprovalEscalate, setting.ApprovalOwn)
	if err != nil {
		return rules{}, err
	}
	var r rules
	var kronor int
	var errRemind, errEscalate error
	r.remind, errRemind = setting.Of[int](v, setting.ApprovalRemind)
	r.escalate, errEscalate = setting.Of[int](v, setting.ApprovalEscalate)
	kronor, err = setting.Of[int](v, setting.ApprovalOwn)
	r.own = int64(kronor) * 100
	return r, errors.Join(err, errRemind, errEscalate)
}
