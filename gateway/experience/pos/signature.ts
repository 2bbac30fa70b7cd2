/** Who calls, and did the bytes arrive as they were sent? `X-Signature: t=<seconds>,v1=<hexadecimal HMAC-SHA256(secret, t + "." + body)>`. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../../shared/failures.ts';

/** Tills that sign with the same secrets. */
export interface TillNetwork {
  /** `X-Till` of its requests. */
  readonly network: string;
  /** As the org's source policies name it. */
  readonly source: string;
  /** One or, while they are exchanged, two. */
  readonly secrets: readonly string[];
  /** Daily: the numbers of a register begin with 1 every business day. Continuous: they run on over days. Absent: Daily. */
  readonly sequences?: 'Daily' | 'Continuous';
}

export interface SignedParts {
  readonly till: string | undefined;
  readonly signature: string | undefined;
  /** The body as it came; of a call without one, its path with the query. */
  readonly content: Buffer;
}

const WINDOW_SECONDS = 300;
/** A header with more signatures than secrets can be live is not read to its end. */
const MOST_SIGNATURES = 4;

/** @throws Refusal 401 GW-SIGNATURE or GW-CLOCK; neither says which part of a signature was wrong */
export function networkOf(networks: readonly TillNetwork[], { till, signature, content }: SignedParts, nowMs: number): TillNetwork {
  const network = networks.find((candidate) => candidate.network === till);
  const { seconds, signatures } = parse(signature ?? '');
  // Without a network there is as much to compute as with one: how long it takes does not tell which networks there are.
  const expected = (network?.secrets ?? ['none']).map((secret) => sign(secret, seconds, content));
  const fits = signatures.filter((given) => expected.some((wanted) => timingSafeEqual(given, wanted))).length > 0;
  if (network === undefined || !fits) throw new Refusal('GW-SIGNATURE', 'No signature fits. Sign the seconds, a dot and the body as it is sent with the secret of the network that X-Till names.', { status: 401 });
  const differenceSeconds = Math.round(nowMs / 1000) - Number(seconds);
  if (Math.abs(differenceSeconds) > WINDOW_SECONDS) {
    throw new Refusal('GW-CLOCK', `The signature is of a moment ${String(Math.abs(differenceSeconds))} s ${differenceSeconds > 0 ? 'ago' : 'ahead'}; at most ${String(WINDOW_SECONDS)} s are taken. Set the clock, or sign again when sending again.`, { status: 401 });
  }
  return network;
}

/** @param seconds since 1970, as text: what is signed is what is sent */
export function sign(secret: string, seconds: string, content: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(content).digest();
}

function parse(header: string): { readonly seconds: string; readonly signatures: readonly Buffer[] } {
  const parts = header.split(',').slice(0, MOST_SIGNATURES + 1).map((part) => part.trim());
  const seconds = parts.map((part) => /^t=(\d{1,12})$/.exec(part)?.[1]).find((found) => found !== undefined);
  const signatures = parts.flatMap((part) => {
    const found = /^v1=([0-9a-f]{64})$/i.exec(part)?.[1];
    return found === undefined ? [] : [Buffer.from(found, 'hex')];
  });
  return { seconds: seconds ?? '0', signatures };
}
