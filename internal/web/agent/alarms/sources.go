package alarms

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	webalarm "lotsen/internal/web/alarm"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// sources lists who tells of alarms, when each was heard last and what was wrong.
func (p *pages) sources(c *web.Ctx) error {
	list, err := p.Alarm.Sources(c.Context(), c.Actor(), alarm.MayConfigure)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("alarm.sources"), Lead: c.T.T("alarm.sources_lead"), Tabs: tabs(c, paths.AlarmSources())}
	var add []templ.Component
	for _, k := range alarm.Kinds() {
		add = append(add, ui.ButtonLink(paths.With(paths.AlarmSources("new"), "kind", string(k)), ui.ButtonView{Text: c.T.T("alarm.kind." + string(k)), Variant: ui.Secondary, Icon: "plus", Small: true}))
	}
	adding := sheet.Panel(ui.PanelView{ID: "add", Title: c.T.T("alarm.add_source")}, sheet.Row(add...))
	if len(list) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Icon: "alarm", Title: c.T.T("alarm.no_sources")}), adding)
	}
	t := ui.TableView{ID: "source", Caption: c.T.T("alarm.sources"), CaptionHidden: true, Columns: heads(c, "source", "kind", "heard", "received", "error")}
	t.Columns[3].Number = true
	for i := range list {
		s := &list[i]
		heard := c.T.T("alarm.never")
		if !s.HeardAt.IsZero() {
			heard = c.T.DateTime(s.HeardAt)
		}
		fault := ui.Cell{Text: "–"}
		if s.Error != "" {
			fault = ui.Cell{Text: s.Error, Note: c.T.DateTime(s.ErrorAt)}
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(s.ID), Muted: !s.Active, Cells: []ui.Cell{
			{Text: s.Name, Href: paths.AlarmSources(sheet.Text(s.ID)), Item: true, Content: sheet.Tags(sourceTags(c, s)), Note: s.Code},
			{Text: c.T.T("alarm.kind." + string(s.Kind))},
			{Text: heard, Nowrap: true},
			{Text: strconv.Itoa(s.Heard)},
			fault,
		}})
	}
	return p.show(c, http.StatusOK, h, ui.Table(t), adding)
}

func sourceTags(c *web.Ctx, s *alarm.Source) []ui.TagView {
	var out []ui.TagView
	switch {
	case !s.Active:
		return []ui.TagView{{Text: c.T.T("alarm.off"), Icon: "close"}}
	case !s.SilentSince.IsZero():
		out = append(out, ui.TagView{Text: c.T.T("alarm.silent"), Color: ui.Danger, Icon: "warning"})
	}
	if s.Storm != 0 && s.StormUntil.After(c.Now()) {
		out = append(out, ui.TagView{Text: c.T.T("alarm.storms"), Color: ui.Warning, Icon: "warning"})
	}
	return out
}

func (p *pages) newSource(c *web.Ctx) error {
	s := alarm.Source{Kind: alarm.Kind(c.Query("kind")), Config: alarm.Defaults(), Active: true, Auth: alarm.Signed}
	switch s.Kind {
	case alarm.Alertmanager, alarm.Zabbix, alarm.Icinga:
		s.Auth = alarm.Token
	}
	return p.askSource(c, http.StatusOK, sourceForm(&s), &s)
}

func (p *pages) sourceIn(c *web.Ctx) (alarm.Source, error) {
	id, err := sheet.Number[alarm.SourceID](c, "id")
	if err != nil {
		return alarm.Source{}, err
	}
	return p.Alarm.SourceOf(c.Context(), c.Actor(), id)
}

func (p *pages) source(c *web.Ctx) error {
	s, err := p.sourceIn(c)
	if err != nil {
		return err
	}
	return p.askSource(c, http.StatusOK, sourceForm(&s), &s)
}

// sourceForm is a source as its form begins.
func sourceForm(s *alarm.Source) *web.Form {
	k := &s.Config
	f := web.NewForm("kind", string(s.Kind), "name", s.Name, "code", s.Code, "desk", number(s.Desk), "auth", s.Auth, "beat", strconv.Itoa(k.Beat), "fuse", strconv.Itoa(k.Fuse),
		"flap_changes", strconv.Itoa(k.FlapChanges), "flap_minutes", strconv.Itoa(k.FlapMinutes), "version", strconv.FormatInt(s.Version, 10),
		"networks", strings.Join(k.Networks, "\n"), "traps", trapLines(k.Traps))
	if k.Mail != nil {
		for name, v := range map[string]string{"from": k.Mail.From, "key": k.Mail.Key, "problem": k.Mail.Problem, "recovery": k.Mail.Recovery, "host": k.Mail.Host} {
			f.Set("mail_"+name, v)
		}
	} else {
		for name, v := range mailExample {
			f.Set("mail_"+name, v)
		}
	}
	if s.Active {
		f.Set("active", "1")
	}
	return f
}

