package paths

// Code is where somebody reads the code that the desk wants to hear from them.
func Code() string { return "/code" }

// AdminCallers is how callers are checked; AdminReaders which screens and exchanges read without a login.
func AdminCallers(parts ...string) string { return AdminPage(append([]string{"callers"}, parts...)...) }

func AdminReaders(parts ...string) string { return AdminPage(append([]string{"readers"}, parts...)...) }

// Wallboard is what can hang on a wall.
func Wallboard() string { return "/desk/wallboard" }

// CallBack is where somebody asks to be called back.
func CallBack() string { return "/contact/callback" }
