package directory

import (
	"net/mail"
	"strings"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
)

const (
	maxName  = 100
	maxLine  = 200
	maxPhone = 40
	maxNeeds = 1000
)

// PersonInput is what a form, a file or a register says about a person.
type PersonInput struct {
	ExternalID string
	Given      string
	Family     string
	Category   Category // Empty: employee.
	Title      string
	Email      string
	Phone      string
	Mobile     string
	Unit       UnitID
	Site       SiteID
	Lang       i18n.Lang // Empty: Swedish.
	Needs      string
	Login      string
}

// Input returns the person as a form shows it for changing.
func (p Person) Input() PersonInput {
	return PersonInput{
		ExternalID: p.ExternalID, Given: p.Given, Family: p.Family, Category: p.Category, Title: p.Title, Email: p.Email,
		Phone: p.Phone, Mobile: p.Mobile, Unit: p.Unit, Site: p.Site, Lang: p.Lang, Needs: p.Needs, Login: p.Login,
	}
}

// Check cleans the input in place and reports everything that is wrong with it.
func (in *PersonInput) Check() errs.Fields {
	var bad errs.Fields
	line := func(field string, s *string, limit int) {
		if *s = clean.Line(*s, 0); !clean.Fits(*s, limit) {
			bad.Add(field, "field.too_long", "max", limit)
		}
	}
	line("external_id", &in.ExternalID, maxLine)
	line("given", &in.Given, maxName)
	line("family", &in.Family, maxName)
	line("title", &in.Title, maxLine)
	line("email", &in.Email, maxLine)
	line("phone", &in.Phone, maxPhone)
	line("mobile", &in.Mobile, maxPhone)
	line("login", &in.Login, maxLine)
	if in.Needs = clean.Text(in.Needs, 0); !clean.Fits(in.Needs, maxNeeds) {
		bad.Add("needs", "field.too_long", "max", maxNeeds)
	}
	if in.Given == "" && in.Family == "" {
		bad.Add("given", "person.name.required")
	}
	if in.Category == "" {
		in.Category = Employee
	}
	if !in.Category.Valid() {
		bad.Add("category", "field.choice")
	}
	if in.Lang == "" {
		in.Lang = i18n.Swedish
	}
	in.Lang = i18n.ParseLang(string(in.Lang))
	in.Email, in.Login = strings.ToLower(in.Email), strings.ToLower(in.Login)
	if in.Email != "" && !IsAddress(in.Email) {
		bad.Add("email", "field.email")
	}
	if in.Phone != "" && !isPhone(in.Phone) {
		bad.Add("phone", "field.phone")
	}
	if in.Mobile != "" && !isPhone(in.Mobile) {
		bad.Add("mobile", "field.phone")
	}
	if strings.ContainsAny(in.Login, " \t") {
		bad.Add("login", "person.login.blank")
	}
	return bad
}

// apply writes a checked input over a person.
func (in PersonInput) apply(p Person) Person {
	p.ExternalID, p.Given, p.Family, p.Category, p.Title = in.ExternalID, in.Given, in.Family, in.Category, in.Title
	p.Email, p.Phone, p.Mobile, p.Unit, p.Site = in.Email, in.Phone, in.Mobile, in.Unit, in.Site
	p.Lang, p.Needs, p.Login = in.Lang, in.Needs, in.Login
	return p
}

// IsAddress accepts a bare address with a domain; angle brackets and names belong elsewhere.
func IsAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return false
	}
	_, domain, _ := strings.Cut(s, "@")
	return strings.Contains(domain, ".") && !strings.ContainsAny(s, "\"'<>() ")
}

// isPhone accepts digits and what people write between them, and a word for an extension.
func isPhone(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune(" +-()/.,#*\u2011\u2013", r) || r >= 'a' && r <= 'z':
		default:
			return false
		}
	}
	return digits >= 2
}
