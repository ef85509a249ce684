package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sort"
	"strings"
)

func main() {
	complaints, err := check("go.mod", "package.json", "docs/dependencies.md")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, c := range complaints {
		fmt.Println(c)
	}
	if len(complaints) > 0 {
		os.Exit(1)
	}
}

func check(goMod, packageJSON, doc string) ([]string, error) {
	mod, err := os.ReadFile(goMod)
	if err != nil {
		return nil, fmt.Errorf("read the Go modules: %w", err)
	}
	npm, err := os.ReadFile(packageJSON)
	if err != nil {
		return nil, fmt.Errorf("read the npm packages: %w", err)
	}
	text, err := os.ReadFile(doc)
	if err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	packages, err := npmDirect(npm)
	if err != nil {
		return nil, err
	}
	out := compare(goDirect(string(mod)), rows(string(text), "Go modules"), "go.mod")
	return append(out, compare(packages, rows(string(text), "npm packages"), "package.json")...), nil
}

// goDirect lists what go.mod requires without the mark `// indirect`, and the modules of its tools, which carry that mark.
func goDirect(mod string) []string {
	var out, marked, tools []string
	eachDirective(mod, func(verb string, args []string) {
		switch {
		case verb == "tool":
			tools = append(tools, args[0])
		case verb == "require" && args[len(args)-1] == "indirect":
			marked = append(marked, args[0])
		case verb == "require":
			out = append(out, args[0])
		}
	})
	for _, m := range marked {
		if slices.ContainsFunc(tools, func(tool string) bool { return strings.HasPrefix(tool+"/", m+"/") }) {
			out = append(out, m)
		}
	}
	return out
}

// eachDirective reads both forms, `require x v1` and `require ( x v1 … )`.
func eachDirective(mod string, yield func(verb string, args []string)) {
	block := ""
	for line := range strings.Lines(mod) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0:
		case len(f) == 2 && f[1] == "(":
			block = f[0]
		case f[0] == ")":
			block = ""
		case block != "":
			yield(block, f)
		case len(f) > 1:
			yield(f[0], f[1:])
		}
	}
}

func npmDirect(file []byte) ([]string, error) {
	var p struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(file, &p); err != nil {
		return nil, fmt.Errorf("read the npm packages: %w", err)
	}
	var out []string
	for _, group := range []map[string]string{p.Dependencies, p.DevDependencies} {
		for name := range group {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out, nil
}

// rows reads the table under a heading; the first column is the key.
func rows(doc, heading string) map[string][]string {
	out := map[string][]string{}
	inside := false
	for _, line := range strings.Split(doc, "\n") {
		if strings.HasPrefix(line, "## ") {
			inside = strings.TrimPrefix(line, "## ") == heading
		}
		if !inside || !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") {
			continue
		}
		var cells []string
		for _, c := range strings.Split(strings.Trim(line, "|"), "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		if cells[0] != "module" && cells[0] != "package" {
			out[cells[0]] = cells[1:]
		}
	}
	return out
}

func compare(direct []string, table map[string][]string, source string) []string {
	var out []string
	known := map[string]bool{}
	for _, name := range direct {
		known[name] = true
		cells, ok := table[name]
		if !ok {
			out = append(out, fmt.Sprintf("%s is in %s and has no row in docs/dependencies.md", name, source))
			continue
		}
		if len(cells) != 3 || cells[0] == "" || cells[1] == "" || cells[2] == "" {
			out = append(out, fmt.Sprintf("%s: its row needs a licence, a reason and a way out", name))
		}
	}
	for name := range table {
		if !known[name] {
			out = append(out, fmt.Sprintf("%s has a row in docs/dependencies.md and is not a direct dependency in %s", name, source))
		}
	}
	sort.Strings(out)
	return out
}
