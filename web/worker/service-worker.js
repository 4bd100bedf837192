// The app's one service worker: it keeps the shell of the app, so that it starts while the home's server is away, and shows what
// the home tells while its page is closed. Answers about the home are never kept here. The build puts in which files are the shell.
const { version, files, later } = __SHELL__;

const { scope } = self.registration;
const scopePath = new URL(scope).pathname;
/** Other apps of the same origin have caches of their own. */
const ours = `solstead ${scopePath} `;
const cacheName = ours + version;
const known = new Set([...files, ...later]);
/** Languages: kept when somebody reads in one. */
const wanted = new Set(later);
/** How long the server may take with the page until the kept one is shown, ms. */
const patienceMs = 3000;
/** The page, and the paths that lead into it; everything else below the scope is not this app's. */
const pagePath = /^(|index\.html|(account|audit|charts|devices|energy|join|restore|setup|sites)(\/.*)?)$/;

/** Whether a page is that of these files: a proxy may answer with a page of its own, and a server with that of another version. */
function isOfThisVersion(page) {
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, name]) => name);
  return named.length > 0 && named.every((name) => known.has(name));
}

async function keepPage(answer) {
  if (!answer.ok || answer.redirected || !isOfThisVersion(await answer.clone().text())) return false;
  const cache = await caches.open(cacheName);
  await cache.put(scope, answer);
  return true;
}

/** One file after another: the page that is looked at comes first. */
async function fill() {
  const cache = await caches.open(cacheName);
  for (const file of files) {
    const address = new URL(file, scope).href;
    // The name of an asset changes with what is in it.
    const before = file.startsWith('assets/') ? await caches.match(address) : undefined;
    const answer = before ?? (await fetch(address));
    if (!answer.ok) throw new Error(`${file} is not there`);
    await cache.put(address, answer);
  }
  if (!(await keepPage(await fetch(new Request(scope, { cache: 'reload' })))))
    throw new Error('the page is not of this version');
}

async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith(ours) && name !== cacheName);
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The page of the network, or the kept one where the server does not answer in time. */
async function openPage(event, path) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(scope);
  if (kept === undefined) return fetch(event.request);
  const late = new Promise((resolve) => {
    AbortSignal.timeout(patienceMs).addEventListener('abort', () => resolve(undefined));
  });
  const answer = await Promise.race([fetch(event.request).catch(() => undefined), late]);
  if (answer !== undefined && answer.status < 502) {
    if (path === '') event.waitUntil(keepPage(answer.clone()));
    return answer;
  }
  return path === '' || path === 'index.html' ? kept : Response.redirect(`${scope}#/${path}`);
}

async function keptFirst(request, path) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request.url);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  // Where there is no room for it, it is read all the same.
  if (answer.ok && wanted.has(path)) await cache.put(request.url, answer.clone()).catch(() => undefined);
  return answer;
}

async function networkFirst(request) {
  try {
    return await fetch(request);
  } catch (thrown) {
    const cache = await caches.open(cacheName);
    const kept = await cache.match(request.url);
    if (kept === undefined) throw thrown;
    return kept;
  }
}

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || !(origin + pathname).startsWith(scope)) return;
  const path = pathname.slice(scopePath.length);
  if (request.mode === 'navigate') {
    if (pagePath.test(path)) event.respondWith(openPage(event, path));
  } else if (known.has(path)) {
    event.respondWith(path.startsWith('assets/') ? keptFirst(request, path) : networkFirst(request));
  }
});

// A page asks whether its files are those of this version, and lets it take over.
self.addEventListener('message', (event) => {
  const { kind, files: asked = [] } = event.data ?? {};
  if (kind === 'take-over') event.waitUntil(self.skipWaiting());
  if (kind === 'has') event.ports[0]?.postMessage(asked.every((file) => known.has(file)));
});

self.addEventListener('push', (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // What cannot be read is shown as what it is: a message without words.
  }
  const { title = 'Solstead', text = '', tag = 'solstead', url = '' } = told;
  event.waitUntil(
    self.registration.showNotification(String(title), {
      body: String(text),
      tag: String(tag),
      icon: 'favicon.svg',
      data: String(url),
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { scope } = self.registration;
  const page = new URL(event.notification.data, scope);
  // Only pages of this home are opened.
  const address = page.href.startsWith(scope) ? page.href : scope;
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then(async (all) => {
      const open = all.find((client) => client.url.startsWith(scope));
      if (open === undefined) return self.clients.openWindow(address);
      await open.navigate(address);
      return open.focus();
    }),
  );
});
