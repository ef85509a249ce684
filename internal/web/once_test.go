package web_test

import (
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/web"
)

func TestFormKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, func(d *web.Deps) { d.Once = once.New(env.DB) })
		var made atomic.Int64
		b.Handle("POST /do", web.SignedIn(), func(c *web.Ctx) error {
			f, err := c.Form()
			if err != nil {
				return err
			}
			if f.Get("title") == "wrong" {
				return errs.E(errs.Invalid, "web.error.invalid")
			}
			c.Flash("web.error.login")
			return c.Redirect(fmt.Sprintf("/made/%d", made.Add(1)))
		})
		send := func(as, key, title string) (string, int) {
			w := b.do(req{method: "POST", path: "/do", as: as, form: url.Values{"form_key": {key}, "title": {title}}})
			return w.Header().Get("Location"), len(w.Result().Cookies())
		}
		t.Run("a_double_click_does_it_once_and_both_answers_are_the_same", func(t *testing.T) {
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					if to, cookies := send("anna", "k1", "a"); to != "/made/1" || cookies != 1 {
						t.Errorf("came to %q with %d cookies", to, cookies)
					}
				})
			}
			wg.Wait()
			if made.Load() != 1 {
				t.Errorf("done %d times", made.Load())
			}
		})
		t.Run("changed_content_another_person_and_another_key_are_new", func(t *testing.T) {
			for want, args := range map[string][3]string{"b": {"anna", "k1", "b"}, "bo": {"bo", "k1", "a"}, "k2": {"anna", "k2", "a"}} {
				before := made.Load()
				if send(args[0], args[1], args[2]); made.Load() != before+1 {
					t.Errorf("%s was taken for the same", want)
				}
			}
		})
		t.Run("what_failed_may_be_tried_again", func(t *testing.T) {
			for range 2 {
				if w := b.do(req{method: "POST", path: "/do", as: "anna", form: url.Values{"form_key": {"k3"}, "title": {"wrong"}}}); w.Code != 422 {
					t.Errorf("got %d", w.Code)
				}
			}
		})
	})
}

func TestFormKeyValue(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("GET /random", web.SignedIn(), func(c *web.Ctx) error { return c.Text(200, c.FormKey()) })
	b.Handle("GET /made/{v}", web.SignedIn(), func(c *web.Ctx) error { return c.Text(200, c.FormKey("ticket", c.Param("v"))) })
	b.Handle("POST /again", web.SignedIn(), func(c *web.Ctx) error {
		if _, err := c.Form(); err != nil {
			return err
		}
		return c.Text(422, c.FormKey())
	})
	get := func(as, path string) string { return b.do(req{path: path, as: as}).Body.String() }
	if one, two := get("anna", "/random"), get("anna", "/random"); one == two {
		t.Error("a random key came twice")
	}
	if one, two := get("anna", "/made/1"), get("anna", "/made/1"); one != two {
		t.Error("a live page changes by itself")
	}
	if get("anna", "/made/1") == get("anna", "/made/2") || get("anna", "/made/1") == get("bo", "/made/1") {
		t.Error("the key is the same for another version or person")
	}
	if w := b.do(req{method: "POST", path: "/again", as: "anna", form: url.Values{"form_key": {"mine"}}}); w.Body.String() != "mine" {
		t.Errorf("a form shown again has another key: %s", w.Body)
	}
}
