package account

import (
	"fmt"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// fillContact puts how a person wants to be reached into the form.
func fillContact(f *web.Form, p directory.Preference) {
	f.Set("contact_way", string(p.Way))
	f.Set("interpreter", p.Interpreter)
	f.Set("rhythm", string(p.Rhythm))
	f.Set("daily_at", fmt.Sprintf("%02d:%02d", p.DailyAt/60, p.DailyAt%60))
	if p.Plain {
		f.Set("plain", "1")
	}
}

// readContact is what the form says. What is no time of day is refused by the use case.
func readContact(f *web.Form) directory.Preference {
	p := directory.Preference{
		Way: directory.Way(f.Get("contact_way")), Plain: f.Get("plain") != "", Interpreter: f.Words("interpreter"),
		Rhythm: directory.Rhythm(f.Get("rhythm")), DailyAt: -1,
	}
	if f.Get("daily_at") == "" {
		p.DailyAt = 8 * 60
	}
	if at, err := time.Parse("15:04", f.Get("daily_at")); err == nil {
		p.DailyAt = at.Hour()*60 + at.Minute()
	}
	return p
}

func wayField(p *i18n.Printer, v profileView) ui.ChoiceView {
	ways := v.ways
	if chosen := directory.Way(v.form.Get("contact_way")); chosen != "" && chosen.Valid() && !slices.Contains(ways, chosen) {
		ways = append(slices.Clone(ways), chosen) // Chosen while it was offered: it stays until the person chooses anew.
	}
	var options []ui.Option
	for _, w := range ways {
		options = append(options, ui.Option{Value: string(w), Text: p.T("contact.way." + string(w))})
	}
	return ui.ChoiceView{
		Name: "contact_way", Label: p.T("account.profile.way"), Description: p.T("account.profile.way_help"), Empty: p.T("account.profile.way_usual"), Width: "m",
		Options: ui.Pick(options, v.form.Get("contact_way")), Error: v.form.Error(p, "contact_way"),
	}
}

func rhythmField(p *i18n.Printer, v profileView) ui.ChoiceView {
	var options []ui.Option
	for _, r := range directory.Rhythms() {
		options = append(options, ui.Option{Value: string(r), Text: p.T("contact.rhythm." + string(r))})
	}
	return ui.ChoiceView{
		Name: "rhythm", Label: p.T("account.profile.rhythm"), Description: p.T("account.profile.rhythm_help"),
		Options: ui.Pick(options, v.form.Get("rhythm")), Error: v.form.Error(p, "rhythm"),
	}
}
