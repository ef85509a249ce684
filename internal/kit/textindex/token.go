package textindex

import (
	"strings"
	"unicode"
)

// Kind says what a token is.
type Kind int

// The kinds of tokens.
const (
	Word   Kind = iota + 1 // letters, maybe with digits
	Number                 // digits only
	Solo                   // a character of a script without spaces
	Symbol                 // a symbol or emoji
	Whole                  // words joined into a reference or an address
	Run                    // visible characters of which none is any of these
)

// Token is one unit of the index. Text is folded; Start and End are its bytes in the original text.
type Token struct {
	Text       string
	Kind       Kind
	Start, End int
}

// maxParts bounds how many endings of a joined text are indexed.
const maxParts = 8

// Tokens splits a text. A reference or an address comes whole, then by its later beginnings, then in parts.
func Tokens(text string) []Token {
	var out []Token
	scan(text, func(c chunk) {
		if c.joined() {
			for i := 0; i < len(c.parts)-1 && i < maxParts; i++ {
				out = append(out, c.whole(i))
			}
		}
		out = append(out, c.parts...)
	})
	return out
}

func kindOf(text string) Kind {
	for _, r := range text {
		if !unicode.IsNumber(r) {
			return Word
		}
	}
	return Number
}

// joined tells whether the chunk is one thing, a reference or an address, rather than words with a hyphen between them.
func (c chunk) joined() bool {
	if len(c.parts) < 2 {
		return false
	}
	for _, j := range c.joins {
		if j == '@' {
			return true
		}
	}
	for _, p := range c.parts {
		if strings.ContainsFunc(p.Text, unicode.IsNumber) {
			return true
		}
	}
	return false
}

// whole joins the parts from the i-th on. Letters and digits as in L-100042 lose what stands between them, so that l100042 is the same.
func (c chunk) whole(i int) Token {
	parts := c.parts[i:]
	var b strings.Builder
	reference := len(parts) == 2 && c.joins[i] != '@' && parts[1].Kind == Number && !strings.ContainsFunc(parts[0].Text, unicode.IsNumber)
	for k, p := range parts {
		if k > 0 && !reference {
			b.WriteRune(c.joins[i+k-1])
		}
		b.WriteString(p.Text)
	}
	return Token{Text: cut(b.String()), Kind: Whole, Start: parts[0].Start, End: parts[len(parts)-1].End}
}
