package ui

import "github.com/a-h/templ"

// TableView is rows of like things under headings.
type TableView struct {
	ID            string // unique in the page; rows are "ID-row.ID"
	Caption       string
	CaptionHidden bool // when a heading above says the same
	Columns       []Column
	Rows          []Row
	Foot          []Cell // sums; may be empty
	Roomy         bool   // taller rows, for pages that are read rather than worked in
}

// Column is a heading. With SortHref it is a link that sorts.
type Column struct {
	Text       string
	TextHidden bool // checkboxes, buttons
	Number     bool // right-aligned
	SortHref   string
	Sorted     Sort
}

// Sort is the order a table has by a column.
type Sort string

// The orders. The zero value is for columns that the table is not sorted by.
const (
	Ascending  Sort = "ascending"
	Descending Sort = "descending"
)

// Row is one thing. Header is the cell that names it; the first one when no cell says so.
type Row struct {
	ID      string
	Cells   []Cell
	Current bool // the one in hand
	Muted   bool // done, past
}

// Cell is text, a link, or any components.
type Cell struct {
	Text    string
	Note    string // smaller, below the text
	Href    string // makes Text a link
	Content templ.Component
	Header  bool
	Nowrap  bool
	Item    bool // the row's main link: j and k of the desk's shortcuts stop here
}

func (v TableView) captionID() string { return v.ID + "-caption" }

// headed tells whether a cell names its row: as marked, else the first.
func (r Row) headed(i int) bool {
	for _, c := range r.Cells {
		if c.Header {
			return r.Cells[i].Header
		}
	}
	return i == 0
}

func (v TableView) rowID(r Row) templ.Attributes {
	attrs := templ.Attributes{}
	if r.ID != "" {
		attrs["id"] = v.ID + "-" + r.ID
	}
	if r.Current {
		attrs["aria-current"] = "true"
	}
	if r.Muted {
		attrs["data-muted"] = true
	}
	return attrs
}

// label is the heading that a cell carries with it on a phone; "" where none is shown.
func (v TableView) label(i int) string {
	if i >= len(v.Columns) || v.Columns[i].TextHidden {
		return ""
	}
	return v.Columns[i].Text
}

func (v TableView) cellAttrs(i int, c Cell) templ.Attributes {
	attrs := templ.Attributes{}
	if i < len(v.Columns) && v.Columns[i].Number {
		attrs["data-number"] = true
	}
	if c.Nowrap {
		attrs["data-nowrap"] = true
	}
	if c.Content == nil && c.Note == "" && (c.Text == "" || c.Text == "–") {
		attrs["data-empty"] = true // A card on a phone leaves it out.
	}
	return attrs
}

func (c Column) attrs() templ.Attributes {
	attrs := templ.Attributes{"scope": "col", "role": "columnheader"}
	if c.Number {
		attrs["data-number"] = true
	}
	if c.Sorted != "" {
		attrs["aria-sort"] = string(c.Sorted)
	}
	return attrs
}

func (c Cell) linkAttrs() templ.Attributes {
	if !c.Item {
		return nil
	}
	return templ.Attributes{"data-shortcut-item": true}
}
