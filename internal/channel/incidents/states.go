package incidents

import (
	"context"
	"regexp"
	"slices"

	"lotsen/internal/desk/ticket"
)

// keyForm is what a sub-state's key must look like to be offered in the desk; others are only shown.
var keyForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// states gives the mapping's sub-states their names in the organisation, so that histories and reports can tell them.
// They are not offered for new work.
func (i *importer) states(ctx context.Context) error {
	c, err := i.Ticket.KindConfig(ctx, i.desk.Org, i.m.Kind)
	if err != nil {
		return err
	}
	base, added := c.Version, false
	words := make([]string, 0, len(i.m.States))
	for word := range i.m.States {
		words = append(words, word)
	}
	slices.Sort(words)
	c.Substates = slices.Clone(c.Substates)
	for _, word := range words {
		s := i.m.States[word]
		if _, there := c.Substate(s.Substate); there || s.Substate == "" || !keyForm.MatchString(s.Substate) || !s.State.Active() || s.State == ticket.StateNew {
			continue
		}
		sub := ticket.Substate{Key: s.Substate, State: s.State, Sv: s.Sv, En: s.En, Hidden: true}
		if sub.Sv == "" {
			sub.Sv = word
		}
		c.Substates, added = append(c.Substates, sub), true
	}
	if !added {
		return nil
	}
	_, err = i.Ticket.SaveKind(ctx, i.by, i.desk.Org, i.m.Kind, base, c)
	return err
}
