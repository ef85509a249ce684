package config

import (
	"log/slog"
	"net/url"
	"reflect"
	"strings"
)

// hidden stands for what is never shown.
const hidden = "***"

// String shows the settings without secrets.
func (c Config) String() string {
	var b strings.Builder
	for _, a := range c.attrs() {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(a.String())
	}
	return b.String()
}

// GoString is String: %#v must not show more than %v.
func (c Config) GoString() string { return c.String() }

// LogValue implements slog.LogValuer without secrets.
func (c Config) LogValue() slog.Value { return slog.GroupValue(c.attrs()...) }

// MarshalJSON never: a Config is not for sending.
func (c Config) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

func (c Config) attrs() []slog.Attr {
	var out []slog.Attr
	v := reflect.ValueOf(c)
	for _, f := range settings() {
		name := f.Tag.Get("toml")
		switch value := v.FieldByIndex(f.Index).Interface().(type) {
		case int:
			out = append(out, slog.Int(name, value))
		case []string:
			text := strings.Join(value, ",")
			if f.Tag.Get("secret") != "" && text != "" {
				text = hidden
			}
			out = append(out, slog.String(name, text))
		case string:
			if f.Tag.Get("secret") != "" && value != "" {
				value = hidden
			}
			out = append(out, slog.String(name, WithoutPassword(value)))
		}
	}
	return out
}

// WithoutPassword returns an address without its password; other texts as they are.
func WithoutPassword(s string) string {
	if !strings.Contains(s, "://") {
		return s
	}
	u, err := url.Parse(s)
	if err != nil {
		// It may hold a password that we cannot find.
		return hidden
	}
	if _, has := u.User.Password(); has {
		u.User = url.UserPassword(u.User.Username(), "xxxxx")
	}
	q := u.Query()
	for _, secret := range []string{"password", "sslpassword"} {
		if q.Has(secret) {
			q.Set(secret, "xxxxx")
			u.RawQuery = q.Encode()
		}
	}
	return u.String()
}
