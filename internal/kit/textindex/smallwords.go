package textindex

// smallWords are those that say nothing alone, in both languages of the desk. Folded; no word that could be a thing someone looks for.
var smallWords = []string{
	"alla", "att", "av", "de", "dem", "den", "denna", "det", "detta", "dig", "din", "ditt", "dina", "du", "där", "då", "eller", "en",
	"er", "era", "ert", "ett", "fick", "från", "får", "för", "ha", "hade", "han", "har", "hon", "hur", "här", "i", "in", "inte",
	"jag", "kan", "man", "med", "men", "mig", "min", "mina", "mitt", "mot", "ni", "nu", "när", "någon", "något", "några", "och", "om", "oss",
	"på", "sedan", "sig", "sin", "sina", "sitt", "ska", "som", "så", "till", "under", "ur", "ut", "utan", "vad", "var", "vara", "varför", "vart",
	"vem", "vi", "vid", "vilka", "vilken", "vill", "vår", "våra", "vårt", "än", "är", "över",
	"a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "does", "for", "from", "has", "have", "how", "is", "my", "not",
	"of", "on", "or", "that", "the", "this", "to", "was", "what", "when", "where", "which", "who", "why", "will", "with", "you", "your",
}
