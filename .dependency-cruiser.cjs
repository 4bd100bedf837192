// Which room may import which: the "Rooms" table of the architecture, as rules for dependency-cruiser.
// Run it with `node tools/check-imports.ts`, which also proves that every source file was seen.

/** Room -> the rooms it may import beside itself. */
const ROOMS = {
  core: [],
  words: ['core'],
  codec: ['core'],
  devices: ['core', 'codec'],
  transport: ['core'],
  drivers: ['core', 'codec', 'devices'],
  energy: ['core'],
  ledger: ['core', 'energy', 'api'],
  store: ['core'],
  automation: ['core', 'energy'],
  hub: ['core', 'energy', 'ledger', 'automation', 'api'],
  outputs: ['core', 'api'],
  alerts: ['core', 'words', 'energy', 'api'],
  exchange: ['core'],
  backup: ['core'],
  uplink: ['core'],
  api: ['core'],
  server: ['core', 'words', 'api', 'ledger', 'hub', 'exchange'],
  // Emulators share no table and no checksum with the decoders they test.
  daemon: ['core', 'codec', 'devices', 'outputs', 'uplink'],
  sim: ['core'],
  cli: [
    'core',
    'words',
    'codec',
    'devices',
    'energy',
    'ledger',
    'exchange',
    'automation',
    'hub',
    'outputs',
    'api',
    'daemon',
  ],
};

/** Rooms that compute and never touch the machine. */
const PURE = ['core', 'words', 'codec', 'devices', 'energy', 'automation', 'daemon'];

/** Rooms that import types alone from the contract. */
const BELOW_THE_SERVER = ['ledger', 'hub', 'cli'];

/** What the tests of a room may import beside: the simulated home is the only one a test machine has, the server is tried over real stores, and commands with what the program gives them. */
const TESTED_WITH = {
  sim: ['codec', 'devices'],
  drivers: ['sim', 'transport'],
  ledger: ['store'],
  hub: ['store', 'sim', 'devices', 'drivers', 'transport', 'outputs'],
  server: ['sim', 'store'],
  cli: ['main', 'store'],
};

/** Tests, and what only tests use: conformance suites and the folders `testing/`. */
const TEST = String.raw`(\.test\.tsx?|-conformance\.ts|/testing/[^/]+\.ts)$`;
const TESTKIT = '^tools/testkit/';
const oneOf = (rooms) => `^src/(${rooms.join('|')})/`;

/** Two rules a room: one for its code, one for its tests, which may use the test kit as well. */
function rulesOf([room, imports]) {
  const allowed = [room, ...imports];
  const allowedInTests = [...allowed, ...(TESTED_WITH[room] ?? [])];
  const list = allowed.length > 1 ? allowed.slice(1).join(', ') : 'no other room';
  return [
    {
      name: `${room}-imports`,
      comment: `src/${room} may import ${list}.`,
      severity: 'error',
      from: { path: oneOf([room]), pathNot: TEST },
      to: { path: '^(src|web|tools|tests|bench|bin)/', pathNot: oneOf(allowed) },
    },
    {
      name: `${room}-tests-import`,
      comment: `Tests of src/${room} may import ${allowedInTests.join(', ')} and tools/testkit.`,
      severity: 'error',
      from: { path: oneOf([room]) + '.*' + TEST },
      to: { path: '^(src|web|tools|tests|bench|bin)/', pathNot: [oneOf(allowedInTests), TESTKIT] },
    },
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  ROOMS,
  forbidden: [
    ...Object.entries(ROOMS).flatMap(rulesOf),
    {
      name: 'contract-is-types-below-the-server',
      comment: `${BELOW_THE_SERVER.join(', ')} speak the words of the contract, and check nothing against its schemas: types only.`,
      severity: 'error',
      from: { path: oneOf(BELOW_THE_SERVER), pathNot: TEST },
      to: { path: '^src/api/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'main-imports',
      comment: 'src/main wires the rooms together and needs nothing from outside src/.',
      severity: 'error',
      from: { path: '^src/main/', pathNot: TEST },
      to: { path: '^(web|tools|tests|bench)/' },
    },
    {
      name: 'nothing-imports-the-command-line',
      comment: 'Only src/main imports src/cli.',
      severity: 'error',
      from: { path: '^src/', pathNot: [TEST, '^src/(cli|main)/'] },
      to: { path: '^src/(cli|main)/' },
    },
    {
      name: 'emulators-have-checksums-of-their-own',
      comment: 'A checksum that decoder and emulator share would be wrong in both.',
      severity: 'error',
      from: { path: oneOf(['sim']), pathNot: TEST },
      to: { path: '^src/core/checksum' },
    },
    {
      name: 'package-imports',
      comment: 'The package @solstead/protocols is made of core, codec and devices, without the reader of YAML files.',
      severity: 'error',
      from: { path: '^packaging/protocols/', pathNot: TEST },
      to: { path: '^(src|web|tools|tests|bench|bin)/', pathNot: oneOf(['core', 'codec', 'devices']) },
    },
    {
      name: 'client-imports',
      comment: 'The package @solstead/client is made of the paths of the interface, and of core for clock and chance.',
      severity: 'error',
      from: { path: '^packaging/client/', pathNot: TEST },
      to: { path: '^(src|web|tools|tests|bench|bin)/', pathNot: oneOf(['core', 'api']) },
    },
    {
      name: 'package-has-no-dependency',
      comment: 'Whoever takes the package takes nothing else with it.',
      severity: 'error',
      from: { path: '^packaging/', pathNot: TEST },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'core'] },
    },
    {
      name: 'web-imports',
      comment: 'web/ may import core, words and api.',
      severity: 'error',
      from: { path: '^web/', pathNot: TEST },
      to: { path: '^(src|tools|tests|bench|bin)/', pathNot: oneOf(['core', 'words', 'api']) },
    },
    {
      name: 'web-tests-import',
      comment: 'Tests of web/ may import core, words, api and tools/testkit.',
      severity: 'error',
      from: { path: `^web/.*${TEST}` },
      to: { path: '^(src|tools|tests|bench|bin)/', pathNot: [oneOf(['core', 'words', 'api']), TESTKIT] },
    },
    {
      name: 'pure-rooms-do-no-io',
      comment: `${PURE.join(', ')} compute only: bytes, time and chance come in as parameters.`,
      severity: 'error',
      from: { path: oneOf(PURE), pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-test-in-code',
      comment: 'Code does not import tests.',
      severity: 'error',
      from: { path: '^(src|web)/', pathNot: TEST },
      to: { path: '^(src|web|tests)/.*' + TEST },
    },
    {
      name: 'no-development-package-in-code',
      comment: 'The server runs with the packages under "dependencies" only (types are free).',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: { path: '^(src|web|tools|tests|bench|bin|packaging)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 offers no parser to other programs: without this not a single module is seen.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web|packaging/(protocols|client))/dist/' },
    builtInModules: { add: ['node:sqlite', 'node:test', 'node:sea', 'sqlite'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'browser', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
