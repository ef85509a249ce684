package setting

// Agents who take calls and chats.
const (
	DutyChats Key = "duty.chats" // How many chats at once.
	DutyQuiet Key = "duty.quiet" // After how long without a sign somebody counts as away.
)

func dutySettings() []Definition {
	return []Definition{
		{Key: DutyChats, Topic: TopicContact, Kind: Int, Min: 1, Max: 20, Rows: []string{"OR-09"}, std: 3},
		{Key: DutyQuiet, Topic: TopicContact, Kind: Int, Unit: "minutes", Min: 5, Max: 600, Rows: []string{"OR-09"}, std: 30},
	}
}
