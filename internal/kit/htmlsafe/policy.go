package htmlsafe

import (
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// The policy is built once, when first used: building costs more than cleaning a short mail.
var policy = sync.OnceValue(newPolicy)

var (
	linkScheme  = regexp.MustCompile(`(?i)^\s*(?:https?://|mailto:|tel:)`)
	imageSource = regexp.MustCompile(`(?i)^\s*(?:cid:|data:image/(?:png|jpe?g|gif|webp);base64,|https?:|//)`)
	smallNumber = regexp.MustCompile(`^[0-9]{1,4}$`)
	language    = regexp.MustCompile(`^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$`)
	direction   = regexp.MustCompile(`(?i)^(?:ltr|rtl|auto)$`)
)

// newPolicy lists what mail and articles need. Attributes that could reach the page around it (id, class, name,
// style, data-*) are not among them.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "div", "span", "br", "hr", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "small", "big",
		"sub", "sup", "mark", "code", "kbd", "samp", "var", "tt", "pre", "blockquote", "q", "cite", "abbr", "address", "center",
		"ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "main",
		"figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "a", "img")
	p.AllowNoAttrs().OnElements("span", "a", "img")
	p.AllowAttrs("lang").Matching(language).Globally()
	p.AllowAttrs("dir").Matching(direction).Globally()
	p.AllowAttrs("title").OnElements("a", "abbr", "img")
	p.AllowAttrs("href").Matching(linkScheme).OnElements("a")
	p.AllowAttrs("src").Matching(imageSource).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(smallNumber).OnElements("img")
	p.AllowAttrs("colspan", "rowspan").Matching(smallNumber).OnElements("td", "th")
	p.AllowAttrs("start").Matching(smallNumber).OnElements("ol")
	p.AllowURLSchemes("http", "https", "mailto", "tel", "cid")
	p.AllowDataURIImages()
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
	return p
}
