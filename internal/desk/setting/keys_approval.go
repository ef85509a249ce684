package setting

// How long an order waits for its approvers, and what people may approve of their own.
const (
	ApprovalRemind   Key = "approval.remind"   // After how many working days approvers are reminded.
	ApprovalEscalate Key = "approval.escalate" // After how many it goes on to those for the whole organisation.
	ApprovalOwn      Key = "approval.own"      // Up to how many kronor people may approve their own order; 0: never.
)

func approvalSettings() []Definition {
	return []Definition{
		{Key: ApprovalRemind, Topic: TopicMoney, Kind: Int, Unit: "days", Min: 0, Max: 60, Rows: []string{"CA-11"}, std: 3},
		{Key: ApprovalEscalate, Topic: TopicMoney, Kind: Int, Unit: "days", Min: 0, Max: 120, Rows: []string{"CA-11"}, std: 7},
		{Key: ApprovalOwn, Topic: TopicMoney, Kind: Int, Unit: "kronor", Min: 0, Max: 10_000_000, Rows: []string{"RO-24"}, std: 0},
	}
}
