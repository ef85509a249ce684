package ss12000_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lotsen/internal/channel/ss12000"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/desk/directory/school"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/dbtest"
)

// register is a fake that gives two people a page.
type register struct {
	people  []map[string]any
	busy    atomic.Int32 // How often it asks for patience first.
	cut     string       // The path whose last page is cut off.
	circles bool
	refused bool
}

func (f *register) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/token" {
		fmt.Fprint(w, `{"access_token":"t0ken"}`)
		return
	}
	switch {
	case f.refused || r.Header.Get("Authorization") != "Bearer t0ken":
		w.WriteHeader(http.StatusUnauthorized)
		return
	case f.busy.Add(-1) >= 0:
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	case r.URL.Query().Get("pageToken") != "" && len(r.URL.Query()) > 1:
		w.WriteHeader(http.StatusBadRequest) // A token goes alone.
		return
	}
	all := f.people
	if r.URL.Path == "/organisations" {
		all = []map[string]any{
			{"id": "h", "displayName": "Exempelby kommun", "organisationType": "Huvudman"},
			{"id": "s", "displayName": "Lindskolan", "schoolUnitCode": "12345678", "parentOrganisation": map[string]any{"id": "h"}},
		}
	}
	var from int
	_, _ = fmt.Sscanf(r.URL.Query().Get("pageToken"), "p%d", &from)
	to := min(from+2, len(all))
	page := map[string]any{"data": all[from:to], "pageToken": nil}
	if to < len(all) {
		page["pageToken"] = fmt.Sprintf("p%d", to)
	} else if f.circles && len(all) > 2 {
		page["pageToken"] = "p2"
	}
	raw, _ := json.Marshal(page)
	if f.cut == r.URL.Path && to == len(all) {
		raw = raw[:len(raw)/2]
	}
	_, _ = w.Write(raw)
}

func pupil(id, name, number, marking string, adults ...string) map[string]any {
	var responsibles []map[string]any
	for _, a := range adults {
		who, relation, _ := strings.Cut(a, ":")
		responsibles = append(responsibles, map[string]any{"person": map[string]any{"id": who}, "relationType": relation})
	}
	return map[string]any{
		"id": id, "givenName": name, "familyName": "Vård", "civicNo": map[string]any{"value": number}, "securityMarking": marking, "personStatus": "Aktiv",
		"enrolments": []map[string]any{{"enroledAt": map[string]any{"id": "s"}, "schoolType": "FSK"}}, "responsibles": responsibles, "eduPersonPrincipalNames": []string{id + "@skola.example"},
	}
}

func adult(id, name string) map[string]any {
	return map[string]any{"id": id, "givenName": name, "familyName": "Vård", "personStatus": "Påhittad status"}
}

