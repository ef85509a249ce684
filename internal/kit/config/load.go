package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Load reads the file (none when the name is empty) and then the environment, given as os.Environ gives it. Complete is
// still to be called.
func Load(file string, environ []string) (Config, error) {
	c := defaults()
	if file != "" {
		if err := c.readFile(file); err != nil {
			return Config{}, fmt.Errorf("configuration %s: %w", file, err)
		}
	}
	if err := c.readEnviron(environ); err != nil {
		return Config{}, fmt.Errorf("environment: %w", err)
	}
	return c, nil
}

func (c *Config) readFile(file string) error {
	meta, err := toml.DecodeFile(file, c)
	var parse toml.ParseError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("no such file")
	case errors.As(err, &parse):
		// The long form shows the line, which may hold a password.
		return fmt.Errorf("line %d: %s", parse.Position.Line, parse.Message)
	case err != nil:
		return errors.New("cannot be read; is every value of the right type?")
	}
	var faults []error
	for _, key := range meta.Undecoded() {
		faults = append(faults, unknown(key.String(), names(func(k Key) string { return k.Name })))
	}
	return errors.Join(faults...)
}

// readEnviron takes what is set. A variable of ours that is one slip away from a setting is an error; others are left
// alone, because more than this program may use the prefix.
func (c *Config) readEnviron(environ []string) error {
	known := names(func(k Key) string { return k.Env })
	v := reflect.ValueOf(c).Elem()
	var faults []error
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if name == otelEndpoint && c.TraceEndpoint == "" {
			c.TraceEndpoint = value
		}
		if !strings.HasPrefix(name, "LOTSEN_") {
			continue
		}
		i := slices.Index(known, name)
		if i < 0 {
			if near, d := nearest(name, known); d <= 2 {
				faults = append(faults, fmt.Errorf("unknown variable %s: did you mean %s?", name, near))
			}
			continue
		}
		if field := v.FieldByIndex(settings()[i].Index); field.Kind() == reflect.Slice {
			field.Set(reflect.ValueOf(strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })))
		} else if err := set(field, value); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(faults...)
}

// otelEndpoint is what programs that send traces are commonly told by; our own key overrules it.
const otelEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"

func names(of func(Key) string) []string {
	var out []string
	for _, k := range Keys() {
		out = append(out, of(k))
	}
	return out
}

func unknown(key string, known []string) error {
	near, d := nearest(key, known)
	if d > len(key)/2+1 {
		return fmt.Errorf("unknown key %q; known are %s", key, strings.Join(known, ", "))
	}
	return fmt.Errorf("unknown key %q: did you mean %q?", key, near)
}

// Open is Load for the process's own environment.
func Open(file string) (Config, error) { return Load(file, os.Environ()) }
