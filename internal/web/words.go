package web

import keep "lotsen/internal/kit/clean"

// Words is a value as the person wrote it, with nothing taken away but what no database can keep: for people's own
// words, where a space or an odd letter may be the very thing that they want to show.
func (f *Form) Words(name string) string { return keep.Keep(f.first(name)) }
