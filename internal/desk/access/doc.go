// Package access decides who is at the door: login, sessions, tokens, roles and the grants that make an actor.
//
// Owns: tables credential, session, api_token, role, role_verb, role_grant, and its keys in strike.
// Does not own: people (desk/directory), the security log (desk/audit), which verbs and roles exist (each capability's
// policy.go and app), cookies (web).
// Invariants: passwords are kept as argon2id, session tokens and API tokens as hashes, and none of them is ever in an
// event or a log; an unknown login and a wrong password get the same answer in the same time; a session or token of a
// person who has ended dies at once; nobody grants, and nobody puts into a role, what they do not hold themselves.
// Events: right.granted, right.ended (stream of the person's rights), role.changed.
package access
