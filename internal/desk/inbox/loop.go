package inbox

import (
	"context"

	"lotsen/internal/kit/sqldb"
)

// loop records our own mail that came back, and what has been through too many servers: two systems must not wake each
// other.
func (t *taking) loop(context.Context, *sqldb.Tx) (bool, error) {
	if t.mail.Machine.Kind != Loop {
		return false, nil
	}
	t.record(ReasonLoop)
	return true, nil
}
