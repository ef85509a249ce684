package supplier_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// world is a desk with two suppliers, each with a technician.
type world struct {
	*tickettest.World
	s        *supplier.Service
	lea      authz.Actor // Keeps the register.
	eva      authz.Actor // Reads it and contributes.
	net, toy supplier.Supplier
	tomas    authz.Actor // Works for net.
	rut      authz.Actor // Works for toy.
	siv      authz.Actor // Keeps the register of the other organisation.
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: tickettest.New(t, env)}
		files, err := blob.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		w.s = supplier.New(supplier.Deps{DB: env.DB, Events: w.Events, Directory: w.Directory, Ticket: w.Ticket, Blobs: files})
		org := int64(w.Org.ID)
		w.lea = with(w.Lea, authz.Organisation, org, supplier.MayRead, supplier.MayContribute, supplier.MayWrite)
		w.eva = with(w.Eva, authz.Desk, int64(w.Desk.ID), supplier.MayRead, supplier.MayContribute)
		w.siv = with(w.Stranger, authz.Organisation, w.Stranger.Org, supplier.MayRead, supplier.MayContribute, supplier.MayWrite)
		w.net = ok[supplier.Supplier](t)(w.s.Add(t.Context(), w.lea, w.Org.ID, supplier.Input{Sort: supplier.Other, Name: "Nätdrift AB"}))
		w.toy = ok[supplier.Supplier](t)(w.s.Add(t.Context(), w.lea, w.Org.ID, supplier.Input{Sort: supplier.Product, Name: "Datorhuset AB"}))
		w.tomas, w.rut = worker(w, w.net.ID), worker(w, w.toy.ID)
		fn(t, w)
	})
}

func with(a authz.Actor, reach authz.Reach, of int64, verbs ...authz.Verb) authz.Actor {
	for _, v := range verbs {
		a.Grants = append(a.Grants, authz.Grant{Verb: v, Reach: reach, Of: of})
	}
	return a
}

func worker(w *world, of supplier.ID) authz.Actor {
	a := authz.Actor{Name: "Tekniker", Org: int64(w.Org.ID), Person: w.Bo.Person}
	return with(a, authz.Supplier, int64(of), supplier.MayRead, supplier.MayContribute, ticket.MayRead, ticket.MayWork)
}

func ok[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestThe_terms_say_how_a_case_is_handed_over(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		terms := ok[supplier.Terms](t)(supplier.AgreementOf(t.Context(), w.DB, w.net.ID))
		if terms.Way != supplier.ByPortal || terms.Report != 8*time.Hour || terms.Agreed || terms.Through != 0 {
			t.Errorf("without an agreement: %+v", terms)
		}
		must(t, w.s.Agree(t.Context(), w.lea, w.net.ID, supplier.Agreement{Way: supplier.ByMail, Address: "support@natdrift.example", Minutes: 240, Shows: []string{supplier.ShowName, supplier.ShowDevice}}))
		terms = ok[supplier.Terms](t)(supplier.AgreementOf(t.Context(), w.DB, w.net.ID))
		if terms.Way != supplier.ByMail || terms.Address != "support@natdrift.example" || terms.Report != 4*time.Hour || !terms.Agreed || !terms.MayShow(supplier.ShowDevice) || terms.MayShow(supplier.ShowTalk) {
			t.Errorf("with an agreement: %+v", terms)
		}
		gate := ok[supplier.Supplier](t)(w.s.Add(t.Context(), w.lea, w.Org.ID, supplier.Input{Sort: supplier.Gateway, Name: "GSIT 2.0"}))
		far := ok[supplier.Supplier](t)(w.s.Add(t.Context(), w.lea, w.Org.ID, supplier.Input{Sort: supplier.Central, Name: "Ekonomisystemet"}))
		terms = ok[supplier.Terms](t)(supplier.AgreementOf(t.Context(), w.DB, far.ID))
		if terms.Through != gate.ID || terms.IsGateway() {
			t.Errorf("a central supplier is reached through %d, want %d", terms.Through, gate.ID)
		}
		if _, err := supplier.AgreementOf(t.Context(), w.DB, 4711); !errs.Is(err, errs.NotFound) {
			t.Errorf("nobody has terms: %v", err)
		}
		err := w.s.Agree(t.Context(), w.lea, w.net.ID, supplier.Agreement{Way: supplier.ByAPI, Address: "http://x", Minutes: -1, From: "2026-02-01", To: "2026-01-01"})
		if n := len(errs.FieldsOf(err)); n != 3 {
			t.Errorf("%d fields are wrong, want 3: %v", n, err)
		}
	})
}

