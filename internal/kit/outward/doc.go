// Package outward is HTTP to addresses that somebody else has named: a partner's, a listener's.
//
// Owns: which addresses may be called at all.
// Does not own: what is said, secrets, trying again (kit/jobs).
//
// Invariants: an address is judged by the number that is dialled, after its name was looked up, so a name that leads
// elsewhere the second time gains nothing; private, local and special networks are refused unless they were allowed by
// name; redirects are not followed; proxies of the environment are not used; an answer is read to a limit.
package outward
