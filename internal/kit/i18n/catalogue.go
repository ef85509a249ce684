package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Lang is a language tag that the product speaks.
type Lang string

// The languages.
const (
	Swedish Lang = "sv"
	English Lang = "en"
)

// Langs lists the languages, source language first.
func Langs() []Lang { return []Lang{Swedish, English} }

// ParseLang returns the language for a tag such as "en-GB", Swedish when it is not one of ours.
func ParseLang(tag string) Lang {
	if strings.HasPrefix(strings.ToLower(tag), "en") {
		return English
	}
	return Swedish
}

// text is one entry: a plain string, or forms by plural category.
type text struct {
	plain  string
	plural map[string]string
}

// Catalogue holds every text of every language.
type Catalogue struct {
	texts map[Lang]map[string]text
}

// Load reads <lang>/*.json below fsys: flat objects of key -> string or key -> {"one": .., "other": ..}.
// It fails on broken JSON and on a key that two files of a language both define.
func Load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[Lang]map[string]text{}}
	for _, lang := range Langs() {
		c.texts[lang] = map[string]text{}
		names, err := fs.Glob(fsys, path.Join(string(lang), "*.json"))
		if err != nil {
			return nil, fmt.Errorf("list texts: %w", err)
		}
		slices.Sort(names)
		for _, name := range names {
			if err := c.loadFile(fsys, lang, name); err != nil {
				return nil, fmt.Errorf("texts %s: %w", name, err)
			}
		}
	}
	return c, nil
}

func (c *Catalogue) loadFile(fsys fs.FS, lang Lang, name string) error {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(raw, &entries); err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	for key, value := range entries {
		if _, twice := c.texts[lang][key]; twice {
			return fmt.Errorf("key %q is defined twice", key)
		}
		var t text
		if err := json.Unmarshal(value, &t.plain); err != nil {
			if err := json.Unmarshal(value, &t.plural); err != nil {
				return fmt.Errorf("key %q: neither text nor plural forms: %w", key, err)
			}
		}
		c.texts[lang][key] = t
	}
	return nil
}

// Keys returns the keys of a language in order, for the tests that hold the catalogues together.
func (c *Catalogue) Keys(lang Lang) []string {
	keys := make([]string, 0, len(c.texts[lang]))
	for key := range c.texts[lang] {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Forms returns the raw texts behind a key: one entry "" for a plain text, else one for each plural category.
func (c *Catalogue) Forms(lang Lang, key string) map[string]string {
	t, ok := c.texts[lang][key]
	switch {
	case !ok:
		return nil
	case t.plural != nil:
		return t.plural
	}
	return map[string]string{"": t.plain}
}

// Printer returns the printer for a language.
func (c *Catalogue) Printer(lang Lang) *Printer { return &Printer{catalogue: c, lang: lang} }
