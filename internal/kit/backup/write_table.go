package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"lotsen/internal/kit/schema"
	"lotsen/internal/kit/sqldb"
)

// table writes a table's rows in the order of its key, the same on both engines.
func (w *writer) table(ctx context.Context, q sqldb.Querier, t schema.Table) (TableSum, error) {
	var part bytes.Buffer
	parts, sum, hash := 0, TableSum{}, sha256.New()
	flush := func() error {
		parts++
		hash.Write(part.Bytes())
		err := w.add(fmt.Sprintf("%s%s/%06d.jsonl", tableDir, t.Name, parts), part.Bytes())
		part.Reset()
		return err
	}
	values, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range values {
		into[i] = &values[i]
	}
	err := sqldb.Each(ctx, q, selectAll(t, w.db.Dialect()), func(r sqldb.Row) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		if err := addLine(&part, t, values); err != nil {
			return err
		}
		sum.Rows++
		if part.Len() >= partSize {
			return flush()
		}
		return nil
	})
	if err == nil && part.Len() > 0 {
		err = flush()
	}
	if err != nil {
		return TableSum{}, err
	}
	sum.SHA256 = hex.EncodeToString(hash.Sum(nil))
	if t.Numbered {
		sum.Last, err = lastNumber(ctx, q, w.db.Dialect(), t)
	}
	return sum, err
}

func selectAll(t schema.Table, d sqldb.Dialect) sqldb.Stmt {
	var columns, order []string
	texts := map[string]bool{}
	for _, c := range t.Columns {
		columns = append(columns, schema.Quote(c.Name))
		texts[c.Name] = c.Kind == schema.Text
	}
	for _, key := range t.Key {
		by := schema.Quote(key)
		if texts[key] && d == sqldb.Postgres {
			by += ` collate "C"` // By bytes, as SQLite does.
		}
		order = append(order, by)
	}
	return sqldb.Q("backup.table", "select "+strings.Join(columns, ", ")+" from "+schema.Quote(t.Name)+" order by "+strings.Join(order, ", "))
}

// addLine writes one row as a JSON array.
func addLine(to *bytes.Buffer, t schema.Table, values []any) error {
	line := make([]any, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case bool:
			line[i] = 0
			if v {
				line[i] = 1
			}
		case []byte:
			if t.Columns[i].Kind == schema.Text {
				line[i] = string(v)
			} else {
				line[i] = base64.StdEncoding.EncodeToString(v)
			}
		case string:
			if !utf8.ValidString(v) {
				// JSON would replace bytes without a word.
				return fmt.Errorf("row with key %v: column %s is not valid UTF-8", values[0], t.Columns[i].Name)
			}
			line[i] = v
		default:
			line[i] = v
		}
	}
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(line)
}

// lastNumber is the highest number drawn so far, also for a row that is gone or not yet committed.
func lastNumber(ctx context.Context, q sqldb.Querier, d sqldb.Dialect, t schema.Table) (int64, error) {
	if d == sqldb.Postgres {
		return sqldb.One(ctx, q, pgLast, sqldb.Value[int64], t.Name, t.Key[0])
	}
	return sqldb.One(ctx, q, liteLast, sqldb.Value[int64], t.Name)
}
