package htmlsafe

import (
	"strings"
	"testing"
	"unicode"
)

func Test_text_reads_like_the_page_looked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{`Hej!<br>Skrivaren &auml;r trasig.<br><br>/Åsa`, "Hej!\nSkrivaren är trasig.\n\n/Åsa"},
		{`<div>rad ett</div><div><br></div><div>rad <b>tv</b>å</div>`, "rad ett\n\nrad två"},
		{`<p>a</p><p>b</p>`, "a\n\nb"},
		{"<pre>x = 1\n  y = 2\n\nz</pre>", "x = 1\n  y = 2\n\nz"},
		{`<ul><li>ett</li><li>två</li></ul>`, "ett\ntvå"},
		{`<table><tr><td>Namn</td><td>Åsa</td></tr><tr><td>Rum</td><td>12</td></tr></table>`, "Namn Åsa\nRum 12"},
		{`<title>x</title><style>p{}</style><script>y</script>hej<!-- nej -->`, "hej"},
		{`a&nbsp;b &lt;tagg&gt; 3 < 4`, "a b <tagg> 3 < 4"},
		{`<o:p>Word</o:p> text`, "Word text"},
		{``, ""},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func Test_quoted_passages_are_marked_for_the_trimmer_only(t *testing.T) {
	t.Parallel()
	got := Clean(`<div>Tack, det fungerar!</div><div>Den 3 maj 2024 skrev IT:</div><blockquote>Starta om.<blockquote>Går inte</blockquote></blockquote>`)
	if want := "Tack, det fungerar!\nDen 3 maj 2024 skrev IT:\n\n> Starta om.\n\n>> Går inte"; got.Quoted != want {
		t.Errorf("got %q", got.Quoted)
	}
	if strings.Contains(got.Text, ">") {
		t.Errorf("text shows marks: %q", got.Text)
	}
}

func Fuzz_cleaning_never_fails_and_loses_no_plain_text(f *testing.F) {
	for _, s := range []string{`<p>hej</p>`, `<b><i>x</b></i>`, `<table><li>x<td>`, `<img src=cid:x alt=y>`, "&#0;<", `<a href=javascript:x>`, `<script><!--`, `<svg><title><p>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got := Clean(in)
		if again := Clean(got.HTML); strings.Contains(strings.ToLower(again.HTML), "<script") {
			t.Fatalf("script after two passes: %q", again.HTML)
		}
		if !strings.ContainsAny(in, "<&\x00") {
			if a, b := solid(in), solid(got.Text); a != b && !got.Cut {
				t.Fatalf("text changed: %q -> %q", a, b)
			}
		}
	})
}

func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
