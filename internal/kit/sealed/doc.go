// Package sealed keeps secrets that the program itself must be able to read again: a mailbox's password.
//
// Owns: the form of a sealed secret, the keys made of the installation's secret.
// Does not own: passwords of people, which are hashed and never read again (desk/access), where sealed text is kept.
//
// Invariants: sealed text opens only for the purpose and the place that it was sealed for, so that a row copied to
// another place opens nothing; what was changed does not open. Whoever has both the database and the installation's
// secret can read what is sealed: keep the secret in a file of its own (secret_file).
package sealed
