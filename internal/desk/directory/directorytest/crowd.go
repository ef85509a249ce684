package directorytest

import (
	"context"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// Crowd takes up n people in one go, with names that repeat as names do.
func (w *World) Crowd(db *sqldb.DB, n int) {
	w.t.Helper()
	given := []string{"Anna", "Erik", "Maria", "Lars", "Karin", "Anders", "Sara", "Johan", "Emma", "Per", "Eva", "Nils", "Åsa", "Karl", "Ida", "Olle", "Anna-Karin", "Sven", "Siv", "Ali"}
	family := []string{"Andersson", "Berg", "Ceder", "Dahl", "Ek", "Fors", "Gran", "Holm", "Åberg", "Ivarsson", "Jonsson", "Kvist", "Lind", "Mattsson", "Nyman", "Öberg", "Persson", "Qvarn", "Ros", "Ström", "Ås", "Ulf", "Vik"}
	const share = 200 // Long transactions cost more than their rows: SQLite keeps a journal for the savepoint.
	for from := 0; from < n; from += share {
		err := db.Write(w.t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			for i := from; i < min(from+share, n); i++ {
				// Syllables make rarer family names, as in a real register.
				name := family[i%len(family)]
				if i%3 == 0 {
					name = fmt.Sprintf("%s%c%c", name, 'a'+rune(i/7%26), 'a'+rune(i/11%26))
				}
				p := directory.PersonInput{
					Given: given[i%len(given)], Family: name, ExternalID: fmt.Sprintf("x%d", i), Login: fmt.Sprintf("u%06d", i),
					Email: fmt.Sprintf("u%06d@crowd.example", i), Mobile: fmt.Sprintf("070-%07d", i*97%10000000),
				}
				if _, err := w.Dir.TakeUp(ctx, tx, System(), w.Org.ID, p, false); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			w.t.Fatalf("crowd: %v", err)
		}
	}
}
