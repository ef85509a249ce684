package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// progress draws a bar.
type progress struct {
	out   io.Writer
	label string
	total int
	began time.Time
	last  time.Time
}

func newProgress(out io.Writer, label string, total int) *progress {
	return &progress{out: out, label: label, total: max(1, total), began: time.Now()}
}

// at shows how far it is, a few times a second.
func (p *progress) at(n int) {
	if now := time.Now(); now.Sub(p.last) > 200*time.Millisecond {
		p.last = now
		p.draw(n)
	}
}

func (p *progress) draw(n int) {
	const width = 30
	full := min(width, n*width/p.total)
	fmt.Fprintf(p.out, "\r%-28s [%s%s] %3d %% %8d  %6s ", p.label, strings.Repeat("#", full), strings.Repeat(".", width-full), n*100/p.total, n,
		time.Since(p.began).Round(time.Second))
}

// done ends the line.
func (p *progress) done(note string) {
	p.draw(p.total)
	fmt.Fprintf(p.out, "%s\n", note)
}
