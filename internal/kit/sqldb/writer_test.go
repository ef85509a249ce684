package sqldb

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

func TestABatchThatRanOutOfTimeDoesNotStopTheNext(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "x.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	write := func(text string) error {
		return db.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
			_, err := tx.Exec(ctx, Q("test.any", text))
			return err
		})
	}
	if err := write("create table t (x integer)"); err != nil {
		t.Fatal(err)
	}
	db.writer.patience = 50 * time.Millisecond
	err = db.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
		<-time.After(100 * time.Millisecond) // The machine stands still.
		_, err := tx.Exec(ctx, Q("test.slow", "insert into t values (1)"))
		return err
	})
	if err == nil {
		t.Fatal("a batch beyond its time must fail")
	}
	db.writer.patience = time.Minute
	if err := write("insert into t values (2)"); err != nil {
		t.Fatalf("the next write: %v", err)
	}
	n, err := One(t.Context(), db, Q("test.count", "select count(*) from t"), Value[int64])
	if err != nil || n != 1 {
		t.Errorf("want the second row alone, got %d rows, %v", n, err)
	}
}
