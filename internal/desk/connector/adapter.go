package connector

import (
	"context"
	"errors"
)

// Adapter has jobs done by one sort of system. An installation has one for each way.
type Adapter interface {
	// Check judges what is to be kept about a connector, before it is kept. Nothing is called.
	Check(to *To) error
	// Do has a job done, or hands it over. The same job may come again after a fault, and must then be done only once, or
	// in such a way that twice is like once. Errors: Refused, Broken; any other is tried again.
	Do(ctx context.Context, to *To, o *Order) (Answer, error)
	// Try reports whether the system knows us. It changes nothing there. Errors: as Do.
	Try(ctx context.Context, to *To) error
}

// To is the system that a connector leads to.
type To struct {
	Kind     Kind
	Config   Config
	Secret   string
	CallBack string // Where it answers later.
}

// Order is a job in words that no system owns.
type Order struct {
	Name     string // The same at every try.
	Kind     Kind
	Person   Who
	Device   *Thing
	Password string // The new one; of kind Password alone.
	Change   bool   // It is to be changed at the next login.
	Lang     string
}

// Who is whom a job is for.
type Who struct{ Login, External, Email, Name string }

// Thing is the device that a job is about.
type Thing struct{ Tag, Serial, Kind, Model string }

// Answer is what a system says of a job.
type Answer struct {
	Later bool   // It has the job and will tell.
	Said  string // In its own words, for the desk and the user.
}

// Refused says that this job will never be done, however often it is asked for: who it is for is not known there, the
// password is not to its taste.
type Refused struct {
	Key  string // Of a text: connector.fault.<Key>.
	Said string
}

func (e *Refused) Error() string { return "connector: refused (" + e.Key + "): " + e.Said }

// Broken says that the connector itself is at fault: a wrong password of ours, a certificate that nobody believes.
type Broken struct {
	Key   string
	Said  string
	Cause error
}

func (e *Broken) Error() string { return "connector: broken (" + e.Key + "): " + e.Said }

func (e *Broken) Unwrap() error { return e.Cause }

// The faults that the package itself and its adapters tell of; each has a text connector.fault.<key>.
const (
	FaultAway     = "away"     // Nobody answered.
	FaultLate     = "late"     // The answer did not come in time.
	FaultSecret   = "secret"   // What is sealed does not open.
	FaultLogin    = "login"    // Our account was not let in.
	FaultTLS      = "tls"      // The certificate is not believed.
	FaultRights   = "rights"   // Our account may not do that.
	FaultAddress  = "address"  // The address may not be called, or is none.
	FaultUnknown  = "unknown"  // Who it is for is not known there.
	FaultMany     = "many"     // More than one fits.
	FaultPolicy   = "policy"   // The rules for passwords there.
	FaultRefused  = "refused"  // It said no.
	FaultAnswer   = "answer"   // Its answer could not be read.
	FaultStopped  = "stopped"  // An administrator gave it up.
	FaultInactive = "inactive" // The person has left meanwhile.
)

// fault is how an error ends a job; ok is false for one that is tried again.
func fault(err error) (key, said string, broken, ok bool) {
	var r *Refused
	var b *Broken
	switch {
	case errors.As(err, &r):
		return r.Key, r.Said, false, true
	case errors.As(err, &b):
		return b.Key, b.Said, true, true
	}
	return FaultAway, "", false, false
}
