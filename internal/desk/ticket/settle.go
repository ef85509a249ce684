package ticket

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
)

// settle notes, with the request's key, which ticket the request came to and which version it made of it.
func settle(ctx context.Context, tx *sqldb.Tx, t *Ticket) error {
	return once.Settle(ctx, tx, fmt.Sprintf("%s %d", t.ID, t.Version))
}

// ParseSettled reads what a request came to that died before it could answer.
func ParseSettled(note string) (id ID, version int64, err error) {
	ref, made, _ := strings.Cut(note, " ")
	id, ok := ParseID(ref)
	if !ok {
		return 0, 0, fmt.Errorf("settled request %q names no case", note)
	}
	if made == "" {
		return id, 0, nil // Noted by an older version.
	}
	if version, err = strconv.ParseInt(made, 10, 64); err != nil {
		return 0, 0, fmt.Errorf("settled request %q: %w", note, err)
	}
	return id, version, nil
}
