package req

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Row is one requirement.
type Row struct {
	// ID is CH-01 and the like; Prefix the letters before the hyphen.
	ID, Prefix string
	// Level is M (must) or S (should); for a named system it is "offer" or "context".
	Level string
	// Heading is the section the row stands under, without its number.
	Heading string
	// Text is the requirement, or the system's name.
	Text string
}

// Load reads docs/requirements.md below root, in the order of the document.
func Load(root string) ([]Row, error) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "requirements.md"))
	if err != nil {
		return nil, fmt.Errorf("read the requirements: %w", err)
	}
	return Parse(string(text))
}

// Parse reads the catalogue. A row is a table line whose first cell is an id; an id that comes twice is an error.
func Parse(text string) ([]Row, error) {
	var rows []Row
	seen := map[string]bool{}
	heading := ""
	for line := range strings.Lines(text) {
		if h, ok := strings.CutPrefix(line, "## "); ok {
			heading = strings.TrimLeft(strings.TrimSpace(h), "0123456789 ")
			continue
		}
		cells := split(line)
		if len(cells) < 5 || !isID(cells[0]) {
			continue
		}
		row := Row{ID: cells[0], Level: cells[1], Text: cells[2], Heading: heading}
		row.Prefix, _, _ = strings.Cut(row.ID, "-")
		if row.Prefix == "NS" {
			row.Text = cells[1]
			row.Level = systemLevel(cells[len(cells)-1])
		}
		if seen[row.ID] {
			return nil, fmt.Errorf("requirement %s stands twice in the catalogue", row.ID)
		}
		seen[row.ID] = true
		rows = append(rows, row)
	}
	return rows, nil
}

func systemLevel(status string) string {
	if strings.HasPrefix(status, "offer") {
		return "offer"
	}
	return "context"
}

func split(line string) []string {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "|") {
		return nil
	}
	cells := strings.Split(strings.Trim(line, "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// isID tells whether a cell is two capital letters, a hyphen and digits.
func isID(s string) bool {
	if len(s) < 5 || s[2] != '-' {
		return false
	}
	for i, c := range []byte(s) {
		switch {
		case i < 2 && (c < 'A' || c > 'Z'):
			return false
		case i > 2 && (c < '0' || c > '9'):
			return false
		}
	}
	return true
}
