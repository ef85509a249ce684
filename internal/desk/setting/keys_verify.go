package setting

// When the desk makes sure who calls, and whom the user reaches when it is closed.
const (
	VerifyPassword Key = "verify.password" // How strong a check a new password takes.
	VerifyCost     Key = "verify.cost"     // The same for a cost that a caller asks for.
	VerifyContact  Key = "verify.contact"  // The same for how somebody wants to be spoken with.
	VerifyMinutes  Key = "verify.minutes"  // How long a check counts.
	VerifyFailures Key = "verify.failures" // How often a person's checks may fail in a day.

	OnCallNumber     Key = "oncall.number"
	OnCallCriteriaSv Key = "oncall.criteria_sv"
	OnCallCriteriaEn Key = "oncall.criteria_en"
	OnCallPrice      Key = "oncall.price" // Kronor an hour; 0 tells none.
)

// How strong a check an action takes.
const (
	CheckNone   = "none"
	CheckWeak   = "weak"
	CheckMedium = "medium"
	CheckStrong = "strong"
)

func verifySettings() []Definition {
	strengths := []string{CheckNone, CheckWeak, CheckMedium, CheckStrong}
	return []Definition{
		{Key: VerifyPassword, Topic: TopicTicket, Kind: Choice, Options: strengths, Rows: []string{"CH-22", "SE-05"}, std: CheckMedium},
		{Key: VerifyCost, Topic: TopicTicket, Kind: Choice, Options: strengths, Rows: []string{"CH-22", "SE-05"}, std: CheckMedium},
		{Key: VerifyContact, Topic: TopicTicket, Kind: Choice, Options: strengths, Rows: []string{"CH-22", "SE-05"}, std: CheckWeak},
		{Key: VerifyMinutes, Topic: TopicTicket, Kind: Int, Unit: "minutes", Min: 5, Max: 24 * 60, Rows: []string{"CH-22"}, std: 60},
		{Key: VerifyFailures, Topic: TopicTicket, Kind: Int, Min: 1, Max: 20, Rows: []string{"CH-22"}, std: 3},
	}
}

func onCallSettings() []Definition {
	return []Definition{
		{Key: OnCallNumber, Topic: TopicHours, Kind: Text, Rows: []string{"CH-33"}, std: ""},
		{Key: OnCallCriteriaSv, Topic: TopicHours, Kind: Text, Rows: []string{"CH-33"}, std: ""},
		{Key: OnCallCriteriaEn, Topic: TopicHours, Kind: Text, Rows: []string{"CH-33"}, std: ""},
		{Key: OnCallPrice, Topic: TopicHours, Kind: Int, Unit: "kronor", Min: 0, Max: 100000, Rows: []string{"CH-33"}, std: 0},
	}
}
