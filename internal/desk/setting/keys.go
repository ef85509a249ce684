package setting

// Topic is a heading of the settings page: the text "setting.topic." + topic.
type Topic string

// The topics in the page's order.
const (
	TopicHours   Topic = "hours"
	TopicTicket  Topic = "ticket"
	TopicTarget  Topic = "target"
	TopicContact Topic = "contact"
	TopicSurvey  Topic = "survey"
	TopicReport  Topic = "report"
	TopicMoney   Topic = "money"
	TopicDevice  Topic = "device"
)

// When the desk is open, and what happens otherwise.
const (
	OpeningHours   Key = "hours.opening"
	OpenOnHolidays Key = "hours.holidays"
	OnCall         Key = "oncall.offered"
	OnCallCharged  Key = "oncall.charged"
	OnCallMinimum  Key = "oncall.minimum"
	OnCallRounding Key = "oncall.rounding"
)

// The life of a ticket.
const (
	PriorityMatrix   Key = "priority.matrix" // Impact down, urgency across.
	CloseAfterHours  Key = "close.after"
	CloseClock       Key = "close.clock"
	CloseWho         Key = "close.who"
	ReopenWithinDays Key = "reopen.within"
	SupportStructure Key = "support.structure"
	LocalSupport     Key = "support.local"
	VisitApproval    Key = "visit.approval"
)

// What the desk promises.
const (
	RespondMinutes     Key = "target.respond" // By priority, in opening hours.
	ResolveHours       Key = "target.resolve" // By priority, in opening hours.
	NotWorkingDays     Key = "target.not_working"
	FirstLineShare     Key = "target.first_line"
	AvailabilityTarget Key = "availability.target"
	MaxOutages         Key = "availability.outages"
	OutageScope        Key = "availability.scope"
	ServiceWindows     Key = "availability.windows"
)

// How people are kept informed.
const (
	ContactWay      Key = "contact.way"
	DirectContact   Key = "technician.direct_contact"
	StatusAfter     Key = "status.after"
	StatusClock     Key = "status.clock"
	MailNotify      Key = "mail.notify"
	MailContent     Key = "mail.content"
	SMSNotify       Key = "sms.notify"
	PublishPlaces   Key = "publish.places"
	PublishApproval Key = "publish.approval"
)

// Surveys.
const (
	SurveyWay       Key = "survey.way"
	SurveyShare     Key = "survey.share"
	SurveyQuestions Key = "survey.questions"
	SurveyPriced    Key = "survey.priced"
	SurveyPlan      Key = "survey.plan"
	SurveyShared    Key = "survey.shared"
)

// Reports, and the sessions of those who read them.
const (
	ReportRhythm       Key = "report.rhythm"
	ReportConsolidated Key = "report.consolidated"
)

// Money.
const (
	CostKey             Key = "cost.key"
	InvoiceRhythm       Key = "invoice.rhythm"
	InvoiceWhen         Key = "invoice.when"
	InternalDebitRhythm Key = "invoice.internal"
)

// Devices.
const (
	DeviceLevels Key = "device.levels"
	StudentYears Key = "device.student_years"
)
