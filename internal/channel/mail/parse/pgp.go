package parse

import "strings"

// The lines that part what PGP writes into a text.
const (
	pgpSigned    = "-----BEGIN PGP SIGNED MESSAGE-----"
	pgpSignature = "-----BEGIN PGP SIGNATURE-----"
	pgpEnd       = "-----END PGP SIGNATURE-----"
	pgpMessage   = "-----BEGIN PGP MESSAGE-----"
)

// unarmour takes away what PGP writes around a text that it has signed. Locked says that the text, or a part of it, is
// encrypted. Signatures are not checked: there is no register of keys to ask.
func unarmour(text string) (plain string, signed, locked bool) {
	if !strings.Contains(text, "-----BEGIN PGP ") {
		return text, false, false
	}
	lines := strings.Split(text, "\n")
	var out []string
	for i := 0; i < len(lines); i++ {
		switch strings.TrimSpace(lines[i]) {
		case pgpMessage:
			locked = true
		case pgpSigned:
			end := i + 1
			for end < len(lines) && strings.TrimSpace(lines[end]) != pgpSignature {
				end++
			}
			body := i + 1
			for body < end && strings.Contains(lines[body], ": ") {
				body++
			}
			if end == len(lines) {
				break // No signature follows: somebody only writes about one.
			}
			signed = true
			for _, l := range lines[body:end] {
				out = append(out, strings.TrimPrefix(l, "- "))
			}
			for i = end; i < len(lines) && strings.TrimSpace(lines[i]) != pgpEnd; i++ {
			}
			continue
		}
		if i < len(lines) {
			out = append(out, lines[i])
		}
	}
	if !signed {
		return text, false, locked
	}
	return trimBlankLines(strings.Join(out, "\n")), true, locked
}
