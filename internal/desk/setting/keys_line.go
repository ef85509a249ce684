package setting

// CallerDays is how long callers' numbers are kept with their contacts.
const CallerDays Key = "line.caller_days"

func lineSettings() []Definition {
	return []Definition{
		{Key: CallerDays, Topic: TopicContact, Kind: Int, Unit: "days", Min: 1, Max: 3650, Rows: []string{"IN-05"}, std: 90},
	}
}
