package inbox

import "strings"

// ProofText gives the text that says by what a sender is known, and the domain that stands in it; "" where nobody has
// looked. Bad tells that the sender is probably not who they say.
func ProofText(proof string) (key, domain string, bad bool) {
	word, domain, _ := strings.Cut(proof, ":")
	switch word {
	case "reply", "none", "domain":
		return "mailauth." + word, domain, false
	case "failed":
		return "mailauth.failed", domain, true
	}
	return "", "", false
}
