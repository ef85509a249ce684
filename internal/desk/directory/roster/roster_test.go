package roster_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

type bench struct {
	*directorytest.World
	t   *testing.T
	svc *roster.Service
	by  authz.Actor
}

func setup(t *testing.T, env *dbtest.Env) *bench {
	w := directorytest.New(t, env.DB)
	return &bench{
		World: w, t: t, svc: roster.New(roster.Deps{DB: env.DB, Directory: w.Dir, Guardian: guardian.New(guardian.Deps{DB: env.DB, Events: w.Events})}),
		by: directorytest.InOrg(w.Person("Ivar Import"), roster.Run, directory.PersonRead),
	}
}

func (b *bench) plan(file string, o roster.Options) roster.Plan {
	b.t.Helper()
	p, err := b.svc.Plan(b.t.Context(), b.by, b.Org.ID, []byte(file), o)
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

func (b *bench) run(file string, o roster.Options) roster.Plan {
	b.t.Helper()
	p, err := b.svc.Apply(b.t.Context(), b.by, b.Org.ID, []byte(file), o, b.plan(file, o).Digest)
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

// person finds somebody by the register's id, protected or not, ended or not.
func (b *bench) person(id string) directory.Person {
	b.t.Helper()
	for _, ended := range []bool{false, true} {
		page, err := b.Dir.People(b.t.Context(), directorytest.System(), directory.PersonFilter{Org: b.Org.ID, Ended: ended, Limit: 200})
		if err != nil {
			b.t.Fatal(err)
		}
		for _, p := range page.People {
			if p.ExternalID == id {
				return p
			}
		}
	}
	b.t.Fatalf("nobody has the id %s", id)
	return directory.Person{}
}

var people = roster.Options{Kind: roster.People}

func TestPeople(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		school := b.Unit("Norra skolan", 0)
		file := "Id;Förnamn;Efternamn;E-post;Kategori;Enhet;Användarnamn\n" +
			"1;Åsa;Öberg;asa@skola.example;Medarbetare;Norra skolan;asaobe\n" +
			"2;Olle;\"Berg; den äldre\";;elev;;\n" +
			"3;=cmd|' /C calc'!A0;Ek;+46@x;medarbetare;;\n"

		dry := b.plan(file, people)
		if dry.Counts[roster.Added] != 2 || dry.Counts[roster.Refused] != 1 || dry.Rows[2].Line != 4 || dry.Rows[2].Reasons[0].Column != "E-post" {
			t.Errorf("plan %+v", dry)
		}
		if page, err := b.Dir.People(t.Context(), directorytest.System(), directory.PersonFilter{}); err != nil || len(page.People) != 1 {
			t.Fatalf("a plan wrote something: %v, %v", page, err)
		}
		b.run(file, people)
		asa := b.person("1")
		if asa.Name() != "Åsa Öberg" || asa.Unit != school.ID || asa.Login != "asaobe" || b.person("2").Family != "Berg; den äldre" || b.person("2").Category != directory.Pupil {
			t.Errorf("%+v, %+v", asa, b.person("2"))
		}

		t.Run("the_same_file_again_changes_nothing", func(t *testing.T) {
			again := b.run(file, people)
			if again.Counts[roster.Unchanged] != 2 || again.Counts[roster.Added]+again.Counts[roster.Changed] != 0 || b.person("1").Version != asa.Version {
				t.Errorf("%+v", again.Counts)
			}
		})
		t.Run("a_change_is_told_with_old_and_new_and_leaves_columns_alone_that_the_file_lacks", func(t *testing.T) {
			file := "external_id,given,family,unit\n1,Åsa,Lind,\n"
			want := []directory.Change{{Field: "family", Old: "Öberg", New: "Lind"}, {Field: "unit", Old: "Norra skolan"}}
			if diff := cmp.Diff(want, b.plan(file, people).Rows[0].Changes); diff != "" {
				t.Error(diff)
			}
			b.run(file, people)
			if p := b.person("1"); p.Family != "Lind" || p.Unit != 0 || p.Email != "asa@skola.example" || p.Login != "asaobe" {
				t.Errorf("%+v", p)
			}
		})
		t.Run("a_plan_is_carried_out_as_shown_or_not_at_all", func(t *testing.T) {
			file := "id;förnamn;efternamn\n1;Åsa;Ny\n"
			digest := b.plan(file, people).Digest
			for name, other := range map[string]string{"another_file": "id;förnamn;efternamn\n1;Åsa;Annan\n"} {
				if _, err := b.svc.Apply(t.Context(), b.by, b.Org.ID, []byte(other), people, digest); !errs.Is(err, errs.Conflict) {
					t.Errorf("%s: %v", name, err)
				}
			}
			in := b.person("1").Input()
			in.Title = "Rektor"
			if _, err := b.Dir.ChangePerson(t.Context(), directorytest.System(), b.person("1").ID, b.person("1").Version, in); err != nil {
				t.Fatal(err)
			}
			if _, err := b.svc.Apply(t.Context(), b.by, b.Org.ID, []byte(file), people, digest); !errs.Is(err, errs.Conflict) {
				t.Errorf("another register: %v", err)
			}
			if b.person("1").Family != "Lind" {
				t.Error("something was written")
			}
		})
		t.Run("a_whole_file_ends_who_is_missing_but_nobody_made_by_hand", func(t *testing.T) {
			whole := roster.Options{Kind: roster.People, Whole: true}
			file := "id;förnamn;efternamn\n1;Åsa;Lind\n"
			if p := b.plan(file, whole); p.Counts[roster.Ended] != 1 || p.Rows[0].ID != "2" {
				t.Errorf("%+v", p)
			}
			b.run(file, whole)
			if b.person("2").Active || !b.person("1").Active || !b.person("").Active {
				t.Error("the wrong ones ended")
			}
			back := b.run("id;förnamn;efternamn\n2;Olle;Berg\n", people)
			if !b.person("2").Active || back.Counts[roster.Changed] != 1 {
				t.Errorf("%+v", back)
			}
		})
		t.Run("rows_are_refused_with_line_column_and_reason", func(t *testing.T) {
			b.Person("Hanna Hand", func(in *directory.PersonInput) { in.Login = "hand" })
			p := b.plan("id;förnamn;efternamn;kategori;användarnamn;enhet\n"+
				";Utan;Id;;;\n"+
				"10;A;B;präst;;\n"+
				"11;A;B;;hand;\n"+
				"12;A;B;;ny;\n"+
				"12;A;B;;ny2;\n"+
				"13;A;B;;ny;\n"+
				"14;A;B;;;Månen\n"+
				"15;A;B\n"+
				"\n"+
				"16;;;;;\n", people)
			got := map[int]string{}
			for _, r := range p.Rows {
				for _, why := range r.Reasons {
					got[r.Line] += why.Column + ":" + why.Key + " "
				}
			}
			want := map[int]string{
				2: "id:field.required ", 3: "kategori:import.row.unknown ", 4: "användarnamn:person.login.taken ",
				6: "id:import.row.twice ", 7: "användarnamn:import.row.twice ", 8: "enhet:import.row.unknown ", 9: ":import.row.width ",
				11: "förnamn:person.name.required ",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	})
}

func TestProtectedPeopleInFiles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		var told []directory.PersonID
		b.Events.On(directory.PersonWasHidden, hears(&told))
		b.run("id;förnamn;efternamn;skyddad\n1;Sara;Skyddad;ja\n2;Otto;Öppen;\n", people)
		if !b.person("1").Protected || b.person("2").Protected {
			t.Fatal("the mark was not taken up")
		}
		log, err := audit.List(t.Context(), env.DB, directorytest.System(), audit.Filter{What: audit.PersonProtect})
		if err != nil || len(log) != 1 {
			t.Errorf("security log: %v, %v", log, err)
		}

		b.run("id;förnamn;efternamn\n1;Sara;Ny\n2;Otto;Öppen\n", people)
		if p := b.person("1"); !p.Protected || p.Family != "Ny" {
			t.Errorf("a file without the column took the mark away: %+v", p)
		}
		b.run("id;förnamn;efternamn;skyddad\n1;Sara;Ny;\n2;Otto;Öppen;Sekretessmarkering\n", people)
		if !b.person("1").Protected || !b.person("2").Protected || len(told) != 1 || told[0] != b.person("2").ID {
			t.Errorf("an empty cell leaves things as they are, a mark hides at once: %v", told)
		}

		t.Run("a_plan_tells_nothing_about_protected_people", func(t *testing.T) {
			p := b.plan("id;förnamn;efternamn;titel\n1;Sara;Hemlig;Chef\n", people)
			if p.Hidden != 1 || len(p.Rows) != 0 || strings.Contains(fmt.Sprint(p), "Sara") {
				t.Errorf("%+v", p)
			}
		})
		t.Run("the_mark_is_taken_away_only_by_who_may_see_it", func(t *testing.T) {
			file := "id;förnamn;efternamn;skyddad\n1;Sara;Ny;nej\n"
			b.run(file, people)
			if !b.person("1").Protected {
				t.Error("somebody without the verb took it away")
			}
			b.by.Grants = append(b.by.Grants, authz.Grant{Verb: directory.PersonProtected, Reach: authz.Organisation, Of: int64(b.Org.ID)})
			b.run(file, people)
			if b.person("1").Protected {
				t.Error("somebody with the verb could not")
			}
		})
	})
}

