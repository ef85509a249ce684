// Package req lets a test say which rows of docs/requirements.md it proves, and reads that catalogue.
//
// A row counts as proven only when every test that names it passed in an actual run and at least one of them was not skipped;
// `make requirements` decides that from the record of the run, never from the source. So a test names a row only when it goes
// through the program and fails when the feature is broken.
package req
