import { createElement } from 'lwc';
import StoreFigures from 'c/storeFigures';
import { storeTodayOf } from 'c/storeToday';

jest.mock('@salesforce/apex/StoreHomeController.getToday', () => ({ default: jest.fn() }), { virtual: true });

describe('c-store-figures', () => {
  let element: HTMLElement & Record<string, unknown>;
  const place = async (answer: Parameters<typeof storeTodayOf>[0]): Promise<void> => {
    element = createElement('c-store-figures', { is: StoreFigures }) as never;
    element['today'] = storeTodayOf(answer);
    document.body.replaceChildren(element);
    await Promise.resolve();
  };
  const figure = (label: string): HTMLElement => [...element.shadowRoot!.querySelectorAll<HTMLElement>('.figure')].find((each) => each.textContent!.includes(label))!;

  it('says how the day stands', async () => {
    await place({ openTasks: 12, dueSoon: 3, overdue: 2, readyForCollection: 5, handedOverToday: 31, expiredToday: 1, cancelledToday: 4 });
    expect(figure('To pick').textContent).toContain('12');
    expect(figure('To pick').textContent).toContain('3 due soon');
    expect(figure('Overdue').className).toContain('figure_late');
    expect(figure('Not collected').textContent).toContain('4 cancelled');
    await expect(element).toBeAccessible();
  });

  it('is calm when all is in time', async () => {
    await place({ openTasks: 1 });
    expect(figure('Overdue').className).not.toContain('figure_late');
    expect(figure('Overdue').textContent).toContain('all in time');
  });

  it('leads to the part of the queue that a number counts', async () => {
    await place({});
    const parts: unknown[] = [];
    element.addEventListener('queuepart', (event) => parts.push((event as CustomEvent).detail));
    figure('Overdue').click();
    figure('Ready for collection').click();
    figure('Handed over').click();
    expect(parts).toEqual([{ lane: 'pick', show: 'overdue' }, { lane: 'ready', show: 'all' }]);
  });
});
