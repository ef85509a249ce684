package setting

// When a chat ends by itself.
const (
	ChatIdle Key = "chat.idle" // Nobody has said anything for so long.
	ChatLeft Key = "chat.left" // Whoever waits has been gone for so long.
)

func chatSettings() []Definition {
	return []Definition{
		{Key: ChatIdle, Topic: TopicContact, Kind: Int, Unit: "minutes", Min: 2, Max: 1440, Rows: []string{"CH-05"}, std: 30},
		{Key: ChatLeft, Topic: TopicContact, Kind: Int, Unit: "minutes", Min: 2, Max: 240, Rows: []string{"CH-05"}, std: 15},
	}
}
