package main

import (
	"context"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

type nothing struct{}

func (nothing) put(int, ...any) error       { return nil }
func (nothing) close(context.Context) error { return nil }

// BenchmarkGenerate is what the rows cost before anybody stores them.
func BenchmarkGenerate(b *testing.B) {
	dir := b.TempDir()
	s := small()
	w, err := found(b.Context(), "sqlite:"+filepath.Join(dir, "lotsen.db"), filepath.Join(dir, "files"), s)
	if err != nil {
		b.Fatal(err)
	}
	defer w.app.Stop() //nolint:errcheck // Nothing is kept.
	for b.Loop() {
		w.people = nil
		g := &generator{w: w, out: nothing{}, rng: rand.New(rand.NewPCG(1, 1)), tell: newProgress(io.Discard, "", 1)} //nolint:gosec // The same each time.
		if err := g.run(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*s.Tickets), "us/ticket")
}
