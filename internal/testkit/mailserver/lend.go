package mailserver

import "testing"

// Folder, Certificate and Run are lent to tests of other servers.

// Folder makes a short path that a server's user may pass through.
func Folder(t testing.TB, name string) string { return folder(t, name) }

// Certificate writes a certificate for 127.0.0.1 and its key into a folder, as cert.pem and key.pem.
func Certificate(t testing.TB, dir string) { certificate(t, dir) }

// Run starts a program; the returned function kills it and waits.
func Run(t testing.TB, path string, args ...string) func() { return run(t, path, args...) }
