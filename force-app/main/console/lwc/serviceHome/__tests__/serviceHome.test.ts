import { createElement } from 'lwc';
import ServiceHome from 'c/serviceHome';
import getToday from '@salesforce/apex/ServiceHomeController.getToday';

jest.mock('@salesforce/apex/ServiceHomeController.getToday', () => ({ default: jest.fn() }), { virtual: true });

const callToday = getToday as unknown as jest.Mock;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

const today = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({ nowMillis: 1_700_000_000_000, mostRows: 50, exceptions: [], concerns: [], ...changes });

describe('c-service-home', () => {
  let element: HTMLElement;
  const show = async (): Promise<void> => {
    element = createElement('c-service-home', { is: ServiceHome });
    document.body.replaceChildren(element);
    await settle();
  };
  const figures = (): string[] => [...element.shadowRoot!.querySelectorAll('dd')].map((figure) => figure.textContent ?? '');

  it('counts and lists what needs an agent', async () => {
    callToday.mockResolvedValue(today({
      exceptions: [{ exceptionId: 'e01', type: 'SlaBreach', message: 'T-000001 is late', raisedAtMillis: 1_699_999_000_000, locationName: 'Lyon store', reservationId: 'a01' }],
      concerns: [{ kind: 'Late', reservation: { reservationId: 'a01', customerLabel: 'Ada L.', locationName: 'Lyon store', task: { dueAtMillis: 1_699_999_000_000 } } }],
    }));
    await show();
    expect(figures()).toEqual(['1', '1', '0', '0']);
    expect(element.shadowRoot!.textContent).toContain('Late pickup');
    expect(element.shadowRoot!.textContent).toContain('Not ready in time');
    await expect(element).toBeAccessible();
  });

  it('names each row by what it shows, so that saying what is seen finds it', async () => {
    callToday.mockResolvedValue(today({
      exceptions: [{ exceptionId: 'e01', type: 'SlaBreach', message: 'T-000001 is late', reservationId: 'a01' }],
      concerns: [{ kind: 'Late', reservation: { reservationId: 'a01', customerLabel: 'Ada L.' } }],
    }));
    await show();
    const rows = [...element.shadowRoot!.querySelectorAll('a.row')];
    expect(rows.map((row) => row.hasAttribute('aria-label'))).toEqual([false, false]);
    expect(rows.map((row) => row.querySelector('.title')!.textContent)).toEqual(['Ada L.', 'Late pickup']);
  });

  it('says that a full list may go on', async () => {
    callToday.mockResolvedValue(today({ mostRows: 1, exceptions: [{ exceptionId: 'e01', type: 'NotFound', message: 'm' }] }));
    await show();
    expect(figures()[0]).toBe('1+');
  });

  it('says so when nothing needs anybody', async () => {
    callToday.mockResolvedValue(today());
    await show();
    expect(element.shadowRoot!.textContent).toContain('Nobody has to be called');
    expect(element.shadowRoot!.textContent).toContain('No store has an open exception');
  });

  it('tells whom to ask when the page is not for the user', async () => {
    callToday.mockRejectedValue({ status: 403, body: { message: 'You do not have access to the Apex class' } });
    await show();
    expect(element.shadowRoot!.querySelector('[role="alert"]')!.textContent).toContain('Holdfast Agent');
  });
});
