// Package locales holds the product's texts: one folder for a language, one file for an area of the product.
package locales

import "embed"

// Files are the catalogues that i18n.Load reads.
//
//go:embed sv/*.json en/*.json
var Files embed.FS
