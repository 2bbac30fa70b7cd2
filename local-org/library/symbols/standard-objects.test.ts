import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasStandardMember, standardObjectName } from './standard-objects.ts';

describe('the names of standard objects', () => {
  it('come in canonical spelling, and only those that Salesforce has', () => {
    assert.equal(standardObjectName('opportunity'), 'Opportunity');
    assert.equal(standardObjectName('opportunityshare'), 'OpportunityShare');
    assert.equal(standardObjectName('oportunity'), undefined);
  });

  it('know the fields and relationships of their object', () => {
    assert.equal(hasStandardMember('account', 'annualrevenue'), true);
    assert.equal(hasStandardMember('account', 'createdbyid'), true);
    assert.equal(hasStandardMember('account', 'opportunities'), true);
    assert.equal(hasStandardMember('account', 'stagename'), false);
    assert.equal(hasStandardMember('oportunity', 'id'), false);
  });
});
