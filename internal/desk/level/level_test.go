package level_test

import (
	"testing"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/dbtest"
)

func TestStrangers_see_and_change_nothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := tickettest.New(t, env)
		s := level.New(level.Deps{DB: env.DB, Events: w.Events, Directory: w.Directory, Ticket: w.Ticket})
		ctx, org := t.Context(), w.Org.ID
		siv := w.Stranger
		siv.Grants = append(siv.Grants, authz.Grant{Verb: level.MayWrite, Reach: authz.Organisation, Of: w.Stranger.Org})
		if err := s.Install(ctx, authz.System("test"), org); err != nil {
			t.Fatal(err)
		}
		if err := s.Install(ctx, authz.System("test"), org); !errs.Is(err, errs.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if _, err := asset.New(asset.Deps{DB: env.DB, Events: w.Events}).Create(ctx, authz.System("test"), asset.Draft{Org: org, Tag: "PC-1"}); err != nil {
			t.Fatal(err)
		}
		x := w.Report(t, "Datorn")
		_, matrixErr := s.Matrix(ctx, siv, org)
		_, _, noteErr := s.OfTicket(ctx, siv, &x)
		_, tellErr := s.Tell(ctx, siv, x.ID, "PC-1", "")
		_, escErr := s.Escalate(ctx, siv, x.ID, "Omstart")
		for what, err := range map[string]error{"matrix": matrixErr, "ruling": noteErr, "tell": tellErr, "escalate": escErr} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, routeErr := s.Routes(ctx, siv, org)
		for what, err := range map[string]error{
			"routes":  routeErr,
			"install": s.Install(ctx, siv, org), "change": s.Change(ctx, siv, org, 1, 1, level.Input{Sv: "X"}),
			"route": s.SetRoute(ctx, siv, org, level.Route{Side: level.IT, Group: w.First.ID}),
		} {
			if !errs.Is(err, errs.Forbidden) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, found, err := s.Rule(ctx, siv, org, w.Desk.ID, "PC-1", ""); found || err != nil {
			t.Errorf("a stranger asks about a computer: %v, %v", found, err)
		}
		own := directory.OrgID(siv.Org)
		if err := s.SetRoute(ctx, siv, own, level.Route{Side: level.IT, Group: w.First.ID}); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("another organisation's group takes cases: %v", err)
		}
	})
}

func TestWithout_a_group_at_IT_nothing_is_handed_on(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := tickettest.New(t, env)
		s := level.New(level.Deps{DB: env.DB, Events: w.Events, Directory: w.Directory, Ticket: w.Ticket})
		x := w.Report(t, "Datorn")
		if _, err := s.Escalate(t.Context(), w.Eva, x.ID, "Omstart"); !errs.Is(err, errs.Conflict) {
			t.Errorf("handed on to nobody: %v", err)
		}
		said, err := w.Ticket.Messages(t.Context(), w.Eva, &x)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said {
			if m.Kind == ticket.Note {
				t.Error("half of it was kept")
			}
		}
	})
}