// mailExample fits what most monitoring systems write in a subject.
var mailExample = map[string]string{"key": `(?:PROBLEM|RECOVERY|DOWN|UP|OK|CRITICAL|WARNING)\W+(.+)`, "problem": `PROBLEM|DOWN|CRITICAL|WARNING`, "recovery": `RECOVERY|\bUP\b|\bOK\b`}

// askSource shows the form of a source with what its system must be told.
func (p *pages) askSource(c *web.Ctx, status int, f *web.Form, s *alarm.Source) error {
	desks, err := p.desks(c)
	if err != nil {
		return err
	}
	if s.ID == 0 && f.Get("desk") == "" && len(desks) > 0 {
		f.Set("desk", desks[0].Value)
	}
	fields := []sheet.Field{{Name: "name", Required: true, Width: "m"}, {Name: "code", Required: true, Width: "m"}, {Name: "desk", Kind: sheet.Choice, Required: true, Options: desks, Width: "m"}}
	if s.Kind.Calls() {
		fields = append(fields, sheet.Field{Name: "auth", Kind: sheet.Choice, Required: true, Width: "m", Options: []ui.Option{
			{Value: alarm.Signed, Text: c.T.T("alarm.auth.signed")}, {Value: alarm.Token, Text: c.T.T("alarm.auth.token")},
		}})
	}
	switch s.Kind {
	case alarm.Mail:
		fields = append(fields, sheet.Field{Name: "mail_from", Required: true, Width: "m"}, sheet.Field{Name: "mail_key", Required: true}, sheet.Field{Name: "mail_problem", Required: true},
			sheet.Field{Name: "mail_recovery", Required: true}, sheet.Field{Name: "mail_host"})
	case alarm.SNMP:
		fields = append(fields, sheet.Field{Name: "networks", Kind: sheet.Long}, sheet.Field{Name: "traps", Kind: sheet.Long})
	}
	for _, name := range []string{"beat", "fuse", "flap_changes", "flap_minutes"} {
		fields = append(fields, sheet.Field{Name: name, Width: "s"})
	}
	h := sheet.Head{Title: c.T.T("alarm.new_source", "kind", c.T.T("alarm.kind."+string(s.Kind))), Above: above(c, paths.AlarmSources(), "alarm.sources")}
	action, button := paths.AlarmSources(), c.T.T("alarm.add_source")
	if s.ID != 0 {
		h.Title, h.Tags = s.Name, sourceTags(c, s)
		action, button = paths.AlarmSources(sheet.Text(s.ID)), c.T.T("alarm.save")
		fields = append(fields, sheet.Field{Name: "active", Kind: sheet.Yes})
	}
	form := sheet.Of(c, f, area, action, button, fields...).Versioned(f.Get("version")).Hidden("kind", string(s.Kind)).Back(paths.AlarmSources())
	parts := []templ.Component{form.Show(c.T)}
	if s.ID != 0 && s.Kind.Calls() {
		parts = []templ.Component{sheet.Split(parts, []templ.Component{p.address(c, s)})}
	}
	return p.show(c, status, h, parts...)
}

// address tells what the source's system must be told, and gives it a new secret.
func (p *pages) address(c *web.Ctx, s *alarm.Source) templ.Component {
	parts := []templ.Component{
		ui.DefinitionList([]ui.Definition{{Term: c.T.T("alarm.address"), Text: p.BaseURL + webalarm.Path(s.Code)}, {Term: c.T.T("alarm.field.auth"), Text: c.T.T("alarm.auth." + s.Auth)}}),
		sheet.Note(c.T.T("alarm.secret_lead")),
		sheet.Do(c, paths.AlarmSources(sheet.Text(s.ID), "secret"), c.T.T("alarm.new_secret"), "").Versioned(strconv.FormatInt(s.Version, 10)).Show(c.T),
	}
	return sheet.Panel(ui.PanelView{ID: "address", Title: c.T.T("alarm.connect")}, parts...)
}

