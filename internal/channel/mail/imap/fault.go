package imap

import (
	"errors"
	"fmt"
)

// Fault is what is wrong with a mailbox. Step is a word of ours (texts "imap.fault.").
type Fault struct {
	Step string
	Err  error
}

// The steps at which fetching fails.
const (
	StepName    = "name"    // The server's name leads nowhere.
	StepRefused = "refused" // The address may not be called.
	StepConnect = "connect"
	StepTLS     = "tls"
	StepToken   = "token" // No token was given.
	StepLogin   = "login"
	StepFolder  = "folder" // The folder cannot be opened.
	StepDone    = "done"   // The folder for taken mail cannot be had.
	StepTalk    = "talk"   // The conversation broke off.
	StepAfter   = "after"  // What was taken cannot be moved, marked, deleted.
	StepTake    = "take"   // We cannot take mail just now.
	StepSecret  = "secret" // The kept secret does not open.
)

// Error implements error.
func (f *Fault) Error() string { return fmt.Sprintf("%s: %v", f.Step, f.Err) }

// Unwrap returns what was said.
func (f *Fault) Unwrap() error { return f.Err }

func at(step string, err error) error {
	var f *Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	return &Fault{step, err}
}

// StepOf is the step at which something failed, and what was said.
func StepOf(err error) (step, why string) {
	var f *Fault
	if errors.As(err, &f) {
		return f.Step, f.Err.Error()
	}
	return StepTalk, err.Error()
}
