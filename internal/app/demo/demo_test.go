package demo_test

import (
	"path/filepath"
	"testing"
	"time"

	"lotsen/internal/app/demo"
)

func TestThe_demo_world_is_made_once(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := demo.Options{
		DB: "sqlite:" + filepath.Join(dir, "demo.db"), Files: filepath.Join(dir, "files"),
		Now: time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC), Tickets: 200,
	}
	made, err := demo.Seed(t.Context(), o)
	if err != nil || !made {
		t.Fatalf("first time: made %v, %v", made, err)
	}
	made, err = demo.Seed(t.Context(), o)
	if err != nil || made {
		t.Fatalf("second time: made %v, %v", made, err)
	}
}
