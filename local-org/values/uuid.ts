/** The text of a version 4 UUID made of sixteen random bytes (RFC 9562): four bits name the version, two the variant. */
export function versionFour(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.map((byte, index) => (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte))).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
