package report

import (
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

// List writes tickets to a file line by line, in the form of Table.CSV. The caller has read the rows within the
// reader's rights.
type List struct {
	w *csv.Writer
	p *i18n.Printer
}

// NewList begins a file.
func NewList(out io.Writer, p *i18n.Printer) (*List, error) {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return nil, fmt.Errorf("write csv: %w", err)
	}
	l := &List{w: csv.NewWriter(out), p: p}
	l.w.UseCRLF = true
	if p.Lang() != string(i18n.English) {
		l.w.Comma = ';'
	}
	head := make([]string, len(listColumns))
	for i, c := range listColumns {
		head[i] = c.name
	}
	return l, l.write(head)
}

// Add writes some more lines.
func (l *List) Add(rows []ticket.Row) error {
	for i := range rows {
		line := make([]string, len(listColumns))
		for k, c := range listColumns {
			line[k] = SafeCell(c.value(l.p, &rows[i]))
		}
		if err := l.write(line); err != nil {
			return err
		}
	}
	l.w.Flush()
	return l.w.Error()
}

func (l *List) write(line []string) error {
	if err := l.w.Write(line); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}
