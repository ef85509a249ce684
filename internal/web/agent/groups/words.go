package groups

import (
	"strconv"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

func id[T ~int64](n T) string { return strconv.FormatInt(int64(n), 10) }

// ref reads the ticket's number from the address.
func ref(c *web.Ctx) (ticket.ID, error) {
	n, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return 0, errs.Missing()
	}
	return n, nil
}

// about is a case in a line: whose, where it stands, since when.
func about(t *i18n.Printer, r *ticket.Row) string {
	return who(r) + " · " + t.T("desk.state."+string(r.State)) + " · " + t.DateTime(r.CreatedAt)
}

func who(r *ticket.Row) string {
	if r.RequesterName != "" {
		return r.RequesterName
	}
	return r.SenderName
}

// alike is a similar case in a line.
func alike(t *i18n.Printer, a common.Alike) string {
	out := t.T("desk.state."+string(a.State)) + " · " + t.DateTime(a.At)
	if a.Place {
		out += " · " + t.T("common.similar.place")
	}
	if a.Group != 0 {
		out = t.T("common.similar.group", "count", a.Children) + " · " + out
	}
	return out
}

// categories is the tree with its branches written out.
func categories(t *i18n.Printer, list []ticket.Category) []ui.Option {
	names := map[ticket.CategoryID]string{}
	var out []ui.Option
	for _, c := range list {
		name := c.Name(t.Lang())
		if above := names[c.Parent]; above != "" {
			name = above + " / " + name
		}
		names[c.ID] = name
		if c.Active {
			out = append(out, ui.Option{Value: id(c.ID), Text: name})
		}
	}
	return out
}

func inLang(t *i18n.Printer, sv, en string) string {
	if t.Lang() == "en" && en != "" {
		return en
	}
	return sv
}

// reason says what the proposed priority follows from: "10 cases, 500 residents concerned".
func reason(t *i18n.Printer, children, residents int) string {
	out := ""
	if children > 0 {
		out = t.T("common.reason.cases", "count", children)
	}
	if residents > 0 {
		if out != "" {
			out += ", "
		}
		out += t.T("common.reason.residents", "count", residents)
	}
	if out == "" {
		return t.T("common.reason.none")
	}
	return out
}
