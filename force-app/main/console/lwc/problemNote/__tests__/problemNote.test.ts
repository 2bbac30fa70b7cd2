import { createElement } from 'lwc';
import ProblemNote from 'c/problemNote';

describe('c-problem-note', () => {
  let element: HTMLElement & { message: string | undefined };
  const alert = (): Element | null => element.shadowRoot!.querySelector('[role="alert"]');

  beforeEach(() => {
    element = createElement('c-problem-note', { is: ProblemNote });
    document.body.appendChild(element);
  });
  afterEach(() => { element.remove(); });

  it('says what did not work, and can be read by everybody', async () => {
    element.message = 'The org is busy.';
    await Promise.resolve();
    expect(alert()!.textContent).toContain('The org is busy.');
    await expect(element).toBeAccessible();
  });

  it('is not there without a problem, nor once it is over', async () => {
    expect(alert()).toBeNull();
    element.message = 'The org is busy.';
    await Promise.resolve();
    element.message = undefined;
    await Promise.resolve();
    expect(alert()).toBeNull();
  });
});
