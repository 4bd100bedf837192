import { createHashHistory } from '@tanstack/react-router';
import { expect, test } from 'vitest';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { BackCloses } from './back-closes.ts';

interface Entry {
  readonly state: unknown;
  readonly url: string;
}

/** A window whose history goes from one entry to another later, as that of a browser does. */
function fakeWindow(entries: Entry[] = [{ state: null, url: '/#/' }]) {
  let at = entries.length - 1;
  const listeners = new Set<(event: Event) => void>();
  const put = (index: number, entry: Entry): void => {
    entries.splice(index, entries.length, entry);
    at = index;
  };
  const urlNow = (): string => entries[at]?.url ?? '';
  const go = (by = 0): void => {
    setTimeout(() => {
      if (entries[at + by] === undefined) return;
      at += by;
      for (const listen of listeners) listen(new Event('popstate'));
    });
  };
  return {
    /** Addresses from the first to the last, the one that is shown in brackets. */
    shown: () => entries.map(({ url }, index) => (index === at ? `[${url}]` : url)).join(' '),
    entries: () => entries.slice(),
    document: { baseURI: 'http://localhost/' },
    location: {
      pathname: '/',
      search: '',
      get hash() {
        return urlNow().slice(1);
      },
    },
    addEventListener: (type: string, listener: (event: Event) => void) =>
      type === 'popstate' && listeners.add(listener),
    removeEventListener: (_type: string, listener: (event: Event) => void) => listeners.delete(listener),
    history: {
      get state() {
        return entries[at]?.state;
      },
      get length() {
        return entries.length;
      },
      pushState: (state: unknown, _: string, url?: string | URL | null) =>
        put(at + 1, { state, url: String(url ?? urlNow()) }),
      replaceState: (state: unknown, _: string, url?: string | URL | null) =>
        void (entries[at] = { state, url: String(url ?? urlNow()) }),
      go,
      back: () => go(-1),
      forward: () => go(1),
    },
  };
}

type FakeWindow = ReturnType<typeof fakeWindow>;

/** The app in a window: what back closes, the router's history, and the addresses that the router was told. */
function appIn(window: FakeWindow) {
  const clock = fakeClock();
  const backCloses = new BackCloses(window, clock);
  const routed = createHashHistory({ window: backCloses.window });
  const told: string[] = [];
  routed.subscribe(({ location }) => told.push(location.href));
  const closed: string[] = [];
  const open = (name: string): (() => void) => {
    const release = backCloses.open(() => {
      closed.push(name);
      release();
    });
    return release;
  };
  return { clock, routed, told, closed, open };
}

/** Lets every entry that was asked for be reached. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setTimeout(resolve));
};

/** A window at its second page, and its app. */
async function secondPage() {
  const window = fakeWindow();
  const app = appIn(window);
  app.routed.push('/energy');
  await settled();
  app.told.length = 0;
  const press = async (button: 'back' | 'forward'): Promise<void> => {
    window.history[button]();
    await settled();
  };
  return { window, press, ...app };
}

test('back closes what is open, then leaves the page; the router hears of the page alone', async () => {
  const { window, press, open, closed, told } = await secondPage();
  open('sheet');
  await settled();
  expect(window.shown()).toBe('/#/ /#/energy [/#/energy]');
  await press('back');
  expect([closed, told, window.shown()]).toEqual([['sheet'], [], '/#/ [/#/energy] /#/energy']);
  await press('back');
  expect([told, window.shown()]).toEqual([['/'], '[/#/] /#/energy /#/energy']);
});

test('what lies over a sheet is closed first', async () => {
  const { window, press, open, closed } = await secondPage();
  open('sheet');
  open('question');
  await settled();
  await press('back');
  expect([closed, window.shown()]).toEqual([['question'], '/#/ /#/energy [/#/energy] /#/energy']);
  await press('back');
  expect([closed, window.shown()]).toEqual([['question', 'sheet'], '/#/ [/#/energy] /#/energy /#/energy']);
});

