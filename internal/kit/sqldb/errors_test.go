package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestErrorsOfPostgres(t *testing.T) {
	t.Parallel()
	pg := func(code string) error { return &pgconn.PgError{Severity: "ERROR", Code: code} }
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for name, c := range map[string]struct {
		err                 error
		unavailable, parted bool
		unknownAtCommit     bool
	}{
		"server_shut_down":         {pg("57P01"), true, true, true},
		"server_starts":            {pg("57P03"), true, true, true},
		"connection_refused":       {refused, true, true, true},
		"end_of_the_connection":    {io.ErrUnexpectedEOF, true, true, true},
		"standby":                  {pg("25006"), true, false, false},
		"transaction_stood_still":  {pg("25P03"), true, false, false},
		"too_many_connections":     {pg("53300"), true, false, false},
		"serialisation":            {pg("40001"), false, false, false},
		"unique":                   {pg("23505"), false, false, false},
		"wrong_statement":          {pg("42601"), false, false, false},
		"ended_before_it_was_sent": {sql.ErrTxDone, false, false, false},
		"time_is_up":               {context.DeadlineExceeded, true, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := fmt.Errorf("ticket.insert: %w", marked(c.err))
			if got := Unavailable(err); got != c.unavailable {
				t.Errorf("Unavailable: %v", got)
			}
			if got := parted(err); got != c.parted {
				t.Errorf("parted: %v", got)
			}
			at := fmt.Errorf("commit: %w", committing(marked(c.err)))
			if got := Unknown(at); got != c.unknownAtCommit {
				t.Errorf("Unknown at the commit: %v", got)
			}
			if Unknown(at) && (!Unavailable(at) || brokenOff(at)) {
				t.Error("what is unknown is not run again, and is not our mistake")
			}
		})
	}
	t.Run("an_upload_that_ends_early_is_no_fault_of_the_database", func(t *testing.T) {
		t.Parallel()
		if Unavailable(fmt.Errorf("read body: %w", io.ErrUnexpectedEOF)) {
			t.Error("taken for one")
		}
	})
}
