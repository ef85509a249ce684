package admin

import (
	"errors"
	"strconv"
	"strings"

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

// asOurs is the error of ours inside err; nil when there is none.
func asOurs(err error) *errs.Error {
	var e *errs.Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// inLines renames field errors that count the things of a list from 1 ("2.value") to the lines of the form that they
// came from.
func inLines(err error, lines []string) error {
	var e *errs.Error
	if !errors.As(err, &e) {
		return err
	}
	for i, f := range e.Fields {
		number, name, ok := strings.Cut(f.Name, ".")
		n, nerr := strconv.Atoi(number)
		if ok && nerr == nil && n >= 1 && n <= len(lines) {
			e.Fields[i].Name = lines[n-1] + "." + name
		}
	}
	return err
}

// rename gives field errors the names of the form's fields.
func rename(err error, names map[string]string) error {
	var e *errs.Error
	if errors.As(err, &e) {
		for i, f := range e.Fields {
			if name, ok := names[f.Name]; ok {
				e.Fields[i].Name = name
			}
		}
	}
	return err
}
