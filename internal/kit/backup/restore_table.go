package backup

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"

	"lotsen/internal/kit/schema"
)

// loading is a table that is being filled. Its columns stand in the archive's order.
type loading struct {
	table   schema.Table
	columns []schema.Column
	parts   int
	rows    int64
	hash    hash.Hash
}

func newLoading(t schema.Table, l tableLayout) (*loading, error) {
	out := &loading{table: t, hash: sha256.New()}
	for _, c := range l.Columns {
		i := slices.IndexFunc(t.Columns, func(have schema.Column) bool { return have.Name == c.Name })
		if i < 0 || kindInFile(t.Columns[i].Kind) != kindInFile(c.Kind) {
			return nil, fmt.Errorf("%w: column %s of table %s does not fit", ErrArchive, c.Name, t.Name)
		}
		out.columns = append(out.columns, t.Columns[i])
	}
	if len(l.Columns) != len(t.Columns) {
		return nil, fmt.Errorf("%w: table %s has %d columns, the schema has %d", ErrArchive, t.Name, len(l.Columns), len(t.Columns))
	}
	return out, nil
}

func kindInFile(k schema.Kind) schema.Kind {
	if k == schema.Bool {
		return schema.Int
	}
	return k
}

func (l *loading) sum() TableSum {
	return TableSum{Rows: l.rows, SHA256: hex.EncodeToString(l.hash.Sum(nil))}
}

// read loads one part of the table.
func (l *loading) read(ctx context.Context, to loader, in io.Reader) error {
	l.parts++
	hashed := io.TeeReader(in, l.hash)
	lines := json.NewDecoder(hashed)
	lines.UseNumber()
	next := func() ([]any, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var line []any
		if err := lines.Decode(&line); err != nil {
			if errors.Is(err, io.EOF) {
				return nil, io.EOF
			}
			return nil, fmt.Errorf("%w: table %s: %w", ErrArchive, l.table.Name, err)
		}
		l.rows++
		return l.values(line)
	}
	if err := to.rows(ctx, l, next); err != nil {
		return fmt.Errorf("restore: table %s: %w", l.table.Name, err)
	}
	// The decoder may have stopped before white space at the end, which belongs to the sum.
	if _, err := io.Copy(io.Discard, hashed); err != nil {
		return fmt.Errorf("%w: table %s: %w", ErrArchive, l.table.Name, err)
	}
	return nil
}

// values turns a line into what the target's columns take.
func (l *loading) values(line []any) ([]any, error) {
	if len(line) != len(l.columns) {
		return nil, fmt.Errorf("%w: row %d has %d values", ErrArchive, l.rows, len(line))
	}
	for i, v := range line {
		if v == nil {
			continue
		}
		value, err := valueOf(l.columns[i].Kind, v)
		if err != nil {
			return nil, fmt.Errorf("%w: row %d, column %s: %w", ErrArchive, l.rows, l.columns[i].Name, err)
		}
		line[i] = value
	}
	return line, nil
}

func valueOf(kind schema.Kind, v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		if kind == schema.Real {
			return v.Float64()
		}
		n, err := v.Int64()
		if kind == schema.Bool {
			return n != 0, err
		}
		if kind != schema.Int {
			return nil, errors.New("a number does not fit")
		}
		return n, err
	case string:
		if kind == schema.Blob {
			return base64.StdEncoding.DecodeString(v)
		}
		if kind == schema.Text {
			return v, nil
		}
	}
	return nil, fmt.Errorf("a %T does not fit", v)
}
