import { createElement } from 'lwc';
import StockMeter from 'c/stockMeter';

const show = (numbers: Record<string, number>): HTMLElement => {
  const element = createElement('c-stock-meter', { is: StockMeter });
  Object.assign(element, numbers);
  document.body.replaceChildren(element);
  return element;
};
const widths = (element: HTMLElement): string[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>('.part')].map((part) => part.style.inlineSize || (part.getAttribute('style') ?? ''));

describe('c-stock-meter', () => {
  it('divides the bar in proportion to what is on hand', () => {
    expect(widths(show({ available: 5, reserved: 3, safety: 2, total: 20 })).map((width) => /([\d.]+)%/.exec(width)?.[1])).toEqual(['25.00', '15.00', '10.00']);
  });

  it('fills the bar when more is reserved than there is', () => {
    expect(widths(show({ available: 0, reserved: 8, safety: 2, total: 4 })).map((width) => /([\d.]+)%/.exec(width)?.[1])).toEqual(['0.00', '80.00', '20.00']);
  });

  it('is empty, and not broken, without any stock', () => {
    expect(widths(show({ available: 0, reserved: 0, safety: 0, total: 0 })).every((width) => width.includes('0.00%'))).toBe(true);
  });

  it('says in words what it shows, and is accessible', async () => {
    const element = show({ available: 5, reserved: 3, safety: 2, total: 20 });
    expect(element.shadowRoot!.querySelector('[role="img"]')!.getAttribute('aria-label')).toBe('5 available, 3 reserved, 2 safety stock');
    await expect(element).toBeAccessible();
  });
});
