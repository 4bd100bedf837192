// This browser as a channel: it is told also while the page is closed, where it can be (HTTPS, and the person lets it).
import type { ChannelChange } from '#api/alerts.ts';

/** Whether this browser could be told. */
export const canPush = (): boolean =>
  globalThis.isSecureContext && 'serviceWorker' in navigator && 'PushManager' in globalThis;

const base64url = (bytes: ArrayBuffer | null): string => {
  const text = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

/** Subscribes it with the key of the home; undefined if the person said no. */
export async function pushChannel(pushKey: string, name: string): Promise<ChannelChange | undefined> {
  if ((await Notification.requestPermission()) !== 'granted') return undefined;
  // Relative, so that it holds under any path prefix; it is the worker that offline/service-worker.ts registers.
  await navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI));
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: pushKey,
  });
  return {
    name,
    isOn: true,
    isOwn: true,
    settings: {
      kind: 'push',
      endpoint: subscription.endpoint,
      p256dh: base64url(subscription.getKey('p256dh')),
    },
    secret: base64url(subscription.getKey('auth')),
    least: 'info',
    isEscalation: false,
    reports: [],
  };
}
