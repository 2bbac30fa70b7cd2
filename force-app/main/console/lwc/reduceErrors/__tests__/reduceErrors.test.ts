import { isAccessError, reduceErrors } from '../reduceErrors';

describe('reduceErrors', () => {
  it('takes the message of an Apex exception', () => {
    expect(reduceErrors({ ok: false, status: 500, body: { message: 'HF-QUANTITY: 0 is not a quantity.' } })).toEqual(['HF-QUANTITY: 0 is not a quantity.']);
  });

  it('takes page and field errors of a DML failure instead of their summary', () => {
    const body = { message: 'summary', pageErrors: [{ message: 'page' }], fieldErrors: { Name: [{ message: 'field' }] } };
    expect(reduceErrors({ body })).toEqual(['page', 'field']);
  });

  it('takes several bodies and several failures in order, each text once', () => {
    expect(reduceErrors([{ body: [{ message: 'a' }, { message: 'b' }] }, 'a', new Error('c')])).toEqual(['a', 'b', 'c']);
  });

  it('falls back to the status text', () => {
    expect(reduceErrors({ status: 502, statusText: 'Bad Gateway' })).toEqual(['Bad Gateway']);
  });

  it('never answers nothing', () => {
    expect(reduceErrors(undefined)).toHaveLength(1);
    expect(reduceErrors({})).toHaveLength(1);
  });
});

describe('isAccessError', () => {
  it('knows a missing right by its code, its status or the words of the platform', () => {
    expect(isAccessError({ body: { errorCode: 'INSUFFICIENT_ACCESS', message: 'no' } })).toBe(true);
    expect(isAccessError({ status: 403, body: { message: 'no' } })).toBe(true);
    expect(isAccessError({ status: 500, body: { message: "You do not have access to the Apex class named 'AvailabilityController'." } })).toBe(true);
  });

  it('does not take any other failure for one', () => {
    expect(isAccessError({ status: 500, body: { message: 'Divide by 0' } })).toBe(false);
    expect(isAccessError(undefined)).toBe(false);
  });
});
