// Package ldap sets passwords in a directory: OpenLDAP, 389 Directory Server, Active Directory.
//
// Owns: how a person is found there, how a password is set, what the directory's refusals mean.
// Does not own: which jobs there are and when they are tried again (desk/connector), which addresses may be dialled
// (kit/outward).
//
// Invariants: nothing is sent before the connection is encrypted and its certificate believed, unless the directory is on
// this machine; what names a person is escaped; exactly one entry is changed, or none; a referral is not followed; a
// password is in no error and no log.
package ldap
