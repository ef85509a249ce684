package order_test

import (
	"testing"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/cataloguetest"
	"lotsen/internal/desk/order"
)

// What needs a yes from a sum on needs it too when it is changed a line at a time.
func TestChanging_a_line_at_a_time_does_not_get_round_the_amount(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		chair := cataloguetest.Publish(t, w.Catalogue, w.Org.ID, "stol", "Stol", func(c *catalogue.Config) {
			c.Group = w.Network.ID
			c.Steps = []catalogue.Step{{Seq: 1, By: catalogue.ByReference, Over: 1000_00}}
			c.Prices = []catalogue.Price{{Kind: catalogue.Purchase, Ore: 900_00, Per: catalogue.Once}}
			c.Fields = []catalogue.Field{{Key: "why", Sv: "Varför", Type: catalogue.Text, Required: true}}
		})
		if _, err := w.Order.Add(t.Context(), w.Sara, order.AddInput{Item: chair.ID, People: w.pupils(t, 2), Answers: map[string]string{"why": "Rygg"}}); err != nil {
			t.Fatal(err)
		}
		o, err := w.Order.Place(t.Context(), w.Sara, order.PlaceInput{})
		must(t, err)
		d, err := w.Order.Get(t.Context(), w.Sara, o.ID, 0)
		must(t, err)
		_, err = w.Order.ChangeLine(t.Context(), w.Sara, o.ID, d.Shown[0].ID, order.ChangeInput{Answers: map[string]string{"why": "Ont i ryggen"}, Quantity: 1})
		must(t, err)
		d, err = w.Order.Get(t.Context(), w.Sara, o.ID, 0)
		must(t, err)
		for _, l := range d.Shown {
			if l.State != order.Approval {
				t.Errorf("a line of 1 800 kr that need a yes is %s", l.State)
			}
		}
	})
}
