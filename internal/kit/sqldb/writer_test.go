package sqldb

import (
	"context"
	"errors"
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

func TestWritesBeyondTheQueueAreRefusedAtOnce(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "x.db"), Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.writer.most = 3
	inside, leave, done := make(chan bool), make(chan bool), make(chan error, 3)
	go func() {
		done <- db.Write(t.Context(), func(context.Context, *Tx) error {
			inside <- true
			<-leave
			return nil
		})
	}()
	<-inside
	for range 2 {
		go func() { done <- db.Write(t.Context(), func(context.Context, *Tx) error { return nil }) }()
	}
	for db.WritesWaiting() < 3 {
		time.Sleep(time.Millisecond)
	}
	err = db.Write(t.Context(), func(context.Context, *Tx) error { return nil })
	if !errors.Is(err, errWriterBusy) || !Unavailable(err) {
		t.Errorf("a write too many: %v", err)
	}
	close(leave)
	for range 3 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if err := db.Write(t.Context(), func(context.Context, *Tx) error { return nil }); err != nil || db.WritesWaiting() != 0 {
		t.Errorf("afterwards: %v, %d wait", err, db.WritesWaiting())
	}
}
