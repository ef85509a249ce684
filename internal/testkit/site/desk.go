package site

import (
	"testing"

	"lotsen/internal/desk/ticket"
)

// Report is a fault that somebody has reported.
func (s *Site) Report(t testing.TB, person, title, text string) ticket.Ticket {
	t.Helper()
	return must(s.App.Ticket.Report(t.Context(), s.Actor(t, person), ticket.ReportInput{Title: title, Text: text}))(t)
}

// Answer is Eva's answer to it.
func (s *Site) Answer(t testing.TB, id ticket.ID, text string) ticket.Ticket {
	t.Helper()
	s.categorise(t, id)
	return must(s.App.Ticket.Answer(t.Context(), s.Actor(t, "eva"), id, ticket.Words{Text: text}))(t)
}

// Resolve is Eva's solution.
func (s *Site) Resolve(t testing.TB, id ticket.ID, solution string) ticket.Ticket {
	t.Helper()
	s.categorise(t, id)
	return must(s.App.Ticket.Resolve(t.Context(), s.Actor(t, "eva"), id, ticket.ResolveInput{Solution: solution}))(t)
}

// Ticket is how it stands now.
func (s *Site) Ticket(t testing.TB, id ticket.ID) ticket.Ticket {
	t.Helper()
	return must(s.App.Ticket.Load(t.Context(), by, id))(t)
}

func (s *Site) categorise(t testing.TB, id ticket.ID) {
	t.Helper()
	now := s.Ticket(t, id)
	if now.Category == 0 {
		category := s.Category.ID
		must(s.App.Ticket.Change(t.Context(), s.Actor(t, "eva"), id, ticket.ChangeInput{Version: now.Version, Category: &category}))(t)
	}
}
