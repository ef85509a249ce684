package ticket

// DefaultKind is the product's own configuration of a kind, in force until an organisation makes one.
func DefaultKind(k Kind) KindConfig {
	c := KindConfig{Version: 0, Enabled: true, Required: map[string][]string{stageResolve: {"category_id"}}}
	for _, mine := range UserKinds() {
		c.Portal = c.Portal || mine == k
	}
	c.Substates = append(commonSubstates(), ownSubstates[k]...)
	c.Fields = ownFields[k]
	return c
}

func commonSubstates() []Substate {
	return []Substate{
		{Key: "awaiting_user", State: StateOnHold, Sv: "Väntar på användaren", En: "Waiting for the user"},
		{Key: "awaiting_supplier", State: StateOnHold, Sv: "Väntar på leverantör", En: "Waiting for a supplier"},
		{Key: SubDelegated, State: StateOpen, Sv: "Hos leverantör", En: "With a supplier", Hidden: true},
		{Key: SubRemedied, State: StateOpen, Sv: "Åtgärdat, väntar på återkoppling", En: "Remedied, awaiting feedback", Hidden: true},
		{Key: SubInstruction, State: StateOnHold, Sv: "Inväntar instruktion från lokal it", En: "Awaiting instruction from Local IT", Hidden: true},
		{Key: SubCost, State: StateOnHold, Sv: "Inväntar godkänd kostnad", En: "Awaiting approved cost", Hidden: true},
	}
}

var ownSubstates = map[Kind][]Substate{
	Incident: {{Key: "investigating", State: StateOpen, Sv: "Felsöks", En: "Being investigated"}},
	Order: {
		{Key: "ordered", State: StateOpen, Sv: "Beställd hos leverantör", En: "Ordered from supplier"},
		{Key: "awaiting_approval", State: StateOnHold, Sv: "Väntar på godkännande", En: "Waiting for approval"},
	},
	Problem: {
		{Key: "root_cause", State: StateOpen, Sv: "Rotorsak söks", En: "Looking for the root cause"},
		{Key: "known_error", State: StateOpen, Sv: "Känt fel", En: "Known error", After: []string{"root_cause"}},
	},
	Change: {
		{Key: "planned", State: StateOpen, Sv: "Planerad", En: "Planned"},
		{Key: "carried_out", State: StateOpen, Sv: "Genomförs", En: "Being carried out", After: []string{"planned"}},
		{Key: "awaiting_approval", State: StateOnHold, Sv: "Väntar på godkännande", En: "Waiting for approval"},
	},
	Improvement: {{Key: "assessed", State: StateOpen, Sv: "Bedöms", En: "Being assessed"}},
	Knowledge:   {{Key: "review", State: StateOpen, Sv: "Granskas", En: "In review"}},
}

var ownFields = map[Kind][]FieldSpec{
	Incident: {{Key: "device", Sv: "Dator eller annan enhet", En: "Computer or other device", Type: "text", Portal: true}},
	Order: {
		{Key: "invoice_reference", Sv: "Fakturareferens", En: "Invoice reference", Type: "text"},
		{Key: "delivery_date", Sv: "Önskad leveransdag", En: "Wanted delivery date", Type: "date"},
		{Key: "planned_delivery", Sv: "Planerad leveransdag", En: "Planned delivery date", Type: "date"},
	},
	Request: {{Key: "planned_delivery", Sv: "Planerad leveransdag", En: "Planned delivery date", Type: "date"}},
	Problem: {
		{Key: "cause", Sv: "Orsak", En: "Cause", Type: "long", Required: stageResolve},
		{Key: "workaround", Sv: "Tillfällig lösning", En: "Workaround", Type: "long"},
	},
	Change: {
		{Key: "risk", Sv: "Risk", En: "Risk", Type: "choice", Choices: []string{"låg", "medel", "hög"}, Required: stageReport},
		{Key: "plan", Sv: "Genomförandeplan", En: "Plan", Type: "long", Required: stageResolve},
		{Key: "rollback", Sv: "Återgångsplan", En: "Roll-back plan", Type: "long"},
		{Key: "planned_date", Sv: "Planerad dag", En: "Planned date", Type: "date"},
	},
	Improvement: {{Key: "benefit", Sv: "Nytta", En: "Benefit", Type: "long", Required: stageReport}},
	Knowledge:   {{Key: "audience", Sv: "Målgrupp", En: "Audience", Type: "text", Required: stageReport}},
	Feedback:    {{Key: "tone", Sv: "Beröm eller förslag", En: "Praise or suggestion", Type: "choice", Choices: []string{"beröm", "förslag"}, Portal: true}},
	Complaint:   {{Key: "expected", Sv: "Vad hade du väntat dig?", En: "What did you expect?", Type: "long", Portal: true}},
}
