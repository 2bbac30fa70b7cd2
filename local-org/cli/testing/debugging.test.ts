import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { SourceMap } from 'node:module';

const CLI = path.resolve(import.meta.dirname, '../local-org.js');
const SHOP = [
  'public class Shop {',
  '  public static Integer total(List<Integer> prices) {',
  '    Integer sum = 0;',
  '    for (Integer price : prices) {',
  '      sum += price;',
  '    }',
  '    return sum;',
  '  }',
  '}',
].join('\n');
const TEST = '@IsTest private class ShopTest { @IsTest static void totals() { System.assertEquals(7, Shop.total(new List<Integer>{ 3, 4 })); } }';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
}
interface Script {
  readonly scriptId: string;
  readonly url: string;
  readonly sourceMapURL: string;
}

/** A debugger: the inspector protocol over its web socket. */
class Debugger {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #waiting: { readonly method: string; readonly resolve: (params: Record<string, unknown>) => void }[] = [];
  readonly scripts: Script[] = [];
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => { this.#receive(JSON.parse(String(data)) as Message); });
  }

  static connect(url: string): Promise<Debugger> {
    const socket = new WebSocket(url);
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => { resolve(new Debugger(socket)); });
      socket.addEventListener('error', () => { reject(new Error(`${url} does not answer`)); });
    });
  }

  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve) => {
      this.#answers.set(id, (message) => { resolve(message.result ?? {}); });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  next(method: string): Promise<Record<string, unknown>> {
    return new Promise((resolve) => { this.#waiting.push({ method, resolve }); });
  }

  close(): void {
    this.#socket.close();
  }

  #receive(message: Message): void {
    if (message.id !== undefined) this.#answers.get(message.id)?.(message);
    if (message.method === 'Debugger.scriptParsed') this.scripts.push(message.params as unknown as Script);
    const index = this.#waiting.findIndex(({ method }) => method === message.method);
    if (index >= 0) this.#waiting.splice(index, 1)[0]!.resolve(message.params ?? {});
  }
}

/** Where a line of the source begins in the script, both from 0, as a debugger finds it through the source map. */
function generatedLine(map: SourceMap, source: string, line: number): number {
  const count = 2_000;
  for (let generated = 0; generated < count; generated += 1) {
    for (let column = 0; column < 40; column += 1) {
      const entry = map.findEntry(generated, column);
      if ('originalLine' in entry && entry.originalSource === source && entry.originalLine === line && entry.generatedLine === generated) return generated;
    }
  }
  return assert.fail(`Line ${String(line + 1)} of ${source} is not in the map.`);
}

describe('local-org test --inspect', () => {
  let folder: string;
  before(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'local-org-debug-')));
    writeFileSync(path.join(folder, 'Shop.cls'), SHOP);
    writeFileSync(path.join(folder, 'ShopTest.cls'), TEST);
  });
  after(() => { rmSync(folder, { recursive: true, force: true }); });

  it('stops a debugger at a line of a class, where it can read the local variables', async () => {
    const child = spawn(process.execPath, [CLI, 'test', folder, '--inspect'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    const ended = new Promise<number | null>((resolve) => { child.on('close', resolve); });
    const url = await new Promise<string>((resolve, reject) => {
      let errors = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors += text;
        const found = /Debugger listening on (ws:\S+)/.exec(errors);
        if (found !== null) resolve(found[1]!);
      });
      void ended.then(() => { reject(new Error(errors)); });
    });
    const session = await Debugger.connect(url);
    await session.send('Debugger.enable');
    const source = pathToFileURL(path.join(folder, 'Shop.cls')).href;
    const script = session.scripts.find((one) => one.url === 'apex:Shop.cls');
    assert.ok(script !== undefined, 'The class is not among the scripts.');
    const map = new SourceMap(JSON.parse(Buffer.from(script.sourceMapURL.replace(/^data:.*?base64,/, ''), 'base64').toString()) as ConstructorParameters<typeof SourceMap>[0]);
    assert.deepEqual(map.payload.sources, [source]);

    await session.send('Debugger.setBreakpointByUrl', { url: script.url, lineNumber: generatedLine(map, source, 4) });
    const paused = session.next('Debugger.paused');
    await session.send('Runtime.runIfWaitingForDebugger');
    const [frame] = (await paused)['callFrames'] as { callFrameId: string; location: { scriptId: string; lineNumber: number; columnNumber: number } }[];
    const place = map.findEntry(frame!.location.lineNumber, frame!.location.columnNumber);
    assert.deepEqual('originalLine' in place && [place.originalSource, place.originalLine + 1], [source, 5]);
    const read = async (expression: string): Promise<unknown> => ((await session.send('Debugger.evaluateOnCallFrame', { callFrameId: frame!.callFrameId, expression }))['result'] as { value: unknown }).value;
    assert.deepEqual([await read('l$sum'), await read('l$price')], [0, 3]);

    await session.send('Debugger.disable');
    session.close();
    assert.equal(await ended, 0, output);
    assert.match(output, /1 passed, 0 failed/);
  });
});
