package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lotsen/internal/web"
)

// TestForms_with_files_cost_a_stranger_little is abuse case 23: what is sent before the login is not kept on disk, and
// a form has an end.
func TestForms_with_files_cost_a_stranger_little(t *testing.T) {
	t.Parallel()
	b := setup(t)
	files := -1
	b.Handle("POST /login", web.Public("test"), func(c *web.Ctx) error {
		f, err := c.Form()
		files = len(f.Files("x"))
		if err != nil {
			return err
		}
		return hello(c)
	})
	post := func(body, kind string) int {
		r := httptest.NewRequest("POST", "/login", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		return w.Code
	}
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	part, err := m.CreateFormFile("x", "x.bin")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(bytes.Repeat([]byte("x"), 1<<20))
	_ = m.Close()
	if code := post(form.String(), m.FormDataContentType()); code == http.StatusOK || files != 0 {
		t.Errorf("a stranger's file is kept: %d, %d files", code, files)
	}
	many := strings.Repeat("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n", 20_000) + "--b--"
	if code := post(many, "multipart/form-data; boundary=b"); code != http.StatusRequestEntityTooLarge {
		t.Errorf("20,000 fields are answered %d", code)
	}
}
