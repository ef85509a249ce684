// Package slapd starts Debian's directory server for tests: an LDAP directory with a few people and rules for passwords.
package slapd
