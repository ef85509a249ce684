package inbox

import (
	"net/url"
	"strings"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// check cleans what was typed and names every wrong field. Judge tells whether an address may be called at all.
func (f *Fetch) check(old *Fetch, typed Secrets, judge func(string) error) error {
	var bad errs.Fields
	f.Host, f.Username = strings.ToLower(clean.Line(f.Host, 253)), clean.Line(f.Username, 320)
	f.TokenURL, f.ClientID, f.Scope = clean.Line(f.TokenURL, 500), clean.Line(f.ClientID, 200), clean.Line(f.Scope, 500)
	f.Folder, f.Done = clean.Line(f.Folder, 200), clean.Line(f.Done, 200)
	if f.Host == "" || strings.ContainsAny(f.Host, "/@ ") {
		bad.Add("host", "imap.error.host")
	}
	if f.Port < 1 || f.Port > 65535 {
		bad.Add("port", "imap.error.port")
	}
	oneOf(&bad, "security", f.Security, TLS, StartTLS, Plain)
	oneOf(&bad, "after", f.After, MoveAfter, SeenAfter, DeleteAfter)
	oneOf(&bad, "auth", f.Auth, ByPassword, ByOAuth)
	needs(&bad, "username", f.Username)
	needs(&bad, "folder", f.Folder)
	if f.After == MoveAfter {
		needs(&bad, "done", f.Done)
		if f.Done != "" && f.Done == f.Folder {
			bad.Add("done", "imap.error.same_folder")
		}
	}
	if f.Alarm < 5 || f.Alarm > 24*60 {
		bad.Add("alarm", "imap.error.alarm")
	}
	if f.Auth == ByOAuth {
		needs(&bad, "client_id", f.ClientID)
		if u, err := url.Parse(f.TokenURL); err != nil || u.Host == "" || judge != nil && judge(f.TokenURL) != nil {
			bad.Add("token_url", "imap.error.token_url")
		}
	}
	f.checkSecrets(&bad, old, typed)
	return bad.Err()
}

// checkSecrets asks for what opens the mailbox when there is none, and again when it would go to another place.
func (f *Fetch) checkSecrets(bad *errs.Fields, old *Fetch, typed Secrets) {
	moved := old.Version != 0 && (f.Host != old.Host || f.Port != old.Port || f.Security != old.Security && f.Security != TLS ||
		f.Auth != old.Auth || f.TokenURL != old.TokenURL)
	has, hasRefresh := old.HasSecret || typed.Secret != "", old.HasRefresh || typed.Refresh != ""
	switch {
	case moved && old.HasSecret && typed.Secret == "":
		bad.Add("secret", "imap.error.secret_again")
	case !has && (f.Auth == ByPassword || !hasRefresh):
		bad.Add("secret", "error.required")
	}
	if moved && f.Auth == ByOAuth && old.HasRefresh && typed.Refresh == "" {
		bad.Add("refresh", "imap.error.secret_again")
	}
}

func needs(bad *errs.Fields, name, value string) {
	if value == "" {
		bad.Add(name, "error.required")
	}
}

func oneOf(bad *errs.Fields, name, value string, known ...string) {
	for _, k := range known {
		if value == k {
			return
		}
	}
	bad.Add(name, "error.choose")
}
