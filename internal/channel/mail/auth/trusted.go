package auth

import (
	"slices"
	"strings"

	"lotsen/internal/channel/mail/parse"
	"lotsen/internal/desk/inbox"
)

// trusted reads what our own server says: its uppermost Authentication-Results and those right below, up to the next
// trace of a server. Anything further down has come with the mail, and anybody may have written it.
func trusted(header []parse.Field, servers []string, a *inbox.Auth) {
	for _, f := range header {
		if f.Key == "received" && a.Server != "" {
			return
		}
		if f.Key != "authentication-results" {
			continue
		}
		server, results := split(f.Value)
		if !slices.ContainsFunc(servers, func(s string) bool { return strings.EqualFold(s, server) }) {
			continue
		}
		a.Server = server
		for _, r := range results {
			take(a, r)
		}
	}
}

// result is one method's outcome with its properties.
type result struct {
	method, value string
	props         map[string]string
}

// split parts a header into the server's name and the results. It reads no further than it understands.
func split(value string) (server string, results []result) {
	pieces := strings.Split(uncommented(value), ";")
	if strings.Contains(pieces[0], "=") {
		server = NoName // Exchange Online writes the results at once.
	} else {
		words := strings.Fields(pieces[0])
		if len(words) == 0 {
			return "", nil
		}
		server, pieces = strings.ToLower(words[0]), pieces[1:]
	}
	for _, p := range pieces[:min(len(pieces), 50)] {
		r := result{props: map[string]string{}}
		for i, w := range strings.Fields(p) {
			name, val, ok := strings.Cut(w, "=")
			if !ok {
				continue
			}
			val = strings.Trim(strings.ToLower(val), `"<>`)
			if name = strings.ToLower(name); i == 0 {
				r.method, _, _ = strings.Cut(name, "/")
				r.value = val
				continue
			}
			r.props[name] = val
		}
		if r.method != "" {
			results = append(results, r)
		}
	}
	return server, results
}

// uncommented leaves out what stands in brackets, and the text of quotations' marks.
func uncommented(s string) string {
	var b strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"' && depth == 0:
			quoted = !quoted
		case quoted && (c == ';' || c == ' '):
			// Inside a quotation neither parts anything.
		case c == '(' && !quoted:
			depth++
		case c == ')' && !quoted && depth > 0:
			depth--
		case depth == 0 && c < 0x80: // No name of ours has other letters.
			b.WriteByte(c)
		}
	}
	return b.String()
}

// take keeps a result. The first one of a method counts; DMARC's only for the domain of the From address.
func take(a *inbox.Auth, r result) {
	switch r.method {
	case "spf":
		if a.SPF == "" {
			a.SPF = known(r.value)
		}
	case "dmarc":
		if from, said := r.props["header.from"]; a.DMARC == "" && a.Domain != "" && (!said || Aligned(domainOf(from), a.Domain)) {
			a.DMARC = known(r.value)
		}
	case "dkim":
		if r.value == "pass" && a.Signed == "" {
			for _, d := range []string{r.props["header.d"], domainOf(r.props["header.i"])} {
				if Aligned(d, a.Domain) {
					a.Signed = d
				}
			}
		}
	}
}

func domainOf(address string) string {
	if _, d, ok := strings.Cut(address, "@"); ok {
		return d
	}
	return address
}

// words are the results that RFC 8601 knows, and Exchange's own.
var words = []string{"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy", "bestguesspass"}

func known(value string) string {
	if slices.Contains(words, value) {
		return value
	}
	return "other"
}
