// The signature of requests to S3 and what speaks like it. Source: AWS, "Authenticating Requests (AWS Signature Version 4)".
import { createHash, createHmac } from 'node:crypto';

/** Who signs, and where. */
export interface AwsKey {
  readonly id: string;
  readonly secret: string;
  readonly region: string;
}

/** A request to be signed; the query of its address is encoded by {@link awsEncoded}, and sorted. */
export interface AwsRequest {
  readonly method: string;
  readonly url: URL;
  /** SHA-256 of the body, hex. */
  readonly bodyHash: string;
  readonly atMs: number;
}

/** SHA-256, hex. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const hmac = (key: Uint8Array | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** All but unreserved characters as %XX, as the signature wants it. */
export const awsEncoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** The headers that sign a request. */
export function signed(
  { method, url, bodyHash, atMs }: AwsRequest,
  { id, secret, region }: AwsKey,
): Record<string, string> {
  const stamp = new Date(atMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const date = stamp.slice(0, 8);
  const headers = { host: url.host, 'x-amz-content-sha256': bodyHash, 'x-amz-date': stamp };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [method, url.pathname, url.search.slice(1), lines.join(''), names, bodyHash].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), 's3'), 'aws4_request');
  const signature = hmac(key, text).toString('hex');
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
