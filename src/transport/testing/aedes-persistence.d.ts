// The suite for persistences of Aedes, which comes without types.
declare module 'aedes-persistence/abstract.js' {
  import type assert from 'node:assert/strict';

  interface SuiteTest {
    plan(count: number): void;
    diagnostic(text: string): void;
    readonly assert: typeof assert;
  }

  function abstractPersistence(options: {
    test(name: string, run: (t: SuiteTest) => Promise<void>): void;
    persistence(): object;
    readonly testAsync: true;
  }): void;

  export { abstractPersistence as default };
}
