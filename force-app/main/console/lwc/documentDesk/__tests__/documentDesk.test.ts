import { createElement } from 'lwc';
import { CurrentPageReference } from 'lightning/navigation';
import { DocumentDesk } from 'c/documentDesk';
import type { StoreDocument } from 'c/documentDesk';

const page = CurrentPageReference as unknown as { emit(reference: unknown): void };
const fetchOpen = jest.fn();
const fetchDocument = jest.fn();

/** As small as a desk can be. */
class Desk extends DocumentDesk<StoreDocument> {
  static current: Desk;
  tally = 0;

  constructor() {
    super();
    Desk.current = this;
  }

  get isPermitted(): boolean {
    return true;
  }

  get isNew(): boolean {
    return false;
  }

  do(call: () => Promise<StoreDocument>, done: string): Promise<void> {
    return this.act(call, done);
  }

  protected fetchOpen(locationCode: string): Promise<readonly StoreDocument[]> {
    return fetchOpen(locationCode) as Promise<readonly StoreDocument[]>;
  }

  protected fetchDocument(documentNo: string): Promise<StoreDocument> {
    return fetchDocument(documentNo) as Promise<StoreDocument>;
  }

  protected forget(): void {
    this.tally = 0;
  }
}

describe('documentDesk', () => {
  let desk: Desk;
  let toasts: string[];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  const enter = async (code: string, isMine = true): Promise<void> => {
    desk.handleStore(new CustomEvent('storeshow', { detail: { code, name: code, isMine } }));
    await settle();
  };
  const choose = async (documentNo: string): Promise<void> => {
    desk.handleOpen(new CustomEvent('documentopen', { detail: documentNo }));
    await settle();
  };
  const named = (documentNo: string): void => page.emit({ state: { c__document: documentNo } });

  beforeEach(() => {
    jest.resetAllMocks();
    fetchOpen.mockImplementation((code: string) => Promise.resolve([{ documentNo: `${code}-1` }]));
    fetchDocument.mockImplementation((documentNo: string) => Promise.resolve({ documentNo, summary: `1 × ${documentNo}` }));
    const element = createElement('c-desk', { is: Desk });
    toasts = [];
    element.addEventListener('lightning__showtoast', (event) => toasts.push((event as CustomEvent<{ title: string }>).detail.title));
    document.body.replaceChildren(element);
    desk = Desk.current;
  });

  it('opens what the address names as soon as it knows the store, and only once', async () => {
    named('D-7');
    await settle();
    expect(fetchDocument).not.toHaveBeenCalled();
    await enter('LYON');
    expect(desk.selectedId).toBe('D-7');
    await enter('NICE');
    expect(desk.selectedId).toBeUndefined();
    named('D-8');
    await settle();
    expect(desk.selectedId).toBe('D-8');
  });

  it('opens what was chosen while the org was still answering', async () => {
    await enter('LYON');
    const { promise, resolve } = Promise.withResolvers<StoreDocument>();
    fetchDocument.mockReturnValueOnce(promise);
    await choose('D-1');
    await choose('D-2');
    resolve({ documentNo: 'D-1' });
    await settle();
    expect(desk.selectedId).toBe('D-2');
  });

  it('is ready before its list is fetched again', async () => {
    await enter('LYON');
    fetchOpen.mockReturnValue(new Promise(() => undefined));
    await desk.do(() => Promise.resolve({ documentNo: 'D-1', summary: '2 × Lamp' }), 'Recorded');
    expect(desk.isBusy).toBe(false);
    expect(desk.announcement).toBe('Recorded: 2 × Lamp');
    expect(toasts).toEqual(['Recorded']);
  });

  it('shows nothing of the store that was left', async () => {
    await enter('LYON');
    const [document_, list] = [Promise.withResolvers<StoreDocument>(), Promise.withResolvers<readonly StoreDocument[]>()];
    fetchOpen.mockReturnValueOnce(list.promise);
    desk.handleRetry();
    const doing = desk.do(() => document_.promise, '');
    await enter('NICE');
    document_.resolve({ documentNo: 'LYON-1' });
    list.resolve([{ documentNo: 'LYON-1' }]);
    await doing;
    expect(desk.document).toBeUndefined();
    expect(desk.documents).toEqual([{ documentNo: 'NICE-1' }]);
  });

  it('says why something was refused, and keeps what was scanned', async () => {
    await enter('LYON');
    await choose('D-1');
    desk.tally = 3;
    await desk.do(() => Promise.reject(new Error('Only 2 are there.')), 'Sent');
    expect(desk.problem).toBe('Only 2 are there.');
    expect([desk.tally, desk.selectedId, desk.isBusy]).toEqual([3, 'D-1', false]);
  });

  it('lets people of another store look only', async () => {
    await enter('LYON', false);
    expect(desk.canWork).toBe(false);
    await enter('NICE');
    expect(desk.canWork).toBe(true);
  });
});
