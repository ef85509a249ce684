package web_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// echo answers what the form held.
func echo(c *web.Ctx) error {
	f, err := c.Form()
	var wrong errs.Fields
	if err == nil && f.Get("title") == "" {
		wrong.Add("title", "web.error.form")
		err = wrong.Err()
	}
	text := fmt.Sprintf("title=%q note=%q n=%d all=%q lost=%q", f.Get("title"), f.Get("note"), f.Int("n"), f.All("pick"), f.Lost())
	if f.Failed(err) {
		return c.Text(422, text+" wrong="+f.Errors(c.T)[0].Text)
	}
	if err != nil {
		return err
	}
	for _, file := range f.Files("files") {
		r, err := file.Open()
		if err != nil {
			return err
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		text += fmt.Sprintf(" %s:%d:%s", file.Name, len(raw), raw[:min(len(raw), 10)])
		if err := r.Close(); err != nil {
			return err
		}
	}
	return c.Text(200, text)
}

type attachment struct {
	name string
	data []byte
}

func multi(values map[string]string, files ...attachment) req {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range values {
		_ = w.WriteField(k, v)
	}
	for _, f := range files {
		part, _ := w.CreateFormFile("files", f.name)
		_, _ = part.Write(f.data)
	}
	_ = w.Close()
	return req{method: "POST", path: "/echo", body: &b, header: map[string]string{"Content-Type": w.FormDataContentType()}}
}

func TestForm(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("POST /echo", web.Public("test"), echo)
	t.Run("text_is_cleaned_at_the_entrance", func(t *testing.T) {
		w := b.do(req{method: "POST", path: "/echo", form: url.Values{
			"title": {"  A\u030angra\x00 \xff "}, "note": {"ett\r\ntva\u030a"}, "n": {" 17 "}, "pick": {"a", "b"},
		}})
		if want := `title="Ångra ` + "\uFFFD" + `" note="ett\ntvå" n=17 all=["a" "b"] lost=[]`; w.Body.String() != want {
			t.Errorf("got  %s\nwant %s", w.Body, want)
		}
	})
	t.Run("wrong_fields_keep_what_was_typed", func(t *testing.T) {
		w := b.do(req{method: "POST", path: "/echo", form: url.Values{"note": {"kvar"}}})
		if w.Code != 422 || !strings.Contains(w.Body.String(), `note="kvar"`) || !strings.Contains(w.Body.String(), "wrong=Formuläret") {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
	})
	t.Run("a_form_that_is_too_large_is_told_the_limit", func(t *testing.T) {
		w := b.do(req{method: "POST", path: "/echo", form: url.Values{"title": {strings.Repeat("x", 1<<20)}}})
		if w.Code != 413 || !strings.Contains(w.Body.String(), "1 MB") {
			t.Errorf("got %d %.200s", w.Code, w.Body)
		}
	})
	t.Run("what_is_no_form_is_refused", func(t *testing.T) {
		for _, kind := range []string{"application/json", "multipart/form-data", "nonsense;;"} {
			w := b.do(req{method: "POST", path: "/echo", body: strings.NewReader("{}"), header: map[string]string{"Content-Type": kind}})
			if w.Code != 422 {
				t.Errorf("%s: got %d", kind, w.Code)
			}
		}
	})
}

func TestUpload(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	b := setup(t, func(d *web.Deps) { d.Limits = web.Limits{Upload: 100 << 10, Files: 3} })
	b.Handle("POST /echo", web.Public("test"), echo, web.Upload(100<<10))
	file := func(name string, size int) attachment { return attachment{name, bytes.Repeat([]byte("x"), size)} }
	t.Run("files_come_whole_and_with_a_clean_name", func(t *testing.T) {
		w := b.do(multi(map[string]string{"title": "t"}, file(`C:\Users\anna\bild.png`, 1000), file("../../etc/passwd", 5)))
		if w.Code != 200 || !strings.Contains(w.Body.String(), " bild.png:1000:xxxxxxxxxx passwd:5:xxxxx") {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
	})
	t.Run("too_much_is_told_and_the_text_stays", func(t *testing.T) {
		w := b.do(multi(map[string]string{"title": "min text"}, file("liten.txt", 10), file("stor.bin", 120<<10)))
		for _, want := range []string{`title="min text"`, "högst 100 kB", `"stor.bin"`, `"liten.txt"`} {
			if w.Code != 422 || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s is missing in %d %s", want, w.Code, w.Body)
			}
		}
	})
	t.Run("too_many_are_told", func(t *testing.T) {
		w := b.do(multi(map[string]string{"title": "t"}, file("1", 1), file("2", 1), file("3", 1), file("4", 1)))
		if w.Code != 422 || !strings.Contains(w.Body.String(), "högst 3") {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
	})
	t.Run("far_too_much_is_cut_off", func(t *testing.T) {
		if w := b.do(multi(nil, file("1", 2<<20))); w.Code != 413 {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
	})
	t.Run("a_broken_upload_is_no_upload", func(t *testing.T) {
		q := multi(map[string]string{"title": "t"}, file("1", 5000))
		q.body = io.LimitReader(q.body, 3000)
		if w := b.do(q); w.Code != 422 {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
	})
	if left, err := filepath.Glob(tmp + "/*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if _, err := os.Stat(tmp); err != nil {
		t.Error(err)
	}
}