func TestFilesAsTheyCome(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	plain := "Id;Förnamn;Efternamn\r\n7;Åsa;Öberg\r\n"
	ansi, err := charmap.Windows1252.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"utf_8": plain, "with_a_mark": "\xef\xbb\xbf" + plain, "windows_1252": ansi, "utf_16": wide,
		"commas": strings.ReplaceAll(plain, ";", ","), "tabs": strings.ReplaceAll(plain, ";", "\t"),
		"english_headers": "employee id;First name;Last name\n7;Åsa;Öberg\n", "other_spelling": "ID;FÖR-NAMN;efter_namn\n7;Åsa;Öberg\n",
	} {
		t.Run(name, func(t *testing.T) {
			if p := b.plan(file, people); p.Counts[roster.Added] != 1 || p.Rows[0].Name != "Åsa Öberg" || p.Rows[0].Line != 2 {
				t.Errorf("%+v", p)
			}
		})
	}
	for name, row := range map[string]struct{ file, key string }{
		"nothing":          {"", "import.empty"},
		"no_id":            {"förnamn;efternamn\nA;B\n", "import.header.missing"},
		"the_same_twice":   {"id;förnamn;tilltalsnamn;efternamn\n1;A;B;C\n", "import.header.twice"},
		"an_open_quote":    {"id;förnamn;efternamn\n1;\"A;B\n", "import.broken"},
		"a_quote_in_a_row": {"id;förnamn;efternamn\n1;A\"B;C\n", "import.broken"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.svc.Plan(t.Context(), b.by, b.Org.ID, []byte(row.file), people)
			if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), row.key) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("a_stranger_imports_nothing", func(t *testing.T) {
		other := b.Another("ekdal")
		if _, err := b.svc.Plan(t.Context(), b.by, other.Org.ID, []byte(plain), people); !errs.Is(err, errs.Forbidden) {
			t.Error(err)
		}
		if _, err := b.svc.Apply(t.Context(), directorytest.Actor(b.Person("Nils Nobody")), b.Org.ID, []byte(plain), people, ""); !errs.Is(err, errs.Forbidden) {
			t.Error(err)
		}
	})
}

