// Package testrun reads what `go test -json` writes and says how each test ended.
//
// It owns the rules for that: a test without an end (its process died) has failed, a test that only holds skipped
// subtests has itself been skipped, and a package that fails outside any test (it did not build, TestMain gave up)
// counts as one failure. Both the summary of a run and the list of proven requirements are built on it, so they cannot disagree.
package testrun
