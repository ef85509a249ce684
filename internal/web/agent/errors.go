package agent

import (
	"errors"

	"lotsen/internal/kit/errs"
)

// asError is the error of ours inside err; nil when there is none.
func asError(err error) *errs.Error {
	var e *errs.Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}
