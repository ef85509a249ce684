package htmlsafe

import "strings"

// MaxHTML is the largest HTML that is cleaned; larger HTML is shown as text, which is quick to make and to read.
const MaxHTML = 2 << 20

// MaxText is how many bytes of text are kept of one HTML document.
const MaxText = 1 << 20

// Cleaned is foreign HTML made safe, with its text.
type Cleaned struct {
	HTML   string   // empty when the input was too large: show Text
	Text   string   // what a reader sees, without mark-up
	Quoted string   // Text with quoted passages marked by "> ", as in plain mail
	CIDs   []string // content ids that pictures in HTML refer to, each once
	Remote int      // pictures that were taken away because they lie on another server
	Cut    bool     // Text does not hold all that the HTML said
}

// Clean keeps what the allow-list knows and drops the rest. It cannot fail: what is not HTML is text.
func Clean(raw string) Cleaned {
	raw = strings.ToValidUTF8(strings.ReplaceAll(raw, "\x00", ""), "\uFFFD")
	var out Cleaned
	if len(raw) > MaxHTML {
		var cut bool
		out.Text, out.Cut = text(raw, MaxText, false)
		out.Quoted, cut = text(raw, MaxText, true)
		out.Cut = out.Cut || cut
		return out
	}
	b := balancer{}
	out.HTML = b.run(policy().Sanitize(raw))
	out.CIDs, out.Remote = b.cids, b.remote
	out.Text, out.Cut = text(out.HTML, MaxText, false)
	out.Quoted, _ = text(out.HTML, MaxText, true)
	return out
}

// ResolveCIDs puts addresses of our own in the place of cid: references in HTML that Clean made. A picture that
// resolve does not know loses its source and keeps its alternative text.
func ResolveCIDs(clean string, resolve func(cid string) (url string, ok bool)) string {
	b := balancer{resolve: resolve}
	return b.run(clean)
}
