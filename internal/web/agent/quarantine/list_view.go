package quarantine

import (
	"cmp"
	"strconv"

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
			{Text: reason(t, i)},
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
