package ui

import "github.com/a-h/templ"

// current marks the link to the page one is on.
func current(is bool) templ.Attributes {
	if !is {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

// shortcut declares a key for desk.js, and tells assistive technology about it.
func shortcut(key string) templ.Attributes {
	if key == "" {
		return nil
	}
	return templ.Attributes{"data-shortcut": key, "aria-keyshortcuts": key}
}

// with joins attribute sets; a later one wins. Empty values are left out, so that callers need no ifs.
func with(sets ...templ.Attributes) templ.Attributes {
	out := templ.Attributes{}
	for _, set := range sets {
		for name, value := range set {
			if s, ok := value.(string); ok && s == "" && !emptyMatters[name] {
				continue
			}
			out[name] = value
		}
	}
	return out
}

// emptyMatters are attributes whose empty string says something.
var emptyMatters = map[string]bool{"value": true, "alt": true}
