package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// maxShared bounds how many waiting writes share one commit.
const maxShared = 128

// batchTime is how long a batch may take. It only runs out when the machine stands still.
const batchTime = time.Minute

// maxWaiting bounds the writes that wait for the writer: beyond it a write is refused at once, because a queue that
// grows faster than it is worked off ends in memory and deadlines alone.
const maxWaiting = 1024

// errWriterBusy is what such a write gets; Unavailable knows it.
var errWriterBusy = errors.New("sqldb: too many writes wait")

// errWriterStopped is what a write gets after Close.
var errWriterStopped = errors.New("sqldb: the database is closed")

// writer is SQLite's only writing connection. One goroutine drains waiting closures into one transaction, a savepoint
// each, so that many callers share the cost of one flush to disk.
type writer struct {
	db    *DB
	conn  *sql.Conn
	ready *stmtCache
	queue chan *writeRequest
	quit  chan struct{}
	done  chan struct{}
	// asked are questions about the file that only this connection can answer.
	asked chan chan<- int64
	// patience is batchTime, but for tests.
	patience time.Duration
	// waiting are the writes handed in and not yet done.
	waiting atomic.Int64
	most    int64
}

type writeRequest struct {
	ctx   context.Context
	fn    func(ctx context.Context, tx *Tx) error
	tx    *Tx
	err   error
	panic any
	done  chan struct{}
}

func startWriter(ctx context.Context, db *DB) (*writer, error) {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{
		db: db, conn: conn, ready: newStmtCache(conn), queue: make(chan *writeRequest, maxShared), quit: make(chan struct{}), done: make(chan struct{}),
		asked: make(chan chan<- int64), patience: batchTime, most: maxWaiting,
	}
	go w.loop()
	return w, nil
}

func (w *writer) do(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	defer w.waiting.Add(-1)
	if w.waiting.Add(1) > w.most {
		return errWriterBusy
	}
	r := &writeRequest{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case <-w.quit:
		return errWriterStopped
	case <-ctx.Done():
		return fmt.Errorf("wait for the writer: %w", ctx.Err())
	case w.queue <- r:
	}
	select {
	case <-r.done:
	case <-w.done:
		select {
		case <-r.done:
		default:
			return errWriterStopped
		}
	}
	if r.panic != nil {
		panic(r.panic)
	}
	if r.err == nil {
		r.tx.committed()
	}
	return r.err
}

func (w *writer) stop() {
	close(w.quit)
	<-w.done
	w.ready.close()
	_ = w.conn.Close() // Hands the connection back to the pool that is closed next.
}

func (w *writer) loop() {
	defer close(w.done)
	batch := make([]*writeRequest, 0, maxShared)
	for {
		batch = batch[:0]
		select {
		case r := <-w.queue:
			batch = append(batch, r)
		case answer := <-w.asked:
			answer <- w.version()
			continue
		case <-w.quit:
			w.drain(batch)
			return
		}
		w.drain(batch)
	}
}

// drain runs a first request and whatever else is waiting by then.
func (w *writer) drain(batch []*writeRequest) {
	for len(batch) < maxShared {
		select {
		case r := <-w.queue:
			batch = append(batch, r)
			continue
		default:
		}
		break
	}
	if len(batch) == 0 {
		return
	}
	w.commit(batch)
	for _, r := range batch {
		close(r.done)
	}
}

// commit runs the batch in one transaction. A request that fails is rolled back alone; when the transaction itself
// fails, all of them fail, and none has happened.
func (w *writer) commit(batch []*writeRequest) {
	ctx, cancel := context.WithTimeout(context.Background(), w.patience) //nolint:forbidigo // The batch outlives any one request.
	defer cancel()
	if err := w.exec(ctx, "begin immediate"); err != nil {
		w.rollBack() // Should an earlier end have gone wrong, the next batch finds the connection clean.
		failAll(batch, fmt.Errorf("begin: %w", err))
		return
	}
	shared := batch
	if len(batch) == 1 {
		// Nobody shares the transaction, so it is undone whole: a savepoint would be two statements for nothing.
		r := batch[0]
		if w.call(r); r.err != nil || r.panic != nil {
			w.rollBack()
			return
		}
		shared = nil
	}
	for _, r := range shared {
		if err := w.run(ctx, r); err != nil {
			w.rollBack()
			failAll(batch, err)
			return
		}
	}
	if err := w.exec(ctx, "commit"); err != nil {
		w.rollBack()
		failAll(batch, fmt.Errorf("commit: %w", err))
	}
}

// rollBack ends a transaction that went wrong, with time of its own: the batch's may be what ran out, and a transaction
// left open would stop every write after it. SQLite may have rolled back by itself; then this does nothing.
func (w *writer) rollBack() {
	ctx, cancel := context.WithTimeout(context.Background(), batchTime) //nolint:forbidigo // Nobody's request.
	defer cancel()
	_, _ = w.conn.ExecContext(ctx, "rollback") // The first error counts.
}

// version is SQLite's data_version as this connection sees it: it moves when another connection commits, and only then.
// All of this process's writes go through this connection, so a move is always somebody else's doing. 0 for a failure.
func (w *writer) version() int64 {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) //nolint:forbidigo // Nobody's request.
	defer cancel()
	var v int64
	if err := w.conn.QueryRowContext(ctx, "pragma data_version").Scan(&v); err != nil {
		return 0
	}
	return v
}

// seen asks the writer for version.
func (w *writer) seen(ctx context.Context) (int64, error) {
	answer := make(chan int64, 1)
	select {
	case w.asked <- answer:
		return <-answer, nil
	case <-w.done:
		return 0, errWriterStopped
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// run runs one request behind a savepoint. It returns an error only when the whole transaction is lost.
func (w *writer) run(ctx context.Context, r *writeRequest) error {
	if err := w.exec(ctx, "savepoint r"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	w.call(r)
	if r.err != nil || r.panic != nil {
		if err := w.exec(ctx, "rollback to r"); err != nil {
			return fmt.Errorf("roll back one write: %w", errors.Join(r.err, err))
		}
	}
	if err := w.exec(ctx, "release r"); err != nil {
		return fmt.Errorf("release: %w", err)
	}
	return nil
}

func (w *writer) call(r *writeRequest) {
	if r.err = r.ctx.Err(); r.err != nil {
		return
	}
	r.tx = &Tx{db: w.db, on: w.conn, ready: w.ready, now: w.db.clock.Now()}
	defer func() { r.panic = recover() }()
	r.err = r.fn(inWrite(r.ctx), r.tx)
}

func (w *writer) exec(ctx context.Context, text string) error {
	stmt, err := w.ready.get(ctx, text)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx)
	return err
}

// failAll gives err to every request that had not failed for a reason of its own.
func failAll(batch []*writeRequest, err error) {
	for _, r := range batch {
		if r.err == nil {
			r.err = err
		}
	}
}
