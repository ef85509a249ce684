package admin

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) settingRoutes(rs *web.Routes) {
	may := web.May(setting.Write)
	rs.Handle("GET /admin/settings", may, p.settings)
	rs.Handle("GET /admin/settings/{key}", may, p.setting)
	rs.Handle("POST /admin/settings/{key}", may, p.decide)
}

func settingPath(org directory.OrgID, key setting.Key) string {
	return paths.With(paths.AdminPage("settings", string(key)), "org", text(int64(org)))
}

// settings shows every rule of an organisation: what counts now, what is coming, and what the presets say.
func (p *pages) settings(c *web.Ctx) error {
	org, tabs, err := p.org(c, setting.Write)
	if err != nil {
		return err
	}
	all, err := p.Setting.All(c.Context(), c.Actor(), org.ID)
	if err != nil {
		return err
	}
	var parts []templ.Component
	for _, topic := range topicsOf(all) {
		t := ui.TableView{ID: "topic-" + string(topic), Caption: c.T.T("setting.topic." + string(topic)), Columns: settingColumns(c)}
		for _, s := range all {
			if s.Topic == topic {
				t.Rows = append(t.Rows, settingRow(c, org.ID, s))
			}
		}
		parts = append(parts, ui.Table(t))
	}
	lead := c.T.T("admin.settings.lead")
	if org.Preset != "" {
		lead += " " + c.T.T("admin.settings.preset", "preset", c.T.T("admin.preset."+org.Preset))
	}
	return p.show(c, http.StatusOK, head{title: c.T.T("admin.section.settings"), lead: lead, tabs: tabs}, parts...)
}

// topicsOf are the headings in the order of the settings, each once.
func topicsOf(all []setting.State) []setting.Topic {
	var out []setting.Topic
	for _, s := range all {
		if !slices.Contains(out, s.Topic) {
			out = append(out, s.Topic)
		}
	}
	return out
}

func settingColumns(c *web.Ctx) []ui.Column {
	cols := columns(c, "setting", "now")
	for _, name := range setting.Presets() {
		cols = append(cols, ui.Column{Text: c.T.T("admin.settings.column", "preset", c.T.T("admin.preset."+name))})
	}
	return cols
}

func settingRow(c *web.Ctx, org directory.OrgID, s setting.State) ui.Row {
	now := ui.Cell{Text: settingValue(c, s.Definition, s.Current.Raw), Note: c.T.T("admin.settings.by_preset")}
	if !s.Current.ValidFrom.IsZero() {
		now.Note = c.T.T("admin.settings.since", "date", c.T.Date(s.Current.ValidFrom))
	}
	if len(s.Coming) > 0 {
		next := c.T.T("admin.settings.from", "date", c.T.Date(s.Coming[0].ValidFrom), "value", settingValue(c, s.Definition, s.Coming[0].Raw))
		now.Content = tags([]ui.TagView{{Text: next, Color: ui.Info, Icon: "clock"}})
	}
	row := ui.Row{ID: string(s.Key), Cells: []ui.Cell{
		{Text: c.T.T(s.Label()), Href: settingPath(org, s.Key), Item: true, Note: c.T.T(s.Help())}, now,
	}}
	for _, name := range setting.Presets() {
		row.Cells = append(row.Cells, ui.Cell{Text: settingValue(c, s.Definition, s.PresetValue(name))})
	}
	return row
}
