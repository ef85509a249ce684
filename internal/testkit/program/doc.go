// Package program finds programs of the system that a test starts for itself: mail servers, an alarm manager. A machine
// that has not got one skips the test and says so; where everything is required, that is a failure.
package program
