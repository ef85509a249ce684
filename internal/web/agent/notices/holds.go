package notices

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func (p *pages) holds(c *web.Ctx) error {
	pairs := []string{}
	for _, ch := range notice.Channels() {
		pairs = append(pairs, "channels", string(ch))
	}
	if id, ok := ticket.ParseID(c.Query("ticket")); ok {
		pairs = append(pairs, "ticket", id.String())
	}
	return p.showHolds(c, http.StatusOK, web.NewForm(pairs...), nil)
}

// showHolds lists the instructions in force and those that are over, with the form for a new one and the approvals.
func (p *pages) showHolds(c *web.Ctx, status int, f, places *web.Form) error {
	t := c.T
	now, err := p.Notice.Holds(c.Context(), c.Actor(), false)
	if err != nil {
		return err
	}
	past, err := p.Notice.Holds(c.Context(), c.Actor(), true)
	if err != nil {
		return err
	}
	var parts []templ.Component
	for i := range now {
		parts = append(parts, p.holdPanel(c, &now[i]))
	}
	if len(now) == 0 {
		parts = append(parts, ui.EmptyState(ui.EmptyView{Title: t.T("notice.hold.none"), Text: t.T("notice.hold.none_text"), Icon: "check"}))
	}
	if c.Actor().May(notice.MayHold) {
		more, err := p.holdForms(c, f, places)
		if err != nil {
			return err
		}
		parts = append(parts, more...)
	}
	if len(past) > 0 {
		v := ui.TableView{ID: "past", Caption: t.T("notice.hold.past"), Columns: []ui.Column{
			{Text: t.T("notice.field.instructor")}, {Text: t.T("notice.hold.period")}, {Text: t.T("notice.field.credits")}, {Text: t.T("notice.field.relief")},
		}}
		for i := range past {
			h := &past[i]
			over := h.Until
			if !h.LiftedAt.IsZero() {
				over = h.LiftedAt
			}
			v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(h.ID), Cells: []ui.Cell{{Text: h.Instructor, Header: true}, {Text: t.DateTime(h.From) + " – " + t.DateTime(over)}, {Text: h.Credits}, {Text: h.Relief}}})
		}
		parts = append(parts, ui.Table(v))
	}
	return p.show(c, status, sheet.Head{Title: t.T("notice.tab.holds"), Lead: t.T("notice.hold.lead")}, parts...)
}

func (p *pages) holdPanel(c *web.Ctx, h *notice.Hold) templ.Component {
	t := c.T
	facts := append(HoldFacts(t, h), ui.Definition{Term: t.T("notice.field.relief"), Text: h.Relief}, ui.Definition{Term: t.T("notice.field.credits"), Text: h.Credits})
	parts := []templ.Component{ui.DefinitionList(facts)}
	if c.Actor().May(notice.MayHold) {
		parts = append(parts, sheet.Do(c, paths.NoticeLift(ref(h.ID)), t.T("notice.hold.lift"), "").Show(t))
	}
	return sheet.Panel(ui.PanelView{ID: "hold-" + sheet.Text(h.ID), Title: t.T("notice.hold.one", "name", h.Instructor)}, parts...)
}

