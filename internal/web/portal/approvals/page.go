package approvals

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// ref is an approval's number as addresses carry it.
type ref approval.ID

// String implements paths.Ref.
func (r ref) String() string { return strconv.FormatInt(int64(r), 10) }

// pageView is one approval.
type pageView struct {
	title  string
	lead   string
	tags   []ui.TagView
	alerts []ui.AlertView
	facts  []ui.Definition
	follow string // The page of what is approved.
	form   ui.FormView
	errors []ui.FieldError
	mine   int
	fold   bool // So many lines that they stand behind a line that unfolds.
	pick   ui.ChoiceView
	lines  []lineView // What is not for the reader to decide, or not any more.
	yes    string
	no     string
	refuse bool
	comment
	said []saidView
}

type comment struct{ field ui.FieldView }

// lineView is a line that the page only shows.
type lineView struct {
	text, note string
	tags       []ui.TagView
}

// saidView is what somebody has said.
type saidView struct{ who, what, at, words string }

// Bounds of a page: more lines than that are decided in several goes, more than that stand folded.
const (
	mostLines = 500
	fewLines  = 8
)

func (p *pages) show(c *web.Ctx) error {
	id, err := sheet.Number[approval.ID](c, "id")
	if err != nil {
		return err
	}
	return p.showOne(c, http.StatusOK, id, nil, c.Query("seen"), "")
}

