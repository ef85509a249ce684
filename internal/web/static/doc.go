// Package static owns the files a browser loads beside the pages: style sheet, scripts and icon.
//
// The sources are in src, written by hand; `make assets` bundles them with the npm packages into dist,
// under names that carry a hash of the content, and writes dist/manifest.json from plain name to hashed name.
// dist is embedded in the binary and not in version control.
//
// Invariants: a hashed name never changes its content, so it is cached for ever; with an empty dist the
// program still runs and serves pages without style; nothing here knows the domain or a language.
package static
