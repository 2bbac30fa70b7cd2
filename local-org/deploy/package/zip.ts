/** Zip files in memory. What they claim about themselves is not believed: names, number and size of the contents are checked while unpacking. */
import JSZip from 'jszip';

/** What is wrong with a zip file as a whole, in the platform's words. */
export class ZipProblem extends Error {
  /** `LIMIT_EXCEEDED`, `INVALID_ZIP` */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** platform-facts: deploy-zip-limits */
const LARGEST_ZIP_BYTES = 39 * 1024 * 1024;
const MOST_FILES = 10_000;
const LARGEST_CONTENT_BYTES = 600 * 1024 * 1024;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Contents by path; folders are left out. Text comes as text where it is UTF-8 and {@link isText} says so. */
export async function unzip(bytes: Uint8Array, isText: (path: string) => boolean): Promise<Map<string, string | Uint8Array>> {
  if (bytes.length > LARGEST_ZIP_BYTES) throw new ZipProblem('LIMIT_EXCEEDED', `Maximum size of zip file reached. Maximum size is ${String(LARGEST_ZIP_BYTES)} bytes, but was ${String(bytes.length)} bytes.`);
  const zip = await open(bytes);
  const entries = Object.values(zip.files).filter((entry) => !entry.dir);
  if (entries.length > MOST_FILES) throw new ZipProblem('LIMIT_EXCEEDED', `Maximum number of files reached. Maximum is ${String(MOST_FILES)}, but the zip file has ${String(entries.length)}.`);
  const contents = new Map<string, string | Uint8Array>();
  let left = LARGEST_CONTENT_BYTES;
  for (const entry of entries) {
    const original = (entry as { unsafeOriginalName?: string }).unsafeOriginalName ?? entry.name;
    if (/^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/.test(original)) throw new ZipProblem('INVALID_ZIP', `The zip file holds the path ${JSON.stringify(original)}, which leads out of it.`);
    const content = await inflate(entry, left);
    left -= content.length;
    contents.set(entry.name, isText(entry.name) ? asText(content) : content);
  }
  return contents;
}

async function open(bytes: Uint8Array): Promise<JSZip> {
  try {
    return await JSZip.loadAsync(bytes);
  } catch (error) {
    throw new ZipProblem('INVALID_ZIP', `The zip file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface ChunkStream {
  on(event: 'data', listener: (chunk: Uint8Array) => void): ChunkStream;
  on(event: 'error', listener: (error: Error) => void): ChunkStream;
  on(event: 'end', listener: () => void): ChunkStream;
  resume(): ChunkStream;
  pause(): ChunkStream;
}

/** Stops as soon as there is more than allowed: a small zip file may hold gigabytes. */
function inflate(entry: JSZip.JSZipObject, mostBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const stream = (entry as unknown as { internalStream(type: 'uint8array'): ChunkStream }).internalStream('uint8array');
    stream
      .on('data', (chunk) => {
        size += chunk.length;
        if (size > mostBytes) {
          stream.pause();
          chunks.length = 0;
          reject(new ZipProblem('LIMIT_EXCEEDED', `Maximum size of unzipped files reached. Maximum is ${String(LARGEST_CONTENT_BYTES)} bytes.`));
        } else chunks.push(chunk);
      })
      .on('error', (error) => { reject(new ZipProblem('INVALID_ZIP', `${entry.name} cannot be unpacked: ${error.message}`)); })
      .on('end', () => { resolve(Buffer.concat(chunks)); })
      .resume();
  });
}

function asText(content: Uint8Array): string | Uint8Array {
  try {
    return decoder.decode(content);
  } catch {
    return content;
  }
}

/** The same contents always give the same bytes. */
export function zip(contents: ReadonlyMap<string, string | Uint8Array>): Promise<Uint8Array> {
  const file = new JSZip();
  const date = new Date(Date.UTC(1980, 0, 1));
  for (const [path, content] of contents) file.file(path, content, { date, createFolders: false });
  return file.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
}
