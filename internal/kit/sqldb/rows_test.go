package sqldb_test

import (
	"testing"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

func TestMany_rows_travel_in_one_argument(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		type pair struct {
			Key  int64  `json:"key"`
			Text string `json:"text"`
			None *int64 `json:"none"`
		}
		raw, err := sqldb.Rows([]pair{{Key: 1 << 53, Text: `å "b" ?`}, {Key: 2}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := sqldb.All(t.Context(), env.DB, sqldb.Q("test.rows", `
			select cast(r.value ->> 'key' as bigint), r.value ->> 'text' from {{rows $1}} where cast(r.value ->> 'none' as bigint) is null order by 1 desc`),
			func(r sqldb.Row) (pair, error) {
				var p pair
				return p, r.Scan(&p.Key, &p.Text)
			}, raw)
		if err != nil || len(got) != 2 || got[0] != (pair{Key: 1 << 53, Text: `å "b" ?`}) {
			t.Errorf("%+v, %v", got, err)
		}
		if raw, err = sqldb.Rows[pair](nil); err != nil || raw != "[]" {
			t.Errorf("nothing is %s, %v", raw, err)
		}
	})
}