// desks are those whose alarms the reader looks after.
func (p *pages) desks(c *web.Ctx) ([]ui.Option, error) {
	ids, err := p.Alarm.Desks(c.Context(), c.Actor(), alarm.MayConfigure)
	if err != nil {
		return nil, err
	}
	all, err := p.Directory.Desks(c.Context(), c.Actor())
	if err != nil {
		return nil, err
	}
	var out []ui.Option
	for _, id := range ids {
		name := sheet.Text(id)
		for _, d := range all {
			if d.ID == id {
				name = d.Name
			}
		}
		out = append(out, ui.Option{Value: sheet.Text(id), Text: name})
	}
	return out, nil
}

func (p *pages) saveSource(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	s := alarm.Source{Kind: alarm.Kind(f.Get("kind")), Config: alarm.Defaults(), Active: true}
	if c.Param("id") != "" {
		if s, err = p.sourceIn(c); err != nil {
			return err
		}
	}
	fresh, old := s.ID == 0, s
	err = readSource(f, &s)
	if err == nil {
		s, err = p.Alarm.SaveSource(c.Context(), c.Actor(), s)
	}
	if errs.Is(err, errs.Conflict) && !fresh {
		f.Set("version", strconv.FormatInt(old.Version, 10)) // Whoever has been told saves again.
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.askSource(c, status, f, &old)
	}
	if err != nil {
		return err
	}
	if fresh && s.Kind.Calls() {
		return p.showSecret(c, http.StatusCreated, &s)
	}
	c.Flash("alarm.saved")
	return c.Redirect(paths.AlarmSources(sheet.Text(s.ID)))
}

// readSource fills a source from its form.
func readSource(f *web.Form, s *alarm.Source) error {
	var bad errs.Fields
	s.Name, s.Code, s.Desk, s.Auth, s.Version = f.Words("name"), f.Get("code"), directory.DeskID(f.Int("desk")), f.Get("auth"), f.Int("version")
	if s.ID != 0 {
		s.Active = f.Has("active")
	}
	for name, to := range map[string]*int{"beat": &s.Config.Beat, "fuse": &s.Config.Fuse, "flap_changes": &s.Config.FlapChanges, "flap_minutes": &s.Config.FlapMinutes} {
		n, err := strconv.Atoi(f.Get(name))
		if err != nil && f.Get(name) != "" {
			bad.Add(name, "error.number")
		}
		*to = n
	}
	if s.Kind == alarm.Mail {
		s.Config.Mail = &read.MailPattern{From: f.Get("mail_from"), Key: f.Get("mail_key"), Problem: f.Get("mail_problem"), Recovery: f.Get("mail_recovery"), Host: f.Get("mail_host")}
	}
	s.Config.Networks = strings.Fields(strings.ReplaceAll(f.Words("networks"), ",", " "))
	var wrong string
	if s.Config.Traps, wrong = readTraps(f.Words("traps")); wrong != "" {
		bad.Add("traps", "alarm.error.trap", "oid", wrong)
	}
	return bad.Err()
}

func (p *pages) secret(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	s, err := p.sourceIn(c)
	if err != nil {
		return err
	}
	if s, err = p.Alarm.NewSecret(c.Context(), c.Actor(), s.ID, f.Int("version")); err != nil {
		return err
	}
	return p.showSecret(c, http.StatusOK, &s)
}

// showSecret shows a source's secret in this one answer, which no browser keeps.
func (p *pages) showSecret(c *web.Ctx, status int, s *alarm.Source) error {
	c.Writer().Header().Set("Cache-Control", "no-store")
	h := sheet.Head{Title: c.T.T("alarm.secret_made"), Lead: s.Name, Above: above(c, paths.AlarmSources(), "alarm.sources")}
	once := ui.Alert(ui.AlertView{Color: ui.Warning, Text: c.T.T("alarm.secret_once")})
	address := ui.TextField(c.T, ui.FieldView{Name: "address", Label: c.T.T("alarm.address"), Value: p.BaseURL + webalarm.Path(s.Code), ReadOnly: true, Autocomplete: "off"})
	secret := ui.TextField(c.T, ui.FieldView{Name: "secret", Label: c.T.T("alarm.secret." + s.Auth), Value: p.Alarm.SecretOf(s), ReadOnly: true, Autocomplete: "off"})
	back := ui.ButtonLink(paths.AlarmSources(sheet.Text(s.ID)), ui.ButtonView{Text: c.T.T("alarm.secret_kept"), Variant: ui.Secondary})
	return p.show(c, status, h, once, address, secret, sheet.Row(back))
}
