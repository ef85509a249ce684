package notice_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// world is a desk whose lead publishes, and takes the organisation's instructions.
type world struct {
	*tickettest.World
	Notice  *notice.Service
	Exempts []notice.Exemption
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: tickettest.New(t, env)}
		w.Notice = notice.New(notice.Deps{DB: w.DB, Events: w.Events, Ticket: w.Ticket, Exempt: func(_ context.Context, _ *sqldb.Tx, _ authz.Actor, e notice.Exemption) error {
			w.Exempts = append(w.Exempts, e)
			return nil
		}})
		w.Eva.Grants = append(w.Eva.Grants, authz.Grant{Verb: notice.MayPublish, Reach: authz.Desk, Of: int64(w.Desk.ID)})
		w.Lea.Grants = append(w.Lea.Grants, authz.Grant{Verb: notice.MayHold, Reach: authz.Organisation, Of: int64(w.Org.ID)})
		fn(t, w)
	})
}

func ok[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (w *world) publish(t *testing.T, title string, change func(*notice.Input)) (notice.Notice, error) {
	t.Helper()
	in := notice.Input{
		Org: w.Org.ID, Desk: w.Desk.ID, Kind: notice.Disturbance, TitleSv: title, TextSv: "Vi arbetar med det.", Channels: notice.Ways(), Publish: true,
	}
	if change != nil {
		change(&in)
	}
	return w.Notice.Save(t.Context(), w.Eva, in)
}

func (w *world) titles(t *testing.T, by authz.Actor, c notice.Channel, to notice.Reader) []string {
	t.Helper()
	list := ok[[]notice.Notice](t)(w.Notice.Running(t.Context(), by, c, to))
	out := make([]string, 0, len(list))
	for i := range list {
		out = append(out, list[i].Title(i18n.Swedish))
	}
	return out
}

func TestA_notice_runs_in_its_channels_while_it_lasts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := ok[notice.Notice](t)(w.publish(t, "Nätet ligger nere", func(in *notice.Input) {
			in.Channels = []notice.Channel{notice.Portal, notice.Phone}
			in.EndsAt = w.Clock.Now().Add(2 * time.Hour)
		}))
		all := notice.Reader{Org: w.Org.ID, Desk: w.Desk.ID}
		for _, c := range []notice.Channel{notice.Portal, notice.Phone} {
			if got := w.titles(t, w.Anna, c, all); len(got) != 1 || got[0] != "Nätet ligger nere" {
				t.Errorf("%s tells %v", c, got)
			}
		}
		if got := w.titles(t, w.Anna, notice.Mail, all); len(got) != 0 {
			t.Errorf("mail tells %v", got)
		}
		if got := n.Spoken(i18n.English); got != "Nätet ligger nere. Vi arbetar med det." {
			t.Errorf("callers hear %q", got)
		}
		w.Clock.Advance(2 * time.Hour)
		if got := w.titles(t, w.Anna, notice.Portal, all); len(got) != 0 {
			t.Errorf("after its end the portal tells %v", got)
		}
		if err := w.Notice.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if now := ok[notice.Notice](t)(w.Notice.Load(t.Context(), w.Eva, n.ID)); now.State != notice.Ended {
			t.Errorf("swept: %s", now.State)
		}
	})
}

func TestA_notice_for_units_is_read_there_and_below_alone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		sys := authz.System("test")
		unit := func(name string, parent directory.UnitID) directory.UnitID {
			return ok[directory.Unit](t)(w.Directory.AddUnit(t.Context(), sys, w.Org.ID, directory.UnitInput{Name: name, Parent: parent})).ID
		}
		school, office := unit("Lindskolan", 0), unit("Kontoret", 0)
		below := unit("Lindskolan F-3", school)
		ok[notice.Notice](t)(w.publish(t, "Skolans nät", func(in *notice.Input) { in.Units = []directory.UnitID{school} }))
		for id, want := range map[directory.UnitID]int{school: 1, below: 1, office: 0, 0: 1} {
			if got := w.titles(t, w.Anna, notice.Portal, notice.Reader{Org: w.Org.ID, Unit: id}); len(got) != want {
				t.Errorf("unit %d reads %v", id, got)
			}
		}
	})
}

