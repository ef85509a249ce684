package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
)

// maxHeld bounds the text that is carried through a login.
const maxHeld = 512 << 10

// Names of the fields that a login form carries besides its own.
const (
	NextName = "next"
	HeldName = "held"
)

// LoginView is what a login page needs: where to go afterwards, and what a logged-out person was about to send. The
// login form posts Next and Held back in hidden fields of the names NextName and HeldName.
type LoginView struct {
	Next  string
	Held  string // Opaque; "" when nothing was being sent.
	Files bool   // Files were being sent: they must be chosen again.
	Long  bool   // The text was too long to be carried along.
}

// ResendView is the page after such a login: a button that sends to Path what was typed.
type ResendView struct {
	Path   string
	Fields []HeldField
	Files  bool
}

// HeldField is one typed value.
type HeldField struct{ Name, Value string }

type held struct {
	Path   string      `json:"p"`
	Fields [][2]string `json:"f"`
	Files  bool        `json:"u,omitempty"`
}

// askForLogin leads a reader to the login page, and keeps what somebody else was sending.
func (c *Ctx) askForLogin() {
	if isRead(c.r) {
		c.w.Header().Set("Cache-Control", "no-store")
		if err := c.Redirect("/login?" + NextName + "=" + url.QueryEscape(c.Path())); err != nil {
			c.failAs(http.StatusNotFound, err) // A path such as //x, which no route has.
		}
		return
	}
	v := LoginView{Next: Local(refererPath(c.r), "/")}
	v.Held, v.Files, v.Long = c.hold()
	if page := c.rs.deps.Pages.Login; page != nil {
		if err := c.Render(http.StatusUnauthorized, page(c, v)); err == nil || c.w.sent() {
			return
		}
	}
	_ = c.send(http.StatusUnauthorized, "text/html; charset=utf-8", []byte(bareLogin(c, v))) // Nothing is left to be done about it.
}

func (c *Ctx) hold() (text string, files, long bool) {
	f := c.typed()
	if f == nil {
		return "", false, true
	}
	h := held{Path: c.Path(), Files: len(f.Lost()) > 0}
	size := 0
	for _, name := range f.Names() {
		for _, v := range f.values[name] {
			h.Fields = append(h.Fields, [2]string{name, v})
			size += len(name) + len(v)
		}
	}
	if size > maxHeld {
		return "", h.Files, true
	}
	raw, err := json.Marshal(h)
	if err != nil {
		return "", h.Files, true // Strings always marshal.
	}
	return base64.RawURLEncoding.EncodeToString(raw), h.Files, false
}

// LoginView is what a login page carries on when it is shown for a link (GET) or again (422).
func (c *Ctx) LoginView() LoginView {
	v := LoginView{Next: Local(c.Query(NextName), "/")}
	if !isRead(c.r) {
		f, _ := c.Form() // An unreadable form carries nothing.
		v.Next, v.Held = Local(f.Get(NextName), "/"), f.Get(HeldName)
		if h, ok := parseHeld(v.Held); ok {
			v.Files = h.Files
		} else {
			v.Held = ""
		}
	}
	return v
}

// AfterLogin answers a login that went well: with the page that offers to send what was typed before, else by going on
// to where the person wanted to be.
func (c *Ctx) AfterLogin() error {
	v := c.LoginView()
	h, ok := parseHeld(v.Held)
	if !ok {
		return c.Redirect(v.Next)
	}
	view := ResendView{Path: h.Path, Files: h.Files}
	for _, f := range h.Fields {
		view.Fields = append(view.Fields, HeldField{f[0], f[1]})
	}
	if page := c.rs.deps.Pages.Resend; page != nil {
		return c.Render(http.StatusOK, page(c, view))
	}
	return c.send(http.StatusOK, "text/html; charset=utf-8", []byte(bareResend(c, view)))
}

func parseHeld(s string) (held, bool) {
	var h held
	if s == "" || len(s) > 2*maxHeld {
		return h, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || json.Unmarshal(raw, &h) != nil || !IsLocal(h.Path) {
		return h, false
	}
	// The login itself is never sent again, or a wrong address would go round in circles.
	u, err := url.Parse(h.Path)
	return h, err == nil && !slices.Contains([]string{"/login", "/logout"}, u.Path)
}

// refererPath is the page the form stood on, if it was one of ours.
func refererPath(r *http.Request) string {
	u, err := url.Parse(r.Referer())
	if err != nil || u.Host != r.Host {
		return ""
	}
	return u.RequestURI()
}
