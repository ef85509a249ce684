package textindex_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	_ "modernc.org/sqlite"             // the SQLite driver

	"lotsen/internal/kit/textindex"
	"lotsen/internal/testkit/shared"
)

// engine is a full text index on one connection of a real database.
type engine struct {
	conn         *sql.Conn
	insert, find string
	render       func([]textindex.Term) string
}

// eachEngine runs a test on SQLite and, when LOTSEN_TEST_PG names a server, on PostgreSQL.
func eachEngine(t *testing.T, test func(*testing.T, engine)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		e := engine{
			conn: connect(t, "sqlite", ":memory:"), render: textindex.FTS5,
			insert: "insert into doc (rowid, body) values ($1, $2)",
			find:   "select rowid from doc where doc match $1 order by rowid",
		}
		e.exec(t, `create virtual table doc using fts5(body, tokenize="ascii", content='', prefix='2 3')`)
		test(t, e)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		url := os.Getenv("LOTSEN_TEST_PG")
		if url == "" {
			t.Skip("LOTSEN_TEST_PG names no PostgreSQL")
		}
		e := engine{
			conn: connect(t, "pgx", url), render: textindex.TSQuery,
			insert: "insert into doc (id, body) values ($1, $2::tsvector)",
			find:   "select id from doc where body @@ $1::tsquery order by id",
		}
		e.exec(t, "create temporary table doc (id bigint primary key, body tsvector not null)")
		test(t, e)
	})
}

func connect(t *testing.T, driver, url string) *sql.Conn {
	t.Helper()
	db, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func (e engine) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := e.conn.ExecContext(context.Background(), query, args...); err != nil {
		t.Fatalf("%s %q: %v", query, args, err)
	}
}

func (e engine) index(t *testing.T, id int, text string) {
	t.Helper()
	e.exec(t, e.insert, id, textindex.Document(text))
}

func (e engine) hits(t *testing.T, question string) map[int]bool {
	t.Helper()
	out := map[int]bool{}
	query := e.render(textindex.Query(question))
	if query == "" {
		return out
	}
	rows, err := e.conn.QueryContext(context.Background(), e.find, query)
	if err != nil {
		t.Fatalf("find %q by %q: %v", question, query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		out[id] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestNaughty_strings_are_indexed_and_found_by_themselves(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile(filepath.Join(shared.Dir(t), "naughty-strings", "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	if err := json.Unmarshal(file, &texts); err != nil {
		t.Fatal(err)
	}
	eachEngine(t, func(t *testing.T, e engine) {
		visible := 0
		for i, text := range texts {
			holds(t, text)
			e.index(t, i, "Ärende om "+text+" från portalen")
		}
		for i, text := range texts {
			if len(textindex.Query(text)) == 0 {
				if strings.Trim(text, invisible) != "" {
					t.Errorf("nothing to find %q by", text)
				}
				continue
			}
			visible++
			if !e.hits(t, text)[i] {
				t.Errorf("%q is not found by itself", text)
			}
		}
		if visible < 470 {
			t.Errorf("only %d of %d can be looked for", visible, len(texts))
		}
	})
}

const invisible = " \u1680\u180e\u200b\u3000\ufeff"

func TestQuestions_find_what_people_mean(t *testing.T) {
	t.Parallel()
	documents := []string{
		"Lösenordet har gått ut för Åsa Öhman",
		"Skrivarkön på plan 2 står still, se L-100042",
		"Asa och ohm är andra ord",
		"Datorerna i sal B12 startar inte. Kontakt: anna.berg@skola.se",
		"Åtkomst till G: saknas; 10.1.2.3 svarar inte",
	}
	cases := []struct{ question, want string }{
		{"lösenord", "0"},
		{"LÖSENORDEN", "0"},
		{"lösen", "0"},
		{"åsa", "0"},
		{"asa", "2"},
		{"A\u030asa", "0"},
		{"skrivarkö", "1"},
		{"L-100042", "1"},
		{"l100042", "1"},
		{"100042", "1"},
		{"L-1000", "1"},
		{"dator", "3"},
		{"datorn b12", "3"},
		{"anna.berg@skola.se", "3"},
		{"anna.berg@sk", "3"},
		{"berg skola", "3"},
		{"10.1.2.3", "4"},
		{"hur är det med skrivarkön", "1"},
		{"lösenord skrivarkö", ""},
		{"saknas inte", "4"},
		{`" OR body:x* NEAR(' & ! <->`, ""},
	}
	eachEngine(t, func(t *testing.T, e engine) {
		for i, d := range documents {
			e.index(t, i, d)
		}
		for _, c := range cases {
			hits := e.hits(t, c.question)
			var got []string
			for i := range documents {
				if hits[i] {
					got = append(got, fmt.Sprint(i))
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%q finds %q, want %q", c.question, got, c.want)
			}
		}
	})
}