func TestStrangers_see_and_change_nothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		m := ok[supplier.Matter](t)(w.s.Open(t.Context(), w.eva, w.Org.ID, supplier.Deficiency, supplier.MatterInput{Supplier: w.net.ID, Title: "Tappar nätet"}))
		must(t, w.s.Upload(t.Context(), w.tomas, w.net.ID, supplier.ReportInput{Title: "Februari", Readers: supplier.DeskOnly, Name: "a.txt", Content: bytes.NewReader([]byte("hej"))}))
		must(t, w.s.SaveContact(t.Context(), w.tomas, w.net.ID, supplier.Contact{Name: "Jouren", Phone: "08-1"}))
		reports := ok[[]supplier.Report](t)(w.s.Reports(t.Context(), w.tomas, 0))
		if len(reports) != 1 {
			t.Fatalf("the supplier reads %d of its reports", len(reports))
		}
		grouped := with(w.Anna, authz.Group, int64(w.First.ID), supplier.MayRead, supplier.MayContribute, supplier.MayWrite)
		for name, by := range map[string]authz.Actor{"another supplier's": w.rut, "another organisation's": w.siv, "an employee": w.Anna, "of a group": grouped} {
			if all := ok[[]supplier.Supplier](t)(w.s.List(t.Context(), by, supplier.Filter{})); len(all) > 1 || len(all) == 1 && all[0].ID == w.net.ID {
				t.Errorf("%s lists %+v", name, all)
			}
			if all := ok[[]supplier.Matter](t)(w.s.Matters(t.Context(), by, supplier.MatterFilter{All: true})); len(all) > 0 {
				t.Errorf("%s reads matters %+v", name, all)
			}
			if all := ok[[]supplier.Report](t)(w.s.Reports(t.Context(), by, 0)); len(all) > 0 {
				t.Errorf("%s reads reports %+v", name, all)
			}
			if all := ok[[]supplier.Level](t)(w.s.Levels(t.Context(), by, w.Org.ID, "", 0)); len(all) > 0 {
				t.Errorf("%s reads levels %+v", name, all)
			}
			_, _, readErr := w.s.Read(t.Context(), by, reports[0].ID)
			for what, err := range map[string]error{
				"load":     second(w.s.Load(t.Context(), by, w.net.ID)),
				"contacts": second(w.s.Contacts(t.Context(), by, w.net.ID)),
				"workers":  second(w.s.Workers(t.Context(), by, w.net.ID)),
				"matter":   second(w.s.Matter(t.Context(), by, m.ID)),
				"report":   readErr,
				"agree":    w.s.Agree(t.Context(), by, w.net.ID, supplier.Agreement{Way: supplier.ByPortal}),
				"contact":  w.s.SaveContact(t.Context(), by, w.net.ID, supplier.Contact{Name: "X", Phone: "1"}),
				"change":   second(w.s.Change(t.Context(), by, w.net.ID, 0, supplier.Input{Sort: supplier.Other, Name: "X"})),
				"upload":   w.s.Upload(t.Context(), by, w.net.ID, supplier.ReportInput{Title: "X", Readers: supplier.DeskOnly, Content: bytes.NewReader(nil)}),
				"levels":   second(w.s.HandIn(t.Context(), by, w.net.ID, "2026-02", []supplier.Level{{Name: "a", Target: "1", Outcome: "1"}})),
				"answer":   second(w.s.Answer(t.Context(), by, m.ID, 0, "working", "")),
				"write":    second(w.s.ChangeMatter(t.Context(), by, m.ID, 0, supplier.MatterInput{Supplier: w.net.ID, Title: "X"})),
			} {
				if !errs.Is(err, errs.NotFound) {
					t.Errorf("%s, %s: %v", name, what, err)
				}
			}
			if _, err := w.s.Add(t.Context(), by, w.Org.ID, supplier.Input{Sort: supplier.Other, Name: "X"}); !errs.Is(err, errs.Forbidden) {
				t.Errorf("%s adds a supplier: %v", name, err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestA_supplier_contributes_what_is_its_own(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		m := ok[supplier.Matter](t)(w.s.Open(t.Context(), w.eva, w.Org.ID, supplier.Deficiency, supplier.MatterInput{Supplier: w.net.ID, Title: "Tappar nätet"}))
		m = ok[supplier.Matter](t)(w.s.Answer(t.Context(), w.tomas, m.ID, m.Version, "working", "Vi byter switch."))
		if m.State != "working" || m.Title != "Tappar nätet" {
			t.Errorf("answered: %+v", m)
		}
		if _, err := w.s.Answer(t.Context(), w.tomas, m.ID, 0, "accepted", ""); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("a supplier accepts its own correction: %v", err)
		}
		if _, err := w.s.Answer(t.Context(), w.tomas, m.ID, 1, "corrected", ""); !errs.Is(err, errs.Conflict) {
			t.Errorf("an answer to what has moved on: %v", err)
		}
		steps := ok[[]supplier.Step](t)(w.s.Steps(t.Context(), w.eva, &m))
		if len(steps) != 2 || steps[1].Comment != "Vi byter switch." || steps[1].State != "working" {
			t.Errorf("the steps are %+v", steps)
		}
		if _, err := w.s.Open(t.Context(), w.tomas, w.Org.ID, supplier.Deficiency, supplier.MatterInput{Supplier: w.net.ID, Title: "X"}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a supplier opens a deficiency: %v", err)
		}
		in := supplier.MatterInput{Supplier: w.toy.ID, Title: "30 datorer", Due: "2026-03-01", Reference: "F-1", Amount: 100, State: "announced"}
		ok[supplier.Matter](t)(w.s.Open(t.Context(), w.rut, 0, supplier.Delivery, in))
		in.Supplier = w.net.ID
		if _, err := w.s.Open(t.Context(), w.rut, w.Org.ID, supplier.Delivery, in); !errs.Is(err, errs.NotFound) {
			t.Errorf("a supplier delivers for another: %v", err)
		}
	})
}

