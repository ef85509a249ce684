package setting

import "encoding/json"

// Kind is the type of a setting's value, and how a form asks for it.
type Kind string

// The kinds, with the Go type that Get takes.
const (
	Int     Kind = "int"     // int
	Number  Kind = "number"  // float64
	Bool    Kind = "bool"    // bool
	Text    Kind = "text"    // string
	Choice  Kind = "choice"  // string, one of Options
	Several Kind = "several" // []string, each one of Options
	Hours   Kind = "hours"   // string such as "mon-fri 08:00-17:00; sat 10:00-14:00"
	Row     Kind = "row"     // []int, Size of them
	Matrix  Kind = "matrix"  // [][]int, Size rows of Size
)

// Definition is everything known about a key. Its label is the text "setting." + key, its explanation the same with
// ".help", and the label of an option the same with "." + option.
type Definition struct {
	Key      Key
	Topic    Topic
	Kind     Kind
	Unit     string // The text "setting.unit." + Unit follows the value: hours, days, minutes, percent.
	Min, Max float64
	Size     int
	Options  []string
	Rows     []string // The requirements that it serves.

	std, storstad, ekdal any // A nil preset is the standard.
}

// Label returns the text key of the setting's name.
func (d Definition) Label() string { return "setting." + string(d.Key) }

// Help returns the text key of the setting's explanation.
func (d Definition) Help() string { return d.Label() + ".help" }

// OptionLabel returns the text key of one option's name.
func (d Definition) OptionLabel(option string) string { return d.Label() + "." + option }

// preset returns what counts, as JSON, when the organisation has decided nothing.
func (d Definition) preset(name string) string {
	v := d.std
	if name == PresetStorstad && d.storstad != nil {
		v = d.storstad
	}
	if name == PresetEkdal && d.ekdal != nil {
		v = d.ekdal
	}
	raw, err := json.Marshal(v)
	if err != nil {
		// Cannot happen: the values are numbers, texts and lists of them.
		panic("setting: preset of " + string(d.Key))
	}
	return string(raw)
}

// Definitions lists all settings in the order in which they are shown.
func Definitions() []Definition {
	var all []Definition
	for _, some := range [][]Definition{hoursSettings(), ticketSettings(), targetSettings(), contactSettings(), chatSettings(), surveySettings(), reportSettings(), moneySettings(), deviceSettings(), commonSettings(), dutySettings(), lineSettings(), mailSettings(), onCallSettings(), verifySettings(), approvalSettings(), deliverySettings(), accessSettings()} {
		all = append(all, some...)
	}
	return all
}

var byKey = func() map[Key]Definition {
	m := map[Key]Definition{}
	for _, d := range Definitions() {
		m[d.Key] = d
	}
	return m
}()

func definitionOf(key Key) (Definition, bool) {
	d, ok := byKey[key]
	return d, ok
}

// CheckPreset returns the text key of what is wrong with a preset's value, "" when it is right.
func (d Definition) CheckPreset(name string) string {
	_, wrong := d.canonical(json.RawMessage(d.preset(name)))
	return wrong
}
