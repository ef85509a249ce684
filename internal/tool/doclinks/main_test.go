package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDead_links_and_anchors_are_told_and_living_ones_are_not(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("other.md", "# Så här gör du\n\n## `make run`, twice\n\n## Same\n\n## Same\n")
	write("page.md", `# Page

[a](other.md) [b](other.md#så-här-gör-du) [c](other.md#make-run-twice) [d](#page) [e](other.md#same-1) [f](https://example.org/x#y)

[dead file](gone.md) [dead heading](other.md#nope) ![dead picture](pictures/none.png)

`+"`[not a link](code.md)`\n")
	got, err := check(filepath.Join(dir, "page.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"gone.md leads nowhere", "other.md#nope names a heading", "pictures/none.png leads nowhere"}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
}
