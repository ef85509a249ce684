package demo

import "strings"

// The names are common Swedish ones, put together by chance.
var givenNames = []string{
	"Agnes", "Ahmed", "Aisha", "Alva", "Amir", "Anders", "Anneli", "Arvid", "Astrid", "Axel", "Barbro", "Birgitta", "Björn", "Camilla",
	"Carina", "Dilan", "Ebba", "Elin", "Elsa", "Emil", "Erik", "Farah", "Fatima", "Filip", "Frida", "Gunnar", "Göran", "Hanna", "Hassan",
	"Helena", "Hugo", "Håkan", "Ida", "Inger", "Isak", "Jenny", "Johan", "Jonas", "Josefin", "Karin", "Kerstin", "Klara", "Lars", "Leila",
	"Lena", "Linus", "Lovisa", "Magnus", "Malin", "Margareta", "Maryam", "Mats", "Mikael", "Mohammed", "Nils", "Nora", "Olof", "Oskar",
	"Patrik", "Pernilla", "Peter", "Rasmus", "Rebecka", "Robin", "Samira", "Sanna", "Sofia", "Stefan", "Stina", "Sven", "Tove", "Tuva",
	"Ulf", "Vera", "Viktor", "Wilma", "Yasmin", "Yusuf", "Åke", "Åsa", "Örjan",
}

var familyNames = []string{
	"Ahlgren", "Ali", "Andersson", "Axelsson", "Berg", "Bergström", "Björk", "Blomqvist", "Dahl", "Danielsson", "Ek", "Eklund", "Engström",
	"Eriksson", "Falk", "Forsberg", "Fransson", "Gustafsson", "Hansson", "Hassan", "Hedlund", "Henriksson", "Hermansson", "Holm", "Holmgren",
	"Ibrahim", "Isaksson", "Jakobsson", "Jansson", "Johansson", "Jönsson", "Karlsson", "Khalil", "Larsson", "Lind", "Lindberg", "Lindgren",
	"Lund", "Löfgren", "Martinsson", "Mattsson", "Mohamud", "Norberg", "Nordin", "Nyström", "Nilsson", "Olsson", "Palm", "Persson",
	"Pettersson", "Rahimi", "Samuelsson", "Sandberg", "Sjöberg", "Ström", "Sundström", "Svensson", "Söderberg", "Viklund", "Wallin",
	"Westman", "Yılmaz", "Åberg", "Åkesson", "Öberg", "Östlund",
}

// loginOf makes a login of a name: the first three letters of either, without accents.
func loginOf(given, family string) string {
	plain := strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "ı", "i", " ", "", "-", "")
	return first(plain.Replace(strings.ToLower(given)), 3) + first(plain.Replace(strings.ToLower(family)), 3)
}

func first(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}
