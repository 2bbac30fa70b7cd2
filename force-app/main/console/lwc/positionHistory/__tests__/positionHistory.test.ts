import fc from 'fast-check';
import { createElement } from 'lwc';
import { subscribe } from 'lightning/empApi';
import PositionHistory from 'c/positionHistory';
import getHistory from '@salesforce/apex/PositionController.getHistory';
import getPosition from '@salesforce/apex/PositionController.getPosition';
import { HEIGHT, shownFrom, stepAt, stepGraph, WIDTH } from '../stepGraph';
import type { GraphStep } from '../stepGraph';

jest.mock('@salesforce/apex/PositionController.getHistory', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/PositionController.getPosition', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/customPermission/View_Availability', () => ({ default: true }), { virtual: true });

const callHistory = getHistory as unknown as jest.Mock;
const callPosition = getPosition as unknown as jest.Mock;
const START = 1_800_000_000_000;
const HOUR = 3_600_000;
const step = (hours: number, onHand: number, reserved: number): GraphStep => ({ atMillis: START + hours * HOUR, onHand, reserved, available: onHand - reserved - 1 });
const position = (available: number, version = 1): Record<string, unknown> => ({ positionId: 'P1', positionKey: 'MUG|LYON|0', sku: 'MUG', productName: 'Blue mug', location: 'LYON', locationName: 'Store Lyon', onHand: available + 3, reserved: 2, safety: 1, available, version });
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('stepGraph', () => {
  it('draws a level line until the next step', () => {
    const { paths } = stepGraph([step(0, 4, 0), step(5, 2, 0)], START, START + 10 * HOUR);
    expect(paths.onHand).toBe(`M0 0H500V${HEIGHT / 2}H${WIDTH}`);
  });

  it('stays within its field, and shows zero, whatever a position went through', () => {
    const steps = fc.array(fc.record({ hours: fc.nat(700), onHand: fc.integer({ min: -50, max: 100_000 }), reserved: fc.nat(500) }), { minLength: 1, maxLength: 60 });
    fc.assert(fc.property(steps, (drawn) => {
      const sorted = drawn.toSorted((left, right) => left.hours - right.hours).map(({ hours, onHand, reserved }) => step(hours, onHand, reserved));
      const graph = stepGraph(sorted, START, START + 744 * HOUR);
      const numbers = Object.values(graph.paths).flatMap((path) => [...path.matchAll(/[MHV ](-?[\d.]+)/g)].map(([, number]) => Number(number)));
      expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...numbers)).toBeLessThanOrEqual(WIDTH);
      expect(graph.zeroPercent).toBeGreaterThanOrEqual(0);
      expect(graph.zeroPercent).toBeLessThanOrEqual(100);
      expect(graph.quantityTicks.length).toBeLessThanOrEqual(8);
      expect(graph.timeTicks.length).toBeLessThanOrEqual(10);
    }));
  });

  it('begins where the position began, and elsewhere where it was asked to', () => {
    const end = START + 100 * HOUR;
    expect(shownFrom([step(0, 0, 0), step(80, 5, 0)], START, end)).toBe(START + 79 * HOUR);
    expect(shownFrom([step(0, 2, 0), step(80, 5, 0)], START, end)).toBe(START);
    expect(shownFrom([step(0, 0, 0)], START, end)).toBe(START);
  });

  it('reads the step that was in force', () => {
    const steps = [step(0, 1, 0), step(5, 2, 0), step(6, 3, 0)];
    expect([-1, 0, 4, 5, 5.5, 99].map((hours) => stepAt(steps, START + hours * HOUR))).toEqual([0, 0, 0, 1, 1, 2]);
  });
});