// holdForms are the form of a new instruction, and of the written approval of a place where one is needed.
func (p *pages) holdForms(c *web.Ctx, f, places *web.Form) ([]templ.Component, error) {
	t := c.T
	desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), notice.MayHold)
	if err != nil || len(desks) == 0 {
		return nil, err
	}
	var where, at []ui.Option
	for _, ch := range notice.Channels() {
		where = append(where, ui.Option{Value: string(ch), Text: t.T("notice.channel." + string(ch))})
	}
	if c.Actor().MayIn(notice.MayHold, authz.Organisation, int64(desks[0].Org)) {
		at = append(at, ui.Option{Value: "0", Text: t.T("notice.every_desk")})
	}
	for _, d := range desks {
		at = append(at, ui.Option{Value: sheet.Text(d.ID), Text: d.Name})
	}
	form := sheet.Of(c, f, area, paths.NoticeHolds(), t.T("notice.hold.set"),
		sheet.Field{Name: "instructor", Required: true}, sheet.Field{Name: "instruction", Kind: sheet.Long, Required: true},
		sheet.Field{Name: "channels", Kind: sheet.Several, Options: where, Required: true, Label: t.T("notice.hold.channels"), Hint: " "},
		sheet.Field{Name: "desk", Kind: sheet.Choice, Options: at, Required: true, Width: "m"}, sheet.Field{Name: "ticket", Width: "s", Hint: t.T("notice.hold.ticket_help")},
		sheet.Field{Name: "from", Type: "datetime-local", Width: "m"}, sheet.Field{Name: "until", Type: "datetime-local", Width: "m"},
		sheet.Field{Name: "credits", Required: true}, sheet.Field{Name: "relief", Kind: sheet.Long, Required: true},
	)
	parts := []templ.Component{sheet.Panel(ui.PanelView{ID: "hold", Title: t.T("notice.hold.new")}, form.Show(t))}
	offered, err := p.Notice.Offered(c.Context(), desks[0].Org)
	if err != nil {
		return nil, err
	}
	var options []ui.Option
	var given []ui.Definition
	for _, place := range offered {
		if !place.Needed {
			continue
		}
		options = append(options, ui.Option{Value: string(place.Channel), Text: t.T("notice.channel." + string(place.Channel))})
		if a := place.Approval; a != nil {
			given = append(given, ui.Definition{Term: t.T("notice.channel." + string(place.Channel)), Text: t.T("notice.place.given", "name", a.By, "at", t.Date(a.ApprovedAt), "document", a.Document)})
		}
	}
	if len(options) > 0 {
		ask := sheet.Of(c, places, area, paths.NoticePlaces(), t.T("notice.place.approve"),
			sheet.Field{Name: "place", Kind: sheet.Choice, Options: options, Required: true, Width: "m"}, sheet.Field{Name: "approved_by", Required: true},
			sheet.Field{Name: "approved_at", Kind: sheet.Day, Required: true}, sheet.Field{Name: "document", Required: true},
		).Quiet()
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "places", Title: t.T("notice.place.title")}, sheet.Note(t.T("notice.place.help")), ui.DefinitionList(given), ask.Show(t)))
	}
	return parts, nil
}

func (p *pages) hold(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	h, err := p.holdInput(c, f)
	if err == nil {
		_, err = p.Notice.Hold(c.Context(), c.Actor(), h)
	}
	if status, again := sheet.Again(f, err); again {
		return p.showHolds(c, status, f, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("notice.flash.held")
	return c.Redirect(paths.NoticeHolds())
}

func (p *pages) holdInput(c *web.Ctx, f *web.Form) (notice.Hold, error) {
	h := notice.Hold{
		Desk: directory.DeskID(f.Int("desk")), Instructor: f.Words("instructor"), Instruction: f.Words("instruction"), Relief: f.Words("relief"), Credits: f.Words("credits"),
	}
	desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), notice.MayHold)
	if err != nil {
		return h, err
	}
	for _, d := range desks {
		if h.Org == 0 && (h.Desk == 0 || h.Desk == d.ID) {
			h.Org = d.Org
		}
	}
	if h.Org == 0 {
		return h, errs.Missing()
	}
	var wrong errs.Fields
	for _, s := range f.All("channels") {
		h.Channels = append(h.Channels, notice.Channel(s))
	}
	h.From, h.Until, h.Ticket = momentOf(f, "from", &wrong), momentOf(f, "until", &wrong), caseOf(f, &wrong)
	return h, wrong.Err()
}

func (p *pages) lift(c *web.Ctx) error {
	id, err := sheet.Number[notice.HoldID](c, "id")
	if err != nil {
		return err
	}
	if _, err := p.Notice.Lift(c.Context(), c.Actor(), id); err != nil {
		return err
	}
	c.Flash("notice.flash.lifted")
	return c.Redirect(paths.NoticeHolds())
}

// approve records the written yes to a place.
func (p *pages) approve(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), notice.MayHold)
	if err != nil {
		return err
	}
	if len(desks) == 0 {
		return errs.Denied(string(notice.MayHold))
	}
	a := notice.Approval{Org: desks[0].Org, Place: notice.Channel(f.Get("place")), By: f.Words("approved_by"), Document: f.Words("document")}
	if day, err := time.ParseInLocation(time.DateOnly, f.Get("approved_at"), clock.Stockholm()); err == nil {
		a.ApprovedAt = day
	}
	err = p.Notice.Approve(c.Context(), c.Actor(), a)
	if status, again := sheet.Again(f, err); again {
		return p.showHolds(c, status, web.NewForm(), f)
	}
	if err != nil {
		return err
	}
	c.Flash("notice.flash.approved")
	return c.Redirect(paths.NoticeHolds())
}
