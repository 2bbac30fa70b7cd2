import { createElement } from 'lwc';
import type * as SfdxLwcJest from '@salesforce/sfdx-lwc-jest';
import DocumentShell from 'c/documentShell';
import type { DocumentChoice } from 'c/documentShell';
import getStores from '@salesforce/apex/StoreTaskController.getStores';

jest.mock('@salesforce/apex/StoreTaskController.getStores', () => ({ default: jest.requireActual<typeof SfdxLwcJest>('@salesforce/sfdx-lwc-jest').createApexTestWireAdapter(jest.fn()) }), { virtual: true });

const stores = getStores as unknown as { emit(data: unknown): void; error(body: unknown, status?: number): void };
type Shell = HTMLElement & { heading: string; listLabel: string; emptyText: string; documents: readonly DocumentChoice[] | undefined; selectedId: string | undefined; failure: unknown };

describe('c-document-shell', () => {
  let element: Shell;
  let events: unknown[];
  const text = (): string => element.shadowRoot!.textContent ?? '';
  const place = async (part: Partial<Shell>): Promise<void> => {
    element = createElement('c-document-shell', { is: DocumentShell }) as Shell;
    Object.assign(element, { heading: 'Transfers', listLabel: 'Transfers of the store', emptyText: 'Nothing is to be sent.', ...part });
    events = [];
    for (const name of ['storeshow', 'documentopen', 'retry']) element.addEventListener(name, (event) => events.push([name, (event as CustomEvent<unknown>).detail]));
    document.body.replaceChildren(element);
    await Promise.resolve();
  };

  beforeEach(() => localStorage.clear());

  it('shows the store of its user first, and tells which it is', async () => {
    await place({});
    stores.emit([{ code: 'MAN-01', name: 'Manchester' }, { code: 'LON-01', name: 'London', isMine: true }]);
    await Promise.resolve();
    expect(events).toEqual([['storeshow', expect.objectContaining({ code: 'LON-01', isMine: true })]]);
    expect(element.shadowRoot!.querySelector('[role="status"][aria-label="Loading"]')).not.toBeNull();
  });

  it('lists documents, marks the one that is open and tells which is chosen', async () => {
    await place({ documents: [{ id: 'T-1', title: '4 × Lamp', detail: 'from LYON', badge: 'To receive' }, { id: 'T-2', title: '1 × Vase', detail: 'to NICE', badge: 'To send' }], selectedId: 'T-2' });
    const buttons = [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('nav button')];
    expect(buttons.map((button) => button.getAttribute('aria-current'))).toEqual(['false', 'true']);
    buttons[0]!.click();
    expect(events).toEqual([['documentopen', 'T-1']]);
    await expect(element).toBeAccessible();
  });

  it('says that there is nothing to do', async () => {
    await place({ documents: [] });
    expect(text()).toContain('Nothing is to be sent.');
  });

  it('shows a failure with a way to try again, and a missing right with whom to ask', async () => {
    await place({ failure: { body: { message: 'The positions are busy.' } } });
    expect(text()).toContain('The positions are busy.');
    element.shadowRoot!.querySelector<HTMLElement>('lightning-button')!.click();
    expect(events).toEqual([['retry', null]]);
    element.failure = { body: { message: 'The user lacks the custom permission View_Availability. Ask an administrator.' } };
    await Promise.resolve();
    expect(text()).toContain('Holdfast Associate');
  });

  it('says what to do for somebody who belongs to no store', async () => {
    await place({});
    stores.emit([]);
    await Promise.resolve();
    expect(text()).toContain('You belong to no store yet');
  });
});
