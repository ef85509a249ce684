// Command requirements says which rows of docs/requirements.md the last run of the tests proved.
//
// It reads build/test.json, the record of an actual run, and nothing else: a row is proven when every test that named it passed
// and at least one of them was not skipped. A marker inside a subtest belongs to that subtest. It writes build/requirements.json
// for all rows, proven or not.
package main
