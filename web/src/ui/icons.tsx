// The app's own icons: 24 × 24, drawn in the colour of the text.
import type { ReactNode } from 'react';
import type { DeviceKind } from '#core/device-kind.ts';

const shapes = {
  sun: (
    <>
      <circle cx="12" cy="12" r="4.2" />
      <path d="M12 2.8v2.4M12 18.8v2.4M2.8 12h2.4M18.8 12h2.4M5.5 5.5l1.7 1.7M16.8 16.8l1.7 1.7M5.5 18.5l1.7-1.7M16.8 7.2l1.7-1.7" />
    </>
  ),
  grid: (
    <path d="M9.2 21 11 3h2l1.8 18M6 7.5h12M4.5 12h15M6 7.5v1.7M18 7.5v1.7M4.5 12v1.7M19.5 12v1.7M10.4 9.8l4 6M13.6 9.8l-4 6" />
  ),
  battery: (
    <>
      <rect x="6.5" y="5" width="11" height="16" rx="2.5" />
      <path d="M10 5V3h4v2M10 13h4M12 11v4" />
    </>
  ),
  home: <path d="M3.5 11.5 12 4l8.5 7.5M6 9.5V19a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V9.5M10 20v-5.5h4V20" />,
  inverter: (
    <>
      <rect x="4" y="3.5" width="16" height="17" rx="3" />
      <path d="M7.5 10c1.5-3.4 3-3.4 4.5 0s3 3.4 4.5 0M8 16.5h3M14 16.5h2" />
    </>
  ),
  meter: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M7.5 14.5a5 5 0 0 1 9 0M12 14l2.5-4.5" />
    </>
  ),
  charger: (
    <path d="M5 20.5v-15A1.5 1.5 0 0 1 6.5 4h6A1.5 1.5 0 0 1 14 5.5v15M3.5 20.5h12M14 12h2a1.5 1.5 0 0 1 1.5 1.5V16a1.5 1.5 0 0 0 3 0V9l-3-3M10.2 7.5 8 11.5h3l-2 4" />
  ),
  heater: (
    <path d="M12 3.5c1 3.5 5 5.500 5 10a5 5 0 0 1-10 0c0-2 1-3.500 2-4.500.5 1.500 1 2 1.800 2.300C11 9 11 6.500 12 3.500Z" />
  ),
  sensor: <path d="M10 14.500V5a2 2 0 1 1 4 0v9.500a4 4 0 1 1-4 0ZM12 9v8" />,
  relay: <path d="M8 3.5V8M16 3.5V8M6 8h12v3.5a6 6 0 0 1-12 0ZM12 17.5V21" />,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  lines: <path d="M4 19h16M4 15l5-6 4 4 7-8" />,
  check: <path d="m4.5 12.5 5 5L19.5 7" />,
  alert: <path d="M12 4 2.8 20h18.4ZM12 10v4.5M12 17.2v.1" />,
  back: <path d="M14.5 5.5 8 12l6.5 6.5" />,
  forward: <path d="M9.5 5.5 16 12l-6.5 6.5" />,
  copy: (
    <>
      <rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2.5" />
      <path d="M15.5 8.5V6A2 2 0 0 0 13.5 4H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5" />
    </>
  ),
  help: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M9.6 9.6a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.9M12 16.6v.1" />
    </>
  ),
  close: <path d="m6 6 12 12M18 6 6 18" />,
  download: <path d="M12 4v11M7.5 10.8 12 15.3l4.5-4.5M4.5 19.5h15" />,
  money: (
    <>
      <rect x="3" y="6" width="18" height="12" rx="2.5" />
      <circle cx="12" cy="12" r="2.7" />
      <path d="M6.3 9.2v.1M17.7 14.7v.1" />
    </>
  ),
  leaf: <path d="M5 19c0-9 5-14 15-14 0 10-5 15-12 13.5M5 20.5c2-5 5-8 9-10" />,
  chart: <path d="M4 20h16M6.5 20v-6M11 20V8M15.5 20v-9M20 20V5" />,
  sliders: <path d="M4 8h9M17 8h3M4 16h3M11 16h9M15 5.800v4.400M9 13.800v4.400" />,
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  trash: <path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.2 11v5.5M13.8 11v5.5" />,
  moon: <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z" />,
  auto: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 3.5v17a8.5 8.5 0 0 0 0-17Z" fill="currentColor" />
    </>
  ),
  usb: <path d="M12 20V4M9.5 6.5 12 3.5l2.5 3M12 16l5-3v-2.5M12 13l-5-3V8M15.5 7.5h3v3h-3ZM7 8.2v-.1" />,
  globe: (
    <path d="M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M3.5 12h17M12 3.5c3 2.4 3 14.6 0 17c-3-2.4-3-14.6 0-17" />
  ),
  network: <path d="M9 3.5h6v5H9ZM3.5 15.5h6v5h-6ZM14.5 15.5h6v5h-6ZM12 8.5V12M6.5 15.5V12h11v3.5" />,
  bluetooth: <path d="m7 7.5 10 9-5 4.5V3l5 4.5-10 9" />,
  radio: (
    <>
      <circle cx="12" cy="12" r="1.8" />
      <path d="M8.1 15.9a5.5 5.5 0 0 1 0-7.8M15.9 8.1a5.5 5.5 0 0 1 0 7.8M5.3 18.7a9.5 9.5 0 0 1 0-13.4M18.7 5.3a9.5 9.5 0 0 1 0 13.4" />
    </>
  ),
  restore: <path d="M4 12a8 8 0 1 0 2.5-5.8M4 3.5V8h4.5M12 8v4.5l3 2" />,
  unplugged: (
    <path d="M3.5 20.5 8 16M6.8 9.8l7.4 7.4-1.4 1.4a4.7 4.7 0 0 1-6.6 0l-.8-.8a4.7 4.7 0 0 1 0-6.6ZM20.5 3.5 16 8M10.2 6.8l1-1a4.7 4.7 0 0 1 6.6 0l.4.4a4.7 4.7 0 0 1 0 6.6l-1 1M10.5 11l-1.5 1.5M13 13.5 11.5 15" />
  ),
} as const satisfies Record<string, ReactNode>;

/** Name of an icon. */
export type IconName = keyof typeof shapes;

/** An icon; decoration only, the text beside it says the same. */
export function Icon({ name, size = 24 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}

/** The icon of a kind of device. */
export const kindIcon: Readonly<Record<DeviceKind, IconName>> = {
  inverter: 'inverter',
  battery: 'battery',
  meter: 'meter',
  relay: 'relay',
  charger: 'charger',
  heater: 'heater',
  sensor: 'sensor',
};
