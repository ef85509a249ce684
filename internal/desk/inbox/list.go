package inbox

import (
	"context"

	"lotsen/internal/kit/sqldb"
)

// list records what goes to many and answers no case of ours.
func (t *taking) list(context.Context, *sqldb.Tx) (bool, error) {
	if t.mail.Machine.Kind != List {
		return false, nil
	}
	t.record(ReasonList)
	return true, nil
}
