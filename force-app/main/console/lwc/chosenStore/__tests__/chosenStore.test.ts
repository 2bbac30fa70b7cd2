import { chooseStore, onStoreChosen, storeToShow, storesOf } from '../chosenStore';

const USER = '005000000000001AAA';
const stores = storesOf([
  { code: 'MAN-01', name: 'Manchester' },
  { code: 'LON-02', name: 'London Soho', isMine: true },
  { code: 'LON-01', name: 'London City', isMine: true, timeZone: 'Europe/London' },
]);

describe('chosenStore', () => {
  beforeEach(() => localStorage.clear());

  it('lists my stores first', () => {
    expect(stores.map(({ code }) => code)).toEqual(['LON-01', 'LON-02', 'MAN-01']);
  });

  it('shows my first store until another is chosen, and remembers the choice per user', () => {
    expect(storeToShow(stores, USER)?.code).toBe('LON-01');
    chooseStore('MAN-01', USER);
    expect(storeToShow(stores, USER)?.code).toBe('MAN-01');
    expect(storeToShow(stores, 'somebody else')?.code).toBe('LON-01');
  });

  it('forgets a store the user may no longer see', () => {
    chooseStore('CLOSED', USER);
    expect(storeToShow(stores, USER)?.code).toBe('LON-01');
    expect(storeToShow([], USER)).toBeUndefined();
  });

  it('tells the other screens and windows of the same user', () => {
    const heard: string[] = [];
    const end = onStoreChosen(USER, (code) => heard.push(code));
    chooseStore('LON-02', USER);
    window.dispatchEvent(new StorageEvent('storage', { key: `holdfast.store.${USER}`, newValue: 'MAN-01' }));
    window.dispatchEvent(new StorageEvent('storage', { key: 'holdfast.store.somebody else', newValue: 'LON-01' }));
    end();
    chooseStore('LON-01', USER);
    expect(heard).toEqual(['LON-02', 'MAN-01']);
  });

  it('works where the browser stores nothing', () => {
    const setItem = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => { throw new Error('denied'); });
    expect(() => chooseStore('LON-02', USER)).not.toThrow();
    setItem.mockRestore();
  });
});
