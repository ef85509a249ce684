package htmlsafe

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDepth is how deep elements may lie in each other; deeper tags are left out and their text stays. Browsers
// stop at 512 and tables in tables in real mail stay below 60.
const maxDepth = 100

// balancer writes allowed HTML again so that it cannot disturb the page around it: what opens is closed in order,
// a stray end tag vanishes, and the end tags that HTML lets an author leave out are put in, because a browser that
// infers them might close an element of ours instead. It works on tokens: a parser's tree can be made to grow
// far beyond its input.
type balancer struct {
	out     strings.Builder
	open    []openTag
	resolve func(cid string) (string, bool)
	cids    []string
	remote  int
}

type openTag struct {
	name string
	end  string // what closes it, if not "</name>"
}

var void = map[string]bool{"br": true, "hr": true, "img": true}

// block holds the elements whose start ends an open paragraph.
var block = tagSet("p div ul ol dl h1 h2 h3 h4 h5 h6 blockquote pre table hr center address section article header footer main figure figcaption li dt dd")

var (
	paragraph = tagSet("p h1 h2 h3 h4 h5 h6")
	holders   = tagSet("table td th caption li dd dt blockquote div")
)

// tabular elements mean something only inside a table; elsewhere a browser drops the start and might use the end.
var tabular = tagSet("caption thead tbody tfoot tr td th")

// implied tells which open elements a start tag ends, and the element beyond which it must not look.
var implied = map[string]struct{ ends, until map[string]bool }{
	"li":    {tagSet("li p"), tagSet("ul ol table td th blockquote div")},
	"dt":    {tagSet("dt dd p"), tagSet("dl table td th blockquote div")},
	"dd":    {tagSet("dt dd p"), tagSet("dl table td th blockquote div")},
	"td":    {tagSet("td th caption"), tagSet("tr table")},
	"th":    {tagSet("td th caption"), tagSet("tr table")},
	"tr":    {tagSet("tr td th caption"), tagSet("table")},
	"thead": {tagSet("thead tbody tfoot tr td th caption"), tagSet("table")},
	"tbody": {tagSet("thead tbody tfoot tr td th caption"), tagSet("table")},
	"tfoot": {tagSet("thead tbody tfoot tr td th caption"), tagSet("table")},
	"a":     {tagSet("a"), tagSet("table td th")},
}

func tagSet(names string) map[string]bool {
	set := map[string]bool{}
	for _, n := range strings.Fields(names) {
		set[n] = true
	}
	return set
}

func (b *balancer) run(in string) string {
	z := html.NewTokenizer(strings.NewReader(in))
	for {
		switch z.Next() {
		case html.ErrorToken:
			b.closeTo(0)
			return strings.TrimSpace(b.out.String())
		case html.TextToken:
			b.out.WriteString(html.EscapeString(string(z.Text())))
		case html.StartTagToken, html.SelfClosingTagToken:
			b.start(z.Token())
		case html.EndTagToken:
			b.end(z.Token().Data)
		}
	}
}

func (b *balancer) start(t html.Token) {
	if t.DataAtom == atom.Img && !b.image(&t) {
		return
	}
	if tabular[t.Data] && b.find("table") < 0 {
		return
	}
	if rule, ok := implied[t.Data]; ok {
		b.closeImplied(rule.ends, rule.until)
	}
	if block[t.Data] {
		b.closeImplied(paragraph, holders)
	}
	if void[t.Data] {
		t.Type = html.SelfClosingTagToken
		b.out.WriteString(strings.Replace(t.String(), "/>", ">", 1))
		return
	}
	if len(b.open) >= maxDepth {
		return
	}
	if len(t.Data) == 2 && t.Data[0] == 'h' && t.Data != "hr" {
		b.out.WriteString("<p><strong>")
		b.open = append(b.open, openTag{t.Data, "</strong></p>"})
		return
	}
	t.Type = html.StartTagToken
	b.out.WriteString(t.String())
	b.open = append(b.open, openTag{t.Data, "</" + t.Data + ">"})
}

func (b *balancer) end(name string) {
	if i := b.find(name); i >= 0 {
		b.closeTo(i)
	}
}

// find gives the place of the innermost open element of that name. Inside a table only the cell is searched: an
// end tag in a cell never ends what lies around the table.
func (b *balancer) find(name string) int {
	for i := len(b.open) - 1; i >= 0; i-- {
		if b.open[i].name == name {
			return i
		}
		if b.open[i].name == "table" && !tabular[name] {
			return -1
		}
	}
	return -1
}

func (b *balancer) closeImplied(ends, until map[string]bool) {
	cut := -1
	for i := len(b.open) - 1; i >= 0 && !until[b.open[i].name]; i-- {
		if ends[b.open[i].name] {
			cut = i
		}
	}
	if cut >= 0 {
		b.closeTo(cut)
	}
}

func (b *balancer) closeTo(n int) {
	for i := len(b.open) - 1; i >= n; i-- {
		b.out.WriteString(b.open[i].end)
	}
	b.open = b.open[:n]
}

// image decides what stays of a picture: one in the mail itself, named by cid:, or small enough to be data:.
// It says whether anything stays.
func (b *balancer) image(t *html.Token) bool {
	src := ""
	t.Attr = slices.DeleteFunc(t.Attr, func(a html.Attribute) bool {
		if a.Key == "src" {
			src = strings.TrimSpace(a.Val)
		}
		return a.Key == "src"
	})
	scheme, rest, _ := strings.Cut(src, ":")
	switch strings.ToLower(scheme) {
	case "data":
	case "cid":
		cid := strings.Trim(rest, "<> ")
		if b.resolve == nil {
			if !slices.Contains(b.cids, cid) && len(b.cids) < 500 {
				b.cids = append(b.cids, cid)
			}
			src = "cid:" + cid
			break
		}
		url, ok := b.resolve(cid)
		if !ok {
			return hasAlt(t)
		}
		src = url
	case "":
		return hasAlt(t)
	default:
		b.remote++
		return hasAlt(t)
	}
	t.Attr = append(t.Attr, html.Attribute{Key: "src", Val: src})
	if !slices.ContainsFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
		t.Attr = append(t.Attr, html.Attribute{Key: "alt", Val: ""})
	}
	return true
}

// hasAlt says whether a picture tells in words what it shows: only then it stays without its source.
func hasAlt(t *html.Token) bool {
	return slices.ContainsFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "alt" && strings.TrimSpace(a.Val) != "" })
}
