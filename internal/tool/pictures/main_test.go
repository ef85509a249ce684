package main

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

func TestThe_list_of_pages_can_be_read(t *testing.T) {
	t.Parallel()
	f, err := os.Open("../../../docs/pictures/pages.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pages, err := readPages(f)
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, bad := range []string{"a | - | nopath | 800 | light", "a | - | /x | wide | light", "a | - | /x | 800 | grey", "a | - | /x"} {
		if _, err := readPages(strings.NewReader(bad)); err == nil {
			t.Errorf("took %q", bad)
		}
	}
}

func TestA_picture_is_taken_as_the_chosen_person(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("Chromium is not installed")
	}
	var followed atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("GET /login", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`<!doctype html><main><form method="post"><button name="who" value="2">Anna Berg, handläggare</button></form></main>`))
	})
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: r.FormValue("who")})
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`<!doctype html><main>start</main>`))
	})
	mux.HandleFunc("GET /desk", func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("who"); err != nil || c.Value != "2" {
			t.Errorf("not signed in: %v", err)
		}
		_, _ = w.Write([]byte(`<!doctype html><main><h1>Kön</h1><a href="/desk/7">Sju</a></main>`))
	})
	mux.HandleFunc("GET /desk/7", func(w http.ResponseWriter, _ *http.Request) {
		followed.Store(true)
		_, _ = w.Write([]byte(`<!doctype html><main><h1>Sju</h1></main>`))
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	dir := t.TempDir()
	list := filepath.Join(dir, "pages.txt")
	if err := os.WriteFile(list, []byte("desk | Anna Berg | /desk > Sju | 640 | dark\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), server.URL, list, dir); err != nil {
		t.Fatal(err)
	}
	if !followed.Load() {
		t.Error("did not follow the link")
	}
	file, err := os.ReadFile(filepath.Join(dir, "desk.png"))
	if err != nil {
		t.Fatal(err)
	}
	if img, err := png.Decode(bytes.NewReader(file)); err != nil || img.Bounds().Dx() != 640 {
		t.Errorf("not a picture 640 wide: %v", err)
	}
}
