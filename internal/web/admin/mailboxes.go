package admin

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// mailboxes is the register of addresses whose mail becomes tickets.
func (p *pages) mailboxes() register {
	return register{
		p: p, name: "mailboxes", verb: directory.OrgWrite, columns: []string{"address", "desk", "fetching"}, above: p.failingBoxes,
		list: func(c *web.Ctx, org directory.OrgID, ended bool) ([]entry, error) {
			boxes, err := p.Inbox.Mailboxes(c.Context(), c.Actor(), org)
			if err != nil {
				return nil, err
			}
			fetches, err := p.Inbox.Fetches(c.Context(), c.Actor(), org)
			if err != nil {
				return nil, err
			}
			desks, err := p.Directory.Desks(c.Context(), c.Actor())
			names := map[directory.DeskID]string{}
			for _, d := range desks {
				names[d.ID] = d.Name
			}
			var out []entry
			for _, b := range boxes {
				if b.Active != ended {
					f, found := fetches[b.ID]
					out = append(out, entry{
						id: int64(b.ID), name: b.Name, cells: []string{b.Address, names[b.Desk], fetchState(c, &f, found)}, active: b.Active,
						form: web.NewForm("name", b.Name, "address", b.Address, "desk", text(int64(b.Desk))),
					})
				}
			}
			return out, err
		},
		beside: func(c *web.Ctx, e entry) templ.Component {
			return ui.ButtonLink(fetchPath(inbox.MailboxID(e.id), "fetch"), ui.ButtonView{Text: c.T.T("imap.open"), Variant: ui.Secondary})
		},
		ask: func(a *asker, org directory.OrgID) error {
			desks, err := p.Directory.Desks(a.c.Context(), a.c.Actor())
			var options []ui.Option
			for _, d := range desks {
				if d.Org == org {
					options = append(options, ui.Option{Value: text(int64(d.ID)), Text: d.Name})
				}
			}
			a.line("name", medium, required).line("address", medium, required, typed("email")).choice("desk", a.c.T.T("admin.choose"), options, medium, required)
			return err
		},
		save: func(c *web.Ctx, org directory.OrgID, id int64, f *web.Form) (string, error) {
			b, err := p.Inbox.SaveMailbox(c.Context(), c.Actor(), inbox.Mailbox{
				ID: inbox.MailboxID(id), Org: org, Desk: directory.DeskID(f.Int("desk")), Address: f.Get("address"), Name: f.Words("name"), Active: id == 0 || f.Has("active"),
			})
			return b.Name, err
		},
	}
}
