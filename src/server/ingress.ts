// Home Assistant's ingress: its Supervisor shows Solstead below a path of its own, and names the person whom it has signed in. Both are
// believed from the Supervisor's address alone. Source: [home-assistant-ingress].
import type { FastifyRequest } from 'fastify';
import type { Role } from '#core/access.ts';
import { cut, visible } from '#core/visible.ts';
import type { OutsidePerson } from '#core/outside-person.ts';

/** Where the Supervisor is, and what the people may do who come by it. */
export interface Ingress {
  /** Its address, as connections come from it. */
  readonly from: string;
  /** Roles by a person's name or id at Home Assistant, lower case; `*`: everybody else. Who has none signs in here. */
  readonly roles: ReadonlyMap<string, Role>;
}

/** What a request is by ingress: whom it names, and where the browser sees this home. */
export interface IngressVisit {
  readonly person: OutsidePerson | undefined;
  /** Absent: it named no path. */
  readonly path: string | undefined;
}

/** Characters of a name: another one of the same name gets some behind it, and what an account is called has 80. */
const mostName = 60;

/** One header as text: the Supervisor writes UTF-8, and Node reads bytes. */
function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? Buffer.from(value, 'latin1').toString('utf8') : undefined;
}

/** Whether a request comes from the Supervisor itself: the address of the connection counts, and nothing that is said in it. */
const isFromSupervisor = ({ socket }: FastifyRequest, from: string): boolean =>
  socket.remoteAddress?.replace(/^::ffff:/i, '') === from;

/** Reads who a request is from; undefined: it does not come by ingress. */
function ingressVisit(request: FastifyRequest, ingress: Ingress | undefined): IngressVisit | undefined {
  if (ingress === undefined || !isFromSupervisor(request, ingress.from)) return undefined;
  const path = headerOf(request, 'x-ingress-path');
  const id = headerOf(request, 'x-remote-user-id');
  const isPath = path !== undefined && /^(?:\/[\w.~-]+){1,8}$/.test(path) && path.length <= 300;
  if (id === undefined || !/^[\w-]{1,64}$/.test(id)) return { path: isPath ? path : undefined, person: undefined };
  const login = headerOf(request, 'x-remote-user-name');
  const shown = headerOf(request, 'x-remote-user-display-name');
  const { roles } = ingress;
  const may = roles.get(id.toLowerCase()) ?? roles.get((login ?? '').toLowerCase()) ?? roles.get('*');
  const name = cut(visible((shown ?? login ?? '').trim()), mostName) || id.slice(0, 8);
  return { path: isPath ? path : undefined, person: { system: 'home-assistant', id, name, may } };
}

/** Notes with a request how it came, for who answers it. */
export function noteIngress(request: FastifyRequest, ingress: Ingress | undefined): void {
  const visit = ingressVisit(request, ingress);
  if (visit === undefined) return;
  request.setDecorator('ingress', visit);
  if (visit.path !== undefined) request.setDecorator('cookiePath', visit.path);
}
