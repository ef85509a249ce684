package setting

// How the number of cases and residents counts for a common ticket.
const (
	CommonChildren  Key = "common.children"  // From how many cases priority 1 to 4 is proposed.
	CommonResidents Key = "common.residents" // From how many residents.
	CommonKeeps     Key = "common.keeps"     // Below which share of that the priority sinks again.
	CommonAuto      Key = "common.auto"      // Whether the proposal is taken up by itself.
)

func commonSettings() []Definition {
	return []Definition{
		{Key: CommonChildren, Topic: TopicTicket, Kind: Row, Unit: "tickets", Size: 4, Min: 0, Max: 100000, Rows: []string{"GR-03"}, std: []int{50, 10, 5, 3}},
		{Key: CommonResidents, Topic: TopicTicket, Kind: Row, Unit: "residents", Size: 4, Min: 0, Max: 100_000_000, Rows: []string{"TK-08"}, std: []int{5000, 500, 100, 20}},
		{Key: CommonKeeps, Topic: TopicTicket, Kind: Int, Unit: "percent", Min: 10, Max: 100, Rows: []string{"GR-03"}, std: 70},
		{Key: CommonAuto, Topic: TopicTicket, Kind: Bool, Rows: []string{"GR-03"}, std: false},
	}
}
