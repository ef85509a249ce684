package inbox

import (
	"context"
	"fmt"

	"lotsen/internal/kit/sqldb"
)

// filter looks at a mail for one thing. Done says that the mail has found its place; otherwise the next one looks.
type filter struct {
	name string
	look func(t *taking, ctx context.Context, tx *sqldb.Tx) (done bool, err error)
}

// chain is everything that is looked at, in this order: first what must never reach a case, then what belongs to one,
// then what opens one. Each filter is a file of its own.
var chain = []filter{
	{"sender", (*taking).sender},         // who.go: whom the address belongs to, and how sure that is
	{"spam", (*taking).spam},             // spam.go: what the mail gateway says
	{"loop", (*taking).loop},             // loop.go: our own mail coming back
	{"bounce", (*taking).bounce},         // bounce.go: mail of ours that did not arrive
	{"monitoring", (*taking).monitoring}, // monitoring.go: alarms
	{"notice", (*taking).notice},         // notice.go: absences, receipts
	{"partner", (*taking).partner},       // partner.go: whoever has a case in hand answers
	{"reply", (*taking).reply},           // thread.go: the case that it answers or names
	{"list", (*taking).list},             // list.go: what goes to many
	{"repeat", (*taking).repeat},         // repeat.go: the same again
	{"new", (*taking).begin},             // open.go: a case of its own
}

// take lets each filter look until one has found the mail's place. The last one always does.
func (t *taking) take(ctx context.Context, tx *sqldb.Tx) error {
	t.tell()
	for _, f := range chain {
		done, err := f.look(t, ctx, tx)
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		if done {
			break
		}
	}
	return t.prove(ctx, tx)
}
