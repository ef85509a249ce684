package app

import (
	"encoding/json"

	"lotsen/internal/desk/setting"
)

// presetHours tells the opening hours of an organisation that has decided none, and whether they count on holidays.
func presetHours(preset string) (hours string, holidays bool) {
	for _, d := range setting.Definitions() {
		switch d.Key {
		case setting.OpeningHours:
			_ = json.Unmarshal(d.PresetValue(preset), &hours) // A test holds that presets fit their kind.
		case setting.OpenOnHolidays:
			_ = json.Unmarshal(d.PresetValue(preset), &holidays)
		}
	}
	return hours, holidays
}