describe('c-position-history', () => {
  let element: HTMLElement & { recordId?: string };
  const inPage = <Found extends Element = HTMLElement>(selector: string): Found => element.shadowRoot!.querySelector<Found>(selector)!;
  const slider = (): HTMLElement => inPage('[role="slider"]');
  const open = async (): Promise<void> => {
    element = createElement('c-position-history', { is: PositionHistory });
    element.recordId = 'P1';
    document.body.append(element);
    await settle();
  };

  beforeEach(() => {
    (subscribe as unknown as jest.Mock).mockReset().mockResolvedValue({ id: '1' });
    callPosition.mockReset().mockResolvedValue(position(4));
    callHistory.mockReset().mockResolvedValue({ fromMillis: START, toMillis: START + 168 * HOUR, isComplete: true, steps: [step(0, 10, 0), step(24, 3, 2), step(48, 7, 2)] });
  });
  afterEach(() => {
    document.body.replaceChildren();
  });

  it('shows every bucket and sums up the history', async () => {
    await open();
    expect([...element.shadowRoot!.querySelectorAll('.bucket')].map((bucket) => bucket.textContent)).toEqual(['Available4', '=On hand7', '−Reserved2', '−Safety1', 'Inspection0', 'Damaged0', 'In transit0']);
    expect(inPage('.summary').textContent).toContain('Lowest in the last 7 days: 0 available');
    expect(inPage('.summary').textContent).toContain('2 changes shown.');
    await expect(element).toBeAccessible();
  });

  it('is read with the keyboard, and says each reading', async () => {
    await open();
    expect(slider().getAttribute('aria-valuetext')).toContain('4 available, 7 on hand, 2 reserved');
    slider().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', cancelable: true }));
    await settle();
    expect(slider().getAttribute('aria-valuetext')).toContain('0 available, 3 on hand, 2 reserved');
    for (const key of ['Home', 'ArrowLeft']) slider().dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    await settle();
    expect(slider().getAttribute('aria-valuenow')).toBe('0');
  });

  it('is read with the pointer', async () => {
    await open();
    jest.spyOn(slider(), 'getBoundingClientRect').mockReturnValue({ left: 0, width: 168 } as DOMRect);
    slider().dispatchEvent(new MouseEvent('pointermove', { clientX: 30 }));
    await settle();
    expect(slider().getAttribute('aria-valuetext')).toContain('3 on hand');
  });

  it('offers the same as a table, newest first', async () => {
    await open();
    expect([...element.shadowRoot!.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('.number')].map((cell) => cell.textContent))).toEqual([['4', '7', '2'], ['0', '3', '2'], ['9', '10', '0']]);
  });

  it('asks for another range', async () => {
    await open();
    element.shadowRoot!.querySelectorAll<HTMLElement>('.ranges button')[2]!.click();
    await settle();
    expect(callHistory).toHaveBeenLastCalledWith({ recordIdOrKey: 'P1', days: 31 });
  });

  it('follows a change of its own position, and of no other', async () => {
    jest.useFakeTimers();
    await open();
    const onMessage = (subscribe as unknown as jest.Mock).mock.calls[0][2] as (message: unknown) => void;
    onMessage({ data: { payload: { Position_Key__c: 'LAMP|LYON|0', Version__c: 9 } } });
    await jest.advanceTimersByTimeAsync(1000);
    expect(callPosition).toHaveBeenCalledTimes(1);
    callPosition.mockResolvedValue(position(1, 2));
    onMessage({ data: { payload: { Position_Key__c: 'MUG|LYON|0', Version__c: 2 } } });
    await jest.advanceTimersByTimeAsync(1000);
    expect(inPage('.bucket_main').textContent).toContain('1');
    element.remove();
    jest.useRealTimers();
  });

  it('says that the window is cut when too much has happened', async () => {
    callHistory.mockResolvedValue({ fromMillis: START, toMillis: START + HOUR, isComplete: false, steps: [step(0, 1, 0), step(1, 2, 0)] });
    await open();
    expect(inPage('.summary').textContent).toContain('more has happened than is shown');
  });

  it('shows why it could not be fetched, and fetches again', async () => {
    callPosition.mockRejectedValueOnce({ body: { message: 'There is no stock position X that you may see.' } });
    await open();
    expect(inPage('[role="alert"]').textContent).toContain('no stock position X');
    await expect(element).toBeAccessible();
    inPage('lightning-button').click();
    await settle();
    expect(inPage('.name').textContent).toBe('Blue mug');
  });
});
