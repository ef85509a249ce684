package sheet

import (
	"errors"

	"lotsen/internal/kit/errs"
)

// Words is the text key of an error and what goes into it.
func Words(err error) (key string, args []any) {
	var e *errs.Error
	if errors.As(err, &e) {
		return e.Key, e.Args
	}
	return "error.invalid", nil
}
