package textindex

import "strings"

// maxRunes bounds a token. What is longer is cut, in documents and questions alike, so it is still found.
const maxRunes = 64

// chunk is what stands together in a text: one word, one symbol, or words joined by single connectors (anna.berg@skola.se).
type chunk struct {
	kind  Kind
	parts []Token
	joins []rune // joins[i] stands between parts[i] and parts[i+1]
}

// scanner splits a text into chunks; its fields are the state between two runes.
type scanner struct {
	emit func(chunk)

	now     chunk
	word    strings.Builder
	runes   int
	from    int
	to      int
	pending rune // a connector that waits for the next word

	run      strings.Builder // what was seen since the last space, while it holds no token
	runFrom  int
	runTo    int
	runCount int
	content  bool
}

func scan(text string, emit func(chunk)) {
	s := scanner{emit: emit}
	eachRune(text, s.next)
	s.endRun()
}

func (s *scanner) next(r rune, start, end int) {
	c := classOf(r)
	switch c {
	case classIgnored:
		return
	case classSpace:
		s.endRun()
		return
	}
	s.keepRun(r, start, end)
	switch c {
	case classWord:
		if s.now.kind == Solo {
			s.endChunk()
		}
		s.grow(r, start, end)
		s.content = true
	case classMark:
		if s.runes > 0 {
			s.grow(r, start, end)
		}
	case classSolo:
		s.endChunk()
		s.now.kind = Solo
		s.grow(r, start, end)
		s.content = true
	case classSymbol:
		s.endChunk()
		s.emit(chunk{kind: Symbol, parts: []Token{{Text: string(r), Kind: Symbol, Start: start, End: end}}})
		s.content = true
	case classConnector:
		s.connect(r)
	default:
		s.endChunk()
	}
}

// connect remembers a connector that directly follows a word; a second one in a row ends the chunk.
func (s *scanner) connect(r rune) {
	if s.runes == 0 || s.now.kind == Solo {
		s.endChunk()
		return
	}
	s.endWord()
	if r > 0x7f {
		r = '-'
	}
	s.pending = r
}

func (s *scanner) grow(r rune, start, end int) {
	if s.runes == 0 {
		s.from = start
		if s.pending != 0 {
			s.now.joins = append(s.now.joins, s.pending)
			s.pending = 0
		}
	}
	s.to = end
	if s.runes < maxRunes {
		s.word.WriteString(foldRune(r))
	}
	s.runes++
}

func (s *scanner) endWord() {
	if s.runes == 0 {
		return
	}
	text := cut(s.word.String())
	kind := s.now.kind
	if kind == 0 {
		kind = kindOf(text)
	}
	s.now.parts = append(s.now.parts, Token{Text: text, Kind: kind, Start: s.from, End: s.to})
	s.word.Reset()
	s.runes = 0
}

func (s *scanner) endChunk() {
	s.endWord()
	if len(s.now.parts) > 0 {
		s.emit(s.now)
	}
	s.now = chunk{}
	s.pending = 0
}

func (s *scanner) keepRun(r rune, start, end int) {
	if s.content {
		return
	}
	if s.runCount == 0 {
		s.runFrom = start
	}
	s.runTo = end
	if s.runCount < maxRunes {
		s.run.WriteRune(r)
	}
	s.runCount++
}

// endRun ends what stands between two spaces. When it gave no token it is one itself: "--" can be looked for too.
func (s *scanner) endRun() {
	s.endChunk()
	if !s.content && s.runCount > 0 {
		s.emit(chunk{kind: Run, parts: []Token{{Text: s.run.String(), Kind: Run, Start: s.runFrom, End: s.runTo}}})
	}
	s.run.Reset()
	s.runCount = 0
	s.content = false
}

// cut shortens a folded word, which may have grown (ß), to its bound.
func cut(s string) string {
	if len(s) <= maxRunes {
		return s
	}
	n := 0
	for i := range s {
		if n == maxRunes {
			return s[:i]
		}
		n++
	}
	return s
}
