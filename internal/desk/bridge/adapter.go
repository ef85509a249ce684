package bridge

import (
	"context"
	"errors"
	"time"
)

// Adapter speaks one system of unified communication. An installation has one for each kind of bridge.
type Adapter interface {
	// Hear checks that a call is genuine and meant for the bridge, and reads what it says. Authorization is that header
	// of the call. Errors: NotGenuine for a call that is to be refused; any other for one that is to come again.
	Hear(ctx context.Context, b *Bridge, authorization string, body []byte) (Heard, error)
	// Login is the name that the writer of a talk logs in with there; "" when the system does not tell.
	Login(ctx context.Context, b *Bridge, t *Talk) (string, error)
	// Say delivers words and returns their name there. Errors: Refused for words that will never be taken, Later for a
	// system that says when to come again; any other is tried again.
	Say(ctx context.Context, b *Bridge, t *Talk, w Words) (string, error)
	// Try reports whether the system knows us.
	Try(ctx context.Context, b *Bridge) error
}

// Heard is what a call says, in words that no system owns. Names and numbers are the other system's.
type Heard struct {
	ID        string // Of this word; the same again is the same word.
	Talk      string // Where it was written.
	Service   string // Where that is answered.
	Writer    string
	Directory string // The writer in the organisation's register of people.
	Name      string // As the writer is shown there. It proves nothing.
	Us        string
	Private   bool // Nobody else reads that talk.
	Spoken    bool // Somebody wrote; else it is news of another sort, which changes nothing here.
	Text      string
	Files     []string // Names of files that stay there.
	English   bool
}

// Words is what is to be said.
type Words struct {
	ID   string // The same at every try.
	Text string
	// To is the word that is answered, "" for none.
	To string
}

// NotGenuine says why a call is refused: for the administrators' page, never for the caller.
type NotGenuine struct{ Why string }

func (e *NotGenuine) Error() string { return "bridge: not genuine: " + e.Why }

// Refused says that a system will not take words, however often they come.
type Refused struct{ Why string }

func (e *Refused) Error() string { return "bridge: refused: " + e.Why }

// Later says that a system wants to be left alone for a while.
type Later struct{ After time.Duration }

func (e *Later) Error() string { return "bridge: later, after " + e.After.String() }

func isRefused(err error) bool {
	var r *Refused
	return errors.As(err, &r)
}

func later(err error) (time.Duration, bool) {
	var l *Later
	if !errors.As(err, &l) {
		return 0, false
	}
	return min(max(l.After, time.Second), time.Hour), true
}
