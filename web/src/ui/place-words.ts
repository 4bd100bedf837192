// Addresses of links as people know them: the port or the host, and no scheme, speed or framing. Pure.

/** The place of an address: `/dev/ttyUSB1`, `192.168.1.40:8899`; a USB device that its serial number or socket tells from others, and anything else, stays as it is. */
export function placeWords(address: string): string {
  const parts = /^([a-z]+):\/\/([^?]*)(?:\?.*)?$/.exec(address);
  if (parts === null) return address;
  const [, scheme = '', place = ''] = parts;
  if (scheme === 'hid' && address.includes('?')) return address;
  return scheme === 'serial' || scheme === 'hid'
    ? shortPort(decoded(place))
    : place.replace(/^[^@/]*@/, '').replace(/\/$/, '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The system's unique name of a port is long: its end is enough. */
function shortPort(path: string): string {
  const known = /^\/dev\/serial\/by-(?:id|path)\/(.+)$/.exec(path)?.[1];
  if (known === undefined) return path;
  return known.length <= 40 ? known : `…${known.slice(-36)}`;
}

/** A sentence with its addresses of links as people know them. */
export function withPlaces(text: string): string {
  return text.replaceAll(/\b(?:serial|hid|tcp|udp):\/\/[^\s`,;"”]*[^\s`,;"”.:)]/g, placeWords);
}
