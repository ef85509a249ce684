package competence

import (
	"net/http"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// skillPrefix stands before a member's id in the form's names.
const skillPrefix = "skill."

// skills shows how much each member of a group knows.
func (p *pages) skills(c *web.Ctx) error { return p.showSkills(c, http.StatusOK, nil) }

func (p *pages) showSkills(c *web.Ctx, status int, f *web.Form) error {
	d, _, err := p.desk(c, f)
	if err != nil {
		return err
	}
	id, err := sheet.Number[directory.GroupID](c, "id")
	if err != nil {
		return err
	}
	g, err := p.Directory.Group(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	members, err := p.Directory.Members(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	known, err := p.Duty.Skills(c.Context(), c.Actor(), d, id)
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm()
		for _, m := range members {
			f.Set(skillPrefix+sheet.Text(m.ID), sheet.Text(max(1, known[m.ID])))
		}
	}
	h := sheet.Head{Title: g.Name, Lead: c.T.T("duty.skills_lead"), Above: []ui.Crumb{{Href: in(d, paths.AdminCompetence()), Text: c.T.T("duty.competence")}}}
	if len(members) == 0 {
		return p.show(c, status, h, ui.EmptyState(ui.EmptyView{Icon: "group", Title: c.T.T("duty.no_members")}), sheet.Go(paths.AdminPage("groups", sheet.Text(id)), c.T.T("duty.members_change")))
	}
	var levels []ui.Option
	for _, n := range []string{"1", "2", "3"} {
		levels = append(levels, ui.Option{Value: n, Text: c.T.T("duty.skill." + n)})
	}
	fields := make([]sheet.Field, 0, len(members))
	for _, m := range members {
		fields = append(fields, sheet.Field{Name: skillPrefix + sheet.Text(m.ID), Kind: sheet.Choice, Label: m.Name(), Required: true, Options: levels, Width: "m"})
	}
	form := sheet.Of(c, f, area, paths.AdminCompetence("groups", sheet.Text(id)), c.T.T("duty.save"), fields...).Hidden("desk", sheet.Text(d.ID)).Back(in(d, paths.AdminCompetence()))
	return p.show(c, status, h, form.Show(c.T), sheet.Go(paths.AdminPage("groups", sheet.Text(id)), c.T.T("duty.members_change")))
}

func (p *pages) setSkills(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	d, _, err := p.desk(c, f)
	if err != nil {
		return err
	}
	id, err := sheet.Number[directory.GroupID](c, "id")
	if err != nil {
		return err
	}
	skills := map[directory.PersonID]int{}
	for _, name := range f.Names() {
		if rest, ok := strings.CutPrefix(name, skillPrefix); ok {
			skills[directory.PersonID(web.NewForm("id", rest).Int("id"))] = int(f.Int(name))
		}
	}
	err = p.Duty.SetSkills(c.Context(), c.Actor(), d, id, skills)
	if status, again := sheet.Again(f, err); again {
		return p.showSkills(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("duty.saved")
	return c.Redirect(in(d, paths.AdminCompetence()))
}
