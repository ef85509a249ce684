package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"lotsen/internal/kit/backup"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

type entry struct {
	header *tar.Header
	data   []byte
}

func unpack(t *testing.T, archive []byte) (out []entry) {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	in := tar.NewReader(zip)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, entry{h, data})
	}
}

func pack(t *testing.T, entries []entry) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	w := tar.NewWriter(zip)
	for _, e := range entries {
		h := *e.header
		h.Size = int64(len(e.data))
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func extra(name string, kind byte) entry {
	return entry{&tar.Header{Name: name, Typeflag: kind, Mode: 0o600, Linkname: map[bool]string{true: "/etc/passwd"}[kind != tar.TypeReg]}, nil}
}

func TestTamperedArchives(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		source, store := dbtest.SQLite(t), files(t)
		fill(t, source, tablesOf(t, source), store)
		archive, _ := write(t, source, store)
		find := func(es []entry, prefix string) int {
			return slices.IndexFunc(es, func(e entry) bool { return strings.HasPrefix(e.header.Name, prefix) })
		}
		insert := func(name string, kind byte) func([]entry) []entry {
			return func(es []entry) []entry { return slices.Insert(es, 1, extra(name, kind)) }
		}
		for name, tamper := range map[string]func([]entry) []entry{
			"path_upwards":  insert("../../../tmp/evil", tar.TypeReg),
			"path_in_blob":  insert("blob/../../../../tmp/evil", tar.TypeReg),
			"path_in_table": insert("table/../../evil/000001.jsonl", tar.TypeReg),
			"absolute_path": insert("/etc/cron.d/evil", tar.TypeReg),
			"unknown_table": insert("table/goose_db_version/000001.jsonl", tar.TypeReg),
			"symbolic_link": insert("blob/aa/"+strings.Repeat("a", 64), tar.TypeSymlink),
			"table_twice":   func(es []entry) []entry { i := find(es, "table/event/"); return slices.Insert(es, i, es[i]) },
			"table_cut": func(es []entry) []entry {
				i := find(es, "table/event/")
				es[i].data = es[i].data[:len(es[i].data)/2]
				return es
			},
			"table_missing": func(es []entry) []entry { i := find(es, "table/event/"); return slices.Delete(es, i, i+1) },
			"value_changed": func(es []entry) []entry {
				i := find(es, "table/event/")
				es[i].data = bytes.Replace(es[i].data, []byte("mörg"), []byte("morg"), 1)
				return es
			},
			"file_changed":       func(es []entry) []entry { i := find(es, "blob/"); es[i].data = []byte("evil"); return es },
			"file_missing":       func(es []entry) []entry { i := find(es, "blob/"); return slices.Delete(es, i, i+1) },
			"end_missing":        func(es []entry) []entry { return es[:len(es)-1] },
			"after_the_end":      func(es []entry) []entry { return append(es, extra("blob/aa/"+strings.Repeat("a", 64), tar.TypeReg)) },
			"something_else":     func(es []entry) []entry { return es[1:] },
			"reference_dangling": dangling,
		} {
			t.Run(name, func(t *testing.T) {
				err := restore(t, env, files(t), pack(t, tamper(unpack(t, archive))))
				if !errors.Is(err, backup.ErrArchive) {
					t.Errorf("want the archive refused, got %v", err)
				}
			})
		}
		t.Run("cut_off", func(t *testing.T) {
			if err := restore(t, env, files(t), archive[:len(archive)-100]); !errors.Is(err, backup.ErrArchive) {
				t.Errorf("want the archive refused, got %v", err)
			}
		})
		t.Run("newer", func(t *testing.T) {
			es := unpack(t, archive)
			es[0].data = bytes.Replace(es[0].data, []byte(`"schema": `), []byte(`"schema": 9`), 1)
			if err := restore(t, env, files(t), pack(t, es)); !errors.Is(err, backup.ErrNewer) {
				t.Errorf("want newer, got %v", err)
			}
		})
		if _, sum := write(t, env, files(t)); sum.Tables["event"].Rows+sum.Tables["organisation"].Rows != 0 {
			t.Errorf("a refused archive leaves no row: %+v", sum)
		}
		if err := restore(t, env, files(t), archive); err != nil {
			t.Errorf("and afterwards the whole one goes in: %v", err)
		}
	})
}

// dangling makes an archive that adds up, but in which rows point at a row that is not there.
func dangling(es []entry) []entry {
	var sum backup.Summary
	last := len(es) - 1
	if json.Unmarshal(es[last].data, &sum) != nil {
		return nil
	}
	i := slices.IndexFunc(es, func(e entry) bool { return strings.HasPrefix(e.header.Name, "table/organisation/") })
	sum.Tables["organisation"] = backup.TableSum{SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
	raw, err := json.Marshal(sum)
	if err != nil {
		return nil
	}
	es[last].data = raw
	return slices.Delete(es, i, i+1)
}

func TestMemoryDoesNotGrowWithData(t *testing.T) {
	t.Parallel()
	env, store := dbtest.SQLite(t), files(t)
	big := bytes.Repeat([]byte("0123456789abcdef"), 1<<20)
	ref, err := store.Put(t.Context(), bytes.NewReader(big), 0)
	if err != nil {
		t.Fatal(err)
	}
	rows := sqldb.Q("test.rows", `insert into event (kind, stream_id, pos, type, at, noted_at, payload)
		with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000) select 'x', i, 1, $1, 1, 1, $2 from n`)
	err = env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, rows, ref.SHA256, strings.Repeat("payload ", 100))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	largest := 0
	for _, e := range unpack(t, first(write(t, env, store))) {
		if strings.HasPrefix(e.header.Name, "table/") {
			largest = max(largest, len(e.data))
		}
	}
	if largest < 1<<20 || largest > 6<<20 {
		t.Errorf("16 MB of rows come in parts of some MB: the largest has %d bytes", largest)
	}
}

func first[A, B any](a A, _ B) A { return a }
