// Package config reads what an installation has decided: a TOML file, overruled by environment variables.
//
// Owns: the list of settings, their defaults and meanings (docs/operations.md is held against it), the secret's file.
// Does not own: rules that differ between organisations: those are rows with a date (desk/setting).
//
// Invariants: an unknown key is an error that names the nearest known one; printing or logging a Config never shows a
// password or the secret.
package config
