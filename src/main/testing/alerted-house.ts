// For tests only: a house whose alerts a web hook hears.
import { expect } from 'vitest';
import type { AlertKind } from '#core/alert.ts';
import type { SiteDoor } from '#hub/types.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import type { House } from '../house.ts';
import { type HearingServer, hearingServer } from './heard-requests.ts';
import { openHome, owner } from './uplinked.ts';

/** A house, its home, and what its web hook heard. */
export interface AlertedHouse {
  readonly house: House;
  readonly home: SiteDoor;
  readonly hook: HearingServer;
  /** What was told of a kind, one after the other: `raised pack`, `resolved pack`. */
  told(kind: AlertKind): readonly string[];
}

/** Opens it in a folder; closed with the test. */
export async function alertedHouse(
  context: Owner,
  folder: string,
  options: Parameters<typeof openHome>[2] = {},
): Promise<AlertedHouse> {
  const hook = await hearingServer(context);
  const house = await openHome(folder, 'home', options);
  context.onTestFinished(() => house.close());
  const home = house.hub.as(owner).site('home');
  await home.alerts().addChannel({
    name: 'Hook',
    isOn: true,
    isOwn: false,
    settings: { kind: 'webhook', server: hook.url } as { readonly kind: string },
    least: 'info',
    isEscalation: false,
    reports: [],
  });
  return {
    house,
    home,
    hook,
    told: (kind) =>
      hook.heard.flatMap(({ body }) => {
        const { what, alert } = JSON.parse(body.toString()) as {
          readonly what: string;
          readonly alert: { readonly kind: string; readonly subjects: readonly { readonly id: string }[] };
        };
        return alert.kind === kind ? [`${what} ${alert.subjects.map(({ id }) => id).join(', ')}`] : [];
      }),
  };
}

/** What is told, by kind. */
export type Lines = Partial<Record<AlertKind, readonly string[]>>;

/** Waits until of each kind exactly this was told. */
export async function told({ told: of }: AlertedHouse, lines: Lines): Promise<void> {
  const kinds = Object.keys(lines) as AlertKind[];
  const now = () => Object.fromEntries(kinds.map((kind) => [kind, of(kind)]));
  await expect.poll(now, { timeout: 200_000, interval: 100 }).toEqual(lines);
}

/** What is told once it is over. */
export const over = (lines: Lines): Lines =>
  Object.fromEntries(
    Object.entries(lines).map(([kind, of]) => [kind, [...of, ...of.map((line) => line.replace('raised', 'resolved'))]]),
  );
