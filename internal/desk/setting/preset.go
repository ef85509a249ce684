package setting

import "encoding/json"

// PresetValue returns what a preset says of a setting, so that an organisation can compare before it decides. An unknown
// preset says the standard.
func (d Definition) PresetValue(name string) json.RawMessage { return json.RawMessage(d.preset(name)) }

// PresetOf returns what a preset says of a key, as JSON; nil for a key that does not exist.
func PresetOf(key Key, preset string) json.RawMessage {
	d, ok := definitionOf(key)
	if !ok {
		return nil
	}
	return d.PresetValue(preset)
}
