/** TLS in front of a broker that listens on a port of TCP, for `localhost`, by a certificate that nobody trusts of itself. */
import { connect, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { selfSignedCertificate } from '../../../../local-org/api/pubsub/certificate.ts';

export interface TlsFront {
  readonly port: number;
  /** PEM, for who wants to trust it. */
  readonly certificate: string;
  close(): void;
}

export async function startTlsFront(targetPort: number): Promise<TlsFront> {
  const { key, certificate } = selfSignedCertificate(new Date());
  const server = createServer({ key, cert: certificate }, (near) => {
    const far = connect(targetPort, '127.0.0.1');
    near.on('error', () => undefined).on('close', () => { far.destroy(); });
    far.on('error', () => undefined).on('close', () => { near.destroy(); });
    near.pipe(far);
    far.pipe(near);
  });
  // Who does not trust the certificate breaks off.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { port: (server.address() as AddressInfo).port, certificate, close: () => { server.close(); } };
}