func TestWhat_is_held_is_published_nowhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		early := ok[notice.Notice](t)(w.publish(t, "Journalen är nere", nil))
		all := notice.Reader{Org: w.Org.ID, Desk: w.Desk.ID}
		hold := notice.Hold{
			Org: w.Org.ID, Channels: []notice.Channel{notice.Phone, notice.Mail}, Instructor: "Berit Ek, beställarenheten", Instruction: "Pressen först.",
		}
		_, err := w.Notice.Hold(t.Context(), w.Lea, hold)
		if f := errs.FieldsOf(err); len(f) != 2 || f[0].Name != "relief" || f[1].Name != "credits" {
			t.Fatalf("a hold without relief: %v", err)
		}
		hold.Relief, hold.Credits = "Ingen kredit för tiden.", "Tillgänglighet journal"
		if _, err := w.Notice.Hold(t.Context(), w.Eva, hold); !errs.Is(err, errs.Forbidden) {
			t.Fatalf("an agent sets a hold: %v", err)
		}
		hold = ok[notice.Hold](t)(w.Notice.Hold(t.Context(), w.Lea, hold))
		if len(w.Exempts) != 1 || w.Exempts[0].Credits != "Tillgänglighet journal" {
			t.Errorf("the relief reached %v", w.Exempts)
		}
		_, err = w.publish(t, "Journalen är fortfarande nere", nil)
		var refusal *notice.Refusal
		if !errors.As(err, &refusal) || !errs.Is(err, errs.Conflict) || len(refusal.Holds) != 1 || refusal.Holds[0].Instructor != hold.Instructor || refusal.Holds[0].AuthorName == "" {
			t.Fatalf("publishing what is held: %v", err)
		}
		ok[notice.Notice](t)(w.publish(t, "På portalen", func(in *notice.Input) { in.Channels = []notice.Channel{notice.Portal} }))
		ok[notice.Notice](t)(w.publish(t, "Nya öppettider", func(in *notice.Input) { in.Kind = notice.Information }))
		if got := w.titles(t, w.Anna, notice.Phone, all); len(got) != 1 || got[0] != "Nya öppettider" {
			t.Errorf("callers hear %v", got)
		}
		w.Clock.Advance(time.Hour)
		ok[notice.Hold](t)(w.Notice.Lift(t.Context(), w.Lea, hold.ID))
		if got := w.titles(t, w.Anna, notice.Phone, all); len(got) != 2 {
			t.Errorf("after the hold callers hear %v; notice %d shows again", got, early.ID)
		}
		from := dbtest.Start
		list := ok[[]notice.Exemption](t)(w.Notice.Exemptions(t.Context(), w.Lea, w.Org.ID, from, from.Add(24*time.Hour)))
		if len(list) != 1 || list[0].Until.Sub(list[0].From) != time.Hour {
			t.Errorf("exempted: %+v", list)
		}
	})
}

func TestA_place_needs_its_written_approval(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.publish(t, "Nätet", func(in *notice.Input) { in.Channels = []notice.Channel{notice.Website} })
		if f := errs.FieldsOf(err); len(f) != 1 || f[0].Key != "notice.error.place" {
			t.Fatalf("a place that nobody chose: %v", err)
		}
	})
}

func TestStrangers_see_and_change_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := ok[notice.Notice](t)(w.publish(t, "Nätet", nil))
		w.Stranger.Grants = append(w.Stranger.Grants, authz.Grant{Verb: notice.MayPublish, Reach: authz.Organisation, Of: w.Stranger.Org}, authz.Grant{Verb: notice.MayHold, Reach: authz.Organisation, Of: w.Stranger.Org})
		if _, err := w.Notice.Load(t.Context(), w.Stranger, n.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("load: %v", err)
		}
		if _, err := w.Notice.End(t.Context(), w.Stranger, n.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("end: %v", err)
		}
		if list, _, err := w.Notice.List(t.Context(), w.Stranger, notice.Filter{}); err != nil || len(list) != 0 {
			t.Errorf("list: %v %v", list, err)
		}
		if _, err := w.Notice.Running(t.Context(), w.Stranger, notice.Portal, notice.Reader{Org: w.Org.ID}); !errs.Is(err, errs.NotFound) {
			t.Errorf("running: %v", err)
		}
		if _, err := w.Notice.Save(t.Context(), w.Anna, notice.Input{Org: w.Org.ID, Kind: notice.Information, TitleSv: "Jag", Channels: notice.Ways(), Publish: true}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a user publishes: %v", err)
		}
	})
}
