// Who the USB device behind a port is, from /sys of Linux.
import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What the USB device behind a port says about itself. */
export interface UsbDevice {
  readonly maker?: string;
  readonly product?: string;
  readonly serial?: string;
  /** `0665:5161`. */
  readonly id?: string;
  /** Where it is plugged in: bus and ports, `1-1.2`. */
  readonly place?: string;
}

/** Walks up from an interface to the USB device that holds its identity. */
export async function usbOf(device: string, sys: string): Promise<UsbDevice> {
  const root = await realpath(sys).catch(() => sys);
  let folder = await realpath(device).catch(() => root);
  while (folder.startsWith(`${root}/`)) {
    const vendor = await text(join(folder, 'idVendor'));
    if (vendor !== undefined) {
      const [product, maker, title, serial] = await Promise.all(
        ['idProduct', 'manufacturer', 'product', 'serial'].map((name) => text(join(folder, name))),
      );
      return {
        id: `${vendor}:${product ?? '?'}`.toLowerCase(),
        place: basename(folder),
        ...(maker === undefined ? {} : { maker }),
        ...(title === undefined ? {} : { product: title }),
        ...(serial === undefined ? {} : { serial }),
      };
    }
    folder = dirname(folder);
  }
  return {};
}

/** Names in a folder, numbers in their order; none where there is no such folder. */
export async function names(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder).catch((): string[] => []);
  return found.toSorted((left, right) => left.localeCompare(right, 'en', { numeric: true }));
}

/** What a file of /sys says; undefined for nothing. */
export async function text(path: string): Promise<string | undefined> {
  const content = await readFile(path, 'utf8').catch(() => '');
  return content.trim() === '' ? undefined : content.trim();
}
