package catalogue

import (
	"slices"
)

// Type is what a field holds.
type Type string

// The types.
const (
	Text   Type = "text"
	Long   Type = "long"
	Number Type = "number"
	Date   Type = "date"
	Period Type = "period" // "2026-03-02/2026-03-06"
	Choice Type = "choice"
	Bool   Type = "bool" // "1", or nothing.
	Person Type = "person"
	Site   Type = "site"
	Unit   Type = "unit"
	Device Type = "device"
	Object Type = "object"
)

// Types lists the types in the order in which an editor offers them.
func Types() []Type {
	return []Type{Text, Long, Number, Date, Period, Choice, Bool, Person, Site, Unit, Device, Object}
}

// Refers reports whether the answer is the number of something in a register.
func (t Type) Refers() bool { return slices.Contains([]Type{Person, Site, Unit, Device, Object}, t) }

// Field is one question of an offer's form.
type Field struct {
	Key      string   `json:"key"`
	Sv       string   `json:"sv"`
	En       string   `json:"en,omitempty"`
	HelpSv   string   `json:"help_sv,omitempty"`
	HelpEn   string   `json:"help_en,omitempty"`
	Type     Type     `json:"type"`
	Choices  []Answer `json:"choices,omitempty"`
	Required bool     `json:"required,omitempty"`
	Fill     string   `json:"fill,omitempty"`
	Min      int64    `json:"min,omitempty"` // Of a number; both 0: any.
	Max      int64    `json:"max,omitempty"`
}

// Answer is one of a choice's. The Swedish word is what is kept.
type Answer struct {
	Sv string `json:"sv"`
	En string `json:"en,omitempty"`
}

// Label is the answer's word in a language.
func (a Answer) Label(lang string) string { return either(lang, a.En, a.Sv) }

// Label is the question in a language.
func (f *Field) Label(lang string) string { return either(lang, f.En, f.Sv) }

// Help is what stands below the question.
func (f *Field) Help(lang string) string {
	if f.En == "" {
		return f.HelpSv
	}
	return either(lang, f.HelpEn, f.HelpSv)
}

// Where a field's first answer comes from.
const (
	FillName   = "person.name"
	FillPhone  = "person.phone"
	FillMail   = "person.mail"
	FillUnit   = "person.unit"
	FillSite   = "person.site"
	FillDevice = "device"
	FillLast   = "last"
)

// Fills lists where first answers come from; "" is from nowhere.
func Fills() []string {
	return []string{"", FillName, FillPhone, FillMail, FillUnit, FillSite, FillDevice, FillLast}
}

// Field returns the question of a key.
func (c *Config) Field(key string) (Field, bool) {
	at := slices.IndexFunc(c.Fields, func(f Field) bool { return f.Key == key })
	if at < 0 {
		return Field{}, false
	}
	return c.Fields[at], true
}
