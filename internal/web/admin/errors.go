package admin

import (
	"errors"

	"lotsen/internal/kit/errs"
)

// key is the text of an error of ours.
func key(err error) string {
	var e *errs.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return "error.invalid"
}
