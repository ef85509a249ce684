package notices

import (
	"errors"
	"net/http"
	"strings"
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

// moment is how a form carries a time of day.
const moment = "2006-01-02T15:04"

// blank begins a notice: with the words of a case, when it is about one.
func (p *pages) blank(c *web.Ctx) error {
	pairs := []string{"kind", string(notice.Disturbance), "publish", "1"}
	for _, ch := range notice.Ways() {
		pairs = append(pairs, "channels", string(ch))
	}
	if id, ok := ticket.ParseID(c.Query("ticket")); ok {
		x, err := p.Ticket.Load(c.Context(), c.Actor(), id)
		if err != nil {
			return err
		}
		pairs = append(pairs, "ticket", id.String(), "title_sv", x.Title, "desk", sheet.Text(x.Desk))
	}
	// Whoever comes from an outage brings its words along.
	if title := c.Query("title"); title != "" {
		pairs = append(pairs, "title_sv", title)
	}
	pairs = append(pairs, "outage", c.Query("outage"))
	return p.showForm(c, http.StatusOK, web.NewForm(pairs...), notice.Notice{}, nil)
}

func (p *pages) edit(c *web.Ctx) error {
	n, err := p.load(c)
	if err != nil {
		return err
	}
	pairs := []string{
		"kind", string(n.Kind), "title_sv", n.TitleSv, "text_sv", n.TextSv, "phone_sv", n.PhoneSv, "title_en", n.TitleEn, "text_en", n.TextEn, "phone_en", n.PhoneEn,
		"desk", sheet.Text(n.Desk), "starts", local(n.StartsAt), "ends", local(n.EndsAt), "version", sheet.Text(n.Version),
	}
	for _, ch := range n.Channels {
		pairs = append(pairs, "channels", string(ch))
	}
	for _, u := range n.Units {
		unit, err := p.Directory.Unit(c.Context(), c.Actor(), u)
		if err != nil {
			return err
		}
		pairs = append(pairs, "units", unit.Name)
	}
	if n.Ticket != 0 {
		pairs = append(pairs, "ticket", n.Ticket.String())
	}
	f := web.NewForm(pairs...)
	f.Set("units", strings.Join(f.All("units"), "\n"))
	return p.showForm(c, http.StatusOK, f, n, nil)
}

func local(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(clock.Stockholm()).Format(moment)
}

func (p *pages) showForm(c *web.Ctx, status int, f *web.Form, n notice.Notice, refusal *notice.Refusal) error {
	t := c.T
	desks, err := p.desks(c)
	if err != nil {
		return err
	}
	if len(desks) == 0 {
		return errs.Denied(string(notice.MayPublish))
	}
	offered, err := p.Notice.Offered(c.Context(), desks[0].Org)
	if err != nil {
		return err
	}
	var kinds, where, at []ui.Option
	for _, k := range notice.Kinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Text: t.T("notice.kind." + string(k))})
	}
	for _, ch := range notice.Ways() {
		where = append(where, ui.Option{Value: string(ch), Text: t.T("notice.channel." + string(ch)), Description: t.T("notice.channel_help." + string(ch))})
	}
	for _, place := range offered {
		o := ui.Option{Value: string(place.Channel), Text: t.T("notice.channel." + string(place.Channel))}
		if !place.Open() {
			o.Description, o.Disabled = t.T("notice.place.closed"), true
		}
		where = append(where, o)
	}
	if c.Actor().MayIn(notice.MayPublish, authz.Organisation, int64(desks[0].Org)) {
		at = append(at, ui.Option{Value: "0", Text: t.T("notice.every_desk")})
	}
	for _, d := range desks {
		at = append(at, ui.Option{Value: sheet.Text(d.ID), Text: d.Name})
	}
	action, title, button := paths.Notices(), t.T("notice.new"), t.T("notice.save")
	back := paths.Notices()
	if n.ID != 0 {
		action, title, back = paths.Notice(ref(n.ID), "edit"), t.T("notice.edit_title"), paths.Notice(ref(n.ID))
	}
	fields := []sheet.Field{
		{Name: "kind", Kind: sheet.Choice, Options: kinds, Required: true, Width: "m"},
		{Name: "title_sv", Required: true},
		{Name: "text_sv", Kind: sheet.Long},
		{Name: "title_en"},
		{Name: "text_en", Kind: sheet.Long},
		{Name: "channels", Kind: sheet.Several, Options: where, Required: true},
		{Name: "phone_sv", Kind: sheet.Long},
		{Name: "phone_en", Kind: sheet.Long},
		{Name: "desk", Kind: sheet.Choice, Options: at, Required: true, Width: "m"},
		{Name: "units", Kind: sheet.Long},
		{Name: "ticket", Width: "s"},
		{Name: "starts", Type: "datetime-local", Width: "m"},
		{Name: "ends", Type: "datetime-local", Width: "m"},
	}
	if n.State != notice.Published {
		fields = append(fields, sheet.Field{Name: "publish", Kind: sheet.Yes})
	}
	form := sheet.Of(c, f, area, action, button, fields...).Hidden("version", f.Get("version")).Hidden("outage", f.Get("outage")).Back(back)
	parts := []templ.Component{form.Show(t)}
	if refusal != nil {
		parts = append([]templ.Component{Refused(c, refusal)}, parts...)
	}
	return p.show(c, status, sheet.Head{Title: title, Lead: t.T("notice.form_lead")}, parts...)
}

