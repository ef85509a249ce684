// Package cms reads the envelope of S/MIME mail (CMS, RFC 5652): what was signed, and whose certificate lies beside it.
//
// Owns: the encoding (BER, as mail programs write it), finding the signed content and the signers' certificates.
// Does not own: whether a signature or a certificate is good. Nobody is trusted by what this package says: there is no
// register of issuers to ask, so a name is what the mail claims.
//
// Invariants: no input makes it panic or take more than a few passes over it; what it returns are parts of the input.
package cms
