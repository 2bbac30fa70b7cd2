/**
 * Reads Java class files out of a jar: names, modifiers, members and generic signatures, nothing else.
 * Needs no Java. The jars are trusted (they come from the lock file), so a malformed one ends the run with an exception.
 */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

export interface JavaMember {
  readonly flags: number;
  readonly name: string;
  /** The generic signature where there is one, the erased descriptor otherwise. */
  readonly signature: string;
}

export interface JavaClass {
  readonly flags: number;
  /** `com/example/Outer$Inner` */
  readonly name: string;
  readonly superName: string | undefined;
  readonly interfaceNames: readonly string[];
  readonly signature: string | undefined;
  readonly fields: readonly JavaMember[];
  readonly methods: readonly JavaMember[];
}

export function readJar(path: string): JavaClass[] {
  const classes: JavaClass[] = [];
  for (const entry of zipEntries(readFileSync(path))) {
    if (entry.name.endsWith('.class') && !/(package|module)-info\.class$/.test(entry.name)) classes.push(readClass(entry.content()));
  }
  return classes;
}

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const DEFLATED = 8;

interface ZipEntry {
  readonly name: string;
  content(): Buffer;
}

function* zipEntries(zip: Buffer): Generator<ZipEntry> {
  let end = zip.length - 22;
  while (zip.readUInt32LE(end) !== END_OF_CENTRAL_DIRECTORY) end -= 1;
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const method = zip.readUInt16LE(at + 10);
    const compressedSize = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const header = zip.readUInt32LE(at + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    yield {
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      content: () => {
        const data = zip.subarray(start, start + compressedSize);
        return method === DEFLATED ? inflateRawSync(data) : data;
      },
    };
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

/** Bytes that follow the tag of each kind of constant whose content we skip. */
const SKIPPED_CONSTANTS: Readonly<Record<number, number>> = { 3: 4, 4: 4, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 17: 4, 18: 4 };

function readClass(bytes: Buffer): JavaClass {
  let at = 8;
  const u2 = (): number => bytes.readUInt16BE((at += 2) - 2);
  const u4 = (): number => bytes.readUInt32BE((at += 4) - 4);

  const texts: string[] = [];
  const references: number[] = [];
  for (let index = 1, count = u2(); index < count; index += 1) {
    const tag = bytes.readUInt8(at);
    at += 1;
    if (tag === 1) {
      const length = u2();
      texts[index] = bytes.toString('utf8', at, at + length);
      at += length;
    } else if (tag === 7 || tag === 8 || tag === 16 || tag === 19 || tag === 20) {
      references[index] = u2();
    } else if (tag === 5 || tag === 6) {
      at += 8;
      index += 1;
    } else {
      const width = SKIPPED_CONSTANTS[tag];
      if (width === undefined) throw new Error(`Unknown constant tag ${tag} at byte ${at}.`);
      at += width;
    }
  }

  const text = (index: number): string => {
    const found = texts[index];
    if (found === undefined) throw new Error(`Constant ${index} is not text.`);
    return found;
  };
  const className = (index: number): string | undefined => (index === 0 ? undefined : text(references[index] ?? 0));
  const readSignature = (): string | undefined => {
    let signature: string | undefined;
    for (let left = u2(); left > 0; left -= 1) {
      const name = text(u2());
      const length = u4();
      if (name === 'Signature') signature = text(bytes.readUInt16BE(at));
      at += length;
    }
    return signature;
  };
  const readMembers = (): JavaMember[] =>
    Array.from({ length: u2() }, () => {
      const flags = u2();
      const name = text(u2());
      const descriptor = text(u2());
      return { flags, name, signature: readSignature() ?? descriptor };
    });

  const flags = u2();
  const name = className(u2()) ?? '';
  const superName = className(u2());
  const interfaceNames = Array.from({ length: u2() }, () => className(u2()) ?? '');
  const fields = readMembers();
  const methods = readMembers();
  return { flags, name, superName, interfaceNames, signature: readSignature(), fields, methods };
}