func TestA_register_of_schools_is_kept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		ctx := t.Context()
		f := &register{people: []map[string]any{
			pupil("e1", "Maja", "201205311234", "Ingen", "v1:Vårdnadshavare", "v2:Vårdnadshavare"), pupil("e2", "Nils", "20160161-1234", "Ingen", "v1:Kontaktperson", "v1:Fadder"),
			pupil("e3", "Siri", "201301011234", "Sekretessmarkering", "v2:Vårdnadshavare"), pupil("e4", "Olle", "201401011234", ""), adult("v1", "Gun"), adult("v2", "Per"), adult("l1", "Lärare"),
		}}
		server := httptest.NewServer(f)
		t.Cleanup(server.Close)
		var waited []time.Duration
		client := ss12000.New([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, func(_ context.Context, d time.Duration) error {
			waited = append(waited, d)
			return nil
		})
		w := directorytest.New(t, env.DB)
		hand := w.Person("Handlagd Utanför")
		guardians := guardian.New(guardian.Deps{DB: env.DB, Events: w.Events})
		svc, err := school.New(school.Deps{
			DB: env.DB, Roster: roster.New(roster.Deps{DB: env.DB, Directory: w.Dir, Guardian: guardians}), Reader: client, Secret: []byte("a secret of the installation"),
		})
		if err != nil {
			t.Fatal(err)
		}
		ada := directorytest.InOrg(w.Person("Ada Holm"), roster.Run, directory.PersonRead)
		source := school.Source{Org: w.Org.ID, Name: "Skolregistret", MostEnded: 30, Active: true, Access: school.Access{
			BaseURL: server.URL, Auth: school.ClientCredentials, Client: "lotsen", TokenURL: server.URL + "/token", Secret: "hemlig",
		}}
		stranger := directorytest.InOrg(w.Person("Främmande Gäst"), directory.PersonRead)
		if _, err := svc.Save(ctx, stranger, source); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger sets up: %v", err)
		}
		wrong := source
		wrong.Access.BaseURL = "http://169.254.169.254/latest"
		if _, err := svc.Save(ctx, ada, wrong); !errs.Is(err, errs.Invalid) {
			t.Errorf("an address inside: %v", err)
		}
		id, err := svc.Save(ctx, ada, source)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := svc.Get(ctx, stranger, id); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger sees it: %v", err)
		}
		if s, err := svc.Get(ctx, ada, id); err != nil || s.Access.Secret != "" || !s.HasSecret {
			t.Errorf("the secret is shown: %+v, %v", s.Access, err)
		}
		run := func(despite bool) school.Report {
			t.Helper()
			r, err := svc.Run(ctx, ada, id, despite)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		outcome := func(want string) {
			t.Helper()
			if s, err := svc.Get(ctx, ada, id); err != nil || s.Outcome != want {
				t.Errorf("the outcome is %q (%s), want %q; %v", s.Outcome, s.Report.Fault, want, err)
			}
		}
		people := func() map[string]directory.Person {
			t.Helper()
			out := map[string]directory.Person{}
			if err := directory.Registered(ctx, env.DB, w.Org.ID, func(p directory.Person) error {
				if p.Active {
					out[p.Given] = p
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return out
		}
		// A look changes nothing.
		if r, err := svc.Plan(ctx, ada, id); err != nil || r.Counts[roster.People][roster.Added] != 6 || len(people()) != 0 {
			t.Fatalf("the plan is %+v, %v; %d people", r, err, len(people()))
		}
		f.busy.Store(2)
		r := run(false)
		outcome(school.OK)
		if len(waited) != 2 || waited[0] != 7*time.Second {
			t.Errorf("told to wait, it waited %v", waited)
		}
		if r.Unknown["relationType Fadder"] != 1 || r.Unknown["personStatus Påhittad status"] == 0 {
			t.Errorf("unknown values are %v", r.Unknown)
		}
		now := people()
		if len(now) != 6 || !now["Siri"].Protected || now["Maja"].Unit == 0 || now["Maja"].Category != directory.Pupil || now["Gun"].Category != directory.Guardian || now["Lärare"].ID != 0 {
			t.Fatalf("the people are %+v", now)
		}
		children := func(name string) int {
			t.Helper()
			list, err := guardians.Children(ctx, authz.Actor{Person: int64(now[name].ID), Grants: []authz.Grant{{Verb: guardian.MaySpeak, Reach: authz.Own}}})
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if children("Gun") != 1 || children("Per") != 1 { // Siri is protected, Nils has a contact.
			t.Errorf("Gun speaks for %d, Per for %d", children("Gun"), children("Per"))
		}
		borns, err := guardian.BornIn(ctx, env.DB, w.Org.ID)
		if err != nil || borns[now["Maja"].ID] != "2012-05-31" || borns[now["Nils"].ID] != "2016-01-01" {
			t.Errorf("the birthdays are %v, %v", borns, err)
		}
		if again := run(false); again.Counts[roster.People][roster.Unchanged] != 6 || again.Counts[roster.Relations][roster.Added] != 0 {
			t.Errorf("the same again: %+v", again.Counts)
		}
		// What is not whole is nothing.
		whole := f.people
		f.people = whole[:1]
		for name, breaks := range map[string]func(bool){
			"cut off": func(on bool) {
				f.cut = ""
				if on {
					f.cut = "/persons"
				}
			},
			"in a circle": func(on bool) {
				if f.circles, f.people = on, whole[:1]; on {
					f.people = whole[:4]
				}
			},
			"refused": func(on bool) { f.refused = on },
		} {
			breaks(true)
			run(true)
			outcome(school.Failed)
			if len(people()) != 6 {
				t.Errorf("an answer that is %s ended people", name)
			}
			breaks(false)
		}
		// What would end too much waits for somebody's word; then it is done, and nobody else is touched.
		f.people = append(append([]map[string]any(nil), whole[0]), whole[4], whole[5])
		if r := run(false); r.Share != 50 || len(people()) != 6 {
			t.Errorf("half the people end: %+v", r)
		}
		outcome(school.Waits)
		run(true)
		outcome(school.OK)
		if left := people(); len(left) != 3 || left["Maja"].ID == 0 {
			t.Errorf("left are %v", left)
		}
		if p, err := directory.Load(ctx, env.DB, hand.ID); err != nil || !p.Active {
			t.Errorf("somebody whom no register knows has ended: %v", err)
		}
		// A mark that comes takes the relation's right at once.
		f.people[0] = pupil("e1", "Maja", "201205311234", "Skyddad folkbokföring", "v1:Vårdnadshavare", "v2:Vårdnadshavare")
		run(false)
		if children("Gun") != 0 {
			t.Error("a guardian speaks for a protected child")
		}
	})
}
