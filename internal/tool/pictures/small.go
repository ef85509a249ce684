package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"sort"
)

// small gives a picture the 256 colours it uses most. Pages have few colours beside the shades of their letters, and a third
// of the bytes is left.
func small(raw []byte) ([]byte, error) {
	full, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read the picture: %w", err)
	}
	size := full.Bounds()
	used := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(full.At(x, y)).(color.RGBA) } //nolint:forcetypeassert // RGBAModel.
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			used[at(x, y)]++
		}
	}
	palette := common(used, 256)
	nearest := make(map[color.RGBA]uint8, len(used))
	for c := range used {
		nearest[c] = uint8(palette.Index(c)) //nolint:gosec // A palette of 256.
	}
	out := image.NewPaletted(size, palette)
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			out.SetColorIndex(x, y, nearest[at(x, y)])
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out); err != nil {
		return nil, fmt.Errorf("write the picture: %w", err)
	}
	return b.Bytes(), nil
}

// common is the most used colours, in the same order for the same picture.
func common(used map[color.RGBA]int, most int) color.Palette {
	all := make([]color.RGBA, 0, len(used))
	for c := range used {
		all = append(all, c)
	}
	number := func(c color.RGBA) uint32 { return uint32(c.R)<<16 | uint32(c.G)<<8 | uint32(c.B) }
	sort.Slice(all, func(i, j int) bool {
		if used[all[i]] != used[all[j]] {
			return used[all[i]] > used[all[j]]
		}
		return number(all[i]) < number(all[j])
	})
	var out color.Palette
	for _, c := range all[:min(most, len(all))] {
		out = append(out, c)
	}
	return out
}
