// The link of an invitation, under an address that the guest reaches.

/** Whether an address means whichever computer it is opened on. */
export function isOwnName(address: string): boolean {
  return /^(localhost|.*\.localhost|127\..*|\[::1\])$/i.test(new URL(address).hostname);
}

/** The link below the page's own address; where that is `localhost`, `host` takes its place. */
export function invitationLink(
  base: string,
  { code, host }: { readonly code: string; readonly host: string | undefined },
): string {
  return linkTo(base, { place: `#/join/${code}`, host });
}

/** The same for any place of the app. */
export function linkTo(
  base: string,
  { place, host }: { readonly place: string; readonly host: string | undefined },
): string {
  const link = new URL(place, base);
  if (host !== undefined && isOwnName(base))
    link.hostname = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return link.href;
}
