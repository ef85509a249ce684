package notices

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/notice"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func (p *pages) one(c *web.Ctx) error {
	n, err := p.load(c)
	if err != nil {
		return err
	}
	return p.showOne(c, http.StatusOK, n, nil)
}

func (p *pages) load(c *web.Ctx) (notice.Notice, error) {
	id, err := sheet.Number[notice.ID](c, "id")
	if err != nil {
		return notice.Notice{}, err
	}
	return p.Notice.Load(c.Context(), c.Actor(), id)
}

// showOne shows a notice as each channel tells it; refusal is why it was not published just now.
func (p *pages) showOne(c *web.Ctx, status int, n notice.Notice, refusal *notice.Refusal) error {
	t := c.T
	h := sheet.Head{Title: n.TitleSv, Tags: []ui.TagView{stateTag(t, &n), {Text: t.T("notice.kind." + string(n.Kind))}}}
	var parts []templ.Component
	if refusal != nil {
		parts = append(parts, Refused(c, refusal))
	}
	facts := []ui.Definition{{Term: t.T("notice.col.channels"), Text: Channels(t, n.Channels)}, {Term: t.T("notice.col.period"), Text: period(t, &n)}}
	if len(n.Units) > 0 {
		facts = append(facts, ui.Definition{Term: t.T("notice.field.units"), Text: t.T("notice.units", "count", len(n.Units))})
	}
	if n.Ticket != 0 {
		facts = append(facts, ui.Definition{Term: t.T("notice.field.ticket"), Text: n.Ticket.String(), Href: paths.DeskTicket(n.Ticket)})
	}
	if !n.PublishedAt.IsZero() {
		facts = append(facts, ui.Definition{Term: t.T("notice.published"), Content: ui.Time(n.PublishedAt, t.DateTime(n.PublishedAt))})
	}
	parts = append(parts, ui.DefinitionList(facts), sheet.Panel(ui.PanelView{ID: "as-told", Title: t.T("notice.as_told")}, ui.DefinitionList(told(t, &n))))
	if c.Actor().May(notice.MayPublish) && n.State != notice.Ended {
		var acts []templ.Component
		if n.State == notice.Draft {
			acts = append(acts, sheet.Do(c, paths.Notice(ref(n.ID), "publish"), t.T("notice.publish"), "").Show(t))
		}
		acts = append(acts, sheet.Do(c, paths.Notice(ref(n.ID), "end"), t.T("notice.end"), "").Show(t), ui.ButtonLink(paths.Notice(ref(n.ID), "edit"), ui.ButtonView{Text: t.T("notice.edit"), Variant: ui.Tertiary, Small: true}))
		parts = append(parts, sheet.Row(acts...))
	}
	return p.show(c, status, h, parts...)
}

// told is the notice in each of its channels, as its readers and callers meet it.
func told(t *i18n.Printer, n *notice.Notice) []ui.Definition {
	var out []ui.Definition
	for _, ch := range n.Channels {
		text := n.Greeting(i18n.Swedish)
		if ch == notice.Phone {
			text = n.Spoken(i18n.Swedish)
		}
		out = append(out, ui.Definition{Term: t.T("notice.channel." + string(ch)), Text: text})
	}
	if n.TitleEn != "" {
		out = append(out, ui.Definition{Term: t.T("notice.english"), Text: n.Greeting(i18n.English)})
	}
	return out
}

// Refused shows the instructions that keep a notice back: whose, from when, over what.
func Refused(c *web.Ctx, r *notice.Refusal) templ.Component {
	t := c.T
	parts := []templ.Component{}
	for i := range r.Holds {
		parts = append(parts, ui.DefinitionList(HoldFacts(t, &r.Holds[i])))
	}
	return ui.Alert(ui.AlertView{ID: "refused", Color: ui.Danger, Title: t.T("notice.error.held"), Text: t.T("notice.held_channels", "channels", Channels(t, r.Channels)), Content: sheet.Stack(parts...)})
}

// HoldFacts are an instruction's author, time and scope.
func HoldFacts(t *i18n.Printer, h *notice.Hold) []ui.Definition {
	scope := Channels(t, h.Channels)
	if h.Ticket != 0 {
		scope += " · " + h.Ticket.String()
	}
	until := t.T("notice.until_lifted")
	if !h.Until.IsZero() {
		until = t.DateTime(h.Until)
	}
	name := h.AuthorName
	if name == "" {
		name = t.T("desk.masked")
	}
	return []ui.Definition{
		{Term: t.T("notice.field.instructor"), Text: h.Instructor},
		{Term: t.T("notice.hold.noted"), Text: name + ", " + t.DateTime(h.CreatedAt)},
		{Term: t.T("notice.hold.period"), Text: t.DateTime(h.From) + " – " + until},
		{Term: t.T("notice.hold.scope"), Text: scope},
		{Term: t.T("notice.field.instruction"), Text: h.Instruction},
	}
}

func (p *pages) publish(c *web.Ctx) error {
	n, err := p.load(c)
	if err != nil {
		return err
	}
	now, err := p.Notice.Publish(c.Context(), c.Actor(), n.ID)
	var refusal *notice.Refusal
	if errors.As(err, &refusal) {
		return p.showOne(c, http.StatusConflict, n, refusal)
	}
	if errs.Is(err, errs.Invalid) {
		c.FlashWarning("notice.error.place_unapproved")
		return c.Redirect(paths.Notice(ref(n.ID)))
	}
	if err != nil {
		return err
	}
	return p.published(c, now)
}

// published thanks, and lets a major incident's log know.
func (p *pages) published(c *web.Ctx, n notice.Notice) error {
	if n.Ticket != 0 {
		if err := p.Common.Noted(c.Context(), c.Actor(), n.Ticket, "published", n.TitleSv); err != nil {
			return err
		}
	}
	c.Flash("notice.flash.published", "channels", Channels(c.T, n.Channels))
	return c.Redirect(paths.Notice(ref(n.ID)))
}

func (p *pages) end(c *web.Ctx) error {
	n, err := p.load(c)
	if err != nil {
		return err
	}
	if n, err = p.Notice.End(c.Context(), c.Actor(), n.ID); err != nil {
		return err
	}
	if n.Ticket != 0 {
		if err := p.Common.Noted(c.Context(), c.Actor(), n.Ticket, "unpublished", n.TitleSv); err != nil {
			return err
		}
	}
	c.Flash("notice.flash.ended")
	return c.Redirect(paths.Notice(ref(n.ID)))
}
