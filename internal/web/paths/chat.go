package paths

// Chat is the user's own chats.
func Chat() string                      { return "/chat" }
func ChatOf(id Ref) string              { return join("chat", id.String()) }
func ChatDo(id Ref, verb string) string { return join("chat", id.String(), verb) }
func ChatFile(id, file Ref) string      { return join("chat", id.String(), "files", file.String()) }

// DeskChats is the desk's chats.
func DeskChats() string                     { return "/desk/chats" }
func DeskChat(id Ref) string                { return join("desk", "chats", id.String()) }
func DeskChatDo(id Ref, verb string) string { return join("desk", "chats", id.String(), verb) }
func DeskChatFile(id, file Ref) string {
	return join("desk", "chats", id.String(), "files", file.String())
}
func DeskChatNext() string { return "/desk/chats/next" }
