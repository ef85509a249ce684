package main

import (
	"fmt"
	"io"
	"os"
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
	every time.Duration
}

func newProgress(out io.Writer, label string, total int) *progress {
	p := &progress{out: out, label: label, total: max(1, total), began: time.Now(), every: 10 * time.Second}
	if f, ok := out.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.every = 200 * time.Millisecond // Somebody looks.
		}
	}
	return p
}

// at shows how far it is: a few times a second on a terminal, seldom in a file.
func (p *progress) at(n int) {
	if now := time.Now(); now.Sub(p.last) > p.every {
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
