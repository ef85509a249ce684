package main

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

func main() {
	files, err := documents(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	dead := 0
	for _, f := range files {
		complaints, err := check(f)
		if err != nil {
			complaints = []string{err.Error()}
		}
		for _, c := range complaints {
			fmt.Printf("%s: %s\n", f, c)
		}
		dead += len(complaints)
	}
	if dead > 0 {
		os.Exit(1)
	}
}

// documents are the Markdown files at the top and everything under docs.
func documents(root string) ([]string, error) {
	out, err := filepath.Glob(filepath.Join(root, "*.md"))
	if err != nil {
		return nil, fmt.Errorf("find documents: %w", err)
	}
	err = filepath.WalkDir(filepath.Join(root, "docs"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".md") {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find documents: %w", err)
	}
	sort.Strings(out)
	return out, nil
}

func check(file string) ([]string, error) {
	links, _, err := read(file)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, link := range links {
		u, err := url.Parse(link)
		if err != nil {
			out = append(out, fmt.Sprintf("%s is not a link: %v", link, err))
			continue
		}
		if u.Scheme != "" || u.Host != "" {
			continue
		}
		if c := follow(file, u); c != "" {
			out = append(out, link+" "+c)
		}
	}
	return out, nil
}

// follow says what is wrong with a relative link, or nothing.
func follow(from string, u *url.URL) string {
	target := from
	if u.Path != "" {
		target = filepath.Join(filepath.Dir(from), filepath.FromSlash(u.Path))
		if _, err := os.Stat(target); err != nil {
			return "leads nowhere"
		}
	}
	if u.Fragment == "" || !strings.HasSuffix(target, ".md") {
		return ""
	}
	_, anchors, err := read(target)
	if err != nil {
		return err.Error()
	}
	if !anchors[u.Fragment] {
		return "names a heading that is not there"
	}
	return ""
}

// read gives the links of a document and the anchors of its headings.
func read(file string) ([]string, map[string]bool, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, fmt.Errorf("read a document: %w", err)
	}
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(src))
	var links []string
	anchors, seen := map[string]bool{}, map[string]int{}
	err = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			links = append(links, string(n.Destination))
		case *ast.Image:
			links = append(links, string(n.Destination))
		case *ast.Heading:
			slug := anchor(plain(n, src))
			if i := seen[slug]; i > 0 {
				anchors[fmt.Sprintf("%s-%d", slug, i)] = true
			} else {
				anchors[slug] = true
			}
			seen[slug]++
		}
		return ast.WalkContinue, nil
	})
	return links, anchors, err
}

func plain(n ast.Node, src []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(src))
			continue
		}
		b.WriteString(plain(c, src))
	}
	return b.String()
}

// anchor makes a heading's anchor the way the usual hosts do: lower case, spaces to hyphens, no punctuation.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.In(r, unicode.Letter, unicode.Number, unicode.Mark):
			return r
		}
		return -1
	}, strings.ToLower(heading))
}
