// Where a Shelly that opens a WebSocket itself finds the home.

/** The page that shows it: its address, and where the broker says that devices reach this computer. */
export interface AddressParts {
  readonly page: Pick<Location, 'protocol' | 'host' | 'port' | 'pathname'>;
  readonly host: string;
  readonly username: string;
  readonly password: string;
}

/**
 * The address to be pasted into the device. Over TLS, and behind a proxy with a path, it is that of the page; else by the host that devices
 * reach, as many of them resolve no names of the home.
 */
export function socketAddress({ page, host, username, password }: AddressParts): string {
  const isSecure = page.protocol === 'https:';
  const base = page.pathname.replace(/\/+$/, '');
  const ownHost = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const place = isSecure || base !== '' ? page.host : `${ownHost}${page.port === '' ? '' : `:${page.port}`}`;
  return `${isSecure ? 'wss' : 'ws'}://${place}${base}/shelly/${encodeURIComponent(username)}/${encodeURIComponent(password)}`;
}
