package lines

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/line"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// mostProblems is how many wrong rows are shown at once.
const mostProblems = 50

func (p *pages) importPage(c *web.Ctx) error { return p.showImport(c, http.StatusOK, web.NewForm()) }

func (p *pages) showImport(c *web.Ctx, status int, f *web.Form, parts ...templ.Component) error {
	h := sheet.Head{Title: c.T.T("line.admin.import"), Lead: c.T.T("line.admin.import_lead"), Above: []ui.Crumb{{Href: paths.AdminLines(), Text: c.T.T("line.admin.lines")}}}
	if len(parts) == 0 {
		parts = []templ.Component{sheet.Of(c, f, area, paths.AdminLines("import"), c.T.T("line.admin.import_plan"), sheet.Field{Name: "file", Kind: sheet.File, Required: true}).Back(paths.AdminLines()).Show(c.T)}
	}
	return p.show(c, status, h, parts...)
}

// readIn shows what a file would do; the same file again, with the mark of what was shown, is read in.
func (p *pages) readIn(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	raw, err := content(f)
	if err != nil {
		return err
	}
	if len(raw) == 0 {
		var bad errs.Fields
		bad.Add("file", "error.required")
		f.Failed(bad.Err())
		return p.showImport(c, http.StatusUnprocessableEntity, f)
	}
	sum := sha256.Sum256(raw)
	mark := hex.EncodeToString(sum[:])
	shown := f.Get("mark")
	if shown == mark {
		n, err := p.Line.ReadIntervals(c.Context(), c.Actor(), raw)
		if err == nil {
			c.Flash("line.admin.import_done", "count", n)
			return c.Redirect(paths.AdminLines("import"))
		}
		if !errs.Is(err, errs.Invalid) {
			return err
		}
		shown = "" // Something has changed since: shown again below.
	}
	plan, err := p.Line.PlanIntervals(c.Context(), c.Actor(), bytes.NewReader(raw))
	if err != nil {
		return err
	}
	status := http.StatusOK
	parts := planned(c, &plan)
	if shown != "" {
		status = http.StatusConflict
		parts = append([]templ.Component{ui.Alert(ui.AlertView{Color: ui.Warning, Text: c.T.T("line.admin.import_changed")})}, parts...)
	}
	button := c.T.T("line.admin.import_plan")
	if len(plan.Problems) == 0 && plan.Writes() > 0 {
		button = c.T.T("line.admin.import_apply", "count", plan.Writes())
		parts = append(parts, sheet.Say(c.T.T("line.admin.import_again")))
	} else {
		mark = ""
	}
	form := sheet.Of(c, web.NewForm(), area, paths.AdminLines("import"), button, sheet.Field{Name: "file", Kind: sheet.File, Required: true}).Hidden("mark", mark).Back(paths.AdminLines())
	return p.showImport(c, status, f, append(parts, form.Show(c.T))...)
}

func content(f *web.Form) ([]byte, error) {
	files := f.Files("file")
	if len(files) == 0 {
		return nil, nil
	}
	r, err := files[0].Open()
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(r)
	if closed := r.Close(); err == nil {
		err = closed
	}
	return raw, err
}

// planned is what a file would do, and what is wrong with it.
func planned(c *web.Ctx, plan *line.Plan) []templ.Component {
	parts := []templ.Component{ui.DefinitionList([]ui.Definition{
		{Term: c.T.T("line.import.new"), Text: strconv.Itoa(plan.New)},
		{Term: c.T.T("line.import.changed"), Text: strconv.Itoa(plan.Changed)},
		{Term: c.T.T("line.import.same"), Text: strconv.Itoa(plan.Same)},
		{Term: c.T.T("line.import.wrong"), Text: strconv.Itoa(len(plan.Problems))},
	})}
	if len(plan.Problems) == 0 && plan.Writes() == 0 {
		parts = append(parts, sheet.Say(c.T.T("line.admin.import_nothing")))
	}
	for _, x := range plan.Problems[:min(len(plan.Problems), mostProblems)] {
		parts = append(parts, sheet.Say(c.T.T("line.import.row", "row", strconv.Itoa(x.Row), "problem", c.T.T(x.Key, x.Args...))))
	}
	return parts
}
