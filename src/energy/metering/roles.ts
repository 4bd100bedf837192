// What a meter measures: the sides of a home a device speaks for, as a person said or set-up guessed. A device without a role
// speaks for every side it has values for, as its kind does.

/** The sides of a home that can be measured. */
export const sideNames = ['pv', 'grid', 'battery', 'load', 'generator'] as const;

/** One of {@link sideNames}. */
export type SideName = (typeof sideNames)[number];

/** What a device measures. */
export type MeterRole =
  /** Each of its values is of the side it names; the same as no role. */
  | { readonly kind: 'own' }
  /** The connection to the grid. */
  | { readonly kind: 'grid'; readonly reversed?: boolean }
  /**
   * The sun or a battery. `of`: the device whose side it measures too, so that both are one thing; `apart`: something nothing else
   * measures, added to the others; neither: the whole side.
   */
  | {
      readonly kind: 'pv' | 'battery';
      readonly of?: string;
      readonly apart?: boolean;
      /** Whether its positive power means the opposite direction: into the sun's inverter, out of the battery. */
      readonly reversed?: boolean;
    }
  /** All that the home uses. */
  | { readonly kind: 'home'; readonly reversed?: boolean }
  /** A part of what the home uses: it is inside the load, and never a second grid. */
  | { readonly kind: 'circuit'; readonly name?: string }
  /** A generator: a source of its own, none of which was bought from the grid. */
  | { readonly kind: 'generator' }
  /**
   * The same as another device measures: it stands in while that one is silent. `reversed`: what it shows of the grid or of a battery has the
   * opposite sign.
   */
  | { readonly kind: 'copy'; readonly of: string; readonly reversed?: boolean }
  /**
   * Each of its values is of the side it names, but its grid is the one that another device shows too, as inverters behind one meter do:
   * that is counted once, and this one stands in while the other is silent. `reversed`: its grid has the opposite sign.
   */
  | { readonly kind: 'same-grid'; readonly of: string; readonly reversed?: boolean }
  /** Nothing in the home. */
  | { readonly kind: 'nothing' };

/** Roles by device. */
export type MeterRoles = ReadonlyMap<string, MeterRole>;

/** The role of a device; `own` if none was assigned. */
export const roleOf = (roles: MeterRoles | undefined, device: string): MeterRole =>
  roles?.get(device) ?? { kind: 'own' };

/** Whether the values of a device are of the sides they name. */
export const namesSides = ({ kind }: MeterRole): boolean => kind === 'own' || kind === 'same-grid';

/** The device whose grid a device shows, followed to one that shows its own; a ring ends where it began. */
export function gridOf(roles: MeterRoles | undefined, device: string): string {
  const seen = new Set<string>();
  let at = device;
  for (;;) {
    const role = roleOf(roles, at);
    if ((role.kind !== 'copy' && role.kind !== 'same-grid') || seen.has(at)) return at;
    seen.add(at);
    at = role.of;
  }
}

/**
 * The role a copy takes over, followed to the device that is not a copy itself, and whether its sign is the opposite of that device's; a ring
 * of copies ends where it began.
 */
export function copiedRole(
  roles: MeterRoles | undefined,
  device: string,
): { readonly device: string; readonly role: MeterRole; readonly isTurned: boolean } {
  const seen = new Set<string>();
  let at = device;
  let role = roleOf(roles, at);
  let isTurned = false;
  while (role.kind === 'copy' && !seen.has(at)) {
    seen.add(at);
    isTurned = isTurned !== (role.reversed === true);
    at = role.of;
    role = roleOf(roles, at);
  }
  return { device: at, role: role.kind === 'copy' ? { kind: 'own' } : role, isTurned };
}
