// Connections are counted by network and in all: who floods loses its own, and who signed in keeps theirs.
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { boundsWithin, makeConnections } from './connections.ts';

const bounds = { all: 20, network: 10, strangers: 4 };
let ports = 0;

function socketFrom(address: string): Socket {
  const socket = new Socket();
  ports += 1;
  const ends = { remoteAddress: address, remotePort: ports, localAddress: '192.0.2.1', localPort: 80 };
  for (const [key, value] of Object.entries(ends)) Object.defineProperty(socket, key, { value });
  return socket;
}

function many(count: number, address: (index: number) => string): readonly Socket[] {
  return Array.from({ length: count }, (_, index) => socketFrom(address(index)));
}

const open = (sockets: readonly Socket[]): number => sockets.filter(({ destroyed }) => !destroyed).length;

function counted(trustedProxies: readonly string[] = []) {
  const told: string[] = [];
  const connections = makeConnections({ bounds, trustedProxies, tell: (key) => told.push(key) });
  const admit = (sockets: readonly Socket[]): readonly Socket[] => {
    for (const socket of sockets) connections.admit(socket);
    return sockets;
  };
  return { ...connections, admitAll: admit, told };
}

test.for([
  ['one address', () => '203.0.113.9', [], 4],
  ['one IPv4 address written as IPv6', () => '::ffff:203.0.113.9', [], 4],
  ['an IPv6 network', (index: number) => `2001:db8::${index + 1}`, [], 4],
  ['this computer', () => '127.0.0.1', [], 10],
  ['this computer, as IPv6 writes it', () => '::ffff:127.0.0.1', [], 10],
  ['a trusted proxy', () => '10.0.0.2', ['10.0.0.0/24'], 10],
  ['a proxy of a named range', () => '192.168.1.2', ['uniquelocal'], 10],
  ['a proxy that is not trusted', () => '10.0.1.2', ['10.0.0.0/24'], 4],
] as const)('a stranger from %s keeps its newest', ([, address, proxies, left]) => {
  const { admitAll, told, count } = counted(proxies);
  const sockets = admitAll(many(30, address));
  expect([open(sockets), count()]).toEqual([left, left]);
  expect(sockets.at(-1)?.destroyed).toBe(false);
  expect(new Set(told).size).toBe(1);
});

test('when all are taken, the network with most strangers gives way, and who signed in stays', () => {
  const { admitAll, entered } = counted();
  const owner = many(6, () => '192.168.1.5');
  for (const socket of owner) entered(admitAll([socket])[0] ?? socket);
  const visitor = admitAll(many(1, () => '192.168.1.6'));
  const crowd = admitAll(many(40, (index) => `203.0.113.${index % 10}`));
  expect([open(owner), open(visitor), open(crowd)]).toEqual([6, 1, 13]);
  const flood = admitAll(many(4, () => '198.51.100.1'));
  expect([open(owner), open(flood)]).toEqual([6, 2]);
});

test('one network has its share and no more, even where its people are signed in', () => {
  const { admitAll, entered, count } = counted();
  for (const socket of many(10, () => '192.168.1.5')) entered(admitAll([socket])[0] ?? socket);
  const more = admitAll(many(3, () => '192.168.1.5'));
  expect([open(more), count()]).toEqual([0, 10]);
});

test('what is left to the others grows with the files a process may open', () => {
  expect([40, 400, 1024, 65_536, undefined].map((limit) => boundsWithin(limit).all)).toEqual([
    13,
    133,
    624,
    1000,
    expect.any(Number),
  ]);
  expect(boundsWithin(400)).toEqual({ all: 133, network: 66, strangers: 33 });
});
