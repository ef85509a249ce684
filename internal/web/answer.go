package web

import "net/http"

// answer remembers what was sent, so that an error after the first byte does not pretend to be a page.
type answer struct {
	http.ResponseWriter
	status int
	before func(http.Header) // Nil, or called before the first byte is sent.
}

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.begin()
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.begin()
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

func (a *answer) begin() {
	if a.before != nil {
		a.before(a.Header())
	}
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *answer) sent() bool { return a.status != 0 }

func (a *answer) code() int {
	if a.status == 0 {
		return http.StatusOK
	}
	return a.status
}