func (p *pages) add(c *web.Ctx) error { return p.save(c, notice.Notice{}) }
func (p *pages) change(c *web.Ctx) error {
	n, err := p.load(c)
	if err != nil {
		return err
	}
	return p.save(c, n)
}

func (p *pages) save(c *web.Ctx, old notice.Notice) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	in, err := p.input(c, f, old)
	var n notice.Notice
	if err == nil {
		n, err = p.Notice.Save(c.Context(), c.Actor(), in)
	}
	var refusal *notice.Refusal
	errors.As(err, &refusal)
	if status, again := sheet.Again(f, err); again {
		return p.showForm(c, status, f, old, refusal)
	}
	if err != nil {
		return err
	}
	if n.State == notice.Published && old.State != notice.Published {
		return p.published(c, n)
	}
	c.Flash("notice.flash.saved")
	return c.Redirect(paths.Notice(ref(n.ID)))
}

func (p *pages) input(c *web.Ctx, f *web.Form, old notice.Notice) (notice.Input, error) {
	in := notice.Input{
		ID: old.ID, Version: f.Int("version"), Org: old.Org, Desk: directory.DeskID(f.Int("desk")), Kind: notice.Kind(f.Get("kind")), Outage: old.Outage,
		TitleSv: f.Words("title_sv"), TextSv: f.Words("text_sv"), PhoneSv: f.Words("phone_sv"), TitleEn: f.Words("title_en"), TextEn: f.Words("text_en"),
		PhoneEn: f.Words("phone_en"), Publish: f.Has("publish"),
	}
	if in.ID == 0 {
		in.Outage = f.Int("outage")
	}
	var wrong errs.Fields
	desks, err := p.desks(c)
	if err != nil {
		return in, err
	}
	for _, d := range desks {
		if in.Org == 0 && (in.Desk == 0 || in.Desk == d.ID) {
			in.Org = d.Org
		}
	}
	if in.Org == 0 {
		return in, errs.Missing()
	}
	for _, s := range f.All("channels") {
		in.Channels = append(in.Channels, notice.Channel(s))
	}
	in.StartsAt, in.EndsAt, in.Ticket = momentOf(f, "starts", &wrong), momentOf(f, "ends", &wrong), caseOf(f, &wrong)
	if in.Units, err = p.units(c, in.Org, f.Get("units"), &wrong); err != nil {
		return in, err
	}
	return in, wrong.Err()
}

// units reads one unit's name a line.
func (p *pages) units(c *web.Ctx, org directory.OrgID, text string, wrong *errs.Fields) ([]directory.UnitID, error) {
	var out []directory.UnitID
	for line := range strings.Lines(text) {
		name := strings.TrimSpace(line)
		if name == "" {
			continue
		}
		found, err := p.Directory.UnitsNamed(c.Context(), c.Actor(), org, name, 2)
		if err != nil {
			return nil, err
		}
		if len(found) != 1 {
			wrong.Add("units", "notice.error.unit", "name", name)
			continue
		}
		out = append(out, found[0].ID)
	}
	return out, nil
}