func TestA_missed_level_proposes_one_action(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ok[supplier.Supplier](t)(w.s.Change(t.Context(), w.lea, w.net.ID, w.net.Version, supplier.Input{Sort: supplier.Other, Name: "Nätdrift AB", Owner: directory.PersonID(w.Eva.Person), Active: true}))
		levels := ok[[]supplier.Level](t)(supplier.ParseLevels([]byte("Servicenivå;Enhet;Mål;Utfall;Kommentar\nTillgänglighet;%;99,5;99,1;Fiberbrott\nSvarstid;min;<30;22;\n")))
		if len(levels) != 2 || levels[0].Met || !levels[1].Met {
			t.Fatalf("read %+v", levels)
		}
		for want := range []int{1, 0} {
			n := ok[int](t)(w.s.HandIn(t.Context(), w.tomas, w.net.ID, "2026-02", levels))
			if n != 1-want {
				t.Errorf("time %d proposed %d", want, n)
			}
		}
		list := ok[[]supplier.Matter](t)(w.s.Matters(t.Context(), w.eva, supplier.MatterFilter{Kind: supplier.Action}))
		if len(list) != 1 || list[0].State != "proposed" || list[0].Owner != directory.PersonID(w.Eva.Person) || list[0].Due != "2026-04-02" || list[0].Month != "2026-02" {
			t.Errorf("the actions are %+v", list)
		}
		if got := ok[[]supplier.Level](t)(w.s.Levels(t.Context(), w.eva, w.Org.ID, "2026-02", 0)); len(got) != 2 || got[0].SupplierName != "Nätdrift AB" {
			t.Errorf("the month is %+v", got)
		}
		if _, err := w.s.HandIn(t.Context(), w.tomas, w.net.ID, "2026-04", levels); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("a month ahead: %v", err)
		}
	})
}

func TestA_file_of_levels_says_which_lines_are_wrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 1, "level,target\na,1\n": 1, "level,target,outcome\na,1,kanske\n,1,1\nb,1,1\nb,1,1\n": 3,
	} {
		if _, err := supplier.ParseLevels([]byte(text)); len(errs.FieldsOf(err)) != want {
			t.Errorf("%q: %v", text, err)
		}
	}
	got, err := supplier.ParseLevels([]byte("level,target,outcome,met\nA,bra,ganska bra,no\n"))
	if err != nil || len(got) != 1 || got[0].Met {
		t.Errorf("words: %+v, %v", got, err)
	}
}

func TestThe_contact_list_flags_what_nobody_has_made_sure_of(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		var id ticket.ServiceID
		must(t, w.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			n, err := tx.Insert(ctx, sqldb.Q("test.service", `insert into service (org_id, code, name_sv, sort_key) values ($1, 'wifi', 'Trådlöst nätverk', $2) returning id`), int64(w.Org.ID), []byte("t"))
			id = ticket.ServiceID(n)
			return err
		}))
		overdue := func() bool {
			list := ok[[]supplier.ServiceContact](t)(w.s.ServiceContacts(t.Context(), w.eva, w.Org.ID))
			if len(list) != 1 {
				t.Fatalf("the list is %+v", list)
			}
			return list[0].Overdue(w.Clock.Now())
		}
		if !overdue() {
			t.Error("a service without a contact is not flagged")
		}
		if err := w.s.Verify(t.Context(), w.eva, id); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("nothing can be made sure of: %v", err)
		}
		must(t, w.s.SetServiceContact(t.Context(), w.eva, id, supplier.ContactInput{Supplier: w.net.ID}))
		if overdue() {
			t.Error("a new contact is flagged")
		}
		w.Clock.Advance(181 * 24 * time.Hour)
		if !overdue() {
			t.Error("an old contact is not flagged")
		}
		must(t, w.s.Verify(t.Context(), w.eva, id))
		if overdue() {
			t.Error("one made sure of is flagged")
		}
		if got := ok[supplier.ID](t)(supplier.ForService(t.Context(), w.DB, id)); got != w.net.ID {
			t.Errorf("cases go to %d", got)
		}
		for name, by := range map[string]authz.Actor{"a supplier": w.tomas, "a stranger": w.siv} {
			if err := w.s.Verify(t.Context(), by, id); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s verifies: %v", name, err)
			}
		}
	})
}
