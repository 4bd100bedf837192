// The web server of an emulated Shelly of the first generation: a plug with a meter, or a 3EM. Written from the maker's document
// ([shelly-gen1], HTTP: `/status`, `/relay/0`, `/emeter/0`); it shares nothing with the table that reads it.
import type { HttpEmulator, HttpReply } from './http-device.ts';
import type { TopicHome } from './topic-script.ts';

/** What it is like. */
export interface Gen1WebOptions extends TopicHome {
  readonly mac: string;
  /** Watt-minutes that flowed through its relay; one counter for its topics and its pages. */
  readonly wattMinutes?: () => number;
  /** A 3EM instead of a plug. */
  readonly isMeter?: boolean;
}

const reply = (body: unknown): HttpReply => ({ status: 200, type: 'application/json', body: JSON.stringify(body) });
const missing: HttpReply = { status: 404, type: 'text/plain', body: 'Not Found' };

/** The web server of a device. */
export function gen1Web({ read, setRelay, mac, wattMinutes = () => 0, isMeter = false }: Gen1WebOptions): HttpEmulator {
  let timer: { readonly endsMs: number; readonly seconds: number; readonly ends: boolean } | undefined;
  const relay = () => {
    const { relays, atMs } = read();
    if (timer !== undefined && atMs >= timer.endsMs) {
      setRelay(0, timer.ends);
      timer = undefined;
    }
    const left = timer === undefined ? 0 : Math.ceil((timer.endsMs - atMs) / 1000);
    const isOn = timer === undefined ? relays[0].isOn : !timer.ends;
    const duration = timer?.seconds ?? 0;
    return {
      ison: isOn,
      has_timer: timer !== undefined,
      timer_duration: duration,
      timer_remaining: left,
      overpower: false,
      source: 'http',
    };
  };
  const emeters = () =>
    read().grid.phases.map(({ powerW, voltageV, currentA, importWh, exportWh }) => ({
      power: powerW,
      pf: 0.9,
      current: currentA,
      voltage: voltageV,
      is_valid: true,
      total: importWh,
      total_returned: exportWh,
    }));
  const status = () => ({
    wifi_sta: { connected: true, ssid: 'home', ip: '192.168.33.7', rssi: -60 },
    mqtt: { connected: false },
    mac,
    relays: [relay()],
    ...(isMeter
      ? { emeters: emeters(), total_power: read().grid.powerW }
      : {
          meters: [{ power: read().relays[0].powerW, overpower: 0, is_valid: true, total: Math.round(wattMinutes()) }],
          temperature: 31.27,
          tmp: { tC: 31.27, tF: 88.29, is_valid: true },
        }),
  });
  const turn = (query: URLSearchParams): HttpReply => {
    const wanted = query.get('turn');
    const now = relay().ison;
    const next = wanted === 'toggle' ? !now : wanted === 'on';
    if (wanted !== null) {
      const seconds = Number(query.get('timer') ?? 0);
      timer = seconds > 0 ? { endsMs: read().atMs + seconds * 1000, seconds, ends: !next } : undefined;
      setRelay(0, next);
    }
    return reply(relay());
  };
  return {
    name: `shelly-gen1-${mac}`,
    respond(method, target) {
      const { pathname, searchParams } = new URL(target, 'http://shelly');
      if (method !== 'GET') return missing;
      if (pathname === '/status') return reply(status());
      if (pathname === '/relay/0') return turn(searchParams);
      const channel = /^\/emeter\/([0-2])$/.exec(pathname)?.[1];
      return isMeter && channel !== undefined ? reply(emeters()[Number(channel)]) : missing;
    },
  };
}
