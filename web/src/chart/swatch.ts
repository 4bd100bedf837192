// The mark of a line in a tooltip. A drawing, as the page's policy allows no inline style.

const side = 10;

/** A square of a colour; striped on a ground where it stands for the other way. */
export function swatch(colour: string, ground?: string): string {
  const stripes =
    ground === undefined
      ? ''
      : `<path d="M-2 6L6 -2M2 10L10 2M6 14L14 6" stroke="${ground}" stroke-width="1.6" fill="none"/>`;
  return `<svg class="swatch" viewBox="0 0 ${side} ${side}" aria-hidden="true"><rect width="${side}" height="${side}" fill="${colour}"/>${stripes}</svg>`;
}
