package quarantine

import (
	"cmp"
	"strconv"
	"strings"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

type listView struct {
	Tabs  ui.TabsView
	Table ui.TableView
	Pages ui.PaginationView
	Empty ui.EmptyView
	// Failing says which mailboxes cannot be fetched; no title when all can.
	Failing ui.AlertView
}

// listOf shows one page of mails; items holds one more when older ones follow.
func listOf(t *i18n.Printer, items []inbox.Item, before int64, unfiled bool) listView {
	show := ""
	if unfiled {
		show = "unfiled"
	}
	v := listView{
		Tabs: ui.TabsView{ID: "which", Label: t.T("mailbox.list.which"), Tabs: []ui.TabView{
			{Href: paths.DeskMail(), Text: t.T("mailbox.list.quarantine"), Current: !unfiled},
			{Href: paths.With(paths.DeskMail(), "show", "unfiled"), Text: t.T("mailbox.list.unfiled"), Current: unfiled},
		}},
		Table: ui.TableView{ID: "mail", Caption: t.T("mailbox.list.title"), CaptionHidden: true, Columns: []ui.Column{
			{Text: t.T("mailbox.subject")}, {Text: t.T("mailbox.sender")}, {Text: t.T("mailbox.reason")}, {Text: t.T("mailbox.mailbox")}, {Text: t.T("mailbox.came")},
		}},
		Empty: ui.EmptyView{Icon: "mail", Title: t.T("mailbox.list.empty"), Text: t.T("mailbox.list.empty_text")},
	}
	if before != 0 {
		v.Pages.Newer = paths.With(paths.DeskMail(), "show", show)
		v.Pages.NewerText = t.T("mailbox.list.newest")
	}
	if len(items) > pageSize {
		items = items[:pageSize]
		v.Pages.Older = paths.With(paths.DeskMail(), "show", show, "before", strconv.FormatInt(items[pageSize-1].ID, 10))
	}
	for _, i := range items {
		v.Table.Rows = append(v.Table.Rows, ui.Row{ID: strconv.FormatInt(i.ID, 10), Cells: []ui.Cell{
			{Text: subject(t, i), Href: paths.DeskMailItem(ref(i.ID)), Header: true, Item: true},
			{Text: cmp.Or(i.Sender, t.T("mailbox.nobody"))},
			{Text: reason(t, i), Note: tries(t, i)},
			{Text: i.Mailbox},
			{Text: t.DateTime(i.At), Nowrap: true},
		}})
	}
	return v
}

func ref(id int64) paths.Word { return paths.Word(strconv.FormatInt(id, 10)) }

func subject(t *i18n.Printer, i inbox.Item) string {
	return cmp.Or(i.Subject, t.T("mailbox.no_subject"))
}

// failing is the alert about mailboxes that cannot be fetched.
func failing(t *i18n.Printer, list []inbox.Failing) ui.AlertView {
	if len(list) == 0 {
		return ui.AlertView{}
	}
	v := ui.AlertView{ID: "failing", Color: ui.Danger, Title: t.T("imap.failing.title", "count", len(list))}
	var lines []string
	for _, f := range list {
		key := "imap.fault." + f.Step
		if !t.Has(key) {
			key = "imap.fault.talk"
		}
		lines = append(lines, t.T("imap.failing.line", "mailbox", f.Address, "since", f.Since, "fault", t.T(key)))
	}
	v.Text = strings.Join(lines, " ")
	return v
}

// tries says how often taking the mail has been tried, where that is more than once.
func tries(t *i18n.Printer, i inbox.Item) string {
	if i.Tries < 2 {
		return ""
	}
	return t.T("mailbox.tried", "count", i.Tries)
}

// reason says why the mail is here.
func reason(t *i18n.Printer, i inbox.Item) string {
	if i.Result == inbox.Waiting {
		return t.T("mailbox.reason.waiting")
	}
	if key := "mailbox.reason." + i.Reason; t.Has(key) {
		return t.T(key)
	}
	return i.Reason
}
