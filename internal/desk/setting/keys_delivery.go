package setting

// What is asked of whoever receives what was ordered.
const (
	DeliveryRemind   Key = "delivery.remind"   // After how many working days the receiver is reminded.
	DeliveryEscalate Key = "delivery.escalate" // After how many more somebody else is told.
	DeliverySilence  Key = "delivery.silence"  // What no word means then.
)

func deliverySettings() []Definition {
	return []Definition{
		{Key: DeliveryRemind, Topic: TopicMoney, Kind: Int, Unit: "days", Min: 1, Max: 60, Rows: []string{"CA-12"}, std: 3},
		{Key: DeliveryEscalate, Topic: TopicMoney, Kind: Int, Unit: "days", Min: 1, Max: 60, Rows: []string{"CA-12"}, std: 5},
		{Key: DeliverySilence, Topic: TopicMoney, Kind: Choice, Options: []string{"desk", "accept"}, Rows: []string{"CA-12"}, std: "desk"},
	}
}
