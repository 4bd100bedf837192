// Which network an address belongs to, for counting strangers.

/** Where attempts from an address are counted: an IPv6 network of 64 bits belongs to one customer as a whole. */
export function networkOf(address: string): string {
  const url = `http://[${address.replace(/%.*$/, '')}]`;
  // All neighbours of a link share its first half.
  if (!address.includes(':') || /^fe[89ab]/i.test(address) || !URL.canParse(url)) return address;
  const { hostname } = new URL(url);
  const mapped = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(hostname);
  if (mapped !== null) {
    const [high, low] = [Number(`0x${mapped[1]}`), Number(`0x${mapped[2]}`)];
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}
