// Command testsummary turns `go test -json` on its standard input into a summary for people and keeps the record in a file.
//
// It exits 1 when a test failed, when none ran, or when one was skipped although LOTSEN_REQUIRE_ALL is 1. Its last line is
// `N passed, N failed, N skipped`, also kept beside the record as test.summary.
package main
