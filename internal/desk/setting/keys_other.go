package setting

// Rhythms of reports and invoices.
const (
	RhythmDay     = "day"
	RhythmWeek    = "week"
	RhythmMonth   = "month"
	RhythmTertial = "tertial"
)

func targetSettings() []Definition {
	return []Definition{
		{Key: RespondMinutes, Topic: TopicTarget, Kind: Row, Unit: "minutes", Size: 5, Min: 1, Max: 10000, Rows: []string{"SL-05"}, std: []int{15, 30, 60, 240, 480}},
		{Key: ResolveHours, Topic: TopicTarget, Kind: Row, Unit: "hours", Size: 5, Min: 1, Max: 2000, Rows: []string{"SL-05"}, std: []int{4, 8, 24, 40, 80}, ekdal: []int{4, 8, 8, 40, 80}},
		{Key: NotWorkingDays, Topic: TopicTarget, Kind: Int, Unit: "working_days", Min: 1, Max: 30, Rows: []string{"SL-05"}, std: 1},
		{Key: FirstLineShare, Topic: TopicTarget, Kind: Int, Unit: "percent", Min: 0, Max: 100, Rows: []string{"SL-07"}, std: 50},
		{Key: AvailabilityTarget, Topic: TopicTarget, Kind: Number, Unit: "percent", Min: 0, Max: 100, Rows: []string{"SL-08"}, std: 99.1},
		{Key: MaxOutages, Topic: TopicTarget, Kind: Int, Min: 0, Max: 1000, Rows: []string{"SL-08"}, std: 5},
		{Key: OutageScope, Topic: TopicTarget, Kind: Choice, Options: []string{"function", "total"}, Rows: []string{"SL-08"}, std: "total"},
		{Key: ServiceWindows, Topic: TopicTarget, Kind: Int, Min: 0, Max: 10, Rows: []string{"SL-08"}, std: 1, ekdal: 2},
	}
}

func surveySettings() []Definition {
	return []Definition{
		{
			Key: SurveyWay, Topic: TopicSurvey, Kind: Choice, Options: []string{"users", "tickets"}, Rows: []string{"SV-02", "SV-11"},
			std: "tickets", storstad: "users",
		},
		{Key: SurveyShare, Topic: TopicSurvey, Kind: Int, Unit: "percent", Min: 0, Max: 100, Rows: []string{"SV-02", "SV-11"}, std: 25, storstad: 10},
		{Key: SurveyQuestions, Topic: TopicSurvey, Kind: Int, Min: 1, Max: 20, Rows: []string{"SV-03"}, std: 2, storstad: 5},
		{Key: SurveyPriced, Topic: TopicSurvey, Kind: Bool, Rows: []string{"SV-02"}, std: false, storstad: true},
		{Key: SurveyPlan, Topic: TopicSurvey, Kind: Bool, Rows: []string{"SV-03"}, std: false, storstad: true},
		{Key: SurveyShared, Topic: TopicSurvey, Kind: Bool, Rows: []string{"SV-03"}, std: false, storstad: true},
	}
}

func reportSettings() []Definition {
	return []Definition{
		{
			Key: ReportRhythm, Topic: TopicReport, Kind: Choice, Options: []string{RhythmMonth, RhythmTertial}, Rows: []string{"RP-06"},
			std: RhythmMonth, ekdal: RhythmTertial,
		},
		{
			Key: ReportConsolidated, Topic: TopicReport, Kind: Several, Options: []string{RhythmDay, RhythmWeek, RhythmMonth, RhythmTertial},
			Rows: []string{"RP-34"}, std: []string{RhythmMonth}, storstad: []string{RhythmDay, RhythmWeek, RhythmMonth}, ekdal: []string{RhythmTertial},
		},
	}
}

func moneySettings() []Definition {
	return []Definition{
		{
			Key: CostKey, Topic: TopicMoney, Kind: Choice, Options: []string{"reference_and_centre", "unit_and_bearer"}, Rows: []string{"BI-21"},
			std: "unit_and_bearer", storstad: "reference_and_centre",
		},
		{
			Key: InvoiceRhythm, Topic: TopicMoney, Kind: Choice, Options: []string{RhythmMonth, RhythmTertial}, Rows: []string{"BI-02"},
			std: RhythmMonth, ekdal: RhythmTertial,
		},
		{Key: InvoiceWhen, Topic: TopicMoney, Kind: Choice, Options: []string{"arrears", "advance"}, Rows: []string{"BI-02"}, std: "arrears"},
		{
			Key: InternalDebitRhythm, Topic: TopicMoney, Kind: Choice, Options: []string{"none", RhythmMonth, RhythmTertial}, Rows: []string{"BI-03"},
			std: "none", ekdal: RhythmMonth,
		},
	}
}

func deviceSettings() []Definition {
	return []Definition{
		{Key: DeviceLevels, Topic: TopicDevice, Kind: Int, Min: 0, Max: 5, Rows: []string{"TK-29"}, std: 0, ekdal: 3},
		{Key: StudentYears, Topic: TopicDevice, Kind: Int, Unit: "years", Min: 1, Max: 10, Rows: []string{"CA-27"}, std: 3},
	}
}
