package my

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// Whom is the person whose page it is.
type Whom struct {
	Person directory.PersonID
	Org    directory.OrgID
	Unit   directory.UnitID
	Site   directory.SiteID
	// Desk says that an agent looks: links lead to the desk's pages, and what only the person does is left out.
	Desk bool
}

// Block is a list on the page.
type Block struct {
	Key   string // The panel's id, one for each block: "orders".
	Title string
	Lead  string        // A sentence above the list; may be "".
	Items []ui.ItemView // What is listed, or:
	Body  templ.Component
	More  *ui.ActionLink // Where all of it is.
	// Empty is what is said where there is nothing; "" leaves the block out.
	Empty string
	// Beside puts the block in the narrow column: what one has, not what goes on.
	Beside bool
	// Waits says that the next step is the reader's: such blocks stand first.
	Waits bool
}

// there reports whether a block has anything to say.
func (b Block) there() bool { return len(b.Items) > 0 || b.Body != nil || b.Empty != "" }

// Part makes a block, for at most one statement. A zero Block is left out: whoever may not order has no orders.
type Part func(c *web.Ctx, of Whom) (Block, error)
