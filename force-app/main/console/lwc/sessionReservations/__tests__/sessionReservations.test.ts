import { loadReservations, saveReservations } from '../sessionReservations';

const reservation = { requestKey: 'console-1', sku: 'A', productName: 'Mug', location: 'S1', locationName: 'Store 1', quantity: 2 };

describe('sessionReservations', () => {
  beforeEach(() => sessionStorage.clear());

  it('answers what was saved for the same user, and nothing for another', () => {
    saveReservations('005A', [reservation]);
    expect(loadReservations('005A')).toEqual([reservation]);
    expect(loadReservations('005B')).toEqual([]);
  });

  it('counts damaged or foreign contents as none', () => {
    sessionStorage.setItem('holdfast.reservations.005A', '{');
    expect(loadReservations('005A')).toEqual([]);
    sessionStorage.setItem('holdfast.reservations.005A', JSON.stringify([reservation, { requestKey: 3 }, null]));
    expect(loadReservations('005A')).toEqual([reservation]);
  });
});
