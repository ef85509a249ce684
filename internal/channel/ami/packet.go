package ami

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The bounds of a packet. Real ones have some thirty short lines.
const (
	maxLines = 200
	maxLine  = 8 << 10
)

// ErrPacket says that the peer does not speak the protocol.
var ErrPacket = errors.New("ami: no packet of the manager interface")

// Packet is an event or an answer: names in lower case, and what was said of each; of a name that comes twice, the first.
type Packet map[string]string

// ReadPacket reads lines until an empty one. Errors: io.EOF at the end, ErrPacket for what is none.
func ReadPacket(r *bufio.Reader) (Packet, error) {
	p := Packet{}
	for n := 0; ; n++ {
		if n > maxLines {
			return nil, fmt.Errorf("%w: more than %d lines", ErrPacket, maxLines)
		}
		line, err := readLine(r)
		if err != nil {
			return nil, err
		}
		if line == "" {
			if len(p) == 0 {
				continue // An empty line between packets.
			}
			return p, nil
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("%w: a line without a name", ErrPacket)
		}
		if name = strings.ToLower(strings.TrimSpace(name)); p[name] == "" {
			p[name] = strings.TrimSpace(value)
		}
	}
}

// readLine reads to the end of a line that is not too long.
func readLine(r *bufio.Reader) (string, error) {
	var b strings.Builder
	for {
		part, err := r.ReadSlice('\n')
		if b.Len()+len(part) > maxLine {
			return "", fmt.Errorf("%w: a line of more than %d bytes", ErrPacket, maxLine)
		}
		b.Write(part)
		if err == nil {
			return strings.TrimRight(strings.ToValidUTF8(b.String(), ""), "\r\n"), nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			if b.Len() > 0 && errors.Is(err, io.EOF) {
				return "", io.ErrUnexpectedEOF
			}
			return "", err
		}
	}
}

// writePacket writes an action. Values are ours or an administrator's: a line break in one would be another action.
func writePacket(w io.Writer, pairs ...string) error {
	var b strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		if strings.ContainsAny(pairs[i+1], "\r\n") {
			return fmt.Errorf("%w: a line break in %s", ErrPacket, pairs[i])
		}
		b.WriteString(pairs[i] + ": " + pairs[i+1] + "\r\n")
	}
	b.WriteString("\r\n")
	_, err := io.WriteString(w, b.String())
	return err
}
