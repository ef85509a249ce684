// Package mailserver starts Debian's mail servers for a test: dovecot, which holds mailboxes, and postfix, which passes
// mail on. Each has a folder and ports of its own on 127.0.0.1 and ends with the test.
package mailserver
