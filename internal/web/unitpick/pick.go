package unitpick

import (
	"context"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// maxMatches bounds how many units are offered for a name that fits several.
const maxMatches = 25

// Pick is a unit asked for, and what the field needs to ask again.
type Pick struct {
	// Unit is the unit chosen; the zero Unit when none is, or when the name written was not clear.
	Unit    directory.Unit
	few     []directory.Unit
	matches []directory.Unit
	typed   string
}

// Read makes out which unit of the organisation was meant: the one with that number, unless another name was written.
// Written is false for an address without the field for the name.
func Read(ctx context.Context, d *directory.Service, by authz.Actor, org directory.OrgID, id directory.UnitID, name string, written bool) (Pick, error) {
	var p Pick
	var err error
	if id != 0 {
		// A unit that is gone or not theirs narrows to nothing; the list's own scope says so.
		if p.Unit, err = d.Unit(ctx, by, id); err != nil && !errs.Is(err, errs.NotFound) {
			return p, err
		}
		p.Unit.ID = id
	}
	if p.few, err = d.FewUnits(ctx, by, org); err != nil || len(p.few) > 0 || !written || p.Unit.Called(name) {
		return p, err
	}
	p.typed, p.Unit = name, directory.Unit{}
	if p.matches, err = d.UnitsNamed(ctx, by, org, name, maxMatches); err == nil && len(p.matches) == 1 {
		p.Unit = p.matches[0]
	}
	return p, err
}

// Unclear reports whether a name was written that fits no unit, or several.
func (p Pick) Unclear() bool { return p.typed != "" && p.Unit.ID == 0 }

// Error is what to tell of a name that is not clear; "" when it is.
func (p Pick) Error(t *i18n.Printer) string {
	switch {
	case !p.Unclear():
		return ""
	case len(p.matches) == 0:
		return t.T("ui.unit.none", "name", p.typed)
	case len(p.matches) == maxMatches:
		return t.T("ui.unit.many") // There may be more than are offered.
	}
	return t.T("ui.unit.several", "count", len(p.matches))
}

// Field is the field to show.
func (p Pick) Field(t *i18n.Printer, label, empty string) ui.FinderView {
	v := ui.FinderView{Name: "unit", Label: label, Empty: empty, Error: p.Error(t), Listed: len(p.few) > 0}
	offered := p.matches
	if v.Listed {
		offered = p.few
	}
	for _, u := range offered {
		option := ui.Option{Value: value(u.ID), Text: u.Name, Selected: u.ID == p.Unit.ID}
		if v.Listed {
			option.Text = ui.Indent(u.Depth()) + u.Name
		}
		v.Options = append(v.Options, option)
	}
	if !v.Listed {
		v.Description, v.Typed, v.Value = t.T("ui.unit.help"), p.typed, ""
		if p.Unit.ID != 0 {
			v.Typed, v.Value, v.Options = p.Unit.Name, value(p.Unit.ID), nil
		}
	}
	return v
}

func value(id directory.UnitID) string { return strconv.FormatInt(int64(id), 10) }