test('a sheet that is closed by its button leaves no step behind, and forward leads to no sheet', async () => {
  const { window, press, open, closed, told } = await secondPage();
  const release = open('sheet');
  await settled();
  release();
  await settled();
  expect(window.shown()).toBe('/#/ [/#/energy] /#/energy');
  await press('forward');
  expect([closed, told, window.shown()]).toEqual([[], [], '/#/ [/#/energy] /#/energy']);
  await press('back');
  expect(told).toEqual(['/']);
  await press('forward');
  expect([told, window.shown()]).toEqual([['/', '/energy'], '/#/ [/#/energy] /#/energy']);
});

test('a sheet that another one follows in the same moment gives it its entry', async () => {
  const { window, press, open, closed } = await secondPage();
  const release = open('first');
  await settled();
  release();
  open('second');
  await settled();
  expect(window.shown()).toBe('/#/ /#/energy [/#/energy]');
  await press('back');
  expect([closed, window.shown()]).toEqual([['second'], '/#/ [/#/energy] /#/energy']);
});

test('a link in a sheet leads from the page, whose sheet is in no one’s way', async () => {
  const { window, press, open, closed, told, routed } = await secondPage();
  const release = open('sheet');
  await settled();
  routed.push('/charts');
  release();
  await settled();
  expect(window.shown()).toBe('/#/ /#/energy [/#/charts]');
  await press('back');
  await press('forward');
  expect([told, closed]).toEqual([['/charts', '/energy', '/charts'], []]);
  expect(window.shown()).toBe('/#/ /#/energy [/#/charts]');
});

test('what a sheet changes of the address of its page is that of the page', async () => {
  const { window, press, open, told, routed } = await secondPage();
  open('sheet');
  await settled();
  routed.replace('/energy?span=day');
  await settled();
  expect(window.shown()).toBe('/#/ /#/energy?span=day [/#/energy?span=day]');
  told.length = 0;
  await press('back');
  expect([told, window.shown()]).toEqual([[], '/#/ [/#/energy?span=day] /#/energy?span=day']);
});

test('two steps back leave page and sheet', async () => {
  const { window, open, closed, told } = await secondPage();
  open('sheet');
  await settled();
  window.history.go(-2);
  await settled();
  expect([closed, told, window.shown()]).toEqual([['sheet'], ['/'], '[/#/] /#/energy /#/energy']);
});

test('after a reload the page is where it was, without its sheet', async () => {
  const { window, open } = await secondPage();
  open('sheet');
  await settled();
  const again = fakeWindow(window.entries());
  const { told, routed } = appIn(again);
  expect(routed.location.href).toBe('/energy');
  routed.push('/charts');
  await settled();
  expect(again.shown()).toBe('/#/ /#/energy [/#/charts]');
  again.history.back();
  await settled();
  expect(told).toEqual(['/charts', '/energy']);
});

test('a page whose entry the browser has forgotten takes that of its sheet', async () => {
  const { window, open } = await secondPage();
  open('sheet');
  await settled();
  const again = fakeWindow(window.entries().slice(-1));
  const { clock, routed } = appIn(again);
  routed.push('/charts');
  await settled();
  expect(again.shown()).toBe('[/#/energy]');
  await clock.advance(2000);
  expect(again.shown()).toBe('/#/energy [/#/charts]');
});

test('an address that somebody types while a sheet is open closes it', async () => {
  const { window, press, open, closed, told } = await secondPage();
  open('sheet');
  await settled();
  window.history.pushState(null, '', '/#/alerts');
  window.history.go(0);
  await settled();
  expect([closed, told]).toEqual([['sheet'], ['/alerts']]);
  await press('back');
  expect([told, window.shown()]).toEqual([['/alerts', '/energy'], '/#/ [/#/energy] /#/energy /#/alerts']);
});

test('an address that somebody typed is a page as any other', async () => {
  const { window, press, open, closed, told, routed } = await secondPage();
  window.history.pushState(null, '', '/#/alerts');
  window.history.go(0);
  await settled();
  open('sheet');
  const release = open('question');
  await settled();
  release();
  await settled();
  expect([closed, told]).toEqual([[], ['/alerts']]);
  await press('back');
  expect([closed, told]).toEqual([['sheet'], ['/alerts']]);
  open('menu');
  await settled();
  routed.push('/charts');
  await settled();
  expect([routed.location.href, told]).toEqual(['/charts', ['/alerts', '/charts']]);
  expect(window.shown()).toBe('/#/ /#/energy /#/alerts /#/charts [/#/charts]');
});
