// Package slow keeps what takes minutes out of the loop in which one works.
//
// A plain "go test ./..." is to be over within a minute, so the packages that drive a browser or break the whole binary
// run there only when somebody asks for them: make test and .ci/run do with LOTSEN_SLOW=1, and whoever names a test with
// -run means it.
package slow
