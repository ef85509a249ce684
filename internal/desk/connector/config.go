package connector

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// Config is what a way needs to know, without secrets.
type Config struct {
	URL string `json:"url,omitempty"` // https://… for a webhook, ldaps://… or ldap://… for a directory.
	// Of a directory.
	Bind     string `json:"bind,omitempty"`     // The name of our account there.
	Base     string `json:"base,omitempty"`     // Below which people are looked for.
	Attr     string `json:"attr,omitempty"`     // The attribute by which they are found.
	By       By     `json:"by,omitempty"`       // And what of ours stands in it.
	Set      Set    `json:"set,omitempty"`      // How a password is set.
	StartTLS bool   `json:"starttls,omitempty"` // On ldap://…; without it only this machine itself is spoken to.
	CA       string `json:"ca,omitempty"`       // Certificates that are believed beside the machine's own, as PEM.
	// Force asks for a change at the next login where an agent gave the password.
	Force bool `json:"force,omitempty"`
}

// By is what of a person a directory knows them by.
type By string

// What people are known by.
const (
	ByLogin    By = "login"
	ByExternal By = "external"
	ByEmail    By = "email"
)

// Set is how a directory takes a password.
type Set string

// The ways of setting one.
const (
	SetExtended Set = "extended"     // RFC 3062: OpenLDAP, 389 DS.
	SetUser     Set = "userPassword" // Directories that hash what is written.
	SetUnicode  Set = "unicodePwd"   // Active Directory.
)

// Input is what is said about a connector.
type Input struct {
	Desk     directory.DeskID  `json:"desk"`
	Kind     Kind              `json:"kind"`
	Way      Way               `json:"way"`
	Name     string            `json:"name"`
	Category ticket.CategoryID `json:"category"`
	Config   Config            `json:"config"`
	Minutes  int               `json:"minutes"` // How long the other system may take.
	PolicySv string            `json:"policy_sv,omitempty"`
	PolicyEn string            `json:"policy_en,omitempty"`
	Active   bool              `json:"active"`
	// Secret is kept sealed; "" leaves what there is.
	Secret string `json:"-"`
}

const (
	maxLine    = 300
	maxPEM     = 50_000
	maxPolicy  = 2000
	minSecret  = 24
	maxMinutes = 14 * 24 * 60
)

// attribute is a name of RFC 4512. Nothing else may stand in a filter unescaped.
var attribute = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,60}$`)

func (s *Service) ways(k Kind) []Way {
	if s.d.Demo {
		return append(slices.Clone(Ways(k)), ByPretend)
	}
	return Ways(k)
}

// Offered lists the ways that an administrator may choose for a kind.
func (s *Service) Offered(k Kind) []Way { return s.ways(k) }

func (s *Service) check(in *Input) errs.Fields {
	var f errs.Fields
	in.Name, in.Secret = clean.Line(in.Name, maxLine), strings.TrimSpace(in.Secret)
	in.PolicySv, in.PolicyEn = clean.Text(in.PolicySv, maxPolicy), clean.Text(in.PolicyEn, maxPolicy)
	if clean.Blank(in.Name) {
		f.Add("name", "error.required")
	}
	if !slices.Contains(Kinds(), in.Kind) {
		f.Add("kind", "error.choose")
	} else if !slices.Contains(s.ways(in.Kind), in.Way) {
		f.Add("way", "connector.error.way")
	}
	if in.Minutes < 1 || in.Minutes > maxMinutes {
		f.Add("minutes", "connector.error.minutes", "max", maxMinutes)
	}
	in.Config.tidy(in.Way)
	in.Config.check(&f, in.Way)
	if in.Way == ByWebhook && in.Secret != "" && len(in.Secret) < minSecret {
		f.Add("secret", "connector.error.short", "min", minSecret)
	}
	return f
}

// tidy drops what the way does not use.
func (c *Config) tidy(w Way) {
	for _, text := range []*string{&c.URL, &c.Bind, &c.Base, &c.Attr} {
		*text = clean.Line(*text, maxLine)
	}
	c.CA = clean.Text(c.CA, maxPEM)
	switch w {
	case ByWebhook:
		*c = Config{URL: c.URL}
	case ByLDAP:
	default:
		*c = Config{}
	}
}

func (c *Config) check(f *errs.Fields, w Way) {
	if w == ByWebhook || w == ByLDAP {
		schemes := map[Way][]string{ByWebhook: {"https", "http"}, ByLDAP: {"ldaps", "ldap"}}[w]
		u, err := url.Parse(c.URL)
		if err != nil || !slices.Contains(schemes, u.Scheme) || u.Hostname() == "" || u.User != nil {
			f.Add("url", "connector.error.url", "scheme", schemes[0])
		}
	}
	if w != ByLDAP {
		return
	}
	for _, line := range []struct{ name, text string }{{"bind", c.Bind}, {"base", c.Base}} {
		if clean.Blank(line.text) {
			f.Add(line.name, "error.required")
		}
	}
	if !attribute.MatchString(c.Attr) {
		f.Add("attr", "connector.error.attr")
	}
	if !slices.Contains([]By{ByLogin, ByExternal, ByEmail}, c.By) {
		f.Add("by", "error.choose")
	}
	if !slices.Contains([]Set{SetExtended, SetUser, SetUnicode}, c.Set) {
		f.Add("set", "error.choose")
	}
}