// showOne shows an approval. With seen it also tells what has happened since then; wrong is what a decision ran into.
func (p *pages) showOne(c *web.Ctx, status int, id approval.ID, f *web.Form, seen, wrong string) error {
	mark, err := p.Mark(c.Context())
	if err != nil {
		return err
	}
	x, err := p.Approval.Load(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	changes, err := p.Approval.Since(c.Context(), c.Actor(), &x, seen)
	if err != nil {
		return err
	}
	v := p.view(c, &x, f)
	if wrong != "" || changes.Any() {
		v.alerts = append([]ui.AlertView{changed(c.T, &changes, wrong)}, v.alerts...)
	}
	return p.Shell.Render(c, status, shell.View{Title: x.Title, Here: paths.Approvals(), Topics: topics(c), Mark: mark}, approvalPage(c.T, v))
}

func (p *pages) view(c *web.Ctx, x *approval.View, f *web.Form) pageView {
	v := pageView{
		title: x.Title, lead: lead(c.T, x), tags: []ui.TagView{stateTag(c.T, x.State)}, facts: facts(c.T, x), errors: f.Errors(c.T), said: said(c.T, x),
		refuse: f.Error(c.T, "comment") != "", comment: comment{commentField(c.T, f)}, follow: p.Link(c, x.Subject),
	}
	for _, on := range x.For {
		if on != 0 {
			v.tags = append(v.tags, ui.TagView{Text: c.T.T("approval.as_substitute", "name", named(c.T, x.Names, on)), Color: ui.Info})
		}
	}
	if x.Own {
		v.alerts = append(v.alerts, ui.AlertView{Color: ui.Info, Title: c.T.T("approval.own.title"), Text: c.T.T("approval.own.text")})
	}
	v.mine = x.Mine()
	v.pick, v.lines = lines(c.T, x, f)
	v.fold = len(v.pick.Options) > fewLines
	v.form = ui.FormView{
		Action: paths.Approval(ref(x.ID)), Key: c.FormKey("approval", x.ID, x.Seen), Version: x.Seen, Label: c.T.T("approval.form", "title", x.Title),
	}
	if v.mine > 1 {
		v.form.Hidden = []ui.HiddenView{{Name: "pick_lines", Value: "1"}}
	}
	v.yes, v.no = c.T.T("approval.yes"), c.T.T("approval.no")
	if v.mine > 1 {
		v.yes, v.no = c.T.T("approval.yes_marked"), c.T.T("approval.no_marked")
	}
	return v
}

func commentField(p *i18n.Printer, f *web.Form) ui.FieldView {
	return ui.FieldView{
		Name: "comment", Label: p.T("approval.comment"), Description: p.T("approval.comment_help"), Error: f.Error(p, "comment"), Value: f.Words("comment"),
		Rows: 3, MaxLength: approval.MaxComment, Autocomplete: "off",
	}
}

// facts are what a decision needs to know of the whole: who, how much, and what the lines that are decided share.
func facts(p *i18n.Printer, x *approval.View) []ui.Definition {
	list := []ui.Definition{{Term: p.T("approval.fact.asker"), Text: onBehalf(p, x.Names, x.Asker, x.AskerFor)}, {Term: p.T("approval.fact.asked"), Text: p.DateTime(x.OpenedAt)}}
	if x.AskerVia != 0 {
		list = append(list, ui.Definition{Term: p.T("approval.fact.via"), Text: named(p, x.Names, x.AskerVia)})
	}
	list = append(list, ui.Definition{Term: p.T("approval.fact.sum"), Text: money(p, costs(x))})
	for _, reach := range shared(x) {
		list = append(list, ui.Definition{Term: p.T("approval.fact." + string(reach.Reach)), Text: x.Places[reach]})
	}
	return list
}

// costs is what the lines to decide cost; with none, what all lines do.
func costs(x *approval.View) int64 {
	var ore int64
	seen := map[int64]bool{}
	mine := x.Mine()
	for i := range x.Parts {
		if part := &x.Parts[i]; !seen[part.Line] && (mine == 0 || part.Mine()) {
			seen[part.Line] = true
			ore += part.Ore
		}
	}
	return ore
}

// lead is the question in one sentence: who asks, how much, on which reference.
func lead(p *i18n.Printer, x *approval.View) string {
	args := []any{"name", onBehalf(p, x.Names, x.Asker, x.AskerFor), "sum", money(p, costs(x))}
	for _, r := range shared(x) {
		if r.Reach == authz.Reference {
			return p.T("approval.lead.reference", append(args, "reference", x.Places[r])...)
		}
	}
	return p.T("approval.lead.plain", args...)
}

// shared are the things that all parts are about.
func shared(x *approval.View) []directory.PlaceRef {
	var all []directory.PlaceRef
	for i := range x.Parts {
		refs := x.Parts[i].Refs()
		if i == 0 {
			all = refs
			continue
		}
		all = slices.DeleteFunc(all, func(r directory.PlaceRef) bool { return !slices.Contains(refs, r) })
	}
	return slices.DeleteFunc(all, func(r directory.PlaceRef) bool { return x.Places[r] == "" })
}

// lines are the lines to choose from, and those that only tell how they stand.
func lines(p *i18n.Printer, x *approval.View, f *web.Form) (pick ui.ChoiceView, rest []lineView) {
	pick = ui.ChoiceView{Name: "line", Label: p.T("approval.lines"), Error: f.Error(p, "lines")}
	common := shared(x)
	done := map[int64]bool{}
	for i := range x.Parts {
		part := &x.Parts[i]
		if done[part.Line] || !part.Mine() {
			continue
		}
		done[part.Line] = true
		if len(pick.Options) < mostLines {
			value := sheet.Text(part.Line)
			pick.Options = append(pick.Options, ui.Option{
				Value: value, Text: part.Text(i18n.ParseLang(p.Lang())), Description: about(p, x, part, common), Selected: !f.Has("verdict") || f.Chosen("line", value),
			})
		}
	}
	for i := range x.Parts {
		part := &x.Parts[i]
		if done[part.Line] || len(rest) >= mostLines {
			continue
		}
		done[part.Line] = true
		rest = append(rest, lineView{text: part.Text(i18n.ParseLang(p.Lang())), note: about(p, x, part, common), tags: []ui.TagView{lineTag(p, x.Parts[i:])}})
	}
	return pick, rest
}

// about is what a line costs, whom it is for, and what it is about beyond what all lines share.
func about(p *i18n.Printer, x *approval.View, part *approval.Part, common []directory.PlaceRef) string {
	text := money(p, part.Ore)
	if name := x.Names[part.Person]; part.Person != 0 && (name == "" || !strings.Contains(part.Text(i18n.ParseLang(p.Lang())), name)) {
		text += ", " + p.T("approval.for", "name", named(p, x.Names, part.Person))
	}
	for _, r := range part.Refs() {
		if name := x.Places[r]; name != "" && !slices.Contains(common, r) && r.Reach != authz.CostCentre {
			text += ", " + name
		}
	}
	return text
}

// lineTag is how a line stands: parts begins with its first part.
func lineTag(p *i18n.Printer, parts []approval.Part) ui.TagView {
	state := approval.PartApproved
	for i := range parts {
		if parts[i].Line != parts[0].Line {
			break
		}
		switch s := parts[i].State; {
		case s == approval.PartRejected:
			return stateTag(p, approval.Rejected)
		case s.Undecided():
			state = s
		}
	}
	if state.Undecided() {
		return ui.TagView{Text: p.T("approval.others"), Color: ui.Info, Icon: "clock"}
	}
	return stateTag(p, approval.Approved)
}

func said(p *i18n.Printer, x *approval.View) []saidView {
	var out []saidView
	for _, s := range x.Verdicts() {
		out = append(out, saidView{
			who: onBehalf(p, x.Names, s.By, s.For), what: p.T("approval.said."+verdict(s.Yes), "count", s.Lines), at: p.DateTime(s.At), words: s.Comment,
		})
	}
	return out
}

// changed tells what has happened since the reader looked.
func changed(p *i18n.Printer, ch *approval.Changes, wrong string) ui.AlertView {
	v := ui.AlertView{ID: "changed", Color: ui.Warning, Title: p.T("approval.changed.title"), Text: wrong}
	if wrong == "" {
		v.Text = p.T("approval.changed.text")
	}
	lang := i18n.ParseLang(p.Lang())
	var list []string
	for _, d := range ch.Lines {
		switch {
		case d.Now == nil:
			list = append(list, p.T("approval.changed.gone", "before", d.Before.Text(lang)))
		case d.Before == nil:
			list = append(list, p.T("approval.changed.new", "now", d.Now.Text(lang), "sum", money(p, d.Now.Ore)))
		default:
			list = append(list, p.T("approval.changed.line", "before", d.Before.Text(lang), "before_sum", money(p, d.Before.Ore), "now", d.Now.Text(lang), "sum", money(p, d.Now.Ore)))
		}
	}
	for _, e := range ch.Events {
		var t approval.Told
		if e.Type != approval.EventDecided || e.Decode(&t) != nil {
			continue // What was changed or taken back stands among the lines.
		}
		who := onBehalf(p, ch.Names, directory.PersonID(e.Actor), directory.PersonID(e.For))
		list = append(list, p.T("approval.changed."+verdict(t.Yes), "name", who, "count", len(t.Lines), "at", p.DateTime(e.At)))
	}
	if len(list) > mostTold {
		list = append(list[:mostTold], p.T("approval.word.more", "count", len(list)-mostTold))
	}
	if len(list) > 0 {
		v.Content = bullets(list)
	}
	return v
}

// mostTold is how many changes are told one by one.
const mostTold = 20

func (p *pages) decide(c *web.Ctx) error {
	id, err := sheet.Number[approval.ID](c, "id")
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	in := approval.Decision{ID: id, Yes: f.Get("verdict") == "yes", Seen: f.Get("version"), Comment: f.Words("comment")}
	if f.Has("pick_lines") {
		in.Lines = []int64{}
	}
	for _, value := range f.All("line") {
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			in.Lines = append(in.Lines, n)
		}
	}
	if !f.Has("verdict") {
		return errs.E(errs.Invalid, "error.invalid")
	}
	done, err := p.Approval.Decide(c.Context(), c.Actor(), in)
	switch {
	case err == nil:
	case errs.Is(err, errs.Conflict):
		key, args := sheet.Words(err)
		return p.showOne(c, http.StatusConflict, id, f, in.Seen, c.T.T(key, args...))
	case f.Failed(err):
		return p.showOne(c, http.StatusUnprocessableEntity, id, f, "", "")
	default:
		return err
	}
	c.Flash(counted("approval.decided."+verdict(in.Yes), done.Lines), "count", done.Lines)
	if in.Yes && done.Through < done.Lines {
		c.Flash("approval.decided.next")
	}
	n, err := p.Approval.Waiting(c.Context(), c.Actor())
	if err == nil && n > 0 {
		return c.Redirect(paths.Approvals())
	}
	return c.Redirect(paths.Approval(ref(id)))
}
