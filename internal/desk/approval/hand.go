package approval

import (
	"context"
	"fmt"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// subscribe lets the service hear of rights that begin and end. What is open moves by itself, because every list asks for
// the rights of the moment; people are told of it.
func (s *Service) subscribe() {
	s.d.Events.On(access.RightGranted, s.onBegin)
	s.d.Events.On(access.RightBegun, s.onBegin)
	s.d.Events.On(access.RightConfirmed, s.onBegin)
	s.d.Events.On(access.RightOver, s.onOver)
	s.d.Events.On(access.RightEnded, s.onOver)
}

// onBegin tells somebody who has got a right, or has begun to stand in for another, what waits for them: so that what
// nobody could decide is found by whoever can now.
func (s *Service) onBegin(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	var t access.RightTold
	if err := e.Decode(&t); err != nil {
		return err
	}
	word := wordHanded
	if t.For == 0 {
		word = wordGiven
	}
	return s.hand(ctx, tx, e, directory.PersonID(e.Stream), t.For, word)
}

// onOver tells somebody who is back what waits for them again.
func (s *Service) onOver(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	var t access.RightTold
	if err := e.Decode(&t); err != nil || t.For == 0 {
		return err
	}
	return s.hand(ctx, tx, e, t.For, 0, wordReturned)
}

// hand tells somebody how many approvals wait for them: by the rights of on, or by their own. It is said once a day for
// each pair, however many rights change hands.
func (s *Service) hand(ctx context.Context, tx *sqldb.Tx, e event.Event, to, on directory.PersonID, word string) error {
	if s.d.Tell == nil {
		return nil
	}
	everybody, err := holders(ctx, tx, directory.OrgID(e.Org))
	if err != nil {
		return err
	}
	for i := range everybody {
		h := &everybody[i]
		if directory.PersonID(h.Person) != to {
			continue
		}
		by := h.Actor
		by.Grants = nil
		for _, g := range h.Grants {
			if g.For == int64(on) {
				by.Grants = append(by.Grants, g)
			}
		}
		n, err := waiting(ctx, tx, by)
		if err != nil || n == 0 {
			return err
		}
		names, err := directory.NamesIn(ctx, tx, h.Actor, on)
		if err != nil {
			return err
		}
		w := Word{Org: directory.OrgID(e.Org), People: []directory.PersonID{to}, Key: fmt.Sprintf("approval:%s:%d:%d:%s", word, to, on, tx.Now().Format("2006-01-02"))}
		said := func(lang i18n.Lang) (string, string) {
			p := s.d.Texts.Printer(lang)
			args := []any{"count", n, "name", names[on], "link", s.d.BaseURL + "/approvals"}
			return p.T("approval.word."+word+".subject", args...), p.T("approval.word."+word+".text", args...)
		}
		w.SubjectSv, w.TextSv = said(i18n.Swedish)
		w.SubjectEn, w.TextEn = said(i18n.English)
		return s.d.Tell(ctx, tx, w)
	}
	return nil
}
