package setting

import "encoding/json"

// PresetValue returns what a preset says of a setting, so that an organisation can compare before it decides. An unknown
// preset says the standard.
func (d Definition) PresetValue(name string) json.RawMessage { return json.RawMessage(d.preset(name)) }
