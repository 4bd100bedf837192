// Setting up devices: ports, definitions, what the broker saw, a test, accounts of the broker.
import { programAccess } from '#hub/broker-places.ts';
import { because } from '#core/reason.ts';
import { makeSecret } from '#core/secrets.ts';
import { networkInterfaces } from 'node:os';
import type { FastifyReply } from 'fastify';
import type { setupEndpoints } from '#api/endpoints/setup.ts';
import { SolsteadError } from '#core/errors.ts';
import type { FindOutStep } from '#core/field.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { doorOf } from './session.ts';
import { portMessage, testMessage } from './views.ts';

/** Addresses that mean "every interface": not one a device could connect to. */
const anyHost = new Set(['0.0.0.0', '::', '']);
/** Names of this computer that mean another one on a device. */
const isThisComputer = (host: string): boolean => /^(localhost|127\..*|\[?::1\]?)$/i.test(host);

/** Addresses of this computer in its networks. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/**
 * Where devices reach a broker that listens on `listens`, the likeliest first: under the name this computer was `asked` by, which works
 * for the device as well unless it means the device itself. Empty if no other computer reaches it.
 */
export function hostsOf(listens: string, asked: string, own: readonly string[] = ownAddresses()): string[] {
  if (!anyHost.has(listens)) return isThisComputer(listens) ? [] : [listens];
  return [...new Set([...(isThisComputer(asked) ? [] : [asked]), ...own])];
}

/** An address without the account it may name. */
const withoutAccount = (address: string): string => address.replace(/\/\/[^@/]*@/, '//');

/** Aborts when the client goes away before it is answered. */
function whenLeft(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort(new DOMException('the client has left', 'AbortError'));
  });
  return left.signal;
}

/** Answers about setting up. */
export function setupHandlers({ options }: RouteContext): HandlersOf<typeof setupEndpoints> {
  /** What the tests that run ask for now, by their names. */
  const running = new Map<string, FindOutStep>();
  return {
    listPorts: async ({ request }) => (await doorOf(request).setup.ports()).map(portMessage),
    listFound: ({ request }) => doorOf(request).setup.found(),
    listFoundPrograms: ({ request }) => doorOf(request).setup.foundPrograms(),
    listProtocols: ({ request }) => doorOf(request).setup.protocols(),
    async testDevice({ body, request, reply }) {
      const { address, protocol, trial } = body;
      const password = body.password === undefined ? undefined : makeSecret(body.password);
      const signal = whenLeft(reply);
      const onStep = (step: FindOutStep): void => {
        if (trial !== undefined) running.set(trial, step);
      };
      try {
        return testMessage(await doorOf(request).setup.testDevice(address, protocol, { signal, onStep, password }));
      } catch (error) {
        // Nobody reads this answer.
        if (signal.aborted) throw new SolsteadError('link.closed', { at: address, why: because('request.left') });
        throw error;
      } finally {
        if (trial !== undefined) running.delete(trial);
      }
    },
    readTestProgress({ params, request }) {
      doorOf(request).setup.assertMayTest();
      return running.get(params.trial) ?? {};
    },
    async addBrokerAccount({ body, request }) {
      const { broker } = options;
      if (broker === undefined || 'outside' in broker)
        throw new SolsteadError('command.refused', { at: 'broker', why: because('broker.off') });
      const { username, access, certificate } = body;
      const only = access === 'program' ? programAccess : undefined;
      const account = await doorOf(request).setup.addBrokerAccount(username, only, { certificate });
      const [host = broker.host] = hostsOf(broker.host, request.hostname);
      return { host, port: broker.port, ...account };
    },
    readBroker({ request }) {
      // It shows no more than may be seen of the devices it found.
      doorOf(request).setup.found();
      const { broker } = options;
      if (broker === undefined) return { kind: 'none' };
      if ('outside' in broker) return { kind: 'outside', address: withoutAccount(broker.outside) };
      return { kind: 'built-in', hosts: hostsOf(broker.host, request.hostname), port: broker.port };
    },
    listBrokerAccounts: ({ request }) => doorOf(request).setup.brokerAccounts(),
    listUnknownTopics: ({ query, request }) => doorOf(request).setup.unknownTopics(query),
    listOwnDevices: ({ request }) => doorOf(request).setup.ownDevices(),
    previewOwnDevice: ({ body, request }) => doorOf(request).setup.previewOwnDevice(body),
    addOwnDevice: ({ body, request }) => doorOf(request).setup.saveOwnDevice(body),
    changeOwnDevice: ({ params, body, request }) => doorOf(request).setup.saveOwnDevice(body, params.id),
    removeOwnDevice: ({ params, request }) => doorOf(request).setup.removeOwnDevice(params.id),
    removeBrokerAccount: ({ params, request }) => doorOf(request).setup.removeBrokerAccount(params.username),
  };
}
