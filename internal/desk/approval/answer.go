package approval

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// answer tells whoever asked what was said of lines that are through.
func (s *Service) answer(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Approval, on directory.PersonID, t Told, parts []Part) error {
	word := wordRejected
	if t.Yes {
		word = wordApproved
	}
	var about []*Part
	for i := range parts {
		if slices.Contains(t.Lines, parts[i].Line) {
			about = append(about, &parts[i])
		}
	}
	// One who asked on somebody's behalf hears it, and so does the other. Names are what whoever asked may know.
	return s.say(ctx, tx, a, word, 0, about, []directory.PersonID{a.Asker, a.AskerFor}, "comment", t.Comment)
}

// withdrawn tells those who had been asked that nobody waits for them any more.
func (s *Service) withdrawn(ctx context.Context, tx *sqldb.Tx, a *Approval, waited []*Part) error {
	if len(waited) == 0 || s.d.Tell == nil {
		return nil
	}
	everybody, err := holders(ctx, tx, a.Org)
	if err != nil {
		return err
	}
	sealed, err := sealedAmong(ctx, tx, waited)
	if err != nil {
		return err
	}
	tell := map[directory.PersonID][]*Part{}
	for _, p := range waited {
		near, far := route(everybody, a, p, sealed)
		if p.Escalated {
			near = append(near, far...)
		}
		for _, id := range near {
			tell[id] = append(tell[id], p)
		}
	}
	return s.each(ctx, tx, a, wordWithdrawn, tell)
}

// stick opens a case at the desk for what nobody may decide, once for an approval, and tells whoever asked.
func (s *Service) stick(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Approval, parts []*Part) error {
	if a.Stuck != 0 {
		return nil
	}
	var lines []int64
	for _, p := range parts {
		if !slices.Contains(lines, p.Line) {
			lines = append(lines, p.Line)
		}
	}
	named, err := s.open(ctx, tx, parts)
	if err != nil {
		return err
	}
	subject, text := s.words(i18n.Swedish, a, wordStuck, named, "", nil)
	t, err := s.d.Ticket.ReportIn(ctx, tx, authz.System("approval"), ticket.ReportInput{
		Kind: ticket.Request, Channel: ticket.API, Requester: a.Asker, Title: subject, Text: text,
	})
	if err != nil {
		return err
	}
	a.Stuck = t.ID
	return s.tell(ctx, tx, by, a, EventStuck, 0, Told{Lines: lines})
}

var selectHidden = sqldb.Q("approval.hidden", `select p.id from person p where p.id {{in $1}} and p.protected`)

// open leaves out the parts about people with protected identity: their names do not stand in a case that the whole desk reads.
func (s *Service) open(ctx context.Context, tx *sqldb.Tx, parts []*Part) ([]*Part, error) {
	var people []int64
	for _, p := range parts {
		people = append(people, int64(p.Person))
	}
	hidden, err := sqldb.All(ctx, tx, selectHidden, sqldb.Value[directory.PersonID], sqldb.List[int64](people))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(parts), func(p *Part) bool { return slices.Contains(hidden, p.Person) }), nil
}
