// What a device measures, as it is written on the command line: `circuit:Heat pump`, `copy:meter`, `battery:inverter`.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { MeterRole } from '#energy/metering/roles.ts';

/** A role as it is written. */
export function roleText(role: MeterRole): string {
  switch (role.kind) {
    case 'copy':
    case 'same-grid':
      return `${role.kind}:${role.of}${role.reversed === true ? ':reversed' : ''}`;
    case 'circuit':
      return role.name === undefined ? 'circuit' : `circuit:${role.name}`;
    case 'pv':
    case 'battery':
      return [
        role.kind,
        ...(role.of === undefined ? [] : [role.of]),
        ...(role.apart === true ? ['apart'] : []),
        ...(role.reversed === true ? ['reversed'] : []),
      ].join(':');
    case 'grid':
    case 'home':
      return role.reversed === true ? `${role.kind}:reversed` : role.kind;
    default:
      return role.kind;
  }
}

interface Written {
  readonly flag: string;
  /** The devices that may be named. */
  readonly known: readonly string[];
}

/** A role out of what was written. Errors: `input.usage`. */
export function roleFrom(text: string, { flag, known }: Written): MeterRole {
  const refused = () => new SolsteadError('input.usage', { at: flag, why: because('flag.role', { text }) });
  const [kind, ...parts] = text.split(':').map((part) => part.trim());
  const reversed = parts.includes('reversed') ? { reversed: true } : {};
  const rest = parts.filter((part) => part !== 'reversed');
  const device = (name: string): string => {
    if (known.includes(name)) return name;
    throw new SolsteadError('input.usage', { at: flag, why: because('flag.role-of', { device: name, known }) });
  };
  switch (kind) {
    case 'own':
    case 'generator':
    case 'nothing':
      if (parts.length > 0) throw refused();
      return { kind };
    case 'grid':
    case 'home':
      if (rest.length > 0) throw refused();
      return { kind, ...reversed };
    case 'circuit': {
      const name = parts.join(':');
      return name === '' ? { kind } : { kind, name };
    }
    case 'copy':
    case 'same-grid':
      if (rest.length !== 1) throw refused();
      return { kind, of: device(rest[0] ?? ''), ...reversed };
    case 'pv':
    case 'battery': {
      const apart = rest.includes('apart') ? { apart: true } : {};
      const [of, ...more] = rest.filter((part) => part !== 'apart');
      if (more.length > 0) throw refused();
      return { kind, ...(of === undefined ? {} : { of: device(of) }), ...apart, ...reversed };
    }
    default:
      throw refused();
  }
}
