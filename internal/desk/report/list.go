package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
)

// listColumns are a list of tickets as a file has it. Names of columns are for programs and stay the same.
var listColumns = []struct {
	name  string
	value func(p *i18n.Printer, r *ticket.Row) string
}{
	{"ref", func(_ *i18n.Printer, r *ticket.Row) string { return r.ID.String() }},
	{"title", func(_ *i18n.Printer, r *ticket.Row) string { return r.Title }},
	{"kind", func(p *i18n.Printer, r *ticket.Row) string { return p.T("desk.kind." + string(r.Kind)) }},
	{"state", func(p *i18n.Printer, r *ticket.Row) string { return p.T("desk.state." + string(r.State)) }},
	{"substate", func(_ *i18n.Printer, r *ticket.Row) string { return r.Substate }},
	{"channel", func(p *i18n.Printer, r *ticket.Row) string { return p.T("desk.channel." + string(r.Channel)) }},
	{"priority", func(_ *i18n.Printer, r *ticket.Row) string { return fmt.Sprint(r.Priority) }},
	{"category", func(p *i18n.Printer, r *ticket.Row) string { return Row{Sv: r.CategorySv, En: r.CategoryEn}.Name(p) }},
	{"group", func(_ *i18n.Printer, r *ticket.Row) string { return r.GroupName }},
	{"requester", func(_ *i18n.Printer, r *ticket.Row) string { return r.RequesterName }},
	{"unit", func(_ *i18n.Printer, r *ticket.Row) string { return r.UnitName }},
	{"created", func(_ *i18n.Printer, r *ticket.Row) string { return stamp(r.CreatedAt) }},
	{"resolved", func(_ *i18n.Printer, r *ticket.Row) string { return stamp(r.ResolvedAt) }},
	{"closed", func(_ *i18n.Printer, r *ticket.Row) string { return stamp(r.ClosedAt) }},
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clock.Stockholm()).Format("2006-01-02 15:04:05")
}

// List is a file of tickets in the form of Table.CSV, made while it is read: only what has been read and not yet been
// sent is held. The caller reads the rows within the reader's rights.
type List struct {
	p    *i18n.Printer
	next func() ([]ticket.Row, error)
	w    *csv.Writer
	buf  bytes.Buffer
	end  error
}

// NewList begins a file. Next gives some more tickets each time, none after the last.
func NewList(p *i18n.Printer, next func() ([]ticket.Row, error)) *List {
	l := &List{p: p, next: next}
	l.buf.WriteString("\ufeff")
	l.w = csv.NewWriter(&l.buf)
	l.w.UseCRLF = true
	if p.Lang() != string(i18n.English) {
		l.w.Comma = ';'
	}
	head := make([]string, len(listColumns))
	for i, c := range listColumns {
		head[i] = c.name
	}
	l.end = l.write(head)
	return l
}

// Read implements io.Reader. Errors: those of next.
func (l *List) Read(into []byte) (int, error) {
	for l.buf.Len() == 0 && l.end == nil {
		rows, err := l.next()
		if l.end = err; err == nil && len(rows) == 0 {
			l.end = io.EOF
		}
		for i := 0; i < len(rows) && l.end == nil; i++ {
			line := make([]string, len(listColumns))
			for k, c := range listColumns {
				line[k] = SafeCell(c.value(l.p, &rows[i]))
			}
			l.end = l.write(line)
		}
	}
	if l.buf.Len() == 0 {
		return 0, l.end
	}
	return l.buf.Read(into)
}

func (l *List) write(line []string) error {
	if err := l.w.Write(line); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	l.w.Flush()
	return l.w.Error()
}
