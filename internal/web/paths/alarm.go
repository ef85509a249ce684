package paths

// Alarms is what fires; Alarms("7") one of them.
func Alarms(parts ...string) string { return join(append([]string{"desk", "alarms"}, parts...)...) }

// AlarmSources is who tells of alarms; AlarmSources("7") one of them.
func AlarmSources(parts ...string) string {
	return join(append([]string{"desk", "alarm-sources"}, parts...)...)
}

// AlarmRules is what becomes of alarms; AlarmRules("7") one rule.
func AlarmRules(parts ...string) string {
	return join(append([]string{"desk", "alarm-rules"}, parts...)...)
}
