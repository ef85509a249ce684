package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestMailFetchSaysWhenThereIsNothingToFetch(t *testing.T) {
	t.Parallel()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "lotsen.db")
	var out, said strings.Builder
	code := run(t.Context(), []string{"mail", "fetch", "--db", dsn}, &world{in: strings.NewReader(""), out: &out, err: &said})
	if code != exitNoUser || !strings.Contains(said.String(), "no mailbox") {
		t.Errorf("want exit %d and why, got %d, %q, %q", exitNoUser, code, out.String(), said.String())
	}
}
