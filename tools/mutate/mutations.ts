// Mistakes that tests must notice: each is one place of the code, written wrongly. A change of such a place brings its own.

/** One mistake. */
export interface Mutation {
  readonly file: string;
  /** Text that stands once in the file. */
  readonly from: string;
  readonly to: string;
  /** What would go wrong in a house. */
  readonly harm: string;
  /** Tests that are to notice it; absent: the unit tests that use the file. */
  readonly tests?: readonly string[];
  /** Why no test can notice it; then it is allowed to survive. */
  readonly explained?: string;
}

/** All of them. */
export const mutations: readonly Mutation[] = [
  {
    file: 'src/energy/savings.ts',
    from: '- flows.pvToGrid - flows.batteryToGrid,',
    to: '- flows.pvToGrid + flows.batteryToGrid,',
    harm: 'what the battery sells counts as saved by the sun',
  },
  {
    file: 'src/energy/budget.ts',
    from: 'passedMs * 20 < wholeMs ? undefined',
    to: 'passedMs * 2 < wholeMs ? undefined',
    harm: 'a budget warns only in the second half of a month',
  },
  {
    file: 'src/energy/money/fixed-charges.ts',
    from: 'days: calendar.daysOf(per) };',
    to: 'days: 30 };',
    harm: 'a month of 31 days costs more than its standing charge',
  },
  {
    file: 'src/energy/money/cost-run.ts',
    from: 'if (day.startMs === this.#standingMs) return;',
    to: 'if (day.startMs <= this.#standingMs + hourMs) return;',
    harm: 'a day is charged or left out where clocks change',
    explained: 'days begin at least 22 hours apart in every zone: the same',
  },
  {
    file: 'src/exchange/text-cell.ts',
    from: '[=+\\-@\\t\\r\\n＝＋－＠]/',
    to: '[=+\\-@]/',
    harm: 'a name with a tab in front is run as a formula by a spreadsheet',
  },
  {
    file: 'src/exchange/import-history.ts',
    from: 'const aheadMs = dayMs;',
    to: 'const aheadMs = 20 * dayMs;',
    harm: 'points ten days ahead are imported',
  },
  {
    file: 'src/store/chunks/retention.ts',
    from: 'if (leaving.length === 0 || !isWhole) return undefined;',
    to: 'if (leaving.length > 0 || !isWhole) return undefined;',
    harm: 'series with a shorter rule are kept as long as the longest',
    tests: ['src/store/retention.real.test.ts'],
  },
  {
    file: 'src/store/sqlite-file.ts',
    from: '  renameSync(draft, path);\n  syncFolder(dirname(path));\n}\n\nfunction checkContents',
    to: '  renameSync(draft, path);\n}\n\nfunction checkContents',
    harm: 'a new file is gone after a power cut',
    explained: 'the file system of the power-cut test keeps the names of new files in any case',
  },
  {
    file: 'src/store/log-file.ts',
    from: '      this.#disk.fdatasyncSync(fd);\n',
    to: '',
    harm: 'what was acknowledged is gone after a power cut',
    tests: ['tools/simulate/simulate.real.test.ts'],
  },
  {
    file: 'src/drivers/mqtt-device.ts',
    from: 'if (!this.#context.link.isConnected || this.#stopping.signal.aborted)',
    to: 'if (this.#stopping.signal.aborted)',
    harm: 'an order to a relay goes out when the broker returns, hours later',
  },
  {
    file: 'src/drivers/request-device.ts',
    from: '      this.commands.forget();\n',
    to: '',
    harm: 'settings of the unit before are shown after another one was plugged in',
  },
  {
    file: 'src/transport/packet-limit.ts',
    from: 'else if (!this.push(chunk)) stream.pause();',
    to: 'else this.push(chunk);',
    harm: 'a client that reads slowly fills the memory',
    tests: ['src/transport/packet-limit.test.ts'],
  },
  {
    file: 'src/main/log.ts',
    from: "'headers.authorization', 'headers.cookie'],",
    to: '],',
    harm: 'cookies and tokens of people stand in the log',
    tests: ['src/main/log.real.test.ts'],
  },
  {
    file: 'src/hub/clock-guard.ts',
    from: 'Math.abs(wallMs - offsetMs) > partedMs ? offsetMs : wallMs',
    to: 'wallMs',
    harm: 'hours of the future are settled while the clock is ahead',
  },
  {
    file: 'src/codec/pi30-chk.ts',
    from: ' && !(usesChk(command) && hasChk(frame, end))',
    to: '',
    harm: 'a right answer is taken for a foreign one, now and then',
  },
  {
    file: 'src/hub/device-actions.ts',
    from: 'armed.delete(arm);\n',
    to: '\n',
    harm: 'one confirmation carries out a dangerous command again and again',
    tests: ['src/hub/device-actions.real.test.ts', 'src/hub/hub-actions.real.test.ts'],
  },
  {
    file: 'web/src/device/confirmation.ts',
    from: 'typed.trim() === name && !isOver',
    to: "typed.trim() !== '' && !isOver",
    harm: 'any word arms a dangerous setting',
  },
  {
    file: 'web/src/device/relay-state.ts',
    from: "|| state === 'offline'",
    to: '',
    harm: 'a relay that cannot be reached can be pressed',
  },
  {
    file: 'web/src/energy/budget-draft.ts',
    from: 'Number(text) * 1e6) / 1000',
    to: 'Number(text) * 1e3) / 1000',
    harm: 'kilowatt-hours that were typed are saved as watt-hours',
  },
  {
    file: 'web/src/energy/rows.ts',
    from: "    needs: ['exportWh'],\n    below: true,",
    to: "    needs: ['exportWh'],\n    below: false,",
    harm: 'what was sold looks like what was bought',
  },
];
