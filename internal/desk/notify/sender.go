package notify

import (
	"context"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// LoopHeader marks our own mail, so that it is known when it comes back.
const LoopHeader = "X-Lotsen-Loop"

// headerID reports whether an id can stand in a header: those of mail that came to us are as strangers made them.
func headerID(id string) bool {
	return id != "" && len(id) < 500 && !strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' })
}

// Absolute is an address as it stands in a message: one of our own with the installation's before it.
func (s *Service) Absolute(address string) string {
	if strings.HasPrefix(address, "/") {
		return s.d.BaseURL + address
	}
	return address
}

// box is a desk's sender.
type box struct{ name, address string }

func (s *Service) mailbox(ctx context.Context, q sqldb.Querier, desk directory.DeskID) (box, error) {
	b, _, err := sqldb.Maybe(ctx, q, selectMailbox, func(r sqldb.Row) (box, error) {
		var b box
		return b, r.Scan(&b.name, sqldb.ScanText(&b.address))
	}, int64(desk))
	return b, err
}

func (b box) from(otherwise string) string {
	if b.address == "" {
		return b.name + "\n" + otherwise
	}
	return b.name + "\n" + b.address
}
