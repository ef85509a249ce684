package my

import (
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// sight is a look at somebody's things: what several blocks need is asked for once.
type sight struct {
	Deps
	assets  []asset.Asset
	asked   bool
	status  *outage.Status
	before  []ticket.Brief
	offered []service.Item

	ordered     []order.Piece
	askedOrders bool
}

// devices are the computers, phones and tablets that somebody works with, with their levels of support.
func (d *sight) devices(c *web.Ctx, of Whom) (Block, error) {
	list, err := d.has(c, of)
	b := Block{Key: "devices", Title: c.T.T("my.devices"), Beside: true, Empty: c.T.T("my.devices_none")}
	if of.Desk {
		b.Empty = c.T.T("my.devices_none_desk")
	} else {
		b.More = &ui.ActionLink{Href: paths.Self(), Text: c.T.T("my.self")}
	}
	b.Items = items(c, of, list, func(a *asset.Asset) bool { return a.Kind.Digital() })
	return b, err
}

// equipment is everything else that somebody has.
func (d *sight) equipment(c *web.Ctx, of Whom) (Block, error) {
	list, err := d.has(c, of)
	return Block{Key: "equipment", Title: c.T.T("my.equipment"), Beside: true, Items: items(c, of, list, func(a *asset.Asset) bool { return !a.Kind.Digital() })}, err
}

// has asks the inventory once a page.
func (d *sight) has(c *web.Ctx, of Whom) ([]asset.Asset, error) {
	var err error
	if !d.asked {
		d.assets, err = d.Asset.Of(c.Context(), c.Actor(), of.Person)
		d.asked = err == nil
	}
	return d.assets, err
}

func items(c *web.Ctx, of Whom, list []asset.Asset, fits func(*asset.Asset) bool) []ui.ItemView {
	var out []ui.ItemView
	now := c.Now().In(clock.Stockholm())
	for i := range list {
		a := &list[i]
		if !fits(a) {
			continue
		}
		words := []string{c.T.T("asset.kind." + string(a.Kind))}
		if a.Tag != a.Title() {
			words = append(words, a.Tag)
		}
		if a.Model != "" && a.Model != a.Title() {
			words = append(words, a.Model)
		}
		v := ui.ItemView{ID: "device-" + sheet.Text(a.ID), Title: a.Title(), Note: strings.Join(words, ", "), Href: paths.My("devices", sheet.Text(a.ID))}
		if of.Desk {
			v.Href = paths.Assets(sheet.Text(a.ID))
		}
		if a.LevelNo != 0 {
			v.Tags = append(v.Tags, ui.TagView{Text: c.T.T("my.level", "number", a.LevelNo)})
		}
		if a.State != asset.InUse {
			v.Tags = append(v.Tags, ui.TagView{Text: c.T.T("asset.state." + string(a.State)), Color: ui.Warning})
		}
		if a.Old(now) {
			v.Tags = append(v.Tags, ui.TagView{Text: c.T.T("asset.to_renew"), Color: ui.Info})
		}
		out = append(out, v)
	}
	return out
}

// tickets are the reader's open cases; those whose next step is theirs are told of first.
func (d *sight) tickets(c *web.Ctx, of Whom) (Block, error) {
	open, err := d.Ticket.OpenOf(c.Context(), c.Actor(), []directory.PersonID{of.Person})
	b := Block{Key: "tickets", Title: c.T.T("my.tickets"), Empty: c.T.T("my.tickets_none"), More: &ui.ActionLink{Href: paths.Tickets(), Text: c.T.T("my.tickets_all")}}
	list := open[of.Person]
	slices.SortStableFunc(list, func(x, y ticket.Brief) int { return first(y.State) - first(x.State) })
	for _, x := range list[:min(len(list), mostTickets)] {
		v := ui.ItemView{ID: "ticket-" + x.ID.String(), Href: paths.Ticket(x.ID), Title: x.Title, Note: x.ID.String() + ",", At: x.At, AtText: c.T.Date(x.At)}
		tag := ui.TagView{Text: c.T.T("portal.state." + string(x.State))}
		if x.State == ticket.StateResolved {
			tag.Color, b.Waits = ui.Success, true
		}
		v.Tags = []ui.TagView{tag}
		b.Items = append(b.Items, v)
	}
	return b, err
}

// first puts what waits for the reader before the rest.
func first(s ticket.State) int {
	if s == ticket.StateResolved {
		return 1
	}
	return 0
}

// mostTickets is how many cases the page shows; their own page has all.
const mostTickets = 8

// earlier is what a caller had going on before.
func (d *sight) earlier(c *web.Ctx, _ Whom) (Block, error) {
	b := Block{Key: "earlier", Title: c.T.T("my.earlier"), Empty: c.T.T("my.earlier_none")}
	for _, x := range d.before {
		b.Items = append(b.Items, ui.ItemView{
			ID: "earlier-" + x.ID.String(), Href: paths.DeskTicket(x.ID), Title: x.Title, Note: c.T.T("desk.state."+string(x.State)) + ",", At: x.At, AtText: c.T.Date(x.At),
		})
	}
	return b, nil
}

// roles are what a caller may do, in a line.
func (d *sight) roles(c *web.Ctx, of Whom) (Block, error) {
	held, err := d.Access.RolesOf(c.Context(), c.Actor(), of.Person)
	var names []string
	for _, h := range held {
		name := h.Name(i18n.ParseLang(c.T.Lang()))
		if h.For != 0 {
			name = c.T.T("my.substitute", "role", name)
		}
		names = append(names, name)
	}
	b := Block{Key: "roles", Title: c.T.T("my.roles"), Empty: c.T.T("my.roles_none")}
	if len(names) > 0 {
		b.Body = sheet.Say(strings.Join(names, ", "))
	}
	return b, err
}

// messages are what the organisation tells the reader now.
func (d *sight) messages(c *web.Ctx, of Whom) (Block, error) {
	list, err := d.Notice.Running(c.Context(), c.Actor(), notice.Portal, notice.Reader{Org: of.Org, Unit: of.Unit})
	if err != nil || len(list) == 0 {
		return Block{}, err
	}
	b := Block{Key: "messages", Title: c.T.T("my.messages")}
	lang := i18n.ParseLang(c.T.Lang())
	for i := range list {
		n := &list[i]
		b.Items = append(b.Items, ui.ItemView{
			ID: "message-" + sheet.Text(n.ID), Href: paths.Home() + "#notice-" + sheet.Text(n.ID), Title: n.Title(lang), Note: c.T.T("notice.from", "at", n.StartsAt),
		})
	}
	return b, nil
}

func text(n int) string { return strconv.Itoa(n) }
