// Command depsdoc holds docs/dependencies.md against go.mod and package.json: each direct dependency has exactly one row there
// with a licence, a reason and a way out, and no row outlives its dependency.
package main