func TestUnits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		units := roster.Options{Kind: roster.Units}
		file := "kod;namn;överordnad;plats;kst\n" +
			"N;Norra skolan;U;Norrgatan 1;4711\n" + // Before its parent.
			"U;Utbildning;;;\n" +
			"S;Södra skolan;U;Norrgatan 1;4712\n" +
			"X;Föräldralös;Z;;\n" +
			"Y;Under föräldralös;X;;\n" +
			"L;Cirkel;M;;\nM;Cirkel två;L;;\n"
		dry := b.plan(file, units)
		if dry.Counts[roster.Added] != 3 || dry.Counts[roster.Refused] != 4 {
			t.Errorf("%+v", dry)
		}
		if diff := cmp.Diff([]string{"Norrgatan 1", "4711", "4712"}, dry.NewPlaces); diff != "" {
			t.Error(diff)
		}
		b.run(file, units)
		tree := func() string {
			all, err := b.Dir.Units(t.Context(), directorytest.System(), b.Org.ID)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, u := range all {
				out = append(out, strings.Repeat(" ", strings.Count(u.Path, "/")-2)+u.Name)
			}
			return strings.Join(out, "\n")
		}
		if diff := cmp.Diff("Utbildning\n Norra skolan\n Södra skolan", tree()); diff != "" {
			t.Error(diff)
		}
		if again := b.run(file, units); again.Counts[roster.Unchanged] != 3 {
			t.Errorf("again: %+v", again)
		}
		t.Run("units_change_places_even_crosswise", func(t *testing.T) {
			b.run("kod;namn;överordnad\nN;Norra skolan;\nU;Utbildning;N\nS;Södra skolan;U\n", units)
			if diff := cmp.Diff("Norra skolan\n Utbildning\n  Södra skolan", tree()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("a_unit_does_not_go_below_itself", func(t *testing.T) {
			p := b.plan("kod;namn;överordnad\nN;Norra skolan;S\n", units)
			if p.Counts[roster.Refused] != 1 || p.Rows[0].Reasons[0].Key != "import.row.loop" {
				t.Errorf("%+v", p)
			}
		})
		t.Run("a_whole_file_ends_the_rest", func(t *testing.T) {
			b.run("kod;namn;överordnad\nN;Norra skolan;\nU;Utbildning;N\n", roster.Options{Kind: roster.Units, Whole: true})
			if diff := cmp.Diff("Norra skolan\n Utbildning", tree()); diff != "" {
				t.Error(diff)
			}
		})
	})
}

// TestManyPeople takes a file over several transactions: LOTSEN_BIG=1 makes it 100,000 people.
func TestManyPeople(t *testing.T) {
	t.Parallel()
	many := 2_000
	if os.Getenv("LOTSEN_BIG") != "" {
		many = 100_000
	}
	b := setup(t, dbtest.SQLite(t))
	var file strings.Builder
	file.WriteString("id;förnamn;efternamn;e-post;användarnamn;mobil\n")
	for i := range many {
		fmt.Fprintf(&file, "p%d;Anna%d;Berg%d;p%d@skola.example;user%d;070-%07d\n", i, i%300, i%700, i, i, i)
	}
	if p := b.run(file.String(), people); p.Counts[roster.Added] != many {
		t.Errorf("%+v", p.Counts)
	}
	if p := b.plan(file.String(), people); p.Counts[roster.Unchanged] != many {
		t.Errorf("%+v", p.Counts)
	}
}

// hears notes the people of an event.
func hears(told *[]directory.PersonID) event.Subscriber {
	return func(_ context.Context, _ *sqldb.Tx, _ authz.Actor, e event.Event) error {
		*told = append(*told, directory.PersonID(e.Stream))
		return nil
	}
}
