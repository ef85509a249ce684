package setting

// The settings, in the order in which the page shows them. The first value is what document 003 says, or the product's
// own where it says nothing; the second is document 004's.
var (
	OpeningHours = key("opening.hours", "hours",
		everyDay("07:00", "22:00", Weekdays()...),
		Hours{"mon": {{"07:30", "16:30"}}, "tue": {{"07:30", "16:30"}}, "wed": {{"07:30", "16:30"}}, "thu": {{"07:30", "16:30"}}, "fri": {{"07:30", "16:00"}}})
	OpenOnHolidays = key("opening.holidays", "yes", true, false)
	AfterHours     = key("opening.after_hours", "choice", "closed", "on_call", choices("closed", "on_call"))

	PriorityMatrix  = key("priority.matrix", "matrix", [][]int{{1, 2, 3}, {2, 3, 4}, {3, 4, 5}}, [][]int{{1, 2, 3}, {2, 3, 4}, {3, 4, 5}})
	CloseAfterHours = key("close.after_hours", "number", 72, 72, between(1, 24*60))
	CloseWho        = key("close.who", "choice", "desk", "technician", choices("desk", "technician"))
	CloseClock      = key("close.clock", "choice", "elapsed", "elapsed", choices("elapsed", "service"))
	ReopenWithin    = key("reopen.within_days", "number", 14, 14, between(0, 365))

	DirectContact   = key("technician.direct_contact", "choice", "when_needed", "open_ticket", choices("never", "when_needed", "open_ticket"))
	FeedbackHours   = key("feedback.after_hours", "number", 8, 0, between(0, 720))
	MailNotify      = key("mail.notify", "yes", true, true)
	MailContent     = key("mail.content", "choice", "full", "full", choices("full", "link_only"))
	PublishingPlace = key("publishing.place", "choice", "portal", "intranet", choices("portal", "intranet"))

	ResolutionTarget = key("resolution.target", "choice", "by_level", "one_working_day", choices("by_level", "one_working_day"))
	FirstLineShare   = key("resolution.first_line_percent", "number", 0, 50, between(0, 100))
	Availability     = key("availability.per_mille", "number", 991, 991, between(0, 1000))
	OutagesPerYear   = key("availability.outages_per_year", "number", 5, 5, between(0, 365))

	SurveyPercent  = key("survey.percent", "number", 10, 25, between(0, 100))
	SurveyShared   = key("survey.shared_with_customer", "yes", true, false)
	ReportRhythm   = key("report.rhythm", "choice", "month", "tertial", choices("month", "tertial"))
	SupportLines   = key("support.structure", "choice", "desk_suppliers", "three_lines", choices("desk_suppliers", "three_lines"))
	CostKey        = key("cost.key", "choice", "invoice_reference", "unit", choices("invoice_reference", "unit"))
	InvoiceRhythm  = key("cost.invoice_rhythm", "choice", "month", "tertial", choices("month", "tertial"))
	SiteVisit      = key("site_visit.student", "choice", "local_it_approval", "when_needed", choices("local_it_approval", "when_needed"))
	DeviceLevels   = key("device.support_levels", "yes", false, true)
	StudentDevices = key("device.student_life_months", "number", 36, 36, between(12, 120))
	OnCallMinimum  = key("on_call.minimum_minutes", "number", 0, 30, between(0, 480))
)

// Specs lists every setting in the page's order.
func Specs() []*Spec {
	return []*Spec{
		OpeningHours.spec, OpenOnHolidays.spec, AfterHours.spec,
		PriorityMatrix.spec, CloseAfterHours.spec, CloseWho.spec, CloseClock.spec, ReopenWithin.spec,
		DirectContact.spec, FeedbackHours.spec, MailNotify.spec, MailContent.spec, PublishingPlace.spec,
		ResolutionTarget.spec, FirstLineShare.spec, Availability.spec, OutagesPerYear.spec,
		SurveyPercent.spec, SurveyShared.spec, ReportRhythm.spec, SupportLines.spec, CostKey.spec, InvoiceRhythm.spec,
		SiteVisit.spec, DeviceLevels.spec, StudentDevices.spec, OnCallMinimum.spec,
	}
}

// SpecOf returns the setting of that name.
func SpecOf(name string) (*Spec, bool) {
	for _, s := range Specs() {
		if s.Name == name {
			return s, true
		}
	}
	return nil, false
}
