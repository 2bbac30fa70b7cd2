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

  it('puts promises that cannot be kept first and says what is done about each', async () => {
    callToday.mockResolvedValue(today({
      exceptions: [
        { exceptionId: 'e01', type: 'NotFound', message: 'm' },
        {
          exceptionId: 'e02', type: 'Shortage', message: '3 × LAMP promised and not there', reservationId: 'a01',
          promises: [
            { requestKey: 'R-1', line: '1', quantity: 2, customer: 'Ada L.', purpose: 'Pickup', state: 'NeedsAgent' },
            { requestKey: 'R-2', line: '1', quantity: 1, orderRef: '1002', purpose: 'Ship', state: 'NeedsAgent', note: 'No other location can send 1 of it.' },
          ],
        },
      ],
    }));
    await show();
    expect([...element.shadowRoot!.querySelectorAll('a.row .title')].map((title) => title.textContent)).toEqual(['Promised and not there', 'Not found on the shelf']);
    expect([...element.shadowRoot!.querySelectorAll('.promise')].map((promise) => promise.textContent)).toEqual([
      '2 for Ada L., to be collected: call the customer', '1 for 1002, to be sent: call the customer: No other location can send 1 of it.',
    ]);
    expect(element.shadowRoot!.textContent).not.toContain('Nobody has to be called');
    await expect(element).toBeAccessible();
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
