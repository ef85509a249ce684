package setting

// Often used options.
const (
	ClockElapsed = "elapsed" // Every hour counts.
	ClockService = "service" // Only opening hours count.

	CloseByDesk     = "desk"     // The service desk alone closes.
	CloseByAssignee = "assignee" // Whoever has the ticket closes it too.

	ContactNever      = "never"
	ContactWhenNeeded = "when_needed" // Only when the user must take part.
	ContactOpenTicket = "open_ticket" // Freely while the ticket is open.

	StructureSuppliers = "suppliers"
	StructureThree     = "three_lines"

	VisitByLocal = "local_it" // A visit to a pupils' site waits for local IT support.
	VisitFreely  = "when_needed"
)

func hoursSettings() []Definition {
	return []Definition{
		{
			Key: OpeningHours, Topic: TopicHours, Kind: Hours, Rows: []string{"CH-03", "CH-04"},
			std: "mon-fri 08:00-17:00", storstad: "mon-sun 07:00-22:00", ekdal: "mon-thu 07:30-16:30; fri 07:30-16:00",
		},
		{Key: OpenOnHolidays, Topic: TopicHours, Kind: Bool, Rows: []string{"CH-03", "CH-04"}, std: false, storstad: true},
		{Key: OnCall, Topic: TopicHours, Kind: Bool, Rows: []string{"OR-11"}, std: false, ekdal: true},
		{Key: OnCallCharged, Topic: TopicHours, Kind: Bool, Rows: []string{"BI-12"}, std: false, ekdal: true},
		{Key: OnCallMinimum, Topic: TopicHours, Kind: Int, Unit: "minutes", Min: 0, Max: 480, Rows: []string{"BI-12"}, std: 30},
		{Key: OnCallRounding, Topic: TopicHours, Kind: Int, Unit: "minutes", Min: 1, Max: 120, Rows: []string{"BI-12"}, std: 30},
	}
}

func ticketSettings() []Definition {
	return []Definition{
		{Key: PriorityMatrix, Topic: TopicTicket, Kind: Matrix, Size: 3, Min: 1, Max: 5, std: [][]int{{1, 2, 3}, {2, 3, 4}, {3, 4, 5}}},
		{Key: CloseAfterHours, Topic: TopicTicket, Kind: Int, Unit: "hours", Min: 1, Max: 24 * 60, Rows: []string{"TK-17"}, std: 72},
		{Key: CloseClock, Topic: TopicTicket, Kind: Choice, Options: []string{ClockElapsed, ClockService}, Rows: []string{"TK-17"}, std: ClockElapsed},
		{
			Key: CloseWho, Topic: TopicTicket, Kind: Choice, Options: []string{CloseByDesk, CloseByAssignee}, Rows: []string{"TK-17"},
			std: CloseByAssignee, storstad: CloseByDesk,
		},
		{Key: ReopenWithinDays, Topic: TopicTicket, Kind: Int, Unit: "days", Min: 0, Max: 365, std: 14},
		{
			Key: SupportStructure, Topic: TopicTicket, Kind: Choice, Options: []string{StructureSuppliers, StructureThree},
			Rows: []string{"SU-03", "OR-01"}, std: StructureThree, storstad: StructureSuppliers,
		},
		{Key: LocalSupport, Topic: TopicTicket, Kind: Bool, Rows: []string{"SU-03", "OR-01"}, std: false, storstad: true},
		{
			Key: VisitApproval, Topic: TopicTicket, Kind: Choice, Options: []string{VisitByLocal, VisitFreely}, Rows: []string{"TK-23", "OR-03"},
			std: VisitFreely, storstad: VisitByLocal,
		},
	}
}

func contactSettings() []Definition {
	return []Definition{
		{
			Key: DirectContact, Topic: TopicContact, Kind: Choice, Options: []string{ContactNever, ContactWhenNeeded, ContactOpenTicket},
			Rows: []string{"CO-01", "CH-32"}, std: ContactOpenTicket, storstad: ContactWhenNeeded,
		},
		{Key: ContactWay, Topic: TopicContact, Kind: Choice, Options: []string{"mail", "phone", "sms", "portal"}, Rows: []string{"CO-08"}, std: "mail"},
		{Key: StatusAfter, Topic: TopicContact, Kind: Int, Unit: "hours", Min: 0, Max: 720, Rows: []string{"CO-05"}, std: 8},
		{Key: StatusClock, Topic: TopicContact, Kind: Choice, Options: []string{ClockElapsed, ClockService}, Rows: []string{"CO-05"}, std: ClockElapsed},
		{Key: MailNotify, Topic: TopicContact, Kind: Bool, std: true},
		{Key: MailContent, Topic: TopicContact, Kind: Choice, Options: []string{"full", "minimal"}, Rows: []string{"SE-12"}, std: "full"},
		{Key: SMSNotify, Topic: TopicContact, Kind: Bool, std: false},
		{
			Key: PublishPlaces, Topic: TopicContact, Kind: Several, Options: []string{"portal", "intranet", "website", "screen", "social"},
			Rows: []string{"PO-25", "PO-26"}, std: []string{"portal"}, ekdal: []string{"portal", "intranet"},
		},
		{Key: PublishApproval, Topic: TopicContact, Kind: Bool, Rows: []string{"PO-25", "PO-26"}, std: false, storstad: true},
	}
}
