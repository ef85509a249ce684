package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// page is one picture to take.
type page struct {
	name  string
	who   string // as on the login page; "-" for nobody
	path  string
	links []string // Followed from there, one after the other.
	width int
	dark  bool
}

// readPages reads `name | who | path | width | light or dark` a line; empty lines and those that begin with # do not count. After a path
// ` > ` and some words lead on to the first link with these words, as often as needed, for pages whose addresses are not
// known beforehand.
func readPages(r io.Reader) ([]page, error) {
	var out []page
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "|")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		if len(f) != 5 || f[0] == "" || !strings.HasPrefix(f[2], "/") || (f[4] != "light" && f[4] != "dark") {
			return nil, fmt.Errorf("line %d: want `name | who | /path | width | light or dark`", n)
		}
		width, err := strconv.Atoi(f[3])
		if err != nil || width < 200 || width > 4000 {
			return nil, fmt.Errorf("line %d: %q is not a width between 200 and 4000", n, f[3])
		}
		hops := strings.Split(f[2], " > ")
		out = append(out, page{name: f[0], who: f[1], path: hops[0], links: hops[1:], width: width, dark: f[4] == "dark"})
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read the list of pages: %w", err)
	}
	return out, nil
}
