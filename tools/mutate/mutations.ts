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
    file: 'src/drivers/device-commands.ts',
    from: 'await this.#context.send(request);',
    to: 'await this.#context.send(request); await this.#context.send(request);',
    harm: 'a device is told everything twice',
    tests: ['tools/simulate/simulate.real.test.ts'],
  },
  {
    file: 'src/store/chunks/known-time.ts',
    from: 'untilMs: reachedMs, aheadMs',
    to: 'untilMs: wallMs, aheadMs',
    harm: 'a wall clock that is a week ahead deletes a week of history',
    tests: ['tools/simulate/simulate.real.test.ts'],
  },
  {
    file: 'src/store/chunks/fill.ts',
    from: '.filter(([hour]) => hour < end));',
    to: '.filter(([hour]) => now.has(hour)));',
    harm: 'an import into a running home loses what the log holds of the hours before',
    tests: ['src/store/fill.real.test.ts'],
  },
  {
    file: 'src/store/chunks/fill.ts',
    from: 'state.flushed = { hour, seq };',
    to: 'void hour;',
    harm: 'after a restart older values come back over imported ones',
    tests: ['src/store/fill.real.test.ts'],
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
  {
    file: 'src/devices/huawei/sun2000.ts',
    from: "{ label: 'Storage charging cutoff', unit: '%', scale: 0.1 }",
    to: "{ label: 'Storage charging cutoff', unit: '%', scale: 0.01 }",
    harm: 'a battery that is to be charged to 90 % is set to 900 %',
    tests: ['src/devices/literal-writes.test.ts', 'src/devices/printed-registers.test.ts'],
  },
  {
    file: 'src/devices/sungrow/sungrow-hybrid.ts',
    from: "{ label: 'Battery min SoC', unit: '%', scale: 0.1 }",
    to: "{ label: 'Battery min SoC', unit: '%', scale: 1 }",
    harm: 'a reserve of 20 % is set to 2 %',
    tests: ['src/devices/literal-writes.test.ts', 'src/devices/printed-registers.test.ts'],
  },
  {
    file: 'src/devices/goodwe/goodwe-et.ts',
    from: "setting(47_510, 'u16', { label: 'Export limit', unit: 'W' })",
    to: "setting(47_510, 'u16', { label: 'Export limit', unit: 'W', scale: 10 })",
    harm: 'feed-in is limited to a tenth of what was asked',
    tests: ['src/devices/literal-writes.test.ts', 'src/devices/printed-registers.test.ts'],
  },
  {
    file: 'src/devices/growatt/growatt-sph.ts',
    from: "setting(1091, 'u16', { label: 'Battery first stop SOC', unit: '%' })",
    to: "setting(1092, 'u16', { label: 'Battery first stop SOC', unit: '%' })",
    harm: 'where the battery stops is written to another setting',
    tests: ['src/devices/literal-writes.test.ts', 'src/devices/printed-registers.test.ts'],
  },
  {
    file: 'src/devices/voltronic/pi17-tables.ts',
    from: "number('AC input voltage S', 'V', { ...tenth, metric: 'grid.voltage.l2' })",
    to: "number('AC input voltage S', 'V', { ...tenth, metric: 'grid.voltage.l3' })",
    harm: 'the voltages of two phases are swapped',
    tests: ['src/devices'],
  },
  {
    file: 'src/devices/sunspec/storage-models.ts',
    from: "{ label: 'Battery state of health', unit: '%', sf: 58, metric: 'battery.soh' }",
    to: "{ label: 'Battery state of health', unit: '%', metric: 'battery.soh' }",
    harm: 'the health of a battery is shown a hundred times too high',
    tests: ['src/devices', 'src/drivers/sunspec-batteries.test.ts'],
  },
  {
    file: 'src/energy/money/demand.ts',
    from: '  if (more === 0n) return;\n',
    to: '',
    harm: 'a bill has lines of nothing for its demand charge',
    tests: ['src/energy/money'],
  },
  {
    file: 'src/exchange/read-time.ts',
    from: "const instants = (['earlier', 'later'] as const)",
    to: "const instants = (['earlier', 'earlier'] as const)",
    harm: 'an hourly file loses one of the two hours at the end of summer time',
    tests: ['src/exchange/read-time.test.ts', 'src/exchange/sources.test.ts'],
  },
  {
    file: 'src/cli/program.ts',
    from: '    } else {\n      const hint = isSolsteadError(error)',
    to: '    } else if (error === undefined) {\n      const hint = isSolsteadError(error)',
    harm: 'a start that fails says nothing and ends as if all was well',
    tests: ['src/main/solstead.real.test.ts'],
  },
  {
    file: 'src/transport/broker.ts',
    from: '    concurrency: 0,\n',
    to: '',
    harm: 'a flood behind a slow reader ends the process',
    tests: ['src/transport/hostile-broker.real.test.ts'],
  },
  {
    file: 'src/transport/broker-rules.ts',
    from: 'payload: ownBytes(Buffer.from(packet.payload))',
    to: 'payload: packet.payload',
    harm: 'a kept message of a few bytes holds the block it came in',
    tests: ['src/transport/hostile-broker.real.test.ts'],
  },
  {
    file: 'src/main/records-mark.ts',
    from: '  await endSessions(records);\n',
    to: '',
    harm: 'a session that was ended is open again after a journal was lost',
    tests: ['src/main/records-mark.real.test.ts'],
  },
  {
    file: 'src/hub/clock-eras.ts',
    from: 'this.#before = isBack ? undefined : {',
    to: 'this.#before = {',
    harm: 'right values are said to be wrong for certain once the clock was wrong twice',
    tests: ['src/main/clock-eras.real.test.ts'],
  },
  {
    file: 'src/store/regular-file.ts',
    from: 'const flags = constants.O_RDONLY | constants.O_NONBLOCK;',
    to: 'const flags = constants.O_RDONLY;',
    harm: 'a pipe in place of home.json lets the start wait for ever',
    tests: ['src/main/hostile-folder.real.test.ts'],
  },
  {
    file: 'src/server/session-routes.ts',
    from: "      if (caller.state === 'unclaimed') await assertCode({ request, code: body.code, caller });\n",
    to: '',
    harm: 'a stranger shows the demo in place of a home that nobody owns yet',
    tests: ['src/server/server.test.ts'],
  },
  {
    file: 'src/hub/account-name.ts',
    from: '  if (alike !== undefined && shape',
    to: '  if (alike === undefined && shape',
    harm: 'somebody calls themselves so that they are taken for the owner',
    tests: ['src/hub/account-name.test.ts'],
  },
  {
    file: 'web/src/device/arming-dialog.tsx',
    from: 'useEffect(() => clock.after(armedMs, () => setIsOver(true)), []);',
    to: 'useEffect(() => void clock.after(armedMs, () => setIsOver(true)), []);',
    harm: 'a timer runs on after its dialog was closed',
    explained: 'setting the state of a part that is gone does nothing in React, and the timer runs once',
  },
  {
    file: 'web/src/shell/live-provider.tsx',
    from: '      stopWatching();\n',
    to: '',
    harm: 'each visit of another home leaves two listeners of the page behind',
    explained: 'waking a closed connection does nothing; only memory would show it',
  },
];
